"""From the lines of a CSV to a discretion table: rows gathered, kinds of factor inferred, values read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gongkai.domain.discretion import vocabulary
from gongkai.domain.discretion.csv_cells import kind_of, misfit, numeral, parted, scalar_of
from gongkai.domain.discretion.csv_domain import Stated
from gongkai.domain.discretion.table import (
    MOST_FACTORS,
    MOST_ROWS,
    MOST_VALUES,
    ORDERED,
    Condition,
    Domain,
    Factor,
    Operator,
    Row,
    Scalar,
    Table,
)
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

OF_A_ROW = ("conduct", "basis", "minimum", "maximum", "unit", "outcome", "note")


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in which line of the file (from 1)."""

    line: int
    reason: Text

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A condition as it is written."""

    line: int
    row: str
    factor: str
    operator: Operator
    values: tuple[str, ...]


@dataclass
class _RowDraft:
    """A row while its lines are gathered: each cell with the line it was first given on."""

    line: int
    cells: dict[str, tuple[int, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.cells.get(name, (0, ""))[1]


@dataclass
class Draft:
    """The table of one code while its lines are gathered."""

    code: str
    faults: list[LineFault] = field(default_factory=list)
    _rows: dict[str, _RowDraft] = field(default_factory=dict)
    _asked: list[_Asked] = field(default_factory=list)
    _stated: dict[str, Stated] = field(default_factory=dict)
    _where: dict[str, int] = field(default_factory=dict)  # factors in their order, with their first line

    def fault(self, line: int, reason: Text) -> None:
        """Notes what is wrong."""
        self.faults.append(LineFault(line, reason))

    def domain(self, line: int, cells: dict[str, str], sign: str) -> None:
        """Takes a ``domain`` line."""
        name = cells["factor"]
        if not name:
            self.fault(line, say("The domain line names no factor."))
            return
        self._where.setdefault(name, line)
        stated = self._stated.setdefault(name, Stated())
        if cells["value"]:
            refused = stated.take(cells["value"], sign)
        elif cells["minimum"] or cells["maximum"]:
            refused = stated.span(cells["minimum"], cells["maximum"])
        else:
            refused = Refused(say("The domain line has no value. Write for example 0..100 or a|b|c."))
        if refused is not None:
            self.fault(line, refused.reason)

    def condition(self, line: int, cells: dict[str, str]) -> None:
        """Takes a line of a row."""
        name = cells["row"]
        row = self._rows.setdefault(name, _RowDraft(line))
        for cell in OF_A_ROW:
            given = cells.get(cell, "")
            if not given:
                continue
            first, known = row.cells.setdefault(cell, (line, given))
            if _canonical(cell, known) != _canonical(cell, given):
                self.fault(
                    line,
                    say(
                        "Row {row} has two values for {column}: “{one}” on line {first} and “{other}” here. Keep one.",
                        row=name,
                        column=cell,
                        one=known[:80],
                        first=first,
                        other=given[:80],
                    ),
                )
        self._ask(line, name, cells["factor"], cells["operator"], cells["value"])

    def _ask(self, line: int, row: str, factor: str, sign: str, value: str) -> None:
        if not factor:
            if sign or value:
                self.fault(line, say("The line has a condition but names no factor."))
            return
        if not sign or not value:
            self.fault(line, say("The condition on “{factor}” has no operator or no value.", factor=factor))
            return
        operator = vocabulary.operator(sign)
        if operator is None:
            known = " ".join(each.key for each in vocabulary.operators())
            self.fault(
                line,
                say(
                    "There is no operator “{operator}”. Use one of {known}.", operator=sign[:80], known=known
                ),
            )
            return
        values = tuple(dict.fromkeys(parted(value)))
        if "" in values or (operator != "in" and len(values) > 1):
            self.fault(
                line,
                say(
                    "“{value}”: several values, parted by “|”, go with the operator “in” only, and none may be empty.",
                    value=value[:80],
                ),
            )
            return
        if len(values) > MOST_VALUES:
            self.fault(line, say("The list has more than {most} values.", most=MOST_VALUES))
            return
        self._where.setdefault(factor, line)
        self._asked.append(_Asked(line, row, factor, operator, values))

    def table(self, start: date, version: str) -> Table | None:
        """The table, or ``None`` where anything is wrong with it (``faults``)."""
        factors = {name: self._factor(name) for name in self._where}
        conditions: dict[str, list[Condition]] = {name: [] for name in self._rows}
        for each in self._asked:
            factor = factors[each.factor]
            if factor is not None:
                found = self._values(each, factor)
                if found is not None:
                    conditions[each.row].append(Condition(each.factor, each.operator, found))
        conduct = next((row.get("conduct") for row in self._rows.values() if row.get("conduct")), "")
        basis = next((row.get("basis") for row in self._rows.values() if row.get("basis")), "")
        rows = [self._row(name, conditions[name], conduct, basis) for name in self._rows]
        first = min([*self._where.values(), *(row.line for row in self._rows.values())], default=1)
        if not rows:
            self.fault(first, say("{code} has a domain but no rows.", code=self.code))
        if len(rows) > MOST_ROWS or len(factors) > MOST_FACTORS:
            self.fault(
                first,
                say(
                    "{code} has more than {rows} rows or {factors} factors.",
                    code=self.code,
                    rows=MOST_ROWS,
                    factors=MOST_FACTORS,
                ),
            )
        if self.faults:
            return None
        return Table(
            code=self.code,
            conduct=conduct,
            basis=basis,
            factors=tuple(factor for factor in factors.values() if factor is not None),
            rows=tuple(row for row in rows if row is not None),
            in_force_from=start,
            version=version,
        )

    def _factor(self, name: str) -> Factor | None:
        """The factor as its lines show it."""
        asked = [each for each in self._asked if each.factor == name]
        stated = self._stated.get(name, Stated())
        values = [value for each in asked for value in each.values]
        compared = any(each.operator not in ("=", "in") for each in asked)
        kind = stated.kind
        if kind is None:
            kind = kind_of(name, (*stated.values, *values), compared=compared or stated.ranged)
        if kind in ORDERED:
            domain = stated.numbers(compared=compared)
            unit = self._unit(name, asked)
            if domain is None:
                self.fault(
                    self._where[name],
                    say("“{factor}” is a number, but its domain names other values.", factor=name),
                )
            return Factor(name, name, kind, unit, domain) if domain is not None and unit is not None else None
        if kind == "yes_no":
            return Factor(name, name, kind)
        named = stated.values or tuple(dict.fromkeys(values))
        if not named:
            self.fault(
                self._where[name], say("“{factor}” is a choice, but no values are named.", factor=name)
            )
            return None
        return Factor(name, name, "choice", domain=Domain(values=named))

    def _unit(self, name: str, asked: Sequence[_Asked]) -> str | None:
        """The unit all values of a number share; ``None`` where they do not."""
        first: tuple[str, int] | None = None
        for each in asked:
            for value in each.values:
                found = numeral(value)
                if found is None:
                    continue
                if first is None:
                    first = found.unit, each.line
                elif found.unit != first[0]:
                    self.fault(each.line, _two_units(name, found.unit, first))
                    return None
        return first[0] if first else ""

    def _values(self, asked: _Asked, factor: Factor) -> Scalar | tuple[Scalar, ...] | None:
        found: list[Scalar] = []
        for value in asked.values:
            one = scalar_of(value, factor)
            if one is None:
                self.fault(asked.line, misfit(value, factor))
                return None
            found.append(one)
        if not factor.ordered and asked.operator not in ("=", "in"):
            self.fault(
                asked.line,
                say(
                    "“{factor}” is no number, so it has no more and no less. Use “=” or “in”.",
                    factor=factor.key,
                ),
            )
            return None
        return tuple(found) if asked.operator == "in" else found[0]

    def _row(self, name: str, conditions: Sequence[Condition], conduct: str, basis: str) -> Row | None:
        draft = self._rows[name]
        line, written = draft.cells.get("outcome", (draft.line, ""))
        outcome = vocabulary.outcome(written)
        if outcome is None:
            known = ", ".join(each.key for each in vocabulary.outcomes())
            reason = say(
                "Row {row} has no outcome “{outcome}”. Use one of {known}.",
                row=name,
                outcome=written[:80],
                known=known,
            )
            if not written:
                reason = say("Row {row} has no outcome. Give one of {known}.", row=name, known=known)
            self.fault(line, reason)
            return None
        amounts = self._range(name, draft)
        if amounts is None:
            return None
        low, high, unit = amounts
        if outcome == "fine" and low is None and high is None:
            self.fault(draft.line, say("Row {row} is a fine but has no minimum and no maximum.", row=name))
            return None
        if outcome == "fine" and not unit:
            unit = "yuan"
        own_conduct, own_basis = draft.get("conduct"), draft.get("basis")
        return Row(
            key=name,
            conditions=tuple(conditions),
            outcome=outcome,
            minimum=low,
            maximum=high,
            unit=unit,
            conduct="" if own_conduct == conduct else own_conduct,
            basis="" if own_basis == basis else own_basis,
            note=draft.get("note"),
        )

    def _range(self, name: str, draft: _RowDraft) -> tuple[Decimal | None, Decimal | None, str] | None:
        """The ends of the range and their unit, sums of money in yuan; ``None`` where they cannot be read."""
        cell = draft.get("unit")
        ends: list[Decimal | None] = []
        units = []
        for column in ("minimum", "maximum"):
            line, text = draft.cells.get(column, (draft.line, ""))
            if not text:
                ends.append(None)
                continue
            found = numeral(text)
            if found is None:
                self.fault(
                    line,
                    say(
                        "Row {row}: the {column} “{value}” is not a number.",
                        row=name,
                        column=column,
                        value=text[:80],
                    ),
                )
                return None
            # "1万元" says its unit itself; the column says it for bare numbers.
            unit = vocabulary.unit(found.unit or cell)
            if (
                found.unit
                and cell
                and vocabulary.unit(cell).key != unit.key
                and not (unit.yuan and vocabulary.unit(cell).yuan)
            ):
                self.fault(
                    line,
                    say(
                        "Row {row}: the {column} is in “{unit}”, the column unit says “{other}”.",
                        row=name,
                        column=column,
                        unit=found.unit,
                        other=cell[:80],
                    ),
                )
                return None
            ends.append(found.value * unit.yuan if unit.yuan else found.value)
            units.append("yuan" if unit.yuan else unit.key)
        if len(set(units)) > 1:
            self.fault(
                draft.line, say("Row {row}: the minimum and the maximum are in different units.", row=name)
            )
            return None
        if units:
            return ends[0], ends[1], units[0]
        known = vocabulary.unit(cell) if cell else None
        return None, None, "" if known is None else "yuan" if known.yuan else known.key


def _canonical(column: str, text: str) -> object:
    """A cell without regard to how it is spelled: 1,000 is 1000 and 元 is yuan."""
    if column in ("minimum", "maximum"):
        return numeral(text) or text
    if column == "unit":
        return vocabulary.unit(text).key
    return vocabulary.outcome(text) or text if column == "outcome" else text


def _two_units(name: str, unit: str, first: tuple[str, int]) -> Text:
    other, line = first
    if unit and other:
        return say(
            "“{factor}” is given in “{unit}” here and in “{other}” on line {line}. Use one unit.",
            factor=name,
            unit=unit,
            other=other,
            line=line,
        )
    if unit:
        return say(
            "“{factor}” is given in “{unit}” here and without a unit on line {line}. Use one unit, or none.",
            factor=name,
            unit=unit,
            line=line,
        )
    return say(
        "“{factor}” is given without a unit here and in “{unit}” on line {line}. Use one unit, or none.",
        factor=name,
        unit=other,
        line=line,
    )
