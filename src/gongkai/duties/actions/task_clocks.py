"""The clock of a task: it runs from the day the task is in force to its limit, and stands on the deadline board."""

from __future__ import annotations

from gongkai.core import clock, deadlines
from gongkai.domain.duties.tasks import CLOCK
from gongkai.duties.actions.base import put_back
from gongkai.duties.models import Task
from gongkai.duties.queries.plan_subjects import subject_of


def begin(task: Task) -> None:
    """Puts a task in force today. Part of the deed that does it."""
    task.given_on = clock.today()
    put_back(task)
    start(task)


def start(task: Task) -> None:
    """Lets the clock run to the task's limit."""
    deadlines.start(
        CLOCK,
        subject=subject_of(task),
        on=clock.today(),
        agency=task.agency.code,
        title=task.title,
        unit=task.unit_id,
        fixed_on=task.due_on,
    )
