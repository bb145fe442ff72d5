"""What is read of flowcharts."""

from __future__ import annotations

from datetime import date

from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import public

__all__ = ["Entry", "Version", "drawn_from", "in_force", "numbered"]


def in_force(agency: str, code: str, day: date) -> Version | None:
    """The version of a published chart that is in force on the day; one query."""
    rows = Version.objects.filter(
        public.in_force(day), entry__agency__code=agency, entry__kind="chart", entry__code=code
    )
    return rows.select_related("entry__agency", "entry__unit").order_by("-in_force_from", "-number").first()


def drawn_from(procedure: str, day: date) -> list[Version]:
    """The published charts in force on the day that are drawn from a procedure carried out here; one query."""
    rows = Version.objects.filter(public.in_force(day), entry__kind="chart", content__executes=procedure)
    return list(rows.select_related("entry__agency").order_by("entry__agency__name", "entry__code"))


def numbered(entry: Entry, number: int) -> Version | None:
    """The version of that number."""
    rows = Version.objects.filter(entry=entry, number=min(number, 32_767))
    return rows.select_related("entry__agency", "entry__unit").first()
