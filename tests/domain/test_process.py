"""Does the kernel say what may be done, by whom, and why not?"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from process_tables import ROLES, tables

from gongkai.domain.disclosure import PROCESS as DISCLOSURE
from gongkai.domain.law import Citation
from gongkai.domain.process import (
    AUTHOR,
    Facts,
    Guard,
    Kind,
    Lane,
    Move,
    Moved,
    Offer,
    Process,
    State,
    offers,
    permission_matrix,
    reachable,
    step,
    walk,
)
from gongkai.domain.refusal import Refused

RULE = Citation("政府信息公开条例", "第十七条")
DONE = "{actor} did it"
SEND = Move(
    "send", "Send", DONE, ("draft",), "review", ("writer",), guards=(Guard("checked", "Check it first."),)
)
AGREE = Move(
    "agree",
    "Agree",
    DONE,
    ("review",),
    "out",
    ("head",),
    ("reason", "link"),
    distinct_from=(AUTHOR,),
    citation=RULE,
)
SIGN = Move("sign", "Sign", DONE, ("out",), "out", ("head",), distinct_from=("agree",))
TAKE = Move("take", "Take back", DONE, ("review",), "draft", ("writer", "head"), only_by=(AUTHOR,))
LAPSE = Move("lapse", "Lapse", DONE, ("out",), "gone", (), timer=True)
SMALL = Process(
    "small",
    "Small",
    (Lane("one", "One"),),
    (
        State("draft", "Draft", "", "one"),
        State("review", "Review", "", "one"),
        State("out", "Out", "It is out.", "one", Kind.REST),
        State("gone", "Gone", "", "one", Kind.FINAL),
    ),
    (SEND, AGREE, SIGN, TAKE, LAPSE),
    ("draft",),
)
WEI, LIN = "wei", "lin"
WROTE = {AUTHOR: frozenset({WEI})}
ALL = frozenset({"writer", "head"})
FULL = frozenset({"reason", "link"})


def asked(move: str, state: str, **facts: object) -> Moved | Refused:
    base = Facts(LIN, ALL, WROTE, FULL, frozenset({"checked"}))
    return step(SMALL, state, move, replace(base, **facts))  # type: ignore[arg-type]


def reason(answer: Moved | Refused) -> str:
    assert isinstance(answer, Refused)
    return str(answer.reason)


def test_a_legal_move_gives_the_new_state() -> None:
    assert asked("send", "draft") == Moved(SEND, SMALL.state("review"))


@pytest.mark.parametrize(
    ("move", "state", "facts", "sentence"),
    [
        ("fly", "draft", {}, "The step “fly” is not part of this procedure."),
        ("send", "nowhere", {}, "is not part of this procedure"),
        ("agree", "draft", {}, "“Agree” is not possible now: the matter stands at “Draft”."),
        ("lapse", "out", {}, "“Lapse” happens by itself"),
        ("agree", "review", {"system": True, "actor": None}, "“Agree” must be done by a person."),
        ("send", "draft", {"actor": None}, "Sign in first."),
        ("send", "draft", {"roles": frozenset({"head"})}, "The matter is now with: One."),
        ("send", "draft", {"flags": frozenset()}, "Check it first."),
        ("agree", "review", {"actor": WEI}, "You wrote this; “Agree” must be done by another person."),
        ("agree", "review", {"doers": {}}, "It is not recorded who wrote this"),
        ("agree", "review", {"given": frozenset()}, "“Agree” also needs: the reason, the other document."),
        ("sign", "out", {"doers": {"agree": frozenset({LIN})}}, "You did “Agree” on this"),
        ("take", "review", {}, "Only the person who wrote this"),
    ],
)
def test_a_refusal_says_what_and_why(move: str, state: str, facts: dict[str, object], sentence: str) -> None:
    assert sentence in reason(asked(move, state, **facts))


def test_the_refusal_cites_the_article_where_the_law_speaks() -> None:
    answer = asked("agree", "review", actor=WEI)
    assert isinstance(answer, Refused)
    assert answer.citation is RULE


def test_only_the_author_takes_back() -> None:
    assert isinstance(asked("take", "review", actor=WEI), Moved)


def test_the_clock_moves_what_is_the_clocks() -> None:
    assert isinstance(asked("lapse", "out", system=True, actor=None, roles=frozenset()), Moved)
    assert offers(SMALL, "out", Facts(None, system=True)) == (Offer(LAPSE, None),)


def test_offers_leave_out_what_the_form_asks_and_give_reasons_for_the_rest() -> None:
    offered = offers(SMALL, "review", Facts(WEI, ALL, WROTE))
    assert [(offer.move.key, offer.refused is None) for offer in offered] == [
        ("agree", False),
        ("take", True),
    ]
    assert offers(SMALL, "review", Facts(LIN, frozenset({"head"}), WROTE))[0].refused is None
    assert offers(SMALL, "draft", Facts(LIN, frozenset({"head"}))) == ()
    assert offers(SMALL, "draft", Facts(None, ALL)) == ()


def test_the_matrix_has_a_row_for_every_state_and_move() -> None:
    assert [tuple(row) for row in permission_matrix(SMALL)] == [
        ("draft", "send", ("writer",)),
        ("review", "agree", ("head",)),
        ("review", "take", ("writer", "head")),
        ("out", "sign", ("head",)),
        ("out", "lapse", ()),
    ]


def test_reachable_can_leave_moves_out() -> None:
    assert reachable(SMALL, "draft") == {"draft", "review", "out", "gone"}
    assert reachable(SMALL, "draft", without={"agree"}) == {"draft", "review"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"start": ()}, "there is no start"),
        ({"start": ("nowhere",)}, "start nowhere is no state"),
        ({"lanes": ()}, "is in no lane"),
        ({"moves": (*SMALL.moves, SEND)}, "move send is there twice"),
        ({"moves": (*SMALL.moves, replace(SEND, key="x", target="y"))}, "unknown state y"),
        ({"moves": (*SMALL.moves, replace(SEND, key="x", sources=()))}, "has no source"),
        ({"moves": (*SMALL.moves, replace(SEND, key="x", roles=()))}, "is nobody's"),
        ({"moves": (*SMALL.moves, replace(SEND, key="x", needs=("luck",)))}, "unknown need luck"),
        ({"moves": (*SMALL.moves, replace(SEND, key="x", distinct_from=("y",)))}, "unknown move y"),
        (
            {"moves": (*SMALL.moves, replace(SEND, key="x", sources=("gone",)))},
            "final state gone has an exit",
        ),
        ({"moves": (AGREE, SIGN, TAKE, LAPSE)}, "open state draft has no exit"),
    ],
)
def test_a_table_that_contradicts_itself_is_not_built(change: dict[str, object], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        replace(SMALL, **change)  # type: ignore[arg-type]


PEOPLE = st.sampled_from((WEI, LIN, "", "🦊"))
KEYS = st.one_of(st.text(max_size=5), st.sampled_from([m.key for m in DISCLOSURE.moves] + [AUTHOR]))
FACTS = st.builds(
    Facts,
    st.none() | PEOPLE,
    st.frozensets(
        st.sampled_from([role for move in DISCLOSURE.moves for role in move.roles]) | st.text(max_size=3)
    ),
    st.dictionaries(KEYS, st.frozensets(PEOPLE)),
    st.frozensets(st.sampled_from(["reason", "moment", "ground", "x"])),
    st.frozensets(st.sampled_from(["live", "checks_passed", "attribute_proposed", "taken_down"])),
    st.booleans(),
)
STATES = st.sampled_from([state.key for state in DISCLOSURE.states]) | st.text(max_size=5)


@given(STATES, KEYS, FACTS)
def test_random_facts_never_raise_and_never_leave_the_table(state: str, move: str, facts: Facts) -> None:
    answer = step(DISCLOSURE, state, move, facts)
    if isinstance(answer, Moved):
        assert answer.state in DISCLOSURE.states
        assert state in answer.move.sources
        assert answer.state.key == answer.move.target
    else:
        assert str(answer.reason)


@given(STATES, FACTS)
def test_what_is_offered_without_a_reason_is_legal_once_the_form_is_filled(state: str, facts: Facts) -> None:
    filled = replace(facts, given=frozenset(DISCLOSURE.needs))
    for offer in offers(DISCLOSURE, state, facts):
        answer = step(DISCLOSURE, state, offer.move.key, filled)
        assert isinstance(answer, Moved) is (offer.refused is None)
        assert facts.system or not facts.roles.isdisjoint(offer.move.roles)


@settings(max_examples=60, deadline=None)
@given(tables(most=12), st.integers(0, 999), st.booleans())
def test_a_walk_takes_only_legal_steps(process: Process, seed: int, flagged: bool) -> None:
    people = {WEI: frozenset(ROLES), LIN: frozenset(ROLES[:1])}
    flags = frozenset({"f"}) if flagged else frozenset[str]()
    way = walk(process, Random(seed), people=people, flags=flags, length=20)
    here = process.start[0]
    for before, actor, moved in way:
        assert before == here
        assert before in moved.move.sources
        assert moved.move.timer if actor is None else not people[actor].isdisjoint(moved.move.roles)
        here = moved.state.key
    assert way == walk(process, Random(seed), people=people, flags=flags, length=20)
