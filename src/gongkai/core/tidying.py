"""Puts the structure of parsed HTML in order: blocks hold blocks or words, never both.

The text is read front to back into blocks of words; each stretch of words carries its own formats (strong, a link),
so that formats that run across blocks, overlap or repeat come out properly nested. The result, tidied again, stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TypeAlias

from gongkai.core.tidy_words import Attributes, Format, Piece, attributes_text, tidy_words, words_html

Child: TypeAlias = "Node | Words"

DEEPEST = 24  # boxes in boxes; deeper ones are opened up, which no real document notices


@dataclass(slots=True)
class Words:
    """A paragraph or heading: ``tag`` and its pieces. ``given``: the tag stood in the source."""

    tag: str
    pieces: list[Piece] = field(default_factory=list)
    given: bool = False
    marker: list[str] | None = None  # Word's list paragraphs: the number or bullet in front
    depth: int = 1
    align: str = ""  # ``center`` or ``right``: titles and signatures of official documents


@dataclass(slots=True)
class Node:
    """A box: list, item, table and its parts, quotation, figure, or (with no children) a rule."""

    tag: str
    attributes: Attributes = ()
    children: list[Child] = field(default_factory=list)


_RENAMED = {"b": "strong", "i": "em", "ins": "u", "del": "s", "strike": "s", "tt": "code", "kbd": "code"}
_RENAMED |= {"samp": "code", "h6": "h5", "dir": "ul", "menu": "ul", "summary": "p", "legend": "p", "dt": "p"}
_FORMATS = {"strong", "em", "u", "s", "sub", "sup", "a", "code"}
_HEADINGS = {"h2", "h3", "h4", "h5"}
_WORDS = {"p", "pre", "caption", "figcaption", *_HEADINGS}
_ALIGNED = {"p", *_HEADINGS}
_ALIGN = re.compile(r"text-align:\s*(center|right)", re.IGNORECASE)
_BOXES = {"ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "blockquote", "figure"}
# Where a box may stand; None stands for the page, items, cells and quotations.
_PARENTS = {
    "li": {"ul", "ol"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "th": {"tr"},
    "td": {"tr"},
}
_LOOSE = {"ul", "ol", "table", "thead", "tbody", "tfoot", "tr"}  # hold boxes, never words
_WORD_LIST = re.compile(r"mso-list:\s*(?!none|ignore)[^;]*?level(\d)", re.IGNORECASE)
_WORD_MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_H1 = re.compile(r"<h1[ >]", re.IGNORECASE)


class Tidier(HTMLParser):
    """Reads well-formed HTML of known tags (nh3 makes it so) and writes it in order."""

    def __init__(self, *, shift: int) -> None:
        super().__init__(convert_charrefs=True)
        self._shift = shift
        self._root = Node("")
        self._boxes: list[tuple[str, Node]] = [("", self._root)]  # tag in the source, box it went into
        self._words: Words | None = None
        self._formats: list[Format] = []
        self._fixed: list[str] = []  # open headings, captions and the like, in the source
        self._spans: list[bool] = []  # open spans: is it Word's list marker?

    @classmethod
    def tidy(cls, html: str) -> str:
        """``html`` in order. Where it has an ``h1`` every heading goes one level down: the page has its own."""
        tidier = cls(shift=1 if _H1.search(html) else 0)
        tidier.feed(html)
        tidier.close()
        return "".join(_box_html(child) for child in _ordered(tidier._root.children, "")[0])

    # --- reading -----------------------------------------------------------------------------------------

    def _name(self, tag: str) -> str:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
            return f"h{min(max(int(tag[1]) + self._shift, 2), 5)}"
        return _RENAMED.get(tag, tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        tag = self._name(tag)
        if tag in _FORMATS:
            self._formats.append((tag, attributes_text(tag, given)))
        elif tag == "br":
            self._put("\n", "br")
        elif tag == "img":
            source = attributes_text("img", given)
            if source and source[0][0] == "src":
                self._put("", "img", source)
        elif tag == "hr":
            self._close_words()
            self._flow().append(Node("hr"))
        elif tag == "span":
            self._spans.append(bool(_WORD_MARKER.search(given.get("style", ""))))
        elif tag in _WORDS:
            self._start_words(tag, given.get("style", ""), _alignment(given))
        elif tag in _BOXES:
            self._start_box(tag, given)
        else:
            self._part()

    def handle_endtag(self, tag: str) -> None:
        tag = self._name(tag)
        if tag in _FORMATS:
            for place in range(len(self._formats) - 1, -1, -1):
                if self._formats[place][0] == tag:
                    del self._formats[place]
                    break
        elif tag == "span":
            if self._spans:
                self._spans.pop()
        elif tag in _WORDS:
            self._end_words(tag)
        elif tag in _BOXES:
            self._end_box(tag)
        elif tag not in {"br", "img", "hr"}:
            self._part()

    def handle_data(self, data: str) -> None:
        words = self._words
        if words is not None and words.marker is not None and any(self._spans):
            words.marker.append(data)
        elif words is not None or data.strip(" \t\n\f"):
            self._put(data, "text")

    def updatepos(self, i: int, j: int) -> int:
        """Line numbers, which the parser would count here, are of no use: a quarter of the time saved."""
        return j

    # --- words -------------------------------------------------------------------------------------------

    def _put(self, text: str, kind: str, attributes: Attributes = ()) -> None:
        if self._words is None:
            self._words = Words(self._fixed[-1] if self._fixed else "p")
            self._flow().append(self._words)
        self._words.pieces.append(Piece(kind, text, tuple(self._formats), attributes))

    def _start_words(self, tag: str, style: str, align: str) -> None:
        if self._fixed:  # a paragraph in a heading or caption: a line of it
            self._part()
            self._fixed.append(self._fixed[-1])
            return
        self._close_words()
        if tag == "caption" and self._boxes[-1][1].tag != "table":
            tag = "p"
        if tag == "figcaption" and self._boxes[-1][1].tag != "figure":
            tag = "p"
        self._words = Words(tag, given=True, align=align if tag in _ALIGNED else "")
        listed = _WORD_LIST.search(style) if tag == "p" else None
        if listed:
            self._words.marker, self._words.depth = [], max(int(listed[1]), 1)
        holder = self._boxes[-1][1].children if tag == "caption" else self._flow()
        holder.append(self._words)
        if tag != "p":
            self._fixed.append(tag)

    def _end_words(self, tag: str) -> None:
        if self._fixed:
            self._fixed.pop()
            if self._fixed:
                self._part()
                return
        self._close_words()

    def _part(self) -> None:
        """A box that is not kept begins or ends: a new paragraph, or in a heading a blank."""
        if self._fixed and self._words is not None:
            self._put("\n" if self._fixed[-1] == "pre" else " ", "text")
        else:
            self._close_words()

    def _close_words(self) -> None:
        self._words = None

    # --- boxes -------------------------------------------------------------------------------------------

    def _flow(self) -> list[Child]:
        """Where paragraphs may go now; in a list that is an item, in a table the last cell or before it."""
        box = self._boxes[-1][1]
        if box.tag in {"ul", "ol"}:
            item = Node("li")
            box.children.append(item)
            return item.children
        if box.tag in _LOOSE:
            return next(box for _, box in reversed(self._boxes) if box.tag not in _LOOSE).children
        return box.children

    def _start_box(self, tag: str, given: dict[str, str]) -> None:
        self._close_words()
        self._fixed = []
        parent = self._boxes[-1][1]
        wanted = _PARENTS.get(tag)
        if len(self._boxes) > DEEPEST or (wanted and parent.tag not in wanted and tag != "li"):
            self._boxes.append((tag, parent))  # opened up: its words go where the box would have stood
        elif tag == "li" and parent.tag not in {"ul", "ol"}:
            self._open(tag, self._item_outside(parent))
        else:
            node = Node(tag, attributes_text(tag, given))
            (parent.children if wanted else self._flow()).append(node)
            self._open(tag, node)

    def _item_outside(self, parent: Node) -> Node:
        """An item outside a list joins the list before it, or begins one."""
        children = parent.children if parent.tag not in _LOOSE else self._flow()
        last = children[-1] if children else None
        if not (isinstance(last, Node) and last.tag == "ul"):
            last = Node("ul")
            children.append(last)
        item = Node("li")
        last.children.append(item)
        return item

    def _open(self, tag: str, node: Node) -> None:
        self._boxes.append((tag, node))

    def _end_box(self, tag: str) -> None:
        self._close_words()
        self._fixed = []
        for place in range(len(self._boxes) - 1, 0, -1):
            if self._boxes[place][0] == tag:
                del self._boxes[place:]
                return


def _alignment(given: dict[str, str]) -> str:
    """``center`` or ``right`` where the source says so by class, style or the old attribute."""
    styled = _ALIGN.search(given.get("style", ""))
    told = {
        *given.get("class", "").split(),
        given.get("align", "").lower(),
        styled[1].lower() if styled else "",
    }
    return next((name for name in ("center", "right") if name in told), "")


# --- order -----------------------------------------------------------------------------------------------------


def _ordered(children: list[Child], inside: str) -> tuple[list[Child], bool]:
    """``children`` without what is empty, Word's list paragraphs as lists; and whether anything is left."""
    kept: list[Child] = []
    for child in children:
        if isinstance(child, Words):
            kept += _paragraphs(child)
        elif child.tag == "hr":
            kept.append(child)
        else:
            child.children, full = _ordered(child.children, child.tag)
            if full or child.tag in {"td", "th"}:
                kept.append(child)
    kept = _listed(kept)
    if inside == "table":
        kept.sort(key=lambda child: not (isinstance(child, Words) and child.tag == "caption"))
        if not any(isinstance(child, Node) for child in kept):
            return [], False
    if inside in {"li", "td", "th", "figure"}:
        _loosen(kept, inside)
    return kept, bool(kept)


