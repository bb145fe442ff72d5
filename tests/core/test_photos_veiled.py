"""Is what is veiled on a photo gone for good?"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from core.photo_samples import SECRET, exif, reopened, saved, scene, telling
from gongkai.core import photos
from gongkai.core.photos import Box, veiling
from gongkai.core.redaction.model import MOST_BOXES, area
from gongkai.core.refusals import Invalid

FONT = Path(photos.__file__).parents[1] / "fonts" / "GongkaiHei-Bold.otf"
PLATE = Box(0, 0.25, 0.4, 0.5, 0.2, "plate")


def street(plate: str, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """A car's back with a plate in the middle."""
    made = Image.new("RGB", size, (120, 120, 125))
    draw = ImageDraw.Draw(made)
    left, top, right, bottom = (size[0] * 0.27, size[1] * 0.42, size[0] * 0.73, size[1] * 0.58)
    draw.rectangle((left, top, right, bottom), fill=(20, 60, 170))
    font = ImageFont.truetype(str(FONT), int(size[1] * 0.1))
    draw.text((size[0] / 2, size[1] / 2), plate, fill="white", font=font, anchor="mm")
    return made


def inside(content: bytes, box: Box) -> Image.Image:
    picture = reopened(content)
    left, top, right, bottom = area(box, *picture.size)
    return picture.crop((left, top, right, bottom))


def test_of_a_hundred_plates_hardly_any_can_be_told_apart() -> None:
    dice = random.Random(7)
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    plates = [f"京{''.join(dice.choices(letters, k=6))}" for _ in range(100)]
    place = area(PLATE, 400, 300)
    seen = set()
    for plate in plates:
        picture = street(plate, (400, 300))
        covered = picture.copy()
        veiling._cover(covered, picture, place)
        seen.add(covered.crop(place).tobytes())
    assert len({street(plate, (400, 300)).tobytes() for plate in plates}) == 100
    assert len(seen) <= 4


def test_outside_the_boxes_the_photo_stays() -> None:
    plain = reopened(photos.veil(saved(street("京A12345"), "PNG"), []))
    veiled = reopened(photos.veil(saved(street("京A12345"), "PNG"), [PLATE]))
    above = (0, 0, 800, 220)
    assert veiled.crop(above).tobytes() == plain.crop(above).tobytes()
    assert (
        inside(photos.veil(saved(street("x"), "PNG"), []), PLATE).tobytes()
        != veiled.crop((199, 239, 601, 361)).tobytes()
    )


@settings(max_examples=60, deadline=None)
@given(
    st.integers(20, 300), st.integers(20, 300),
    st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.01, 1), st.floats(0.01, 1), st.integers(0, 2**32),
)  # fmt: skip
def test_what_a_box_can_tell_is_nine_bits(
    wide: int, high: int, x: float, y: float, width: float, height: float, seed: int
) -> None:
    """Two shades of one of 512 colours, in a pattern that depends on the box's size alone."""
    dice = random.Random(seed)
    place = area(Box(0, x, y, width, height), wide, high)
    patterns = []
    for _ in range(2):
        picture = Image.frombytes("RGB", (wide, high), dice.randbytes(wide * high * 3))
        covered = picture.copy()
        veiling._cover(covered, picture, place)
        crop = covered.crop(place)
        shades = sorted(colour for _count, colour in crop.getcolors(1 << 20) or ())
        assert 1 <= len(shades) <= 2
        dark = crop.getpixel((0, 0))  # the first square is dark: the average lies above it by a fixed amount
        mean = [part + veiling.SHADE for part in dark]  # type: ignore[union-attr, operator]
        assert all(part % veiling.STEP == veiling.STEP // 2 and 0 < part < 256 for part in mean)
        patterns.append([pixel == dark for pixel in crop.convert("RGB").get_flattened_data()])
    assert patterns[0] == patterns[1]


def test_where_the_pixels_were_in_a_box_is_forgotten() -> None:
    picture = street("京A12345")
    left, top, right, bottom = area(PLATE, *picture.size)
    block = picture.crop((left, top, right, bottom))
    points = [block.getpixel((x, y)) for y in range(block.height) for x in range(block.width)]
    random.Random(1).shuffle(points)
    mixed = Image.frombytes("RGB", block.size, bytes(part for point in points for part in point))  # type: ignore[union-attr]
    shuffled = picture.copy()
    shuffled.paste(mixed, (left, top))
    assert shuffled.tobytes() != picture.tobytes()
    assert photos.veil(saved(picture, "PNG"), [PLATE]) == photos.veil(saved(shuffled, "PNG"), [PLATE])


def test_boxes_lie_where_they_are_seen_on_a_turned_photo() -> None:
    held = scene().transpose(Image.Transpose.ROTATE_90)
    veiled = reopened(photos.veil(saved(held, exif=exif(orientation=6)), [Box(0, 0, 0, 1, 0.5)]))
    assert veiled.size == (320, 200)
    red, _green, blue = veiled.convert("RGB").getpixel((80, 150))  # type: ignore[misc]
    assert blue > 200 > red  # below the box: as it was
    extremes = veiled.crop((8, 8, 312, 88)).convert("RGB").getextrema()
    assert all(high - low < 4 * veiling.SHADE for low, high in extremes)  # type: ignore[operator, misc]


def test_overlapping_boxes_and_boxes_at_the_edge_are_covered_whole() -> None:
    boxes = [Box(0, 0.9, 0.9, 0.5, 0.5), Box(0, 0, 0, 0.6, 0.6), Box(0, 0.5, 0.5, 0.45, 0.45)]
    noise = Image.effect_noise((200, 200), 120).convert("RGB")
    covered = noise.copy()
    for box in boxes:
        veiling._cover(covered, noise, area(box, 200, 200))
    for box in boxes:
        place = area(box, 200, 200)
        crop = covered.crop(place)
        assert len(crop.getcolors(1 << 20) or []) <= 6  # two shades of each box


def test_a_veiled_photo_carries_nothing_else() -> None:
    content = photos.veil(telling(), [PLATE])
    assert not any(word in content for word in (SECRET, b"GPS", b"Exif", b"SECRETMAKER"))
    assert photos.location_of(content) is None
    small = reopened(photos.thumbnail(content))
    assert max(small.size) <= photos.SMALL


def test_too_many_boxes_and_no_photo_are_refused() -> None:
    with pytest.raises(Invalid, match="more than"):
        photos.veil(telling(), [PLATE] * (MOST_BOXES + 1))
    with pytest.raises(Invalid, match="did not arrive whole"):
        photos.veil(telling()[:400], [PLATE])


# --- proposals --------------------------------------------------------------------------------------------


def test_without_the_library_nothing_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)  # as if it were not installed
    assert not photos.available()
    assert photos.suggest(saved(scene())) == ()


