"""Office hours (工作时间) of a working day, and moments counted in them.

Every moment carries its time zone; the hours are those of the clock on the wall there. Source of the hours:
``law/worktime.toml``, the installation's own configuration. A span is closed at its beginning and open at its
end: at 12:00 sharp the office is shut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from typing import Any, TypeAlias

from gongkai.domain.calendar import Calendar, OutsideCalendarError
from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.text import Text, say
from gongkai.domain.worktime import index
from gongkai.domain.worktime.index import Line

#: A stretch of the wall clock: from the first moment up to, not including, the last.
Stretch: TypeAlias = tuple[datetime, datetime]
#: When a clock stood still, from the first moment up to, not including, the last (``None``: it still does); and why.
Pause: TypeAlias = "tuple[datetime, datetime | None, Text | str]"
#: Pauses on the wall clock, in order, none touching another; open ones end in ``FOREVER``.
Held: TypeAlias = tuple[Stretch, ...]

NOTHING = timedelta(0)
#: The last moment of a day without office hours: 24:00, written so that it still belongs to that day.
LAST_MOMENT = time(23, 59, 59)
#: Where an open pause ends on the wall clock.
FOREVER = datetime.combine(date.max, LAST_MOMENT)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """The office hours of a stretch of years, or of one season (``first`` and ``last`` included) of each of them."""

    key: str
    label: str
    label_en: str
    spans: tuple[tuple[time, time], ...]
    citation: Citation
    in_force_from: date
    in_force_until: date | None = None
    season: tuple[tuple[int, int], tuple[int, int]] | None = None

    def __post_init__(self) -> None:
        moments = [moment for span in self.spans for moment in span]
        if not moments or any(later <= earlier for earlier, later in pairwise(moments)):
            raise ValueError(
                f"The office hours “{self.key}” must be spans in order, each ending after it begins."
            )

    def holds_on(self, on: date) -> bool:
        """Whether these are the hours of ``on``. A season may run over the turn of the year."""
        if on < self.in_force_from or (self.in_force_until is not None and self.in_force_until < on):
            return False
        if self.season is None:
            return True
        first, last = self.season
        day = (on.month, on.day)
        return first <= day <= last if first <= last else day >= first or day <= last


@dataclass(frozen=True)
class OfficeHours:
    """Which hours a working day has. Immutable; days asked for once are remembered."""

    rows: tuple[HoursRow, ...]
    _memory: dict[date, tuple[Stretch, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _lines: list[tuple[Calendar, Line]] = field(default_factory=list, init=False, repr=False, compare=False)

    def row(self, on: date) -> HoursRow:
        """The row of ``on``; :class:`OutsideCalendarError` where none is in force."""
        holding = [row for row in self.rows if row.holds_on(on)]
        seasonal = [row for row in holding if row.season is not None]
        if not holding:
            raise OutsideCalendarError(say("No office hours are known for {date}.", date=on))
        return (seasonal or holding)[0]

    def spans(self, on: date) -> tuple[Stretch, ...]:
        """The office hours of ``on`` on the wall clock (no zone), as if it were a working day."""
        known = self._memory.get(on)
        if known is None:
            known = tuple(
                (datetime.combine(on, first), datetime.combine(on, last))
                for first, last in self.row(on).spans
            )
            self._memory[on] = known
        return known

    def closing(self, on: date, working: bool) -> datetime:
        """When the day ``on`` is over: the end of its office hours, or 24:00 on a day off."""
        return self.spans(on)[-1][1] if working else datetime.combine(on, LAST_MOMENT)

    def line_of(self, calendar: Calendar) -> Line | None:
        """The office time as it was last laid out, if it was for this very calendar."""
        kept = self._lines[-1:]
        return kept[0][1] if kept and kept[0][0] is calendar else None

    def keep_line(self, calendar: Calendar, line: Line) -> None:
        """Remembers the last one only: the calendar changes once a year."""
        self._lines[:] = [(calendar, line)]


@cache
def office_hours() -> OfficeHours:
    """The hours of ``law/worktime.toml``."""
    return OfficeHours(tuple(_row(row) for row in load("worktime")["hours"]))


def _row(row: dict[str, Any]) -> HoursRow:
    season = row.get("season")
    return HoursRow(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        spans=tuple((time.fromisoformat(first), time.fromisoformat(last)) for first, last in row["spans"]),
        citation=citation_of(row),
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
        season=None if season is None else ((season[0][0], season[0][1]), (season[1][0], season[1][1])),
    )


# --- The wall clock -----------------------------------------------------------------------------------------


def zone_of(moment: datetime) -> tzinfo:
    """The time zone of ``moment``; ``ValueError`` where it has none."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    return moment.tzinfo


