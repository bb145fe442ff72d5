"""The proof that nothing of what was covered is in the copy. Releasing a copy goes through here.

It does not trust the making: it reads the finished file as a stranger would and asks

1. is there nothing in it but pages that are one picture each? The pictures, sizes and words found are written anew;
   the same bytes must come out, so there is no room for anything else;
2. do two other programs find any text, note, attached file, metadata or second picture?
3. is every pixel under a box black, or part of the white words on it, in the stored picture and as drawn?
4. do the words that stood under the boxes occur anywhere in the file?
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from PIL import Image, ImageChops

from gongkai.core.intake.pdf import PDFIUM
from gongkai.core.redaction import traces
from gongkai.core.redaction.encoding import BLOCK, Encoded, decode
from gongkai.core.redaction.making import page_words, redact
from gongkai.core.redaction.model import Box, PageInfo, area
from gongkai.core.redaction.originals import Source, drawn, opened, opened_pdf
from gongkai.core.redaction.veil import Veil, veil
from gongkai.core.redaction.writing import Leaf, write
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

logger = logging.getLogger(__name__)

#: How bright a pixel of a JPEG may be in blocks that are black throughout, and how far it may stray in those that
#: an edge runs through, where the white beside the box echoes.
_STRICT, _AT_EDGES = 0, 96
#: How far one program's unpacking of the picture may stray from the other's (JPEG is rounded differently).
_DRAWN = 2
#: Pixels by which drawing may soften an edge, and points by which the picture may miss the page's edge.
_SOFT, _POINTS = 2, 0.01


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved, of which bytes (``sha256``). ``failures``: what was found that must not be there."""

    sha256: str
    pages: int
    boxes: int
    words: int
    failures: tuple[Text, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the copy may be released."""
        return not self.failures

    def require(self) -> None:
        """Raises ``Refusal`` with the first thing found unless the proof holds."""
        if self.failures:
            raise Refusal(
                say(
                    "The redacted copy is not released, because the check of the finished file failed: {reason} "
                    "Nothing has been sent. Try again; if it fails again, cover the passages on paper and scan it.",
                    reason=self.failures[0],
                )
            )


class _FoundError(Exception):
    """Something that must not be there."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


@contextmanager
def proven_copy(
    original: Source, boxes: Sequence[Box], *, title: str = "", language: str = "zh-Hans"
) -> Iterator[tuple[Path, Proof]]:
    """Makes the copy, proves it, and lends its file until the block ends. Raises ``Invalid`` and ``Refusal``."""
    with tempfile.TemporaryDirectory(prefix="gongkai-redaction-") as folder:
        target = Path(folder) / "copy.pdf"
        redact(original, boxes, target, title=title, language=language)
        proof = prove(original, target, boxes)
        proof.require()
        yield target, proof


def prove(original: Source, redacted: Path, boxes: Sequence[Box]) -> Proof:
    """Examines the finished file. ``Invalid`` only when the original cannot be read; all else is in the proof."""
    words = traces.words_of(original, boxes)
    failures: list[Text] = []
    count = 0
    try:
        with opened(original) as sheets:
            sizes = list(sheets.pages)
        count = _prove_pages(redacted, sizes, boxes)
        _refuse_words(redacted, words)
    except _FoundError as found:
        failures.append(found.reason)
    except Exception:  # whatever the file led a reader into: what cannot be examined is not released
        logger.exception("A redacted copy could not be examined.")
        failures.append(say("the finished file could not be examined to its end."))
    return Proof(_digest(redacted), count, len(boxes), len(words), tuple(failures))


def _refuse_words(redacted: Path, words: Sequence[str]) -> None:
    if traces.found(redacted, words):
        raise _FoundError(
            say(
                "words that stood under a box occur in the file or in its title; choose a title without them."
            )
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prove_pages(redacted: Path, sizes: Sequence[PageInfo], boxes: Sequence[Box]) -> int:
    if not boxes or any(box.page >= len(sizes) for box in boxes):
        raise _FoundError(say("there is a box without its page, or no box at all."))
    with redacted.open("rb") as file:
        reader = pypdf.PdfReader(file, strict=True)
        if len(reader.pages) != len(sizes):
            raise _FoundError(say("it has another number of pages than the original."))
        _refuse_company(reader)
        leaves = [_leaf(page) for page in reader.pages]
        _refuse_other_bytes(redacted, reader, leaves)
    with opened_pdf(redacted) as document:
        for number, leaf in enumerate(leaves):
            _prove_page(document, number, leaf, [box for box in boxes if box.page == number])
    return len(leaves)


def _refuse_company(reader: pypdf.PdfReader) -> None:
    """Nothing that pypdf can find: it looks for these by other ways than the comparison of bytes does."""
    root = reader.root_object
    beside = {
        "/Names",
        "/AcroForm",
        "/Outlines",
        "/OCProperties",
        "/Metadata",
        "/AF",
        "/OpenAction",
        "/Collection",
    }
    if beside & set(root) or list(reader.attachments) or reader.outline or reader.get_fields():
        raise _FoundError(say("something besides pages is in it, such as an attached file or a form."))
    if set(reader.metadata or {}) - {"/Title"} or reader.xmp_metadata is not None:
        raise _FoundError(say("it carries data about its making."))
    for page in reader.pages:
        if page.extract_text().strip():
            raise _FoundError(say("text can be copied out of it."))
        if "/Annots" in page or len(page.images) != 1:
            raise _FoundError(say("a page has notes, or not exactly one picture."))


def _leaf(page: Any) -> Leaf:
    image = page["/Resources"]["/XObject"]["/P"]
    stored = Encoded(
        int(image["/Width"]),
        int(image["/Height"]),
        image["/ColorSpace"] == "/DeviceGray",
        image["/Filter"] == "/FlateDecode",
        bytes(image._data),  # noqa: SLF001 - the bytes as they stand in the file; pypdf would decode them
    )
    return Leaf(float(page.mediabox.width), float(page.mediabox.height), stored)


def _refuse_other_bytes(redacted: Path, reader: pypdf.PdfReader, leaves: Sequence[Leaf]) -> None:
    language = str(reader.root_object["/Lang"])
    title = str(reader.metadata.title) if reader.metadata and reader.metadata.title else ""
    again = _Comparing(redacted)
    with again:
        write(again, leaves, title=title, language=language, words=page_words(len(leaves), language))  # type: ignore[arg-type]
    if not again.same:
        raise _FoundError(say("there are bytes in it that do not belong to its pictures."))


class _Comparing:
    """Takes what is written and compares it with a file, piece by piece."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.same = True

    def __enter__(self) -> _Comparing:
        return self

    def __exit__(self, *_: object) -> None:
        self.same = self.same and not self._file.read(1)
        self._file.close()

    def write(self, data: bytes) -> int:
        self.same = self.same and self._file.read(len(data)) == data
        return len(data)


def _prove_page(document: Any, number: int, leaf: Leaf, boxes: Sequence[Box]) -> None:
    picture = decode(leaf.picture)
    covering = veil(boxes, *picture.size)
    for box in boxes:
        # Computed once more from the box alone, so that a fault in the drawing of the veil cannot hide itself.
        if covering.mask.crop(area(box, *picture.size)).getextrema() != (255, 255):
            raise _FoundError(say("a box on page {page} is not covered to its edge.", page=number + 1))
    stray = _difference(picture, covering.face)
    if leaf.picture.lossless:
        black = _largest(_masked(stray, covering)) == 0
    else:
        black = _largest(_masked(stray, covering)) <= _AT_EDGES and _within(stray, covering, BLOCK) <= _STRICT
    if not black:
        raise _FoundError(say("a pixel under a box on page {page} is not black.", page=number + 1))
    _prove_drawing(document, number, leaf, picture, covering)


def _difference(one: Image.Image, other: Image.Image) -> Image.Image:
    if one.mode != other.mode:
        one, other = one.convert("RGB"), other.convert("RGB")
    return ImageChops.difference(one, other)


def _largest(picture: Image.Image) -> int:
    """The brightest value of any colour."""
    return max(int(band.getextrema()[1]) for band in picture.split())  # type: ignore[arg-type]


def _masked(picture: Image.Image, covering: Veil) -> Image.Image:
    return Image.composite(picture, Image.new(picture.mode, picture.size), covering.mask)


def _within(picture: Image.Image, covering: Veil, edge: int) -> int:
    """The brightest value ``edge`` pixels and more inside the boxes, and as far from their words."""
    bare = picture.copy()
    for left, top, right, bottom in covering.labels:
        place = (left - edge, top - edge, right + edge, bottom + edge)
        bare.paste(0 if bare.mode == "L" else (0, 0, 0), place)
    brightest = 0
    for left, top, right, bottom in covering.areas:
        inner = (left + edge, top + edge, right - edge, bottom - edge)
        if inner[0] < inner[2] and inner[1] < inner[3]:
            brightest = max(brightest, _largest(bare.crop(inner)))
    return brightest


def _prove_drawing(document: Any, number: int, leaf: Leaf, picture: Image.Image, covering: Veil) -> None:
    """PDFium finds one picture, which fills the page and is the same that was examined, and draws it."""
    page = say("page {page} shows something else than its picture.", page=number + 1)
    with PDFIUM:
        sheet = document[number]
        words = sheet.get_textpage()
        try:
            letters, objects = words.count_chars(), list(sheet.get_objects())
            if letters or [each.type for each in objects] != [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]:
                raise _FoundError(say("page {page} consists of more than its picture.", page=number + 1))
            sides = zip(objects[0].get_bounds(), (0, 0, *sheet.get_size()), strict=True)
            bitmap = objects[0].get_bitmap(render=False)
            stored = bitmap.to_pil().copy()
            bitmap.warn_on_close = False  # nobody holds its memory any longer: the pixels were copied
            bitmap.close()
        finally:
            words.close()
            sheet.close()
    if any(abs(one - other) > _POINTS for one, other in sides):
        raise _FoundError(page)
    if stored.size != picture.size or _largest(_difference(stored, picture)) > _DRAWN:
        raise _FoundError(page)
    # Drawing may stretch the picture by a part of a pixel, so only the inside of the boxes can be compared.
    edge = _SOFT if leaf.picture.lossless else _SOFT + BLOCK
    if _within(drawn(document, number, picture.size), covering, edge) > _STRICT:
        raise _FoundError(page)
