"""How many documents stand where on their way."""

from __future__ import annotations

from django.db.models import Count

from gongkai.consultations.models import Document
from gongkai.domain.consultations.course import PROCESS


def documents(agency_id: int | None = None) -> dict[str, int]:
    """State → documents, of one agency or of all; one query."""
    rows = Document.objects.all()
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    found = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state.key: found.get(state.key, 0) for state in PROCESS.states}
