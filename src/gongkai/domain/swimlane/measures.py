"""Measures: how wide each column and gutter, how high each row and channel, to the px."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate

from gongkai.domain.process import Process, State
from gongkai.domain.swimlane.grid import Grid, grid
from gongkai.domain.swimlane.lines import Line, Lines, route
from gongkai.domain.swimlane.shapes import Rect, Sizes
from gongkai.domain.swimlane.words import evenly, in_two, width

GAP = 6.0
TITLE = 8.0
"""Beside the title of a lane."""
ARROW = 16.0
STEP = 20.0
"""Between two lines that leave a box side by side."""
START = 34.0


class Measures:
    """The measuring, one thing after another; lives for one picture."""

    def __init__(
        self,
        process: Process,
        label: Callable[[str], str],
        current: str | None,
        connectors: bool,
        sizes: Sizes,
        details: Mapping[str, str] | None = None,
        marks: Mapping[str, str] | None = None,
        *,
        in_order: bool = False,
    ) -> None:
        self.process, self.label, self.current, self.sizes = process, label, current, sizes
        self.numbers = {move.key: at for at, move in enumerate(process.moves, 1)}
        self.marks = marks
        self.grid: Grid = grid(process, in_order=in_order)
        self.lines: Lines = route(process, self.grid, connectors=connectors)
        self.texts = {state.key: self._text(state) for state in process.states}
        self.details = {key: self._detail(words) for key, words in (details or {}).items() if words}
        self.slots = {state.key: self._slots(state.key) for state in process.states}
        self.exits = {state.key: self._exits(state.key) for state in process.states}
        self.titles = [
            self._broken(label(lane.label), self.sizes.lane_title - 2 * TITLE) for lane in process.lanes
        ]
        # Titles are bold, so wider than the estimate.
        widest = max(width(line, self.sizes.font) for lines in self.titles for line in lines) * 1.06
        self.title_width = max(self.sizes.lane_title, widest + 2 * TITLE)
        self._columns()
        self._rows()

    def _text(self, state: State) -> tuple[str, ...]:
        return self._broken(self.label(state.label), self.sizes.box_width - 16)

    def _broken(self, words: str, limit: float) -> tuple[str, ...]:
        # Titles are bold, so wider than the estimate.
        return (
            evenly(words, self.sizes.font, limit / 1.06)
            if self.sizes.wrap
            else in_two(words, self.sizes.font, limit)
        )

    def _detail(self, words: str) -> tuple[str, ...]:
        limit = self.sizes.box_width - 16
        return tuple(line for part in words.split("\n") for line in evenly(part, self.sizes.detail, limit))

    def words_size(self, state: str) -> tuple[float, float]:
        """Width and height of everything written in the box of ``state``."""
        names, details = self.texts[state], self.details.get(state, ())
        wide = max(width(line, self.sizes.font) for line in names)
        wide = max(wide, *(width(line, self.sizes.detail) for line in details)) if details else wide
        tall = (len(names) + (state == self.current)) * self.sizes.line
        return wide, tall + len(details) * self.sizes.detail_line

    def pill_text(self, moves: tuple[str, ...]) -> str:
        """The numbers of ``moves`` as they stand in one pill, or their marks; empty: they have none."""
        if self.marks is not None:
            return " / ".join(dict.fromkeys(self.marks[key] for key in moves if self.marks.get(key)))
        return "·".join(str(self.numbers[key]) for key in moves)

    def pill_width(self, moves: tuple[str, ...]) -> float:
        """A circle for one number, longer for more; what has no mark takes the breadth of an arrow."""
        if not self.pill_text(moves):
            return ARROW
        return max(self.sizes.pill_height, width(self.pill_text(moves), self.sizes.pill) + 10)

    def _slots(self, state: str) -> list[tuple[str, float]]:
        """What touches the lower side of a box, from the left: a name for it, and its width."""
        lines, found = self.lines, list[tuple[str, float]]()
        if lines.into(state, "back"):
            found.append(("in", ARROW))
        found += [(f"out {line.target}", self.pill_width(line.moves)) for line in lines.out(state, "back")]
        if state in lines.arriving:
            found.append(("arriving", self.pill_width(lines.arriving[state])))
        if state in lines.leaving:
            found.append(("leaving", self.pill_width(lines.leaving[state])))
        found += [("up", self.pill_width(line.moves)) for line in lines.into(state, "up")]
        found += [("down", self.pill_width(line.moves)) for line in lines.out(state, "down")]
        return found

    def _exits(self, state: str) -> dict[str, float]:
        """How far from the middle of the right side the line to each target leaves (downward is positive)."""
        row = self.grid.cells[state].row
        rows = {line.target: self.grid.cells[line.target].row for line in self.lines.out(state, "onward")}
        above = sorted((key for key in rows if rows[key] < row), key=lambda key: rows[key])
        level = [key for key in rows if rows[key] == row]
        below = sorted((key for key in rows if rows[key] > row), key=lambda key: rows[key])
        column = self.grid.cells[state].column + 1
        if not any(cell.row == row and cell.column == column for cell in self.grid.cells.values()):
            order = above + below
            return {key: (at - (len(order) - 1) / 2) * STEP for at, key in enumerate(order)}
        # The middle is kept for the straight line: the neighbour's own entry lies at that height.
        return (
            {key: (at - len(above)) * STEP for at, key in enumerate(above)}
            | dict.fromkeys(level, 0.0)
            | {key: (at + 1) * STEP for at, key in enumerate(below)}
        )

    def _reach(self, state: str) -> tuple[float, float]:
        """How far the box reaches above and below the line of its row: room for words and for its exits."""
        half = max(self.sizes.box_height, self.words_size(state)[1] + 12) / 2
        room = self.sizes.pill_height / 2 + 3
        offsets = self.exits[state].values()
        above = max((-offset + room for offset in offsets), default=0)
        return max(half, above), max(half, *(offset + room for offset in offsets)) if offsets else half

    def _box_width(self, state: str) -> float:
        words = self.words_size(state)[0] + 16
        slots = sum(wide for _, wide in self.slots[state]) + GAP * (len(self.slots[state]) + 1)
        return max(words, slots, self.sizes.box_width)

    def _columns(self) -> None:
        """Widths of columns and gutters, from the left."""
        cells, left, x = self.grid.cells, list[float](), self.sizes.margin + self.title_width
        self.gutter_x, self.column_x, self.column_w = left, list[float](), list[float]()
        for column in range(self.grid.columns + 1):
            before = [key for key in cells if cells[key].column == column - 1]
            after = [key for key in cells if cells[key].column == column]
            pills = [self.pill_width(line.moves) for key in before for line in self.lines.out(key, "onward")]
            x += max(pills) + 2 * GAP if pills else GAP
            left.append(x)
            x += self.lines.gutter_tracks[column] * self.sizes.track
            x += START if any(key in self.process.start for key in after) else ARROW
            self.column_x.append(x)
            self.column_w.append(max((self._box_width(key) for key in after), default=0))
            x += self.column_w[-1]
        self.width = x + self.sizes.margin

    def _rows(self) -> None:
        """Heights of rows and channels, and where one lane ends and the next begins, from the top."""
        cells, y = self.grid.cells, self.sizes.margin
        ends = set(accumulate(self.grid.lane_rows))
        self.channel_y, self.row_y, self.edges_y = list[float](), list[float](), [y]
        for row in range(self.grid.rows + 1):
            above = [key for key in cells if cells[key].row == row - 1]
            y += self._strip_below(above)
            self.channel_y.append(y)
            y += self.lines.channel_tracks[row] * self.sizes.track
            if row in ends:
                title = self.titles[len(self.edges_y) - 1]
                y = max(y, self.edges_y[-1] + len(title) * self.sizes.line + GAP) + GAP
                self.edges_y.append(y)
            here = [key for key in cells if cells[key].row == row]
            if row < self.grid.rows:
                y += self._strip_above(here)
                reaches = [self._reach(key) for key in here] or [(self.sizes.box_height / 2,) * 2]
                self.row_y.append(y + max(above for above, _ in reaches))
                y = self.row_y[-1] + max(below for _, below in reaches)
        self.height = y + self.sizes.margin

    def _strip_below(self, states: list[str]) -> float:
        names = {name for key in states for name, _ in self.slots[key]}
        if "arriving" in names:
            return self.sizes.pill_height + ARROW + GAP
        return self.sizes.pill_height + 2 * GAP if names - {"in"} else GAP + 4

    def _strip_above(self, states: list[str]) -> float:
        if any(self.lines.out(key, "up") for key in states):
            return self.sizes.pill_height + 2 * GAP
        return ARROW if any(self.lines.into(key, "down") for key in states) else GAP + 4

    def area(self, state: str) -> Rect:
        """The box of ``state``."""
        cell, (above, below) = self.grid.cells[state], self._reach(state)
        left, middle = self.column_x[cell.column], self.row_y[cell.row]
        return Rect(left, middle - above, self.column_w[cell.column], above + below)

    def line_y(self, state: str) -> float:
        """The height at which lines arrive at the left of the box."""
        return self.row_y[self.grid.cells[state].row]

    def slot_x(self, state: str, name: str) -> float:
        """Where the line called ``name`` touches the lower side of the box: evenly spread, in order."""
        slots, area = self.slots[state], self.area(state)
        gap = (area.w - sum(wide for _, wide in slots)) / (len(slots) + 1)
        x = area.x + gap
        for found, wide in slots:
            if found == name:
                return x + wide / 2
            x += wide + gap
        raise KeyError(name)

    def gutter_at(self, line: Line) -> float:
        """The x of the vertical track of ``line``."""
        column = self.grid.cells[line.target].column + (line.way == "back")
        track = self.lines.gutter_track[column, line.way, line.target]
        return self.gutter_x[column] + (track + 0.5) * self.sizes.track

    def channel_at(self, state: str, target: str) -> float:
        """The y of the track below ``state`` that leads back to ``target``."""
        row = self.grid.cells[state].row + 1
        return self.channel_y[row] + (self.lines.channel_track[row, target] + 0.5) * self.sizes.track
