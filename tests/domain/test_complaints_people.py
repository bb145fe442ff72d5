"""How many people stand behind a closed matter, and can anybody grade himself?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.complaints import FLAGS, PROCESS, REPORTER
from gongkai.domain.process import AUTHOR, Facts, Moved, step, walk
from gongkai.domain.refusal import Refused

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles) - {REPORTER}
WATCHED = sorted({key for move in PROCESS.moves for key in move.distinct_from if key != AUTHOR})
#: What is true when nothing stands in the way of going on; an enquiry's short way is tried apart.
EASY = frozenset(FLAGS) - {
    "returned", "ruled", "extension_pending", "extended", "shelving_pending", "has_merged", "enquiry",
}  # fmt: skip


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
def test_it_takes_three_people_to_close_a_matter(people: tuple[str, ...], enough: bool) -> None:
    """Who handled, who reviewed, who called back."""
    assert (("replied", "close") in reached(people, "wei", EASY)) is enough


def test_what_the_desk_answers_itself_is_called_back_by_another() -> None:
    alone = reached(("wei",), "wei", EASY | {"enquiry"})
    assert ("registered", "answer_directly") in alone
    assert ("replied", "close") not in alone
    assert ("replied", "close") in reached(("wei", "lin"), "wei", EASY | {"enquiry"})


HANDS = (AUTHOR, "sign", "submit_reply", "agree_reply", "answer_directly")


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("key", ["call_back", "close"])
def test_nobody_calls_back_on_what_they_had_in_hand(hand: str, key: str) -> None:
    doers = {AUTHOR: frozenset({"lin"}), hand: frozenset({"wei", "lin"})}
    facts = Facts("wei", ROLES, doers, frozenset(PROCESS.needs), frozenset({"called", "happy"}))
    assert isinstance(step(PROCESS, "replied", key, facts), Refused)


@pytest.mark.parametrize(("key", "asked"), [("grant_extension", "ask_extension"), ("shelve", "ask_shelving")])
def test_who_asked_does_not_allow(key: str, asked: str) -> None:
    true = frozenset({"extension_pending", "shelving_pending"})
    mine = Facts("wei", ROLES, {asked: frozenset({"wei"})}, frozenset(PROCESS.needs), true)
    other = Facts("lin", ROLES, {asked: frozenset({"wei"})}, frozenset(PROCESS.needs), true)
    assert isinstance(step(PROCESS, "handling", key, mine), Refused)
    assert isinstance(step(PROCESS, "handling", key, other), Moved)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_on_every_walk_the_caller_had_no_hand_in_it(seed: int) -> None:
    """Everybody holds every post and tries whatever is open to them."""
    people = dict.fromkeys(("wei", "lin", "zhao", "qian"), ROLES)
    way = walk(
        PROCESS, Random(seed), people=people, author="wei", flags=EASY | {"shelving_pending"}, length=50
    )
    hands: dict[str, set[str]] = {AUTHOR: {"wei"}}
    for walked in way:
        if walked.moved.move.key in ("call_back", "close"):
            assert all(walked.actor not in hands.get(hand, ()) for hand in HANDS)
        if walked.actor is not None:
            hands.setdefault(walked.moved.move.key, set()).add(walked.actor)
