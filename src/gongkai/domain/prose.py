"""The structure of a sanitised HTML body: blocks, links and images, and what is wrong with it for readers.

Everything here reads; nothing changes the text. Standard library only. The checks carry out 无障碍环境建设法
(2023) Articles 29 and 32: what is published can be read by people who cannot see it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gongkai.domain.prose_reader import Block, Image, Kind, Link, read
from gongkai.domain.text import Text, say

__all__ = [
    "Block",
    "Finding",
    "Image",
    "Kind",
    "Link",
    "Severity",
    "blocks",
    "excerpt",
    "images",
    "links",
    "outline",
    "plain_text",
    "structure_findings",
]

Severity: TypeAlias = Literal["refuse", "reason", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found.

    ``severity``: ``refuse`` blocks submission, ``reason`` may be passed with a written reason, ``note`` only
    informs. ``where`` quotes the place, ``found`` the thing itself. The findings of ``privacy`` mask what
    they quote, so that they may be kept in the ledger.
    """

    code: str
    severity: Severity
    message: Text
    where: str
    found: str = ""


def blocks(html: str) -> tuple[Block, ...]:
    """Headings, paragraphs, list items, table cells, captions, quotations, rules and images, in order."""
    return read(html).blocks


def links(html: str) -> tuple[Link, ...]:
    """Every link that has an address, in reading order."""
    return tuple(link for link in read(html).links if link.href)


def images(html: str) -> tuple[Image, ...]:
    """Every image, in reading order."""
    return read(html).images


def outline(html: str) -> tuple[Block, ...]:
    """The headings that have words, in reading order, for a table of contents."""
    return tuple(block for block in blocks(html) if block.kind == "heading" and block.text)


def plain_text(html: str) -> str:
    """The words alone: a block a line, cells of a row parted by tabs; of images their alternative."""
    return _joined(blocks(html))


def _joined(parts: tuple[Block, ...] | list[Block]) -> str:
    pieces: list[str] = []
    row = ""
    for block in parts:
        if block.kind == "rule" or (block.kind == "image" and not block.text):
            continue
        here = block.path.rpartition(", ")[0] if block.kind == "cell" else ""
        if pieces:
            pieces.append("\t" if here and here == row else "\n")
        row = here
        # a break inside a cell must not look like the end of the row
        pieces.append(block.text.replace("\n", " ") if here else block.text)
    return "".join(pieces)


_SENTENCE_END = "。！？!?；;"
_PAUSE = "，、：,:）)》” "
_WORD = re.compile(r"[A-Za-z0-9]+$")


def excerpt(html: str, length: int = 120) -> str:
    """The opening of the text in at most ``length`` characters, ended at a sentence or, with “…”, at a pause.

    Headings are left out unless there is nothing else.
    """
    parts = blocks(html)
    text = _joined([block for block in parts if block.kind not in {"heading", "image"}]) or _joined(parts)
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) <= length:
        return text
    head = text[: max(length - 1, 0)]
    least = length // 2
    end = max((head.rfind(mark) for mark in _SENTENCE_END), default=-1)
    if end + 1 > least:
        return head[: end + 1]
    pause = max((head.rfind(mark) for mark in _PAUSE), default=-1)
    if pause > least:
        return head[:pause].rstrip() + "…"
    word = _WORD.search(head)
    if word and text[len(head)].isascii() and text[len(head)].isalnum() and word.start() > least:
        head = head[: word.start()]  # a number cut in two would be another number
    return head.rstrip() + "…" if length > 0 else ""


# What link and image texts must not be: heard alone in a list of links, these say nothing.
_EMPTY_WORDS = frozenset(
    "点击这里 点击此处 点这里 点此 点击 这里 此处 点击查看 查看 查看详情 查看更多 "  # noqa: SIM905
    "点击下载 下载 详情 详见 更多 链接 网址 here clickhere click more readmore link download details".split()
)
_IMAGE_WORDS = frozenset(
    "图 图片 图像 照片 插图 截图 配图 image img picture photo pic figure".split()  # noqa: SIM905
)
_FILE_NAME = re.compile(r"^[^\s。，]{1,120}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?)$", re.IGNORECASE)


