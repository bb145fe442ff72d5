"""From a discretion table back to the lines of its CSV."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.domain.discretion.csv_cells import kind_of
from gongkai.domain.discretion.csv_domain import domain_line
from gongkai.domain.discretion.table import Condition, Domain, Factor, Row, Scalar, Table, written


def lines_of(table: Table) -> Iterator[dict[str, str]]:
    """The lines of one table: what its factors are, where the values do not tell, then row by row."""
    if not _tells_itself(table):
        for factor in table.factors:
            yield {
                "code": table.code,
                "factor": factor.key,
                "operator": "domain",
                "value": domain_line(factor),
            }
    for row in table.rows:
        yield from _of_row(table, row)


def _of_row(table: Table, row: Row) -> Iterator[dict[str, str]]:
    first = {
        "conduct": row.conduct or table.conduct,
        "basis": row.basis or table.basis,
        "minimum": "" if row.minimum is None else written(row.minimum),
        "maximum": "" if row.maximum is None else written(row.maximum),
        "unit": row.unit,
        "outcome": row.outcome,
        "note": row.note,
    }
    asked: list[dict[str, str]] = [_asked(each, table) for each in row.conditions]
    for condition in asked or [{}]:
        yield {"code": table.code, "row": row.key, **condition, **first}
        first = {}


def _asked(condition: Condition, table: Table) -> dict[str, str]:
    factor = table.factor(condition.factor)
    unit = factor.unit if factor is not None else ""
    value = "|".join(_value(each, unit) for each in condition.values)
    return {"factor": condition.factor, "operator": condition.operator, "value": value}


def _value(value: Scalar, unit: str) -> str:
    return f"{written(value)}{unit}"


def _tells_itself(table: Table) -> bool:
    """Whether the rows alone show the factors, their kinds, domains and order."""
    seen: dict[str, list[Condition]] = {}
    for row in table.rows:
        for condition in row.conditions:
            seen.setdefault(condition.factor, []).append(condition)
    if tuple(seen) != tuple(factor.key for factor in table.factors):
        return False
    return all(_plain(factor, seen[factor.key]) for factor in table.factors)


def _plain(factor: Factor, conditions: list[Condition]) -> bool:
    values = list(dict.fromkeys(_value(each, factor.unit) for one in conditions for each in one.values))
    compared = any(each.operator not in ("=", "in") for each in conditions)
    if kind_of(factor.key, values, compared=compared) != factor.kind:
        return False
    return factor.domain == (Domain(values=tuple(values)) if factor.kind == "choice" else Domain())
