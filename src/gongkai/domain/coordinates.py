"""Places on the earth: checked points, distances, and the two coordinate systems of Chinese maps.

Records hold WGS-84 (what a satellite receiver gives, degrees). Published maps of the country use GCJ-02
(火星坐标, the shifted system of GB 20263), some hundred metres away; the shift is applied at the edge, where a map of
that kind is drawn, and nowhere else. The formula of the shift is the publicly known approximation.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

System: TypeAlias = Literal["wgs84", "gcj02"]
SYSTEMS: tuple[System, ...] = ("wgs84", "gcj02")

#: Mean radius of the earth in metres (IUGG).
EARTH_M = 6_371_008.8
#: Digits after the point that are kept: a tenth of a metre.
DIGITS = 6

# Krasovsky 1940, on which the shift is defined: half axis in metres, squared eccentricity.
_AXIS, _ECCENTRICITY = 6_378_245.0, 0.00669342162296594323
# Steps of the inverse; each makes the error some hundred times smaller.
_STEPS = 12
_NUMBER = re.compile(r"[+-]?\d{1,4}(?:\.\d*)?\s*°?")


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees: ``lat`` north (纬度), ``lon`` east (经度); WGS-84 unless said otherwise.

    ``ValueError`` where the numbers are no place on the earth; ask :func:`point` for a sentence instead.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):  # also refuses NaN
            raise ValueError(f"no place on the earth: {self.lat}, {self.lon}")

    def rounded(self) -> Point:
        """As it is stored: six digits after the point."""
        return Point(round(self.lat, DIGITS), round(self.lon, DIGITS))

    def __str__(self) -> str:
        return f"{self.lat:.{DIGITS}f}, {self.lon:.{DIGITS}f}"


@dataclass(frozen=True, slots=True)
class Box:
    """A field between two parallels and two meridians, in degrees; its edges belong to it."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    def meets(self, other: Box) -> bool:
        """Whether the two have a place in common."""
        return (
            self.south <= other.north
            and other.south <= self.north
            and self.west <= other.east
            and other.west <= self.east
        )

    def wider(self, metres: float) -> Box:
        """The box with ``metres`` more on every side."""
        north = math.degrees(metres / EARTH_M)
        furthest = max(abs(self.south), abs(self.north))
        # At a pole every meridian is near.
        east = 360.0 if furthest + north >= 90 else north / math.cos(math.radians(furthest + north))
        return Box(
            max(-90.0, self.south - north),
            max(-180.0, self.west - east),
            min(90.0, self.north + north),
            min(180.0, self.east + east),
        )

    def joined(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
        )

    @property
    def middle(self) -> Point:
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)


def point(
    lat: float | str, lon: float | str, bounds: Box | None = None, *, city: str = ""
) -> Point | Refused:
    """The point of two numbers, typed or given; inside ``bounds`` (of the ``city``) where there are any.

    Refuses what is no number, what lies nowhere, what lies outside, and the two numbers the wrong way round.
    """
    numbers = number(lat), number(lon)
    north, east = numbers
    if north is None or east is None:
        return Refused(
            say(
                "The coordinates are not numbers. Write degrees with a decimal point, "
                "for example 33.301200 for latitude and 116.750300 for longitude."
            )
        )
    swapped = -90 <= east <= 90 and -180 <= north <= 180
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        if swapped:
            return Refused(_SWAPPED)
        return Refused(
            say(
                "There is no such place: latitude runs from -90 to 90, longitude from -180 to 180. "
                "Please check both numbers."
            )
        )
    found = Point(north, east)
    if bounds is None or bounds.holds(found):
        return found.rounded()
    if swapped and bounds.holds(Point(east, north)):
        return Refused(_SWAPPED)
    return Refused(outside(city))


_SWAPPED = say("Latitude and longitude have been exchanged. Latitude comes first, longitude second.")


def outside(city: str = "") -> Text:
    """The sentence for a point that is not in the city."""
    if not city:
        return say(
            "The point lies outside the area served. Move the pin, or leave it out and write the address."
        )
    return say(
        "The point lies outside {city}. Move the pin, or leave it out and write the address.", city=city
    )


def number(given: float | str) -> float | None:
    """Degrees as a person writes them (``33.3012``, ``33.3012°``), or nothing where it is no number."""
    if isinstance(given, str):
        text = given.strip().replace("。", ".").translate(_HALF_WIDTH)
        if not _NUMBER.fullmatch(text):
            return None
        given = float(text.rstrip("° "))
    return float(given) if math.isfinite(given) else None


_HALF_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


def distance(one: Point, other: Point) -> float:
    """Metres between two points over the ground (on a sphere: right to half a percent)."""
    south, north = math.radians(one.lat), math.radians(other.lat)
    up, along = (north - south) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(up) ** 2 + math.cos(south) * math.cos(north) * math.sin(along) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def box_around(middle: Point, radius: float) -> Box:
    """The box that holds every point within ``radius`` metres (and some more, in its corners)."""
    return Box(middle.lat, middle.lon, middle.lat, middle.lon).wider(radius)


def to_gcj02(given: Point) -> Point:
    """A WGS-84 point as maps in GCJ-02 show it; outside China unchanged."""
    if not _in_china(given):
        return given
    north, east = _shift(given.lat, given.lon)
    return Point(given.lat + north, given.lon + east)


def from_gcj02(given: Point) -> Point:
    """The WGS-84 point that a map in GCJ-02 shows there (by iteration; right to a thousandth of a metre)."""
    if not _in_china(given):
        return given
    lat, lon = given.lat, given.lon
    for _ in range(_STEPS):
        north, east = _shift(lat, lon)
        lat, lon = given.lat - north, given.lon - east
    return Point(lat, lon)


def shown(given: Point, system: System) -> Point:
    """A stored point in the coordinates of a map."""
    return to_gcj02(given) if system == "gcj02" else given


def stored(given: Point, system: System) -> Point:
    """A point of a map as it is stored: WGS-84."""
    return from_gcj02(given) if system == "gcj02" else given


def _in_china(given: Point) -> bool:
    """The rectangle inside which the published formula shifts; it is not the border of a country."""
    return 0.8293 <= given.lat <= 55.8271 and 72.004 <= given.lon <= 137.8347


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """How far GCJ-02 moves a WGS-84 point, in degrees north and east."""
    x, y = lon - 105.0, lat - 35.0
    root = math.sqrt(abs(x))
    ripple = (20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20 * math.sin(math.pi * y) + 40 * math.sin(math.pi * y / 3)) * 2 / 3
    north += (160 * math.sin(math.pi * y / 12) + 320 * math.sin(math.pi * y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20 * math.sin(math.pi * x) + 40 * math.sin(math.pi * x / 3)) * 2 / 3
    east += (150 * math.sin(math.pi * x / 12) + 300 * math.sin(math.pi * x / 30)) * 2 / 3
    sine = math.sin(math.radians(lat))
    curve = 1 - _ECCENTRICITY * sine * sine
    meridian = _AXIS * (1 - _ECCENTRICITY) / (curve * math.sqrt(curve))
    parallel = _AXIS / math.sqrt(curve) * math.cos(math.radians(lat))
    return math.degrees(north / meridian), math.degrees(east / parallel)
