"""Which cell of the grid a state stands in: columns by distance from the start, rows by lane.

The distance is the least number of steps, so every move goes at most one column onward and whatever goes
further goes back: onward lines stay short and returns can share a trunk. (Ranking by the longest way takes
ten columns instead of seven for publishing, with long lines forward.) A chart made by hand keeps the order in which
its steps were written instead: each stands right of every earlier step that leads to it, and the end at the far right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gongkai.domain.process import Move, Process

MANY_SOURCES = 5
"""A move possible from this many states ("from anywhere") is drawn as a number without a line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Row and column, counted from 0 over the whole picture."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of all states, and how many rows each lane takes, in the order of the lanes."""

    cells: Mapping[str, Cell]
    lane_rows: tuple[int, ...]
    columns: int

    @property
    def rows(self) -> int:
        """The number of rows."""
        return sum(self.lane_rows)

    def between(self, one: str, other: str) -> bool:
        """Whether the two stand in one column with nobody between them."""
        a, b = self.cells[one], self.cells[other]
        low, high = sorted((a.row, b.row))
        return (
            one != other
            and a.column == b.column
            and not any(cell.column == a.column and low < cell.row < high for cell in self.cells.values())
        )


def drawn(process: Process, *, connectors: bool) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """The moves drawn as lines, and those drawn as numbers without one (none if ``connectors`` is false)."""
    jumps = tuple(move for move in process.moves if connectors and len(move.sources) >= MANY_SOURCES)
    return tuple(move for move in process.moves if move not in jumps), jumps


def grid(process: Process, *, in_order: bool = False) -> Grid:
    """The grid of ``process``; ``in_order``: as its states were written."""
    lines, jumps = drawn(process, connectors=True)
    columns = _in_order(process) if in_order else _columns(process, lines, jumps)
    cells, lane_rows, top = dict[str, Cell](), list[int](), 0
    for lane in process.lanes:
        taken: dict[int, int] = {}
        for state in process.states:
            if state.lane == lane.key:
                row = taken.get(columns[state.key], 0)
                cells[state.key] = Cell(top + row, columns[state.key])
                taken[columns[state.key]] = row + 1
        lane_rows.append(max(taken.values(), default=1))
        top += lane_rows[-1]
    return Grid(cells, tuple(lane_rows), max(columns.values()) + 1)


def _columns(process: Process, lines: Collection[Move], jumps: Collection[Move]) -> dict[str, int]:
    columns: dict[str, int] = {}
    _spread(columns, {process.start[0]: 0}, lines)
    for start in process.start[1:]:
        if start not in columns:
            # Another way in stands just before the step its first move leads to.
            reached = [columns.get(move.target, 1) for move in lines if start in move.sources]
            _spread(columns, {start: max(0, reached[0] - 1) if reached else 0}, lines)
    for move in jumps:
        left = [columns[key] for key in move.sources if key in columns]
        if move.target not in columns and left:
            _spread(columns, {move.target: max(left) + 1}, lines)
    for state in process.states:
        if state.key not in columns:
            _spread(columns, {state.key: 0}, lines)
    return columns


def _in_order(process: Process) -> dict[str, int]:
    columns: dict[str, int] = {}
    for state in process.states:
        before = [
            columns[key]
            for move in process.moves
            if move.target == state.key
            for key in move.sources
            if key in columns
        ]
        columns[state.key] = max(before, default=-1) + 1
    return columns


def _spread(columns: dict[str, int], seeds: Mapping[str, int], lines: Collection[Move]) -> None:
    """Give everything reached from ``seeds`` and not yet placed the column after its nearest predecessor."""
    front = dict(seeds)
    while front:
        columns.update(front)
        front = {
            move.target: min(columns[key] + 1 for key in move.sources if key in front)
            for move in lines
            if move.target not in columns and not front.keys().isdisjoint(move.sources)
        }
