"""A register of risk points as a table: read with a sentence for every faulty line, written so that it reads back.

The columns stand in ``law/risks.toml``: those of published registers (廉政风险防控登记表) in order, then the rest.
A table may begin with lines above its headings; a unit left empty is the one above it, as in merged cells.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gongkai.domain.cells import FORMULA, guarded, unguarded
from gongkai.domain.law import load
from gongkai.domain.powers import codes
from gongkai.domain.powers.risks import day_of, regrade_by
from gongkai.domain.powers.schema import EntryKind, clean, kinds
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: Rows at most, and lines above the headings.
MOST_ROWS, HEADINGS_WITHIN = 5_000, 10
#: Before these a mark is written; before the mark itself too, so that a cell reads back as it was.
_SIGNS = (*FORMULA, "'")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
#: Characters of a title at most, as everywhere in the register.
_LONGEST_TITLE = 200
_BLANK = re.compile(r"[\s\u3000]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    key: str
    label: str
    also: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Point:
    """A risk point of a file: ``line`` from 1, ``unit`` by its code."""

    line: int
    unit: str
    code: str
    title: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a line, and under which heading."""

    line: int
    column: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Table:
    """The points of a file in its order, and what is wrong with it; ``rows``: filled rows below the headings."""

    points: tuple[Point, ...]
    faults: tuple[LineFault, ...]
    rows: int


@cache
def columns() -> tuple[Column, ...]:
    """The columns in their order."""
    return tuple(
        Column(row["key"], row["label"], tuple(row.get("also", ())), row.get("required", False))
        for row in load("risks")["column"]
    )


@cache
def _kind() -> EntryKind:
    return kinds()["risk"]


def text_of(content: bytes) -> str | Refused:
    """A file's text: UTF-8, what spreadsheets call Unicode, or GB18030."""
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return Refused(
        say("The file is neither UTF-8 nor GB18030 text. Save it as CSV or XLSX and send it again.")
    )


def rows_of(text: str) -> list[list[str]] | LineFault:
    """The cells of CSV text, parted by commas, semicolons or tabs."""
    plain = text.replace("\x00", "")
    first = plain.splitlines()[:HEADINGS_WITHIN]
    delimiter = max(",\t;", key=lambda sign: max((_fits(line.split(sign)) for line in first), default=0))
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=delimiter, strict=True)
    found: list[list[str]] = []
    try:
        for row in reader:
            found.append(row)
            if len(found) > MOST_ROWS + HEADINGS_WITHIN:
                break
    except csv.Error:
        return LineFault(
            len(found) + 1,
            "",
            say("From this line on the table cannot be read. Look at the quotation marks."),
        )
    return found


