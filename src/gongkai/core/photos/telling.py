"""What a photo's file tells about where and when it was taken (EXIF). Read before it is stripped, and never trusted."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.utils import timezone
from PIL import ExifTags, Image

from gongkai.core.photos.opening import opened
from gongkai.domain.coordinates import Point, from_gcj02

_XMP_PLACE = re.compile(
    rb"GPS(?:Latitude|Longitude|Position)|(?:Iptc4xmp\w+|photoshop):(?:Location|City)", re.IGNORECASE
)
_MOMENT = "%Y:%m:%d %H:%M:%S"
_EARLIEST = 1990


def location_of(content: bytes) -> Point | None:
    """Where the photo says it was taken, in WGS-84; ``None`` when it does not say, or says nonsense.

    EXIF means WGS-84. Some telephones write GCJ-02 and say so; some write it and do not, so the person must look at
    the pin. Raises ``Invalid`` like ``prepare``.
    """
    with opened(content) as image:
        return place(image)


def place(image: Image.Image) -> Point | None:
    """The same for an open picture."""
    gps = _part(image, ExifTags.IFD.GPSInfo)
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef, "N"))
        lon = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef, "E"))
        found = Point(lat, lon).rounded()
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if (found.lat, found.lon) == (0, 0):  # cameras without a fix write zeros
        return None
    datum = str(gps.get(ExifTags.GPS.GPSMapDatum, "")).upper()
    return from_gcj02(found).rounded() if "GCJ" in datum else found


def has_location(image: Image.Image) -> bool:
    """Whether the file says anything about a place, be it well or badly: then it is worth a word that it is gone."""
    gps = _part(image, ExifTags.IFD.GPSInfo)
    if any(
        tag in gps
        for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSDestLatitude)
    ):
        return True
    words = [value for value in image.info.values() if isinstance(value, bytes | str)]
    return any(
        _XMP_PLACE.search(each.encode("utf-8", "replace") if isinstance(each, str) else each)
        for each in words
    )


def moment(image: Image.Image) -> datetime | None:
    """When the camera says it was taken; without a zone of its own, in the office's."""
    details = _part(image, ExifTags.IFD.Exif)
    said = str(
        details.get(ExifTags.Base.DateTimeOriginal) or image.getexif().get(ExifTags.Base.DateTime) or ""
    )
    zone = str(details.get(ExifTags.Base.OffsetTimeOriginal) or "").strip("\0 ")
    with suppress(ValueError, OverflowError):
        naive = datetime.strptime(said.strip("\0 "), _MOMENT)  # noqa: DTZ007 - its zone stands in another field
        if naive.year < _EARLIEST:
            return None
        with suppress(ValueError):
            return datetime.strptime(f"{said.strip(chr(0) + ' ')} {zone}", f"{_MOMENT} %z")
        return timezone.make_aware(naive)
    return None


def _part(image: Image.Image, which: ExifTags.IFD) -> dict[int, Any]:
    with suppress(Exception):  # a photo is not refused for what is stripped anyway
        return dict(image.getexif().get_ifd(which))
    return {}


def _degrees(parts: Any, side: Any) -> float:
    values = [float(part) for part in parts]
    degrees, minutes, seconds = values if len(values) == 3 else (values[0], 0.0, 0.0)
    value = degrees + minutes / 60 + seconds / 3600
    word = side.decode("ascii", "replace") if isinstance(side, bytes) else str(side)
    return -value if word.strip("\0 ").upper() in {"S", "W"} else value
