"""A table laid on its grid, the same for PDF and DOCX: who covers which place, how wide the columns are."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.paper.blocks import Align, Cell, Heading, ListBlock, Paragraph, Table, plain
from gongkai.core.paper.layout import BLOCK_WIDTH, POINTS_PER_MM, width

#: A wider table cannot be read on A4; cells beyond are put below each other in the last column.
MOST_COLUMNS = 40
#: Repeating more header rows than this would leave no room on the page.
MOST_HEADER_ROWS = 6

#: Type size in points by number of columns: 小四, 五号, 小五, 六号.
_SIZES = ((5, 12.0), (9, 10.5), (12, 9.0), (MOST_COLUMNS, 7.5))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at its place; spans are cut to what the table and its header have room for."""

    cell: Cell
    row: int
    column: int
    colspan: int
    rowspan: int


@dataclass(frozen=True, slots=True)
class Grid:
    """``weights``: relative widths of the columns; ``size``: type size in points."""

    columns: int
    rows: int
    header_rows: int
    cells: tuple[Placed, ...]
    weights: tuple[float, ...]
    size: float


#: Characters a cell is wider than its text.
_PADDING = 1.3

EMPTY = Cell(())


def lay(table: Table) -> Grid:
    """The table on a whole grid: overlapping spans are cut, missing cells added: each place is covered."""
    head = _header_rows(table)
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    for number, row in enumerate(table.rows):
        last = head if number < head else len(table.rows)
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            if column >= MOST_COLUMNS:
                break
            colspan, rowspan = _room(cell, number, column, last, taken)
            taken |= {(number + i, column + j) for i in range(rowspan) for j in range(colspan)}
            cells.append(Placed(cell, number, column, colspan, rowspan))
            column += colspan
    columns = max((column + 1 for _, column in taken), default=1)
    for number in range(len(table.rows)):
        cells += [Placed(EMPTY, number, c, 1, 1) for c in range(columns) if (number, c) not in taken]
    cells.sort(key=lambda placed: (placed.row, placed.column))
    size = table.size or next(size for most, size in _SIZES if columns <= most)
    fitting = table.weights if len(table.weights) == columns else ()
    return Grid(
        columns,
        len(table.rows),
        head,
        tuple(cells),
        fitting or _weights(cells, columns, BLOCK_WIDTH * POINTS_PER_MM / size),
        size,
    )


def _header_rows(table: Table) -> int:
    if table.header_rows is not None:
        head = table.header_rows
    else:
        head = next(
            (i for i, row in enumerate(table.rows) if not all(c.header for c in row)), len(table.rows)
        )
    head = min(head, MOST_HEADER_ROWS)
    return head if head < len(table.rows) else min(1, len(table.rows) - 1)


def _room(cell: Cell, row: int, column: int, last: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """How far the cell may reach: not over another cell, not over the table's edge, not out of the header."""
    colspan = 1
    most = min(cell.colspan, MOST_COLUMNS - column)
    while colspan < most and (row, column + colspan) not in taken:
        colspan += 1
    return colspan, max(1, min(cell.rowspan, last - row))


def _weights(cells: list[Placed], columns: int, room: float) -> tuple[float, ...]:
    """Relative widths: a column needs what its longest cell needs, but long text may take several lines.

    ``room``: characters in a line of the page.
    """
    needed = [2.0] * columns
    for placed in cells:
        if placed.colspan == 1:
            wide = longest(placed.cell) * (1.15 if placed.cell.header else 1.0)  # headers are bold
            needed[placed.column] = max(needed[placed.column], wide)
    if sum(needed) + _PADDING * columns <= room:
        return tuple(n + _PADDING for n in needed)
    return tuple(min(n, 6.0) + min(max(n - 6.0, 0.0), 60.0) ** 0.75 + 1.0 for n in needed)


def longest(cell: Cell) -> float:
    """Width in characters of the longest line the cell would have if nothing were broken."""
    most = 0.0
    for block in cell.blocks:
        if isinstance(block, Paragraph | Heading):
            most = max(most, *(width(line) for line in plain(block.runs).split("\n")))
        elif isinstance(block, ListBlock):
            most = max(most, 2.0 + max((longest(Cell(item)) for item in block.items), default=0.0))
        else:
            most = max(most, 10.0)
    return most


def setting(placed: Placed, grid: Grid) -> Align:
    """Where the text of a cell stands: as told; else headers and short entries in the middle, text left."""
    if placed.cell.align:
        return placed.cell.align
    if placed.row < grid.header_rows or placed.cell.header:
        return "center"
    short = all(isinstance(b, Paragraph) for b in placed.cell.blocks) and longest(placed.cell) <= 6
    return "center" if short else "left"


#: A value wider than this many characters takes a row of the table of metadata to itself.
_HALF_ROW = 15


def pair_up(metadata: tuple[tuple[str, str], ...]) -> list[tuple[str, str, bool]]:
    """The metadata two to a row: label, value, and whether the value takes the whole row."""
    found: list[tuple[str, str, bool]] = []
    waiting = False
    for label, value in metadata:
        wide = width(value) > _HALF_ROW
        if wide and waiting:
            found[-1] = (*found[-1][:2], True)
        waiting = not wide and not waiting
        found.append((label, value, wide))
    if waiting:
        found[-1] = (*found[-1][:2], True)
    return found
