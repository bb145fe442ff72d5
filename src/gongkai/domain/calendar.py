"""The working-day calendar (工作日历): which days are worked, told as data from outside.

Source: 全国年节及纪念日放假办法 and each year's holiday notice (节假日安排通知), which also makes weekend
days working days (调休). The calendar is told which days differ from Monday to Friday, and for which years
the notice is out; a day in any other year is an estimate and says so (``provisional``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta

from gongkai.domain.text import Text, say

ONE_DAY = timedelta(days=1)
SATURDAY = 5

WEEKDAYS: tuple[Text, ...] = (
    say("Monday"),
    say("Tuesday"),
    say("Wednesday"),
    say("Thursday"),
    say("Friday"),
    say("Saturday"),
    say("Sunday"),
)

HOLIDAYS: Mapping[str, Text] = {
    "new_year": say("New Year's Day"),
    "spring_festival": say("Spring Festival"),
    "qingming": say("Tomb-Sweeping Day"),
    "labour_day": say("Labour Day"),
    "dragon_boat": say("Dragon Boat Festival"),
    "mid_autumn": say("Mid-Autumn Festival"),
    "national_day": say("National Day"),
    "victory_2015": say("70th anniversary of victory in 1945"),
}
"""Holidays by the keys of ``law/calendar.toml``, whose ``label`` is the Chinese."""


class OutsideCalendarError(ValueError):
    """A day before the first or after the last year the calendar knows. ``str()`` is a clear sentence."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DayFact:
    """What is known of one day that is not simply a weekday or a weekend.

    ``name`` is the holiday it belongs to: a ``Text`` for a statutory one, a plain word from a clerk's notice.
    """

    working: bool
    name: Text | str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """A day announced by a clerk from a notice (公告的调整); it wins over the library.

    ``notice`` names the notice, for example 国办发明电〔2025〕7号.
    """

    date: date
    working: bool
    name: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: worked or not, why, and whether that is only an estimate."""

    date: date
    working: bool
    reason: Text
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Working days, from ``facts`` (the days that differ from Monday to Friday). Immutable.

    ``facts`` may be any mapping, also one that works its days out when asked. ``announced_years`` are the
    years whose holiday notice is out. Days outside ``first_year`` to ``last_year`` raise
    :class:`OutsideCalendarError`.
    """

    facts: Mapping[date, DayFact]
    announced_years: frozenset[int]
    first_year: int = MINYEAR
    last_year: int = MAXYEAR
    _memory: dict[date, Day] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_announced(self, year: int) -> bool:
        """Whether the holiday notice for ``year`` is out."""
        return year in self.announced_years

    def covers(self, on: date) -> bool:
        """Whether ``on`` lies in a year the calendar knows."""
        return self.first_year <= on.year <= self.last_year

    def is_working(self, on: date) -> bool:
        """Whether ``on`` is a working day (estimated where the notice is not out)."""
        if not self.covers(on):
            raise OutsideCalendarError(self.outside(on))
        fact = self.facts.get(on)
        return on.weekday() < SATURDAY if fact is None else fact.working

    def day(self, on: date) -> Day:
        """``on`` with the reason why it is worked or not."""
        known = self._memory.get(on)
        if known is None:
            working = self.is_working(on)
            provisional = not self.is_announced(on.year)
            known = Day(on, working, _reason(on, working, self.facts.get(on)), provisional)
            self._memory[on] = known
        return known

    def after(self, start: date, days: int) -> date:
        """The ``days``-th working day (0 or more) after ``start``, which itself is not counted."""
        if days < 0:
            raise ValueError("days must be 0 or more")
        at = start
        while days:
            at = self.next_day(at)
            days -= self.is_working(at)
        return at

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` comes first."""
        if end < start:
            return -self.between(end, start)
        days = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, days + 1))

    def next_day(self, on: date) -> date:
        """The day after ``on``, or :class:`OutsideCalendarError` at the end of what the calendar knows."""
        if on.year >= self.last_year and (on.month, on.day) == (12, 31):
            raise OutsideCalendarError(self.outside(on))
        return on + ONE_DAY

    def outside(self, on: date) -> Text:
        """The sentence that says why no date is promised around ``on``."""
        return say(
            "The working-day calendar covers the years {first} to {last}; "
            "no date can be worked out around {date}.",
            first=str(self.first_year),
            last=str(self.last_year),
            date=on,
        )


def _reason(on: date, working: bool, fact: DayFact | None) -> Text:
    """Why ``on`` is worked or not, as a short phrase."""
    weekday = WEEKDAYS[on.weekday()]
    weekend = on.weekday() >= SATURDAY
    if working and weekend:
        return say("make-up working day ({weekday})", weekday=weekday)
    if working:
        return say("{weekday}, a working day", weekday=weekday)
    if fact is not None and fact.name:
        return say("{holiday} holiday", holiday=fact.name)
    if weekend:
        return say("{weekday}, weekend", weekday=weekday)
    return say("{weekday}, announced day off", weekday=weekday)
