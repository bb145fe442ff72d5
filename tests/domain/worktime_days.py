"""The office and the days on which the tests of working hours stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from gongkai.core import workdays
from gongkai.domain.worktime import DueMoment, Pause, Period, Unit, due, office_hours

CALENDAR = workdays.build()
HOURS = office_hours()
ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """``03-02 10:00``: a moment of 2026 where the office stands."""
    written = text if text.startswith("20") else f"2026-{text}"
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


def moment(
    length: int, unit: Unit, start: str, *pauses: tuple[str, str | None], extension: int = 0
) -> str | None:
    """When a period ends, written as :func:`at` reads it."""
    held: list[Pause] = [(at(first), at(last) if last else None, "") for first, last in pauses]
    found = answer(Period(length, unit), at(start), held, extension).due
    return None if found is None else found.strftime("%m-%d %H:%M")


def answer(
    period: Period, start: datetime, pauses: list[Pause] | None = None, extension: int = 0
) -> DueMoment:
    found = due(period, start, CALENDAR, HOURS, pauses or [], extension)
    assert isinstance(found, DueMoment), found
    return found


#: Years with everything in them: long holidays, make-up weekends, the summer hours.
moments = st.datetimes(datetime(2024, 12, 1), datetime(2026, 6, 30)).map(
    lambda each: each.replace(second=0, microsecond=0, tzinfo=ZONE)
)
units: st.SearchStrategy[Unit] = st.sampled_from(["working_hour", "hour", "working_day", "calendar_day"])


@st.composite
def pause_from(draw: st.DrawFn, start: datetime) -> Pause:
    first = start + timedelta(minutes=draw(st.integers(-2 * 1440, 15 * 1440)))
    return first, first + timedelta(minutes=draw(st.integers(0, 10 * 1440))), "held"


@st.composite
def matters(draw: st.DrawFn) -> tuple[Period, datetime, list[Pause]]:
    unit = draw(units)
    length = draw(st.integers(0, 60 if unit.endswith("hour") else 25))
    start = draw(moments)
    return Period(length, unit), start, draw(st.lists(pause_from(start), max_size=3))


def working(on: date) -> bool:
    return CALENDAR.is_working(on)
