"""The numbers of a bulletin (办理情况通报): those of a month or a year, and of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from gongkai.complaints.models import Matter
from gongkai.complaints.queries import figure_parts
from gongkai.complaints.queries.figure_parts import Spot, Topic
from gongkai.complaints.queries.figures import (
    NAMES,
    Counted,
    Line,
    Scope,
    apart,
    figures,
    months,
    ratings,
    span_of_records,
)
from gongkai.core import clock
from gongkai.domain.calendar import ONE_DAY
from gongkai.people.models import Agency


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of it (``month`` 1 to 12; 0: the whole year)."""

    year: int
    month: int = 0

    @property
    def key(self) -> str:
        """As addresses and files name it: 2012, 2012-05."""
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month or 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        if self.month in (0, 12):
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - ONE_DAY

    @property
    def past(self) -> bool:
        """Whether it is over."""
        return self.last < clock.today()

    @property
    def before(self) -> Period:
        """The one before."""
        if not self.month:
            return Period(self.year - 1)
        return Period(self.year, self.month - 1) if self.month > 1 else Period(self.year - 1, 12)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything a bulletin tells; ``earlier`` are the figures of the period before, in the same order."""

    period: Period
    figures: list[Counted]
    earlier: list[Counted]
    channels: list[Line]
    kinds: list[Line]
    classes: list[Line]
    districts: list[Line]
    months: list[tuple[date, Line]]
    topics: list[Topic]
    spots: list[Spot]
    rarer: int
    ratings: dict[str, int]

    def number(self, key: str) -> Counted:
        """One figure."""
        return next(each for each in self.figures if each.figure.key == key)

    def was(self, key: str) -> Counted:
        """The same in the period before."""
        return next(each for each in self.earlier if each.figure.key == key)


def parse(written: str) -> Period | None:
    """``2012`` or ``2012-05``; ``None`` for anything else."""
    year, dash, month = written.partition("-")
    if not (len(year) == 4 and year.isascii() and year.isdigit() and int(year) > 1):
        return None
    if not dash:
        return Period(int(year))
    good = len(month) == 2 and month.isascii() and month.isdigit() and 1 <= int(month) <= 12
    return Period(int(year), int(month)) if good else None


def scope(period: Period, agencies: tuple[int, ...]) -> Scope:
    """The matters that arrived in it."""
    return Scope(agencies, period.first, period.last)


def bulletin(period: Period, agencies: tuple[int, ...], names: Sequence[str] = NAMES) -> Bulletin:
    """The numbers as they stand now. ``names``: those of the parts."""
    own, earlier = scope(period, agencies), scope(period.before, agencies)
    spots, rarer = figure_parts.spots(own)
    return Bulletin(
        period=period,
        figures=figures(own),
        earlier=figures(earlier),
        channels=apart(own, "channel", names),
        kinds=apart(own, "kind", names),
        classes=apart(own, "category", names),
        districts=apart(own, "district", names),
        months=months(own, names) if not period.month else [],
        topics=figure_parts.hot_topics(own, earlier),
        spots=spots,
        rarer=rarer,
        ratings=ratings(own),
    )


def years(agencies: tuple[int, ...]) -> list[int]:
    """The years in which matters arrived, the newest first."""
    span = span_of_records(agencies)
    return list(range(min(span[1], clock.today()).year, span[0].year - 1, -1)) if span else []


def recorded(periods: Sequence[Period], agencies: tuple[int, ...]) -> list[Period]:
    """Those of the periods in which anything arrived; one query, which looks up a row of each and counts none."""
    arrived = [
        Exists(Matter.objects.filter(agency=OuterRef("pk"), received_on__range=(each.first, each.last)))
        for each in periods
    ]
    rows = list(Agency.objects.filter(pk__in=agencies).values_list(*arrived)) if arrived else []
    return [each for at, each in enumerate(periods) if any(row[at] for row in rows)]


def issues(agencies: tuple[int, ...]) -> list[tuple[int, list[Period]]]:
    """Year → its bulletins, the year's own first: those of past periods since the first matter arrived."""
    span = span_of_records(agencies)
    if span is None:
        return []
    found = []
    for year in years(agencies):
        known = [Period(year), *(Period(year, month) for month in range(12, 0, -1))]
        shown = [each for each in known if each.past and each.last >= span[0]]
        if shown:
            found.append((year, shown))
    return found


def told(agencies: tuple[int, ...]) -> list[tuple[int, list[Period]]]:
    """The same, without those that have nothing to tell: for a list to choose from."""
    known = issues(agencies)
    some = recorded([Period(year) for year, _shown in known], agencies)
    years_told = {each.year for each in some}
    kept = recorded(
        [each for year, shown in known if year in years_told for each in shown if each.month], agencies
    )
    return [
        (year, [each for each in shown if not each.month or each in kept])
        for year, shown in known
        if year in years_told
    ]
