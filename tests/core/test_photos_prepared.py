"""Is a citizen's photo kept upright and small, and does it betray nothing?"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms

from core.photo_samples import (
    LAT,
    LON,
    SECRET,
    bomb,
    corner,
    exif,
    here,
    reopened,
    saved,
    scene,
    telling,
)
from gongkai.core import photos
from gongkai.core.photos import opening
from gongkai.core.refusals import Invalid


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_place_is_read_and_then_gone(form: str) -> None:
    original = telling(form)
    assert b"GPSLatitude" in original
    place = photos.location_of(original)
    assert place is not None
    assert (place.lat, place.lon) == (pytest.approx(LAT, abs=1e-6), pytest.approx(LON, abs=1e-6))
    prepared = photos.prepare(original)
    assert prepared.photo.had_location
    for content in (prepared.content, prepared.thumbnail):
        kept = reopened(content)
        assert kept.format == "JPEG"
        assert dict(kept.getexif()) == {}
        assert not {"xmp", "comment", "photoshop", "icc_profile", "exif"} & set(kept.info)
        assert not any(
            word in content for word in (SECRET, b"GPS", b"SECRETMAKER", b"Exif", b"adobe", b"Photoshop")
        )
        again = photos.prepare(content)
        assert (photos.location_of(content), again.photo.had_location, again.photo.taken_at) == (
            None,
            False,
            None,
        )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    held = scene().transpose(undo[orientation]) if orientation in undo else scene()
    prepared = photos.prepare(saved(held, exif=exif(orientation=orientation)))
    assert (prepared.photo.width, prepared.photo.height) == (320, 200)
    for content in (prepared.content, prepared.thumbnail):
        kept = reopened(content)
        seen = [corner(kept, x, y) for y in (0.2, 0.8) for x in (0.2, 0.8)]
        assert seen == ["red", "green", "blue", "white"]


@pytest.mark.parametrize(
    ("size", "kept", "small"),
    [
        ((5000, 3000), (2048, 1229), (480, 288)),
        ((300, 4096), (150, 2048), (35, 480)),
        ((2048, 10), (2048, 10), (480, 2)),
        ((100, 80), (100, 80), (100, 80)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_it_is_made_smaller_and_never_larger(
    size: tuple[int, int], kept: tuple[int, int], small: tuple[int, int]
) -> None:
    prepared = photos.prepare(saved(Image.new("RGB", size, "gray")))
    assert reopened(prepared.content).size == kept == (prepared.photo.width, prepared.photo.height)
    assert reopened(prepared.thumbnail).size == small


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "RGBA", "LA", "P", "1", "I;16"])
def test_every_kind_of_pixel_becomes_a_plain_picture(mode: str) -> None:
    grey = Image.new("L", (60, 40), 128)
    deep = Image.frombytes("I;16", grey.size, b"\x80\x80" * (60 * 40))
    picture = deep if mode == "I;16" else grey.convert(mode)
    content = saved(picture, "JPEG" if mode == "CMYK" else "PNG")
    kept = reopened(photos.prepare(content).content)
    assert kept.mode in {"RGB", "L"}
    mean = kept.convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert mean == pytest.approx(128, abs=4)


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    assert corner(reopened(photos.prepare(saved(clear, "PNG")).content), 0.5, 0.5) == "white"


def test_colours_are_those_that_were_meant() -> None:
    """A profile is applied and then dropped: it may name a device."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    content = saved(scene(), icc_profile=profile.tobytes())  # one that does not fit: the colours stay
    kept = reopened(photos.prepare(content).content)
    assert corner(kept, 0.2, 0.2) == "red"
    assert "icc_profile" not in kept.info


@pytest.mark.parametrize(
    ("taken", "zone", "expected"),
    [
        ("2026:03:02 08:30:00", "", datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),  # in the office's zone
        ("2026:03:02 08:30:00", "+09:00", datetime(2026, 3, 1, 23, 30, tzinfo=UTC)),
        ("2026:03:02 08:30:00", "nonsense", datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),
        ("0000:00:00 00:00:00", "", None),
        ("1970:01:01 00:00:00", "", None),
        ("yesterday", "", None),
        ("", "", None),
    ],
)
def test_when_it_was_taken(taken: str, zone: str, expected: datetime | None) -> None:
    prepared = photos.prepare(saved(scene(), exif=exif(taken=taken, zone=zone)))
    assert prepared.photo.taken_at == expected
    assert not prepared.photo.had_location


