"""Opening a stranger's photo: the right form, a sane size, whole; upright, in sRGB, with nothing but pixels."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from PIL import ExifTags, Image, ImageCms, JpegImagePlugin, UnidentifiedImageError

from gongkai.core.photos.model import refused
from gongkai.core.redaction.originals import on_white, plain
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say

#: Pixels of a photo that is unpacked whole, and of a JPEG that can be read smaller (large telephones have 108 million).
UNPACKED, LARGEST = 50_000_000, 120_000_000
#: Bytes of a colour profile that is believed; real ones have a few thousand.
_PROFILE = 1_000_000
_FORMS = ("JPEG", "PNG", "WEBP")
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
#: EXIF orientation → what turns the picture upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")


@contextmanager
def opened(content: bytes) -> Iterator[Image.Image]:
    """The photo, not unpacked yet. Raises ``Invalid`` for what is none, too large, or breaks while it is read."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMS) as image:
            _refuse_large(image)
            yield image
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except UnidentifiedImageError as error:
        raise _other(content) from error
    except Exception as error:  # Pillow's plug-ins raise whatever the bytes led them into
        raise _damaged() from error


def _refuse_large(image: Image.Image) -> None:
    whole = image.width * image.height
    smaller = isinstance(image, JpegImagePlugin.JpegImageFile) and not image.info.get("progressive")
    if whole > (LARGEST if smaller else UNPACKED):
        raise _too_large()


def upright(image: Image.Image, longest: int) -> Image.Image:
    """A new picture, the right way up, at most ``longest`` pixels long: eight bits of sRGB or grey and nothing else."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        image.draft(
            None, (longest, longest)
        )  # decodes an eighth, a quarter or a half, never less than asked for
    image.load()
    turned = image.transpose(_TURNS[_orientation(image)]) if _orientation(image) in _TURNS else image
    bare = on_white(plain(_true(turned, image.info.get("icc_profile"))))
    bare.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return bare


def _orientation(image: Image.Image) -> int:
    """How the camera was held; a broken EXIF is no reason to refuse a photo."""
    with suppress(Exception):
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    return 1


def _true(image: Image.Image, profile: Any) -> Image.Image:
    """The picture in sRGB, where its own colours say how; so the profile itself need not be kept."""
    if not isinstance(profile, bytes) or len(profile) > _PROFILE or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError, ValueError):  # a broken profile: the colours stay as they are
        made = ImageCms.profileToProfile(image, io.BytesIO(profile), _SRGB, outputMode="RGB")
        if made is not None:
            return made
    return image


def jpeg(picture: Image.Image, quality: int = 88) -> bytes:
    """The picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _other(content: bytes) -> Invalid:
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return refused(
            say(
                "This photo is in the form HEIC, which cannot be shown here. On an iPhone choose Settings, Camera, "
                "Formats, “Most Compatible” and take it again, or send it as JPEG."
            )
        )
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return _damaged()
    return refused(
        say(
            "Only photos in the forms JPEG, PNG and WebP are taken here. Save the photo as JPEG and send that."
        )
    )


def _damaged() -> Invalid:
    return refused(
        say("The photo is damaged or did not arrive whole. Take or choose it again and send it once more.")
    )


def _too_large() -> Invalid:
    return refused(
        say(
            "This photo has too many pixels. Take it again with a lower resolution, or make it smaller, and send that."
        )
    )
