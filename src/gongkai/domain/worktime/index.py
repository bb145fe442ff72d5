"""The office time of whole years in one line, so that a year's walk is two look-ups.

Very many periods are computed again at once when a holiday notice comes; walking each day by day would take minutes.
Built for the years asked for, kept with the office hours, and built anew for another calendar.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gongkai.domain.calendar import ONE_DAY, Calendar, OutsideCalendarError

if TYPE_CHECKING:
    from gongkai.domain.worktime.hours import OfficeHours


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of office time from ``first_year`` to ``last_year`` on the wall clock, in order.

    ``before`` and ``after``: how much office time lies before the beginning, and before the end, of each piece.
    """

    first_year: int
    last_year: int
    starts: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    after: list[timedelta]
    days: list[date]

    def place(self, wall: datetime) -> timedelta:
        """How much office time of the line lies before ``wall``."""
        at = bisect_right(self.starts, wall) - 1
        if at < 0:
            return timedelta(0)
        return self.before[at] + min(wall, self.ends[at]) - self.starts[at]


def line(calendar: Calendar, hours: OfficeHours, first_year: int, last_year: int) -> Line:
    """The line over at least these years. :class:`OutsideCalendarError` where the calendar does not know them."""
    known = hours.line_of(calendar)
    if known is not None:
        if known.first_year <= first_year and last_year <= known.last_year:
            return known
        first_year, last_year = min(first_year, known.first_year), max(last_year, known.last_year)
    for year in (first_year, last_year):
        if not calendar.covers(date(year, 1, 1)):
            raise OutsideCalendarError(calendar.outside(date(year, 1, 1)))
    built = _build(calendar, hours, first_year, last_year)
    hours.keep_line(calendar, built)
    return built


def _build(calendar: Calendar, hours: OfficeHours, first_year: int, last_year: int) -> Line:
    found = Line(first_year, last_year, [], [], [], [], [])
    total = timedelta(0)
    on, last = date(first_year, 1, 1), date(last_year, 12, 31)
    while on <= last:
        if calendar.is_working(on):
            found.days.append(on)
            for start, end in hours.spans(on):
                found.starts.append(start)
                found.ends.append(end)
                found.before.append(total)
                total += end - start
                found.after.append(total)
        on += ONE_DAY
    return found


def later(wall: datetime, by: timedelta, calendar: Calendar, hours: OfficeHours) -> datetime:
    """The earliest moment up to which ``by`` has passed; nothing: the next office moment."""
    last_year = wall.year
    while True:
        found = line(calendar, hours, wall.year, last_year)
        if not by:
            at = bisect_right(found.ends, wall)
            if at < len(found.ends):
                return max(found.starts[at], wall)
        else:
            target = found.place(wall) + by
            at = bisect_left(found.after, target)
            if at < len(found.after):
                return found.starts[at] + target - found.before[at]
        last_year = found.last_year + 1


def earlier(wall: datetime, by: timedelta, calendar: Calendar, hours: OfficeHours) -> datetime:
    """The latest moment from which ``by`` (more than nothing) passes until ``wall``."""
    first_year = wall.year
    while True:
        found = line(calendar, hours, first_year, wall.year)
        target = found.place(wall) - by
        if target >= timedelta(0):
            at = bisect_right(found.before, target) - 1
            return found.starts[at] + target - found.before[at]
        first_year = found.first_year - 1


def elapsed(start: datetime, end: datetime, calendar: Calendar, hours: OfficeHours) -> timedelta:
    """The office time from ``start`` to a later ``end``."""
    found = line(calendar, hours, start.year, end.year)
    return found.place(end) - found.place(start)


def working_day(on: date, count: int, calendar: Calendar, hours: OfficeHours) -> date:
    """The ``count``-th working day (1 or more) from ``on`` on, ``on`` itself among them."""
    last_year = on.year
    while True:
        found = line(calendar, hours, on.year, last_year)
        at = bisect_left(found.days, on) + count - 1
        if at < len(found.days):
            return found.days[at]
        last_year = found.last_year + 1
