"""Evaluates a case against a discretion table (裁量基准): the row it falls in, the range, and why, line by line.

A table is compiled once: each factor's values are cut at the table's bounds, and each piece knows the rows that hold
there, one bit a row. A case then costs one search a factor and one AND. The trace is made when it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from gongkai.domain.discretion.axes import Axis, axes_of, bits, box_of
from gongkai.domain.discretion.csv_cells import yes_no
from gongkai.domain.discretion.outcome import Known, Outcome, asked_of, shown_fact
from gongkai.domain.discretion.table import KINDS, Circumstance, Domain, Factor, Table, broken, exact, written
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

Fact: TypeAlias = "Decimal | int | float | str | bool | Fraction"

_MISSING = object()


class Compiled:
    """A table ready for many cases. Raises ``ValueError`` for a table that is broken (``table.broken``)."""

    def __init__(self, table: Table) -> None:
        for row, fault in broken(table):
            raise ValueError(f"{table.code} {row}: {fault}")
        self.table = table
        self.axes = axes_of(table)
        boxes = [box_of(row, self.axes) for row in table.rows]
        used = {condition.factor for row in table.rows for condition in row.conditions}
        self._all = (1 << len(table.rows)) - 1
        self._factors = tuple(
            _Compiled.of(axis, [box[at] for box in boxes], needed=axis.factor.key in used)
            for at, axis in enumerate(self.axes)
        )
        self._asked = asked_of(table)
        self._one = tuple((row,) for row in table.rows)

    def evaluate(
        self, facts: Mapping[str, Fact], circumstances: Sequence[Circumstance] = ()
    ) -> Outcome | Refused:
        """The outcome for the facts: one for each factor, by its key.

        Circumstances, those of the table and the ones given, may stand among the facts as yes or no.
        """
        rows = self._all
        known: dict[str, Known] = {}
        for factor in self._factors:
            given = facts.get(factor.key, _MISSING)
            # What is of the natural type needs no reading: the usual case, and what makes this quick.
            if type(given) is factor.natural:
                fact: Any = given
                here = factor.rows_at(given)
            elif given is _MISSING:
                if factor.needed:
                    return _lacking(factor.axis.factor)
                continue
            else:
                fact = factor.read(given)
                if isinstance(fact, Refused):
                    return fact
                here = factor.rows_at(fact)
            if here < 0:
                return _outside(factor.axis.factor, fact)
            rows &= here
            known[factor.key] = fact
        there: tuple[Circumstance, ...] = ()
        if len(known) < len(facts):
            found = self._besides(facts, circumstances)
            if isinstance(found, Refused):
                return found
            there = found
        # One row is the rule: no need to look for the others.
        single = rows and rows & (rows - 1) == 0
        fitting = (
            self._one[rows.bit_length() - 1]
            if single
            else tuple(self.table.rows[each] for each in bits(rows))
        )
        return Outcome(self.table, known, fitting, there, self._asked)

    def _besides(
        self, facts: Mapping[str, Fact], more: Sequence[Circumstance]
    ) -> tuple[Circumstance, ...] | Refused:
        """The circumstances among the facts; whatever is neither factor nor circumstance is refused."""
        factors = [factor.key for factor in self._factors]
        known = {each.key: each for each in (*more, *self.table.circumstances)}
        there = []
        for key, given in facts.items():
            if key in factors:
                continue
            if key not in known:
                listed = "、".join([*factors, *known])
                return Refused(
                    say(
                        "The table has no factor “{factor}”. It has: {known}.",
                        factor=str(key)[:80],
                        known=listed,
                    )
                )
            said = _yes_no(given)
            if said is None:
                return Refused(
                    say("“{factor}” is yes or no, not “{fact}”.", factor=key, fact=str(given)[:80])
                )
            if said:
                there.append(known[key])
        return tuple(there)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A factor with the rows that hold for each of its values; -1 where there is no such value."""

    key: str
    axis: Axis
    natural: type
    rows_at: Callable[[Any], int]
    needed: bool
    numeric: bool
    whole: bool

    @classmethod
    def of(cls, axis: Axis, boxes: list[int], *, needed: bool) -> _Compiled:
        factor = axis.factor
        places = range(2 * len(axis.cuts) + 1 if factor.ordered else len(axis.values))
        masks = [
            sum(1 << row for row, box in enumerate(boxes) if box >> place & 1)
            if axis.there >> place & 1
            else -1
            for place in places
        ]
        natural = int if factor.ordered else bool if factor.kind == "yes_no" else str
        rows_at = _by_number(axis, masks) if factor.ordered else _by_value(axis, masks)
        return cls(factor.key, axis, natural, rows_at, needed, factor.ordered, factor.kind == "count")

    def read(self, given: Any) -> Known | Refused:
        """The fact as the table holds it, or why it cannot be taken."""
        if self.numeric:
            found = number_of(given)
            if found is None or (self.whole and found != int(found)):
                return _no_number(self.axis.factor, given)
            return found
        if self.axis.factor.kind == "yes_no":
            said = _yes_no(given)
            return _no_yes(self.key, given) if said is None else said
        if type(given) is int and abs(given) < _LARGE:
            return str(given)
        if not isinstance(given, str):
            return _outside(self.axis.factor, given)
        return given.strip()


