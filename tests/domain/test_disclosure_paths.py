"""Can a document reach the public page round a review, or get stuck on the way?"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.disclosure import PROCESS, RELEASE_CLOCKS
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, Walked, reachable, step, walk

ROLES = frozenset(role for move in PROCESS.moves for role in move.roles)
READY = frozenset({"checks_passed", "attribute_proposed"})
BACK = {move.key for move in PROCESS.moves if any(g.flag == "live" and not g.negate for g in move.guards)}
PUBLIC = {"published", "repealed", "lapsed", "superseded"}


def test_every_state_can_be_reached() -> None:
    reached = set[str]().union(*(reachable(PROCESS, key) for key in PROCESS.start))
    assert reached == {state.key for state in PROCESS.states}


@pytest.mark.parametrize("state", PROCESS.states, ids=lambda state: state.key)
def test_every_open_state_has_an_exit_somebody_may_take_and_an_owner(state: object) -> None:
    assert state in PROCESS.states
    key = next(known.key for known in PROCESS.states if known is state)
    assert PROCESS.lane(PROCESS.state(key).lane)
    exits = [move for move in PROCESS.moves_from(key) if move.target != key]
    if PROCESS.state(key).kind is Kind.OPEN:
        # One that is open to people always, not only for a correction or at a set time.
        assert any(
            move.roles and not any(not g.negate and g.flag not in READY for g in move.guards)
            for move in exits
        )
    if PROCESS.state(key).kind is Kind.FINAL:
        assert not exits


@pytest.mark.parametrize(
    "skipped", [{"secrecy_open", "referred_open"}, {"approve"}, {"section_agree"}, {"submit"}]
)
def test_no_way_to_the_public_page_skips_a_review(skipped: set[str]) -> None:
    # "Set aside" leads to the revision that is public already; it needs one, and cannot make one.
    assert set(BACK) == {"set_aside"}
    assert not PUBLIC & reachable(PROCESS, "draft", without=skipped | BACK)
    assert "published" in reachable(PROCESS, "draft", without=BACK)


def test_setting_aside_needs_a_public_version() -> None:
    facts = Facts("wei", ROLES, {AUTHOR: frozenset({"wei"})}, frozenset(PROCESS.needs), READY)
    for state in PROCESS.move("set_aside").sources:
        assert not isinstance(step(PROCESS, state, "set_aside", facts), Moved)


def test_nothing_public_is_lost_by_giving_up_or_closing() -> None:
    """A live document can only stay, be corrected, change its validity or be withdrawn with a reason."""
    facts = Facts("wei", ROLES, {AUTHOR: frozenset({"lin"})}, frozenset(PROCESS.needs), READY | {"live"})
    for state in PROCESS.move("set_aside").sources:
        for move in PROCESS.moves_from(state):
            moved = step(PROCESS, state, move.key, facts)
            if isinstance(moved, Moved):
                assert moved.state.key not in {"closed", "abandoned", "withdrawn"}


def live(way: Sequence[Walked]) -> frozenset[str]:
    """The flags as the room would keep them."""
    public, taken_down, closed = False, False, False
    for _, _, moved in way:
        if moved.state.key in {"published", "withdrawn"}:
            public, taken_down = moved.state.key == "published", moved.state.key == "withdrawn"
        closed = closed or moved.state.key == "closed"
    flags = {"live": public, "taken_down": taken_down, "closed_before": closed}
    return READY | {flag for flag, true in flags.items() if true}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6))
def test_on_every_real_walk_each_release_was_reviewed_and_approved_by_others(seed: int) -> None:
    people = dict.fromkeys(("wei", "lin", "zhao", "qian", "sun"), ROLES)
    way = walk(PROCESS, Random(seed), people=people, author="wei", flags=live, length=60)
    done: dict[str, str | None] = {}
    for _, actor, moved in way:
        if moved.state.key == "draft":
            done.clear()
        done[moved.move.key] = actor
        if moved.move.key in {"publish", "publish_scheduled"}:
            judged = {done[key] for key in ("secrecy_open", "referred_open") if key in done}
            assert judged
            assert "wei" not in judged | {done["section_agree"], done["approve"]}
            assert done["section_agree"] not in judged
            assert done["approve"] not in judged
        if moved.move.key in {"set_aside", "keep_withdrawn"}:
            done.clear()


def test_the_release_clock_runs_exactly_while_release_is_owed() -> None:
    begun = {
        key: any(effect.action == "start" for effect in PROCESS.entry.get(key, ())) for key in PROCESS.start
    }
    found, waiting = set(begun.items()), list(begun.items())
    while waiting:
        state, running = waiting.pop()
        for move in PROCESS.moves_from(state):
            effects = {effect.action for effect in move.effects if effect.rule == RELEASE_CLOCKS}
            after = (move.target, (running or "start" in effects) and "stop" not in effects)
            if after not in found:
                found.add(after)
                waiting.append(after)
    owed = {state.key for state in PROCESS.states if state.kind is Kind.OPEN} - {"history"}
    assert found == {(state.key, state.key in owed) for state in PROCESS.states}
