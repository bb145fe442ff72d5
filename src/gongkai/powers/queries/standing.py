"""How many versions of register entries, and how many decisions, stand where in their process."""

from __future__ import annotations

from django.db.models import Count

from gongkai.domain.powers import course, decision_course
from gongkai.powers.models import Decision, Version

#: Fewer than this are not told of decisions: a single case in review is somebody's.
FEWEST = 3


def versions(agency_id: int | None = None) -> dict[str, int]:
    """State → versions, of one agency or of all; one query."""
    rows = Version.objects.all()
    if agency_id is not None:
        rows = rows.filter(entry__agency_id=agency_id)
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: counted.get(state.key, 0) for state in course.PROCESS.states}


def decisions(agency_id: int | None = None) -> dict[str, int | None]:
    """State → decisions, ``None`` where they are very few; one query."""
    rows = Decision.objects.all()
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    told = {state.key: counted.get(state.key, 0) for state in decision_course.PROCESS.states}
    return {key: None if 0 < number < FEWEST else number for key, number in told.items()}
