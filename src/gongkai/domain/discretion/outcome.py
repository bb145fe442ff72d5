"""What a discretion table (裁量基准) says of a case: the rows, the range, the circumstances, and why, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from gongkai.domain.discretion.table import Circumstance, Condition, Effect, OutcomeKey, Row, Table, written
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


Asked: TypeAlias = "tuple[str, str, str, str, Condition | None]"


def asked_of(table: Table) -> tuple[Asked, ...]:
    """Every condition of every row with its words, written once for all traces of the table."""
    return tuple(
        (row.key, each.factor, each.operator, "|".join(written(one) for one in each.values), each)
        if each is not None
        else (row.key, "", "", "", None)
        for row in table.rows
        for each in (row.conditions or (None,))
    )


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
    asked: tuple[Asked, ...] = field(default=(), compare=False, repr=False)

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
        facts, lines = self.facts, []
        for row, key, operator, value, condition in self.asked:
            if condition is None:
                lines.append(Line(row, "", "", "", "", True))
            else:
                lines.append(Line(row, key, operator, value, shown[key], condition.fits(facts[key])))
        return tuple(lines)

    def remarks(self) -> tuple[Text, ...]:
        """What the reader must know besides: a fault of the table, and what the circumstances do."""
        said = [effect_of(each) for each in self.circumstances]
        if not self.rows:
            gap = say("No row of the table fits this case: the table has a gap here. A person must decide.")
            return (gap, *said)
        if self.fault:
            rows = "、".join(row.key for row in self.rows)
            both = say(
                "Several rows fit this case: {rows}. The table overlaps here. A person must decide.",
                rows=rows,
            )
            return (both, *said)
        return tuple(said)

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


def effect_of(circumstance: Circumstance) -> Text:
    """What a circumstance does, in a sentence with its article; to be shown beside its label."""
    return Text(_FOLLOWS[circumstance.effect, circumstance.binding], {"article": circumstance.article})


OUTCOMES: dict[OutcomeKey, str] = {
    "spared": N_("no penalty"),
    "order": N_("an order to correct"),
    "warning": N_("a warning"),
    "fine": N_("a fine"),
}
"""The words for what a row leads to (不予处罚, 责令改正, 警告, 罚款), to be translated where shown."""

UNITS = {
    "yuan": N_("yuan"),
    "ten_thousand_yuan": N_("ten thousand yuan"),
    "yuan_per_m2": N_("yuan a square metre"),
    "yuan_per_m3": N_("yuan a cubic metre"),
    "yuan_per_vehicle": N_("yuan a vehicle"),
    "yuan_per_item": N_("yuan an item"),
    "times_value": N_("times the value"),
    "%": N_("per cent of the value"),
}
"""The words for the known units of a range, to be translated where shown."""


def unit_in_words(unit: str) -> Text | str:
    """A unit in words; an unknown one as it is written."""
    return Text(UNITS[unit]) if unit in UNITS else unit


def in_words(row: Row) -> Text:
    """What a row leads to, as part of a sentence: ``a fine of 200 to 500 yuan``."""
    if row.outcome != "fine":
        return Text(OUTCOMES[row.outcome])
    return _fine(row.minimum, row.maximum, row.unit)


def _fine(minimum: Decimal | None, maximum: Decimal | None, unit: str) -> Text:
    low, named = written(minimum or Decimal(0)), unit_in_words(unit)
    if maximum is None:
        return say("a fine of {low} {unit} or more", low=low, unit=named)
    if minimum == maximum:
        return say("a fine of {amount} {unit}", amount=low, unit=named)
    return say("a fine of {low} to {high} {unit}", low=low, high=written(maximum), unit=named)


def what_follows(outcome: Outcome) -> Text:
    """What the table says of the case, in a sentence; where several rows fit, the range they span together."""
    if not outcome.rows:
        return say("The table says nothing of this case.")
    if not outcome.fault:
        return say("The table says: {what}.", what=in_words(outcome.rows[0]))
    if outcome.outcome == "fine" and outcome.unit:
        return say(
            "The rows together say: {what}.", what=_fine(outcome.minimum, outcome.maximum, outcome.unit)
        )
    return say("The rows say different things.")


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
