"""Pictures for the demonstration's inspections: drawn by code, so that nobody and nothing real is on them."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

from gongkai.core.photos import Box

SIZE = (480, 360)
SKY, GROUND, WALL = (190, 208, 222), (150, 146, 138), (92, 120, 148)
MUD, SOIL, STEEL, PAPER = (108, 84, 58), (134, 104, 70), (214, 150, 44), (244, 242, 234)
#: Where the number plate lies on a picture with a truck, as parts of the picture.
PLATE = Box(0, 0.30, 0.63, 0.13, 0.07)
#: Items whose picture shows a truck.
WITH_PLATE = ("washing", "covering")


@cache
def of(item: str) -> bytes:
    """The picture of what is wrong with an item, as JPEG; drawn once."""
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 215, *SIZE), fill=GROUND)
    _DRAWN.get(item, _road)(pen)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _fence(pen: ImageDraw.ImageDraw) -> None:
    """A fence with a part of it gone."""
    for left in range(0, 480, 60):
        if left != 240:
            pen.rectangle((left, 130, left + 56, 240), fill=WALL, outline=(70, 92, 116))
    pen.polygon((238, 240, 262, 176, 300, 240), fill=SOIL)


def _road(pen: ImageDraw.ImageDraw) -> None:
    """A road with soil spilled along it."""
    pen.polygon((150, 215, 330, 215, 470, 360, 10, 360), fill=(98, 98, 100))
    for number in range(26):
        left, top = 150 + number * 37 % 190, 222 + number * 5
        pen.ellipse((left, top, left + 12 + number, top + 6 + number // 3), fill=MUD)


def _puddles(pen: ImageDraw.ImageDraw) -> None:
    """A gate without paving: mud and standing water."""
    pen.rectangle((0, 215, 480, 360), fill=MUD)
    for left, top, width in ((40, 250, 150), (230, 290, 190), (180, 232, 90)):
        pen.ellipse((left, top, left + width, top + width // 3), fill=(126, 138, 146))
    pen.rectangle((0, 150, 60, 250), fill=WALL)
    pen.rectangle((420, 150, 480, 250), fill=WALL)


def _truck(pen: ImageDraw.ImageDraw, *, open_top: bool, dirty: bool) -> None:
    if open_top:
        pen.polygon((170, 130, 300, 84, 420, 130), fill=SOIL)
    pen.rectangle((160, 130, 430, 232), fill=STEEL)
    pen.rectangle((70, 150, 158, 250), fill=(196, 120, 40))
    pen.rectangle((82, 160, 140, 198), fill=(170, 196, 212))
    pen.rectangle((144, 226, 206, 252), fill=PAPER)
    pen.text((150, 233), "0-00000", fill=(30, 30, 30))
    for left in (92, 250, 340):
        pen.ellipse((left, 232, left + 56, 288), fill=MUD if dirty else (40, 40, 42))
        pen.ellipse((left + 18, 250, left + 38, 270), fill=(160, 160, 160))
    if dirty:
        pen.rectangle((60, 286, 440, 300), fill=MUD)


def _dirty_truck(pen: ImageDraw.ImageDraw) -> None:
    """A truck that leaves with muddy wheels."""
    _truck(pen, open_top=False, dirty=True)


def _open_truck(pen: ImageDraw.ImageDraw) -> None:
    """A truck loaded too high, without its cover."""
    _truck(pen, open_top=True, dirty=False)


def _papers(pen: ImageDraw.ImageDraw) -> None:
    """A board on which a paper is missing."""
    pen.rectangle((60, 40, 420, 300), fill=(120, 96, 70))
    for left in (90, 300):
        pen.rectangle((left, 70, left + 90, 190), fill=PAPER)
        for top in range(86, 180, 14):
            pen.line((left + 10, top, left + 78, top), fill=(130, 130, 130), width=2)
    pen.rectangle((196, 70, 286, 190), outline=PAPER, width=3)


_DRAWN = {
    "papers": _papers,
    "fence": _fence,
    "paving": _puddles,
    "washing": _dirty_truck,
    "covering": _open_truck,
    "sweeping": _road,
}
