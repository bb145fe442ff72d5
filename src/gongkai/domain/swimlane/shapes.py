"""What a laid-out picture consists of. All measures in px, origin at the top left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gongkai.domain.process import Kind


class Point(NamedTuple):
    """A corner of a line."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.h

    @property
    def middle(self) -> Point:
        """The centre."""
        return Point(self.x + self.w / 2, self.y + self.h / 2)

    def meets(self, other: Rect) -> bool:
        """Whether the two share more than a border."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        )

    def holds(self, other: Rect) -> bool:
        """Whether ``other`` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


@dataclass(frozen=True, slots=True)
class Sizes:
    """The measures of a picture in px."""

    font: float = 16
    line: float = 22
    box_width: float = 112
    box_height: float = 56
    tag: float = 13
    """Size of the letters that mark the current step and count matters."""
    pill: float = 12
    pill_height: float = 18
    legend: float = 14
    legend_line: float = 24
    lane_title: float = 132
    """The least width of the titles at the left."""
    track: float = 10
    """Between two lines that run side by side."""
    margin: float = 8
    detail: float = 13
    """Size of the letters under a name."""
    detail_line: float = 18
    wrap: bool = False
    """Names and titles take as many lines as they need, instead of two lines as wide as they need."""


@dataclass(frozen=True, slots=True)
class Band:
    """A lane: its whole area, and its title within the left end of it."""

    key: str
    area: Rect
    title: Rect
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A state."""

    key: str
    area: Rect
    lines: tuple[str, ...]
    kind: Kind
    words: Rect
    """The area its words take, within ``area``."""
    start: Point | None = None
    """The dot a matter begins from, left of the box, where it may begin here."""
    details: tuple[str, ...] = ()
    """Small lines under the words, within ``words``."""


@dataclass(frozen=True, slots=True)
class Edge:
    """The line of all moves from one state to another, arrow at the end."""

    source: str
    target: str
    moves: tuple[str, ...]
    points: tuple[Point, ...]
    manner: Literal["onward", "return"]
    """``onward`` leads to the next column or a neighbour; everything else is drawn lightly."""


@dataclass(frozen=True, slots=True)
class Pill:
    """The numbers of moves: where they leave a state, or (``entry``) where a line without a line arrives."""

    area: Rect
    moves: tuple[str, ...]
    text: str
    state: str
    points: tuple[Point, ...] = ()
    """The short line that joins it to its state; only at entries and at exits without a line."""
    entry: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the list of moves under the picture; without number: a remark."""

    area: Rect
    number: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid-out process. ``numbers`` gives every move its number, the same in picture, list and table."""

    width: float
    height: float
    lanes: tuple[Band, ...]
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    pills: tuple[Pill, ...]
    notes: tuple[Note, ...]
    numbers: Mapping[str, int]
    sizes: Sizes

    def box(self, state: str) -> Box:
        """The box of ``state``."""
        return next(box for box in self.boxes if box.key == state)
