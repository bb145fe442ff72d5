"""Which way each line takes through the grid, before anything is measured.

Boxes stand in rows and columns; between them run channels (``channel r`` above row r) and gutters
(``gutter c`` left of column c). Four ways, none of which ever crosses a box:

- ``onward``: out at the right, along the gutter, in at the left (to the next column);
- ``down`` and ``up``: straight to the neighbour in the same column;
- ``back``: out below, along the channel under the source, up or down a trunk beside the target's column, in
  from below. All lines back to one target share a trunk: the numbers stand where the lines leave.

Lines to different targets never share a track, so no two ever lie on each other; they only cross.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from gongkai.domain.process import Move, Process
from gongkai.domain.swimlane.grid import Grid, drawn

Way = Literal["onward", "down", "up", "back"]


@dataclass(frozen=True, slots=True)
class Line:
    """All moves from ``source`` to ``target``."""

    source: str
    target: str
    moves: tuple[str, ...]
    way: Way


@dataclass(frozen=True, slots=True)
class Lines:
    """Everything to draw: lines, numbers without a line (leaving and arriving), and the tracks of the nets.

    ``gutter_track`` and ``channel_track`` give the track, counted from 0, of the net of (way, target) in a
    gutter or channel; ``gutter_tracks`` and ``channel_tracks`` how many there are.
    """

    lines: tuple[Line, ...]
    leaving: Mapping[str, tuple[str, ...]]
    arriving: Mapping[str, tuple[str, ...]]
    gutter_track: Mapping[tuple[int, Way, str], int]
    channel_track: Mapping[tuple[int, str], int]
    gutter_tracks: tuple[int, ...]
    channel_tracks: tuple[int, ...]

    def out(self, state: str, *ways: Way) -> list[Line]:
        """The lines leaving ``state`` one of these ways."""
        return [line for line in self.lines if line.source == state and line.way in ways]

    def into(self, state: str, *ways: Way) -> list[Line]:
        """The lines arriving at ``state`` one of these ways."""
        return [line for line in self.lines if line.target == state and line.way in ways]


def route(process: Process, cells: Grid, *, connectors: bool = True) -> Lines:
    """Find every move its way. ``connectors``: draw moves possible from nearly anywhere as numbers alone."""
    moves, jumps = drawn(process, connectors=connectors)
    lines = tuple(_lines(moves, cells))
    leaving, arriving = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for jump in jumps:
        arriving[jump.target].append(jump.key)
        for key in jump.sources:
            leaving[key].append(jump.key)
    gutters, channels = _spans(lines, cells)
    gutter_track, gutter_tracks = _tracks(gutters, cells.columns + 1)
    channel_track, channel_tracks = _tracks(channels, cells.rows + 1)
    return Lines(
        lines,
        {key: tuple(keys) for key, keys in leaving.items()},
        {key: tuple(keys) for key, keys in arriving.items()},
        {(place, way, target): track for (place, way, target), track in gutter_track.items()},
        {(place, target): track for (place, _, target), track in channel_track.items()},
        gutter_tracks,
        channel_tracks,
    )


def _lines(moves: Iterable[Move], cells: Grid) -> Iterable[Line]:
    grouped = defaultdict[tuple[str, str], list[str]](list)
    for move in moves:
        for source in move.sources:
            grouped[source, move.target].append(move.key)
    for (source, target), keys in grouped.items():
        yield Line(source, target, tuple(keys), _way(source, target, cells))


def _way(source: str, target: str, cells: Grid) -> Way:
    here, there = cells.cells[source], cells.cells[target]
    if there.column == here.column + 1:
        return "onward"
    if cells.between(source, target):
        return "down" if there.row > here.row else "up"
    return "back"


Net = tuple[int, Way, str]
"""A gutter or channel, and the lines in it that belong together: one way to one target."""


def _spans(lines: Iterable[Line], cells: Grid) -> tuple[dict[Net, set[int]], dict[Net, set[int]]]:
    """The places each net touches: in gutters, row r is 2r+1 and channel r is 2r; in channels likewise."""
    gutters, channels = defaultdict[Net, set[int]](set), defaultdict[Net, set[int]](set)
    for line in lines:
        here, there = cells.cells[line.source], cells.cells[line.target]
        if line.way == "onward" and here.row != there.row:
            gutters[there.column, "onward", line.target] |= {2 * here.row + 1, 2 * there.row + 1}
        elif line.way == "back":
            trunk = 2 * (there.column + 1)
            if here.row == there.row:
                channels[here.row + 1, "back", line.target] |= {2 * here.column + 1, 2 * there.column + 1}
                continue
            channels[here.row + 1, "back", line.target] |= {2 * here.column + 1, trunk}
            channels[there.row + 1, "back", line.target] |= {2 * there.column + 1, trunk}
            gutters[there.column + 1, "back", line.target] |= {2 * (here.row + 1), 2 * (there.row + 1)}
    return gutters, channels


def _tracks(spans: Mapping[Net, set[int]], places: int) -> tuple[dict[Net, int], tuple[int, ...]]:
    """Give nets that touch a common place different tracks.

    Onward lines come first (left), the farthest leftmost, so that lines fanning out do not cross; of lines
    back the shortest come first (on top).
    """

    def order(net: Net) -> tuple[int, bool, int, str]:
        length = max(spans[net]) - min(spans[net])
        return net[0], net[1] == "back", length if net[1] == "back" else -length, net[2]

    tracks, taken = dict[Net, int](), defaultdict[tuple[int, int], list[tuple[int, int]]](list)
    for net in sorted(spans, key=order):
        low, high = min(spans[net]), max(spans[net])
        track = 0
        while any(low <= end and begin <= high for begin, end in taken[net[0], track]):
            track += 1
        taken[net[0], track].append((low, high))
        tracks[net] = track
    counts = [
        1 + max((track for net, track in tracks.items() if net[0] == place), default=-1)
        for place in range(places)
    ]
    return tracks, tuple(counts)