def on_the_wall(moment: datetime, zone: tzinfo) -> datetime:
    """``moment`` as the clock on the wall shows it in ``zone``."""
    return moment.astimezone(zone).replace(tzinfo=None)


def united(pauses: Iterable[Pause], zone: tzinfo) -> Held:
    """The pauses as stretches of the wall clock, overlapping and touching ones made one, empty ones left out."""
    stretches = sorted(
        (on_the_wall(first, zone), FOREVER if last is None else on_the_wall(last, zone))
        for first, last, _ in pauses
    )
    found: list[Stretch] = []
    for first, last in stretches:
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def free(spans: Iterable[Stretch], since: datetime, held: Held) -> Iterator[Stretch]:
    """What of ``spans`` lies at or after ``since`` and in no pause."""
    for first, last in spans:
        first = max(first, since)
        for begins, ends in held:
            if ends <= first or last <= begins:
                continue
            if first < begins:
                yield first, begins
            first = ends
        if first < last:
            yield first, last


def pieces(since: datetime, calendar: Calendar, hours: OfficeHours, held: Held = ()) -> Iterator[Stretch]:
    """The office time from ``since`` on, piece by piece, without end: :class:`OutsideCalendarError` at the last."""
    on = since.date()
    while True:
        if calendar.day(on).working:
            yield from free(hours.spans(on), since, held)
        if held and held[-1][1] == FOREVER and held[-1][0].date() < on:
            return  # an open pause: no piece will come
        on = calendar.next_day(on)


# --- What the rest of the house asks ----------------------------------------------------------------------


def is_office_moment(moment: datetime, calendar: Calendar, hours: OfficeHours) -> bool:
    """Whether people are at their desks at ``moment``: a working day, within the office hours."""
    wall = on_the_wall(moment, zone_of(moment))
    day = wall.date()
    return calendar.day(day).working and any(first <= wall < last for first, last in hours.spans(day))


def next_office_moment(moment: datetime, calendar: Calendar, hours: OfficeHours) -> datetime:
    """``moment`` itself if people are at their desks then, else when they come next."""
    return later(moment, NOTHING, calendar, hours)


def later(
    moment: datetime, by: timedelta, calendar: Calendar, hours: OfficeHours, pauses: Sequence[Pause] = ()
) -> datetime:
    """The moment up to which ``by`` of office time has passed since ``moment``; nothing: the next office moment.

    Time in ``pauses`` (all of them over) is not counted. :class:`OutsideCalendarError` past the calendar's end.
    """
    zone = zone_of(moment)
    wall = on_the_wall(moment, zone)
    if not pauses:
        return index.later(wall, by, calendar, hours).replace(tzinfo=zone)
    for first, last in pieces(wall, calendar, hours, united(pauses, zone)):
        if by <= last - first:
            return (first + by).replace(tzinfo=zone)
        by -= last - first
    raise ValueError("An open pause never ends: no moment comes after it.")


def earlier(moment: datetime, by: timedelta, calendar: Calendar, hours: OfficeHours) -> datetime:
    """The moment from which ``by`` of office time passes until ``moment``."""
    if not by:
        return moment
    zone = zone_of(moment)
    return index.earlier(on_the_wall(moment, zone), by, calendar, hours).replace(tzinfo=zone)


def elapsed(
    start: datetime, end: datetime, calendar: Calendar, hours: OfficeHours, pauses: Sequence[Pause] = ()
) -> timedelta:
    """The office time from ``start`` to ``end`` without what lies in ``pauses``; negative when ``end`` comes first."""
    if end < start:
        return -elapsed(end, start, calendar, hours, pauses)
    zone = zone_of(start)
    since, until = on_the_wall(start, zone), on_the_wall(end, zone)
    total = index.elapsed(since, until, calendar, hours)
    for first, last in united(pauses, zone) if pauses else ():
        first, last = max(first, since), min(last, until)
        if first < last:
            total -= index.elapsed(first, last, calendar, hours)
    return total
