"""Is a picture redacted as it is seen: upright, on white, and without what its file says besides?"""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from core.redaction_papers import everything_in, text_of
from gongkai.core.redaction import Box, find_words, page_picture, pages, proven_copy
from gongkai.core.refusals import Invalid


def saved(image: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def copied(data: bytes, *boxes: Box) -> tuple[pypdf.PdfReader, bytes]:
    with proven_copy(data, boxes) as (path, _):
        content = path.read_bytes()
    return pypdf.PdfReader(io.BytesIO(content)), content


def flag() -> Image.Image:
    """Red upper left corner on white, wider than high."""
    image = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 29, 19), fill=(255, 0, 0))
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "nw"), (2, "ne"), (3, "se"), (4, "sw"), (5, "nw"), (6, "ne"), (7, "se"), (8, "sw")],
)
def test_a_camera_held_sideways_does_not_misplace_the_box(form: str, orientation: int, corner: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(flag(), form, exif=exif, **({"lossless": True} if form == "WEBP" else {}))
    upright = orientation < 5
    (page,) = pages(data)
    assert (page.width > page.height) == upright
    with Image.open(io.BytesIO(page_picture(data, 0, 120))) as shown:
        assert shown.size == ((120, 80) if upright else (80, 120))
    box = Box(0, 0.7 if "e" in corner else 0, 0.7 if "s" in corner else 0, 0.3, 0.3)
    reader, _ = copied(data, box)
    image = reader.pages[0].images[0].image
    assert image is not None
    pixels = image.convert("RGB").tobytes()
    # JPEG smears a little over the edge of the flag; the flag itself is gone.
    assert not any(r > 200 and g < 120 for r, g in zip(pixels[::3], pixels[1::3], strict=True))


def test_what_the_file_says_besides_is_gone() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "SECRETCOMMENT")
    exif = Image.Exif()
    exif[0x013B] = "SECRETARTIST"
    small = saved(flag(), "PNG", pnginfo=words, exif=exif)
    photo = saved(flag(), "JPEG", exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE" * 20)
    for data in (small, photo + b"SECRETTAIL"):
        assert b"SECRET" in data
        _, copy = copied(data, Box(0, 0.5, 0.5, 0.2, 0.2))
        assert b"SECRET" not in everything_in(copy)
        assert text_of(copy).strip() == ""


def test_colours_below_transparency_do_not_come_to_light() -> None:
    hidden = Image.new("RGBA", (60, 40), (200, 30, 30, 0))
    reader, _ = copied(saved(hidden, "PNG"), Box(0, 0.9, 0.9, 0.05, 0.05))
    image = reader.pages[0].images[0].image
    assert image is not None
    assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16", "I", "F"])
def test_pictures_of_every_kind_are_shown_as_they_are(mode: str) -> None:
    value = 255 if mode == "1" else 200
    grey = Image.new("L", (60, 40), value)
    image = Image.new("I;16", (60, 40), 200 * 257) if mode == "I;16" else grey.convert(mode)
    reader, _ = copied(saved(image, "TIFF"), Box(0, 0.9, 0.9, 0.05, 0.05))
    shown = reader.pages[0].images[0].image
    assert shown is not None
    assert abs(int(shown.convert("L").getpixel((5, 5))) - value) <= 2  # type: ignore[arg-type]


def test_each_sheet_of_a_scan_is_a_page() -> None:
    sheets = [Image.new("L", (827, 1169 + number), 255 - number) for number in range(3)]
    data = saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:], dpi=(200, 200))
    sizes = pages(data)
    assert [round(page.height * 200 / 72) for page in sizes] == [1169, 1170, 1171]
    reader, _ = copied(data, Box(2, 0.1, 0.1, 0.1, 0.1))
    assert [page.images[0].image.height for page in reader.pages] == [1169, 1170, 1171]  # type: ignore[union-attr]


def test_a_large_photograph_is_made_smaller() -> None:
    data = saved(Image.new("RGB", (9000, 6000), (10, 200, 10)), "JPEG")
    reader, _ = copied(data, Box(0, 0.1, 0.1, 0.1, 0.1))
    image = reader.pages[0].images[0].image
    assert image is not None
    assert 12_000_000 < image.width * image.height <= 16_100_000
    assert float(reader.pages[0].mediabox.width) <= 842


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        pages(data)
    return str(caught.value.reason)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_moving_pictures_and_giants_are_refused() -> None:
    frames = [Image.new("RGB", (20, 20), (each, 0, 0)) for each in (0, 100, 200)]
    for form in ("GIF", "WEBP", "PNG"):
        assert "moving" in refusal(saved(frames[0], form, save_all=True, append_images=frames[1:]))
    giant = saved(Image.new("RGB", (12_000, 8_000)), "PNG")
    assert "too many pixels" in refusal(giant)
    assert "PDF or a picture" in refusal(saved(flag(), "PPM"))


def test_a_picture_has_no_words_to_find() -> None:
    assert find_words(saved(flag(), "PNG"), ["张三"]) == []
