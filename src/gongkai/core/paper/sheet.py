"""A document as data, ready to be set on paper by ``paper.pdf`` and ``paper.docx``."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.core.paper.blocks import (
    Block,
    Cell,
    Heading,
    Image,
    ListBlock,
    PageBreak,
    Paragraph,
    Rule,
    Run,
    Runs,
    Table,
)
from gongkai.core.paper.html import blocks_from_html

__all__ = [
    "Block",
    "Cell",
    "Heading",
    "Image",
    "ListBlock",
    "PageBreak",
    "Paragraph",
    "PrintError",
    "Rule",
    "Run",
    "Runs",
    "Sheet",
    "Table",
    "Words",
    "blocks_from_html",
    "words",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document in the order of GB/T 9704-2012.

    ``masthead`` is the red heading 发文机关标志 (某市城市管理局文件): only letters and originals carry
    it, a copy from the public page does not; with ``letter`` it heads a letter (10.1, 信函格式: agency 30 mm
    from the top, double red lines, number at the right). ``metadata`` (索引号, 发布机构 …) is printed as a
    small table on top; ``notice`` in a frame above everything (withdrawn, repealed, demonstration). ``issuer`` and
    ``date_line`` sign the document at its end; ``seal`` leaves the place of the seal between text and date
    (7.3.5.1: its top within a line of the text, its middle a little above agency and date).
    """

    title: str
    language: str = "zh"
    issuer: str = ""
    document_number: str = ""
    date_line: str = ""
    addressee: str = ""
    blocks: tuple[Block, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    attachments_note: tuple[str, ...] = ()
    serial: str = ""
    notice: str = ""
    masthead: str = ""
    letter: bool = False
    seal: bool = False


class PrintError(Exception):
    """The document could not be set; the text is a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class Words:
    """The few words the printed form adds, in the language of the document rather than of the reader."""

    attachments: str
    image: str
    untitled: str
    colon: str
    brackets: tuple[str, str] = field(default=("[", "]"))


WORDS = {
    "zh": Words("附件", "图片", "无标题", "：", ("〔", "〕")),
    "en": Words("Attachments", "Image", "Untitled", ": "),
}


def words(language: str) -> Words:
    """The printed form's own words in the language of the document (``zh``, ``zh-hans``, ``en``)."""
    return WORDS["zh" if language.lower().startswith("zh") else "en"]
