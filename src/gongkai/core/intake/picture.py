"""Looking at pictures: whole, of a sane size, and what they say about place, device and person."""

from __future__ import annotations

from datetime import date
from typing import Any

from PIL import ExifTags, Image, JpegImagePlugin

from gongkai.core.intake import forms
from gongkai.core.intake.model import Findings, Form, Meta, Source, damaged, meta, refused
from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text, say

MOST_PIXELS = 120_000_000
_DECODED = 40_000_000  # above this a picture is only read through, not unpacked into memory
_EXIF = (
    (ExifTags.Base.Artist, "author"), (ExifTags.Base.XPAuthor, "author"), (ExifTags.Base.Copyright,
    "copyright"),
    (ExifTags.Base.ImageDescription, "description"), (ExifTags.Base.XPTitle, "title"),
    (ExifTags.Base.Make, "device"), (ExifTags.Base.Model, "device"), (ExifTags.Base.Software, "software"),
    (ExifTags.Base.DateTime, "modified"),
)  # fmt: skip
_TEXTS = {
    "author": "author", "title": "title", "description": "description", "comment": "description",
    "copyright": "copyright", "software": "software", "creation time": "created",
}  # fmt: skip


def look(file: Source, form: Form) -> Findings:
    """Raises ``Invalid`` for a damaged picture and for one of more than 120 million pixels."""
    try:
        shown, frames = _read(file, form)
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # Pillow's plug-ins raise whatever the bytes led them into
        raise damaged() from error
    warnings: tuple[Text, ...] = ()
    if any(each.key == "gps" for each in shown):
        warnings = (
            say(
                "This picture says where it was taken. Remove its metadata if the place is not meant for "
                "the public."
            ),
        )
    return Findings(metadata=shown, warnings=warnings, pages=frames if form is forms.TIFF else None)


def _too_large() -> Invalid:
    return refused(say("This picture has too many pixels to be shown. Make it smaller and send it again."))


def _read(file: Source, form: Form) -> tuple[tuple[Meta, ...], int]:
    file.seek(0)
    with Image.open(file) as image:
        if forms.IMAGES.get(image.format or "") is not form:
            raise damaged()
        if image.width * image.height > MOST_PIXELS:
            raise _too_large()
        frames = int(getattr(image, "n_frames", 1))
        shown = _metadata(image)
    file.seek(0)
    with Image.open(file) as image:
        if form is forms.PNG:
            image.verify()  # reads every chunk against its checksum without unpacking it
        else:
            if isinstance(image, JpegImagePlugin.JpegImageFile):
                image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
            if image.width * image.height <= _DECODED:
                image.load()
    return shown, frames


def _metadata(image: Image.Image) -> tuple[Meta, ...]:
    exif = image.getexif()
    shown: list[Meta] = []
    for tag, key in _EXIF:
        shown += meta(key, _words(exif.get(tag)))
    details = exif.get_ifd(ExifTags.IFD.Exif)
    shown += meta("created", _words(details.get(ExifTags.Base.DateTimeOriginal)))
    shown += meta("gps", _place(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    for key, value in dict[Any, Any](image.info).items():
        if isinstance(value, str | bytes) and str(key).lower() in _TEXTS:
            shown += meta(_TEXTS[str(key).lower()], _words(value))
    return tuple(shown)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode(
            "utf-16-le" if value[1::2].count(0) > len(value) // 4 else "utf-8", "replace"
        ).rstrip("\0")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""


def _place(gps: dict[int, Any]) -> str:
    """Degrees of latitude and longitude, four decimals (about ten metres)."""
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"))
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"))
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    return f"{latitude:.4f}, {longitude:.4f}"


def _degrees(parts: Any, side: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if side in {"S", "W"} else value
