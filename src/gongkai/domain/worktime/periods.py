"""Periods that end at a moment: in working hours (工作时), hours, working days (工作日) or calendar days.

Five choices hold for all of them, each pinned by a property:

- hours are counted from the moment of the event; days from the day after it (the day of the event is not
  counted, as in ``domain.clocks``). Working hours end at the moment the last of them is used up, so one that
  is used up at noon ends at noon;
- a period of days ends with the office hours of its last day, since the answer must be given while somebody is
  there to give it. The last of calendar days may be a day off: then it ends at 24:00 of that day (written
  23:59:59), because an end on the working day before would take away days the period gives;
- 0 working days is "the same day": the end of the office hours of that day, or of the next working day where
  it began after they were over;
- a pause takes from hours exactly the time it held. Of days it takes those at whose end the clock stood still:
  the day it begins is not counted, the day it ends is. So an hour's pause within a day adds no day, and no
  period ever ends inside a pause;
- an extension adds units of the period.

The hours are those of the clock on the wall in the zone of ``start``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias, get_args

from gongkai.domain.calendar import ONE_DAY, WEEKDAYS, Calendar, Day, OutsideCalendarError
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say
from gongkai.domain.worktime import index
from gongkai.domain.worktime.hours import (
    FOREVER,
    NOTHING,
    Held,
    OfficeHours,
    Pause,
    Stretch,
    free,
    on_the_wall,
    united,
)

Unit = Literal["working_hour", "hour", "working_day", "calendar_day"]
UNITS: tuple[Unit, ...] = get_args(Unit)
#: Units counted on the clock; the others are counted on the calendar.
HOUR_UNITS = frozenset({"working_hour", "hour"})

Write: TypeAlias = Callable[[Day, bool, timedelta, Text], None]


@dataclass(frozen=True, slots=True)
class Period:
    """``length`` units, 0 or more."""

    length: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DayLine:
    """One line of "why this moment?": a day, how much office time of it counted (hour units), and why."""

    date: date
    counted: bool
    time: timedelta
    reason: Text
    provisional: bool


@dataclass(frozen=True, slots=True)
class DueMoment:
    """The answer: the moment the period ends, and how it was reached.

    ``due`` is ``None`` (and ``paused`` true) while an open pause holds the clock; ``provisional`` when a day on
    the way lies in a year whose holiday notice is not out. ``trail`` is empty where it was not asked for.
    """

    period: Period
    start: datetime
    due: datetime | None
    provisional: bool
    trail: tuple[DayLine, ...]
    extension: int
    paused: bool


def due(
    period: Period,
    start: datetime,
    calendar: Calendar,
    hours: OfficeHours,
    pauses: Sequence[Pause] = (),
    extension: int = 0,
    *,
    explain: bool = True,
) -> DueMoment | Refused:
    """When ``period`` that began at ``start`` (with its zone) ends.

    ``extension`` is in the period's unit. Refused: an unknown unit, a length or extension below zero, a moment
    without a zone, a pause that ends before it begins, a day the calendar does not know. ``explain`` false
    leaves the trail out: for many at once.
    """
    refused = _refuse(period, start, pauses, extension)
    if refused is not None:
        return refused
    zone = start.tzinfo
    assert zone is not None
    begun = on_the_wall(start, zone)
    if not calendar.covers(begun.date()):
        return Refused(calendar.outside(begun.date()))
    walk = _Walk(period, begun, calendar, hours, united(pauses, zone) if pauses else (), explain)
    walk.pauses = [(on_the_wall(first, zone), why) for first, _, why in pauses] if explain else []
    units = period.length + extension
    try:
        end = walk.to_the_end(units) if explain or walk.held else walk.at_once(units)
    except OutsideCalendarError as outside:
        return Refused(outside.reason)
    moment = None if end is None else end.replace(tzinfo=zone)
    return DueMoment(period, start, moment, walk.provisional, tuple(walk.trail), extension, moment is None)


@dataclass(slots=True)
class _Walk:
    """One walk through the days, on the wall clock."""

    period: Period
    begun: datetime
    calendar: Calendar
    hours: OfficeHours
    held: Held
    explain: bool
    pauses: list[tuple[datetime, Text | str]] = field(default_factory=list)
    trail: list[DayLine] = field(default_factory=list)
    provisional: bool = False

    def to_the_end(self, units: int) -> datetime | None:
        """Walk until ``units`` are counted: the end; ``None`` where an open pause begins before it."""
        if self.period.unit in HOUR_UNITS:
            return self._hours(timedelta(hours=units))
        if self.period.length == 0:
            return self._days(self._same_day(), units + 1)
        self._write(self.calendar.day(self.begun.date()), NOTHING, say("the day of the event is not counted"))
        return self._days(self.calendar.next_day(self.begun.date()), units)

    def at_once(self, units: int) -> datetime:
        """The same end without a walk, where no pause holds the clock."""
        on, same_day = self.begun.date(), self.period.length == 0
        open_still = self.begun < self.hours.closing(on, working=True)
        first = on if self.period.unit in HOUR_UNITS or (same_day and open_still) else on + ONE_DAY
        if self.period.unit == "hour":
            end = self.begun + timedelta(hours=units)
        elif self.period.unit == "working_hour":
            end = index.later(self.begun, timedelta(hours=units), self.calendar, self.hours)
        elif self.period.unit == "working_day":
            day = index.working_day(first, units + same_day, self.calendar, self.hours)
            end = self.hours.closing(day, working=True)
        else:
            day = on + units * ONE_DAY
            end = self.hours.closing(day, self.calendar.is_working(day))
            if end < self.begun:
                end = max(self.begun, self.hours.closing(day, working=False))
        if not self.calendar.covers(end.date()):
            raise OutsideCalendarError(self.calendar.outside(end.date()))
        years = range(first.year, end.year + 1)
        self.provisional = self.period.unit != "hour" and not all(map(self.calendar.is_announced, years))
        return end

    # Hours ------------------------------------------------------------------------------------------------

    def _hours(self, need: timedelta) -> datetime | None:
        on = self.begun.date()
        while True:
            day = self.calendar.day(on)
            spans = self._spans(day)
            got, end = NOTHING, None
            for first, last in free(spans, self.begun, self.held):
                if need <= last - first:
                    got, end = got + need, first + need
                    break
                got += last - first
                need -= last - first
            self._walked(day)
            if self.explain:
                self._write(day, got, self._why(day, spans, got), counted=got > NOTHING or end is not None)
            if end is not None:
                return end
            if self._held_for_good(datetime.combine(on, datetime.min.time()) + ONE_DAY):
                return None
            on = self.calendar.next_day(on)

    def _spans(self, day: Day) -> tuple[Stretch, ...]:
        if self.period.unit == "hour":
            midnight = datetime.combine(day.date, datetime.min.time())
            return ((midnight, midnight + ONE_DAY),)
        return self.hours.spans(day.date) if day.working else ()

    def _why(self, day: Day, spans: tuple[Stretch, ...], got: timedelta) -> Text:
        """What counted of ``day``, and why not more."""
        reason = say("hours of every day") if self.period.unit == "hour" else day.reason
        kept = next((begins for begins, ends in self.held for a, b in spans if begins < b and a < ends), None)
        if kept is not None and any(self.begun < last for _, last in spans):
            reason = self._pause_sentence(spans[-1][1])
        elif spans and got == NOTHING and spans[-1][1] <= self.begun:
            reason = say("begun after office hours")
        if got == NOTHING:
            return say("nothing counted: {reason}", reason=reason)
        return say("{amount} counted: {reason}", amount=amount(got), reason=reason)

    # Days -------------------------------------------------------------------------------------------------

    def _same_day(self) -> date:
        """The day meant by "the same day": today, or the next day on which there is still time."""
        on = self.begun.date()
        if self.period.unit == "calendar_day":
            return on
        day = self.calendar.day(on)
        if day.working and self.begun < self.hours.closing(on, working=True):
            return on
        self._write(day, NOTHING, say("begun after office hours") if day.working else day.reason)
        return self.calendar.next_day(on)

    def _days(self, on: date, left: int) -> datetime | None:
        every = self.period.unit == "calendar_day"
        while True:
            day = self.calendar.day(on)
            end = self.hours.closing(on, day.working)
            if end < self.begun:  # 0 calendar days, begun after the office hours
                end = max(self.begun, self.hours.closing(on, working=False))
            held = any(first < end <= last for first, last in self.held)
            counted = (every or day.working) and not held
            self._walked(day)
            if self.explain:
                plain = (
                    say("{weekday}, a calendar day", weekday=WEEKDAYS[on.weekday()]) if every else day.reason
                )
                self._write(day, NOTHING, self._pause_sentence(end) if held else plain, counted=counted)
            left -= counted
            if left == 0:
                return end
            if self._held_for_good(end):
                return None
            on = self.calendar.next_day(on)

    # Both -------------------------------------------------------------------------------------------------

    def _held_for_good(self, by: datetime) -> bool:
        """Whether an open pause holds the clock at ``by``."""
        return bool(self.held) and self.held[-1][1] == FOREVER and self.held[-1][0] < by

    def _walked(self, day: Day) -> None:
        if day.provisional and self.period.unit != "hour":
            self.provisional = True

    def _write(self, day: Day, got: timedelta, reason: Text, *, counted: bool = False) -> None:
        if self.explain:
            self.trail.append(
                DayLine(day.date, counted, got, reason, day.provisional and self.period.unit != "hour")
            )

    def _pause_sentence(self, by: datetime) -> Text:
        """Why the clock stood still: the last pause begun before ``by`` says so."""
        begun = [(first, why) for first, why in self.pauses if first < by]
        why = max(begun, key=lambda pause: pause[0])[1] if begun else ""
        if self.period.unit in HOUR_UNITS:  # a part of the day may have counted
            return say("the clock stood still: {reason}", reason=why) if why else say("the clock stood still")
        return say("the clock is paused: {reason}", reason=why) if why else say("the clock is paused")


def amount(time: timedelta) -> Text:
    """A stretch of time as words: 3 h 20 min."""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    if not minutes:
        return say("{hours} h", hours=hours)
    if not hours:
        return say("{minutes} min", minutes=minutes)
    return say("{hours} h {minutes} min", hours=hours, minutes=minutes)


def _refuse(period: Period, start: datetime, pauses: Sequence[Pause], extension: int) -> Refused | None:
    if period.unit not in UNITS:
        known = ", ".join(UNITS)
        return Refused(
            say("“{unit}” is no unit of time. The units are: {known}.", unit=period.unit, known=known)
        )
    if period.length < 0 or extension < 0:
        return Refused(say("A period and its extension are 0 or more; less was given."))
    moments = [
        start,
        *(moment for first, last, _ in pauses for moment in (first, last) if moment is not None),
    ]
    if any(moment.tzinfo is None for moment in moments):
        return Refused(say("A moment was given without its time zone: give it with one."))
    for first, last, _ in pauses:
        if last is not None and last < first:
            return Refused(
                say(
                    "A pause from {first} to {last} ends before it begins: swap the two moments.",
                    first=first,
                    last=last,
                )
            )
    return None
