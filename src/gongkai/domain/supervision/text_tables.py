"""Tables of a text as grids of cells, with cells that span others written into each place they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser

#: What stands for nothing in a cell of numbers.
_NOTHING = frozenset({"", "-", "—", "——", "–", "/", "无"})
_NUMBER = re.compile(
    r"(?P<number>[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)(?P<unit>%|％|[一-鿿]{0,3})"
)
_UNIT = re.compile(r"[（(](?:单位[:：])?([一-鿿%％]{1,4})[)）]")
_CAPTION_UNIT = re.compile(r"单位[:：]\s*([一-鿿]{1,4})")
#: Most columns a cell may span: a larger number in a text is a slip.
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is written: its value, decimals and unit ("" where none is written)."""

    value: Decimal
    places: int
    unit: str


@dataclass(slots=True)
class Grid:
    """A table: its caption, the words over each column, and its rows below."""

    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    def unit_of(self, column: int) -> str:
        """The unit of a column, from its head or from the caption; "" where neither says."""
        found = _UNIT.search(self.heads[column]) if column < len(self.heads) else None
        return found[1] if found else caption_unit(self.caption)

    def name_of(self, column: int) -> str:
        """What stands over a column, without unit and blanks."""
        return bare(_UNIT.sub("", self.heads[column])) if column < len(self.heads) else ""


def caption_unit(caption: str) -> str:
    """The unit a caption gives for the whole table."""
    found = _CAPTION_UNIT.search(caption)
    return found[1] if found else ""


def bare(text: str) -> str:
    """Words without blanks and colons."""
    return re.sub(r"[\s:：]", "", text)


def figure(text: str) -> Figure | None:
    """A cell that is a number and nothing else; what stands for nothing is 0."""
    plain = re.sub(r"\s", "", text)
    if plain in _NOTHING:
        return Figure(Decimal(0), 0, "")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    number = found["number"].replace(",", "")
    return Figure(Decimal(number), len(number.partition(".")[2]), found["unit"].replace("％", "%"))


def grids(html: str) -> tuple[Grid, ...]:
    """The tables of a text in their order; those inside or around another are left out."""
    if "<table" not in html:
        return ()
    reader = _Reader()
    reader.feed(html.replace("<![", "&lt;!["))
    reader.close()
    return tuple(_grid(each) for each in reader.tables if not each.nested)


@dataclass(slots=True)
class _Cell:
    header: bool
    columns: int
    lines: int
    text: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Raw:
    caption: list[str] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    nested: bool = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Raw] = []
        self._open: list[_Raw] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table":
            for each in self._open:
                each.nested = True
            self._open.append(_Raw(nested=bool(self._open)))
            self.tables.append(self._open[-1])
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].rows.append([])
        elif tag in ("td", "th"):
            cell = _Cell(tag == "th", _span(given.get("colspan")), _span(given.get("rowspan")))
            if not self._open[-1].rows:
                self._open[-1].rows.append([])
            self._open[-1].rows[-1].append(cell)
            self._into = cell.text
        elif tag == "caption":
            self._into = self._open[-1].caption

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "caption"):
            self._into = None
        elif tag == "table" and self._open:
            self._open.pop()
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def unknown_decl(self, data: str) -> None:
        """Declarations say nothing to readers."""


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _WIDEST) if value and value.isascii() and value.isdigit() else 1


def _grid(raw: _Raw) -> Grid:
    lines: list[tuple[bool, list[str]]] = []
    hanging: dict[int, tuple[int, str]] = {}
    for cells in raw.rows:
        line: list[str] = []
        for cell in cells:
            _fill(line, hanging)
            words = "".join(cell.text).strip()
            for _ in range(cell.columns):
                if cell.lines > 1:
                    hanging[len(line)] = (cell.lines - 1, words)
                line.append(words)
        _fill(line, hanging)
        lines.append((bool(cells) and all(cell.header for cell in cells), line))
    heads: list[str] = []
    while lines and lines[0][0]:
        heads = _under(heads, lines.pop(0)[1])
    return Grid("".join(raw.caption).strip(), heads, [line for _, line in lines if line])


def _fill(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Writes the cells that hang down from lines above into the places that come next."""
    while len(line) in hanging:
        left, words = hanging.pop(len(line))
        if left > 1:
            hanging[len(line)] = (left - 1, words)
        line.append(words)


def _under(heads: list[str], line: list[str]) -> list[str]:
    """Words of two lines over the columns: what is said twice is said once."""
    if not heads:
        return line
    width = max(len(heads), len(line))
    upper = heads + [""] * (width - len(heads))
    lower = line + [""] * (width - len(line))
    return [above if above == below else f"{above}{below}" for above, below in zip(upper, lower, strict=True)]
