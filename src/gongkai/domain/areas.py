"""Areas of a city (片区, 街道, 网格): which holds a point, which is nearest, and their outline as a drawing.

Rings are as in GeoJSON: (longitude, latitude) in degrees, the first position repeated at the end; a polygon is its
outer ring and its holes. Borders belong to the area, so a point on a common border is in both and the first of the
file is named. Areas are small against the earth: a degree is taken as straight.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeAlias

from gongkai.domain.coordinates import EARTH_M, Box, Point, System, shown

Position: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Position, ...]
Polygon: TypeAlias = tuple[Ring, ...]
Kind: TypeAlias = Literal["district", "street", "grid"]

#: From the largest to the smallest.
KINDS: tuple[Kind, ...] = ("district", "street", "grid")

# Degrees within which a point counts as on a line: a tenth of a millimetre.
_HAIR = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Area:
    """A part of the city: ``kind`` district (片区), street (街道) or grid (网格); ``parent`` is the code it lies in."""

    code: str
    name: str
    name_en: str
    kind: Kind
    parent: str
    polygons: tuple[Polygon, ...]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        positions = [each for polygon in self.polygons for each in polygon[0]]
        lons, lats = [lon for lon, _ in positions], [lat for _, lat in positions]
        object.__setattr__(self, "box", Box(min(lats), min(lons), max(lats), max(lons)))

    def holds(self, point: Point) -> bool:
        """Whether the point is inside, or on the border."""
        return self.box.holds(point) and any(inside(point, polygon) for polygon in self.polygons)

    def metres_to(self, point: Point) -> float:
        """Metres from the point to the area; 0 inside."""
        if self.holds(point):
            return 0.0
        return min(_to_ring(point, ring) for polygon in self.polygons for ring in polygon)

    def label_point(self) -> Point:
        """A point well inside, where a name is written: the middle of the widest chord near the middle."""
        return max((_widest(polygon) for polygon in self.polygons), key=lambda found: found[0])[1]


def inside(point: Point, polygon: Polygon) -> bool:
    """Whether the point is in the polygon: in its ring and in none of its holes; borders count as inside."""
    outer, *holes = polygon
    if _on(point, outer):
        return True
    if not _within(point, outer):
        return False
    return not any(_within(point, hole) and not _on(point, hole) for hole in holes)


def containing(areas: Iterable[Area], point: Point) -> Area | None:
    """The first of the areas that holds the point."""
    return next((area for area in areas if area.holds(point)), None)


def nearest(areas: Iterable[Area], point: Point, within: float) -> Area | None:
    """The area that holds the point, else the nearest not further than ``within`` metres."""
    areas = tuple(areas)
    found = containing(areas, point)
    if found:
        return found
    around = Box(point.lat, point.lon, point.lat, point.lon).wider(within)
    near = [(area.metres_to(point), at, area) for at, area in enumerate(areas) if area.box.meets(around)]
    away, _, area = min(near, default=(math.inf, 0, None))
    return area if away <= within else None


def bounds(areas: Sequence[Area]) -> Box:
    """The box that holds all the areas; there must be one at least."""
    whole = areas[0].box
    for area in areas[1:]:
        whole = whole.joined(area.box)
    return whole


def _edges(ring: Ring) -> Iterator[tuple[Position, Position]]:
    return pairwise(ring)


def _within(point: Point, ring: Ring) -> bool:
    """Even-odd rule: a line to the east crosses the ring an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in _edges(ring):
        if (y1 > point.lat) != (y2 > point.lat):
            odd ^= point.lon < x1 + (x2 - x1) * (point.lat - y1) / (y2 - y1)
    return odd


def _on(point: Point, ring: Ring) -> bool:
    for (x1, y1), (x2, y2) in _edges(ring):
        if not (
            min(x1, x2) - _HAIR <= point.lon <= max(x1, x2) + _HAIR
            and min(y1, y2) - _HAIR <= point.lat <= max(y1, y2) + _HAIR
        ):
            continue
        length = math.hypot(x2 - x1, y2 - y1)
        off = abs((x2 - x1) * (point.lat - y1) - (y2 - y1) * (point.lon - x1))
        if off <= _HAIR * max(length, _HAIR):
            return True
    return False


