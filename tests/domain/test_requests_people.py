"""How many people stand behind an answer, and can anybody be two of them?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from request_model import LIMIT, PEOPLE, Matter

from gongkai.domain.process import AUTHOR, Facts, Moved, step
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import FLAGS, PROCESS

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles)
WATCHED = sorted({key for move in PROCESS.moves for key in move.distinct_from if key != AUTHOR})
#: What is true when nothing stands in the way of going on.
EASY = frozenset(FLAGS) - {"correction_asked", "several_open", "extended", "fee_charged", "reasons_asked"}
CHECKS = ("legal_agree", "approve")


def reached(people: Iterable[str], author: str, flags: frozenset[str]) -> set[tuple[str, str]]:
    """Every move these people, each with every post, can bring about: tried out in full."""
    names, made = list(people), set[tuple[str, str]]()
    first = ("received", tuple(frozenset[str]() for _ in WATCHED))
    seen, waiting = {first}, [first]
    while waiting:
        state, doers = waiting.pop()
        known = {AUTHOR: frozenset({author})} | dict(zip(WATCHED, doers, strict=True))
        for move, name in product(PROCESS.moves_from(state), [*names, None]):
            facts = Facts(name, ROLES, known, frozenset(PROCESS.needs), flags, system=name is None)
            if not isinstance(step(PROCESS, state, move.key, facts), Moved):
                continue
            made.add((state, move.key))
            now = tuple(
                did | {name} if key == move.key and name else did
                for key, did in zip(WATCHED, doers, strict=True)
            )
            if (after := (move.target, now)) not in seen:
                seen.add(after)
                waiting.append(after)
    return made


@pytest.mark.parametrize(
    ("people", "enough"), [(("wei",), False), (("wei", "lin"), False), (("wei", "lin", "zhao"), True)]
)
def test_it_takes_three_people_to_answer(people: tuple[str, ...], enough: bool) -> None:
    made = reached(people, "wei", EASY - {"extension_pending"})
    assert (("approved", "issue") in made) is enough


@pytest.mark.parametrize(("people", "enough"), [(("wei",), False), (("wei", "lin"), True)])
def test_it_takes_two_people_to_extend(people: tuple[str, ...], enough: bool) -> None:
    """Whoever asked does not allow; here somebody always has asked first."""
    doers = {"ask_extension": frozenset({"wei"})}
    granted = [
        name
        for name in people
        if isinstance(
            step(PROCESS, "handling", "grant_extension", Facts(name, ROLES, doers, frozenset(), EASY)), Moved
        )
    ]
    assert bool(granted) is enough
    assert "wei" not in granted


def test_an_answer_nobody_is_known_to_have_written_is_checked_by_nobody() -> None:
    for key, state in (("legal_agree", "legal_check"), ("approve", "approval")):
        refused = step(PROCESS, state, key, Facts("lin", ROLES, {}, frozenset(), frozenset(FLAGS)))
        assert isinstance(refused, Refused)
        assert "not recorded who wrote" in refused.reason.msgid


@pytest.mark.parametrize(("key", "state"), [("legal_agree", "legal_check"), ("approve", "approval")])
def test_who_stood_in_is_not_another_pair_of_eyes(key: str, state: str) -> None:
    doers = {AUTHOR: frozenset({"lin", "wei"}), "legal_agree": frozenset({"zhao", "qian"})}
    for name in {"legal_agree": ("lin", "wei"), "approve": ("lin", "wei", "zhao", "qian")}[key]:
        facts = Facts(name, ROLES, doers, frozenset(), frozenset(FLAGS))
        assert isinstance(step(PROCESS, state, key, facts), Refused)


WALK = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 10**6), st.integers(0, 4)), max_size=60)


@settings(max_examples=120, deadline=None)
@given(WALK)
def test_on_every_walk_the_checks_are_made_by_others(walk: list[tuple[int, int, int]]) -> None:
    """Everybody holds every post, writes when they like, and tries whatever is open to them."""
    matter = Matter(date(2026, 3, 2))
    asked = None
    for days, lot, writer in walk:
        matter.pass_days(days)
        matter.fees = lot % 2
        matter.write(PEOPLE[writer])
        legal = matter.legal()
        if not legal:
            assert matter.state == "void"
            return
        key, who = legal[lot % len(legal)]
        wrote, rounds = frozenset(matter.doers.get(AUTHOR, ())), matter.rounds
        if key == "ask_extension":
            asked = who
        if key == "grant_extension":
            assert who != asked
            assert matter.wish <= LIMIT
        if key == "issue":
            done = dict(matter.way)
            assert set(CHECKS) <= set(done)
            assert not {done["legal_agree"], done["approve"]} & wrote
            assert done["legal_agree"] != done["approve"]
        assert matter.move(key, who) is None
        assert matter.rounds == rounds + (key == "redo")


@settings(max_examples=120, deadline=None)
@given(WALK)
def test_on_every_walk_each_thing_the_law_allows_once_happens_once(walk: list[tuple[int, int, int]]) -> None:
    matter = Matter(date(2026, 3, 2))
    happened: list[str] = []
    for days, lot, writer in walk:
        matter.pass_days(days)
        matter.fees = 1
        matter.write(PEOPLE[writer])
        legal = matter.legal()
        if not legal:
            break
        key, who = legal[lot % len(legal)]
        matter.move(key, who)
        happened.append(key)
    assert happened.count("ask_correction") <= 1
    assert happened.count("ask_reasons") <= 1
    assert happened.count("register") <= 1
    assert happened.count("grant_extension") <= 1 + happened.count("redo")
    assert happened.count("charge_fee") <= 1 + happened.count("cancel_fee")
    assert happened.count("pay") + happened.count("lapse_fee") <= happened.count("charge_fee")


@settings(max_examples=60, deadline=None)
@given(WALK)
def test_whatever_happens_next_is_decided_by_the_table_alone(walk: list[tuple[int, int, int]]) -> None:
    """What is not legal changes nothing, whoever asks."""
    matter = Matter(date(2026, 3, 2))
    for days, lot, writer in walk[:25]:
        matter.pass_days(days)
        matter.write(PEOPLE[writer])
        legal = matter.legal()
        wanted = (PROCESS.moves[lot % len(PROCESS.moves)].key, PEOPLE[writer])
        before = (matter.state, matter.begun, dict(matter.held), matter.extension)
        if wanted not in legal:
            assert isinstance(matter.move(*wanted), Refused)
            assert (matter.state, matter.begun, dict(matter.held), matter.extension) == before
        if not legal:
            return
        matter.move(*legal[lot % len(legal)])
