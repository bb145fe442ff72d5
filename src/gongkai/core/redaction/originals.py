"""The file to be redacted, as pages that can be turned into pictures: a PDF, or a picture.

PDFium draws the pages (BSD-3-Clause or Apache-2.0; PyMuPDF would be AGPL). What the clerk sees in the browser,
what the boxes are measured on and what is burnt come from the same drawing.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import pypdfium2
from PIL import Image, ImageOps, JpegImagePlugin, UnidentifiedImageError

from gongkai.core.intake import forms
from gongkai.core.intake.archive import PASSWORD
from gongkai.core.intake.model import damaged, refused
from gongkai.core.intake.pdf import PDFIUM
from gongkai.core.redaction.model import DPI, LARGEST_SIDE, MOST_PAGES, POINTS_PER_INCH, PageInfo, pixels
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

Source: TypeAlias = Path | bytes

#: Bytes a picture may take when it is unpacked.
_UNPACKED = 200_000_000
#: From this resolution on a picture's own word about its size in print is believed (scanners); cameras say 72.
_SCANNER = 150
_A4_LONG = 842.0
_POINTS_PER_PIXEL = 0.75
_TURNED = range(5, 9)  # EXIF orientations that swap width and height
_ORIENTATION = 0x0112
_NO_PICTURE = say("Only a PDF or a picture can be redacted here. Save the document as PDF and send that.")


class Original(Protocol):
    """Pages with their sizes in points; ``picture`` draws one in RGB or grey, ``wanted`` pixels wide."""

    pages: Sequence[PageInfo]

    def full(self, page: int) -> float:
        """The width in pixels at which a page keeps what can be read on it."""

    def picture(self, page: int, wanted: float) -> Image.Image:
        """The page as shown, on white, without anything that is not pixels."""


@contextmanager
def opened(source: Source) -> Iterator[Original]:
    """The original. Raises ``Invalid`` when it is damaged, locked, too long, or no PDF and no picture."""
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as file:
        if b"%PDF-" in file.read(1024):
            with opened_pdf(source) as document:
                yield PdfOriginal(document)
        else:
            file.seek(0)
            yield PictureOriginal(file)


@contextmanager
def opened_pdf(source: Source) -> Iterator[Any]:
    """PDFium's document, with its forms ready to be drawn. Raises ``Invalid``."""
    document = None
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(source)
            document.init_forms()
            if len(document) > MOST_PAGES:
                raise refused(
                    say(
                        "This file has {pages} pages; at most {most} can be redacted at a time. Split it and "
                        "redact the parts one by one.",
                        pages=len(document),
                        most=MOST_PAGES,
                    )
                )
        yield document
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise refused(PASSWORD) from error
        raise damaged() from error
    finally:
        if document is not None:
            with PDFIUM:
                document.close()


class PdfOriginal:
    """A PDF: what a reader shows of it, with filled-in form fields and notes, hidden layers hidden."""

    def __init__(self, document: Any) -> None:
        self._document = document
        with PDFIUM:
            sizes = [document.get_page_size(number) for number in range(len(document))]
        if any(not (math.isfinite(side) and side > 0) for size in sizes for side in size):
            raise damaged()
        self.pages: Sequence[PageInfo] = [PageInfo(*size) for size in sizes]

    def full(self, page: int) -> float:
        return self.pages[page].width * DPI / POINTS_PER_INCH

    def picture(self, page: int, wanted: float) -> Image.Image:
        return drawn(self._document, page, pixels(self.pages[page], wanted))


def drawn(document: Any, number: int, size: tuple[int, int]) -> Image.Image:
    """A page of an open PDF as a reader shows it, on white, stretched to exactly that many pixels."""
    with PDFIUM:
        page = document[number]
        bitmap = pypdfium2.PdfBitmap.new_native(*size, pypdfium2.raw.FPDFBitmap_BGRx, rev_byteorder=True)
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
            how = pypdfium2.raw.FPDF_ANNOT | pypdfium2.raw.FPDF_RENDER_LIMITEDIMAGECACHE
            arguments = (bitmap, page, 0, 0, *size, 0, how | pypdfium2.raw.FPDF_REVERSE_BYTE_ORDER)
            pypdfium2.raw.FPDF_RenderPageBitmap(*arguments)
            if document.formenv:
                pypdfium2.raw.FPDF_FFLDraw(document.formenv, *arguments)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            return picture
        finally:
            bitmap.close()
            page.close()