def _to_ring(point: Point, ring: Ring) -> float:
    """Metres to the nearest edge, on a plane that touches the earth at the point."""
    tall = math.radians(1) * EARTH_M
    wide = tall * math.cos(math.radians(point.lat))
    best = math.inf
    for start, end in _edges(ring):
        x1, y1 = (start[0] - point.lon) * wide, (start[1] - point.lat) * tall
        x2, y2 = (end[0] - point.lon) * wide, (end[1] - point.lat) * tall
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = 0.0 if length == 0 else max(0.0, min(1.0, -(x1 * (x2 - x1) + y1 * (y2 - y1)) / length))
        best = min(best, math.hypot(x1 + along * (x2 - x1), y1 + along * (y2 - y1)))
    return best


def _widest(polygon: Polygon) -> tuple[float, Point]:
    """The widest stretch inside, over parallels in the middle half, and its middle."""
    lats = [lat for _, lat in polygon[0]]
    low, high = min(lats), max(lats)
    best, where = -1.0, Point(polygon[0][0][1], polygon[0][0][0])
    for share in (0.5, 0.44, 0.56, 0.38, 0.62, 0.3, 0.7):
        lat = low + (high - low) * share
        crossings = sorted(
            x1 + (x2 - x1) * (lat - y1) / (y2 - y1)
            for ring in polygon
            for (x1, y1), (x2, y2) in _edges(ring)
            if (y1 > lat) != (y2 > lat)
        )
        for west, east in zip(crossings[::2], crossings[1::2], strict=False):
            # A chord away from the middle must be clearly wider to win.
            if (east - west) * (1 - abs(share - 0.5)) > best:
                best, where = (east - west) * (1 - abs(share - 0.5)), Point(lat, (west + east) / 2)
    return best, where


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing of a part of the earth in Mercator's projection, as web maps use it: units right and down.

    ``box`` is in the coordinates of ``system``; what is drawn is given in WGS-84 and shifted where the map is.
    """

    box: Box
    width: float
    height: float
    system: System = "wgs84"

    def place(self, point: Point) -> tuple[float, float]:
        """Where a WGS-84 point stands, in units from the upper left corner."""
        there = shown(point, self.system)
        top, bottom = _mercator(self.box.north), _mercator(self.box.south)
        x = (there.lon - self.box.west) / (self.box.east - self.box.west) * self.width
        return x, (top - _mercator(there.lat)) / (top - bottom) * self.height

    def path(self, area: Area, *, least: float = 1.0) -> str:
        """The area as the ``d`` of an SVG path; corners nearer than ``least`` units to the last are left out."""
        return "".join(
            _path([self.place(Point(lat, lon)) for lon, lat in ring], least)
            for polygon in area.polygons
            for ring in polygon
        )


def sheet(
    areas: Sequence[Area], width: float = 640, *, margin: float = 12, system: System = "wgs84"
) -> Sheet:
    """The sheet that shows all the areas, ``width`` units wide, with a ``margin`` around them in units."""
    drawn = [
        shown(Point(lat, lon), system)
        for area in areas
        for polygon in area.polygons
        for lon, lat in polygon[0]
    ]
    west, east = min(p.lon for p in drawn), max(p.lon for p in drawn)
    top, bottom = max(_mercator(p.lat) for p in drawn), min(_mercator(p.lat) for p in drawn)
    unit = (east - west) / (width - 2 * margin)
    rise = math.radians(unit)
    box = Box(
        _latitude(bottom - margin * rise),
        west - margin * unit,
        _latitude(top + margin * rise),
        east + margin * unit,
    )
    return Sheet(box, width, round((top - bottom) / rise + 2 * margin, 1), system)


def _mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def _latitude(height: float) -> float:
    return math.degrees(math.atan(math.sinh(height)))


def _path(places: list[tuple[float, float]], least: float) -> str:
    kept = places[:1]
    for x, y in places[1:-1]:
        if math.hypot(x - kept[-1][0], y - kept[-1][1]) >= least:
            kept.append((x, y))
    write: Callable[[float], str] = lambda units: f"{units:.1f}".removesuffix(".0")  # noqa: E731
    return "M" + "L".join(f"{write(x)} {write(y)}" for x, y in kept) + "Z"
