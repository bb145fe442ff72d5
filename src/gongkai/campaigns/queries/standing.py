"""How many campaigns and inspection records stand where in their process."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet

from gongkai.campaigns.models import Campaign, Inspection
from gongkai.domain.campaigns import course, inspection_course
from gongkai.domain.process import Process


def campaigns(agency_id: int | None = None) -> dict[str, int]:
    """State → campaigns, of one agency or of all; one query."""
    return _counted(Campaign.objects.all(), course.PROCESS, agency_id)


def inspections(agency_id: int | None = None) -> dict[str, int]:
    """State → inspection records, of one agency or of all; one query."""
    return _counted(Inspection.objects.all(), inspection_course.PROCESS, agency_id)


def _counted(rows: QuerySet[Any], process: Process, agency_id: int | None) -> dict[str, int]:
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: found.get(state.key, 0) for state in process.states}
