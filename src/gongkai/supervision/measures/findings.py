"""What is counted of the monitors' findings and the notices sent for them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import F, Q, QuerySet

from gongkai.core import clock
from gongkai.people.models import Agency
from gongkai.supervision.measures.base import Measured, Record, by_unit
from gongkai.supervision.models import Finding


def of_monitors(*monitors: str) -> Callable[[Agency, int], Measured]:
    """A measure that counts what these monitors found in a year; what was dismissed was no fault."""

    def measure(agency: Agency, year: int) -> Measured:
        rows = Finding.objects.filter(agency=agency, monitor__in=monitors, found_on__year=year)
        return Measured(_records(rows.exclude(state="dismissed")))

    return measure


def urged(agency: Agency, year: int) -> Measured:
    """Findings for which a notice was sent."""
    return Measured(_records(_urged(agency, year)))


def urged_late(agency: Agency, year: int) -> Measured:
    """Notices whose last day was over before they were answered."""
    rows = Finding.objects.filter(agency=agency, urged_on__isnull=False, act_by__year=year)
    rows = rows.exclude(state="dismissed").filter(act_by__lt=clock.today())
    late = Q(answered_on__gt=F("act_by")) | Q(answered_on__isnull=True, state="urged")
    return Measured(_records(rows.filter(late)), by_unit(rows.order_by().values_list("unit", flat=True)))


def _urged(agency: Agency, year: int) -> QuerySet[Finding]:
    return Finding.objects.filter(agency=agency, urged_on__year=year).exclude(state="dismissed")


def _records(rows: QuerySet[Finding]) -> tuple[Record, ...]:
    # A title may be that of a matter: the number of the finding says as much to whoever may open it.
    return tuple(
        Record(unit, f"{monitor} {pk}", "workspace:supervision_finding", (pk,))
        for pk, unit, monitor in rows.order_by("id").values_list("pk", "unit", "monitor")
    )
