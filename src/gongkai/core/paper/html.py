"""From the sanitised body of a record (HTML) to the blocks set on paper.

Tolerant: whatever the text, it gives blocks and never raises. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from gongkai.core.paper.blocks import (
    Align,
    Block,
    Cell,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Rule,
    Run,
    Table,
    plain,
    printable,
    safe_link,
)
from gongkai.core.paper.tree import BLOCKS, HEADINGS, VOID, Node, read

_MOST_COLUMNS = 40

_SILENT = {
    "script",
    "style",
    "template",
    "head",
    "title",
    "noscript",
    "iframe",
    "object",
    "textarea",
    "select",
}
_MANNERS: Mapping[str, str] = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "sub": "sub",
    "sup": "sup",
}
_CJK = "\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK_IN_CJK = re.compile(f"(?<=[{_CJK}])[ \t\r\n\f]*\n[ \t\r\n\f]*(?=[{_CJK}])")
_SPACE = re.compile("[ \t\r\n\f]+")
_EDGE = " \n\t\u00a0\u3000"


def blocks_from_html(html: str) -> tuple[Block, ...]:
    """The blocks of a body in HTML; h2-h5 give headings of level 1-4. Never raises."""
    return tuple(_blocks(read(printable(html)).children, "left"))


_Children: TypeAlias = "Iterable[Node | str]"


def _blocks(children: _Children, align: Align) -> list[Block]:
    """Blocks of a mixed sequence: stretches of inline text between blocks become paragraphs."""
    found: list[Block] = []
    inline: list[Node | str] = []

    def flush() -> None:
        found.extend(_paragraphs(inline, align))
        inline.clear()

    for child in children:
        if isinstance(child, Node) and child.tag in _SILENT:
            continue
        if isinstance(child, Node) and (
            child.tag in BLOCKS or (child.tag not in VOID and _holds_block(child))
        ):
            flush()
            found.extend(_block(child, _align(child) or align))
        else:
            inline.append(child)
    flush()
    return found


def _holds_block(node: Node) -> bool:
    return any(isinstance(c, Node) and (c.tag in BLOCKS or _holds_block(c)) for c in node.children)


def _block(node: Node, align: Align) -> list[Block]:
    match node.tag:
        case "hr":
            return [Rule()]
        case "ul" | "ol":
            return _list(node)
        case "table":
            return _table(node)
        case "figure":
            return _figure(node, align)
        case "blockquote":
            return [
                replace(b, quote=True) if isinstance(b, Paragraph) else b
                for b in _blocks(node.children, align)
            ]
        case tag if tag in HEADINGS and not _holds_block(node):
            return [
                Heading(HEADINGS[tag], b.runs) if isinstance(b, Paragraph) else b
                for b in _paragraphs(node.children, "left")
            ]
        case _:
            return _blocks(node.children, align)


def _list(node: Node) -> list[Block]:
    items: list[tuple[Block, ...]] = []
    for child in node.children:
        if isinstance(child, str) and not child.strip(_EDGE):
            continue
        if isinstance(child, Node) and child.tag in {"ul", "ol"} and items:
            items[-1] += tuple(_block(child, "left"))  # a list put beside the item it belongs to
            continue
        content = tuple(_blocks(child.children if isinstance(child, Node) else [child], "left"))
        if content:
            items.append(content)
    start = _number(node.attributes.get("start", ""), 1, 100_000)
    return [ListBlock(node.tag == "ol", tuple(items), start)] if items else []


def _figure(node: Node, align: Align) -> list[Block]:
    captions = [c for c in node.children if isinstance(c, Node) and c.tag == "figcaption"]
    caption = _text(captions[0]) if captions else ""
    found = _blocks([c for c in node.children if c not in captions], align)
    for place, block in enumerate(found):
        if isinstance(block, Image | Table) and not block.caption and caption:
            found[place] = replace(block, caption=caption)
            return found
    return [*found, Paragraph((Run(caption),), "center")] if caption else found


def _table(node: Node) -> list[Block]:
    rows: list[tuple[Cell, ...]] = []
    caption, heads = "", 0
    for section, child in _table_parts(node):
        if child.tag == "caption":
            caption = _text(child)
            continue
        cells = tuple(_cell(c) for c in child.children if isinstance(c, Node) and c.tag in {"td", "th"})
        if not cells:
            continue
        if section == "thead":
            rows.insert(heads, cells)
            heads += 1
        else:
            rows.append(cells)
    if not rows:
        return [Paragraph((Run(caption),), "center")] if caption else []
    return [Table(tuple(rows), caption, heads or None)]


def _table_parts(node: Node) -> Iterable[tuple[str, Node]]:
    for child in node.children:
        if isinstance(child, str):
            continue
        if child.tag in {"tr", "caption"}:
            yield "tbody", child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (
                (child.tag, row) for row in child.children if isinstance(row, Node) and row.tag == "tr"
            )


def _cell(node: Node) -> Cell:
    blocks: list[Block] = []
    for block in _blocks(node.children, "left"):
        if isinstance(block, Table):  # a table in a cell is read row by row
            blocks += [b for row in block.rows for cell in row for b in cell.blocks]
        elif isinstance(block, Heading):
            blocks.append(Paragraph(tuple(replace(run, bold=True) for run in block.runs)))
        elif not isinstance(block, Rule):
            blocks.append(block)
    aligned = {b.align for b in blocks if isinstance(b, Paragraph)} - {"left"}
    return Cell(
        tuple(blocks),
        node.tag == "th",
        _number(node.attributes.get("colspan", ""), 1, _MOST_COLUMNS),
        _number(node.attributes.get("rowspan", ""), 1, 10_000),
        _align(node) or (aligned.pop() if len(aligned) == 1 else None),
    )


def _paragraphs(children: _Children, align: Align) -> list[Block]:
    """Inline content as paragraphs; a picture stands by itself."""
    found: list[Block] = []
    runs: list[Run] = []

    def flush() -> None:
        tidied = _tidy(runs)
        runs.clear()
        if tidied:
            found.append(Paragraph(tidied, align))

    for piece in _inline(children, Run("")):
        if isinstance(piece, Image):
            flush()
            found.append(piece)
        else:
            runs.append(piece)
    flush()
    return found


def _inline(children: _Children, manner: Run) -> Iterable[Run | Image]:
    for child in children:
        if isinstance(child, str):
            text = _SPACE.sub(" ", _BREAK_IN_CJK.sub("", child))
            if text:
                yield replace(manner, text=text)
        elif child.tag == "br":
            yield replace(manner, text="\n")
        elif child.tag == "img":
            yield _image(child)
        elif child.tag not in _SILENT:
            yield from _inline(child.children, _manner(child, manner))


def _manner(node: Node, manner: Run) -> Run:
    if node.tag == "a":
        return replace(manner, link=safe_link(node.attributes.get("href", "")) or manner.link)
    match _MANNERS.get(node.tag):
        case "bold":
            return replace(manner, bold=True)
        case "italic":
            return replace(manner, italic=True)
        case "underline":
            return replace(manner, underline=True)
        case "strike":
            return replace(manner, strike=True)
        case "sub":
            return replace(manner, sub=True, sup=False)
        case "sup":
            return replace(manner, sup=True, sub=False)
        case _:
            return manner


def _image(node: Node) -> Image:
    width = _number(node.attributes.get("width", ""), 0, 10_000)
    alt = _SPACE.sub(" ", node.attributes.get("alt", "")).strip()
    return Image(alt=alt, source=node.attributes.get("src", ""), width=width or None)


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Runs of one manner joined; space at the edges and typed indents taken off (the sheet indents)."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text=run.text) == run:
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    joined = [replace(run, text=_SPACE_BY_BREAK.sub("\n", run.text)) for run in joined]
    while joined and not joined[0].text.strip(_EDGE):
        del joined[0]
    while joined and not joined[-1].text.strip(_EDGE):
        del joined[-1]
    if joined:
        joined[0] = replace(joined[0], text=joined[0].text.lstrip(_EDGE))
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip(_EDGE))
    return tuple(joined)


_SPACE_BY_BREAK = re.compile(" *\n *")


def _text(node: Node) -> str:
    runs = [piece for piece in _inline(node.children, Run("")) if isinstance(piece, Run)]
    return plain(_tidy(runs)).replace("\n", " ")


def _align(node: Node) -> Align | None:
    """Alignment told by ``style``, ``align``, an editor's class or ``<center>``."""
    style = re.search(r"text-align\s*:\s*(left|center|right)", node.attributes.get("style", "").lower())
    told = style.group(1) if style else node.attributes.get("align", "").lower()
    classes = node.attributes.get("class", "").lower()
    for name in ("center", "right", "left"):
        if told == name or re.search(rf"(^|[ -]){name}\b", classes):
            return name
    return "center" if node.tag == "center" else None


def _number(text: str, least: int, most: int) -> int:
    found = re.match(r"\s*([0-9]{1,9})", text)
    return max(least, min(int(found.group(1)), most)) if found else least