class Finder:
    """Stands for OpenCV: finds what it was told to, by cascade."""

    finds: dict[str, list[tuple[int, int, int, int]]] = {}

    def __init__(self, path: str) -> None:
        self.name = Path(path).stem

    def detectMultiScale(self, picture: Any, *_: object, **__: object) -> list[tuple[int, int, int, int]]:
        assert picture.shape == (600, 800)
        return self.finds.get(self.name, [])


class Grey:
    """Stands for a numpy array."""

    shape = (600, 800)

    def __rsub__(self, other: int) -> Grey:
        return self


@pytest.fixture
def vision(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("frontalface_alt2", "profileface", "russian_plate_number"):
        (tmp_path / f"haarcascade_{name}.xml").touch()
    library = SimpleNamespace(
        data=SimpleNamespace(haarcascades=str(tmp_path)),
        CascadeClassifier=Finder,
        equalizeHist=lambda grey: grey,
        flip=lambda grey, _: grey,
        __spec__=SimpleNamespace(),
    )
    monkeypatch.setitem(sys.modules, "cv2", library)  # type: ignore[arg-type]
    monkeypatch.setitem(sys.modules, "numpy", SimpleNamespace(asarray=lambda _: Grey()))  # type: ignore[arg-type]


@pytest.mark.usefixtures("vision")
def test_what_is_found_becomes_boxes_with_a_margin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Finder,
        "finds",
        {
            "haarcascade_frontalface_alt2": [(400, 300, 80, 60)],
            "haarcascade_profileface": [
                (405, 305, 70, 50),
                (0, 0, 80, 60),
            ],  # the first again; one in the corner
            "haarcascade_russian_plate_number": [(700, 540, 100, 60)],
        },
    )
    assert photos.available()
    found = photos.suggest(saved(street("京A12345")))
    seen = sorted(
        (box.ground, round(box.x, 3), round(box.y, 3), round(box.width, 3), round(box.height, 3))
        for box in found
    )
    assert seen == [
        ("face", 0.0, 0.0, 0.125, 0.125),
        ("face", 0.384, 0.487, 0.131, 0.125),  # the second look's find, in the mirror
        ("face", 0.475, 0.475, 0.15, 0.15),
        ("face", 0.875, 0.0, 0.125, 0.125),  # the corner's mirror image
        ("plate", 0.869, 0.895, 0.131, 0.105),
    ]
    assert len(photos.veil(saved(street("京A12345")), found)) > 1000


@pytest.mark.usefixtures("vision")
def test_a_library_without_its_cascades_is_none(tmp_path: Path) -> None:
    (tmp_path / "haarcascade_profileface.xml").unlink()
    assert not photos.available()
    assert photos.suggest(saved(scene())) == ()