class PictureOriginal:
    """A picture file: one page, or as many as a TIFF has."""

    def __init__(self, file: Any) -> None:
        self._file = file
        with self._frame(0) as image:
            frames = int(getattr(image, "n_frames", 1)) if image.format != "MPO" else 1
            if frames > 1 and image.format != "TIFF":
                raise refused(
                    say(
                        "A moving picture cannot be redacted. Save the still picture that is meant and send that."
                    )
                )
        if frames > MOST_PAGES:
            raise refused(
                say(
                    "This file has {pages} pages; at most {most} can be redacted at a time. Split it and redact "
                    "the parts one by one.",
                    pages=frames,
                    most=MOST_PAGES,
                )
            )
        self._sizes = [self._size(number) for number in range(frames)]
        self.pages: Sequence[PageInfo] = [page for page, _ in self._sizes]

    def full(self, page: int) -> float:
        return float(self._sizes[page][1])

    def picture(self, page: int, wanted: float) -> Image.Image:
        size = pixels(self.pages[page], min(wanted, self.full(page)))
        with self._frame(page) as image:
            if isinstance(image, JpegImagePlugin.JpegImageFile):
                image.draft(None, size[::-1] if _turned(image) else size)
                _refuse_large(image)
            image.load()
            upright = plain(ImageOps.exif_transpose(image))
            fitted = upright if upright.size == size else upright.resize(size, Image.Resampling.LANCZOS)
            return on_white(fitted)

    def _size(self, frame: int) -> tuple[PageInfo, int]:
        """The page in points, and the picture's own width in pixels."""
        with self._frame(frame) as image:
            width, height = image.size[::-1] if _turned(image) else image.size
            dots = image.info.get("dpi", (0, 0))[0]
        if _SCANNER <= float(dots) <= 10 * _SCANNER:
            points = POINTS_PER_INCH / float(dots)
        else:
            points = min(_POINTS_PER_PIXEL, _A4_LONG / max(width, height))
        points = min(points, LARGEST_SIDE / max(width, height))
        return PageInfo(width * points, height * points), width

    @contextmanager
    def _frame(self, number: int) -> Iterator[Image.Image]:
        """The file's ``number``-th picture, not unpacked yet."""
        try:
            self._file.seek(0)
            with Image.open(self._file) as image:
                _refuse_other(image)
                if number:
                    image.seek(number)
                if not isinstance(image, JpegImagePlugin.JpegImageFile):  # those can be read smaller
                    _refuse_large(image)
                yield image
        except Invalid:
            raise
        except UnidentifiedImageError as error:
            raise refused(_NO_PICTURE) from error
        except Exception as error:  # Pillow's plug-ins raise whatever the bytes led them into
            raise damaged() from error


def _refuse_other(image: Image.Image) -> None:
    if image.format not in forms.IMAGES:
        raise refused(_NO_PICTURE)


def _refuse_large(image: Image.Image) -> None:
    if image.width * image.height * len(image.getbands()) > _UNPACKED:
        raise refused(say("This picture has too many pixels to be shown. Make it smaller and send it again."))


def _turned(image: Image.Image) -> bool:
    # A TIFF says its size as it will be when it has been turned.
    return image.format != "TIFF" and image.getexif().get(_ORIENTATION, 1) in _TURNED


def plain(image: Image.Image) -> Image.Image:
    """The picture as grey, RGB, or RGB with transparency: eight bits a colour."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        deep = image.convert("F")
        highest = deep.getextrema()[1]
        sixteen = image.mode.startswith("I;16") or (isinstance(highest, float) and highest > 255)
        by = 1 / 257 if sixteen else 1  # else eight bits of grey in a wider format
        return deep.point(lambda value: value * by).convert("L")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def on_white(image: Image.Image) -> Image.Image:
    """A new picture that has nothing of the old one but its pixels; what is transparent is white paper."""
    if image.mode != "RGBA":
        bare = Image.new(image.mode, image.size)
        bare.paste(image)
        return bare
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper
