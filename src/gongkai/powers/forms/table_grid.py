"""A discretion table being written: the grid as it was posted, after the button that was pressed, or the raw CSV.

The number of columns and rows stands in ``table-columns`` and ``table-rows``; a column's parts are named ``tc-<n>-…``,
a row's ``tr-<n>-…``, a cell ``tx-<row>-<column>``. The buttons are ``row`` with ``table:add-row``,
``table:add-column``, ``table:drop-row:<n>``, ``table:drop-column:<n>``, ``table:up-row:<n>``, ``table:csv``,
``table:grid``, ``table:upload``, ``table:try`` and ``table:check``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.http import QueryDict

from gongkai.domain.discretion.csv_cells import decode
from gongkai.domain.discretion.grid import Column, Grid, Line, free_key, grid_of, text_of
from gongkai.domain.discretion.table import MOST_FACTORS, MOST_ROWS
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: Inputs one page can send; a larger table is written as CSV.
MOST_INPUTS = 1_600
#: Of a row and of a column, besides its cells.
_OF_LINE = ("key", "outcome", "minimum", "maximum", "unit", "basis", "note")
_OF_COLUMN = tuple(each.name for each in fields(Column))
#: Characters of a cell that are kept.
LONGEST = 4_000
NEW = Grid(columns=(Column(),), lines=(Line(key="1", cells=("",)), Line(key="2", cells=("",))))


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written: a ``grid``, or where that is ``None`` the raw ``text``; ``problem``: why no grid."""

    grid: Grid | None
    text: str = ""
    problem: Text | None = None

    def written(self, code: str) -> str:
        """The CSV of it; empty while nothing is written."""
        if self.grid is None:
            return self.text
        return text_of(self.grid, code) if _anything(self.grid) else ""


def _anything(grid: Grid) -> bool:
    said = [grid.conduct, grid.basis]
    for column in grid.columns:
        said += [column.name, column.unit, column.domain]
    for line in grid.lines:
        said += [*line.cells, line.outcome, line.minimum, line.maximum, line.unit, line.basis, line.note]
    return any(said)


def inputs(grid: Grid) -> int:
    """How many fields its page has."""
    return len(grid.lines) * (len(grid.columns) + len(_OF_LINE)) + len(grid.columns) * len(_OF_COLUMN)


def kept(text: str) -> Writing:
    """A text as a grid to write in, or as text where it is no grid."""
    if not text.strip():
        return Writing(NEW)
    grid = grid_of(text)
    if grid is None:
        return Writing(
            None,
            text,
            say(
                "The text is no table of one code that could be shown as rows. Mend it here, then look again."
            ),
        )
    if inputs(grid) > MOST_INPUTS:
        return Writing(None, text, say("The table is too large to be shown as rows: write it as CSV."))
    return Writing(grid)


def posted(data: QueryDict) -> Writing:
    """What was sent, as it stood on the page."""
    if data.get("table-mode") == "csv":
        return Writing(None, data.get("table-text", "").replace("\x00", ""))
    if "table-rows" not in data:
        return Writing(NEW)
    columns = range(_number(data, "table-columns", MOST_FACTORS))
    lines = range(_number(data, "table-rows", MOST_ROWS))
    return Writing(
        Grid(
            conduct=_said(data, "table-conduct"),
            basis=_said(data, "table-basis"),
            columns=tuple(
                Column(**{name: _said(data, f"tc-{at}-{name}") for name in _OF_COLUMN}) for at in columns
            ),
            lines=tuple(
                Line(
                    cells=tuple(_said(data, f"tx-{at}-{each}") for each in columns),
                    **{name: _said(data, f"tr-{at}-{name}") for name in _OF_LINE},
                )
                for at in lines
            ),
        )
    )


def _number(data: QueryDict, name: str, most: int) -> int:
    given = data.get(name, "")
    return min(int(given), most) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def _said(data: QueryDict, name: str) -> str:
    return " ".join(data.get(name, "").replace("\x00", "").split())[:LONGEST]


def after_button(writing: Writing, button: str, code: str, file: bytes | None) -> Writing:
    """What is shown after the button; nothing typed is lost."""
    if button == "table:upload":
        return _uploaded(writing, file)
    if button == "table:csv":
        return Writing(None, writing.written(code))
    if button == "table:grid" and writing.grid is None:
        return kept(writing.text)
    deed, _mark, place = button.removeprefix("table:").partition(":")
    if writing.grid is None or not button.startswith("table:"):
        return writing
    at = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else -1
    changed = _DEEDS[deed](writing.grid, at) if deed in _DEEDS else writing.grid
    return replace(writing, grid=changed)


def _uploaded(writing: Writing, file: bytes | None) -> Writing:
    if file is None:
        return replace(writing, problem=say("Choose a file first."))
    text = decode(file)
    if isinstance(text, Refused):
        return replace(writing, problem=text.reason)
    return kept(text)


def _add_row(grid: Grid, _at: int) -> Grid:
    if len(grid.lines) >= MOST_ROWS:
        return grid
    last = grid.lines[-1] if grid.lines else Line()
    key = free_key(line.key for line in grid.lines)
    new = Line(key=key, cells=("",) * len(grid.columns), outcome=last.outcome, unit=last.unit)
    return replace(grid, lines=(*grid.lines, new))


def _add_column(grid: Grid, _at: int) -> Grid:
    if len(grid.columns) >= MOST_FACTORS:
        return grid
    lines = tuple(replace(line, cells=(*line.cells, "")) for line in grid.lines)
    return replace(grid, columns=(*grid.columns, Column()), lines=lines)


def _drop_row(grid: Grid, at: int) -> Grid:
    return replace(grid, lines=tuple(line for place, line in enumerate(grid.lines) if place != at))


def _drop_column(grid: Grid, at: int) -> Grid:
    def rest(cells: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(each for place, each in enumerate(cells) if place != at)

    lines = tuple(replace(line, cells=rest(line.cells)) for line in grid.lines)
    return replace(grid, columns=rest(grid.columns), lines=lines)


def _up_row(grid: Grid, at: int) -> Grid:
    lines = list(grid.lines)
    if 0 < at < len(lines):
        lines[at - 1], lines[at] = lines[at], lines[at - 1]
    return replace(grid, lines=tuple(lines))


_DEEDS: Mapping[str, Callable[[Grid, int], Grid]] = {
    "add-row": _add_row,
    "add-column": _add_column,
    "drop-row": _drop_row,
    "drop-column": _drop_column,
    "up-row": _up_row,
}
