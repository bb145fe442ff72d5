"""Pictures made ready for paper: read, checked, turned upright, made no larger than print needs."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image as Pillow
from PIL import ImageOps

from gongkai.core.paper.blocks import Image

#: Pixels on the longer side: 156 mm at about 300 dots an inch.
LARGEST = 1900
#: A picture of more pixels than this is a trap, not a picture.
MOST_PIXELS = 80_000_000
#: CSS pixels in an inch (CSS Values 3).
PIXELS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class Picture:
    """PNG or JPEG bytes with the width and height in points at which it stands on the sheet by itself."""

    data: bytes
    suffix: str
    width: float
    height: float


def picture(image: Image, images: Mapping[str, bytes]) -> Picture | None:
    """The picture ready for paper; None when its bytes are missing or no picture. Nothing is fetched."""
    data = image.data or images.get(image.source, b"")
    if not data:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            return _ready(data, image.width)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError, Warning, MemoryError):
        return None  # Pillow has as many errors as formats; each means "not a picture"


def _ready(data: bytes, wanted: int | None) -> Picture | None:
    with Pillow.open(io.BytesIO(data)) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            return None
        jpeg = opened.format == "JPEG" and opened.mode in {"RGB", "L"}
        drawn: Pillow.Image = ImageOps.exif_transpose(opened)
        if drawn.mode not in {"RGB", "L", "RGBA"}:
            drawn = drawn.convert("RGBA" if "transparency" in opened.info or "A" in drawn.mode else "RGB")
        width = float(wanted or drawn.width)
        points = 72 / PIXELS_PER_INCH
        size = (width * points, width * points * drawn.height / drawn.width)
        drawn.thumbnail((LARGEST, LARGEST))
        out = io.BytesIO()  # written anew: what the camera noted about place and owner stays behind
        drawn.save(out, "JPEG" if jpeg else "PNG", **({"quality": 88} if jpeg else {}))
    return Picture(out.getvalue(), "jpg" if jpeg else "png", *size)
