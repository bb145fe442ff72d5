"""What a letter says, as data: kept sealed with the letter, covered by its digest, set on paper again at any time."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.core.paper.sheet import Block, Cell, Heading, ListBlock, PageBreak, Paragraph, Rule, Run, Table


@dataclass(frozen=True, slots=True)
class Content:
    """The personal part of a letter. ``salt`` keeps the digest from being guessed at after the words are erased."""

    paragraphs: tuple[str, ...]
    blocks: tuple[Block, ...] = ()
    attachments: tuple[str, ...] = ()
    salt: str = field(default_factory=lambda: secrets.token_hex(16))

    def packed(self) -> str:
        """As text, to be sealed."""
        told = {
            "paragraphs": self.paragraphs,
            "blocks": [_pack(block) for block in self.blocks],
            "attachments": self.attachments,
            "salt": self.salt,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def unpacked(text: str) -> Content:
    """The content again; nothing where it was erased."""
    if not text:
        return Content((), salt="")
    told = json.loads(text)
    return Content(
        tuple(told["paragraphs"]),
        tuple(_unpack(block) for block in told["blocks"]),
        tuple(told["attachments"]),
        told["salt"],
    )


def digest_of(outside: Mapping[str, str], addressee: str, packed: str) -> str:
    """SHA-256 over everything the letter says: what stands outside the seal, to whom, and the content."""
    told = {**outside, "addressee": addressee, "body": packed}
    canonical = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _pack(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "runs": _runs(block.runs)}
        case Paragraph():
            return {
                "kind": "paragraph",
                "runs": _runs(block.runs),
                "align": block.align,
                "quote": block.quote,
            }
        case ListBlock():
            items = [[_pack(each) for each in item] for item in block.items]
            return {"kind": "list", "ordered": block.ordered, "start": block.start, "items": items}
        case Table():
            rows = [[_cell(cell) for cell in row] for row in block.rows]
            return {
                "kind": "table",
                "caption": block.caption,
                "header_rows": block.header_rows,
                "rows": rows,
            }
        case Rule():
            return {"kind": "rule"}
        case PageBreak():
            return {"kind": "break"}
        case _:
            raise ValueError("A letter holds words and tables; pictures are attached to it.")


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    manners = ("bold", "italic", "underline", "strike", "sub", "sup", "link")
    return [
        {"text": run.text, **{name: value for name in manners if (value := getattr(run, name))}}
        for run in runs
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "blocks": [_pack(block) for block in cell.blocks],
        "header": cell.header,
        "colspan": cell.colspan,
        "rowspan": cell.rowspan,
        "align": cell.align,
    }


def _unpack(told: Mapping[str, Any]) -> Block:
    runs = tuple(Run(**run) for run in told.get("runs", ()))
    match told["kind"]:
        case "heading":
            return Heading(told["level"], runs)
        case "paragraph":
            return Paragraph(runs, told["align"], told["quote"])
        case "list":
            items = tuple(tuple(_unpack(each) for each in item) for item in told["items"])
            return ListBlock(told["ordered"], items, told["start"])
        case "table":
            rows = tuple(tuple(_uncell(cell) for cell in row) for row in told["rows"])
            return Table(rows, told["caption"], told["header_rows"])
        case "rule":
            return Rule()
        case _:
            return PageBreak()


def _uncell(told: Mapping[str, Any]) -> Cell:
    blocks = tuple(_unpack(block) for block in told["blocks"])
    return Cell(blocks, told["header"], told["colspan"], told["rowspan"], told["align"])