def _fits(cells: Iterable[str]) -> int:
    return len(_places([cell.strip('" \ufeff') for cell in cells]))


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Column → where it stands among these cells."""
    plain = [_BLANK.sub("", cell).replace("(", "（").replace(")", "）") for cell in cells]
    found = {}
    for column in columns():
        at = next((plain.index(name) for name in (column.label, *column.also) if name in plain), None)
        if at is not None:
            found[column.key] = at
    return found


def read(
    rows: Sequence[Sequence[str]], units: Mapping[str, str], given: Mapping[str, str] | None = None
) -> Table:
    """The points of a table. ``units``: name or code → code; ``given``: what stands for an empty cell, by column."""
    heads = [_places(row) for row in rows[:HEADINGS_WITHIN]]
    if not heads or not max(map(len, heads)):
        return Table(
            (), (LineFault(1, "", say("No line of headings such as 风险点 and 防控措施 was found.")),), 0
        )
    at = max(range(len(heads)), key=lambda number: len(heads[number]))
    missing = [
        each.label for each in columns() if each.required and not {each.key} & {*heads[at], *(given or {})}
    ]
    if missing:
        reason = say("These columns are missing: {names}.", names="、".join(missing))
        return Table((), (LineFault(at + 1, "", reason),), 0)
    reader = _Reader(heads[at], units, given or {})
    for line, row in enumerate(rows[at + 1 :], start=at + 2):
        if any(cell.strip() for cell in row):
            if reader.rows == MOST_ROWS:
                reason = say("A file has at most {most} rows. Send it in parts.", most=MOST_ROWS)
                reader.faults.append(LineFault(line, "", reason))
                break
            reader.take(line, row)
    return Table(tuple(reader.points), tuple(reader.faults), reader.rows)


class _Reader:
    """Reads row after row; remembers the unit above and the codes before."""

    def __init__(self, places: Mapping[str, int], units: Mapping[str, str], given: Mapping[str, str]) -> None:
        self.places, self.given = places, given
        self.units = {_BLANK.sub("", name): code for name, code in units.items()}
        self.points: list[Point] = []
        self.faults: list[LineFault] = []
        self.rows = 0
        self._unit = ""
        self._codes: dict[str, int] = {}
        self._numbers: dict[str, int] = {}

    def take(self, line: int, row: Sequence[str]) -> None:
        """One filled row."""
        self.rows += 1
        cells = {key: _harmed(row[at]) if at < len(row) else "" for key, at in self.places.items()}
        said = {**{key: value for key, value in self.given.items() if value}, **_filled(cells)}
        before = len(self.faults)
        unit = self._unit_of(line, said.pop("unit", ""))
        title, number = said.pop("title", ""), said.pop("number", "")
        if not title:
            self._wrong(line, "title", say("The risk point has no name."))
        code = said.pop("code", "") or self._numbered(unit, number)
        if len(title) > _LONGEST_TITLE:
            reason = say("This is longer than {longest} characters. Shorten it.", longest=_LONGEST_TITLE)
            self._wrong(line, "title", reason)
        unfit = codes.fault(code)
        if unit and unfit is not None:
            self._wrong(line, "code", unfit)
        if code in self._codes:
            reason = say("The code {code} stands in line {line} as well.", code=code, line=self._codes[code])
            self._wrong(line, "code", reason)
        content = self._content(line, said)
        if len(self.faults) == before:
            self._codes[code] = line
            self.points.append(Point(line, unit, code, title, content))

    def _wrong(self, line: int, key: str, reason: Text) -> None:
        label = next(each.label for each in columns() if each.key == key)
        self.faults.append(LineFault(line, label, reason))

    def _unit_of(self, line: int, written: str) -> str:
        name = _BLANK.sub("", written) or self._unit
        self._unit = name
        code = self.units.get(name, "")
        if not code:
            reason = (
                say("There is no unit “{name}” here.", name=name[:40]) if name else say("It names no unit.")
            )
            self._wrong(line, "unit", reason)
        return code

    def _numbered(self, unit: str, number: str) -> str:
        """A code where the file gives none: the unit's, with its next number."""
        self._numbers[unit] = self._numbers.get(unit, 0) + 1
        plain = number if number.isascii() and number.isdigit() and len(number) < 6 else ""
        return f"{unit}-{int(plain or self._numbers[unit]):03}"

    def _content(self, line: int, said: dict[str, str]) -> dict[str, Any]:
        for field in _kind().fields:
            value = said.get(field.key, "")
            if field.type == "choice" and value:
                key = _chosen(value, field.key)
                if key is None:
                    offered = "、".join(each.label for each in field.choices())
                    self._wrong(line, field.key, say("Write one of these: {offered}.", offered=offered))
                said[field.key] = key or ""
            if field.key in ("graded_on", "regrade_on") and value:
                day = _day(value)
                if day is None:
                    self._wrong(line, field.key, say("This is no day. Write it as 2026-11-26."))
                said[field.key] = day.isoformat() if day else ""
        graded_on = day_of(said.get("graded_on", ""))
        if graded_on and not said.get("regrade_on"):
            again = regrade_by(said.get("grade", ""), graded_on)
            said["regrade_on"] = again.isoformat() if again else ""
        return clean(_kind(), said)


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in cells.items() if value}


def _harmed(cell: str) -> str:
    """The words of a cell: what was written in front of a sign a spreadsheet would calculate with is taken off."""
    return unguarded(cell.replace("\x00", "").strip(), _SIGNS)


def _chosen(value: str, key: str) -> str | None:
    plain = _BLANK.sub("", value).casefold()
    for each in _kind().field(key).choices():
        short = each.label.removesuffix("风险")
        names = (
            each.key,
            each.label,
            each.label_en.replace(" ", ""),
            short,
            f"{each.label}风险",
            f"{each.label}级",
        )
        if plain in [name.casefold() for name in names]:
            return each.key
    return None


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def table(points: Iterable[Point], names: Mapping[str, str]) -> Iterator[list[str]]:
    """The rows of a register with its headings. ``names``: unit code → name."""
    yield [column.label for column in columns()]
    for number, point in enumerate(points, start=1):
        said = {
            "number": str(number),
            "unit": names.get(point.unit, point.unit),
            "title": point.title,
            "code": point.code,
        }
        yield [said[column.key] if column.key in said else _cell(point, column.key) for column in columns()]


def _cell(point: Point, key: str) -> str:
    value = str(point.content.get(key) or "")
    field = _kind().field(key)
    return next((each.label for each in field.choices() if each.key == value), value)


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV, with the mark by which spreadsheets know UTF-8; nothing in it is a formula."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + file.getvalue()


def harmless(cell: str) -> str:
    """What a spreadsheet would calculate with is written as text."""
    return guarded(cell, _SIGNS)
