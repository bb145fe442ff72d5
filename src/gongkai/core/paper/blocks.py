"""The parts a document on paper is made of.

Nothing here is markup: text is text, whatever signs it holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; a line feed in it breaks the line. ``link``: http(s) or mailto."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    sub: bool = False
    sup: bool = False
    link: str = ""


Runs: TypeAlias = "tuple[Run, ...]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (黑体) to 4 (仿宋)."""

    level: int
    runs: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; set to the left it begins two characters in. ``quote``: the whole of it is set in."""

    runs: Runs
    align: Align = "left"
    quote: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; an item is a sequence of blocks, so lists nest. ``start`` numbers the first item."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``header`` for ``th``."""

    blocks: tuple[Block, ...]
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first ``header_rows`` rows come again on each page; None: the leading rows of headers.

    ``weights``: relative widths of the columns, ``size``: type size in points; where a form settles neither, both
    follow from what the cells hold. ``keep``: it is not broken over pages where it fits on one.
    """

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    header_rows: int | None = None
    weights: tuple[float, ...] = ()
    size: float = 0.0
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its bytes, or the ``source`` under which ``images`` holds them. ``width`` in CSS pixels."""

    alt: str = ""
    data: bytes = b""
    source: str = ""
    width: int | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


Block: TypeAlias = "Heading | Paragraph | ListBlock | Table | Image | Rule | PageBreak"


#: What neither XML 1.0 nor a font can show: control characters, lone surrogates, non-characters, marks that
#: turn the direction of text (a document must read as it is stored).
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)


def printable(text: str) -> str:
    """``text`` without the characters that cannot be printed; line breaks become line feeds; tabs and the
    unbreakable spaces that come with a paste from Word become spaces."""
    text = (
        text.replace("\u00a0", " ")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    return _UNPRINTABLE.sub("", text.replace("\t", " "))


def plain(runs: Runs) -> str:
    """The text of the runs without their manner."""
    return "".join(run.text for run in runs)


def images_in(blocks: tuple[Block, ...]) -> Iterator[Image]:
    """Every picture in the blocks, those in lists and tables too."""
    for block in blocks:
        if isinstance(block, Image):
            yield block
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from images_in(item)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from images_in(cell.blocks)


def safe_link(address: str) -> str:
    """The address if it leads somewhere from paper (http, https, mailto), else nothing."""
    address = printable(address).strip()
    return address if re.match(r"(https?://|mailto:)[^\s]+$", address, re.IGNORECASE) else ""


def next_level(wanted: int, before: int) -> int:
    """The level a heading gets: 1 to 4, at most one below the heading before it (PDF/UA-1 forbids gaps)."""
    return max(1, min(wanted, 4, before + 1))


def one_line(text: str) -> str:
    """Printable text in one line."""
    return " ".join(printable(text).split())


def blank(text: str) -> bool:
    """Whether nothing of the text would be seen."""
    return all(c.isspace() or unicodedata.category(c) in {"Cf", "Cc", "Mn", "Me"} for c in printable(text))
