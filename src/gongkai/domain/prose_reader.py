"""Reads a sanitised HTML body once, front to back, and keeps what the checks and comparisons need."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "paragraph", "item", "cell", "caption", "quote", "rule", "image"]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the text.

    ``level``: 2 to 6 for headings, the depth for list items and quotations, otherwise 0. ``path`` is a stable
    address ("table 2, row 3, column 1"), unique but for the parts of one cell; it is not for readers.
    ``header``: a header cell. ``targets``: addresses of the block's links, or of the image.
    """

    kind: Kind
    level: int
    text: str
    path: str
    header: bool = False
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its address and its words (the alternative text where an image is linked)."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image; ``alt`` is ``None`` where the attribute is missing."""

    src: str
    alt: str | None


@dataclass(slots=True)
class Table:
    """What the checks ask of a table: its number, header cells with words, nesting, and its first words."""

    number: int
    nested: bool
    headers: int = 0
    row: int = 0
    column: int = 0
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one body."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    tables: tuple[Table, ...]
    bold: tuple[str, ...]


@lru_cache(maxsize=8)
def read(html: str) -> Reading:
    """The blocks and facts of ``html``. Never raises on bad markup: what cannot be understood is skipped."""
    reader = _Reader()
    reader.feed(html.replace("<![", "&lt;!["))  # half a declaration would stop the parser with an error
    reader.close()
    return reader.result()


