"""Oversight of discretion: how decisions spread within the range, by row, unit and officer; from prepared figures."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from gongkai.domain.powers import decisions as rules
from gongkai.people.models import Person, Unit
from gongkai.powers.models import Decision, Entry, SameFactsFigure, SpreadFigure


@dataclass(frozen=True, slots=True)
class Spread:
    """Decisions of a group: ``mean`` and ``deviation`` of the places in the range (0 the minimum, 1 the maximum)."""

    row: str
    unit: str
    officer: str
    count: int
    outside: int
    mean: float
    deviation: float
    least: Decimal | None
    most: Decimal | None
    average: Decimal | None
    outlier: bool = False


@dataclass(frozen=True, slots=True)
class Dispersion:
    """A table's decisions of a year: each row as a whole, by unit, and by unit and officer."""

    table: Entry
    year: int
    rows: tuple[Spread, ...]
    units: tuple[Spread, ...]
    officers: tuple[Spread, ...]

    @property
    def outliers(self) -> tuple[Spread, ...]:
        """Officers and units that lie far from the others of their row."""
        return tuple(each for each in (*self.units, *self.officers) if each.outlier)


def years(agency_id: int) -> list[int]:
    """The years with decisions that were held against a table, the newest first."""
    rows = SpreadFigure.objects.filter(table__agency_id=agency_id, count__gt=0)
    return sorted(rows.values_list("year", flat=True).distinct(), reverse=True)


@dataclass(frozen=True, slots=True)
class UsedTable:
    """A table with how many decisions of a year were held against it, and how many of them lie outside."""

    table: Entry
    used: int
    outside: int


def tables(agency_id: int, year: int) -> list[UsedTable]:
    """The tables used in the year, the most used first; two queries."""
    figures = SpreadFigure.objects.filter(table__agency_id=agency_id, year=year).order_by()
    summed = figures.values_list("table_id").annotate(used=Sum("count"), outside=Sum("outside"))
    found = {table: (used, outside) for table, used, outside in summed if used}
    entries = Entry.objects.filter(pk__in=found)
    rows = [UsedTable(each, *found[each.pk]) for each in entries]
    return sorted(rows, key=lambda each: (-each.used, each.table.code))


def dispersion(table: Entry, year: int) -> Dispersion:
    """How the decisions of a table spread in a year; three queries whatever their number."""
    found = list(
        SpreadFigure.objects.filter(table=table, year=year, count__gt=0).order_by("row", "unit_id", "officer")
    )
    names = dict(Unit.objects.filter(pk__in={each.unit_id for each in found}).values_list("pk", "name"))
    people = _people(found)
    rows = _grouped(found, lambda each: (each.row, "", ""), {}, {})
    of_row = {each.row: each for each in rows}
    units = _grouped(found, lambda each: (each.row, str(each.unit_id), ""), names, people)
    officers = _grouped(found, lambda each: (each.row, str(each.unit_id), each.officer), names, people)
    officers = [each for each in officers if each.officer]
    return Dispersion(
        table, year, tuple(rows), tuple(_judged(units, of_row)), tuple(_judged(officers, of_row))
    )


def _people(found: Iterable[SpreadFigure]) -> dict[str, str]:
    keys = {int(each.officer) for each in found if each.officer.isascii() and each.officer.isdecimal()}
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=keys).values_list("pk", "name")}


def _grouped(
    found: Iterable[SpreadFigure],
    key: Callable[[SpreadFigure], tuple[str, str, str]],
    names: Mapping[int, str],
    people: Mapping[str, str],
) -> list[Spread]:
    groups: dict[tuple[str, str, str], list[SpreadFigure]] = defaultdict(list)
    for each in found:
        groups[key(each)].append(each)
    return [
        _spread(row, names.get(int(unit), "") if unit else "", people.get(officer, officer), members)
        for (row, unit, officer), members in groups.items()
    ]


def _spread(row: str, unit: str, officer: str, members: Sequence[SpreadFigure]) -> Spread:
    count = sum(each.count for each in members)
    mean = sum(each.places for each in members) / count
    variance = max(sum(each.squares for each in members) / count - mean * mean, 0.0)
    least = [each.least for each in members if each.least is not None]
    most = [each.most for each in members if each.most is not None]
    amounts = sum((each.amounts for each in members), Decimal(0))
    return Spread(
        row=row,
        unit=unit,
        officer=officer,
        count=count,
        outside=sum(each.outside for each in members),
        mean=mean,
        deviation=math.sqrt(variance),
        least=min(least, default=None),
        most=max(most, default=None),
        average=(amounts / count).quantize(Decimal("0.01")) if most else None,
    )


def _judged(groups: Iterable[Spread], of_row: dict[str, Spread]) -> list[Spread]:
    """Marks groups whose mean lies far from the row's: by the standard error the group's size lets expect."""
    found = []
    for each in groups:
        whole = of_row[each.row]
        compared = each.count >= rules.house("fewest_compared") and whole.count > each.count
        error = whole.deviation / math.sqrt(each.count) if each.count else 0.0
        far = abs(each.mean - whole.mean) > rules.house("outlier_deviations") * error and error > 0
        found.append(
            Spread(
                **{**{name: getattr(each, name) for name in Spread.__slots__}, "outlier": compared and far}
            )
        )
    return found


def same_facts(table: Entry, year: int, limit: int = 50) -> list[SameFactsFigure]:
    """The cases on the very same facts with different amounts, the widest apart first; one indexed query."""
    rows = SameFactsFigure.objects.filter(table=table, year=year, count__gt=1, spread__gt=0)
    return list(rows.order_by("-spread")[:limit])


def side_by_side(table: Entry, digest: str, year: int, limit: int = 200) -> QuerySet[Decision]:
    """The decisions on these facts, by amount."""
    rows = Decision.objects.filter(table=table, facts_digest=digest, decided_on__year=year)
    return (
        rows.filter(state__in=("decided", "served", "published", "withheld"))
        .select_related("unit", "officer")
        .order_by("amount", "id")[:limit]
    )
