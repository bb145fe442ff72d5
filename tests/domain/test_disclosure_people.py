"""Who may do what, and how many people does a publication take?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest

from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import AUTHOR, Facts, Moved, permission_matrix, step

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles)
READY = frozenset({"checks_passed", "attribute_proposed"})
WATCHED = sorted({key for move in PROCESS.moves for key in move.distinct_from if key != AUTHOR})

Doers = tuple[frozenset[str], ...]


def reached(start: str, people: Iterable[str], author: str) -> set[str]:
    """Every state these people, each holding every role, can bring the document to: tried out in full."""
    names = list(people)
    first = (start, tuple(frozenset[str]() for _ in WATCHED))
    seen: set[tuple[str, Doers]] = {first}
    waiting = [first]
    while waiting:
        state, doers = waiting.pop()
        known = {AUTHOR: frozenset({author})} | dict(zip(WATCHED, doers, strict=True))
        for move, name in product(PROCESS.moves_from(state), [*names, None]):
            facts = Facts(name, ROLES, known, frozenset(PROCESS.needs), READY, system=name is None)
            if not isinstance(step(PROCESS, state, move.key, facts), Moved):
                continue
            now = tuple(
                did | {name} if key == move.key and name else did
                for key, did in zip(WATCHED, doers, strict=True)
            )
            if (after := (move.target, now)) not in seen:
                seen.add(after)
                waiting.append(after)
    return {state for state, _ in seen}


@pytest.mark.parametrize(
    ("people", "enough"), [(("wei",), False), (("wei", "lin"), False), (("wei", "lin", "zhao"), True)]
)
def test_it_takes_three_people_to_publish_a_draft(people: tuple[str, ...], enough: bool) -> None:
    assert ("published" in reached("draft", people, "wei")) is enough


def test_nobody_confirms_what_they_imported() -> None:
    assert "published" not in reached("history", ("wei",), "wei")
    assert "published" in reached("history", ("wei", "lin"), "wei")


@pytest.mark.parametrize(
    "move",
    ["section_agree", "secrecy_open", "secrecy_close", "secrecy_refer", "referred_open", "referred_close"],
)
def test_nobody_judges_what_they_wrote_or_agreed_to(move: str) -> None:
    state = PROCESS.move(move).sources[0]
    for key in (AUTHOR, "section_agree") if move != "section_agree" else (AUTHOR,):
        doers = {AUTHOR: frozenset({"lin"})} | {key: frozenset({"wei"})}
        facts = Facts("wei", ROLES, doers, frozenset(PROCESS.needs), READY)
        assert not isinstance(step(PROCESS, state, move, facts), Moved)


MATRIX = """
draft: submit drafter · abandon drafter · set_aside drafter office · keep_withdrawn drafter office
section_review: take_back drafter · section_agree section_head · section_return section_head · \
set_aside drafter office · keep_withdrawn drafter office
secrecy_review: secrecy_open secrecy_reviewer · secrecy_close secrecy_reviewer · \
secrecy_refer secrecy_reviewer · secrecy_return secrecy_reviewer · ask_agency secrecy_reviewer · \
set_aside drafter office · keep_withdrawn drafter office
consulting: consult_done secrecy_reviewer · set_aside drafter office · keep_withdrawn drafter office
closed: reassess_open secrecy_reviewer office · reassess_keep secrecy_reviewer
referred: secrecy_return secrecy_reviewer · referred_open secrecy_reviewer · \
referred_close secrecy_reviewer · set_aside drafter office · keep_withdrawn drafter office
approval: approve leader · approve_return leader · set_aside drafter office · keep_withdrawn drafter office
release: publish office · schedule office · office_return office · set_aside drafter office · \
keep_withdrawn drafter office
history: confirm_history office · refuse_history office
published: correct drafter office · repeal office · lapse office · supersede office · withdraw office
scheduled: unschedule office · publish_scheduled - · set_aside drafter office · keep_withdrawn drafter office
repealed: reinstate office · withdraw office
lapsed: reinstate office · withdraw office
superseded: reinstate office · withdraw office
withdrawn: reopen drafter office
"""


def test_the_permission_matrix_is_the_agreed_one() -> None:
    rows: dict[str, list[str]] = {}
    for state, move, roles in permission_matrix(PROCESS):
        names = " ".join(role.removeprefix("publishing.") for role in roles) or "-"
        rows.setdefault(state, []).append(f"{move} {names}")
    written = "\n".join(f"{state}: {' · '.join(moves)}" for state, moves in rows.items())
    assert written == MATRIX.strip()
