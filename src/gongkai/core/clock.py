"""The only place that asks the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongkai.domain.calendar import Calendar

_travelling: ContextVar[datetime | None] = ContextVar("travelling", default=None)


def now() -> datetime:
    """The present moment, with its zone; or the moment travelled to."""
    moment = _travelling.get()
    return timezone.now() if moment is None else moment  # noqa: TID251 - the one place


def today() -> date:
    """The present day where the office stands."""
    return timezone.localtime(now()).date()


@contextmanager
def travel_to(moment: datetime | date) -> Iterator[None]:
    """Lives the block at ``moment`` (a day means its 09:00). For tests and the demonstration."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 9, tzinfo=timezone.get_current_timezone())
    token = _travelling.set(moment)
    try:
        yield
    finally:
        _travelling.reset(token)


def step(delta: timedelta) -> None:
    """Moves the travelled moment on by ``delta``; only inside ``travel_to``."""
    moment = _travelling.get()
    if moment is None:
        raise RuntimeError("step() is only for time travellers")
    _travelling.set(moment + delta)


def calendar() -> Calendar:
    """The working-day calendar as announced up to now, clerks' notices included."""
    # The clock is asked before Django's tables are there (by the front cache); the calendar never is.
    from gongkai.core import calendars

    return calendars.current()
