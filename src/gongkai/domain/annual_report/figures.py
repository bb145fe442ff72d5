"""The figures of one report as a value: every cell filled, totals worked out, nought never left blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from gongkai.domain.annual_report.forms import FEE, TOTAL, Cell, Form, Table, fee_columns, form

Number: TypeAlias = "int | Decimal"
Cells: TypeAlias = Mapping[Cell, "Number | None"]
"""Cells as they were read: ``None`` where one is blank."""


@dataclass(frozen=True)
class Figures:
    """The tables of the report of a year: 10 + 175 + 15 figures in the format of 2021, and the fee's two.

    ``values`` holds every cell of the form. Build it with ``compose`` (totals are worked out) or with ``parse``.
    """

    form_key: str
    year: int
    values: Mapping[Cell, Number]

    def __post_init__(self) -> None:
        missing = [str(cell) for cell in self.form.cells() if self.values.get(cell) is None]
        if missing:
            raise ValueError(f"cells without a figure: {missing[:3]}")
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.form_key, self.year, tuple(self.values[cell] for cell in self.form.cells())))

    @property
    def form(self) -> Form:
        """The format these figures fill."""
        return form(self.form_key)

    def __getitem__(self, cell: Cell) -> Number:
        return self.values[cell]

    def find(self, row: str, column: str | None = None) -> Number | None:
        """The figure of a row by its key alone; without a column its total. ``None`` where there is no such row."""
        cell = locate(self.form, row, column)
        return None if cell is None else self.values[cell]


def locate(of: Form, row: str, column: str | None = None) -> Cell | None:
    """The cell of a row by its key alone; without a column the total (or the only) one."""
    if row == FEE:
        return Cell(FEE, "", column or "") if column in {each.key for each in fee_columns()} else None
    for table in of.tables:
        for wanted in (column,) if column is not None else (TOTAL, ""):
            if table.find(row, wanted) is not None:
                return Cell(table.key, row, wanted)
    return None


def compose(
    of: Form,
    year: int,
    *,
    declared: Mapping[Cell, Number] | None = None,
    requests: Mapping[tuple[str, str], int] | None = None,
    disputes: Mapping[tuple[str, str], int] | None = None,
) -> Figures:
    """The figures from what was counted; totals are worked out, whatever was not counted is 0.

    ``requests`` counts by (row, kind of applicant), where the row is a flow row (``new_received``,
    ``carried_over_in``, ``carried_forward``) or an outcome of ``domain.outcomes``; ``disputes`` counts by
    (kind, result); ``declared`` gives the figures of table two and the fee.
    """
    values: dict[Cell, Number] = dict.fromkeys(of.cells(), 0)
    for cell, number in (declared or {}).items():
        values[_known(values, cell)] = number
    for (row, kind), number in (requests or {}).items():
        table = of.of_kind("requests")
        if table is not None:
            cell = _known(values, Cell(table.key, _row_of(table, row), kind))
            values[cell] += number
    for (kind, result), number in (disputes or {}).items():
        table = of.of_kind("disputes")
        if table is not None:
            values[_known(values, Cell(table.key, kind, result))] += number
    for table in of.tables:
        _total(table, values)
    return Figures(of.key, year, values)


def add(reports: Iterable[Figures]) -> Figures:
    """The sum of the reports of several agencies for one year, all in one format. At least one is needed."""
    given = tuple(reports)
    first = given[0]
    if any((each.form_key, each.year) != (first.form_key, first.year) for each in given):
        raise ValueError("only reports of one year and one format add up")
    values = {cell: sum((each[cell] for each in given), start=0) for cell in first.form.cells()}
    return Figures(first.form_key, first.year, values)


def differences(one: Figures, other: Figures) -> tuple[Cell, ...]:
    """The cells in which two reports in one format differ, in the order of the form."""
    return tuple(cell for cell in one.form.cells() if one[cell] != other[cell])


def _known(values: Mapping[Cell, Number], cell: Cell) -> Cell:
    if cell not in values:
        raise KeyError(str(cell))
    return cell


def _row_of(table: Table, counted: str) -> str:
    """The row that counts an outcome; flow rows count themselves."""
    for row in table.rows:
        if counted in row.outcomes or (row.flow and row.key == counted):
            return row.key
    raise KeyError(counted)


def _total(table: Table, values: dict[Cell, Number]) -> None:
    """Works the total row and then the total column out."""
    parts = [row.key for row in table.outcome_rows()]
    for block in table.blocks:
        plain = [column.key for column in block.columns if not column.is_total]
        for row in block.rows:
            if row.is_total:
                for column in plain:
                    values[Cell(table.key, row.key, column)] = sum(
                        (values[Cell(table.key, part, column)] for part in parts), start=0
                    )
        for total in (column.key for column in block.columns if column.is_total):
            for row in block.rows:
                values[Cell(table.key, row.key, total)] = sum(
                    (values[Cell(table.key, row.key, column)] for column in plain), start=0
                )
