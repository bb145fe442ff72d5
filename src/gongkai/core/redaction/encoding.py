"""A page's picture as the bytes that stand in the file, and back."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops

#: High enough that nobody sees the difference; every colour keeps its own resolution (4:4:4), so that no block of
#: the JPEG reaches further than 8 pixels.
QUALITY = 90
BLOCK = 8
#: Bytes a pixel of a JPEG above which the page is a photograph or a noisy scan: packing it without loss is not tried.
_NOISY = 0.35
#: Print and drawings are sharper without loss, and mostly smaller; this much larger they may be.
_WORTH = 1.5
#: What a JPEG of ours may consist of: tables, the frame, the scan, and the JFIF head.
_PLAIN_SEGMENTS = frozenset({0xE0, 0xDB, 0xC0, 0xC4, 0xDA})
_JFIF_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Encoded:
    """``lossless``: PNG's row filters in a zlib stream; else JPEG."""

    width: int
    height: int
    grey: bool
    lossless: bool
    data: bytes


def encode(picture: Image.Image) -> Encoded:
    """The picture without loss where that is worth it, else as JPEG of high quality."""
    bare = _grey(picture)
    grey = bare.mode == "L"
    photograph = io.BytesIO()
    bare.save(photograph, "JPEG", quality=QUALITY, subsampling=0)
    pixels = bare.width * bare.height
    if photograph.tell() <= _NOISY * pixels * (1 if grey else 3):
        exact = _rows(bare)
        if len(exact) <= _WORTH * photograph.tell():
            return Encoded(bare.width, bare.height, grey, True, exact)
    return Encoded(bare.width, bare.height, grey, False, photograph.getvalue())


def _grey(picture: Image.Image) -> Image.Image:
    """A colour picture without any colour is stored as grey."""
    if picture.mode == "L":
        return picture
    red, green, blue = picture.convert("RGB").split()
    if ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox():
        return picture.convert("RGB")
    return red


def _rows(picture: Image.Image) -> bytes:
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=3)
    return b"".join(data for name, data in _chunks(packed.getvalue()) if name == b"IDAT")


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def decode(stored: Encoded) -> Image.Image:
    """The picture as everybody sees it. ``ValueError`` when the bytes hold anything besides its pixels."""
    mode, depth = ("L", 1) if stored.grey else ("RGB", 3)
    if not stored.lossless:
        _refuse_extras(stored.data)
        with Image.open(io.BytesIO(stored.data), formats=["JPEG"]) as image:
            if image.size != (stored.width, stored.height) or image.mode != mode:
                raise ValueError("the picture is not what the page says")
            image.load()
            return image.copy()
    unpacking = zlib.decompressobj()
    rows = unpacking.decompress(stored.data, stored.height * (stored.width * depth + 1) + 1)
    if not unpacking.eof or unpacking.unused_data or len(rows) != stored.height * (stored.width * depth + 1):
        raise ValueError("the picture is longer or shorter than its pixels")
    png = io.BytesIO()
    png.write(b"\x89PNG\r\n\x1a\n")
    head = struct.pack(">IIBBBBB", stored.width, stored.height, 8, 0 if stored.grey else 2, 0, 0, 0)
    for name, data in ((b"IHDR", head), (b"IDAT", stored.data), (b"IEND", b"")):
        png.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    png.seek(0)
    with Image.open(png, formats=["PNG"]) as image:
        image.load()
        return image.copy()


def _refuse_extras(jpeg: bytes) -> None:
    """A JPEG may carry a thumbnail, a comment, or anything after its end: ours must not."""
    at = 2
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    while True:
        if at + 4 > len(jpeg) or jpeg[at] != 0xFF or jpeg[at + 1] not in _PLAIN_SEGMENTS:
            raise ValueError("the JPEG carries something besides its pixels")
        (length,) = struct.unpack(">H", jpeg[at + 2 : at + 4])
        if jpeg[at + 1] == 0xE0 and (length != _JFIF_LENGTH or jpeg[at + 16 : at + 18] != b"\0\0"):
            raise ValueError("the JPEG carries a thumbnail")
        at += 2 + length
        if jpeg[at - 2 - length + 1] == 0xDA:
            break
    # In the scan 0xFF is followed by 0 or by a restart mark; the first other mark must be the end of the file.
    while (at := jpeg.find(b"\xff", at)) >= 0:
        mark = jpeg[at + 1] if at + 1 < len(jpeg) else -1
        if mark == 0xD9:
            if at + 2 != len(jpeg):
                raise ValueError("the JPEG carries something after its end")
            return
        if mark != 0 and not 0xD0 <= mark <= 0xD7:
            raise ValueError("the JPEG carries something besides its pixels")
        at += 2
    raise ValueError("the JPEG has no end")
