"""Discretion (裁量基准) as decision tables: which row a case falls in, and between what amounts the penalty lies.

Numbers are exact (``Decimal``), never binary fractions. 以上 and 以下 include the number: ``>=`` and ``<=``.
Sources: 行政处罚法 Article 34; the closed lists (operators, outcomes, units) are data in ``law/discretion.toml``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from gongkai.domain.text import N_, Text, say

FactorKind: TypeAlias = Literal["number", "choice", "yes_no", "count"]
Operator: TypeAlias = Literal["<", "<=", ">", ">=", "=", "in"]
OutcomeKey: TypeAlias = Literal["fine", "warning", "order", "spared"]
Effect: TypeAlias = Literal["lighter", "heavier", "spared"]
Scalar: TypeAlias = "Decimal | str | bool"
Value: TypeAlias = "Scalar | tuple[Scalar, ...]"

#: More than these is a slip of the pen, not a table.
MOST_ROWS, MOST_FACTORS, MOST_VALUES, MOST_DIGITS = 500, 40, 200, 24
ORDERED: frozenset[FactorKind] = frozenset({"number", "count"})
KINDS: dict[FactorKind, str] = {
    "number": N_("a number"),
    "choice": N_("a choice"),
    "yes_no": N_("yes or no"),
    "count": N_("a whole number"),
}
"""The words for the kinds of factor, to be translated where shown."""

_COMPARISONS = frozenset({"<", "<=", ">", ">="})
_HOLDS: dict[Operator, Callable[[Any, Any], object]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "in": lambda fact, values: fact in values,
}


@dataclass(frozen=True, slots=True)
class Domain:
    """The values a factor can take: from ``lower`` to ``upper`` (``None``: without end), or the named ``values``.

    The ends belong to it unless ``lower_open`` or ``upper_open``. A choice always has ``values``; numbers range over
    zero and up unless the table says otherwise.
    """

    lower: Decimal | None = Decimal(0)
    upper: Decimal | None = None
    lower_open: bool = False
    upper_open: bool = False
    values: tuple[Decimal | str, ...] = ()

    def holds(self, number: Decimal | int) -> bool:
        """Whether the number lies in the domain."""
        if self.values:
            return number in self.values
        low = self.lower is None or self.lower < number or (self.lower == number and not self.lower_open)
        high = self.upper is None or number < self.upper or (self.upper == number and not self.upper_open)
        return low and high


ZERO_AND_UP = Domain()


@dataclass(frozen=True, slots=True)
class Factor:
    """What a row looks at (裁量因素): ``unit`` is the unit of its numbers (平方米), free text."""

    key: str
    label: str
    kind: FactorKind
    unit: str = ""
    domain: Domain = ZERO_AND_UP

    @property
    def ordered(self) -> bool:
        """Whether its values are numbers, which have a more and a less."""
        return self.kind in ORDERED


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a row; ``value`` is a tuple for the operator ``in``, else a single value."""

    factor: str
    operator: Operator
    value: Value

    @property
    def values(self) -> tuple[Scalar, ...]:
        """The value or values, always as a tuple."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    def fits(self, fact: Scalar | int | Fraction) -> bool:
        """Whether the fact meets the condition."""
        return bool(_HOLDS[self.operator](fact, self.value))

    def __str__(self) -> str:
        return f"{self.factor} {self.operator} {'|'.join(written(each) for each in self.values)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row (裁量阶次): all ``conditions`` together lead to ``outcome``, from ``minimum`` to ``maximum`` in ``unit``.

    Money is in yuan. Without a minimum the range begins at nothing; without a maximum it has no upper end. ``conduct``
    and ``basis`` are those of the table where empty.
    """

    key: str
    conditions: tuple[Condition, ...]
    outcome: OutcomeKey
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    conduct: str = ""
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A circumstance (裁量情节) besides the rows: it makes the penalty lighter or heavier, or spares it.

    ``binding``: the law says "shall"; otherwise "may". ``article`` as cited; ``verified`` false where it is the
    agency's own configuration.
    """

    key: str
    label: str
    label_en: str
    effect: Effect
    article: str
    binding: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One version of the table of a conduct (违法行为), in force from and until (both ends included)."""

    code: str
    conduct: str
    basis: str
    factors: tuple[Factor, ...]
    rows: tuple[Row, ...]
    in_force_from: date
    in_force_until: date | None = None
    version: str = ""
    circumstances: tuple[Circumstance, ...] = field(default=())

    def factor(self, key: str) -> Factor | None:
        """The factor called ``key``, or ``None``."""
        return next((each for each in self.factors if each.key == key), None)

    def row(self, key: str) -> Row:
        """The row called ``key``. Raises ``KeyError``."""
        for each in self.rows:
            if each.key == key:
                return each
        raise KeyError(key)


