"""Can anything follow unheard, be decided by whoever proposed it, or a case get stuck on its way?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.process import Facts, Kind, Moved, reachable, step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import (
    CONCERNED,
    FLAGS,
    LEADER,
    OPEN,
    PROCESS,
    REVIEWERS,
    ROLES,
    STANDING,
    SUPERVISOR,
)

STATES = tuple(state.key for state in PROCESS.states)
MOVES = tuple(move.key for move in PROCESS.moves)
PEOPLE = st.sampled_from(["lin", "wei"])
facts = st.builds(
    Facts,
    actor=PEOPLE,
    roles=st.frozensets(st.sampled_from((*ROLES, CONCERNED))),
    doers=st.dictionaries(st.sampled_from(MOVES), st.frozensets(PEOPLE)),
    given=st.frozensets(st.just("reason")),
    flags=st.frozensets(st.sampled_from(sorted(FLAGS))),
)


def test_every_state_can_be_reached() -> None:
    assert reachable(PROCESS, "opened") == set(STATES)


def test_an_open_case_has_an_exit_and_an_ended_one_none() -> None:
    for state in PROCESS.states:
        leaving = [move for move in PROCESS.moves_from(state.key) if move.target != state.key]
        assert bool(leaving) is (state.kind is not Kind.FINAL), state.key
        assert (state.kind is Kind.OPEN) is (state.key in OPEN)


@pytest.mark.parametrize("left_out", ["tell", "hear_out", "propose", "decide"])
def test_no_decision_stands_without_telling_hearing_proposing_and_deciding(left_out: str) -> None:
    assert not set(STANDING) & reachable(PROCESS, "opened", without={left_out})


@given(st.sampled_from(STATES), st.sampled_from(MOVES), facts)
def test_nothing_is_proposed_or_decided_about_somebody_unheard(state: str, key: str, known: Facts) -> None:
    if key in ("hear_out", "propose", "decide") and isinstance(step(PROCESS, state, key, known), Moved):
        assert "had_chance" in known.flags


@given(st.sampled_from(STATES), facts)
def test_whom_it_concerns_only_speaks(state: str, known: Facts) -> None:
    alone = Facts(known.actor, frozenset({CONCERNED}), known.doers, known.given, known.flags)
    possible = {key for key in MOVES if isinstance(step(PROCESS, state, key, alone), Moved)}
    assert possible <= {"state", "appeal"}


@given(st.sampled_from(STATES), facts)
def test_only_a_leader_decides_and_another_leader_reviews(state: str, known: Facts) -> None:
    possible = {key for key in MOVES if isinstance(step(PROCESS, state, key, known), Moved)}
    decided = possible & {"decide", "decline"}
    assert not decided or (LEADER in known.roles and known.actor not in known.doers.get("propose", ()))
    if possible & {"uphold", "uphold_done", "change", "revoke"}:
        assert known.roles & set(REVIEWERS)
        assert known.actor not in {*known.doers.get("decide", ()), *known.doers.get("propose", ())}
    if SUPERVISOR not in known.roles:
        assert not possible & {"look_into", "tell", "take_down", "hear_out", "propose", "carry_out", "drop"}


@given(st.sampled_from(STATES), st.sampled_from(MOVES), facts)
def test_what_ends_or_turns_a_case_has_its_reason(state: str, key: str, known: Facts) -> None:
    if isinstance(step(PROCESS, state, key, known), Moved) and PROCESS.move(key).target in (
        "dropped",
        "revoked",
    ):
        assert "reason" in known.given


@given(st.sampled_from(["decided", "carried_out", "closed"]), facts)
def test_a_review_is_asked_for_once_and_in_time(state: str, known: Facts) -> None:
    if isinstance(step(PROCESS, state, "appeal", known), Moved):
        assert "in_appeal_time" in known.flags
        assert "appealed" not in known.flags


def test_of_two_ways_to_uphold_one_fits() -> None:
    for carried in (True, False):
        flags = frozenset({"was_carried_out"} if carried else ())
        known = Facts("lin", frozenset(REVIEWERS), {}, frozenset({"reason"}), flags)
        fits = [
            key
            for key in ("uphold", "uphold_done")
            if isinstance(step(PROCESS, "reviewing", key, known), Moved)
        ]
        assert fits == ["uphold_done" if carried else "uphold"]


def test_every_flag_is_asked_for() -> None:
    asked = {guard.flag for move in PROCESS.moves for guard in move.guards}
    assert set(FLAGS) == asked


def test_a_result_that_is_no_talk_yet_is_not_carried_out() -> None:
    known = Facts("lin", frozenset({SUPERVISOR}), {}, frozenset(), frozenset(FLAGS) - {"recorded"})
    assert isinstance(step(PROCESS, "decided", "carry_out", known), Refused)


MEASURES = st.sampled_from([*liability.measures(), "nonsense"])


@given(MEASURES, MEASURES, MEASURES)
def test_weights_are_an_order(one: str, two: str, three: str) -> None:
    known = liability.measures()
    lighter = liability.no_graver
    assert lighter(one, one) is (one in known)
    if lighter(one, two) and lighter(two, three):
        assert lighter(one, three)
    if one in known and two in known:
        assert lighter(one, two) or lighter(two, one)


def test_what_may_follow_fits_a_person_or_a_unit() -> None:
    person, unit = liability.measures_for(person=True), liability.measures_for(person=False)
    assert set(person) | set(unit) == set(liability.measures())
    assert not set(unit) & {"reminder", "criticism", "discipline", "handed_over"}
    assert [each.weight for each in liability.measures().values()] == list(
        range(1, len(liability.measures()) + 1)
    )


def test_faults_and_measures_are_named_in_both_languages_and_sourced() -> None:
    for each in (*liability.faults().values(), *liability.measures().values()):
        assert each.label != each.label_en
        assert each.says != each.says_en
        assert each.citation.instrument
        assert each.citation.article or not each.citation.verified, each.key


def test_the_days_of_every_step_are_there_and_not_called_law() -> None:
    assert set(liability.days()) == {
        "look_into", "hear", "propose", "decide", "carry_out", "close", "appeal", "review",
    }  # fmt: skip
    assert all(1 <= number <= 60 for number in liability.days().values())
    assert liability.days_source().verified is False


counts = st.dictionaries(st.text("abcdefg", min_size=1, max_size=1), st.integers(0, 9))


@given(counts)
def test_no_number_below_the_fewest_can_be_read_or_worked_out(known: dict[str, int]) -> None:
    told = liability.told(known)
    total = sum(known.values())
    assert told.total == (None if 0 < total < liability.FEWEST else total)
    assert all(number == known[key] >= liability.FEWEST for key, number in told.named.items())
    assert told.others == 0 or told.others >= liability.FEWEST
    if told.total:
        assert sum(told.named.values()) + told.others == told.total
    # What stands among the others is never a single small number.
    hidden = [number for key, number in known.items() if number and key not in told.named]
    assert len(hidden) != 1 or hidden[0] >= liability.FEWEST or told.total is None
