"""Making the redacted copy, and the pictures of the pages the clerk draws on."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongkai.core.redaction.encoding import encode
from gongkai.core.redaction.model import MOST_BOXES, Box, PageInfo, refused
from gongkai.core.redaction.originals import Original, Source, opened
from gongkai.core.redaction.veil import veil
from gongkai.core.redaction.writing import Leaf, write
from gongkai.domain.text import say

#: The width of a page's picture in the browser, in pixels, at the most.
WIDEST_ON_SCREEN = 3_000


def pages(source: Source) -> list[PageInfo]:
    """The pages of a PDF or a picture as they are shown. Raises ``Invalid`` for what cannot be redacted."""
    with opened(source) as original:
        return list(original.pages)


def page_picture(source: Source, page: int, width: int) -> bytes:
    """One page (from 0) as PNG, ``width`` pixels wide: what the clerk draws on. Raises ``Invalid``, ``IndexError``."""
    with opened(source) as original:
        if not 0 <= page < len(original.pages):
            raise IndexError(page)
        drawn = original.picture(page, min(max(width, 1), WIDEST_ON_SCREEN))
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=3)
    return out.getvalue()


def redact(
    source: Source, boxes: Sequence[Box], target: Path, *, title: str = "", language: str = "zh-Hans"
) -> int:
    """Writes the redacted copy of a PDF or a picture to ``target``, always as PDF. Gives the number of pages.

    Every page is turned into a picture, also those without a box: so no hidden text, layer, attached file, note,
    form field, bookmark or metadata of the original can be in the copy. ``title`` is what the copy calls itself
    (it must not say what is covered; ``prove`` looks); it is in ``language``, and so are the words for the pages.
    Raises ``Invalid`` for an original that cannot be read, and when nothing is to be covered.
    """
    with opened(source) as original:
        _refuse_wrong_boxes(boxes, len(original.pages))
        with target.open("wb") as out:
            write(
                out,
                _leaves(original, boxes),
                title=title or _default_title(language),
                language=language,
                words=page_words(len(original.pages), language),
            )
        return len(original.pages)


def page_words(count: int, language: str) -> list[str]:
    """What stands for each page's picture for those who hear the document."""
    with override(language):
        return [
            _("Page {number} of {count}: a picture of the page. Passages are blacked out.").format(
                number=number, count=count
            )
            for number in range(1, count + 1)
        ]


def _default_title(language: str) -> str:
    with override(language):
        return _("Redacted copy")


def _refuse_wrong_boxes(boxes: Sequence[Box], count: int) -> None:
    if not boxes:
        raise refused(
            say(
                "Nothing is blacked out yet. Draw a box over each passage that must not be opened, then go on."
            )
        )
    if len(boxes) > MOST_BOXES:
        raise refused(
            say(
                "There are more than {most} boxes. Cover neighbouring lines with one box, or split the file.",
                most=MOST_BOXES,
            )
        )
    for box in boxes:
        if box.page >= count:
            raise refused(
                say(
                    "A box lies on page {page}, but the file has {pages} pages. Remove the box or choose the "
                    "right file.",
                    page=box.page + 1,
                    pages=count,
                )
            )


def _leaves(original: Original, boxes: Sequence[Box]) -> Iterator[Leaf]:
    for number, page in enumerate(original.pages):
        picture = original.picture(number, original.full(number))
        covering = veil((box for box in boxes if box.page == number), *picture.size)
        yield Leaf(page.width, page.height, encode(covering.over(picture)))
