"""Pictures for the demonstration's publicity: drawn by code, so that nobody and nothing real is on them."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

from gongkai.core.photos import Box

SIZE = (480, 360)
SKY, GROUND, CLOTH, BOARD, PAPER = (
    (190, 208, 222),
    (160, 156, 148),
    (176, 58, 46),
    (92, 120, 148),
    (244, 242, 234),
)
SKIN, INK = (224, 190, 160), (70, 82, 96)
#: Heads on the picture of a stall: what is veiled before it is shown.
HEADS = ((120, 150), (250, 140), (360, 156))
RADIUS = 18


@cache
def of(kind: str) -> bytes:
    """The picture of a kind of activity, as JPEG; drawn once."""
    image = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 250, *SIZE), fill=GROUND)
    (_panels if kind in ("corridor", "notice_board") else _stall)(pen)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def faces(kind: str) -> list[Box]:
    """Where faces lie on the picture, as parts of it; none on boards."""
    if kind in ("corridor", "notice_board"):
        return []
    width, height = SIZE
    return [
        Box(0, (x - RADIUS) / width, (y - RADIUS) / height, 2 * RADIUS / width, 2 * RADIUS / height, "face")
        for x, y in HEADS
    ]


def _stall(pen: ImageDraw.ImageDraw) -> None:
    """A table with a cloth, leaflets on it, people behind."""
    pen.rectangle((40, 40, 440, 90), fill=CLOTH)
    for x, y in HEADS:
        pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=SKIN)
        pen.rectangle((x - 26, y + RADIUS, x + 26, 240), fill=INK)
    pen.rectangle((60, 225, 420, 310), fill=CLOTH)
    for left in range(80, 400, 44):
        pen.rectangle((left, 208, left + 30, 226), fill=PAPER, outline=INK)


def _panels(pen: ImageDraw.ImageDraw) -> None:
    """A row of boards with sheets on them."""
    for left in range(20, 440, 150):
        pen.rectangle((left, 70, left + 130, 240), fill=BOARD)
        for top in range(86, 220, 46):
            pen.rectangle((left + 12, top, left + 118, top + 34), fill=PAPER)
        pen.rectangle((left + 58, 240, left + 70, 300), fill=INK)
