"""What a due chip says: how long is left, until when, and which shape goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext, ngettext

#: Days left at which a matter is "soon due".
SOON = 3
#: The shape that goes with each kind of badge, so that colour is never alone.
BADGE_ICONS = {"done": "check", "soon": "clock", "danger": "alert"}


@dataclass(frozen=True, slots=True)
class Chip:
    """``kind`` (calm, soon, today, overdue, stopped, done), the words, the date's words, the icon's name."""

    kind: str
    words: str
    until: str
    icon: str


def due(
    *,
    due_on: date | None,
    today: date | None,
    days_left: int | None,
    provisional: bool = False,
    stopped: bool = False,
    done_on: date | None = None,
    unit: str = "working",
) -> Chip:
    """The chip for a matter due on ``due_on`` as seen on ``today``.

    ``days_left`` counts days of ``unit`` (``working`` or ``calendar``) after today up to the due date,
    negative when overdue; where it is not given, calendar days are counted. ``done_on`` and ``stopped`` end
    the counting.
    """
    if done_on is not None:
        return Chip("done", gettext("Done on {date}").format(date=_day(done_on, None)), "", "check")
    if due_on is None:
        return Chip("calm", gettext("No deadline"), "", "clock")
    by = gettext("by about {date}") if provisional else gettext("by {date}")
    until = by.format(date=_day(due_on, today))
    if stopped:
        return Chip("stopped", gettext("Clock stopped"), "", "pause")
    if today is None:
        return Chip("calm", until, "", "clock")
    if days_left is None:
        days_left, unit = (due_on - today).days, "calendar"
    if due_on < today:
        return Chip("overdue", _overdue(max(1, abs(days_left)), unit), _was_due(due_on, today), "overdue")
    if due_on == today:
        return Chip("today", gettext("Due today"), until, "hourglass")
    kind = "soon" if days_left <= SOON else "calm"
    return Chip(kind, _left(days_left, unit), until, "hourglass" if kind == "soon" else "clock")


def _left(days: int, unit: str) -> str:
    if unit == "working":
        return ngettext("{days} working day left", "{days} working days left", days).format(days=days)
    return ngettext("{days} day left", "{days} days left", days).format(days=days)


def _overdue(days: int, unit: str) -> str:
    if unit == "working":
        return ngettext("{days} working day overdue", "{days} working days overdue", days).format(days=days)
    return ngettext("{days} day overdue", "{days} days overdue", days).format(days=days)


def _was_due(due_on: date, today: date) -> str:
    return gettext("was due on {date}").format(date=_day(due_on, today))


def _day(day: date, today: date | None) -> str:
    """The day without its year where that is this year."""
    same_year = today is not None and day.year == today.year
    return str(formats.date_format(day, "MONTH_DAY_FORMAT" if same_year else "DATE_FORMAT"))
