"""Can a finding get stuck on its way, be closed by whoever answered, or be closed without a reason?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.process import Facts, Kind, Moved, offers, reachable, step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision.course import FLAGS, HEADS, OFFICE, OPEN, PROCESS, SUPERVISOR
from gongkai.domain.supervision.monitors import Fault, compared, monitors
from gongkai.domain.text import say

ROLES = (SUPERVISOR, *HEADS, *OFFICE)
STATES = tuple(state.key for state in PROCESS.states)
MOVES = tuple(move.key for move in PROCESS.moves)
EVERYTHING = {"given": frozenset({"reason"}), "flags": frozenset(FLAGS)}
facts = st.builds(
    Facts,
    actor=st.sampled_from(["lin", "wei"]),
    roles=st.frozensets(st.sampled_from(ROLES)),
    doers=st.dictionaries(st.sampled_from(MOVES), st.frozensets(st.sampled_from(["lin", "wei"]))),
    given=st.frozensets(st.just("reason")),
    flags=st.frozensets(st.sampled_from(sorted(FLAGS))),
)


def test_every_state_of_a_finding_can_be_reached() -> None:
    assert reachable(PROCESS, "found") == set(STATES)


def test_every_open_finding_has_an_exit_by_somebody_and_a_closed_one_has_none() -> None:
    for state in PROCESS.states:
        exits = [move for move in PROCESS.moves_from(state.key) if move.roles]
        assert bool(exits) == (state.kind is Kind.OPEN) == (state.key in OPEN), state.key


def test_nothing_is_settled_that_was_not_urged_and_answered() -> None:
    assert "settled" not in reachable(PROCESS, "found", without={"urge"})
    assert "settled" not in reachable(PROCESS, "found", without={"answer"})
    assert {"dismissed", "mended"} <= reachable(PROCESS, "found", without={"urge"})


@given(st.sampled_from(STATES), st.sampled_from(MOVES), facts)
def test_a_move_by_a_person_is_one_of_their_roles_from_one_of_its_states(
    state: str, key: str, known: Facts
) -> None:
    if isinstance(step(PROCESS, state, key, known), Moved):
        move = PROCESS.move(key)
        assert state in move.sources
        assert move.roles
        assert set(move.roles) & known.roles


@given(st.sampled_from(STATES), facts)
def test_supervision_moves_and_the_unit_only_answers(state: str, known: Facts) -> None:
    possible = {key for key in MOVES if isinstance(step(PROCESS, state, key, known), Moved)}
    if SUPERVISOR not in known.roles:
        assert possible <= {"answer"}
    if not known.roles & {*HEADS, *OFFICE}:
        assert "answer" not in possible


@given(facts)
def test_whoever_answered_never_settles_it(known: Facts) -> None:
    answer = step(PROCESS, "answered", "settle", known)
    if known.actor in known.doers.get("answer", ()):
        assert isinstance(answer, Refused)


@given(st.sampled_from(OPEN), facts)
def test_nothing_is_dismissed_or_called_not_enough_without_a_reason(state: str, known: Facts) -> None:
    for key in ("dismiss", "not_enough"):
        if isinstance(step(PROCESS, state, key, known), Moved):
            assert "reason" in known.given


@pytest.mark.parametrize(("state", "key", "flag"), [("found", "urge", "worded"), ("urged", "answer", "told")])
def test_no_notice_without_its_words_and_no_answer_without_what_was_done(
    state: str, key: str, flag: str
) -> None:
    known = Facts("lin", frozenset(ROLES), {}, frozenset(), frozenset(FLAGS) - {flag})
    refused = step(PROCESS, state, key, known)
    assert isinstance(refused, Refused)
    assert refused.reason.msgid == PROCESS.move(key).guards[0].refusal


def test_nobody_mends_a_finding_by_hand() -> None:
    known = Facts("lin", frozenset(ROLES), {}, **EVERYTHING)
    for state in STATES:
        assert isinstance(step(PROCESS, state, "mend", known), Refused)
        assert "mend" not in {each.move.key for each in offers(PROCESS, state, known)}


def test_every_flag_of_a_finding_is_asked_for() -> None:
    assert set(FLAGS) == {guard.flag for move in PROCESS.moves for guard in move.guards}


keys = st.frozensets(st.text(st.characters(codec="ascii"), max_size=3))


@given(keys, keys)
def test_a_look_sorts_every_fault_into_new_still_and_gone(
    known: frozenset[str], seen: frozenset[str]
) -> None:
    faults = [Fault(key, key, say("x")) for key in sorted(seen)]
    changed = compared(known, [*faults, *faults])
    new = {each.key for each in changed.new}
    assert len(changed.new) == len(new)
    assert (new, changed.still, changed.gone) == (seen - known, seen & known, known - seen)
    # To look again at the same changes nothing.
    again = compared((known | new) - changed.gone, faults)
    assert (again.new, again.gone) == ((), frozenset())


def test_every_monitor_says_what_it_looks_for_in_both_languages_and_gives_days() -> None:
    for key, monitor in monitors().items():
        assert monitor.key == key
        assert monitor.label != monitor.label_en
        assert monitor.says != monitor.says_en
        assert 1 <= monitor.days <= 20
        assert monitor.citation.instrument
        assert monitor.citation.article or not monitor.citation.verified, key
