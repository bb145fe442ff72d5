"""Registers of risk points as workbooks and as CSV: the cells of a file, and the file of a register."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from gongkai.core.intake import inspect
from gongkai.core.refusals import Invalid
from gongkai.domain.powers import risk_file
from gongkai.domain.powers.risk_file import LineFault
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

#: Bytes of a file at most, columns looked at, and empty lines after which a sheet is at its end.
LARGEST, MOST_COLUMNS, EMPTY_RUN = 20 * 1024 * 1024, 60, 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Widths of the columns in signs; others 14.
_WIDTHS = {"number": 6, "title": 28, "shows": 48, "measure": 48, "grade": 10, "deviation": 30}


def cells_of(path: Path) -> list[list[str]] | LineFault:
    """The cells of a CSV or XLSX file. Raises ``Invalid`` for a file that is neither, or too large."""
    if path.stat().st_size > LARGEST:
        raise Invalid(
            say("The file is larger than {limit} MB. Send it in parts.", limit=LARGEST >> 20), field="file"
        )
    if path.read_bytes()[:4] == b"PK\x03\x04":
        return _sheet(path)
    text = risk_file.text_of(path.read_bytes())
    if isinstance(text, Refused):
        raise Invalid(text.reason, field="file")
    return risk_file.rows_of(text)


def _sheet(path: Path) -> list[list[str]]:
    inspect(path, f"{path.stem}.xlsx", max_bytes=LARGEST)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            return _filled(book.worksheets[0])
    except Exception as fault:  # openpyxl raises whatever the workbook led it into
        reason = say("This workbook cannot be read. Save it again as XLSX, or as CSV.")
        raise Invalid(reason, field="file") from fault


def _filled(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
    rows: list[list[str]] = []
    empty = 0
    for cells in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        row = [_text(cell) for cell in cells]
        empty = 0 if any(row) else empty + 1
        rows.append(row)
        if empty > EMPTY_RUN or len(rows) > risk_file.MOST_ROWS + risk_file.HEADINGS_WITHIN + EMPTY_RUN:
            break
    return rows


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as a workbook; the first are its headings, and nothing in it is a formula."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "risks.xlsx"
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet("廉政风险点")
            bold, wrapped = (
                book.add_format({"bold": True}),
                book.add_format({"text_wrap": True, "valign": "top"}),
            )
            for at, column in enumerate(risk_file.columns()):
                sheet.set_column(at, at, _WIDTHS.get(column.key, 14))
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for at, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, at, risk_file.harmless(cell), wrapped if number else bold)
        return path.read_bytes()


def file_of(rows: Iterable[Sequence[str]], form: str) -> tuple[bytes, str]:
    """The file in the form ``csv`` or ``xlsx``, and its content type."""
    if form == "xlsx":
        return workbook(rows), XLSX
    return risk_file.csv_text(rows).encode(), "text/csv; charset=utf-8"
