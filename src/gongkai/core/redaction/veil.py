"""The black over a page: where it lies, and the white words on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from gongkai.core.redaction.model import Area, Box, area

_FONT = Path(__file__).resolve().parent.parent / "fonts" / "GongkaiHei-Bold.otf"
#: Part of a box's height that its label takes.
_PART = 0.62
#: The label, in parts of the page's longer side: 10 points and 6 points on A4, and never below 11 pixels.
_LARGEST, _SMALLEST = 0.012, 0.007
_LEGIBLE = 11


@dataclass(frozen=True, slots=True)
class Veil:
    """What lies over one page's picture.

    ``mask`` is 255 where something is covered. ``face`` is what is seen there: black, and white words.
    ``areas`` are the boxes, ``labels`` the places of the words, in pixels.
    """

    mask: Image.Image
    face: Image.Image
    areas: tuple[Area, ...]
    labels: tuple[Area, ...]

    def over(self, picture: Image.Image) -> Image.Image:
        """The picture with the veil burnt into it: the pixels below are replaced, not mixed."""
        burnt = picture.copy()
        burnt.paste(self.face if picture.mode == "L" else self.face.convert(picture.mode), mask=self.mask)
        return burnt


def veil(boxes: Iterable[Box], width: int, height: int) -> Veil:
    """The veil of these boxes, all of one page, for a picture of that size."""
    mask, face = Image.new("L", (width, height)), Image.new("L", (width, height))
    black, white = ImageDraw.Draw(mask), ImageDraw.Draw(face)
    areas, labels = [], []
    for box in boxes:
        place = area(box, width, height)
        black.rectangle((place[0], place[1], place[2] - 1, place[3] - 1), fill=255)
        areas.append(place)
        written = _write(white, box.label, place, max(width, height))
        labels += [written] if written else []
    return Veil(mask, face, tuple(areas), tuple(labels))


def _write(draw: ImageDraw.ImageDraw, label: str, place: Area, side: int) -> Area | None:
    """Writes the label into its box if there is room. Gives the pixels it takes."""
    if not label:
        return None
    wide, high = place[2] - place[0], place[3] - place[1]
    smallest = max(int(side * _SMALLEST), _LEGIBLE)
    size = int(min(high * _PART, max(side * _LARGEST, smallest)))
    while size >= smallest:
        left, top, right, bottom = (int(side) for side in _font(size).getbbox(label, anchor="mm"))
        if right - left + size <= wide:
            break
        size -= 1
    else:
        return None
    middle = ((place[0] + place[2]) // 2, (place[1] + place[3]) // 2)
    draw.text(middle, label, fill=255, font=_font(size), anchor="mm")
    return middle[0] + left - 1, middle[1] + top - 1, middle[0] + right + 1, middle[1] + bottom + 1


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)
