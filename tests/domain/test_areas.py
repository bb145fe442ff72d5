"""Which area holds a point, which is nearest, and is its outline drawn where it is?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.areas import Area, Kind, Polygon, bounds, containing, nearest, sheet
from gongkai.domain.coordinates import Box, Point, to_gcj02


def square(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def area(code: str, *polygons: Polygon, kind: Kind = "district") -> Area:
    return Area(code, code, code, kind, "", polygons)


WEST = area("west", (square(116.60, 33.20, 116.70, 33.30),))
EAST = area("east", (square(116.70, 33.20, 116.80, 33.30), square(116.74, 33.24, 116.76, 33.26)))
PARK = area("park", (square(116.74, 33.24, 116.76, 33.26),))
ISLES = area("isles", (square(117.0, 33.0, 117.1, 33.1),), (square(117.2, 33.0, 117.3, 33.1),))
#: A ring like a C, open to the east.
BAY = area("bay", (((0, 0), (4, 0), (4, 1), (1, 1), (1, 3), (4, 3), (4, 4), (0, 4), (0, 0)),))


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (33.25, 116.65, "west"),
        (33.25, 116.72, "east"),
        (33.25, 116.75, "park"),
        (33.25, 116.70, "west"),  # the common border: the first of the list
        (33.30, 116.75, "east"),  # the outer border
        (33.20, 116.60, "west"),  # a corner
        (33.24, 116.75, "east"),  # the border of a hole
        (33.05, 117.05, "isles"),
        (33.05, 117.25, "isles"),
        (33.05, 117.15, None),  # between the isles
        (33.31, 116.65, None),
        (33.25, 116.80001, None),
    ],
)
def test_a_point_is_in_its_area(lat: float, lon: float, code: str | None) -> None:
    found = containing([WEST, EAST, PARK, ISLES], Point(lat, lon))
    assert (found.code if found else None) == code


def test_a_hole_is_outside() -> None:
    assert not EAST.holds(Point(33.25, 116.75))
    assert EAST.metres_to(Point(33.25, 116.75)) == pytest.approx(930, abs=3)


def test_a_bay_is_outside() -> None:
    assert BAY.holds(Point(2, 0.5))
    assert not BAY.holds(Point(2, 2))


@given(st.floats(0.001, 0.099), st.floats(0.001, 0.199))
def test_areas_side_by_side_leave_no_gap_and_do_not_overlap(up: float, along: float) -> None:
    here = Point(33.20 + up, 116.60 + along)
    holders = [each.code for each in (WEST, EAST, PARK) if each.holds(here)]
    assert holders
    on_a_border = abs(here.lon - 116.70) < 1e-8 or any(
        abs(here.lat - edge) < 1e-8 or abs(here.lon - side) < 1e-8
        for edge in (33.24, 33.26)
        for side in (116.74, 116.76)
    )
    assert len(holders) == 1 or on_a_border


@pytest.mark.parametrize(
    ("lat", "lon", "within", "code"),
    [
        (33.25, 116.65, 0, "west"),
        (33.25, 116.801, 300, "east"),  # 93 m to the east
        (33.25, 116.801, 50, None),
        (33.301, 116.6999, 300, "west"),
        (33.301, 116.7001, 300, "east"),
        (40, 100, 300, None),
    ],
)
def test_the_nearest_area_is_named_only_when_it_is_near(
    lat: float, lon: float, within: float, code: str | None
) -> None:
    found = nearest([WEST, EAST], Point(lat, lon), within)
    assert (found.code if found else None) == code


def test_metres_to_an_area_are_metres() -> None:
    assert WEST.metres_to(Point(33.25, 116.65)) == 0
    assert WEST.metres_to(Point(33.31, 116.65)) == pytest.approx(1112, abs=2)
    assert WEST.metres_to(Point(33.31, 116.59)) == pytest.approx(1449, abs=5)  # to the corner


@pytest.mark.parametrize("of", [WEST, EAST, ISLES, BAY])
def test_a_name_is_written_inside(of: Area) -> None:
    assert of.holds(of.label_point())


def test_the_bounds_hold_everything() -> None:
    assert bounds([WEST, ISLES]) == Box(33.0, 116.60, 33.30, 117.3)


def test_an_outline_stands_on_its_sheet() -> None:
    drawn = sheet([WEST, EAST], width=480, margin=10)
    # North is up, the margin is kept, and a square on the ground is a square on the sheet.
    assert drawn.place(Point(33.30, 116.60)) == pytest.approx((10, 10), abs=0.1)
    assert drawn.place(Point(33.20, 116.80)) == pytest.approx((470, drawn.height - 10), abs=0.1)
    right, down = drawn.place(Point(33.20, 116.80))[0] - 10, drawn.height - 20
    assert right / down == pytest.approx(2 * 0.8364, rel=0.001)  # two times the cosine of 33.25°
    path = drawn.path(WEST)
    assert re.fullmatch(r"M[\d.]+ [\d.]+(?:L[\d.]+ [\d.]+){3}Z", path)
    assert path.startswith("M10 ")
    assert drawn.path(EAST).count("M") == 2  # with its hole


def test_corners_that_cannot_be_told_apart_are_left_out() -> None:
    ring = tuple((116.6 + step / 100_000, 33.2) for step in range(10_000))
    crowded = area("crowded", ((*ring, (116.7, 33.3), (116.6, 33.3), (116.6, 33.2)),))
    assert sheet([crowded], 480).path(crowded, least=2).count("L") < 300


def test_a_shifted_map_has_its_pins_shifted() -> None:
    here = Point(33.25, 116.65)
    plain, moved = sheet([WEST, EAST]), sheet([WEST, EAST], system="gcj02")
    assert moved.place(here) == pytest.approx(plain.place(here), abs=1)  # the same spot of the outline
    assert moved.box.holds(to_gcj02(here))
    assert moved.box.west - plain.box.west == pytest.approx(to_gcj02(here).lon - here.lon, abs=2e-4)
