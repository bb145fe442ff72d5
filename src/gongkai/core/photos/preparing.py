"""A stranger's photo as the picture that is kept."""

from __future__ import annotations

from PIL import Image

from gongkai.core.photos import telling
from gongkai.core.photos.model import LONGEST, SMALL, Photo, Prepared
from gongkai.core.photos.opening import jpeg, opened, upright


def prepare(content: bytes) -> Prepared:
    """The photo, upright, at most 2048 pixels long, and its small picture (480), without any data about place, device
    and person: both are drawn anew from the pixels alone, so nothing hidden in or behind the file comes along.

    Raises ``Invalid`` for what is no JPEG, PNG or WebP, is damaged or cut off, or has too many pixels.
    """
    with opened(content) as image:
        taken_at, had_location = telling.moment(image), telling.has_location(image)
        picture = upright(image, LONGEST)
    photo = Photo(taken_at, had_location, picture.width, picture.height)
    return Prepared(photo, jpeg(picture), jpeg(_small(picture), 82))


def thumbnail(content: bytes) -> bytes:
    """The small picture of a photo, such as one that has just been veiled."""
    with opened(content) as image:
        return jpeg(upright(image, SMALL), 82)


def _small(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    return small
