"""Tasks of a plan as rows of files: the staff's with the responsible person, the public's without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.duties.models import Task, WorkPlan
from gongkai.duties.queries import plans


def for_staff(found: WorkPlan) -> list[dict[str, Any]]:
    """The rows as ``plan_files`` writes them; units by name, the person by account."""
    return [
        {**_row(each), "person": each.person.username if each.person else ""}
        for each in plans.tasks_of(found)
    ]


def for_public(found: WorkPlan) -> list[dict[str, Any]]:
    """The same without anybody's name."""
    return [{**_row(each), "person": ""} for each in plans.tasks_of(found)]


def plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as JSON holds them: days in ISO form."""
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
        for row in rows
    ]


def _row(each: Task) -> dict[str, Any]:
    return {
        "number": each.number,
        "goal": each.measure.goal.title if each.measure else "",
        "measure": each.measure.title if each.measure else "",
        "title": each.title,
        "unit": each.unit.name,
        "co_units": "、".join(unit.name for unit in each.co_units.all()),
        "begins_on": each.begins_on,
        "due_on": each.due_on,
        "standard": each.standard,
        "state": each.state,
        "percent": each.percent,
        "done_on": each.done_on,
    }
