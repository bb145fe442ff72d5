"""Proposing where faces and number plates are, with OpenCV's cascades, where it is installed (``gongkai[vision]``).

Proposals and no more: cascades miss faces from the side, in the dark and behind masks, and find some in walls. A person
looks at every photo; without the library the person draws every box.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gongkai.core.photos.opening import opened, upright
from gongkai.core.redaction.model import Box

FACE, PLATE = "face", "plate"
#: Pixels along the longer side of the picture that is looked at.
_LOOKED_AT = 1280
#: What a box grows by on each side, in parts of it: the cascade gives eyes to mouth, and plates with their frame.
_MARGINS = {FACE: 0.25, PLATE: 0.05}
#: Cascade, what it finds, smallest find in pixels (width, height), neighbours that must agree, also mirrored,
#: also with black and white exchanged (Chinese plates are white on blue and green, the cascade learnt black on white).
_CASCADES = (
    ("haarcascade_frontalface_alt2.xml", FACE, (24, 24), 3, False, False),
    ("haarcascade_profileface.xml", FACE, (30, 30), 5, True, False),
    ("haarcascade_russian_plate_number.xml", PLATE, (40, 12), 3, False, True),
)


def available() -> bool:
    """Whether this installation can propose boxes."""
    return importlib.util.find_spec("cv2") is not None and _library() is not None


def suggest(content: bytes) -> tuple[Box, ...]:
    """Boxes over what looks like a face or a number plate; ``ground`` says which. Without the library there are none.

    Raises ``Invalid`` for a photo that cannot be read.
    """
    with opened(content) as image:
        picture = upright(image, _LOOKED_AT).convert("L")
    library = _library()
    if library is None:
        return ()
    numpy = importlib.import_module("numpy")
    grey = library.equalizeHist(numpy.asarray(picture))
    found = [box for cascade in _CASCADES for box in _finds(library, grey, cascade)]
    return tuple(_apart(found))


def _finds(
    library: Any, grey: Any, cascade: tuple[str, str, tuple[int, int], int, bool, bool]
) -> Iterator[Box]:
    name, ground, smallest, neighbours, mirrored, inverted = cascade
    finder = library.CascadeClassifier(
        str(Path(library.data.haarcascades) / name)
    )  # one a call: it is of one thread
    high, wide = grey.shape
    ways = [(grey, False)]
    ways += [(library.flip(grey, 1), True)] if mirrored else []
    ways += [(255 - grey, False)] if inverted else []
    for picture, flipped in ways:
        for left, top, width, height in finder.detectMultiScale(picture, 1.1, neighbours, minSize=smallest):
            start = wide - left - width if flipped else left
            yield _grown(
                float(start) / wide, float(top) / high, float(width) / wide, float(height) / high, ground
            )


def _grown(x: float, y: float, width: float, height: float, ground: str) -> Box:
    margin = _MARGINS[ground]
    left, top = max(x - margin * width, 0.0), max(y - margin * height, 0.0)
    right, bottom = min(x + (1 + margin) * width, 1.0), min(y + (1 + margin) * height, 1.0)
    return Box(0, left, top, right - left, bottom - top, ground)


def _apart(boxes: list[Box]) -> Iterator[Box]:
    """Without those that lie mostly within an earlier one of their kind."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda each: -each.width * each.height):
        if not any(each.ground == box.ground and _within(box, each) for each in kept):
            kept.append(box)
            yield box


def _within(box: Box, other: Box) -> bool:
    wide = min(box.x + box.width, other.x + other.width) - max(box.x, other.x)
    high = min(box.y + box.height, other.y + other.height) - max(box.y, other.y)
    return wide > 0 and high > 0 and wide * high > 0.5 * box.width * box.height


def _library() -> Any:
    """OpenCV with its cascades, or ``None``."""
    try:
        library = importlib.import_module("cv2")
        folder = Path(library.data.haarcascades)
    except (ImportError, AttributeError):
        return None
    usable = hasattr(library, "CascadeClassifier") and all((folder / each[0]).exists() for each in _CASCADES)
    return library if usable else None
