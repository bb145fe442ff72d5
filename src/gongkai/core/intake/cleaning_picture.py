"""Pictures without EXIF, place and text chunks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, JpegImagePlugin

from gongkai.core.intake.model import refused
from gongkai.core.intake.picture import MOST_PIXELS
from gongkai.domain.text import say

ORIENTATION = 0x0112


def clean(path_in: Path, path_out: Path) -> None:
    """JPEG, PNG and WebP; the colours' profile stays. Raises ``Invalid`` for other pictures."""
    with Image.open(path_in) as image, path_out.open("wb") as out:
        rewrite(image, out)


def rewrite(image: Image.Image, out: Any) -> None:
    """Write ``image`` anew to the binary file ``out``: pixels, transparency and colour profile only."""
    form = "JPEG" if image.format == "MPO" else image.format
    if form not in {"JPEG", "PNG", "WEBP"}:
        raise refused(
            say(
                "The metadata of this kind of picture cannot be removed here. Save it as PNG or JPEG and "
                "send that."
            )
        )
    if image.width * image.height > MOST_PIXELS:
        raise refused(say("This picture has too many pixels to be shown. Make it smaller and send it again."))
    if getattr(image, "n_frames", 1) > 1 and form != "JPEG":
        raise refused(
            say(
                "The metadata of a moving picture cannot be removed here. Save it as a still picture or a "
                "video."
            )
        )
    profile = image.info.get("icc_profile")
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    turned = image.getexif().get(ORIENTATION, 1) not in {0, 1}
    if form == "JPEG":
        options |= _quality(image, turned)
    elif form == "WEBP":
        options |= {"lossless": False, "quality": 95}
    bare = ImageOps.exif_transpose(image) if turned else image
    bare.load()
    for key in [key for key in bare.info if key not in {"transparency", "gamma"}]:
        del bare.info[key]
    if "transparency" in bare.info and form == "PNG":
        options["transparency"] = bare.info["transparency"]
    bare.save(out, form, exif=b"", **options)


def _quality(image: Image.Image, turned: bool) -> dict[str, Any]:
    if not turned and isinstance(image, JpegImagePlugin.JpegImageFile) and image.format == "JPEG":
        return {"quality": "keep", "comment": b""}
    sampling = JpegImagePlugin.get_sampling(image)
    return {"quality": 95, "subsampling": max(sampling, 0), "comment": b""}
