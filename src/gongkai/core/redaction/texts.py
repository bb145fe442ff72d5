"""The words of a PDF with their places: to find what should be covered, and to know what has been covered."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

from gongkai.core.intake.pdf import PDFIUM
from gongkai.core.redaction.model import MOST_BOXES, Box
from gongkai.core.redaction.originals import Source, opened_pdf

#: PDFium gives places on a page in whole units of the device: a device of a million by a million.
_DEVICE = 1_000_000
#: A gap of more than this many letters' heights is not covered along with the word.
_GAP = 1.5
#: Fractions of a page below which two edges are the same.
_SAME = 1e-6
#: Spaces and what prints nothing. Characters for private use print something.
_BLANK = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cn"})


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of the text layer and where it is, in fractions of the page as shown.

    ``text`` is folded for comparison (a ligature has several letters), ``sign`` as it stands there.
    """

    sign: str
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def folded(text: str) -> str:
    """Text as it is compared: width, ligatures, radicals written for characters, and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def texts(source: Source) -> Iterator[list[Letter]]:
    """The letters of each page in reading order, spaces among them. Raises ``Invalid``; a picture has none."""
    if not _is_pdf(source):
        return
    with opened_pdf(source) as document:
        for number in range(len(document)):
            with PDFIUM:
                page = document[number]
                sheet = page.get_textpage()
                try:
                    letters = list(_letters(page, sheet))
                finally:
                    sheet.close()
                    page.close()
            yield letters


def _is_pdf(source: Source) -> bool:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    return b"%PDF-" in source[:1024]


def _letters(page: Any, sheet: Any) -> Iterator[Letter]:
    high = 0
    for index in range(sheet.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(sheet, index)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            yield Letter(chr(code), folded(chr(code)), *_place(page, sheet, index))


def _place(page: Any, sheet: Any, index: int) -> tuple[float, float, float, float]:
    tight = sheet.get_charbox(index)
    try:
        loose = sheet.get_charbox(index, loose=True)
    except pypdfium2.PdfiumError:
        loose = tight
    left, bottom, right, top = (
        choose(pair)
        for choose, pair in zip((min, min, max, max), zip(tight, loose, strict=True), strict=True)
    )
    corners = [_shown(page, x, y) for x in (left, right) for y in (bottom, top)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)


def _shown(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page's own space as fractions of the page as it is shown: turned and cropped."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, x, y, across, down)
    return across.value / _DEVICE, down.value / _DEVICE


def find_words(
    source: Source, words: Iterable[str], *, ground: str = "", label: str = "", beside: Sequence[Box] = ()
) -> list[Box]:
    """Boxes over every place where one of the words stands in the text layer; none in a scan or a picture.

    Spaces and line breaks inside a word do not matter, nor do width and case. A word over two lines gives two
    boxes. Longer words first, and what a box of a longer word covers gets no second one;
    nor does what one of the boxes ``beside`` covers already. At most 5,000.
    """
    needles = sorted({bare(word) for word in words} - {""}, key=lambda word: (-len(word), word))
    found: list[Box] = []
    for number, letters in enumerate(texts(source)):
        for _, line in _places(letters, needles):
            box = _around(number, line, ground, label)
            if box is not None and len(found) < MOST_BOXES and not any(_holds(each, box) for each in beside):
                found.append(box)
    return found


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.page == inner.page
        and outer.x <= inner.x + _SAME
        and outer.y <= inner.y + _SAME
        and outer.x + outer.width >= inner.x + inner.width - _SAME
        and outer.y + outer.height >= inner.y + inner.height - _SAME
    )


def bare(text: str) -> str:
    """Text as it is looked for: folded, without spaces."""
    return "".join(c for c in folded(text) if not _blank(c))


def _blank(text: str) -> bool:
    return all(unicodedata.category(c) in _BLANK for c in text)


def _places(letters: Sequence[Letter], needles: Sequence[str]) -> Iterator[tuple[str, list[Letter]]]:
    """Each occurrence in the order of the text: the word, and a line of letters that make it up."""
    solid = [letter for letter in letters if not _blank(letter.text)]
    owner = [index for index, letter in enumerate(solid) for _ in letter.text]  # a ligature has several signs
    text = "".join(letter.text for letter in solid)
    hit: set[int] = set()
    spans: list[tuple[int, int, str]] = []
    for needle in needles:
        at = -1
        while (at := text.find(needle, at + 1)) >= 0:
            span = (owner[at], owner[at + len(needle) - 1] + 1)
            if not hit.issuperset(range(*span)):
                spans.append((*span, needle))
                hit.update(range(*span))
    for start, end, needle in sorted(spans):
        yield from ((needle, line) for line in _lines(solid[start:end]))


def _lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters in groups that stand side by side, or one under the other without a gap."""
    line: list[Letter] = []
    for letter in letters:
        if line and not _beside(line[-1], letter):
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _beside(one: Letter, other: Letter) -> bool:
    high = min(one.bottom - one.top, other.bottom - other.top)
    wide = min(one.right - one.left, other.right - other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)  # negative: the gap between them
    across = min(one.right, other.right) - max(one.left, other.left)
    same_row = down > high / 2 and across > -_GAP * max(wide, 1e-6)
    same_column = across > wide / 2 and down > -_GAP * max(high, 1e-6)
    return same_row or same_column


def _around(page: int, line: Sequence[Letter], ground: str, label: str) -> Box | None:
    left, top = max(min(each.left for each in line), 0.0), max(min(each.top for each in line), 0.0)
    right, bottom = min(max(each.right for each in line), 1.0), min(max(each.bottom for each in line), 1.0)
    if right <= left or bottom <= top:
        return None  # outside what is shown
    return Box(page, left, top, right - left, bottom - top, ground, label)


def covered_words(source: Source, boxes: Sequence[Box]) -> list[str]:
    """What the text layer says under the boxes, each run of letters once, in order of appearance."""
    found: dict[str, None] = {}
    for number, letters in enumerate(texts(source)):
        here = [box for box in boxes if box.page == number]
        run = ""
        for letter in letters:
            solid = not _blank(letter.text)
            if solid and _under(letter, here):
                run += letter.sign
            elif run:
                found[run] = None
                run = ""
        if run:
            found[run] = None
    return list(found)


def _under(letter: Letter, boxes: Iterable[Box]) -> bool:
    x, y = letter.middle
    return any(box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height for box in boxes)


def still_shown(source: Source, boxes: Sequence[Box]) -> list[tuple[int, str]]:
    """Page (from 0) and word of each covered word that can still be read elsewhere in the original's text.

    Not a fault by itself (a name may rightly stay in one place), but what is forgotten most. Words of two to
    twenty letters are looked for.
    """
    covered = {bare(word): word for word in covered_words(source, boxes) if 2 <= len(word) <= 20}
    words = sorted(covered, key=len, reverse=True)
    found: dict[tuple[int, str], None] = {}
    for number, letters in enumerate(texts(source)):
        here = [box for box in boxes if box.page == number]
        for word, line in _places(letters, words):
            if not any(_under(letter, here) for letter in line):
                found[number, covered[word]] = None
    return list(found)
