"""Making faces and number plates unrecognisable for good (人脸、车牌遮挡).

A blur can be undone, and mosaics have been: the averages of small blocks still tell letters and faces apart. Here a
box keeps one thing of what was under it, its average colour, and that in steps so coarse that there are 512 of them:
9 bits, where a number plate has more than 30. The squares of the mosaic are a pattern in two shades of that colour and
the same for every box: they show that something was covered, and say nothing. The picture is then written anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image

from gongkai.core.photos.model import LONGEST, refused
from gongkai.core.photos.opening import jpeg, opened, upright
from gongkai.core.redaction.model import MOST_BOXES, Area, Box, area
from gongkai.domain.text import say

#: Squares along the longer side of a box, and pixels a square is long at the least.
_SQUARES, _SMALLEST = 8, 4
#: A step of one colour: there are 8 of them, 3 bits.
STEP = 32
#: How far the two shades lie from the average.
SHADE = 10


def veil(content: bytes, boxes: Iterable[Box]) -> bytes:
    """The photo as JPEG with every box made unrecognisable; boxes are fractions of the photo as it is shown.

    Raises ``Invalid`` for a photo that cannot be read and for too many boxes. Without boxes it is only written anew.
    """
    given = list(boxes)
    if len(given) > MOST_BOXES:
        raise refused(
            say(
                "There are more than {most} boxes on this photo. Cover neighbouring ones with one box.",
                most=MOST_BOXES,
            )
        )
    with opened(content) as image:
        picture = upright(image, LONGEST).convert("RGB")
    original = picture.copy()  # where boxes overlap, each is made from the photo and not from another box
    for box in given:
        _cover(picture, original, area(box, *picture.size))
    return jpeg(picture)


def _cover(picture: Image.Image, original: Image.Image, place: Area) -> None:
    mean = _mean(original.crop(place))
    wide, high = place[2] - place[0], place[3] - place[1]
    side = max(-(-max(wide, high) // _SQUARES), _SMALLEST)
    for across, left in enumerate(range(place[0], place[2], side)):
        for down, top in enumerate(range(place[1], place[3], side)):
            shade = SHADE if (across + down) % 2 else -SHADE
            square = (left, top, min(left + side, place[2]), min(top + side, place[3]))
            picture.paste((mean[0] + shade, mean[1] + shade, mean[2] + shade), square)


def _mean(part: Image.Image) -> tuple[int, int, int]:
    """The average colour, in coarse steps."""
    red, green, blue = part.resize((1, 1), Image.Resampling.BOX).tobytes()
    return _step(red), _step(green), _step(blue)


def _step(value: int) -> int:
    return value // STEP * STEP + STEP // 2
