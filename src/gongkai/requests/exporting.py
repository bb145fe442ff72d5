"""The registers as files: CSV and XLSX that can be read in again, row by row, without anybody's personal data."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import xlsxwriter

from gongkai.core import clock
from gongkai.core.cells import harmless
from gongkai.core.lawwords import in_chinese, label
from gongkai.core.refusals import Refusal
from gongkai.domain.calendar import OutsideCalendarError
from gongkai.domain.text import say
from gongkai.requests.importing.columns import DISPUTES, NOT_READ, REQUESTS
from gongkai.requests.importing.records import Register
from gongkai.requests.queries.register import DisputeLine, RequestLine

Cell: TypeAlias = "str | int | date | None"
Form: TypeAlias = Literal["csv", "xlsx"]
FORMS: tuple[Form, ...] = ("csv", "xlsx")
CONTENT_TYPES: dict[Form, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Rows of a sheet, its line of headings left out.
MOST_SHEET_ROWS = 1_048_575

COLUMNS: dict[Register, tuple[str, ...]] = {
    "requests": (*(column.key for column in REQUESTS), *NOT_READ),
    "disputes": tuple(column.key for column in DISPUTES),
}
_WIDTHS = {"subject": 50, "number": 22, "authority": 30, "outcome": 34, "applicant_kind": 22}
_PENDING = "pending"


def headings(register: Register, *, words: bool) -> list[str]:
    """The line of headings: the keys, or with ``words`` the Chinese names for a reader of Chinese."""
    columns = REQUESTS if register == "requests" else DISPUTES
    chinese = {column.key: column.names[0] for column in columns}
    chinese |= {key: names[0] for key, names in NOT_READ.items()}
    return [chinese[key] if words and in_chinese() else key for key in COLUMNS[register]]


def request_rows(lines: Iterable[RequestLine], *, words: bool) -> Iterator[list[Cell]]:
    """The register's rows: keys, or with ``words`` the labels a reader knows. ``days``: working days it took so far."""
    kind, way, end = _told("applicant_kind", words), _told("channel", words), _told("outcome", words)
    took = _days_taken()
    for line in lines:
        yield [
            *(line.number, line.received_on, kind(line.applicant_kind), way(line.channel)),
            *(line.subject, end(line.outcome), line.closed_on, line.unit or "", line.officer or ""),
            *(line.due_on, took(line.received_on, line.closed_on)),
        ]


def dispute_rows(lines: Iterable[DisputeLine], *, words: bool) -> Iterator[list[Cell]]:
    """The rows of reviews and suits."""
    kind, result = _told("dispute_kind", words), _told("dispute_result", words)
    for line in lines:
        yield [
            *(kind(line.kind), line.filed_on, result(line.result or _PENDING), line.closed_on),
            *(line.number, line.request_number or "", line.authority),
        ]


def csv_lines(register: Register, rows: Iterable[list[Cell]], *, words: bool) -> Iterator[str]:
    """The file line by line, with a mark in front by which spreadsheets know it for UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(headings(register, words=words))
    for row in rows:
        yield writer.writerow([harmless(_text(cell)) for cell in row])


def write_xlsx(path: Path, register: Register, rows: Iterable[list[Cell]], *, words: bool) -> int:
    """Writes a workbook in steady memory; days are days. Gives the number of rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(register)
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for at, key in enumerate(COLUMNS[register]):
            sheet.set_column(at, at, _WIDTHS.get(key, 14))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, headings(register, words=words), bold)
        for count, row in enumerate(rows, start=1):
            if count > MOST_SHEET_ROWS:
                raise Refusal(
                    say(
                        "A sheet holds at most {most} rows. Take the register of one year, or as CSV.",
                        most=f"{MOST_SHEET_ROWS:,}",
                    )
                )
            _write_row(sheet, count, row, day)
    return count


def _write_row(sheet: Any, at: int, row: list[Cell], day: Any) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            sheet.write_datetime(at, column, cell, day)
        elif isinstance(cell, int):
            sheet.write_number(at, column, cell)
        elif cell:
            sheet.write_string(at, column, cell)


def write_csv(path: Path, register: Register, rows: Iterable[list[Cell]], *, words: bool) -> int:
    """Writes a CSV file. Gives the number of rows."""
    count = -1
    with path.open("w", encoding="utf-8", newline="") as file:
        for line in csv_lines(register, rows, words=words):
            file.write(line)
            count += 1
    return count


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _told(table: str, words: bool) -> Callable[[str], str]:
    """A key as it is written into the file."""
    if not words:
        return lambda key: key
    known = "requests" if table == "channel" else "outcomes"
    return lru_cache(maxsize=None)(lambda key: label(known, table, key) if key else "")


def _days_taken() -> Callable[[date, date | None], int | None]:
    """Working days from receipt to the end, or to today; nothing where the calendar does not reach back."""
    calendar, today = clock.calendar(), clock.today()

    @lru_cache(maxsize=50_000)
    def between(begin: date, end: date) -> int | None:
        try:
            return calendar.between(begin, end)
        except OutsideCalendarError:
            return None

    return lambda begin, end: between(begin, end or today)
