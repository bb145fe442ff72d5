"""Boxes, pages, and where a box lies in pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text

#: Dots an inch at which a page is turned into a picture: small print (6 pt) stays readable.
DPI = 200
POINTS_PER_INCH = 72
#: Pixels of one page, whatever its size: A2 at 200 dots fits, larger sheets are scaled down. A page takes some
#: twenty bytes a pixel while it is worked on.
MOST_PIXELS = 16_000_000
#: Pixels along one side; JPEG ends at 65,535.
MOST_SIDE = 12_000
#: Points along one side that every reader of PDF can show (PDF 1.7, annex C).
LARGEST_SIDE = 14_400.0
#: Pages of one file: each becomes a picture, which takes a third of a second and up to a megabyte.
MOST_PAGES = 200
#: Boxes of one file.
MOST_BOXES = 5_000

#: Left, top, right and bottom in pixels; right and bottom are the first pixels outside.
Area: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """What is blacked out: fractions of the page as it is shown (turned, cropped), from its upper left corner.

    ``page`` counts from 0. ``ground`` is the key of the reason, ``label`` the few words printed in white on
    the black if there is room. ``ValueError`` for a box that is empty or does not lie on the page.
    """

    page: int
    x: float
    y: float
    width: float
    height: float
    ground: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        sides = (self.x, self.y, self.width, self.height)
        if self.page < 0 or not all(map(math.isfinite, sides)):
            raise ValueError("a box lies on a page, at finite places")
        if not (0 <= self.x < 1 and 0 <= self.y < 1 and self.width > 0 and self.height > 0):
            raise ValueError("a box lies on the page and is not empty")


@dataclass(frozen=True, slots=True)
class PageInfo:
    """The size of a page as it is shown, in points (1/72 inch)."""

    width: float
    height: float


def area(box: Box, width: int, height: int) -> Area:
    """The pixels a box covers on a picture of that size: grown outward to whole pixels and by one more.

    The one more takes with it the grey seam that a letter under the edge leaves on the next pixel.
    """
    left = math.floor(box.x * width) - 1
    top = math.floor(box.y * height) - 1
    right = math.ceil((box.x + box.width) * width) + 1
    bottom = math.ceil((box.y + box.height) * height) + 1
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def scale(page: PageInfo, wanted: float) -> float:
    """Pixels a point, so that the page's picture is ``wanted`` pixels wide, or as near as the bounds allow."""
    return min(
        wanted / page.width,
        math.sqrt(MOST_PIXELS / (page.width * page.height)),
        MOST_SIDE / max(page.width, page.height),
    )


def pixels(page: PageInfo, wanted: float) -> tuple[int, int]:
    """The size in pixels of a page's picture ``wanted`` pixels wide, or as near as the bounds allow."""
    by = scale(page, wanted)
    # What a division leaves over must not become one more pixel.
    return max(1, math.ceil(page.width * by - 1e-6)), max(1, math.ceil(page.height * by - 1e-6))


def refused(text: Text, field: str = "boxes") -> Invalid:
    """A refusal that belongs to the boxes."""
    return Invalid(text, field=field)
