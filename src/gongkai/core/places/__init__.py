"""Where things are: the installation's areas, and which of them a point lies in.

The areas come from the city's own GeoJSON (``GONGKAI_AREAS``), or from the outline of the demonstration city shipped
along, so that nothing here asks a map server. ``docs/places.md`` describes the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain import area_file
from gongkai.domain.area_file import City
from gongkai.domain.areas import Area, Kind, bounds, containing, nearest
from gongkai.domain.coordinates import Box, Point, outside, point
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

DEMO_FILE = Path(__file__).parent / "data" / "demo_city.geojson"
#: Metres by which an outline may be wrong: as far outside, a point still belongs to the nearest area, and as near
#: to a border, either side may be named.
TOLERANCE_M = 300.0
#: Largest file of areas, in bytes.
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter is: a point (WGS-84), the codes of district and grid, an address in words; any may be missing."""

    point: Point | None = None
    district: str = ""
    grid: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return bool(self.point or self.district or self.grid or self.address)


def city() -> City:
    """The city of this installation. ``Refusal`` with a sentence where its file cannot be used."""
    path = Path(settings.GONGKAI_AREAS) if settings.GONGKAI_AREAS else DEMO_FILE
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        changed = 0
    return _city(path, changed)


@lru_cache(maxsize=4)
def _city(path: Path, _changed: int) -> City:
    found = read(path)
    if isinstance(found, City):
        return found
    raise Refusal(
        say(
            "The file of areas {path} cannot be used. {reason} Correct it, or leave GONGKAI_AREAS out "
            "to use the demonstration city.",
            path=str(path),
            reason=found[0].reason,
        )
    )


def read(path: Path) -> City | tuple[Refused, ...]:
    """The city of a file, or everything that is wrong with it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return (Refused(say("It is larger than {most} MB.", most=MOST_BYTES // 1024 // 1024)),)
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError):
        return (Refused(say("There is no such file.")),)
    except OSError:
        return (Refused(say("The file may not be read.")),)
    except UnicodeDecodeError:
        return (Refused(say("It is not UTF-8 text.")),)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return (Refused(say("It is not JSON: see line {line}.", line=line)),)
    return area_file.read(data)


def city_name() -> str:
    """The city's name in the reader's language; empty where the file has none."""
    found = city()
    return (found.name_en or found.name) if get_language() == "en" else found.name


def area_name(area: Area) -> str:
    """An area's name in the reader's language."""
    return area.name_en if get_language() == "en" else area.name


def areas(kind: Kind | None = None, parent: str = "") -> tuple[Area, ...]:
    """The areas, of one ``kind``, or within one larger area (by its code)."""
    return tuple(
        each
        for each in city().areas
        if (kind is None or each.kind == kind) and (not parent or parent in _line(each))
    )


def area(code: str) -> Area | None:
    """The area with that code."""
    return _by_code(city()).get(code)


def city_bounds() -> Box:
    """The box around all areas, and the tolerance."""
    return bounds(city().areas).wider(TOLERANCE_M)


def checked_point(lat: float | str, lon: float | str) -> Point | Refused:
    """The point of two numbers, if it lies in the city (or nearly); else the sentence to show."""
    name = city_name()
    found = point(lat, lon, city_bounds(), city=name)
    if isinstance(found, Refused):
        return found
    return found if district_of(found) else Refused(outside(name))


def district_of(where: Point) -> Area | None:
    """The district (片区) the point lies in, or the nearest within the tolerance."""
    return nearest(areas("district"), where, TOLERANCE_M)


def grid_of(where: Point, district: str = "") -> Area | None:
    """The grid (网格) the point lies in, or the nearest within the tolerance; of one ``district`` if given."""
    return nearest(areas("grid", district), where, TOLERANCE_M)


def street_of(where: Point) -> Area | None:
    """The street (街道) the point lies in; nothing where the file has no streets."""
    return containing(areas("street"), where)


def district_above(code: str) -> Area | None:
    """The district an area lies in; a district is its own."""
    found = area(code)
    line = (code, *_line(found)) if found else ()
    return next((each for each in map(area, line) if each and each.kind == "district"), None)


def belongs(where: Point, code: str) -> bool:
    """Whether the point lies in the area, or near enough to its border."""
    found = area(code)
    return found is not None and found.metres_to(where) <= TOLERANCE_M


def _line(of: Area) -> tuple[str, ...]:
    """The codes above an area, nearest first."""
    known, codes = _by_code(city()), []
    while of.parent and of.parent in known:
        codes.append(of.parent)
        of = known[of.parent]
    return tuple(codes)


@lru_cache(maxsize=4)
def _by_code(of: City) -> dict[str, Area]:
    return {each.code: each for each in of.areas}


def describe(place: Place) -> str:
    """A place in one line: district, grid, address; the coordinates where there is nothing else."""
    found = [each for each in (area(place.district), area(place.grid)) if each]
    words = [area_name(each) for each in found] + ([place.address] if place.address else [])
    return " ".join(words) or (str(place.point) if place.point else "")


def problems() -> list[str]:
    """Every sentence about what is wrong with the file of areas; empty where all is well."""
    path = Path(settings.GONGKAI_AREAS) if settings.GONGKAI_AREAS else DEMO_FILE
    found = read(path)
    return [] if isinstance(found, City) else [render(each.reason) for each in found]
