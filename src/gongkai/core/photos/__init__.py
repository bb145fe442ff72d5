"""Photos of citizens (群众照片): made upright, small and bare of data; faces and number plates made unrecognisable.

``prepare`` is what every photo goes through before it is kept; ``location_of`` reads the place before that, so that a
form can offer it to the person; ``veil`` covers boxes for good, ``suggest`` proposes them. ``Box`` is that of
``core.redaction``, with page 0. All raise ``core.refusals.Invalid`` with a sentence for whoever sent the photo.
"""

from gongkai.core.photos.model import LONGEST, SMALL, Photo, Prepared
from gongkai.core.photos.preparing import prepare, thumbnail
from gongkai.core.photos.suggesting import FACE, PLATE, available, suggest
from gongkai.core.photos.telling import location_of
from gongkai.core.photos.veiling import veil
from gongkai.core.redaction.model import Box

__all__ = [
    "FACE",
    "LONGEST",
    "PLATE",
    "SMALL",
    "Box",
    "Photo",
    "Prepared",
    "available",
    "location_of",
    "prepare",
    "suggest",
    "thumbnail",
    "veil",
]
