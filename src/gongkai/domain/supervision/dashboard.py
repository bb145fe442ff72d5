"""The leaders' dashboard (领导看板): its spans, its months, its rates, and the bars of its chart.

Nothing here asks the time or a database: a day comes in, days come out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: Span → how many days it has, the day asked about included.
SPANS = {"week": 7, "month": 30, "quarter": 90, "year": 365}
USUAL_SPAN = "month"
#: Months of the chart, the one asked about included; days back for which records can tell where things stood.
MONTHS, DAYS_BACK = 12, 730
#: The chart in its own units: width, height, margins left and below, and the widest bar.
WIDTH, HEIGHT, LEFT, BELOW, ABOVE, WIDEST = 600, 200, 40, 24, 10, 18


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to ``last``, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> Days:
        """As many days just before them."""
        end = self.first - timedelta(days=1)
        return Days(end - timedelta(days=self.length - 1), end)


def span(key: str, day: date) -> Days:
    """The span that ends with ``day``; an unknown key means the usual one."""
    length = SPANS.get(key, SPANS[USUAL_SPAN])
    return Days(day - timedelta(days=length - 1), day)


def months(day: date, number: int = MONTHS) -> tuple[Days, ...]:
    """The calendar months up to that of ``day``, the oldest first; the last one ends with ``day``."""
    found = []
    end = day
    for _each in range(number):
        found.append(Days(end.replace(day=1), end))
        end = end.replace(day=1) - timedelta(days=1)
    return tuple(reversed(found))


def share(part: int, whole: int) -> int | None:
    """A rate in whole percent, rounded down so that only all of them are 100; ``None`` where there is nothing."""
    return None if whole <= 0 else part * 100 // whole


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart in the chart's units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Group:
    """The two bars of a month, and where its name stands."""

    middle: float
    came: Bar
    closed: Bar


@dataclass(frozen=True, slots=True)
class Chart:
    """The chart: groups from left to right, and lines at round numbers as (height, number)."""

    groups: tuple[Group, ...]
    lines: tuple[tuple[float, int], ...]


def chart(pairs: Sequence[tuple[int, int]]) -> Chart:
    """The bars of what came in and what was closed, a pair for each month. The highest line is a round number."""
    top = round_up(max((number for pair in pairs for number in pair), default=0))
    ground = HEIGHT - BELOW
    room = ground - ABOVE
    wide = (WIDTH - LEFT) / max(len(pairs), 1)
    bar = min(WIDEST, wide / 3)

    def drawn(x: float, number: int) -> Bar:
        height = round(room * number / top, 1)
        return Bar(round(x, 1), round(ground - height, 1), round(bar, 1), height)

    groups = []
    for at, (came, closed) in enumerate(pairs):
        middle = LEFT + wide * (at + 0.5)
        groups.append(Group(round(middle, 1), drawn(middle - bar - 1, came), drawn(middle + 1, closed)))
    marks = (0, top // 2, top)
    return Chart(tuple(groups), tuple((round(ground - room * mark / top, 1), mark) for mark in marks))


def round_up(number: int) -> int:
    """The next even round number (2, 4, 10, 20, 40, 100 …) that is not smaller."""
    step = 1
    while True:
        for each in (2, 4, 10):
            if number <= each * step:
                return each * step
        step *= 10
