"""A report as JSON: read strictly, written with the same keys in the same order.

The keys are those of the form (``law/report_forms.toml``). A file may carry more beside them (a source, remarks):
only the tables, the fee, the year, the level of the agency and the figures its prose repeats are looked at.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.domain.annual_report.figures import Cells, Figures, Number
from gongkai.domain.annual_report.findings import Finding
from gongkai.domain.annual_report.forms import FEE, Cell, Form, Table, fee_columns, form_of
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say

SCHEMA = "gov_info_annual_report/1"
NARRATIVE = "narrative_request_flow"
#: What the fee's table may carry beside its figures.
_REMARKS = frozenset({"statement"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as it stands in a file, faults and all. ``level`` is what the file says of the agency ("": nothing)."""

    form: Form
    year: int
    level: str
    cells: Cells
    text_figures: Mapping[str, int]
    faults: tuple[Finding, ...]

    def figures(self) -> Figures | None:
        """The figures, or ``None`` where the file has faults."""
        if self.faults:
            return None
        return Figures(
            self.form.key,
            self.year,
            {cell: number for cell, number in self.cells.items() if number is not None},
        )


def read(document: object) -> Reading | Refused:
    """What a file says, cell by cell, with every fault of its shape; refused where it is no report at all."""
    if not isinstance(document, Mapping):
        return Refused(say("This is not a report: it is no table of keys and values."))
    year = document.get("year")
    if isinstance(year, bool) or not isinstance(year, int):
        return Refused(
            say("The report does not say which year it is for: “year” must be a number such as 2023.")
        )
    found = form_of(year)
    if isinstance(found, Refused):
        return found
    if not found.tables:
        return Refused(
            say("Reports of {year} have no uniform tables, so there is nothing to check.", year=year)
        )
    cells: dict[Cell, Number | None] = dict.fromkeys(found.cells())
    faults = [*_tables(document, found, cells), *_fee(document, found, cells)]
    faults += _blanks(found, cells, {cell for fault in faults for cell in fault.cells})
    said, wrong = _text_figures(document, found)
    level = document.get("agency_level")
    return Reading(found, year, level if isinstance(level, str) else "", cells, said, (*faults, *wrong))


def parse(document: object) -> Figures | tuple[Finding, ...] | Refused:
    """The figures of a report as JSON, or every fault: blank, negative, no number, unknown or missing key."""
    reading = read(document)
    if isinstance(reading, Refused):
        return reading
    return reading.figures() or reading.faults


def dump(figures: Figures) -> dict[str, Any]:
    """The tables and the fee as JSON values, keys and order as on the form."""
    document: dict[str, Any] = {"year": figures.year, "report_format": figures.form_key}
    for table in figures.form.tables:
        rows: dict[str, Any] = {}
        for block in table.blocks:
            for row in block.rows:
                numbers = {
                    col.key: _plain(figures[Cell(table.key, row.key, col.key)]) for col in block.columns
                }
                rows[row.key] = numbers[""] if set(numbers) == {""} else numbers
        document[table.key] = rows
    if figures.form.tables:
        document[FEE] = {col.key: _plain(figures[Cell(FEE, "", col.key)]) for col in fee_columns()}
    return document


