"""Proves that no case falls in two rows of a discretion table (裁量基准) and none in none, or shows the very case.

The proof is exact and complete: it looks at every bound of the table and at every stretch between two bounds, so
"5 or less / 5 to 10 / 10 or more" overlaps at 5 and at 10 and at nothing else. Whole numbers have nothing between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from typing import Any, Literal, TypeAlias

from gongkai.domain.discretion.axes import Axis, axes_of, box_of
from gongkai.domain.discretion.gaps import Box, Search, meet
from gongkai.domain.discretion.table import Row, Scalar, Table, broken, written
from gongkai.domain.text import Text, say

FaultKind: TypeAlias = Literal["broken", "range", "empty", "overlap", "gap", "unproved"]
#: Cases shown for one pair of rows, and pairs told, before "and more" is said instead.
MOST_CASES, MOST_PAIRS = 10, 100


@dataclass(frozen=True, slots=True)
class Case:
    """A case: the fact of each factor, of which only ``telling`` matter. ``str()`` gives ``area = 5, party = shop``."""

    facts: tuple[tuple[str, Scalar], ...]
    telling: tuple[str, ...]

    def as_facts(self) -> dict[str, Scalar]:
        """All facts of the case, as ``evaluate`` takes them."""
        return dict(self.facts)

    def __str__(self) -> str:
        return ", ".join(f"{key} = {written(value)}" for key, value in self.facts if key in self.telling)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the table ``code``: which ``rows``, the very ``cases``, where (``region``) and in a sentence.

    ``more``: there are further ones of the kind that are not told.
    """

    kind: FaultKind
    code: str
    rows: tuple[str, ...]
    reason: Text
    cases: tuple[Case, ...] = ()
    region: str = ""
    more: bool = False

    def __str__(self) -> str:
        return str(self.reason)

    def as_json(self) -> dict[str, Any]:
        """The fault for a machine; numbers are written as text, so that they stay exact."""
        return {
            "kind": self.kind,
            "code": self.code,
            "rows": list(self.rows),
            "cases": [str(case) for case in self.cases],
            "region": self.region,
            "more": self.more,
            "reason": str(self.reason),
        }


def prove(table: Table) -> tuple[Fault, ...]:
    """Every fault of the table; empty where each possible case falls in exactly one row."""
    wrong = tuple(_broken(table))
    if wrong:
        return wrong
    axes = axes_of(table)
    void = [axis.factor.key for axis in axes if not axis.there]
    if void:
        reason = say(
            "{code}: the factor “{factor}” can take no value: its domain is empty.",
            code=table.code,
            factor=void[0],
        )
        return (Fault("broken", table.code, (), reason),)
    boxes = [box_of(row, axes) for row in table.rows]
    found = [*_ranges(table)]
    found += [_empty(table.code, row) for row, box in zip(table.rows, boxes, strict=True) if not all(box)]
    live = [(row, box) for row, box in zip(table.rows, boxes, strict=True) if all(box)]
    found += _overlaps(table.code, live, axes)
    found += _gaps(table.code, [box for _, box in live], axes)
    return tuple(found)


def _broken(table: Table) -> Iterator[Fault]:
    for row, fault in broken(table):
        reason = say("{code}: {fault}", code=table.code, fault=fault)
        if row:
            reason = say("{code}, row {row}: {fault}", code=table.code, row=row, fault=fault)
        yield Fault("broken", table.code, (row,) if row else (), reason)


def _ranges(table: Table) -> Iterator[Fault]:
    for row in table.rows:
        if row.minimum is not None and row.maximum is not None and row.minimum > row.maximum:
            reason = say(
                "{code}, row {row}: the minimum {minimum} is above the maximum {maximum}. Exchange or correct them.",
                code=table.code,
                row=row.key,
                minimum=written(row.minimum),
                maximum=written(row.maximum),
            )
            yield Fault("range", table.code, (row.key,), reason)
        elif any(each is not None and each < 0 for each in (row.minimum, row.maximum)):
            reason = say("{code}, row {row}: an amount is below zero.", code=table.code, row=row.key)
            yield Fault("range", table.code, (row.key,), reason)


