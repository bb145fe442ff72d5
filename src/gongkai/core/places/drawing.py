"""The city as a drawing: the shapes, names and pins of an SVG that needs no script and no map server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext

from gongkai.core import places
from gongkai.core.places.tiles import map_system
from gongkai.domain.area_file import City
from gongkai.domain.areas import Area, Kind, Sheet, sheet
from gongkai.domain.coordinates import Point, System
from gongkai.domain.text import N_

#: Width of a drawing in its own units, and the margin around the city.
WIDTH, MARGIN = 480, 14
#: Corners nearer than this to the last one are not drawn, in units.
_LEAST = 1.5
#: Widths in units under which a shape has no room for a name, or for a number.
_ROOM = 56, 16
#: More grids than this are left out behind a map: they would weigh much and be seen by nobody.
MOST_GRIDS = 200
#: Steps of colour in a heat map.
STEPS = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as drawn: ``d`` of its path, and where its name stands; ``at`` counts the areas of its kind from 1."""

    area: Area
    at: int
    d: str
    x: float
    y: float
    room: float

    @property
    def name(self) -> str:
        return places.area_name(self.area)

    @property
    def named(self) -> bool:
        """Whether there is room for the name."""
        return self.room >= _ROOM[0]

    @property
    def numbered(self) -> bool:
        """Whether there is room for a number."""
        return self.room >= _ROOM[1]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet and what is on it."""

    sheet: Sheet
    districts: tuple[Shape, ...]
    grids: tuple[Shape, ...]

    @property
    def ground_grids(self) -> tuple[Shape, ...]:
        """The grids drawn behind pins."""
        return self.grids if len(self.grids) <= MOST_GRIDS else ()

    @property
    def view_box(self) -> str:
        return f"0 0 {self.sheet.width:g} {self.sheet.height:g}"

    @property
    def bounds(self) -> str:
        """South, west, north, east in degrees of the map's own coordinates."""
        box = self.sheet.box
        return ",".join(f"{each:.7f}" for each in (box.south, box.west, box.north, box.east))

    def spot(self, point: Point) -> tuple[float, float]:
        """Where a stored point stands, in units with one digit."""
        x, y = self.sheet.place(point)
        return round(x, 1), round(y, 1)


def drawing() -> Drawing:
    """The drawing of this installation's city, in the coordinates of its map."""
    return _drawing(places.city(), map_system())


@lru_cache(maxsize=4)
def _drawing(city: City, system: System) -> Drawing:
    wanted = sheet(city.areas, WIDTH, margin=MARGIN, system=system)

    def shapes(kind: Kind) -> tuple[Shape, ...]:
        of_kind = [area for area in city.areas if area.kind == kind]
        return tuple(_shape(wanted, area, at) for at, area in enumerate(of_kind, start=1))

    return Drawing(wanted, shapes("district"), shapes("grid"))


def _shape(on: Sheet, area: Area, at: int) -> Shape:
    x, y = on.place(area.label_point())
    left, right = (on.place(Point(area.box.south, lon))[0] for lon in (area.box.west, area.box.east))
    return Shape(area, at, on.path(area, least=_LEAST), round(x, 1), round(y, 1), right - left)


@dataclass(frozen=True, slots=True)
class Pin:
    """A numbered place of a list; ``x`` and ``y`` are missing where the matter has no point."""

    number: Any
    label: str
    href: str
    point: Point | None
    x: float | None = None
    y: float | None = None


def pins(points: Sequence[Mapping[str, Any]]) -> list[Pin]:
    """The pins of a list of ``{number, label, lat, lon, href}``; without lat and lon it has no pin."""
    on = drawing()
    found = []
    for each in points:
        lat, lon = each.get("lat"), each.get("lon")
        point = Point(float(lat), float(lon)) if lat is not None and lon is not None else None
        x, y = on.spot(point) if point else (None, None)
        href = str(each.get("href") or "")
        found.append(Pin(each["number"], str(each["label"]), href, point, x, y))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """An area of a heat map: its count, and the step of its colour (0: none)."""

    shape: Shape
    count: int
    step: int
    href: str


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map: the cells in the order of the file, and how many lie nowhere on it."""

    cells: tuple[Cell, ...]
    nowhere: int
    total: int
    legend: tuple[tuple[int, str], ...]

    @property
    def ranked(self) -> list[Cell]:
        """Most first; equal ones in the order of the file."""
        return sorted(self.cells, key=lambda cell: -cell.count)

    @property
    def sentence(self) -> str:
        """What the map shows, in words."""
        if not self.cells or not self.total:
            return gettext(EMPTY)
        most = self.ranked[0]
        if not most.count:
            return gettext(NONE_PLACED).format(total=self.total)
        quiet = sum(1 for cell in self.cells if not cell.count)
        words = gettext(MOST).format(name=most.shape.name, count=most.count, total=self.total)
        if quiet:
            words += gettext(QUIET).format(quiet=quiet, areas=len(self.cells))
        if self.nowhere:
            words += gettext(NOWHERE).format(count=self.nowhere)
        return words


EMPTY = N_("Nothing has been counted yet.")
NONE_PLACED = N_("None of the {total} can be placed on the map.")
MOST = N_("Most are in {name}: {count} of {total}.")
QUIET = N_(" {quiet} of {areas} areas have none.")
NOWHERE = N_(" {count} cannot be placed on the map.")


def heat(cells: Sequence[Mapping[str, Any]], kind: Kind) -> Heat:
    """The heat map of ``{code, count, href}`` by areas of one kind; codes that are none of these lie nowhere."""
    on = drawing()
    shapes = on.grids if kind == "grid" else on.districts
    counts: dict[str, int] = {}
    links: dict[str, str] = {}
    for each in cells:
        code = str(each["code"])
        counts[code] = counts.get(code, 0) + int(each["count"])
        links[code] = str(each.get("href") or "")
    known = {shape.area.code for shape in shapes}
    highest = max((count for code, count in counts.items() if code in known), default=0)
    return Heat(
        tuple(
            Cell(
                shape,
                counts.get(shape.area.code, 0),
                step(counts.get(shape.area.code, 0), highest),
                links.get(shape.area.code, ""),
            )
            for shape in shapes
        ),
        nowhere=sum(count for code, count in counts.items() if code not in known),
        total=sum(counts.values()),
        legend=legend(highest),
    )


def step(count: int, highest: int) -> int:
    """The step of a colour: 0 for none, else 1 to ``STEPS`` in equal parts of the highest count."""
    return 0 if count <= 0 else min(STEPS, 1 + (count - 1) * STEPS // max(highest, STEPS))


def legend(highest: int) -> tuple[tuple[int, str], ...]:
    """The steps that can occur, each with its counts (``1–4``)."""
    groups: dict[int, list[int]] = {}
    top = max(highest, STEPS)
    for of in range(1, STEPS + 1):
        first = -(-(of - 1) * top // STEPS) + 1
        last = -(-of * top // STEPS)
        if first <= min(last, highest):
            groups[of] = [first, min(last, highest)]
    return ((0, "0"), *((of, str(a) if a == b else f"{a}–{b}") for of, (a, b) in groups.items()))
