"""Can a request get stuck, or be answered round a check?"""

from __future__ import annotations

import pytest
from request_model import HELD, RUNS

from gongkai.domain.process import Kind, Moved, reachable, step
from gongkai.domain.process.table import Facts
from gongkai.domain.requests import APPLICANT, CLOSED, FLAGS, LEADER, OPEN, PROCESS, REPLY, WITH_APPLICANT

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles)
STATES = {state.key for state in PROCESS.states}
#: What ends a request without an answer that was checked and approved.
WITHOUT_ANSWER = {"lapse_correction", "lapse_fee", "withdraw"}


def test_every_state_can_be_reached() -> None:
    assert reachable(PROCESS, "received") == STATES


def test_the_states_are_in_the_groups_the_room_uses() -> None:
    assert {key for key in STATES if PROCESS.state(key).kind is Kind.OPEN} == set(OPEN)
    assert set(CLOSED) == {"closed", "archived"}
    assert set(WITH_APPLICANT) == {key for key in OPEN if PROCESS.state(key).lane == "applicant"}


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_an_exit_somebody_may_take_at_any_time(state: str) -> None:
    """However little is true of the request, some person can move it on without waiting for the clock."""
    facts = Facts("wei", ROLES, {}, frozenset(PROCESS.needs), frozenset())
    ways = [
        moved.state.key
        for move in PROCESS.moves_from(state)
        if isinstance(moved := step(PROCESS, state, move.key, facts), Moved)
    ]
    assert set(ways) - {state}


@pytest.mark.parametrize("state", [key for key in OPEN if key != "issued"])
def test_the_applicant_may_withdraw_from_every_open_state_before_the_answer_is_issued(state: str) -> None:
    facts = Facts(APPLICANT, frozenset({APPLICANT}), {}, frozenset(), frozenset())
    moved = step(PROCESS, state, "withdraw", facts)
    assert isinstance(moved, Moved)
    assert moved.state.key == "closed"


@pytest.mark.parametrize("state", ["issued", "closed", "archived", "void"])
def test_what_is_issued_or_over_cannot_be_withdrawn(state: str) -> None:
    facts = Facts(APPLICANT, ROLES, {}, frozenset(PROCESS.needs), frozenset(FLAGS))
    assert not isinstance(step(PROCESS, state, "withdraw", facts), Moved)


@pytest.mark.parametrize(
    "skipped", ["register", "accept", "submit_answer", "legal_agree", "approve", "issue"]
)
def test_no_way_to_an_answer_skips_a_step(skipped: str) -> None:
    ways = WITHOUT_ANSWER | {"redo"}
    assert "closed" not in reachable(PROCESS, "received", without={skipped} | ways)
    assert "issued" not in reachable(PROCESS, "received", without={skipped} | ways)
    assert "issued" in reachable(PROCESS, "received", without=ways)


def test_answering_anew_goes_through_the_checks_again() -> None:
    for skipped in ("legal_agree", "approve"):
        assert "issued" not in reachable(PROCESS, "handling", without={skipped, "redo"})
    assert PROCESS.move("redo").target == "handling"


def test_every_flag_is_explained_and_every_condition_is_a_flag() -> None:
    assert {guard.flag for move in PROCESS.moves for guard in move.guards} == set(FLAGS)


def test_every_need_and_article_has_its_words() -> None:
    for move in PROCESS.moves:
        assert all(PROCESS.needs[need] for need in move.needs)
        assert move.done.startswith("{actor} ")
        # What touches the answer's clock rests on an article, or is the end that needs none.
        if any(effect.rule == REPLY for effect in move.effects):
            assert move.citation, move.key


def test_the_systems_own_clock_only_ends_what_was_awaited() -> None:
    timers = {move.key for move in PROCESS.moves if move.timer}
    assert timers == {"lapse_correction", "opinion", "last_opinion", "no_reasons", "lapse_fee"}
    waiting = {state for key in timers for state in PROCESS.move(key).sources}
    assert waiting == {*WITH_APPLICANT, "consulting"}


def test_the_answers_clock_runs_exactly_while_the_answer_is_owed() -> None:
    """Every way there is, followed with its clock: none, running, or held."""
    found, waiting = {("received", "none")}, [("received", "none")]
    while waiting:
        state, before = waiting.pop()
        for move in PROCESS.moves_from(state):
            after = (move.target, _after(move.key, before))
            if after not in found:
                found.add(after)
                waiting.append(after)
    expected = {(key, "running") for key in RUNS} | {(key, "held") for key in HELD}
    expected |= {(key, "none") for key in STATES - RUNS - HELD}
    assert found == expected


def _after(key: str, clock: str) -> str:
    for effect in PROCESS.move(key).effects:
        if effect.rule not in (REPLY, "request.*"):
            continue
        if effect.action == "stop":
            return "none"
        assert (clock == "none") == (effect.action == "start"), f"{key} on a clock that is {clock}"
        assert clock == "held" or effect.action != "resume", key
        return "held" if effect.action == "pause" else "running"
    return clock


def test_only_a_correction_and_a_payment_begin_the_period_anew() -> None:
    anew = {move.key for move in PROCESS.moves for effect in move.effects if effect.action == "restart"}
    assert anew == {"corrected", "pay"}


MATRIX = """
received: register desk · void head · withdraw desk applicant
registered: accept desk · ask_correction desk officer · withdraw desk applicant
correction: corrected desk applicant · allow_longer desk · lapse_correction desk clock · withdraw desk applicant
handling: ask_correction desk officer · reassign desk head · hear_third_party officer · ask_agency officer · \
ask_extension officer · grant_extension head · refuse_extension head · ask_reasons officer · delay head · \
charge_fee head · submit_answer officer · withdraw desk applicant
consulting: hear_third_party officer · ask_agency officer · opinion officer clock · last_opinion officer clock · \
withdraw desk applicant
excessive: reasons_given desk officer applicant · no_reasons officer clock · withdraw desk applicant
fee: pay desk · cancel_fee head · lapse_fee desk clock · withdraw desk applicant
legal_check: legal_agree legal · legal_return legal · withdraw desk applicant
approval: approve leader · approve_return leader · withdraw desk applicant
approved: issue desk · desk_return desk · withdraw desk applicant
issued: serve desk
closed: archive desk · redo legal head
archived: redo legal head
"""


def test_the_permission_matrix_is_the_agreed_one() -> None:
    rows = []
    for state in PROCESS.states:
        moves = [
            " ".join([move.key, *(role.partition(".")[2] for role in move.roles), *["clock"] * move.timer])
            for move in PROCESS.moves_from(state.key)
        ]
        rows += [f"{state.key}: {' · '.join(moves)}"] if moves else []
    assert "\n".join(rows) == MATRIX.strip()
    assert LEADER.partition(".")[2] == "leader"
