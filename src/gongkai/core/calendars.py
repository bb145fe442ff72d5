"""The working-day calendar of the installation: the library's years, and the notices clerks load."""

from __future__ import annotations

from gongkai.core import workdays
from gongkai.core.models import CalendarDay, CalendarNotice
from gongkai.domain.calendar import Calendar, Override

_cached: tuple[object, Calendar] | None = None


def current() -> Calendar:
    """The calendar as announced up to now; built again only when a notice has been loaded since."""
    global _cached
    stamp = _stamp()
    if _cached is None or _cached[0] != stamp:
        _cached = (stamp, workdays.build(overrides(), announced_years=announced_years()))
    return _cached[1]


def _stamp() -> object:
    return CalendarNotice.objects.order_by("-id").values_list("id", "loaded_at").first()


def overrides() -> tuple[Override, ...]:
    """Every day named by a notice in force."""
    days = (
        # Two notices may name the last days of a December; what was said last holds.
        CalendarDay.objects.filter(notice__replaced_at__isnull=True)
        .select_related("notice")
        .order_by("date", "notice__id")
    )
    return tuple(
        Override(day.date, day.working, day.name, day.notice.document_number or day.notice.title)
        for day in days
    )


def announced_years() -> tuple[int, ...]:
    """The years for which a notice has been loaded."""
    return tuple(CalendarNotice.objects.filter(replaced_at__isnull=True).values_list("year", flat=True))


def notices() -> list[CalendarNotice]:
    """All notices, the newest first."""
    return list(CalendarNotice.objects.prefetch_related("days").order_by("-year", "-id"))
