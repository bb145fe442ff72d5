"""The uniform format of the annual report (政府信息公开工作年度报告统一格式) as data, by report year.

Source: 国办公开办函〔2021〕30号 and the trial format before it; sections, tables, rows, columns and labels stand in
``law/report_forms.toml``. The deadline is that of Article 49.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, TypeAlias

from gongkai.domain.law import Citation, citation_of, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

Level: TypeAlias = Literal["department", "government"]
TOTAL = "total"
FEE = "information_processing_fee"


class Cell(NamedTuple):
    """A place in the report: table, row and column by their keys. ``column`` is "" where a row is one number."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return ".".join(part for part in self if part)


class Named(NamedTuple):
    """Words in both languages; the Chinese ones are the statutory ones."""

    label: str
    label_en: str

    def words(self, *, chinese: bool) -> str:
        """The words in one of the two languages."""
        return self.label if chinese or not self.label_en else self.label_en


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``group`` is the heading several columns share (法人或其他组织)."""

    key: str
    name: Named
    group: Named | None
    is_total: bool
    signed: bool
    decimals: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    ``number`` is printed in front (（三）, 1.); ``under`` are the keys of the headings above it, outermost first;
    ``outcomes`` the outcome rows counted in it; ``flow``: "in" (received, carried in), "out" (carried forward) or "".
    """

    key: str
    number: str
    name: Named
    under: tuple[str, ...]
    outcomes: tuple[str, ...]
    flow: str
    is_total: bool
    decimals: int


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share their columns, under one heading (第二十条第（一）项)."""

    name: Named
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over rows (（三）不予公开)."""

    key: str
    number: str
    name: Named


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report. ``kind`` says where its figures come from: declared, requests or disputes."""

    key: str
    name: Named
    kind: Literal["declared", "requests", "disputes"]
    first_column: Named
    columns_name: Named
    blocks: tuple[Block, ...]
    headings: Mapping[str, Heading]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, from top to bottom."""
        return tuple(row for block in self.blocks for row in block.rows)

    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    yield Cell(self.key, row.key, column.key)

    def outcome_rows(self) -> tuple[Row, ...]:
        """The rows that count how requests ended."""
        return tuple(row for row in self.rows if row.outcomes)

    def find(self, row: str, column: str) -> tuple[Row, Column] | None:
        """The row and the column of a cell, or ``None`` where there is no such cell."""
        for block in self.blocks:
            for each in block.rows:
                if each.key == row:
                    found = next((col for col in block.columns if col.key == column), None)
                    return (each, found) if found else None
        return None


class Topic(NamedTuple):
    """One of the topics of section one."""

    key: str
    number: str
    name: Named


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report, with its table's key ("": prose) and the topics its prose must have."""

    key: str
    number: str
    name: Named
    table: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The format in force for reports of some years. ``tables`` is empty where only an outline is known."""

    key: str
    name: Named
    citation: Citation
    from_year: int
    until_year: int | None
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]

    def table(self, key: str) -> Table:
        """The table with ``key``. Raises ``KeyError`` for any other word."""
        found = next((table for table in self.tables if table.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def of_kind(self, kind: str) -> Table | None:
        """The table whose figures come from there, or ``None`` in an outline."""
        return next((table for table in self.tables if table.kind == kind), None)

    def cells(self) -> tuple[Cell, ...]:
        """Every cell of every table, and the two figures of the fee (section six)."""
        return _cells(self.key)

    def decimals(self, cell: Cell) -> int:
        """How many decimals a figure may have; 0: a count."""
        row, column = self._parts(cell)
        return max(row.decimals if row else 0, column.decimals)

    def signed(self, cell: Cell) -> bool:
        """Whether the figure may be below zero."""
        return self.column(cell).signed

    def column(self, cell: Cell) -> Column:
        """The column a cell stands in."""
        return self._parts(cell)[1]

    def words(self, cell: Cell, *, chinese: bool = True) -> str:
        """The cell in words: the section, the headings and the row, the column."""
        column = self.column(cell).name.words(chinese=chinese)
        return f"{self.row_words(cell, chinese=chinese)}／{column}"

    def row_words(self, cell: Cell, *, chinese: bool = True) -> str:
        """The row of a cell in words: the section, the headings above it and the row."""
        row = self._parts(cell)[0]
        sign = "：" if chinese else ": "
        if row is None:
            section = self.sections[-1]
            return f"{section.name.words(chinese=chinese)}{sign}{fee_name().words(chinese=chinese)}"
        table = self.table(cell.table)
        section = next(each for each in self.sections if each.table == cell.table)
        above = [table.headings[key] for key in row.under if key in table.headings]
        parts = [f"{head.number}{head.name.words(chinese=chinese)}" for head in above]
        parts.append(f"{row.number}{row.name.words(chinese=chinese)}")
        return f"{section.name.words(chinese=chinese)}{sign}{'／'.join(parts)}"

    def row_cells(self, cell: Cell) -> tuple[Cell, ...]:
        """Every cell of the same row."""
        return tuple(each for each in self.cells() if (each.table, each.row) == (cell.table, cell.row))

    def _parts(self, cell: Cell) -> tuple[Row | None, Column]:
        if cell.table == FEE:
            return None, next(column for column in fee_columns() if column.key == cell.column)
        found = self.table(cell.table).find(cell.row, cell.column)
        if found is None:
            raise KeyError(str(cell))
        return found


class Deadline(NamedTuple):
    """The last day of submitting and publishing a report (Article 49)."""

    day: date
    citation: Citation


@cache
def forms() -> tuple[Form, ...]:
    """Every format, the newest first."""
    data = load("report_forms")["form"]
    raw = {row["key"]: row for row in data}
    return tuple(_form(row, raw) for row in data)


def form(key: str) -> Form:
    """The format with ``key``. Raises ``KeyError`` for any other word."""
    return {each.key: each for each in forms()}[key]


def form_of(year: int) -> Form | Refused:
    """The format of the reports of ``year``; refused where there was none."""
    for each in forms():
        if each.from_year <= year and (each.until_year is None or year <= each.until_year):
            return each
    first = min(each.from_year for each in forms())
    return Refused(
        say("There is no annual report for {year}: the first one is for {first}.", year=year, first=first)
    )


def deadline(year: int, level: Level) -> Deadline | Refused:
    """By when the report of ``year`` is submitted and published: a fixed day of the year after (Article 49)."""
    for row in load("report_forms")["deadline"]:
        if row["level"] == level and row["from_year"] <= year <= row.get("until_year", year):
            return Deadline(date(year + 1, row["month"], row["day"]), citation_of(row))
    return Refused(say("The law sets no day for a report of {year}.", year=year))


@cache
def fee_columns() -> tuple[Column, ...]:
    """The two figures of the information processing fee: how many requests, how much in yuan."""
    return tuple(_column(row) for row in load("report_forms")["fee"]["columns"])


def fee_name() -> Named:
    """The fee's name."""
    row = load("report_forms")["fee"]
    return Named(row["label"], row["label_en"])


