"""What a measure (考核数据) gives: its cases, each with the record it is, and what a share is taken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.domain.supervision.scoring import Count

#: Records kept with a count at the most; more are counted, but not named.
MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One case: the unit it is counted to (``None``: no unit's), what it is called, and the page of it.

    ``name`` says nothing of anybody: a number, or the title of something public.
    """

    unit: int | None
    name: str
    address: str = ""
    args: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """The cases of an agency and year; ``of``: unit → among how many (``None``: no share is taken).

    ``agency``: the count of the whole agency, where it is no sum of cases.
    """

    records: tuple[Record, ...] = ()
    of: Mapping[int | None, int] | None = field(default=None)
    agency: Count | None = None

    def count(self, unit: int | None = None, *, whole: bool = False) -> Count:
        """The count of a unit, or of the ``whole`` agency."""
        if whole and self.agency is not None:
            return self.agency
        mine = self.named(unit, whole=whole)
        if self.of is None:
            return Count(len(mine))
        return Count(len(mine), sum(self.of.values()) if whole else self.of.get(unit, 0))

    def named(self, unit: int | None = None, *, whole: bool = False) -> list[Record]:
        """The records of a unit, or of the whole agency."""
        return [each for each in self.records if whole or each.unit == unit]


def year_of(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def by_unit(units: Any) -> Counter[int | None]:
    """Unit → how often it stands in the rows."""
    return Counter(units)
