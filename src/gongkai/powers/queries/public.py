"""What the public reads of the register: versions that are published, on the day they are in force."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.core import clock
from gongkai.powers.models import Entry, Version


def in_force(on: date | None = None) -> Q:
    """Versions in force on the day (today)."""
    day = on or clock.today()
    ends = Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)
    return ends & Q(state="published", in_force_from__lte=day)


def current(kind: str, on: date | None = None) -> QuerySet[Version]:
    """The versions of a kind in force on the day, by unit and code."""
    rows = Version.objects.filter(in_force(on), entry__kind=kind).select_related(
        "entry__agency", "entry__unit"
    )
    return rows.order_by("entry__agency_id", "entry__unit__code", "entry__code")


def entry(agency: str, kind: str, code: str) -> Entry | None:
    """An entry that has at least one published version."""
    rows = Entry.objects.filter(agency__code=agency, kind=kind, code=code, versions__state="published")
    return rows.select_related("agency", "unit", "parent__agency").distinct().first()


def history(of: Entry) -> list[Version]:
    """Its published and withdrawn versions, the newest first."""
    rows = of.versions.filter(state__in=("published", "withdrawn")).select_related(
        "entry__agency", "entry__unit"
    )
    return list(rows.order_by("-number"))


def parts(of: Entry, kind: str, on: date | None = None) -> QuerySet[Version]:
    """What belongs to a power: its charts, discretion tables, services, in force on the day."""
    return current(kind, on).filter(entry__parent=of)


def parts_in_force(of: Entry, on: date | None = None) -> list[Version]:
    """Everything that belongs to a power and is in force on the day, by kind and code; one query."""
    rows = Version.objects.filter(in_force(on), entry__parent=of).select_related(
        "entry__agency", "entry__unit"
    )
    return list(rows.order_by("entry__kind", "entry__code"))