def written(value: Scalar | int) -> str:
    """A value as people write it: ``7.5``, ``yes``, ``citizen``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = format(value, "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return "0" if plain == "-0" else plain
    return str(value)


def exact(number: Decimal) -> bool:
    """Whether the number is one that people write: finite, and not longer than ``MOST_DIGITS``."""
    if not number.is_finite():
        return False
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(number.adjusted() + 1, 1) + max(-exponent, 0) <= MOST_DIGITS


def broken(table: Table) -> Iterator[tuple[str, Text]]:
    """What makes the table no table at all, each with the row it is in ("" for the table as a whole)."""
    if len(table.rows) > MOST_ROWS:
        yield (
            "",
            say(
                "There are {count} rows; a table holds at most {most}.", count=len(table.rows), most=MOST_ROWS
            ),
        )
    if len(table.factors) > MOST_FACTORS:
        count = len(table.factors)
        yield (
            "",
            say("There are {count} factors; a table holds at most {most}.", count=count, most=MOST_FACTORS),
        )
    keys = [factor.key for factor in table.factors]
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        yield "", say("The factor “{factor}” is declared twice.", factor=key)
    for factor in table.factors:
        fault = _of_factor(factor)
        if fault is not None:
            yield "", fault
    seen: set[str] = set()
    for row in table.rows:
        if row.key in seen:
            yield row.key, say("Two rows are called {row}. Give each its own number.", row=row.key)
        seen.add(row.key)
        for condition in row.conditions:
            fault = wrong(condition, table.factor(condition.factor))
            if fault is not None:
                yield row.key, fault


def _of_factor(factor: Factor) -> Text | None:
    if not factor.key or factor.key != factor.key.strip():
        return say("A factor has no name, or blanks around it.")
    if re.search(r"[\x00-\x1f\x7f]", factor.key):
        return say(
            "The name of the factor “{factor}” holds a line break or a control sign.", factor=factor.key
        )
    if factor.ordered:
        return _of_numbers(factor)
    return _of_choices(factor) if factor.kind == "choice" else None


def _of_numbers(factor: Factor) -> Text | None:
    domain = factor.domain
    if not all(isinstance(each, Decimal) for each in domain.values):
        return say("The factor “{factor}” is a number, but its values are not.", factor=factor.key)
    ends = [each for each in (domain.lower, domain.upper, *domain.values) if isinstance(each, Decimal)]
    if not all(exact(each) for each in ends):
        return say("The domain of the factor “{factor}” holds a number that is too long.", factor=factor.key)
    return None


def _of_choices(factor: Factor) -> Text | None:
    values = factor.domain.values
    if not values or len(set(values)) < len(values):
        return say("The factor “{factor}” needs its values named, each once.", factor=factor.key)
    if not all(
        isinstance(each, str) and each == each.strip() and each and "|" not in each for each in values
    ):
        return say(
            "A value of the factor “{factor}” is empty, has blanks around it or a “|” in it.",
            factor=factor.key,
        )
    return None


def wrong(condition: Condition, factor: Factor | None) -> Text | None:
    """Why the condition cannot be asked of the factor; ``None`` if it can."""
    if factor is None:
        return say("There is no factor “{factor}”.", factor=condition.factor)
    many = isinstance(condition.value, tuple)
    if many != (condition.operator == "in") or not condition.values:
        return say(
            "“{condition}”: the operator “in” takes a list, every other one a single value.",
            condition=str(condition),
        )
    if not factor.ordered and condition.operator in _COMPARISONS:
        return say(
            "“{condition}”: “{factor}” is no number, so it has no more and no less. Use “=” or “in”.",
            condition=str(condition),
            factor=factor.key,
        )
    if not all(_is(each, factor) for each in condition.values):
        return say(
            "“{condition}”: a value does not fit “{factor}”, which is {kind}.",
            condition=str(condition),
            factor=factor.key,
            kind=Text(KINDS[factor.kind]),
        )
    if factor.kind == "choice":
        stranger = next((each for each in condition.values if each not in factor.domain.values), None)
        if stranger is not None:
            return say(
                "“{value}” is not among the values of “{factor}”: {values}.",
                value=written(stranger),
                factor=factor.key,
                values="|".join(str(each) for each in factor.domain.values),
            )
    return None


def _is(value: Scalar, factor: Factor) -> bool:
    if factor.ordered:
        return isinstance(value, Decimal) and exact(value)
    return isinstance(value, bool if factor.kind == "yes_no" else str)
