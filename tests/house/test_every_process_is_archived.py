"""Is there for every end of every process an archive, or a written reason why not?"""

from __future__ import annotations

import pytest

from gongkai.archive.queries.sources import sources
from gongkai.domain.archive.rules import kinds, not_archived
from gongkai.domain.consultations import cleaning, collecting, evaluating, problems
from gongkai.domain.process import Kind, Process
from gongkai.portal.processes import PROCESSES

#: Processes of kinds the portal draws no picture of.
INSIDE: dict[str, Process] = {
    "collection": collecting.PROCESS,
    "problem": problems.PROCESS,
    "evaluation": evaluating.PROCESS,
    "clean_up": cleaning.PROCESS,
}
BY_PROCESS = {each.process: each for each in kinds().values() if each.process}


@pytest.mark.parametrize("key", sorted(PROCESSES))
def test_a_process_of_the_portal_has_its_kind(key: str) -> None:
    ends = {state.key for state in PROCESSES[key].states if state.kind is not Kind.OPEN}
    assert ends, key
    kind, left = BY_PROCESS.get(key), not_archived().get(key)
    assert kind is None or left is None, key
    if left is not None:
        assert left.reason
        assert left.reason_en
        return
    assert kind is not None, f"law/archive.toml has no kind and no reason for the process {key}"
    _every_end_is_said(PROCESSES[key], kind.key)


@pytest.mark.parametrize("key", sorted(INSIDE))
def test_a_process_inside_has_its_kind(key: str) -> None:
    _every_end_is_said(INSIDE[key], key)


def _every_end_is_said(process: Process, key: str) -> None:
    kind = kinds()[key]
    said = {*kind.states, *(each.state for each in kind.left)}
    known = {state.key for state in process.states}
    ends = {state.key for state in process.states if state.kind is not Kind.OPEN}
    assert said <= known, f"{key}: no such states {said - known}"
    assert ends <= said, f"{key}: neither archived nor left out with a reason: {ends - said}"


def test_every_kind_has_a_room_that_tells_of_it() -> None:
    assert set(sources()) == set(kinds())
