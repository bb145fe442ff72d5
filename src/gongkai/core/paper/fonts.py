"""Which fonts a document is set in: the official ones if the office has them, then free ones, then our own.

仿宋_GB2312, 方正小标宋 and their like may not be given away, so they are named first and never shipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.core.paper.sheet import PrintError

SHIPPED = Path(__file__).resolve().parent.parent / "fonts"
SONG, HEI = "Gongkai Song", "Gongkai Hei"

_FREE_SONG = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    SONG,
)
_FREE_HEI = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    HEI,
)
_OFFICIAL_FANGSONG = ("仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong")
_OFFICIAL_TITLE = (
    "方正小标宋简体",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "小标宋体",
)
_OFFICIAL_KAI = (
    "楷体_GB2312",
    "KaiTi_GB2312",
    "方正楷体_GBK",
    "FZKai-Z03",
    "楷体",
    "KaiTi",
    "STKaiti",
    "Kaiti SC",
)

#: Families by role in order of preference.
FAMILIES: dict[str, tuple[str, ...]] = {
    "body": (
        *_OFFICIAL_FANGSONG,
        "STFangsong",
        "华文仿宋",
        "Zhuque Fangsong (technical preview)",
        *_FREE_SONG,
    ),
    "title": (*_OFFICIAL_TITLE, "STZhongsong", "华文中宋", *_FREE_SONG),
    "hei": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "STHeiti", *_FREE_HEI),
    "kai": (*_OFFICIAL_KAI, *_FREE_SONG),
    "song": ("宋体", "SimSun", "STSong", *_FREE_SONG),
}
#: Latin letters of documents in English; typst brings this family.
_LATIN = "Libertinus Serif"


#: How much thicker, in points, the outline of a regular Song is drawn where a bold one is wanted and missing.
_THICKER = 0.4


@dataclass(frozen=True, slots=True)
class Face:
    """How a role is set: its families, its weight (typst's name), the stroke in points round the outline."""

    families: tuple[str, ...]
    weight: str = "regular"
    stroke: float = 0.0


@dataclass(frozen=True)
class Fonts:
    """``book``: the fonts typst may use; ``faces``: how each role is set with those present."""

    book: typst.Fonts
    faces: dict[str, Face]


def fonts() -> Fonts:
    """The fonts of this machine, found once; raises ``PrintError`` when none of them is Chinese."""
    return find(tuple(getattr(settings, "GONGKAI_FONT_DIRS", ())))


@lru_cache(maxsize=8)
def find(folders: Sequence[Path], *, system: bool = True, shipped: bool = True) -> Fonts:
    """The fonts in ``folders``, on the machine and shipped; raises ``PrintError`` when none is Chinese."""
    paths = [str(p) for p in folders if Path(p).is_dir()] + ([str(SHIPPED)] if shipped else [])
    book = typst.Fonts(include_system_fonts=system, include_embedded_fonts=True, font_paths=paths)
    weights: dict[str, set[int]] = {}
    for font in book.fonts():
        weights.setdefault(font.family, set()).add(font.weight)
    families = {role: [name for name in names if name in weights] for role, names in FAMILIES.items()}
    chinese = [name for names in families.values() for name in names]
    if not chinese:
        raise PrintError(
            _(
                "No Chinese font was found, so the PDF cannot be made. Install a Chinese font (on Debian: "
                "fonts-noto-cjk) or name a folder of fonts in GONGKAI_FONT_DIRS. DOCX does without."
            )
        )
    return Fonts(book, {role: _face(role, names or chinese[:1], weights) for role, names in families.items()})


def _face(role: str, names: list[str], weights: dict[str, set[int]]) -> Face:
    """小标宋 and the rank marked by 楷体 are shown by a bold Song where those are missing."""
    if role == "hei":
        return Face(tuple(names), "bold")
    if role in {"title", "kai"} and names[0] in _FREE_SONG:
        return Face(tuple(names), "bold", 0.0 if max(weights[names[0]]) >= 600 else _THICKER)
    return Face(tuple(names))


def faces_for(found: Fonts, language: str) -> dict[str, Face]:
    """Faces by role for a document in that language: one in English begins with a Latin family."""
    if language.lower().startswith("zh"):
        return found.faces
    return {role: replace(face, families=(_LATIN, *face.families)) for role, face in found.faces.items()}