def _by_number(axis: Axis, masks: list[int]) -> Callable[[Any], int]:
    # Whole numbers are compared faster than decimals.
    cuts = tuple(int(each) if each == int(each) else each for each in axis.cuts)

    def rows_at(fact: Any) -> int:
        # A bound is passed by one of the two only, so it is the odd place between its neighbours.
        return masks[bisect_left(cuts, fact) + bisect_right(cuts, fact)]

    return rows_at


def _by_value(axis: Axis, masks: list[int]) -> Callable[[Any], int]:
    known = dict(zip(axis.values, masks, strict=True))
    return lambda fact: known.get(fact, -1)


_LARGE = 10**20


def compile_table(table: Table) -> Compiled:
    """Makes the table ready for many cases. Raises ``ValueError`` for a table that is broken."""
    # By identity: to hash a table takes longer than to ask it. What is kept cannot give its identity to another.
    kept = _KEPT.get(id(table))
    if kept is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        kept = _KEPT[id(table)] = Compiled(table)
    return kept


_MOST_KEPT = 256
_KEPT: dict[int, Compiled] = {}


def evaluate(
    table: Table, facts: Mapping[str, Fact], circumstances: Sequence[Circumstance] = ()
) -> Outcome | Refused:
    """What the table says of the facts, or why it cannot say anything; see ``Compiled.evaluate``."""
    return compile_table(table).evaluate(facts, circumstances)


def number_of(given: object) -> Decimal | Fraction | None:
    """A number as exactly as it was given, a float as the digits it is shown with; ``None`` for anything else."""
    if isinstance(given, bool):
        return None
    if isinstance(given, Fraction):
        return given
    if isinstance(given, int | float):
        given = str(given) if isinstance(given, float) or abs(given) < _LARGE else ""
    try:
        found = Decimal(given.strip()) if isinstance(given, str) and len(given) < 40 else given
    except ArithmeticError:
        return None
    return found if isinstance(found, Decimal) and exact(found) else None


def _yes_no(given: object) -> bool | None:
    if isinstance(given, bool):
        return given
    return yes_no(given) if isinstance(given, str) and len(given) < 40 else None


def _lacking(factor: Factor) -> Refused:
    kind = _kind(factor)
    return Refused(
        say("The fact “{factor}” is missing. Give it: it is {kind}.", factor=factor.label, kind=kind)
    )


def _kind(factor: Factor) -> Text:
    if factor.kind == "choice":
        return say("one of {values}", values="、".join(str(each) for each in factor.domain.values))
    if factor.unit:
        return say("{kind} in {unit}", kind=Text(KINDS[factor.kind]), unit=factor.unit)
    return Text(KINDS[factor.kind])


def _no_number(factor: Factor, given: object) -> Refused:
    return Refused(
        say(
            "“{factor}” is {kind}, not “{fact}”.", factor=factor.label, kind=_kind(factor), fact=_short(given)
        )
    )


def _no_yes(key: str, given: object) -> Refused:
    return Refused(say("“{factor}” is yes or no, not “{fact}”.", factor=key, fact=_short(given)))


def _outside(factor: Factor, given: object) -> Refused:
    if factor.kind == "choice":
        return _no_number(factor, given)
    fact = shown_fact(given) if isinstance(given, Decimal | int | Fraction) else _short(given)
    return Refused(
        say(
            "“{factor}” is {fact}; the table holds for {domain} only.",
            factor=factor.label,
            fact=fact,
            domain=span(factor.domain),
        )
    )


def span(domain: Domain) -> str:
    """A domain as the CSV writes it: ``0..100``, ``(0..``, ``1|2|3``."""
    if domain.values:
        return "|".join(written(each) for each in domain.values)
    low = "" if domain.lower is None else written(domain.lower)
    high = "" if domain.upper is None else written(domain.upper)
    return f"{'(' if domain.lower_open else ''}{low}..{high}{')' if domain.upper_open else ''}"


def _short(given: object) -> str:
    return str(given)[:80]