def structure_findings(html: str) -> tuple[Finding, ...]:
    """What keeps readers, and the programs that read aloud, from following the text."""
    reading = read(html)
    found: list[Finding] = []
    if not any(block.text or block.kind == "image" for block in reading.blocks):
        found.append(
            Finding(
                "body.empty",
                "refuse",
                say("The text is empty. Write it, or attach the document and say in a sentence what it is."),
                "",
            )
        )
    found += _heading_findings(reading.blocks, reading.bold)
    found += _image_findings(reading.images)
    for table in reading.tables:
        if table.nested:
            message = say(
                "Table {number} stands inside another table. Put the two one after the other.",
                number=table.number,
            )
            found.append(Finding("table.nested", "refuse", message, table.opening))
        if not table.headers:
            message = say(
                "Table {number} has no header cells. Mark its first row, or the first cell of each row, "
                "as header.",
                number=table.number,
            )
            found.append(Finding("table.no_header", "refuse", message, table.opening))
    found += _link_findings(reading.links)
    return tuple(found)


def _heading_findings(parts: tuple[Block, ...], bold: tuple[str, ...]) -> list[Finding]:
    found: list[Finding] = []
    level, before = 1, ""  # the title of the page is level 1
    for block in parts:
        if block.kind != "heading":
            if block.text:
                before = block.text
            continue
        if not block.text:
            message = say("There is a heading without words. Write the heading or remove it.")
            found.append(Finding("heading.empty", "refuse", message, _quote(before)))
            continue
        if block.level > level + 1:
            message = say(
                "The heading “{heading}” skips a level. Make it one level below the heading before it, "
                "or add the heading in between.",
                heading=_quote(block.text),
            )
            found.append(Finding("heading.skipped", "refuse", message, _quote(block.text)))
        level, before = block.level, block.text
    for text in bold:
        message = say(
            "The bold line “{text}” looks like a heading. If it is one, mark it as a heading, "
            "so that readers can jump to it.",
            text=_quote(text),
        )
        found.append(Finding("heading.bold", "note", message, _quote(text)))
    return found


def _image_findings(pictures: tuple[Image, ...]) -> list[Finding]:
    found: list[Finding] = []
    for number, image in enumerate(pictures, 1):
        words = (image.alt or "").strip()
        if not words:
            message = say(
                "Image {number} has no alternative text. Say in a few words what it shows, "
                "for readers who cannot see it.",
                number=number,
            )
            found.append(Finding("image.no_alternative", "refuse", message, image.src))
        elif words.casefold().rstrip("0123456789 ") in _IMAGE_WORDS or _FILE_NAME.match(words):
            message = say(
                "The alternative text of image {number}, “{text}”, does not say what the image shows.",
                number=number,
                text=words,
            )
            found.append(Finding("image.alternative_says_nothing", "reason", message, image.src, words))
    return found


def _link_findings(anchors: tuple[Link, ...]) -> list[Finding]:
    found: list[Finding] = []
    for link in anchors:
        if not link.text:
            message = say("The link to {address} has no words. Write where it leads.", address=link.href)
            found.append(Finding("link.empty", "refuse", message, link.href))
        elif re.sub(r"[\s\W_]+", "", link.text).casefold() in _EMPTY_WORDS:
            message = say(
                "The link “{text}” does not say where it leads. "
                "Use the name of the page or document instead.",
                text=link.text,
            )
            found.append(Finding("link.says_nothing", "note", message, link.href, link.text))
    return found


def _quote(text: str, length: int = 40) -> str:
    """``text`` on one line, cut to ``length`` characters."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= length else line[: length - 1] + "…"
