"""What a due chip says: how long is left, until when, and which shape goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import formats, timezone
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
    due_at: datetime | None = None,
    minutes_left: int | None = None,
    hours: str = "working",
) -> Chip:
    """The chip for a matter due on ``due_on`` as seen on ``today``.

    ``days_left`` counts days of ``unit`` (``working`` or ``calendar``) after today up to the due date,
    negative when overdue; where it is not given, calendar days are counted. ``done_on`` and ``stopped`` end
    the counting. ``due_at`` with ``minutes_left`` (of ``hours``, ``working`` or ``calendar``; negative when overdue):
    it is due at a moment, and hours are told instead of days until its day is over.
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
    if due_at is not None and minutes_left is not None and due_on >= today:
        kind = "calm" if due_on > today and (days_left is None or days_left > SOON) else "soon"
        return _at(
            due_at,
            minutes_left,
            today,
            about=provisional,
            kind="today" if due_on == today else kind,
            hours=hours,
        )
    if days_left is None:
        days_left, unit = (due_on - today).days, "calendar"
    if due_on < today:
        return Chip("overdue", _overdue(max(1, abs(days_left)), unit), _was_due(due_on, today), "overdue")
    if due_on == today:
        return Chip("today", gettext("Due today"), until, "hourglass")
    kind = "soon" if days_left <= SOON else "calm"
    return Chip(kind, _left(days_left, unit), until, "hourglass" if kind == "soon" else "clock")


def _at(due_at: datetime, minutes: int, today: date, *, about: bool, kind: str, hours: str) -> Chip:
    """The chip for what is due at a moment of today or later; what is overdue was due earlier today."""
    if minutes < 0:
        was = gettext("was due today at {time}").format(time=_hour(due_at))
        return Chip("overdue", _hours_overdue(-minutes, hours), was, "overdue")
    at = _moment(due_at, today)
    by = gettext("by about {moment}") if about else gettext("by {moment}")
    icon = "clock" if kind == "calm" else "hourglass"
    return Chip(kind, _hours_left(minutes, hours), by.format(moment=at), icon)


def _hours_left(minutes: int, hours: str) -> str:
    if minutes < 60:
        return ngettext("{minutes} minute left", "{minutes} minutes left", minutes).format(minutes=minutes)
    count, number = _halves(minutes)
    if hours == "working":
        return ngettext("{hours} working hour left", "{hours} working hours left", count).format(hours=number)
    return ngettext("{hours} hour left", "{hours} hours left", count).format(hours=number)


def _hours_overdue(minutes: int, hours: str) -> str:
    if minutes < 60:
        return ngettext("{minutes} minute overdue", "{minutes} minutes overdue", minutes).format(
            minutes=minutes
        )
    count, number = _halves(minutes)
    if hours == "working":
        return ngettext("{hours} working hour overdue", "{hours} working hours overdue", count).format(
            hours=number
        )
    return ngettext("{hours} hour overdue", "{hours} hours overdue", count).format(hours=number)


def _halves(minutes: int) -> tuple[int, str]:
    """Hours down to the half: the number for the grammar, and as it is written."""
    halves = minutes // 30
    return (halves + 1) // 2, f"{halves / 2:g}"


def _moment(moment: datetime, today: date) -> str:
    """The moment with its hour; today is called so."""
    day = timezone.localtime(moment).date()
    if day == today:
        return gettext("today {time}").format(time=_hour(moment))
    return f"{_day(day, today)} {_hour(moment)}"


def _hour(moment: datetime) -> str:
    return str(formats.time_format(timezone.localtime(moment), "H:i"))


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
