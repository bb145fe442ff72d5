"""Tasks of a plan as files: CSV or XLSX in, CSV, XLSX and JSON out, with the same columns.

``queries.plan_import`` says what a file would add, ``actions.plan_import`` brings it in.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter

from gongkai.core.cells import harmless, unguarded
from gongkai.core.intake import inspect
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

#: Bytes and rows of a file at most; columns looked at.
LARGEST, MOST_ROWS, MOST_COLUMNS = 5 * 1024 * 1024, 1_000, 30
#: The lines among which the headings are looked for.
HEADINGS_WITHIN = 5
COLUMNS = {
    "goal": "目标",
    "measure": "举措",
    "title": "任务",
    "unit": "牵头单位",
    "co_units": "配合单位",
    "person": "责任人",
    "begins_on": "开始日期",
    "due_on": "完成期限",
    "standard": "完成标准",
}
NEEDED = ("goal", "measure", "title", "unit", "begins_on", "due_on")
#: What only goes out.
TOLD = {"number": "编号", "state": "状态", "percent": "进度", "done_on": "完成日期"}
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?$")
_PARTS = re.compile(r"[、,，;；\n]+")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as a line of the file gives it; units by code or name, the person by account or name."""

    line: int
    goal: str
    measure: str
    title: str
    unit: str
    begins_on: date
    due_on: date
    co_units: tuple[str, ...] = ()
    person: str = ""
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line and column (empty: the whole line; line 0: the whole file)."""

    line: int
    column: str
    reason: Text


def read(content: bytes, name: str) -> list[TaskRow | Fault]:
    """The rows of a file, and what is wrong in it, in the order of the lines; ``name`` is only shown."""
    cells = _cells(content, name)
    if isinstance(cells, Fault):
        return [cells]
    at, headings = _headings(cells)
    missing = [COLUMNS[key] for key in NEEDED if key not in headings]
    if missing:
        return [Fault(0, "", say("Columns are missing: {columns}.", columns="、".join(missing)))]
    filled = [
        (line, row) for line, row in enumerate(cells[at + 1 :], at + 2) if any(cell.strip() for cell in row)
    ]
    if not filled:
        return [Fault(0, "", say("There is no task in this file."))]
    if len(filled) > MOST_ROWS:
        return [Fault(0, "", say("More than {most} tasks. Send them in parts.", most=MOST_ROWS))]
    found: list[TaskRow | Fault] = []
    for line, row in filled:
        said = {key: _said(row, place) for key, place in headings.items()}
        found += _row(line, said)
    return found


def _row(line: int, said: Mapping[str, str]) -> list[TaskRow | Fault]:
    wrong: list[TaskRow | Fault] = [
        Fault(line, COLUMNS[key], say("This is missing. Write it.")) for key in NEEDED if not said[key]
    ]
    days = {key: day_of(said[key]) for key in ("begins_on", "due_on")}
    wrong += [
        Fault(line, COLUMNS[key], say("This is no date. Write it as 2026-11-23."))
        for key, day in days.items()
        if said[key] and day is None
    ]
    begins, due = days["begins_on"], days["due_on"]
    if wrong or begins is None or due is None:
        return wrong
    return [
        TaskRow(
            line,
            said["goal"],
            said["measure"],
            said["title"],
            said["unit"],
            begins,
            due,
            tuple(part.strip() for part in _PARTS.split(said.get("co_units", "")) if part.strip()),
            said.get("person", ""),
            said.get("standard", ""),
        )
    ]


def day_of(text: str) -> date | None:
    """A day as spreadsheets and people write it; ``None`` where it is none."""
    found = _DAY.match(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def write_csv(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The rows as CSV with a byte order mark, so that every spreadsheet reads the Chinese; ``read`` takes it again."""
    headings = {**COLUMNS, **TOLD}
    yield "\ufeff" + _line(list(headings.values()))
    for row in rows:
        yield _line([harmless(_text(row[key])) for key in headings])


def write_xlsx(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The same as a workbook."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    headings = {**COLUMNS, **TOLD}
    with xlsxwriter.Workbook(out, options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("任务")
        sheet.set_column(0, len(headings), 18)
        for column, name in enumerate(headings.values()):
            sheet.write_string(0, column, name)
        for at, row in enumerate(rows, 1):
            for column, key in enumerate(headings):
                value = row[key]
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, int):
                    sheet.write_number(at, column, value)
                elif value:
                    sheet.write_string(at, column, str(harmless(_text(value))))
    return out.getvalue()


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _said(row: Sequence[str], place: int) -> str:
    cell = row[place] if place < len(row) else ""
    return unguarded(cell.replace("\x00", "").strip())


def _headings(cells: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Of the first lines the one with most headings; key → where its column stands."""
    known = {name: key for key, name in COLUMNS.items()} | {key: key for key in COLUMNS}
    best: tuple[int, dict[str, int]] = (0, {})
    for line, row in enumerate(cells[:HEADINGS_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(row):
            plain = "".join(cell.replace("\ufeff", "").split())
            if plain in known:
                places.setdefault(known[plain], place)
        if len(places) > len(best[1]):
            best = line, places
    return best


def _cells(content: bytes, name: str) -> list[list[str]] | Fault:
    if len(content) > LARGEST:
        return Fault(0, "", say("The file is larger than {limit} MB. Send it in parts.", limit=LARGEST >> 20))
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _sheet(content, name)
    text = _decoded(content)
    if text is None:
        reason = say("The file is neither UTF-8 nor GB18030 text. Save it as CSV or XLSX and send it again.")
        return Fault(0, "", reason)
    return _lines(text.replace("\x00", ""))


def _decoded(content: bytes) -> str | None:
    """A file's text: UTF-8, what spreadsheets call Unicode, or GB18030."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(plain: str) -> list[list[str]] | Fault:
    head = plain.splitlines()[:HEADINGS_WITHIN]
    delimiter = max(",\t;", key=lambda sign: len(_headings([line.split(sign) for line in head])[1]))
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True):
            found.append(row)
            if len(found) > MOST_ROWS + HEADINGS_WITHIN:
                break
    except csv.Error:
        reason = say("From this line on the table cannot be read. Look at the quotation marks.")
        return Fault(len(found) + 1, "", reason)
    return found


def _sheet(content: bytes, name: str) -> list[list[str]] | Fault:
    try:
        inspect(io.BytesIO(content), f"{name.rpartition('.')[0] or 'tasks'}.xlsx", max_bytes=LARGEST)
    except Refusal as refusal:
        return Fault(0, "", refusal.reason)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
            most = MOST_ROWS + HEADINGS_WITHIN + 1
            rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
            return [[_cell(value) for value in row] for row in rows]
    except Exception:  # openpyxl raises whatever the workbook led it into
        return Fault(0, "", say("This workbook cannot be read. Save it again as XLSX, or as CSV."))


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
