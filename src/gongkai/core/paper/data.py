"""A sheet as the data the typst template reads (``sheet.json``), and its pictures as files beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from gongkai.core.paper import layout
from gongkai.core.paper.blocks import (
    Block,
    Heading,
    Image,
    ListBlock,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
    blank,
    next_level,
    one_line,
    plain,
    printable,
    safe_link,
)
from gongkai.core.paper.pictures import picture
from gongkai.core.paper.sheet import Sheet, words
from gongkai.core.paper.tables import Grid, Placed, lay, longest, pair_up, setting

Data: TypeAlias = "dict[str, Any]"

#: Half-width signs that fit into a line of the text block; a longer word must be broken somewhere.
_LINE = layout.CHARACTERS * 2 - 8
#: A row whose cells are all shorter than this, in characters, stays on one page.
_LONG = 150
_MASTHEAD_LARGEST = 50.0  # points; 7.2.4 leaves the size open, "not larger than that of the superior"


class Reader:
    """Reads one sheet into ``data``; ``files`` receives the pictures by the name the data gives them."""

    def __init__(self, sheet: Sheet, images: Mapping[str, bytes]) -> None:
        self._sheet, self._images = sheet, images
        self._words = words(sheet.language)
        self._level = 0
        self._line = _LINE
        self.files: dict[str, bytes] = {}

    def whole(self) -> Data:
        """Everything the template needs but the fonts."""
        sheet, own = self._sheet, self._words
        title = own.untitled if blank(sheet.title) else one_line(sheet.title)
        issuer, date, masthead = one_line(sheet.issuer), one_line(sheet.date_line), one_line(sheet.masthead)
        chinese = sheet.language.lower().startswith("zh")
        return {
            "layout": _numbers(),
            "lang": "zh" if chinese else "en",
            "zh": chinese,
            "colon": own.colon,
            "attachments_word": own.attachments,
            "title": title,
            "title_lines": [soften(line, 36) for line in layout.title_lines(title)],
            "author": issuer,
            "issuer": soften(issuer, _LINE),
            "date": date,
            "number": one_line(sheet.document_number),
            "addressee": soften(one_line(sheet.addressee), _LINE),
            "serial": one_line(sheet.serial),
            "notice": soften(one_line(sheet.notice), _LINE),
            "masthead": masthead,
            "letter": sheet.letter and bool(masthead),
            "letter_size": layout.letter_size(masthead),
            "seal_lines": layout.SEAL_LINES if sheet.seal else 1,
            "masthead_size": min(
                _MASTHEAD_LARGEST,
                layout.BLOCK_WIDTH * layout.POINTS_PER_MM / max(layout.width(masthead), 1.0),
            ),
            "metadata": [
                [one_line(label), soften(one_line(value), 24), whole_row]
                for label, value, whole_row in pair_up(sheet.metadata)
            ],
            "attachments": [soften(one_line(name), _LINE - 12) for name in sheet.attachments_note],
            "blocks": self._blocks(sheet.blocks),
        }

    def _blocks(self, blocks: tuple[Block, ...]) -> list[Data]:
        return [data for block in blocks if (data := self._block(block)) is not None]

    def _block(self, block: Block) -> Data | None:
        match block:
            case Heading() if blank(plain(block.runs)):
                return None  # PDF/UA-1 forbids a heading without words
            case Heading():
                self._level = next_level(block.level, self._level)
                return {"kind": "heading", "level": self._level, "runs": self._runs(block.runs)}
            case Paragraph():
                runs = self._runs(block.runs)
                return {"kind": "paragraph", "runs": runs, "align": block.align, "quote": block.quote}
            case ListBlock():
                items = [self._blocks(item) for item in block.items]
                return {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
            case Table():
                return self._table(block)
            case Image():
                return self._image(block)
            case Rule():
                return {"kind": "rule"}
            case PageBreak():
                return {"kind": "break"}

    def _runs(self, runs: Runs) -> list[Data]:
        return [
            {
                "text": soften(printable(run.text), self._line),
                "bold": run.bold,
                "italic": run.italic,
                "underline": run.underline,
                "strike": run.strike,
                "sub": run.sub,
                "sup": run.sup,
                "link": safe_link(run.link),
            }
            for run in runs
        ]

    def _table(self, table: Table) -> Data | None:
        if not table.rows:
            return None
        grid = lay(table)
        cells = [(placed, self._cell(placed, grid)) for placed in grid.cells]
        return {
            "kind": "table",
            "caption": soften(one_line(table.caption), _LINE),
            "weights": list(grid.weights),
            "size": grid.size,
            "keep": table.keep,
            "head": [data for placed, data in cells if placed.row < grid.header_rows],
            "cells": [data for placed, data in cells if placed.row >= grid.header_rows],
        }

    def _cell(self, placed: Placed, grid: Grid) -> Data:
        share = sum(grid.weights[placed.column : placed.column + placed.colspan]) / sum(grid.weights)
        room = layout.BLOCK_WIDTH * layout.POINTS_PER_MM * share - 8
        outside, self._line = self._line, max(1, int(room / (grid.size * 0.55)))
        try:
            blocks = self._blocks(placed.cell.blocks)
        finally:
            self._line = outside
        for block in blocks:
            if block["kind"] == "paragraph":
                block["align"], block["quote"] = (
                    "left",
                    False,
                )  # the cell aligns, and small type has no indent
        return {
            "x": placed.column,
            "y": placed.row,
            "colspan": placed.colspan,
            "rowspan": placed.rowspan,
            "header": placed.cell.header or placed.row < grid.header_rows,
            "align": setting(placed, grid),
            "long": longest(placed.cell) > _LONG,
            "blocks": blocks,
        }

    def _image(self, image: Image) -> Data:
        alt = one_line(image.alt) or self._words.image
        ready = picture(image, self._images)
        if ready is None:  # not to be had: its description stands in its place
            before, after = self._words.brackets
            text = f"{before}{self._words.image}{self._words.colon}{alt}{after}" if image.alt else alt
            runs = self._runs((Run(text),))
            return {"kind": "paragraph", "runs": runs, "align": "center", "quote": False}
        name = f"picture-{len(self.files)}.{ready.suffix}"
        self.files[name] = ready.data
        return {
            "kind": "image",
            "file": name,
            "alt": alt,
            "caption": one_line(image.caption),
            "width": ready.width,
            "height": ready.height,
        }


def soften(text: str, line: int) -> str:
    """Let words longer than ``line`` half-width signs be broken anywhere (by zero-width spaces)."""
    return re.sub(_WORD.format(line + 1), lambda word: "\u200b".join(word.group()), text)


#: What typst does not break by itself: anything but space and Chinese.
_WORD = r"[^\s\u1100-\u11ff\u2e80-\ufe0f\uff00-\uffef\U00020000-\U0003ffff]{{{0},}}"


def _numbers() -> Data:
    return {
        "page": [layout.PAGE_WIDTH, layout.PAGE_HEIGHT],
        "block": [layout.BLOCK_WIDTH, layout.BLOCK_HEIGHT],
        "top": layout.MARGIN_TOP,
        "left": layout.MARGIN_LEFT,
        "right": layout.MARGIN_RIGHT,
        "bottom": layout.MARGIN_BOTTOM,
        "pitch": layout.LINE_PITCH,
        "body": layout.SIZE_BODY,
        "title": layout.SIZE_TITLE,
        "title_pitch": layout.TITLE_PITCH,
        "small": layout.SIZE_SMALL,
        "number": layout.SIZE_PAGE_NUMBER,
        "number_drop": layout.PAGE_NUMBER_DROP,
        "masthead_drop": layout.MASTHEAD_DROP,
        "rule_gap": layout.RULE_GAP,
        "letter_top": layout.LETTER_TOP,
        "letter_gap": layout.LETTER_GAP,
        "letter_bottom": layout.LETTER_BOTTOM,
        "letter_line": layout.LETTER_LINE,
        "letter_number_gap": layout.LETTER_NUMBER_GAP,
        "indent": layout.INDENT,
        "date_inset": layout.DATE_INSET,
    }
