"""Do the rules of plans, tasks and meetings hold for every history?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.duties import gantt, meetings, plans, tasks, themes
from gongkai.domain.process import Facts, Kind, Moved, Process, permission_matrix, reachable, step

PROCESSES = (plans.PROCESS, tasks.PROCESS, meetings.PROCESS, themes.PROCESS)
DAYS = st.dates(date(2008, 1, 1), date(2030, 12, 31))
ROLES = ("duties.planner", "duties.doer", "duties.leader")


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_state_of_a_plan_process_is_reached_and_left(process: Process) -> None:
    assert set(reachable(process, process.start[0])) == {state.key for state in process.states}
    for state in process.states:
        assert bool(process.moves_from(state.key)) is (state.kind is not Kind.FINAL)
    assert {role for each in permission_matrix(process) for role in each.roles} <= set(ROLES)


@given(
    st.lists(
        st.tuples(st.sampled_from([move.key for move in tasks.MOVES]), st.sampled_from("abc")), max_size=14
    ),
    st.sets(st.sampled_from(sorted(tasks.FLAGS))),
)
def test_nobody_finds_done_what_they_reported(tries: list[tuple[str, str]], flags: set[str]) -> None:
    state, doers = "planned", {}
    for key, who in tries:
        facts = Facts(who, frozenset(ROLES), dict(doers), frozenset({"reason"}), frozenset(flags))
        answer = step(tasks.PROCESS, state, key, facts)
        if isinstance(answer, Moved):
            if key == "find_done":
                assert who not in doers.get("report", frozenset())
                assert "evidence" in flags
            state = answer.state.key
            doers[key] = doers.get(key, frozenset()) | {who}


@given(DAYS, DAYS, st.integers(2008, 2030))
def test_a_task_without_fault_lies_near_its_year(begins: date, due: date, year: int) -> None:
    fault = tasks.fault_of(begins, due, year)
    near = year - 1 <= begins.year and due.year <= year + 1
    assert (fault is None) is (begins <= due and near)


@given(DAYS, st.integers(-400, 400))
def test_a_reminder_is_due_from_its_day_on_and_grows_later(due: date, shift: int) -> None:
    today = due + timedelta(days=shift)
    now, before = tasks.reminder_due(due, today), tasks.reminder_due(due, today - timedelta(days=1))
    assert (now is None) is (today < due - timedelta(days=max(tasks.reminders())))
    assert (now == -1) is (today > due)
    if before is not None:
        assert now is not None
        assert now <= before


@given(
    st.lists(st.tuples(st.sampled_from(["take", "find_done", "reopen", "report"]), DAYS), max_size=8), DAYS
)
def test_a_task_stands_done_by_what_was_last_found(steps: list[tuple[str, date]], on: date) -> None:
    ordered = sorted(steps, key=lambda each: each[1])
    found = [move for move, day in ordered if day <= on and move in ("find_done", "reopen")]
    assert tasks.stood_done(ordered, on) is (bool(found) and found[-1] == "find_done")


@given(st.lists(st.tuples(DAYS, st.integers(0, 500)), max_size=12), DAYS)
def test_every_bar_lies_in_the_picture(days: list[tuple[date, int]], today: date) -> None:
    spans = [
        gantt.Span(key, f"任务{key}", begins, begins + timedelta(days=length))
        for key, (begins, length) in enumerate(days)
    ]
    chart = gantt.chart(spans, today)
    if chart is None:
        assert not spans
        return
    assert [bar.key for bar in chart.bars] == [span.key for span in spans]
    assert all(bar.x >= gantt.NAMES and bar.x + bar.width <= chart.width for bar in chart.bars)
    assert all(bar.width == (span.due_on - span.begins_on).days * gantt.DAY + gantt.DAY
               for bar, span in zip(chart.bars, spans, strict=True))  # fmt: skip
    assert sum(month.width for month in chart.months) == chart.width - gantt.NAMES
    assert chart.today is None or gantt.NAMES <= chart.today < chart.width


def test_a_task_is_overdue_the_day_after_its_limit() -> None:
    limit = date(2026, 6, 30)
    assert not tasks.is_overdue("doing", limit, limit)
    assert tasks.is_overdue("doing", limit, limit + timedelta(days=1))
    assert not tasks.is_overdue("done", limit, limit + timedelta(days=1))