BREAK = "\v"  # a line break the writer meant; other white space only parts words
_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_HAN_JOIN = re.compile(rf"(?<={_HAN})[ \t]*[\r\n][ \t\r\n]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def _tidy(raw: str) -> str:
    """Collapse white space as a browser does; a source line break between two Han characters is nothing."""
    text = _SPACE.sub(" ", _HAN_JOIN.sub("", raw))
    lines = (line.strip(" \u3000\u00a0") for line in text.split(BREAK))
    return "\n".join(line for line in lines if line)


_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_HOLDERS = {"li", "td", "th", "caption", "figcaption", "blockquote", *_HEADINGS}
_JOINED = _HOLDERS - {"blockquote"}  # paragraphs inside these are lines of one block
_PARTING = {"p", "div", "pre", "section", "article", "figure", "dd", "dt", "ul", "ol", "table", "tr"}
_SILENT = {"script", "style", "template", "title"}
_BOLD = {"strong", "b"}
_BOLD_LIMIT = 40  # characters; a longer bold paragraph is emphasis, not a heading


@dataclass(slots=True)
class _Holder:
    tag: str
    path: str
    level: int = 0
    emitted: bool = False


@dataclass(slots=True)
class _Buffer:
    """The words of the block being read."""

    text: list[str] = field(default_factory=list)
    bold: int = 0
    plain: int = 0
    targets: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._images: list[Image] = []
        self._tables: list[Table] = []
        self._bold_lines: list[str] = []
        self._open_tables: list[Table] = []
        self._holders: list[_Holder] = []
        self._buffer = _Buffer()
        self._counts: dict[str, int] = {}
        self._lists = self._quotes = self._silent = self._pre = self._strong = 0
        self._link: tuple[str, list[str]] | None = None

    def result(self) -> Reading:
        self._end_link()
        while self._holders:
            self._end_holder(self._holders[-1].tag)
        self._flush()
        return Reading(
            tuple(self._blocks),
            tuple(self._links),
            tuple(self._images),
            tuple(self._tables),
            tuple(self._bold_lines),
        )

    # --- what the parser calls ----------------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag in _HOLDERS:
            self._start_holder(tag)
        elif tag in _PARTING:
            self._start_part(tag)
        elif tag in _BOLD:
            self._strong += 1
        elif tag == "br":
            self._say(BREAK)
        elif tag == "hr":
            self._flush()
            self._blocks.append(Block("rule", 0, "", self._next("rule")))
        elif tag == "img":
            self._picture(Image(given.get("src") or "", given.get("alt") if "alt" in given else None))
        elif tag == "a":
            self._end_link()
            self._link = (given.get("href") or "", [])

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _HOLDERS:
            self._end_holder(tag)
        elif tag in _PARTING:
            self._end_part(tag)
        elif tag in _BOLD:
            self._strong = max(self._strong - 1, 0)
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._say(data.replace("\n", BREAK) if self._pre else data)

    def unknown_decl(self, data: str) -> None:
        """Declarations say nothing to readers."""

    # --- blocks -------------------------------------------------------------------------------------------

    def _say(self, words: str) -> None:
        self._buffer.text.append(words)
        letters = len(words.strip())
        if self._strong:
            self._buffer.bold += letters
        else:
            self._buffer.plain += letters
        if self._link is not None:
            self._link[1].append(words)

    def _picture(self, image: Image) -> None:
        self._images.append(image)
        self._buffer.images.append(image)
        if self._link is not None and image.alt:
            self._link[1].append(image.alt)

    def _end_link(self) -> None:
        if self._link is None:
            return
        href, words = self._link
        self._links.append(Link(href, _tidy("".join(words))))
        if href:
            self._buffer.targets.append(href)
        self._link = None

    def _start_holder(self, tag: str) -> None:
        self._flush()
        if tag == "blockquote":
            self._quotes += 1
            self._holders.append(_Holder(tag, "", self._quotes))
        elif tag in {"td", "th"}:
            self._holders.append(_Holder(tag, self._cell_path()))
        elif tag == "li":
            self._holders.append(_Holder(tag, self._next("item"), max(self._lists, 1)))
        elif tag in _HEADINGS:
            self._holders.append(_Holder(tag, self._next("heading"), _HEADINGS[tag]))
        else:
            self._holders.append(_Holder(tag, self._next("caption")))

    def _cell_path(self) -> str:
        if not self._open_tables:
            return self._next("cell")
        table = self._open_tables[-1]
        table.column += 1
        return f"table {table.number}, row {max(table.row, 1)}, column {table.column}"

    def _end_holder(self, tag: str) -> None:
        if not any(holder.tag == tag for holder in self._holders):
            return
        while True:
            self._flush(closing=True)
            closed = self._holders.pop()
            if closed.tag == "blockquote":
                self._quotes -= 1
            if closed.tag == tag:
                return

    def _start_part(self, tag: str) -> None:
        if tag == "pre":
            self._pre += 1
        if tag in {"ul", "ol"}:
            self._lists += 1
        self._part(tag in {"ul", "ol", "table"})
        if tag == "table":
            table = Table(len(self._tables) + 1, bool(self._open_tables))
            self._tables.append(table)
            self._open_tables.append(table)
        elif tag == "tr" and self._open_tables:
            self._open_tables[-1].row += 1
            self._open_tables[-1].column = 0

    def _end_part(self, tag: str) -> None:
        self._part(tag in {"ul", "ol", "table"})
        if tag == "pre":
            self._pre = max(self._pre - 1, 0)
        elif tag in {"ul", "ol"}:
            self._lists = max(self._lists - 1, 0)
        elif tag == "table" and self._open_tables:
            self._open_tables.pop()

    def _part(self, structure: bool) -> None:
        """A paragraph begins or ends: a line inside an item or a cell, otherwise a block of its own."""
        if not structure and self._holders and self._holders[-1].tag in _JOINED:
            self._buffer.text.append(BREAK)
        else:
            self._flush()

    def _flush(self, *, closing: bool = False) -> None:
        buffer, self._buffer = self._buffer, _Buffer()
        text = _tidy("".join(buffer.text))
        holder = self._holders[-1] if self._holders else None
        kept = (
            closing
            and holder is not None
            and not holder.emitted
            and (holder.tag in {"td", "th"} or holder.tag in _HEADINGS)
        )
        if text or kept or buffer.targets:
            self._emit(holder, text, buffer)
        for image in buffer.images:
            words = (image.alt or "").strip()
            self._blocks.append(Block("image", 0, words, self._next("image"), targets=(image.src,)))

    def _emit(self, holder: _Holder | None, text: str, buffer: _Buffer) -> None:
        targets = tuple(buffer.targets)
        if holder is None:
            self._blocks.append(Block("paragraph", 0, text, self._next("paragraph"), targets=targets))
            short = len(text) <= _BOLD_LIMIT and not text.endswith(tuple("。！？；，：.;,"))
            if text and buffer.bold and not buffer.plain and short:
                self._bold_lines.append(text)
            return
        holder.emitted = True
        path = holder.path or self._next("quote")
        header = holder.tag == "th"
        self._blocks.append(Block(_kind(holder.tag), holder.level, text, path, header, targets))
        if self._open_tables and text:
            table = self._open_tables[-1]
            table.opening = table.opening or text[:40]
            table.headers += header

    def _next(self, what: str) -> str:
        self._counts[what] = self._counts.get(what, 0) + 1
        return f"{what} {self._counts[what]}"


def _kind(tag: str) -> Kind:
    if tag in _HEADINGS:
        return "heading"
    if tag in {"td", "th"}:
        return "cell"
    if tag == "li":
        return "item"
    return "quote" if tag == "blockquote" else "caption"
