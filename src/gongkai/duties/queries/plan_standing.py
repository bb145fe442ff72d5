"""How many plans, tasks, meetings and themes stand where in their process."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from gongkai.domain.duties import meetings, plans, tasks, themes
from gongkai.domain.process import Process
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan

_KINDS: dict[str, tuple[Any, Process]] = {
    "work_plan": (WorkPlan, plans.PROCESS),
    "work_task": (Task, tasks.PROCESS),
    "meeting": (Meeting, meetings.PROCESS),
    "theme": (Theme, themes.PROCESS),
}


def of(key: str, agency_id: int | None = None) -> dict[str, int]:
    """State → records of the process ``key``, of one agency or of all; one query."""
    model, process = _KINDS[key]
    rows = model.objects.all() if agency_id is None else model.objects.filter(agency_id=agency_id)
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: found.get(state.key, 0) for state in process.states}
