"""Rows of CSV and XLSX files, one after the other; formulas give their last result and are never run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from gongkai.core.intake import inspect
from gongkai.core.intake.model import MB
from gongkai.core.intake.text import encoding_of
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.publishing.importing.columns import field_named
from gongkai.publishing.importing.records import Problems

LARGEST = 50 * MB
MOST_COLUMNS = 80
_EMPTY_RUN = (
    1000  # empty lines after which a sheet has ended: formatting alone can reach down a million lines
)
_LONGEST_CELL = 4 * MB


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table that is not empty; ``line`` counts from 1 as the program shows it."""

    line: int
    cells: tuple[Any, ...]


def rows(path: Path, source: str, problems: Problems) -> Iterator[Row]:
    """The rows of a CSV, TSV or XLSX file."""
    return (
        _workbook(path, source, problems) if path.suffix.lower() == ".xlsx" else _csv(path, source, problems)
    )


def _csv(path: Path, source: str, problems: Problems) -> Iterator[Row]:
    with path.open("rb") as raw:
        encoding = encoding_of(raw)
        if encoding is None:
            problems.error(
                source, say("This is not text we can read. Save the table as CSV (UTF-8) and try again.")
            )
            return
        raw.seek(0)
        with io.TextIOWrapper(raw, "utf-8-sig" if encoding == "utf-8" else encoding, newline="") as text:
            start = text.read(4096).removeprefix("\ufeff")
            text.seek(0)
            yield from _lines(text, _delimiter(start.splitlines()[:10]), source, problems)


def _delimiter(lines: list[str]) -> str:
    """The character that parts the line of headings; a title may stand above it."""
    for line in lines:
        for mark in ",;\t":
            if any(field_named(cell.strip('" ')) == "title" for cell in line.split(mark)) and mark in line:
                return mark
    return ","


def _lines(text: io.TextIOWrapper, delimiter: str, source: str, problems: Problems) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter, strict=False)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(line, tuple(cell.removeprefix("\ufeff") for cell in cells[:MOST_COLUMNS]))
            line = reader.line_num + 1
    except csv.Error:
        problems.error(
            source, say("From this line on the table cannot be read: a quotation mark is missing."), line=line
        )


def _workbook(path: Path, source: str, problems: Problems) -> Iterator[Row]:
    try:
        found = inspect(path, path.name, max_bytes=LARGEST)
    except Invalid as error:
        problems.error(source, error.reason)
        return
    for warning in found.warnings:
        problems.note(source, warning)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet = _chosen(book)
            others = [each.title for each in book.worksheets if each is not sheet]
            if others:
                problems.note(
                    source,
                    say(
                        "Only the sheet “{name}” is read; left out: {others}.",
                        name=sheet.title,
                        others="、".join(others)[:200],
                    ),
                )
            yield from _sheet_rows(sheet)
    except Exception:  # openpyxl raises whatever the workbook led it into
        problems.error(source, say("This workbook cannot be read. Save it again as XLSX and try once more."))


def _chosen(book: Any) -> Any:
    """The first sheet that has a column for titles near its top, else the first."""
    for sheet in book.worksheets:
        for row in _sheet_rows(sheet, last=10):
            if any(field_named(str(cell)) == "title" for cell in row.cells if cell is not None):
                return sheet
    return book.worksheets[0]


def _sheet_rows(sheet: Any, last: int | None = None) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
    empty = 0
    for line, cells in enumerate(
        sheet.iter_rows(max_col=MOST_COLUMNS, max_row=last, values_only=True), start=1
    ):
        if any(cell is not None and str(cell).strip() for cell in cells):
            empty = 0
            yield Row(line, tuple(cells))
        else:
            empty += 1
            if empty > _EMPTY_RUN:
                return
