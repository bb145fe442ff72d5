"""What would lead a case into a milder row of its discretion table (裁量基准): the rows, and what they ask instead."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.domain.discretion.milder import weight
from gongkai.domain.discretion.outcome import Outcome
from gongkai.domain.discretion.table import Condition, Row

#: Rows told at most.
MOST = 5


@dataclass(frozen=True, slots=True)
class Nearby:
    """A milder ``row``, and all its conditions on the factors that keep the case out of it."""

    row: Row
    asked: tuple[Condition, ...]


def milder_rows(outcome: Outcome) -> tuple[Nearby, ...]:
    """The milder rows, those first that differ in the fewest facts; none where the table fails for the case.

    Rows whose fines are measured in another unit are left out: they cannot be compared.
    """
    if outcome.fault:
        return ()
    (held,) = outcome.rows
    found = []
    for row in outcome.table.rows:
        if row.outcome == held.outcome == "fine" and row.unit != held.unit:
            continue
        if weight(row) >= weight(held):
            continue
        failing = {each.factor for each in row.conditions if not each.fits(outcome.facts[each.factor])}
        found.append(
            (len(failing), Nearby(row, tuple(each for each in row.conditions if each.factor in failing)))
        )
    # Of the same distance the gravest first: the next smaller step is what is most within reach.
    found.sort(key=lambda each: (each[0], [-part for part in weight(each[1].row)]))
    return tuple(near for _far, near in found[:MOST])
