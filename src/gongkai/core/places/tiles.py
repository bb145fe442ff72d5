"""The map pictures (tiles) an installation may show behind its outline; without them the outline is the map.

The address is a template with ``{z}``, ``{x}`` and ``{y}``; one that begins with a slash is on this site, any other
host is named in the settings and let in by the content security policy. A map shown to the public in China carries its
approval number (审图号).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.core.text import render
from gongkai.domain.coordinates import SYSTEMS, System
from gongkai.domain.text import Text, say

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Tiles:
    """``url`` with ``{z}``, ``{x}``, ``{y}``; ``system`` of the pictures; what must stand beside them."""

    url: str
    system: System
    attribution: str
    approval: str


def tiles() -> Tiles | None:
    """The configured tiles; nothing where there are none, or where what is set cannot be used."""
    if not settings.GONGKAI_MAP_TILES or problems():
        return None
    return Tiles(
        settings.GONGKAI_MAP_TILES,
        map_system(),
        settings.GONGKAI_MAP_ATTRIBUTION,
        settings.GONGKAI_MAP_APPROVAL,
    )


def map_system() -> System:
    """The coordinates maps are drawn in: those of the tiles; WGS-84 where there are none."""
    named = settings.GONGKAI_MAP_CRS if settings.GONGKAI_MAP_TILES else "wgs84"
    return next((system for system in SYSTEMS if system == named), "wgs84")


def problems() -> list[str]:
    """Every sentence about what is wrong with the map settings; empty where all is well."""
    return [render(each) for each in faults(settings.GONGKAI_MAP_TILES, settings.GONGKAI_MAP_CRS)]


def faults(template: str, system: str) -> list[Text]:
    """What is wrong with an address of tiles and the name of their coordinates."""
    found = []
    if system not in SYSTEMS:
        found.append(say("GONGKAI_MAP_CRS is “{value}”; it must be wgs84 or gcj02.", value=system))
    if not template:
        return found
    if not all(mark in template for mark in ("{z}", "{x}", "{y}")):
        found.append(
            say("GONGKAI_MAP_TILES lacks {{z}}, {{x}} or {{y}}: the places of zoom, column and row.")
        )
    try:
        parts = urlsplit(template)
        own = template.startswith("/") and not template.startswith("//")
        usable = own or (parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc)))
    except ValueError:
        usable = False
    if not usable or any(sign in template for sign in "\"'<>; \\"):
        found.append(
            say(
                "GONGKAI_MAP_TILES is no address of pictures. Begin it with a slash for this site, "
                "or write https:// and one host without {{s}}."
            )
        )
    return found