def _paragraphs(words: Words) -> list[Child]:
    """The paragraph tidied; split where two line breaks, or a break and an indent, mean a new paragraph."""
    parts = tidy_words(
        words.pieces, pre=words.tag == "pre", split=words.tag == "p", bold=words.tag not in _HEADINGS
    )
    out: list[Child] = []
    for part in parts:
        out.append(
            Words(words.tag, part, words.given, words.marker if not out else None, words.depth, words.align)
        )
    return out


def _loosen(children: list[Child], inside: str) -> None:
    """A single paragraph in an item, cell or figure needs no ``p`` around it; nor does one before a nested list."""
    plain = [child for child in children if isinstance(child, Words) and child.tag == "p"]
    others = [child for child in children if child not in plain]
    lists = all(isinstance(child, Node) and child.tag in {"ul", "ol"} for child in others)
    captions = inside == "figure" and all(isinstance(child, Words) for child in others)
    if len(plain) == 1 and not plain[0].align and (captions or (lists and children[0] is plain[0])):
        plain[0].tag = ""


_BULLET = re.compile(r"^[^\w(（]|^[lnuØvq§ü]$")
_COUNTED = re.compile(r"^[(（]?\d+[.)）．]$")


def _listed(children: list[Child]) -> list[Child]:
    """Word's list paragraphs as lists; official numbering (一、 （一）) is part of the words and stays."""
    out: list[Child] = []
    stack: list[tuple[int, Node]] = []
    for child in children:
        marker = (
            "".join(child.marker).strip(" \t\n\u00a0") if isinstance(child, Words) and child.marker else ""
        )
        tag = "ol" if _COUNTED.match(marker) else "ul" if _BULLET.match(marker) else ""
        if not isinstance(child, Words) or not tag:
            if marker and isinstance(child, Words):
                child.pieces.insert(0, Piece("text", marker, (), ()))
            stack = []
            out.append(child)
            continue
        while stack and (
            stack[-1][0] > child.depth or (stack[-1][0] == child.depth and stack[-1][1].tag != tag)
        ):
            stack.pop()
        if not stack or stack[-1][0] < child.depth:
            node = Node(tag)
            holder = stack[-1][1].children[-1] if stack else None
            (holder.children if isinstance(holder, Node) else out).append(node)
            stack.append((child.depth, node))
        stack[-1][1].children.append(Node("li", (), [Words("", child.pieces)]))
    return out


def _box_html(child: Child) -> str:
    if isinstance(child, Words):
        inner = words_html(child.pieces)
        looks = f' class="{child.align}"' if child.align else ""
        return f"<{child.tag}{looks}>{inner}</{child.tag}>" if child.tag else inner
    if child.tag == "hr":
        return "<hr>"
    inner = "".join(_box_html(one) for one in child.children)
    attributes = "".join(f' {name}="{value}"' for name, value in child.attributes)
    return f"<{child.tag}{attributes}>{inner}</{child.tag}>"
