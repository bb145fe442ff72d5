"""Reads a city's areas from parsed GeoJSON (RFC 7946), with a sentence for everything that is wrong with it.

A feature collection with ``name`` and ``name_en`` of the city; each feature a Polygon or MultiPolygon with the
properties ``code``, ``name``, ``name_en``, ``kind`` (district, street, grid) and ``parent`` (a code). Coordinates are
WGS-84; ``"coordinate_system": "gcj02"`` says that they were taken from a shifted map, and they are shifted back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.domain.areas import KINDS, Area, Kind, Polygon, Position, Ring
from gongkai.domain.coordinates import SYSTEMS, Point, System, from_gcj02
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: More faults than this are not told; the first ones usually explain the rest.
MOST_FAULTS = 20


@dataclass(frozen=True, slots=True, eq=False)
class City:
    """A city and its areas, in the order of the file. Equal only to itself: it is large, and read once."""

    name: str
    name_en: str
    areas: tuple[Area, ...]


class _Fault(Exception):  # noqa: N818 - a sentence about the file, caught where the feature is read
    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence


def read(data: Any) -> City | tuple[Refused, ...]:
    """The city of a parsed file, or what is wrong with it (at most ``MOST_FAULTS`` sentences)."""
    try:
        features, system = _frame(data)
    except _Fault as fault:
        return (Refused(fault.sentence),)
    faults: list[Text] = []
    areas: dict[str, Area] = {}
    for count, feature in enumerate(features, start=1):
        try:
            area = _area(feature, count, system)
        except _Fault as fault:
            faults.append(fault.sentence)
            continue
        if area.code in areas:
            faults.append(
                say("Feature {count}: the code “{code}” is used twice.", count=count, code=area.code)
            )
        areas[area.code] = area
    if not faults:
        faults = list(_kinship(areas))
    if faults:
        return tuple(Refused(each) for each in faults[:MOST_FAULTS])
    return City(_word(data, "name"), _word(data, "name_en"), tuple(areas.values()))


def _frame(data: Any) -> tuple[list[Any], System]:
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        raise _Fault(say("The file is not GeoJSON: a “FeatureCollection” is needed."))
    features = data.get("features")
    if not isinstance(features, list) or not features:
        raise _Fault(say("The file holds no areas: “features” is empty."))
    named = data.get("crs")
    if named is not None and not str(named).rstrip("'}").endswith(("CRS84", "4326", "4490")):
        raise _Fault(
            say("The file names a coordinate system that is not WGS-84. Save it as WGS-84 (EPSG:4326).")
        )
    system = data.get("coordinate_system", "wgs84")
    if system not in SYSTEMS:
        raise _Fault(say("“coordinate_system” is “{value}”; wgs84 or gcj02 is meant.", value=str(system)))
    return features, system


def _area(feature: Any, count: int, system: System) -> Area:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise _Fault(say("Feature {count} has no properties; code, name and kind are needed.", count=count))
    code, name = _word(properties, "code"), _word(properties, "name")
    if not code or not name:
        raise _Fault(say("Feature {count} has no code or no name.", count=count))
    kind = _word(properties, "kind")
    if kind not in KINDS:
        raise _Fault(
            say("“{code}”: the kind is “{kind}”; it must be district, street or grid.", code=code, kind=kind)
        )
    return Area(
        code=code,
        name=name,
        name_en=_word(properties, "name_en") or name,
        kind=_kind(kind),
        parent=_word(properties, "parent"),
        polygons=_polygons(feature.get("geometry"), code, system),
    )


def _kind(word: str) -> Kind:
    return next(kind for kind in KINDS if kind == word)


def _word(mapping: dict[str, Any], key: str) -> str:
    value = mapping.get(key)
    return str(value).strip() if isinstance(value, str | int) else ""


def _polygons(geometry: Any, code: str, system: System) -> tuple[Polygon, ...]:
    shape = geometry.get("type") if isinstance(geometry, dict) else None
    if shape not in ("Polygon", "MultiPolygon"):
        raise _Fault(say("“{code}” has no polygon; only Polygon and MultiPolygon are read.", code=code))
    given = geometry.get("coordinates")
    parts = [given] if shape == "Polygon" else given
    if not isinstance(parts, list) or not parts or not all(isinstance(part, list) and part for part in parts):
        raise _Fault(say("“{code}”: the coordinates are empty.", code=code))
    return tuple(tuple(_ring(ring, code, system) for ring in part) for part in parts)


def _ring(given: Any, code: str, system: System) -> Ring:
    if not isinstance(given, list):
        raise _Fault(say("“{code}”: the coordinates are empty.", code=code))
    ring = tuple(_position(each, code, system) for each in given)
    if ring and ring[0] != ring[-1]:
        ring = (*ring, ring[0])
    if len(set(ring)) < 3:
        raise _Fault(say("“{code}”: a ring has fewer than three corners.", code=code))
    return ring


def _position(given: Any, code: str, system: System) -> Position:
    if (
        not isinstance(given, list)
        or len(given) < 2
        or not all(isinstance(each, int | float) and not isinstance(each, bool) for each in given[:2])
    ):
        raise _Fault(say("“{code}”: a position is not a pair of numbers.", code=code))
    lon, lat = float(given[0]), float(given[1])
    if abs(lat) > 90 >= abs(lon):
        raise _Fault(
            say("“{code}”: positions stand as latitude, longitude; GeoJSON wants longitude first.", code=code)
        )
    try:
        point = Point(lat, lon)
    except ValueError:
        raise _Fault(
            say("“{code}”: a position lies nowhere on the earth; degrees are needed.", code=code)
        ) from None
    if system == "gcj02":
        point = from_gcj02(point)
    return point.lon, point.lat


def _kinship(areas: dict[str, Area]) -> Iterator[Text]:
    """Every street and grid lies in a larger area of the file; a district lies in none."""
    if not any(area.kind == "district" for area in areas.values()):
        yield say("The file holds no district; one at least is needed.")
    for area in areas.values():
        if area.kind == "district":
            if area.parent:
                yield say("“{code}” is a district and cannot have a parent.", code=area.code)
            continue
        parent = areas.get(area.parent)
        if parent is None:
            yield say(
                "“{code}”: its parent “{parent}” is not in the file.", code=area.code, parent=area.parent
            )
        elif KINDS.index(parent.kind) >= KINDS.index(area.kind):
            yield say(
                "“{code}”: its parent “{parent}” is not larger; a grid lies in a street or a district, "
                "a street in a district.",
                code=area.code,
                parent=area.parent,
            )
