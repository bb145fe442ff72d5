"""A text from a Word file, line by line: what is inserted counts, what is struck does not; numbers Word made are read.

Macros, passwords and bombs are refused as for any file (``core.intake``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from gongkai.core.intake import inspect
from gongkai.core.refusals import Invalid
from gongkai.domain.consultations import numerals
from gongkai.domain.text import Text, say

LARGEST = 20 * 1024 * 1024
#: Lines read of a file; a text holds 2000 provisions.
MOST_LINES = 5000
_LEFT_OUT = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:footnoteReference")
)
_MARK = re.compile(r"%([1-9])")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class FileText:
    """The lines of a file, and what has to be told of it."""

    lines: tuple[str, ...]
    notes: tuple[Text, ...] = ()


def read_file(source: BinaryIO, name: str, title: str = "") -> FileText:
    """The lines of a DOCX file without the document's ``title``. Raises ``Invalid`` for what cannot be read."""
    found = inspect(source, name, max_bytes=LARGEST)
    if found.content_type != _DOCX:
        raise Invalid(
            say("This is no DOCX file. In Word, save it as “Word document (*.docx)” and send that."),
            field="file",
        )
    source.seek(0)
    try:
        document = docx.Document(source)
        lines = [line for line in _lines(document) if line.strip()][: MOST_LINES + 1]
    except Exception as error:  # python-docx raises whatever the document led it into
        raise Invalid(
            say("This Word document cannot be read. Save it again as DOCX and try once more."), field="file"
        ) from error
    if len(lines) > MOST_LINES:
        raise Invalid(say("The file holds more than {most} lines. Divide it.", most=MOST_LINES), field="file")
    notes = list(found.warnings)
    if document.tables:
        notes.append(say("Tables were read as lines, a row each. Look at them below."))
    kept = untitled(lines, title)
    if len(kept) < len(lines):
        notes.append(say("The title on top of the text was left out: it stands in the project."))
    return FileText(tuple(kept), tuple(notes))


def untitled(lines: Sequence[str], title: str) -> list[str]:
    """The lines without the document's title where it stands on top."""
    plain = _bare(title)
    first = next((line for line in lines if line.strip()), "")
    at = list(lines).index(first) if first else 0
    return [*lines[:at], *lines[at + 1 :]] if plain and _bare(first) == plain else list(lines)


def _bare(text: str) -> str:
    """A title without brackets around it and what is said behind it in brackets."""
    return re.sub(r"[（(][^（）()]*(?:稿|草案)[）)]$", "", re.sub(r"\s+", "", text)).strip("《》")


def _lines(document: Any) -> Iterator[str]:
    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))
                yield " ".join(cell for cell in cells if cell)
        elif not _is_contents(block):
            mark = numbers.of(block)
            for at, line in enumerate(_text(block).splitlines()):
                yield (mark if not at and line.strip() else "") + line


def _is_contents(paragraph: Paragraph) -> bool:
    """Whether the line belongs to a table of contents: it would come twice."""
    style = paragraph.style
    name = (style.name or "") if style is not None else ""
    return name.lower().startswith("toc ")


def _text(paragraph: Paragraph) -> str:
    """The words of a paragraph as it stands once every change in it is accepted."""
    out: list[str] = []
    _collect(paragraph._p, out)  # noqa: SLF001 - python-docx gives no inserted words another way
    return "".join(out)


def _collect(element: Any, out: list[str]) -> None:
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == qn("w:t"):
            out.append(child.text or "")
        elif child.tag == qn("w:tab"):
            out.append("" if element.tag == qn("w:tabs") else " ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            out.append("\n")
        else:
            _collect(child, out)


class _Numbers:
    """The numbers Word puts before paragraphs by itself; they stand nowhere in the words."""

    def __init__(self, document: Any) -> None:
        self._counts: Counter[tuple[str, int]] = Counter()
        self._marks: dict[tuple[str, int], str] = {}
        self._kinds: dict[tuple[str, int], str] = {}
        self._abstract: dict[str, str] = {}
        related = document.part.rels.values()
        part = next(
            (each.target_part for each in related if each.reltype.endswith("/numbering")),
            None,
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        levels: dict[str, dict[int, str]] = {}
        for each in root.iterchildren(qn("w:abstractNum")):
            found = {}
            for level in each.iterchildren(qn("w:lvl")):
                text = level.find(qn("w:lvlText"))
                found[int(level.get(qn("w:ilvl"), "0"))] = (
                    text.get(qn("w:val"), "") if text is not None else ""
                )
            levels[each.get(qn("w:abstractNumId"), "")] = found
        for each in root.iterchildren(qn("w:num")):
            named = each.find(qn("w:abstractNumId"))
            number, abstract = (
                each.get(qn("w:numId"), ""),
                named.get(qn("w:val"), "") if named is not None else "",
            )
            self._abstract[number] = abstract
            for level, text in levels.get(abstract, {}).items():
                self._marks[number, level] = text
                self._kinds[abstract, level] = text

    def of(self, paragraph: Paragraph) -> str:
        """The number of the paragraph as Word shows it (Chinese for 章, 条 and （一）); empty: it has none."""
        number, level = self._placed(paragraph)
        mark = self._marks.get((number, level), "")
        if not _MARK.search(mark):
            return ""
        abstract = self._abstract[number]
        self._counts[abstract, level] += 1
        for key in list(self._counts):
            # Articles go on counting through chapters.
            if key[0] == abstract and key[1] > level and "条" not in self._kinds.get(key, ""):
                del self._counts[key]
        written = str(self._counts[abstract, level])
        if mark.startswith(("第", "（", "(")):
            written = numerals.written(self._counts[abstract, level])
        return _MARK.sub(written, mark) + "　"

    @staticmethod
    def _placed(paragraph: Paragraph) -> tuple[str, int]:
        """Number and level of the paragraph's list, its own or that of its style."""
        own = paragraph._p.pPr  # noqa: SLF001 - python-docx says nothing of numbering
        style = paragraph.style
        for properties in (own, style.element.pPr if style is not None else None):
            numbering = properties.numPr if properties is not None else None
            if numbering is not None and numbering.numId is not None:
                level = numbering.ilvl.val if numbering.ilvl is not None else 0
                return str(numbering.numId.val), int(level)
        return "", 0
