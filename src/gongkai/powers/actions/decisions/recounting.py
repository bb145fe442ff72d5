"""Counting the prepared figures over decisions anew, from the records: after an import, or to prove them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.domain.powers import decisions as rules
from gongkai.powers.actions.decisions.figures import COUNTED, PUBLIC, month_of
from gongkai.powers.models import Decision, Entry, SameFactsFigure, SpreadFigure, StripFigure

_FIELDS = (
    *("table_id", "rows", "decided_on", "outcome", "amount", "minimum", "maximum", "outside_range"),
    *("unit_id", "officer_id", "officer_code", "facts_digest", "state"),
)


@dataclass
class _Spread:
    count: int = 0
    outside: int = 0
    places: float = 0.0
    squares: float = 0.0
    amounts: Decimal = Decimal(0)
    least: Decimal | None = None
    most: Decimal | None = None

    def add(self, amount: Decimal | None, share: float, *, outside: bool) -> None:
        """Counts one decision."""
        self.count += 1
        self.outside += outside
        self.places += share
        self.squares += share * share
        if amount is None:
            return
        self.amounts += amount
        self.least = amount if self.least is None else min(self.least, amount)
        self.most = amount if self.most is None else max(self.most, amount)


def recount(tables: Collection[int]) -> int:
    """Counts the figures of these tables anew. Gives how many decisions were counted."""
    count = 0
    for table in tables:
        strips, spreads, alike, counted = _counted(table)
        with transaction.atomic():
            for model in (StripFigure, SpreadFigure, SameFactsFigure):
                model._default_manager.filter(table_id=table).delete()  # noqa: SLF001 - figures, not records
            StripFigure.objects.bulk_create(strips, batch_size=1000)
            SpreadFigure.objects.bulk_create(spreads, batch_size=1000)
            SameFactsFigure.objects.bulk_create(alike, batch_size=1000)
        count += counted
    return count


def _counted(table: int) -> tuple[list[StripFigure], list[SpreadFigure], list[SameFactsFigure], int]:
    strips: dict[tuple[str, date, str, int], int] = {}
    spreads: dict[tuple[str, int, int, str], _Spread] = {}
    alike: dict[tuple[int, str], _Spread] = {}
    counted = 0
    for row in _rows(table):
        counted += 1
        first, day = str(row["rows"][0])[:60], row["decided_on"]
        if row["state"] in PUBLIC:
            place = rules.place(row["amount"], row["minimum"], row["maximum"])
            key = (first, month_of(day), row["outcome"], place)
            strips[key] = strips.get(key, 0) + 1
        amount = row["amount"]
        share = float(rules.share(amount, row["minimum"], row["maximum"])) if amount is not None else 0.0
        officer = row["officer_code"] or (str(row["officer_id"]) if row["officer_id"] else "")
        spread = spreads.setdefault((first, day.year, row["unit_id"], officer), _Spread())
        spread.add(amount, share, outside=row["outside_range"])
        alike.setdefault((day.year, row["facts_digest"]), _Spread()).add(amount, share, outside=False)
    return (
        [
            StripFigure(table_id=table, row=first, month=month, outcome=outcome, place=place, count=count)
            for (first, month, outcome, place), count in strips.items()
        ],
        [
            SpreadFigure(table_id=table, row=first, year=year, unit_id=unit, officer=officer, **vars(found))
            for (first, year, unit, officer), found in spreads.items()
        ],
        [
            SameFactsFigure(
                table_id=table,
                year=year,
                facts_digest=digest,
                count=found.count,
                least=found.least,
                most=found.most,
                spread=(found.most or Decimal(0)) - (found.least or Decimal(0)),
            )
            for (year, digest), found in alike.items()
        ],
        counted,
    )


def _rows(table: int) -> Iterator[dict[str, Any]]:
    rows = Decision.objects.filter(table_id=table, state__in=COUNTED, decided_on__isnull=False).values(
        *_FIELDS
    )
    for row in rows.iterator(chunk_size=5000):
        if row["rows"]:
            yield row


def recount_all() -> int:
    """Counts the figures of every table anew."""
    return recount(list(Entry.objects.filter(kind="discretion").values_list("pk", flat=True)))
