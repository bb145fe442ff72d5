"""A register's file as rows, one after the other: CSV in any usual encoding, or XLSX; never the whole in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

import openpyxl

from gongkai.core.intake import inspect
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.requests.importing.columns import Column, fitting, letter
from gongkai.requests.importing.problems import Problems
from gongkai.requests.importing.source import Source

#: Called now and then with how much of the file is read (0 to 1; ``None`` where nobody can say) and the rows so far.
Progress: TypeAlias = Callable[[float | None, int], None]

_LONGEST_CELL = 1 << 17
_LARGEST_WORKBOOK = 200 << 20
_MOST_COLUMNS = 60
_EVERY = 2_000  # rows between two reports of progress
_EMPTY_RUN = 1_000  # empty lines after which a sheet has ended
_HEADING_WITHIN = 10  # lines: a title may stand above the headings


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not empty; ``line`` counts from 1 as the program shows it."""

    line: int
    cells: Sequence[Any]


def rows(
    source: Source, columns: Sequence[Column], problems: Problems, progress: Progress | None = None
) -> Iterator[Row]:
    """The rows of the file from its line of headings on; what cannot be read is said."""
    read = _text_rows if source.encoding else _sheet_rows
    needed = [column for column in columns if column.required]
    before = 0
    heading = False
    for row in read(source, columns, problems, progress or (lambda _fraction, _rows: None)):
        if not heading and 2 * fitting(columns, [text_of(cell) for cell in row.cells]) < len(needed):
            before += 1
            if before >= _HEADING_WITHIN:
                break
            continue
        heading = True
        yield row
    if not heading and not problems.errors:
        names = ", ".join(column.key for column in needed)
        problems.error(
            say("No line of headings was found. The first line must name the columns: {names}.", names=names),
            line=1,
        )


def text_of(cell: Any) -> str:
    """A cell as text, without space around it."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _text_rows(
    source: Source, columns: Sequence[Column], problems: Problems, progress: Progress
) -> Iterator[Row]:
    with source.path.open("rb") as raw, io.TextIOWrapper(raw, source.encoding, newline="") as text:
        lines = _Lines(text)
        start = text.read(8192)
        text.seek(0)
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(lines, delimiter=_delimiter(start, columns), strict=True)
        line, count = 1, 0
        while True:
            lines.first = ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if not _said(error, line, lines.first, reader.dialect.delimiter, problems):
                    return
                line = reader.line_num + 1
                continue
            if any(cell and not cell.isspace() for cell in cells):
                yield Row(line, cells)
                count += 1
                if count % _EVERY == 0:
                    progress(min(1.0, raw.tell() / source.size), count)
            line = reader.line_num + 1


class _Lines:
    """The lines of a text; the first of a row is kept, to show where a quotation mark is wrong."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text, self.first = text, ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.text).removeprefix("\ufeff")
        self.first = self.first or line
        return line


def _delimiter(start: str, columns: Sequence[Column]) -> str:
    """The sign that parts the columns: the one under which a line of headings is found."""
    lines = start.splitlines()[:_HEADING_WITHIN]

    def found(mark: str) -> int:
        cut = ([cell.strip('" \ufeff') for cell in each.split(mark)] for each in lines)
        return max((fitting(columns, cells) for cells in cut), default=0)

    return max(",;\t", key=found)


def _said(error: csv.Error, line: int, first: str, delimiter: str, problems: Problems) -> bool:
    """Names what is wrong with a line; whether the lines after it can still be read."""
    column = _column_of_quote(first, delimiter)
    if "expected after" in str(error):
        message = say("A quotation mark stands inside the cell. Write it twice, or leave it out.")
        problems.error(message, line=line, column=column)
        return True
    message = say("From this line on the table cannot be read: a quotation mark is not closed.")
    problems.error(message, line=line, column=column)
    return False


def _column_of_quote(line: str, delimiter: str) -> str:
    """The letter of the column in which something follows a closing quotation mark, or one is left open."""
    at, quoted, begins, wrong = 0, False, True, ""
    for sign, following in zip(line, [*line[1:], "\n"], strict=True):
        if quoted and sign == '"' and following not in (delimiter, '"', "\r", "\n"):
            wrong = wrong or letter(at)
        if sign == '"' and (quoted or begins):
            quoted = not quoted
        elif sign == delimiter and not quoted:
            at += 1
        begins = sign == delimiter
    return letter(at) if quoted and not wrong else wrong


def _sheet_rows(
    source: Source, columns: Sequence[Column], problems: Problems, progress: Progress
) -> Iterator[Row]:
    try:
        inspect(source.path, f"{source.path.stem}.xlsx", max_bytes=_LARGEST_WORKBOOK)
    except Invalid as refusal:
        problems.error(refusal.reason)
        return
    try:
        book = openpyxl.load_workbook(source.path, read_only=True, data_only=True, keep_links=False)
        with closing(book):
            sheet = _chosen(book, columns, problems)
            for count, row in enumerate(_filled(sheet), start=1):
                yield row
                if count % _EVERY == 0:
                    progress(None, count)
    except Exception:  # openpyxl raises whatever the workbook led it into
        problems.error(say("This workbook cannot be read. Save it again as XLSX, or as CSV."))


def _chosen(book: Any, columns: Sequence[Column], problems: Problems) -> Any:
    """The sheet with the most of the headings near its top."""

    def found(sheet: Any) -> int:
        return max(
            (
                fitting(columns, [text_of(cell) for cell in row.cells])
                for row in _filled(sheet, last=_HEADING_WITHIN)
            ),
            default=0,
        )

    sheet = max(book.worksheets, key=found)
    others = "、".join(each.title for each in book.worksheets if each is not sheet)
    if others:
        problems.note(
            say("Only the sheet “{name}” is read; left out: {others}.", name=sheet.title, others=others[:200])
        )
    return sheet


def _filled(sheet: Any, last: int | None = None) -> Iterator[Row]:
    sheet.reset_dimensions()  # what the file says about its own size is not to be trusted
    empty = 0
    for line, cells in enumerate(
        sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=last, values_only=True), start=1
    ):
        if any(text_of(cell) for cell in cells):
            empty = 0
            yield Row(line, _trimmed(cells))
        else:
            empty += 1
            if empty > _EMPTY_RUN:
                return


def _trimmed(cells: Sequence[Any]) -> list[Any]:
    """Without the empty cells at the end, of which a sheet has any number."""
    kept = list(cells)
    while kept and not text_of(kept[-1]):
        kept.pop()
    return kept