def _empty(code: str, row: Row) -> Fault:
    reason = say(
        "{code}, row {row}: no case falls in this row, because its conditions exclude each other: {conditions}.",
        code=code,
        row=row.key,
        conditions=", ".join(str(each) for each in row.conditions),
    )
    return Fault("empty", code, (row.key,), reason)


def _overlaps(code: str, rows: Sequence[tuple[Row, Box]], axes: Sequence[Axis]) -> list[Fault]:
    pairs = (
        (one, other, tuple(a & b for a, b in zip(here, there, strict=True)))
        for (one, here), (other, there) in combinations(rows, 2)
        if meet(here, there)
    )
    told = list(islice(pairs, MOST_PAIRS + 1))
    more = len(told) > MOST_PAIRS
    found = [_overlap(code, one, other, box, axes) for one, other, box in told[:MOST_PAIRS]]
    return _and_more(found) if more else found


def _and_more(found: list[Fault]) -> list[Fault]:
    """The last of the faults also says that there are more."""
    last = found[-1]
    reason = say(
        "{fault} There are more such faults than these {count}.", fault=last.reason, count=len(found)
    )
    return [*found[:-1], replace(last, reason=reason, more=True)]


def _overlap(code: str, one: Row, other: Row, box: Box, axes: Sequence[Axis]) -> Fault:
    regions = list(
        islice(product(*(axis.runs(mask) for mask, axis in zip(box, axes, strict=True))), MOST_CASES + 1)
    )
    cases = tuple(_case(region, axes) for region in regions[:MOST_CASES])
    listed = "; ".join(str(case) for case in cases)
    keys = {"code": code, "one": one.key, "other": other.key}
    if not listed:
        reason = say("{code}: the rows {one} and {other} both fit every case.", **keys)
    elif len(regions) > MOST_CASES:
        reason = say("{code}: the rows {one} and {other} both fit {cases}, and more.", **keys, cases=listed)
    else:
        reason = say("{code}: the rows {one} and {other} both fit {cases}.", **keys, cases=listed)
    where = "; ".join(_told(region, axes) for region in regions[:MOST_CASES])
    return Fault("overlap", code, (one.key, other.key), reason, cases, where)


def _gaps(code: str, boxes: Sequence[Box], axes: Sequence[Axis]) -> list[Fault]:
    search = Search(axes, boxes)
    search.run()
    found = []
    for region in search.regions:
        case, where = _case(region, axes), _told(region, axes)
        if not where:
            reason = say("{code}: no row fits any case. Add rows.", code=code)
        elif where == str(case):
            reason = say("{code}: no row fits {case}.", code=code, case=str(case))
        else:
            reason = say(
                "{code}: no row fits {case} (nor any other with {region}).",
                code=code,
                case=str(case),
                region=where,
            )
        found.append(Fault("gap", code, (), reason, (case,), where))
    if search.undecided:
        reason = say(
            "{code}: so many rows overlap that it was not proved whether some case falls in none. Mend the overlaps "
            "and check again.",
            code=code,
        )
        found.append(Fault("unproved", code, (), reason))
    return _and_more(found) if search.more else found


def _case(region: Box, axes: Sequence[Axis]) -> Case:
    """The simplest case of a region; what is free in it is not told."""
    facts = tuple((axis.factor.key, axis.simplest(mask)) for mask, axis in zip(region, axes, strict=True))
    return Case(
        facts, tuple(axis.factor.key for mask, axis in zip(region, axes, strict=True) if mask != axis.there)
    )


def _told(region: Box, axes: Sequence[Axis]) -> str:
    return ", ".join(axis.told(mask) for mask, axis in zip(region, axes, strict=True) if mask != axis.there)


def summary(faults: Sequence[Fault]) -> Mapping[FaultKind, int]:
    """How many faults of each kind."""
    counted: dict[FaultKind, int] = {}
    for fault in faults:
        counted[fault.kind] = counted.get(fault.kind, 0) + 1
    return counted
