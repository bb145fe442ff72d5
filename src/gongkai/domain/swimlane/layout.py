"""The picture put together: boxes, lines, numbers and words, each in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from gongkai.domain.process import Process, State
from gongkai.domain.swimlane.legend import REMARKS, legend
from gongkai.domain.swimlane.lines import Line
from gongkai.domain.swimlane.measures import ARROW, GAP, START, STEP, TITLE, Measures
from gongkai.domain.swimlane.shapes import Band, Box, Edge, Note, Picture, Pill, Point, Rect, Sizes


def layout(
    process: Process,
    label: Callable[[str], str] = str,
    *,
    current: str | None = None,
    connectors: bool = True,
    notes: bool = True,
    sizes: Sizes | None = None,
    details: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    remarks: Sequence[str] | None = None,
    in_order: bool = False,
) -> Picture:
    """Lay ``process`` out with its words as ``label`` puts them.

    ``current`` gets room for its mark. ``connectors``: moves possible from nearly anywhere become numbers
    without a line. ``notes``: list the moves under the picture. ``details``: state → small words under its
    name. ``marks``: move → words on its line instead of its number (a move without has none); listed under the
    picture are then those marked otherwise than by their own words, and ``remarks`` in the reader's language.
    ``in_order``: steps stand in the order in which they were written.
    """
    whole = _Layout(process, label, current, connectors, sizes or Sizes(), details, marks, in_order=in_order)
    return whole.picture(notes, remarks)


class _Layout(Measures):
    """The drawing, on measured ground."""

    def points(self, line: Line) -> tuple[Point, ...]:
        """The corners of ``line``, from its source to its target."""
        here, there = self.area(line.source), self.area(line.target)
        if line.way == "onward":
            y, end = self.line_y(line.source) + self.exits[line.source][line.target], self.line_y(line.target)
            if y == end:
                return Point(here.right, y), Point(there.x, end)
            x = self.gutter_at(line)
            return Point(here.right, y), Point(x, y), Point(x, end), Point(there.x, end)
        if line.way == "down":
            x = self.slot_x(line.source, "down")
            return Point(x, here.bottom), Point(x, there.y)
        if line.way == "up":
            x = self.slot_x(line.target, "up")
            return Point(x, here.y), Point(x, there.bottom)
        return self._back(line, here, there)

    def _back(self, line: Line, here: Rect, there: Rect) -> tuple[Point, ...]:
        out, into = self.slot_x(line.source, f"out {line.target}"), self.slot_x(line.target, "in")
        y, end = self.channel_at(line.source, line.target), self.channel_at(line.target, line.target)
        if self.grid.cells[line.source].row == self.grid.cells[line.target].row:
            return Point(out, here.bottom), Point(out, y), Point(into, y), Point(into, there.bottom)
        x = self.gutter_at(line)
        return (
            Point(out, here.bottom),
            Point(out, y),
            Point(x, y),
            Point(x, end),
            Point(into, end),
            Point(into, there.bottom),
        )

    def pill(self, line: Line) -> Pill:
        """The numbers of ``line``, where it leaves its source."""
        start, second = self.points(line)[:2]
        wide, tall = self.pill_width(line.moves), self.sizes.pill_height
        if line.way == "onward":
            area = Rect(start.x + GAP, start.y - tall / 2, wide, tall)
        else:
            top = start.y + GAP if second.y > start.y else start.y - GAP - tall
            area = Rect(start.x - wide / 2, top, wide, tall)
        return Pill(area, line.moves, self.pill_text(line.moves), line.source)

    def connector(self, state: str, moves: tuple[str, ...], *, entry: bool) -> Pill:
        """Numbers without a line, under the box of ``state``."""
        bottom, x = self.area(state).bottom, self.slot_x(state, "arriving" if entry else "leaving")
        wide, tall = self.pill_width(moves), self.sizes.pill_height
        top = bottom + (ARROW if entry else GAP)
        ends = (Point(x, top), Point(x, bottom)) if entry else (Point(x, bottom), Point(x, top))
        return Pill(Rect(x - wide / 2, top, wide, tall), moves, self.pill_text(moves), state, ends, entry)

    def box(self, state: State) -> Box:
        """The box of ``state`` with its words."""
        area, lines = self.area(state.key), self.texts[state.key]
        wide, tall = self.words_size(state.key)
        words = Rect(area.middle.x - wide / 2, area.middle.y - tall / 2, wide, tall)
        start = None
        if state.key in self.process.start:
            beside = self.lines.into(state.key, "onward")
            start = Point(area.x - START + 12, self.line_y(state.key) - (STEP if beside else 0))
        details = self.details.get(state.key, ())
        return Box(state.key, area, lines, state.kind, words, start, details)

    def bands(self) -> tuple[Band, ...]:
        """The lanes, from edge to edge."""
        margin, found = self.sizes.margin, list[Band]()
        for at, lane in enumerate(self.process.lanes):
            top, bottom = self.edges_y[at], self.edges_y[at + 1]
            lines = tuple(self.titles[at])
            tall = len(lines) * self.sizes.line
            area = Rect(margin, top, self.width - 2 * margin, bottom - top)
            title = Rect(margin + TITLE, area.middle.y - tall / 2, self.title_width - 2 * TITLE, tall)
            found.append(Band(lane.key, area, title, lines))
        return tuple(found)

    def _entries(self) -> list[tuple[str, str]]:
        """What is listed under the picture: mark or number, and the words of the move."""
        words = {move.key: self.label(move.label) for move in self.process.moves}
        if self.marks is None:
            return [(str(self.numbers[key]), said) for key, said in words.items()]
        marked = [(self.marks.get(key, ""), said) for key, said in words.items()]
        return [(mark, said) for mark, said in marked if mark and mark != said]

    def _remarks(self) -> list[str]:
        return [self.label(words) for words in (REMARKS if self.lines.leaving else REMARKS[:1])]

    def picture(self, notes: bool, remarks: Sequence[str] | None) -> Picture:
        """Everything."""
        lines = self.lines
        pills = [self.pill(line) for line in lines.lines if self.pill_text(line.moves)]
        pills += [self.connector(key, moves, entry=False) for key, moves in lines.leaving.items()]
        pills += [self.connector(key, moves, entry=True) for key, moves in lines.arriving.items()]
        edges = tuple(
            Edge(
                line.source,
                line.target,
                line.moves,
                self.points(line),
                "return" if line.way == "back" else "onward",
            )
            for line in lines.lines
        )
        listed, height = tuple[Note, ...](), self.height
        if notes:
            top = self.edges_y[-1] + self.sizes.margin
            said = self._remarks() if remarks is None else remarks
            listed, height = legend(self._entries(), said, self.sizes, self.width, top)
        return Picture(
            self.width,
            height,
            self.bands(),
            tuple(self.box(state) for state in self.process.states),
            edges,
            tuple(pills),
            listed,
            self.numbers,
            self.sizes,
        )
