"""Words of the dashboard (领导看板) in the reader's language: rooms, spans, numbers, differences."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core.lawwords import in_chinese
from gongkai.domain.supervision.dashboard import SPANS, Days, share
from gongkai.domain.text import N_
from gongkai.supervision.queries.dashboard.scope import Agency, Unit

#: Room → its records in words.
ROOMS = {
    "documents": N_("Documents"),
    "requests": N_("Requests"),
    "reviews": N_("Reviews and suits"),
    "matters": N_("Complaints"),
    "tasks": N_("Tasks"),
    "inspections": N_("Inspections on the street"),
    "decisions": N_("Enforcement decisions"),
    "findings": N_("Findings of the monitors"),
    "reports": N_("Annual reports"),
}
#: Part → the number in words.
PARTS = {
    "due": N_("Due on the day"),
    "overdue": N_("Past their limit"),
    "soon": N_("Due within three working days after it"),
    "stopped": N_("Limits that ended"),
    "kept": N_("Limits that were kept"),
    "came": N_("Came in during the span"),
    "closed": N_("Closed during the span"),
    "open": N_("Not closed yet"),
    "content": N_("Reporter content"),
    "discontent": N_("Reporter not content"),
    "late_replies": N_("First reply after the limit"),
    "urged": N_("Urging notice to answer"),
}


def room_name(key: str) -> str:
    """What the records of a room are called."""
    return _(ROOMS[key])


def part_name(key: str) -> str:
    """What a number counts."""
    return _(PARTS[key])


def span_name(key: str) -> str:
    """A span by its days: the last 30 days."""
    return ngettext("Last {count} day", "Last {count} days", SPANS[key]).format(count=SPANS[key])


def span_options() -> list[tuple[str, str]]:
    """Every span with its words."""
    return [(key, span_name(key)) for key in SPANS]


def days_name(days: Days) -> str:
    """From when to when."""
    return _("{first} to {last}").format(first=day_name(days.first), last=day_name(days.last))


def day_name(day: date | datetime) -> str:
    """A day as the reader writes it; of a moment, the day where the office stands."""
    found = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return date_format(found, "DATE_FORMAT")


def month_name(days: Days) -> str:
    """A month as 2026-11."""
    return f"{days.first:%Y-%m}"


def difference(now: int, before: int) -> str:
    """How many more or fewer than before, in words: never by a sign or a colour alone."""
    if now == before:
        return _("as many as before")
    count = abs(now - before)
    if now > before:
        return ngettext("{count} more", "{count} more", count).format(count=count)
    return ngettext("{count} fewer", "{count} fewer", count).format(count=count)


def percent(part: int, whole: int) -> str:
    """A rate as 88%; nothing where there is nothing to rate."""
    found = share(part, whole)
    return "" if found is None else f"{found}%"


def agency_name(agency: Agency) -> str:
    """An agency's name in the reader's language."""
    return agency.name if in_chinese() or not agency.name_en else agency.name_en


def unit_name(unit: Unit | None) -> str:
    """A unit's name in the reader's language; of no unit: what is still with the agency itself."""
    if unit is None:
        return _("Not with a unit")
    return unit.name if in_chinese() or not unit.name_en else unit.name_en
