"""What a discretion table (裁量基准) says of a case: the rows, the range, the circumstances, and why, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from gongkai.domain.discretion.table import Circumstance, Effect, OutcomeKey, Row, Table, written
from gongkai.domain.text import N_, Text, say

Known: TypeAlias = "Decimal | int | str | bool | Fraction"

_HOLDS = N_("{factor} is {fact}, and the row asks for {operator} {value}: yes.")
_FAILS = N_("{factor} is {fact}, but the row asks for {operator} {value}: no.")


class Line(NamedTuple):
    """One condition of one row as it came out; a row without conditions has one line without a factor."""

    row: str
    factor: str
    operator: str
    value: str
    fact: str
    holds: bool

    def text(self) -> Text:
        """The line as a sentence."""
        if not self.factor:
            return say("Row {row} has no conditions and fits every case.", row=self.row)
        named = self._asdict()
        named.pop("holds")
        return say("Row {row}: {line}", row=self.row, line=Text(_HOLDS if self.holds else _FAILS, named))

    def as_json(self) -> dict[str, str | bool]:
        """The line for a machine."""
        return self._asdict()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the table says of a case: all ``rows`` it falls in, the range in ``unit``, ``fault`` unless it is one row.

    With several rows the range goes from the smallest minimum to the largest maximum if they share a unit, and
    ``outcome`` is set only where they agree. ``circumstances`` are those said to be there; they change no number.
    """

    table: Table
    facts: Mapping[str, Known]
    rows: tuple[Row, ...]
    circumstances: tuple[Circumstance, ...] = ()

    @property
    def fault(self) -> bool:
        """Whether the table fails for the case: no row, or more than one."""
        return len(self.rows) != 1

    @property
    def unit(self) -> str:
        """The unit of the range; "" where the rows differ or there is no amount."""
        units = {row.unit for row in self.rows}
        return units.pop() if len(units) == 1 else ""

    @property
    def minimum(self) -> Decimal | None:
        """The lower end of the range; ``None`` where there is none."""
        given = [row.minimum for row in self.rows]
        return min((each for each in given if each is not None), default=None) if self._alike else None

    @property
    def maximum(self) -> Decimal | None:
        """The upper end of the range; ``None`` where there is none."""
        given = [row.maximum for row in self.rows]
        return max((each for each in given if each is not None), default=None) if self._alike else None

    @property
    def _alike(self) -> bool:
        return len({row.unit for row in self.rows}) == 1

    @property
    def outcome(self) -> OutcomeKey | None:
        """What follows, where all rows say the same."""
        kinds = {row.outcome for row in self.rows}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def citation(self) -> str:
        """What the rows stand on; the table's own basis where they name none."""
        return (
            "；".join(dict.fromkeys(row.basis or self.table.basis for row in self.rows)) or self.table.basis
        )

    @property
    def trace(self) -> tuple[Line, ...]:
        """Every condition of every row, with the fact it was held against, in the order of the table."""
        shown = {key: shown_fact(fact) for key, fact in self.facts.items()}
        lines = []
        for row in self.table.rows:
            if not row.conditions:
                lines.append(Line(row.key, "", "", "", "", holds=True))
            for each in row.conditions:
                fact = self.facts[each.factor]
                value = "|".join(written(one) for one in each.values)
                holds = each.fits(fact)  # type: ignore[arg-type]
                lines.append(Line(row.key, each.factor, each.operator, value, shown[each.factor], holds))
        return tuple(lines)

    def remark(self) -> Text | None:
        """What the reader must know of a fault of the table; ``None`` where exactly one row fits."""
        if not self.rows:
            return say("No row of the table fits this case: the table has a gap here. A person must decide.")
        if self.fault:
            rows = "、".join(row.key for row in self.rows)
            return say(
                "Several rows fit this case: {rows}. The table overlaps here. A person must decide.",
                rows=rows,
            )
        return None

    def as_json(self) -> dict[str, Any]:
        """The answer for a machine: money as numbers, the facts of the trace as text."""
        return {
            "code": self.table.code,
            "version": self.table.version,
            "rows": [row.key for row in self.rows],
            "outcome": self.outcome,
            "minimum": number(self.minimum),
            "maximum": number(self.maximum),
            "unit": self.unit,
            "fault": self.fault,
            "trace": [line.as_json() for line in self.trace],
            "citation": self.citation,
            "circumstances": [
                {"key": each.key, "effect": each.effect, "binding": each.binding, "article": each.article}
                for each in self.circumstances
            ],
        }


_FOLLOWS: dict[tuple[Effect, bool], str] = {
    ("spared", True): N_("No penalty is given ({article})."),
    ("spared", False): N_("The penalty may be spared ({article}); a person decides."),
    ("lighter", True): N_("The penalty shall be lighter, within the range or below it ({article})."),
    ("lighter", False): N_("The penalty may be lighter within the range ({article})."),
    ("heavier", True): N_("The penalty shall be heavier within the range ({article})."),
    ("heavier", False): N_("The penalty may be heavier within the range ({article})."),
}


def what_follows(circumstance: Circumstance) -> Text:
    """What a circumstance does, in a sentence with its article; to be shown beside its label."""
    return Text(_FOLLOWS[circumstance.effect, circumstance.binding], {"article": circumstance.article})


def number(amount: Decimal | None) -> int | float | str | None:
    """An amount for JSON: with its very digits, as text where a number would lose some."""
    if amount is None:
        return None
    if amount == amount.to_integral_value():
        return int(amount)
    return float(amount) if Decimal(repr(float(amount))) == amount else written(amount)


def shown_fact(fact: Known) -> str:
    """A fact as people write it."""
    return written(fact) if not isinstance(fact, Fraction) else str(fact)
