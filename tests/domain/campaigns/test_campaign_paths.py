"""Can a campaign or a record reach the public page by one pair of eyes, or get stuck on the way?"""

from __future__ import annotations

import pytest

from gongkai.domain.campaigns import course, inspection_course
from gongkai.domain.process import AUTHOR, Facts, Kind, Moved, Process, reachable, step

TABLES = pytest.mark.parametrize(
    "process", [course.PROCESS, inspection_course.PROCESS], ids=lambda process: process.key
)
ROLES = frozenset({course.ORGANISER, course.INSPECTOR, course.PUBLISHER})


@TABLES
def test_every_state_of_a_campaign_and_record_can_be_reached(process: Process) -> None:
    assert reachable(process, process.start[0]) == {state.key for state in process.states}


@TABLES
def test_every_open_state_has_an_exit_and_every_final_one_has_none(process: Process) -> None:
    for state in process.states:
        exits = [move for move in process.moves_from(state.key) if move.target != state.key and move.roles]
        assert bool(exits) == (state.kind is not Kind.FINAL), state.key


@pytest.mark.parametrize(
    ("process", "state", "key", "flags"),
    [
        (course.PROCESS, "in_review", "announce", {"complete"}),
        (course.PROCESS, "running", "close", {"nothing_open"}),
        (inspection_course.PROCESS, "recorded", "publish", {"photos_looked_at", "harmless"}),
        (inspection_course.PROCESS, "recorded", "withhold", set()),
        (inspection_course.PROCESS, "published", "withdraw", set()),
    ],
)
def test_whoever_wrote_it_does_not_make_it_public(
    process: Process, state: str, key: str, flags: set[str]
) -> None:
    doers = {AUTHOR: frozenset({"lin"})}
    given = frozenset({"reason"})
    own = Facts("lin", ROLES, doers, given, frozenset(flags))
    other = Facts("wei", ROLES, doers, given, frozenset(flags))
    assert not isinstance(step(process, state, key, own), Moved)
    assert isinstance(step(process, state, key, other), Moved)


@pytest.mark.parametrize("missing", ["photos_looked_at", "harmless"])
def test_nothing_unchecked_is_published(missing: str) -> None:
    flags = frozenset({"photos_looked_at", "harmless"} - {missing})
    facts = Facts("wei", ROLES, {AUTHOR: frozenset({"lin"})}, frozenset(), flags)
    assert not isinstance(step(inspection_course.PROCESS, "recorded", "publish", facts), Moved)


def test_no_campaign_runs_without_being_announced() -> None:
    assert "running" not in reachable(course.PROCESS, "draft", without={"announce"})