@cache
def _cells(key: str) -> tuple[Cell, ...]:
    """The cells of a form; worked out once, as every figure asks for them."""
    tables = form(key).tables
    if not tables:
        return ()
    return (
        *(cell for table in tables for cell in table.cells()),
        *(Cell(FEE, "", column.key) for column in fee_columns()),
    )


def _form(row: dict[str, Any], raw: Mapping[str, dict[str, Any]]) -> Form:
    base = raw.get(row["base"], {})
    own = {table["key"]: table for table in row.get("table", ())}
    tables = [own.pop(table["key"], table) for table in base.get("table", ())] + list(own.values())
    return Form(
        key=row["key"],
        name=_named(row),
        citation=citation_of(row),
        from_year=row["from_year"],
        until_year=row.get("until_year"),
        sections=tuple(_section(each) for each in row.get("section") or base.get("section", ())),
        tables=tuple(_table(each, row.get("replaces_rows", ())) for each in tables),
    )


def _section(row: dict[str, Any]) -> Section:
    topics = tuple(Topic(each["key"], each["number"], _named(each)) for each in row.get("topics", ()))
    return Section(row["key"], row["number"], _named(row), row.get("table", ""), topics)


def _table(row: dict[str, Any], replacing: list[dict[str, Any]] | tuple[()]) -> Table:
    change = next((each for each in replacing if each["table"] == row["key"]), None)
    headings = [each for block in row["block"] for each in block.get("headings", ())]
    gone = set(change["headings"]) if change else set()
    return Table(
        key=row["key"],
        name=_named(row),
        kind=row["kind"],
        first_column=Named(row["first_column"], row["first_column_en"]),
        columns_name=Named(row.get("columns_label", ""), row.get("columns_label_en", "")),
        blocks=tuple(_block(each, change) for each in row["block"]),
        headings={
            each["key"]: Heading(each["key"], each["number"], _named(each))
            for each in headings
            if each["key"] not in gone
        },
    )


def _block(row: dict[str, Any], change: dict[str, Any] | None) -> Block:
    rows = []
    for each in row["rows"]:
        if change is None or each["key"] not in change["rows"]:
            rows.append(_row(each))
        elif each["key"] == change["rows"][0]:
            rows.append(_row(change["by"]))
    name = Named(row.get("label", ""), row.get("label_en", ""))
    return Block(name, tuple(_column(each) for each in row["columns"]), tuple(rows))


def _row(row: dict[str, Any]) -> Row:
    return Row(
        key=row["key"],
        number=row.get("number", ""),
        name=_named(row),
        under=tuple(row.get("under", ())),
        outcomes=tuple(row.get("outcomes", ())),
        flow=row.get("flow", ""),
        is_total=row.get("total", False),
        decimals=row.get("decimals", 0),
    )


def _column(row: dict[str, Any]) -> Column:
    return Column(
        key=row["key"],
        name=_named(row),
        group=Named(row["group"], row["group_en"]) if "group" in row else None,
        is_total=row.get("total", False),
        signed=row.get("signed", False),
        decimals=row.get("decimals", 0),
    )


def _named(row: Mapping[str, Any]) -> Named:
    return Named(row["label"], row["label_en"])
