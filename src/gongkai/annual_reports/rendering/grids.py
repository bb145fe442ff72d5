"""The tables of the form laid out as they are printed: which cells span what, the same on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.domain.annual_report import Cell, Column, Number, Row, Table


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the printed table: words, or the figure of a ``cell``. ``scope`` as in HTML, "" for a figure."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    cell: Cell | None = None


Line = tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: its ``head`` comes again on each page. ``bodies`` are groups of lines that belong together."""

    key: str
    caption: str
    head: tuple[Line, ...]
    bodies: tuple[tuple[Line, ...], ...]


def written(number: Number) -> str:
    """A figure as the report prints it: nought is 0, never blank; fractions without trailing noughts."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def grid(table: Table, values: Mapping[Cell, Number], *, chinese: bool = True) -> Grid:
    """The table with its figures, laid out as the form prints it."""
    lay = {"declared": _declared, "requests": _requests, "disputes": _disputes}[table.kind]
    head, bodies = lay(table, values, chinese)
    return Grid(table.key, table.name.words(chinese=chinese), head, bodies)


_Laid = tuple[tuple[Line, ...], tuple[tuple[Line, ...], ...]]


def _figure(
    table: Table, row: Row, column: Column, values: Mapping[Cell, Number], colspan: int = 1
) -> Square:
    cell = Cell(table.key, row.key, column.key)
    return Square(written(values[cell]), colspan, cell=cell)


def _declared(table: Table, values: Mapping[Cell, Number], chinese: bool) -> _Laid:
    """Table two: blocks below one another, each with its own columns."""
    wide = max(len(block.columns) for block in table.blocks)
    first = table.first_column.words(chinese=chinese)
    bodies = []
    for block in table.blocks:
        spans = _shares(len(block.columns), wide)
        lines: list[Line] = [(Square(block.name.words(chinese=chinese), wide + 1, scope="colgroup"),)]
        columns = [
            Square(column.name.words(chinese=chinese), span, scope="col")
            for column, span in zip(block.columns, spans, strict=True)
        ]
        lines.append((Square(first, scope="col"), *columns))
        for row in block.rows:
            figures = [
                _figure(table, row, column, values, span)
                for column, span in zip(block.columns, spans, strict=True)
            ]
            lines.append((Square(row.name.words(chinese=chinese), scope="row"), *figures))
        bodies.append(tuple(lines))
    return (), tuple(bodies)


def _shares(columns: int, wide: int) -> list[int]:
    """How many squares each of fewer columns spans in a table ``wide`` squares wide."""
    each, rest = divmod(wide, columns)
    return [each + (1 if place < rest else 0) for place in range(columns)]


def _requests(table: Table, values: Mapping[Cell, Number], chinese: bool) -> _Laid:
    """Table three: applicants across, outcomes down under two levels of headings."""
    columns = table.blocks[0].columns
    grouped = [column for column in columns if column.group]
    group = grouped[0].group.words(chinese=chinese) if grouped and grouped[0].group else ""
    top: Line = (
        Square(table.first_column.words(chinese=chinese), 3, 3, "col"),
        Square(table.columns_name.words(chinese=chinese), len(columns), scope="colgroup"),
    )
    middle: list[Square] = []
    for column in columns:
        if column.group is None:
            middle.append(Square(column.name.words(chinese=chinese), 1, 2, "col"))
        elif column is grouped[0]:
            middle.append(Square(group, len(grouped), scope="colgroup"))
    bottom = tuple(Square(column.name.words(chinese=chinese), scope="col") for column in grouped)
    lines: list[Line] = []
    seen: set[str] = set()
    for row in table.rows:
        words = f"{row.number}{row.name.words(chinese=chinese)}"
        squares: list[Square] = []
        for key in row.under:
            if key not in seen:
                seen.add(key)
                below = sum(key in other.under for other in table.rows)
                head = table.headings[key]
                squares.append(
                    Square(f"{head.number}{head.name.words(chinese=chinese)}", 1, below, "rowgroup")
                )
        squares.append(Square(words, 3 - len(row.under), scope="row"))
        squares += [_figure(table, row, column, values) for column in columns]
        lines.append(tuple(squares))
    return (top, tuple(middle), bottom), (tuple(lines),)


def _disputes(table: Table, values: Mapping[Cell, Number], chinese: bool) -> _Laid:
    """Table four: one line of figures under three levels of headings."""
    columns = table.blocks[0].columns
    top: list[Square] = []
    middle: list[Square] = []
    bottom: list[Square] = []
    seen: set[str] = set()
    for row in table.rows:
        name = row.name.words(chinese=chinese)
        results = [column.name.words(chinese=chinese) for column in columns]
        if not row.under:
            top.append(Square(name, len(columns), scope="colgroup"))
            middle += [Square(words, 1, 2, "col") for words in results]
            continue
        key = row.under[0]
        if key not in seen:
            seen.add(key)
            below = sum(key in other.under for other in table.rows) * len(columns)
            top.append(Square(table.headings[key].name.words(chinese=chinese), below, scope="colgroup"))
        middle.append(Square(name, len(columns), scope="colgroup"))
        bottom += [Square(words, scope="col") for words in results]
    line = tuple(_figure(table, row, column, values) for row in table.rows for column in columns)
    return (tuple(top), tuple(middle), tuple(bottom)), ((line,),)
