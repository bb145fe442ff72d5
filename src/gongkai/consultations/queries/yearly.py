"""Normative documents as the annual report counts them (第二十条第（一）项): made, ended, in force on 31 December."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.consultations.models import Document
from gongkai.domain.consultations.rules import kinds

ROW = "normative_documents"
ISSUED, REPEALED, IN_FORCE = f"{ROW}.issued_this_year", f"{ROW}.repealed_this_year", f"{ROW}.in_force"


def _published(agency_id: int, year: int) -> QuerySet[Document]:
    """Every normative document the agency had published by the end of the year, whatever became of it."""
    counted = [kind.key for kind in kinds().values() if kind.counted]
    return Document.objects.filter(
        agency_id=agency_id, kind__in=counted, published_on__lte=date(year, 12, 31)
    )


def behind(agency_id: int, year: int, field: str) -> QuerySet[Document]:
    """The documents a figure of the report counts. Lapsing ends a document as repealing does."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = _published(agency_id, year)
    if field == ISSUED:
        return rows.filter(published_on__gte=first)
    if field == REPEALED:
        return rows.filter(state__in=("repealed", "lapsed"), ended_on__range=(first, last))
    if field == IN_FORCE:
        return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=last))
    return rows.none()


def counted(agency_id: int, year: int) -> Mapping[str, int]:
    """Figure → how many, where the agency keeps normative documents here at all; one query."""
    days = _published(agency_id, year).values_list("published_on", "state", "ended_on")
    rows = list(days)
    if not rows:
        return {}
    return {
        ISSUED: sum(published is not None and published.year == year for published, _, _ in rows),
        REPEALED: sum(
            state in ("repealed", "lapsed") and ended is not None and ended.year == year
            for _, state, ended in rows
        ),
        IN_FORCE: sum(ended is None or ended > date(year, 12, 31) for _, _, ended in rows),
    }
