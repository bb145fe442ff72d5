"""How many courses and examinations stand where in their process."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from gongkai.domain.duties import examining, learning
from gongkai.domain.process import Process
from gongkai.duties.models import Course, Examination


def courses(agency_id: int | None = None) -> dict[str, int]:
    """State → courses, of one agency or of all; one query."""
    return _counted(Course.objects.all(), learning.PROCESS, agency_id)


def examinations(agency_id: int | None = None) -> dict[str, int]:
    """State → examinations, of one agency or of all; one query."""
    return _counted(Examination.objects.all(), examining.PROCESS, agency_id)


def _counted(rows: QuerySet[Any], process: Process, agency_id: int | None) -> dict[str, int]:
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: found.get(state.key, 0) for state in process.states}
