"""Photos as telephones make them, and as nobody should."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image

#: Where the samples say they were taken: a street corner in Beijing.
LAT, LON = 39.906217, 116.391276
SECRET = b"39.906217N116.391276E"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="39,54.37N" '
    b'exif:GPSLongitude="116,23.47E" note="' + SECRET + b'"/></rdf:RDF></x:xmpmeta>'
)


def degrees(value: float) -> tuple[float, float, float]:
    whole, rest = int(value), value - int(value)
    return float(whole), float(int(rest * 60)), round((rest * 60 - int(rest * 60)) * 60, 4)


def exif(
    *, orientation: int = 1, gps: dict[int, Any] | None = None, taken: str = "", zone: str = ""
) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Orientation] = orientation
    made[ExifTags.Base.Make] = "SECRETMAKER"
    details = {ExifTags.Base.DateTimeOriginal: taken} if taken else {}
    details |= {ExifTags.Base.OffsetTimeOriginal: zone} if zone else {}
    if details:
        made.get_ifd(ExifTags.IFD.Exif).update(details)
    if gps is not None:
        made.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return made


def here(**more: Any) -> dict[int, Any]:
    """The place as a camera writes it."""
    given = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: degrees(LAT),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: degrees(LON),
    }
    return given | {getattr(ExifTags.GPS, name): value for name, value in more.items()}


def scene(width: int = 320, height: int = 200) -> Image.Image:
    """Red left above, green right above, blue left below, white right below."""
    made = Image.new("RGB", (width, height), "white")
    made.paste((220, 30, 30), (0, 0, width // 2, height // 2))
    made.paste((30, 200, 30), (width // 2, 0, width, height // 2))
    made.paste((30, 30, 220), (0, height // 2, width // 2, height))
    return made


def saved(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def telling(form: str = "JPEG") -> bytes:
    """A photo that tells its place in EXIF and XMP, and its maker."""
    options: dict[str, Any] = {"exif": exif(gps=here(), taken="2026:03:02 08:30:00"), "xmp": XMP}
    if form == "JPEG":
        options["comment"] = SECRET
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        text = PngInfo()
        text.add_text("Comment", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"exif": options["exif"], "pnginfo": text}
    return saved(scene(), form, **options)


def reopened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(side: int = 20_000) -> bytes:
    """A PNG of a few hundred kilobytes that unpacks to ``side`` times ``side`` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + 3 * side)
    packed = b"".join(packer.compress(row) for _ in range(side // 10)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def corner(picture: Image.Image, across: float, down: float) -> str:
    """Which colour is there."""
    red, green, blue = picture.convert("RGB").getpixel(
        (int(picture.width * across), int(picture.height * down))
    )  # type: ignore[misc]
    if min(red, green, blue) > 200:
        return "white"
    return {red: "red", green: "green", blue: "blue"}[max(red, green, blue)]
