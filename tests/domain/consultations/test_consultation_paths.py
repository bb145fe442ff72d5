"""Can a rule be published past its consultation, its reviews or its discussion, or get stuck on the way?"""

from __future__ import annotations

import pytest

from gongkai.domain.consultations.course import (
    DRAFTER,
    FLAGS,
    LEADER,
    LEGAL,
    PROCESS,
    PUBLISHER,
)
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, reachable, step

ROLES = frozenset({DRAFTER, LEGAL, LEADER, PUBLISHER})
ALL = frozenset(FLAGS)
GIVEN = frozenset(PROCESS.needs)


def facts(who: str = "wei", flags: frozenset[str] = ALL, **did: str) -> Facts:
    doers = {AUTHOR: frozenset({"lin"})} | {key: frozenset({name}) for key, name in did.items()}
    return Facts(who, ROLES, doers, GIVEN, flags)


def test_every_state_of_a_document_can_be_reached() -> None:
    assert reachable(PROCESS, "project") == {state.key for state in PROCESS.states}


def test_every_open_state_has_an_exit() -> None:
    for state in PROCESS.states:
        exits = [move for move in PROCESS.moves_from(state.key) if move.target != state.key]
        assert bool(exits) == (state.kind is not Kind.FINAL), state.key


@pytest.mark.parametrize("skipped", ["consult", "end", "sign", "submit"])
def test_nothing_is_published_past_a_step(skipped: str) -> None:
    assert "published" not in reachable(PROCESS, "project", without={skipped})


@pytest.mark.parametrize(
    ("state", "move", "flag"),
    [
        ("drafting", "submit", "drafted"), ("drafting", "submit", "version_new"),
        ("to_consult", "consult", "period_kept"), ("sorting", "review_legally", "all_answered"),
        ("sorting", "review_legally", "beside_done"), ("sorting", "review_legally", "fair_reviewed"),
        ("sorting", "propose", "legally_reviewed"), ("sorting", "propose", "consulted"),
        ("discussion", "sign", "legally_reviewed"), ("discussion", "sign", "discussed"),
        ("signed", "publish", "all_answered"), ("signed", "publish", "interpreted"),
    ],
)  # fmt: skip
def test_what_is_missing_stops_it(state: str, move: str, flag: str) -> None:
    assert isinstance(step(PROCESS, state, move, facts()), Moved)
    assert not isinstance(step(PROCESS, state, move, facts(flags=ALL - {flag})), Moved)


@pytest.mark.parametrize(
    ("state", "move"),
    [
        ("to_consult", "consult"), ("fair_review", "fairly_reviewed"), ("legality", "legally_reviewed"),
        ("discussion", "sign"), ("signed", "publish"), ("in_force", "repeal"),
    ],
)  # fmt: skip
def test_who_drafted_it_does_not_pass_it(state: str, move: str) -> None:
    assert not isinstance(step(PROCESS, state, move, facts("lin")), Moved)


def test_who_reviewed_it_does_not_sign_it() -> None:
    assert not isinstance(step(PROCESS, "discussion", "sign", facts(legally_reviewed="wei")), Moved)


@pytest.mark.parametrize(("state", "move"), [("consulting", "end"), ("in_force", "lapse")])
def test_only_time_ends_a_consultation_and_a_validity(state: str, move: str) -> None:
    assert not isinstance(step(PROCESS, state, move, facts()), Moved)
    system = Facts(None, frozenset(), {}, frozenset(), ALL, system=True)
    assert isinstance(step(PROCESS, state, move, system), Moved)
    early = Facts(None, frozenset(), {}, frozenset(), ALL - {"period_over"}, system=True)
    assert not isinstance(step(PROCESS, state, move, early), Moved)