def digest(figures: Figures) -> str:
    """SHA-256 of the figures, in hexadecimal digits: what a frozen report is proved by."""
    text = json.dumps(dump(figures), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def number_of(value: object) -> Number | None:
    """A JSON value as a number, or ``None`` where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else number


def _plain(number: Number) -> int | float:
    """As JSON writes it: at most 15 digits, which a float gives back as they were."""
    return int(number) if number == int(number) else float(number)


def _tables(document: Mapping[str, Any], of: Form, cells: dict[Cell, Number | None]) -> Iterator[Finding]:
    for table in of.tables:
        given = document.get(table.key)
        if isinstance(given, Mapping):
            yield from _rows(given, table, of, cells)
        else:
            yield _missing(of, table.key)


def _rows(
    given: Mapping[str, Any], table: Table, of: Form, cells: dict[Cell, Number | None]
) -> Iterator[Finding]:
    known = {row.key for row in table.rows}
    yield from (_unknown(of, f"{table.key}.{key}") for key in given if key not in known)
    for block in table.blocks:
        columns = {column.key for column in block.columns}
        for row in block.rows:
            value = given.get(row.key)
            if columns == {""}:
                yield from _cell(value, Cell(table.key, row.key, ""), of, cells)
                continue
            if not isinstance(value, Mapping):
                yield _missing(of, f"{table.key}.{row.key}")
                continue
            yield from (_unknown(of, f"{table.key}.{row.key}.{key}") for key in value if key not in columns)
            for column in block.columns:
                yield from _cell(value.get(column.key), Cell(table.key, row.key, column.key), of, cells)


def _fee(document: Mapping[str, Any], of: Form, cells: dict[Cell, Number | None]) -> Iterator[Finding]:
    given = document.get(FEE)
    if not isinstance(given, Mapping):
        yield _missing(of, FEE)
        return
    known = {column.key for column in fee_columns()}
    yield from (_unknown(of, f"{FEE}.{key}") for key in given if key not in known | _REMARKS)
    for column in fee_columns():
        yield from _cell(given.get(column.key), Cell(FEE, "", column.key), of, cells)


def _cell(value: object, cell: Cell, of: Form, cells: dict[Cell, Number | None]) -> Iterator[Finding]:
    """Takes one figure over, or says what is wrong with it. Blank ones are said at the end, all of them."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return
    number = number_of(value)
    decimals = of.decimals(cell)
    if number is None:
        yield _fault(
            of, cell, N_("{cell}: “{left}” is not a number. Keep remarks out of the cell."), str(value)[:40]
        )
    elif number < 0 and not of.signed(cell):
        yield _fault(of, cell, N_("{cell}: {left} is below zero, which no count can be."), str(value))
    elif isinstance(number, Decimal) and not decimals:
        yield _fault(of, cell, N_("{cell}: {left} is not a whole number."), str(value))
    elif isinstance(number, Decimal) and number != round(number, decimals):
        yield _fault(of, cell, N_("{cell}: {left} has more decimals than the form knows ({right})."), str(value),
                     str(decimals))  # fmt: skip
    else:
        cells[cell] = number


def _blanks(of: Form, cells: Cells, told: set[Cell]) -> Iterator[Finding]:
    """One fault a row, naming every blank column of it."""
    rows: dict[tuple[str, str], list[Cell]] = {}
    for cell, number in cells.items():
        if number is None and cell not in told:
            rows.setdefault((cell.table, cell.row), []).append(cell)
    some = N_("{cell}: blank. Where there is nothing to report, write 0.")
    whole = N_("{cell}: the whole row is blank. Where there is nothing to report, write 0.")
    for blank in rows.values():
        message = whole if len(blank) > 1 and tuple(blank) == of.row_cells(blank[0]) else some
        yield Finding(0, f"0:{blank[0]}", of.key, message, tuple(blank))


def _text_figures(document: Mapping[str, Any], of: Form) -> tuple[dict[str, int], list[Finding]]:
    given = document.get(NARRATIVE)
    said: dict[str, int] = {}
    wrong: list[Finding] = []
    if not isinstance(given, Mapping):
        return said, wrong
    for row in load("report_forms")["text_figure"]:
        value = given.get(row["key"])
        if value is None:
            continue
        number = number_of(value)
        if isinstance(number, int) and number >= 0:
            said[row["key"]] = number
        else:
            wrong.append(
                Finding(
                    0,
                    f"0:{NARRATIVE}.{row['key']}",
                    of.key,
                    N_("The text's figure {path} is not a count: “{left}”."),
                    left=str(value)[:40],
                    params={"path": f"{NARRATIVE}.{row['key']}"},
                )
            )
    return said, wrong


def _fault(of: Form, cell: Cell, message: str, left: str = "", right: str = "") -> Finding:
    return Finding(0, f"0:{cell}", of.key, message, (cell,), left, right)


def _missing(of: Form, path: str) -> Finding:
    return Finding(0, f"0:{path}", of.key, N_("{path} is missing from the report."), params={"path": path})


def _unknown(of: Form, path: str) -> Finding:
    return Finding(
        0, f"0:{path}", of.key, N_("{path} is no row or column of the form."), params={"path": path}
    )
