"""Days that come or are over: risk points to be graded again, rules whose validity ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.consultations.models import Document
from gongkai.consultations.queries.worklists import warned_until
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import say
from gongkai.people.models import Agency
from gongkai.powers.models import RiskPoint


def risks(agency: Agency, today: date) -> Iterator[Fault]:
    """Risk points past the day on which they are graded again."""
    rows = RiskPoint.objects.filter(agency=agency, regrade_on__lt=today).select_related("entry")
    for point in rows.order_by("regrade_on", "id"):
        yield Fault(
            f"risk:{point.entry.code}",
            f"{point.entry.code} {point.entry.title}",
            say("This risk point was to be graded again by {day}.", day=point.regrade_on),
            point.unit_id,
            ("workspace:power", (agency.code, "risk", point.entry.code)),
        )


def expiring(agency: Agency, today: date) -> Iterator[Fault]:
    """Rules in force whose validity ends within the months of warning."""
    rows = Document.objects.filter(
        agency=agency, state__in=("published", "in_force"), lapses_on__lte=warned_until()
    )
    for found in rows.order_by("lapses_on", "id"):
        if found.lapses_on is None:
            continue
        yield Fault(
            f"rule:{found.pk}",
            found.title,
            say("Its validity ends on {day}. Evaluate it, renew it, or let it end.", day=found.lapses_on),
            found.unit_id,
            ("workspace:consultation", (found.pk,)),
        )
