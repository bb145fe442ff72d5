"""Can a matter get stuck, or be closed round a check?"""

from __future__ import annotations

import pytest

from gongkai.domain.complaints import (
    ASIDE,
    CLOSED,
    FLAGS,
    HANDLE,
    OPEN,
    PROCESS,
    REPORTER,
    SIGN,
    WITH_UNIT,
)
from gongkai.domain.process import Facts, Kind, Moved, reachable, step
from gongkai.domain.refusal import Refused

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles)
STATES = {state.key for state in PROCESS.states}
NEEDS = frozenset(PROCESS.needs)
OTHERS = {"author": frozenset({"lin"})}
#: What a matter needs to be able to go on from its first state.
BARE = frozenset({"categorised"})


def test_every_state_of_a_matter_can_be_reached() -> None:
    assert reachable(PROCESS, "received") == STATES


def test_the_states_of_matters_are_in_the_groups_the_room_uses() -> None:
    assert {key for key in STATES if PROCESS.state(key).kind is Kind.OPEN} == set(OPEN)
    assert set(OPEN) | set(CLOSED) | set(ASIDE) == STATES
    assert set(WITH_UNIT) <= set(OPEN)


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_of_a_matter_has_an_exit_somebody_may_take(state: str) -> None:
    """However little is true of it, some person can move it on without waiting for the clock."""
    true = BARE | ({"called"} if state == "replied" else frozenset())
    facts = Facts("wei", ROLES, OTHERS, NEEDS, true)
    ways = [
        moved.state.key
        for move in PROCESS.moves_from(state)
        if isinstance(moved := step(PROCESS, state, move.key, facts), Moved)
    ]
    assert set(ways) - {state}


@pytest.mark.parametrize("skipped", ["dispatch", "sign", "submit_reply", "agree_reply", "send_reply"])
def test_no_way_to_a_closing_skips_a_step(skipped: str) -> None:
    """Besides an enquiry the desk answers itself, and an objection to what was not taken up."""
    ways = {"answer_directly", "object"}
    # What is given to another unit or ruled on was dispatched before; it goes on to the same signature.
    without = {skipped, *ways} | ({"redirect", "rule"} if skipped == "dispatch" else set())
    assert "closed" not in reachable(PROCESS, "received", without=without)
    assert "closed" in reachable(PROCESS, "received", without=ways)


def test_no_matter_is_closed_before_the_reporter_was_called_back_or_said_so() -> None:
    for key in ("close", "refer"):
        refused = step(
            PROCESS,
            "replied",
            key,
            Facts("wei", ROLES, OTHERS, NEEDS, frozenset({"happy"} if key == "close" else ())),
        )
        assert isinstance(refused, Refused)
        assert "not called back" in refused.reason.msgid


def test_an_unhappy_reporter_is_closed_only_by_a_decision_with_reasons() -> None:
    refused = step(PROCESS, "replied", "close", Facts("wei", ROLES, OTHERS, NEEDS, frozenset({"called"})))
    assert isinstance(refused, Refused)
    for key in ("reopen", "close_unsettled"):
        assert "reason" in PROCESS.move(key).needs
        assert PROCESS.move(key).sources == ("deciding",)


def test_a_unit_returns_once_and_then_it_is_ruled_on() -> None:
    first = Facts("wei", ROLES, OTHERS, NEEDS, BARE)
    again = Facts("wei", ROLES, OTHERS, NEEDS, BARE | {"returned"})
    ruled = Facts("wei", ROLES, OTHERS, NEEDS, BARE | {"returned", "ruled"})
    for state in ("dispatched", "handling"):
        assert isinstance(step(PROCESS, state, "return", first), Moved)
        assert isinstance(step(PROCESS, state, "dispute", first), Refused)
        assert isinstance(step(PROCESS, state, "return", again), Refused)
        assert isinstance(step(PROCESS, state, "dispute", again), Moved)
        assert isinstance(step(PROCESS, state, "return", ruled), Refused)
        assert isinstance(step(PROCESS, state, "dispute", ruled), Refused)
    for key in ("return", "dispute", "rule"):
        assert "article" in PROCESS.move(key).needs


def test_no_return_and_no_new_unit_touches_the_clock_of_handling() -> None:
    for key in ("return", "dispute", "rule", "redirect", "sign"):
        assert not [
            effect for effect in PROCESS.move(key).effects if effect.rule in (HANDLE, "complaint.*")
        ], key
    assert [effect.action for effect in PROCESS.move("dispatch").effects] == ["start", "start"]
    assert {effect.rule for effect in PROCESS.move("dispatch").effects} == {SIGN, HANDLE}


@pytest.mark.parametrize("state", sorted(set(OPEN) - {"deciding"}))
def test_the_reporter_may_withdraw_while_the_matter_is_open(state: str) -> None:
    moved = step(
        PROCESS, state, "withdraw", Facts(REPORTER, frozenset({REPORTER}), {}, frozenset(), frozenset())
    )
    assert isinstance(moved, Moved)
    assert moved.state.key == "withdrawn"


def test_every_flag_of_matters_is_explained_and_every_condition_is_a_flag() -> None:
    assert {guard.flag for move in PROCESS.moves for guard in move.guards} == set(FLAGS)


MATRIX = """
received: register desk · decline chief · merge desk chief · convert desk chief · withdraw reporter desk
registered: decline chief · merge desk chief · convert desk chief · answer_directly desk · dispatch desk · \
withdraw reporter desk
dispatched: merge desk chief · convert desk chief · redirect desk chief · sign handler head · return handler head · \
dispute handler head · withdraw reporter desk
handling: merge desk chief · convert desk chief · redirect desk chief · return handler head · dispute handler head · \
name_handler head · ask_extension handler · grant_extension chief leader · refuse_extension chief leader · \
ask_shelving handler · shelve leader · refuse_shelving leader · submit_reply handler · withdraw reporter desk
disputed: rule chief · withdraw reporter desk
shelved: take_up leader chief · look_again clock · withdraw reporter desk
review: agree_reply head · return_reply head · withdraw reporter desk
to_send: send_reply desk · stop_reply desk · withdraw reporter desk
replied: call_back caller · close caller · refer caller · withdraw reporter desk
deciding: reopen chief · close_unsettled chief
closed: object reporter desk
merged: part desk chief
declined: accept_again chief · object reporter desk
converted: accept_again chief
withdrawn: accept_again chief
"""


def test_the_permission_matrix_of_matters_is_the_agreed_one() -> None:
    rows = []
    for state in PROCESS.states:
        moves = [
            " ".join([move.key, *(role.partition(".")[2] for role in move.roles), *["clock"] * move.timer])
            for move in PROCESS.moves_from(state.key)
        ]
        rows += [f"{state.key}: {' · '.join(moves)}"] if moves else []
    assert "\n".join(rows) == MATRIX.strip()