GPS = ExifTags.GPS


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        (here(GPSLatitudeRef="S", GPSLongitudeRef="W"), (-LAT, -LON)),
        (here(GPSLatitude=(39.906217, 0.0, 0.0)), (LAT, LON)),
        (here(GPSLatitude=(91.0, 0.0, 0.0)), None),
        (here(GPSLatitude=(0.0, 0.0, 0.0), GPSLongitude=(0.0, 0.0, 0.0)), None),
        ({GPS.GPSLatitude: (39.0, 54.0, 0.0)}, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_place_that_is_none_is_not_offered(
    gps: dict[int, Any] | None, expected: tuple[float, float] | None
) -> None:
    content = saved(scene(), exif=exif(gps=gps))
    found = photos.location_of(content)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert (found.lat, found.lon) == pytest.approx(expected, abs=1e-6)
    assert photos.prepare(content).photo.had_location == bool(gps)


def test_the_chinese_datum_is_turned_into_the_worlds() -> None:
    found = photos.location_of(saved(scene(), exif=exif(gps=here(GPSMapDatum="GCJ-02"))))
    assert found is not None
    assert 0.0005 < LAT - found.lat < 0.003  # the shift in Beijing: some hundred metres
    assert 0.004 < LON - found.lon < 0.008


# --- what must not get in ---------------------------------------------------------------------------------


def refused(content: bytes, why: str) -> None:
    for deed in (photos.prepare, photos.location_of, photos.thumbnail, photos.suggest):
        with pytest.raises(Invalid) as raised:
            deed(content)  # type: ignore[operator]
        assert why in str(raised.value.reason)
        assert raised.value.field == "photo"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    content = bomb()
    assert len(content) < 2_000_000

    def unpacked(*_: object) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(opening, "upright", unpacked)
    refused(content, "too many pixels")


@pytest.mark.parametrize(
    ("form", "options"), [("PNG", {}), ("WEBP", {"lossless": True}), ("JPEG", {"progressive": True})]
)
def test_what_must_be_unpacked_whole_may_be_less_large(
    form: str, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "UNPACKED", 10_000)
    monkeypatch.setattr(opening, "LARGEST", 40_000)
    refused(saved(Image.new("RGB", (150, 100)), form, **options), "too many pixels")
    assert photos.prepare(saved(Image.new("RGB", (150, 100)))).photo.width == 150
    refused(saved(Image.new("RGB", (300, 200))), "too many pixels")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_cut_off_anywhere_is_refused(form: str) -> None:
    noise = Image.effect_noise((96, 64), 80).convert("RGB")
    whole = saved(noise, form)
    photos.prepare(whole)
    for part in (0.99, 0.9, 0.5, 0.1):
        with pytest.raises(Invalid):
            photos.prepare(whole[: int(len(whole) * part)])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\0\0\0\x20ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "HEIC"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1heic" + b"\0" * 200, "Most Compatible"),
        (b"\0\0\0\x20ftypavif\0\0\0\0avifmif1" + b"\0" * 200, "JPEG, PNG and WebP"),
        (b"GIF89a" + b"\0" * 50, "JPEG, PNG and WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG and WebP"),
        (b"%PDF-1.7", "JPEG, PNG and WebP"),
        (b"", "JPEG, PNG and WebP"),
        (b"\xff\xd8\xff\xe0", "did not arrive whole"),
        (b"\x89PNG\r\n\x1a\n", "did not arrive whole"),
    ],
)
def test_what_is_no_photo_is_refused_with_advice(content: bytes, why: str) -> None:
    refused(content, why)


def test_what_hides_behind_a_photo_does_not_come_along() -> None:
    page = b"<html><script>alert(1)</script></html>"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("evil.txt", page)
    for form in ("JPEG", "PNG", "WEBP"):
        for hidden in (page, archive.getvalue(), b"%PDF-1.4 " + page, telling()):
            prepared = photos.prepare(saved(scene(), form) + hidden)
            assert page not in prepared.content
            assert b"PK\x03\x04" not in prepared.content
            assert SECRET not in prepared.content
            assert prepared.content.endswith(b"\xff\xd9")
            assert not zipfile.is_zipfile(io.BytesIO(prepared.content))
    commented = photos.prepare(saved(scene(), comment=page))
    assert page not in commented.content


def test_of_moving_pictures_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    for form in ("PNG", "WEBP"):
        content = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=100)
        kept = reopened(photos.prepare(content).content)
        assert getattr(kept, "n_frames", 1) == 1
        assert corner(kept, 0.5, 0.5) == "red"


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_broken_exif_is_no_reason_to_refuse() -> None:
    content = telling()
    at = content.index(b"Exif\0\0") + 6
    for spoiled in (b"XX", b"MM\0*\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 12):
        kept = photos.prepare(content[:at] + spoiled + content[at + len(spoiled) :])
        assert kept.photo.width == 320


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_no_bytes_lead_it_astray(form: str, data: st.DataObject) -> None:
    content = bytearray(telling(form))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        prepared = photos.prepare(bytes(content))
    except Invalid:
        return
    assert SECRET not in prepared.content
    assert max(reopened(prepared.content).size) <= photos.LONGEST
