"""Tables people send (CSV or XLSX) as rows with their line, and what is wrong in them; and written out again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import openpyxl

from gongkai.core.cells import harmless, unguarded
from gongkai.core.intake import inspect
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import Text, say

#: Bytes and rows of a file at most; columns looked at; the lines among which the headings are looked for.
LARGEST, MOST_ROWS, MOST_COLUMNS, HEADINGS_WITHIN = 10 * 1024 * 1024, 20_000, 60, 5
#: Signs of a heading in a second line of headings at the most.
LONGEST_HEADING = 12
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]$")
#: How files begin that are no table: PDF, the Office files from before 2007, PNG, JPEG.
NO_TEXT = (b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table holds: key → Chinese heading, which columns must be there, how many signs a cell may have.

    ``known_by``: the column that names a row; it stands in the file once (empty: none does). ``also``: other headings
    a column goes by.
    """

    columns: Mapping[str, str]
    needed: tuple[str, ...]
    longest: Mapping[str, int]
    known_by: str
    also: Mapping[str, str] = field(default_factory=dict)
    #: Needed columns whose cells may be empty: what is missing there is told by whoever reads on.
    fillable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: key → what its cell says; a column that is missing is not there.

    ``sound``: no fault was found in it yet; one that is not sound is only looked at for what else is wrong.
    """

    line: int
    said: Mapping[str, str]
    sound: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line and column (empty: the whole line; line 0: the whole file)."""

    line: int
    column: str
    reason: Text

    def refusal(self) -> Invalid:
        """The fault as the refusal of a deed."""
        if not self.line:
            return Invalid(self.reason, field="file")
        at = f"{self.line} {self.column}".strip()
        return Invalid(say("Line {line}: {reason}", line=at, reason=self.reason), field="file")


def read(content: bytes, name: str, shape: Shape) -> list[Row | Fault]:
    """The rows of a file, and what is wrong in it, in the order of the lines; ``name`` is only shown."""
    cells = _cells(content, name, shape)
    if isinstance(cells, Fault):
        return [cells]
    at, headings = _headings(cells, shape)
    missing = [shape.columns[key] for key in shape.needed if key not in headings]
    if missing:
        return [Fault(0, "", say("Columns are missing: {columns}.", columns="、".join(missing)))]
    filled = [
        (line, row) for line, row in enumerate(cells[at + 1 :], at + 2) if any(each.strip() for each in row)
    ]
    if not filled:
        return [Fault(0, "", say("There is no row in this file."))]
    if len(filled) > MOST_ROWS:
        return [Fault(0, "", say("More than {most} rows. Send them in parts.", most=MOST_ROWS))]
    found: list[Row | Fault] = []
    above: set[str] = set()
    for line, row in filled:
        said = {key: _said(row, place) for key, place in headings.items()}
        wrong = _row_faults(line, said, shape, above)
        found += [*wrong, Row(line, said, sound=not wrong)]
        above.add(said.get(shape.known_by, ""))
    return found


def parted(read_in: Iterable[Row | Fault], *, every: bool = False) -> tuple[list[Row], list[Fault]]:
    """The sound rows (``every`` row, to be looked at further), and apart from them what is wrong."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for each in read_in:
        if isinstance(each, Fault):
            faults.append(each)
        elif every or each.sound:
            rows.append(each)
    return rows, faults


def joined(known: Iterable[Fault], more: Iterable[Fault]) -> list[Fault]:
    """What is wrong, once for each line and column: what was said of a cell first stands."""
    found: dict[tuple[int, str], Fault] = {}
    for each in (*known, *more):
        found.setdefault((each.line, each.column), each)
    return sorted(found.values(), key=lambda each: each.line)


def write_csv(shape: Shape, rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows as CSV with a byte order mark, so that every spreadsheet reads the Chinese; ``read`` takes it again."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(shape.columns.values())
    for row in rows:
        writer.writerow(harmless(str(row.get(key, ""))) for key in shape.columns)
    return "\ufeff" + out.getvalue()


def _row_faults(line: int, said: Mapping[str, str], shape: Shape, above: set[str]) -> list[Fault]:
    found = []
    for key, value in said.items():
        longest = shape.longest.get(key, 200)
        if key in shape.needed and key not in shape.fillable and not value:
            found.append(Fault(line, shape.columns[key], say("This is missing. Write it.")))
        elif len(value) > longest:
            reason = say("This is longer than {longest} characters. Shorten it.", longest=longest)
            found.append(Fault(line, shape.columns[key], reason))
    name = said.get(shape.known_by, "")
    if name and name in above:
        reason = say("“{code}” stands in this file already.", code=name)
        found.append(Fault(line, shape.columns[shape.known_by], reason))
    return found


def _said(row: Sequence[str], place: int) -> str:
    cell = row[place] if place < len(row) else ""
    return unguarded(cell.replace("\x00", "").strip())


def _headings(cells: Sequence[Sequence[str]], shape: Shape) -> tuple[int, dict[str, int]]:
    """Of the first lines the one with most headings, or two that head the columns together; key → where its column
    stands. The place is that of the last line of the headings."""
    known = {name: key for key, name in shape.columns.items()} | {key: key for key in shape.columns}
    known |= shape.also
    best: tuple[int, dict[str, int]] = (0, {})
    above: dict[str, int] = {}
    for line, row in enumerate(cells[:HEADINGS_WITHIN]):
        places = _places(row, known)
        below = above | places if above and places and _heads(row) else {}
        for headings in (places, below):
            if len(headings) > len(best[1]):
                best = line, headings
        above = places
    return best


def _places(row: Sequence[str], known: Mapping[str, str]) -> dict[str, int]:
    """Which columns a line heads, and where; what stands in brackets behind a heading is none of it (分值（100分）)."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        plain = "".join(cell.replace("\ufeff", "").split())
        name = plain if plain in known else _BRACKETS.sub("", plain)
        if name in known:
            places.setdefault(known[name], place)
    return places


def _heads(row: Sequence[str]) -> bool:
    """Whether a line may be the second of the headings: short words, no numbers."""
    return all(len(each.strip()) <= LONGEST_HEADING and not each.strip().isdigit() for each in row)


def _cells(content: bytes, name: str, shape: Shape) -> list[list[str]] | Fault:
    if len(content) > LARGEST:
        return Fault(0, "", say("The file is larger than {limit} MB. Send it in parts.", limit=LARGEST >> 20))
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _sheet(content, name)
    if content.startswith(b"PK\x03\x04"):
        return Fault(0, "", say("This workbook cannot be read. Save it again as XLSX, or as CSV."))
    # Almost any bytes are GB18030: what begins like a PDF, an old workbook or a picture is no text all the same.
    text = None if content.startswith(NO_TEXT) else _text(content)
    if text is None:
        reason = say("The file is neither UTF-8 nor GB18030 text. Save it as CSV or XLSX and send it again.")
        return Fault(0, "", reason)
    return _lines(text, shape)


def _text(content: bytes) -> str | None:
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(text: str, shape: Shape) -> list[list[str]] | Fault:
    plain = text.replace("\x00", "")
    head = plain.splitlines()[:HEADINGS_WITHIN]
    delimiter = max(",\t;", key=lambda sign: len(_headings([line.split(sign) for line in head], shape)[1]))
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
        inspect(io.BytesIO(content), f"{name.rpartition('.')[0] or 'table'}.xlsx", max_bytes=LARGEST)
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
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
