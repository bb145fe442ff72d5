"""Does a picture say where it was taken, and is it silent after cleaning?"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from gongkai.core.intake import Inspected, inspect, without_metadata
from gongkai.core.refusals import Invalid

LIMIT = 50 * 1024 * 1024
PERSON = "zhen-moumou"


def photo(form: str = "JPEG", orientation: int = 6) -> bytes:
    picture = Image.new("RGB", (60, 40), "white")
    for x in range(60):
        picture.putpixel((x, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = PERSON
    exif[ExifTags.Base.Model] = "Camera 1"
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (33.0, 50.0, 24.0), 3: "E", 4: (115.0, 46.0, 48.0)}
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", PERSON)
    info.add_itxt("Comment", PERSON)
    options = {"pnginfo": info} if form == "PNG" else {"comment": PERSON.encode()} if form == "JPEG" else {}
    picture.save(out, form, exif=exif, **options)
    return out.getvalue()


def look(data: bytes, name: str) -> Inspected:
    return inspect(io.BytesIO(data), name, max_bytes=LIMIT)


def test_a_photo_shows_its_place_and_its_maker() -> None:
    found = look(photo(), "现场.jpg")
    shown = {each.key: each.value for each in found.metadata}
    assert (found.kind, found.content_type) == ("image", "image/jpeg")
    assert shown["gps"] == "33.8400, 115.7800"
    assert shown["author"] == PERSON
    assert "where it was taken" in str(found.warnings[0])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_cleaned_picture_is_silent_and_the_right_way_up(
    tmp_path: Path, form: str, orientation: int
) -> None:
    before, after = tmp_path / "a", tmp_path / "b"
    before.write_bytes(photo(form, orientation))
    assert PERSON.encode() in before.read_bytes()
    without_metadata(before, after, "image")
    assert PERSON.encode() not in after.read_bytes()
    with Image.open(after) as image:
        assert image.size == ((60, 40) if orientation == 1 else (40, 60))
        assert not image.getexif()
    assert look(after.read_bytes(), f"b.{form.lower()}").metadata == ()


def test_other_forms_are_known_by_content() -> None:
    for form, ending in (("GIF", "gif"), ("BMP", "bmp"), ("TIFF", "tif")):
        out = io.BytesIO()
        Image.new("P", (8, 8)).save(out, form)
        assert look(out.getvalue(), f"a.{ending}").kind == "image"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_cut_off_picture_is_refused(form: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(out, form)
    data = out.getvalue()
    with pytest.raises(Invalid, match="damaged"):
        look(data[: len(data) * 2 // 3], f"a.{form.lower()}")


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Invalid, match="too many pixels"):
        look(out.getvalue(), "a.png")


def test_a_page_hidden_behind_a_picture_is_gone_after_cleaning(tmp_path: Path) -> None:
    before, after = tmp_path / "a.png", tmp_path / "b.png"
    before.write_bytes(photo("PNG", 1) + b"<script>alert(1)</script>")
    without_metadata(before, after, "image")
    assert b"<script>" not in after.read_bytes()
