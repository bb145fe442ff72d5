"""What is known of a photo, and what becomes of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text

#: Pixels along the longer side of the picture that is kept, and of its small one.
LONGEST, SMALL = 2048, 480
#: The field of a form a refusal belongs to.
FIELD = "photo"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo (照片) as it is shown: width and height in pixels, upright.

    ``taken_at`` and ``had_location`` are what the file said before that was stripped. Both are the camera's word:
    clocks are wrong, and files can be written by hand.
    """

    taken_at: datetime | None
    had_location: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A photo ready to be kept: pixels and nothing else, as JPEG in sRGB, and its small picture."""

    photo: Photo
    content: bytes
    thumbnail: bytes

    content_type = "image/jpeg"


def refused(text: Text) -> Invalid:
    """A refusal that belongs to the photo."""
    return Invalid(text, field=FIELD)
