"""The public's list of discretion tables: narrowed by words, power and unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import catalogue, public

__all__ = ["Asked", "Entry", "Version", "listed", "on_day", "powers"]

#: Words of a question that are looked at.
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; all of the words must be there."""

    text: str = ""
    power: int | None = None
    unit: int | None = None
    agency: str = ""
    on: date | None = None


def listed(asked: Asked) -> QuerySet[Version]:
    """The tables in force on the day (today) with their powers."""
    rows = catalogue.listed("discretion", on=asked.on, agency=asked.agency, unit=asked.unit)
    rows = rows.select_related("entry__agency", "entry__unit", "entry__parent__agency")
    if asked.power is not None:
        rows = rows.filter(entry__parent_id=asked.power)
    for word in asked.text.split()[:MOST_WORDS]:
        found = (
            Q(title__icontains=word)
            | Q(entry__code__icontains=word)
            | Q(entry__parent__title__icontains=word)
        )
        rows = rows.filter(found)
    return rows


def powers() -> list[Entry]:
    """The powers that have a table in force today, for a choice; one query."""
    holding = public.current("discretion").order_by().values("entry__parent_id")
    return list(Entry.objects.filter(pk__in=holding).order_by("code", "pk"))


def on_day(of: Entry, day: date) -> Version | None:
    """The version of a table in force on the day; one query."""
    rows = of.versions.filter(public.in_force(day)).select_related(
        "entry__agency", "entry__unit", "entry__parent"
    )
    return rows.order_by("-number").first()
