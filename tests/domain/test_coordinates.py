"""Do points, distances and the shift of Chinese maps come out right?"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.coordinates import (
    Box,
    Point,
    box_around,
    distance,
    from_gcj02,
    number,
    point,
    shown,
    stored,
    to_gcj02,
)
from gongkai.domain.refusal import Refused

CITY = Box(33.22, 116.63, 33.38, 116.87)
in_china = st.builds(Point, st.floats(4, 53), st.floats(74, 135))
anywhere = st.builds(Point, st.floats(-85, 85), st.floats(-179, 179))

#: Published samples of the formula (Shanghai, Shenzhen, Beijing): WGS-84, then GCJ-02.
SAMPLES = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]


@pytest.mark.parametrize(("wgs", "gcj"), SAMPLES)
def test_the_shift_is_the_published_one(wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    there, back = to_gcj02(Point(*wgs)), from_gcj02(Point(*gcj))
    assert (there.lat, there.lon) == pytest.approx(gcj, abs=1e-9)
    assert (back.lat, back.lon) == pytest.approx(wgs, abs=1e-9)


@given(in_china)
def test_there_and_back_is_where_one_was(place: Point) -> None:
    back = from_gcj02(to_gcj02(place))
    assert abs(back.lat - place.lat) < 1e-6
    assert abs(back.lon - place.lon) < 1e-6
    assert 50 < distance(place, to_gcj02(place)) < 1500


@pytest.mark.parametrize("place", [Point(35.681236, 139.767125), Point(-33.9, 151.2), Point(48.86, 2.35)])
def test_outside_china_nothing_is_shifted(place: Point) -> None:
    assert to_gcj02(place) == place
    assert from_gcj02(place) == place


def test_only_a_shifted_map_is_converted_for() -> None:
    place = Point(33.3, 116.75)
    assert shown(place, "wgs84") == stored(place, "wgs84") == place
    assert shown(place, "gcj02") == to_gcj02(place) != place
    assert distance(stored(shown(place, "gcj02"), "gcj02"), place) < 0.01


def test_distances_are_metres() -> None:
    equator = distance(Point(0, 0), Point(0, 1))
    assert equator == pytest.approx(111_195, abs=1)
    assert distance(Point(0, 0), Point(0, 180)) == pytest.approx(math.pi * 6_371_008.8)
    shanghai, beijing = (Point(*gcj) for _, gcj in (SAMPLES[0], SAMPLES[2]))
    assert distance(shanghai, beijing) == pytest.approx(1_077_000, rel=0.002)


@given(anywhere, anywhere)
def test_it_is_as_far_there_as_back(one: Point, other: Point) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, one) == 0


@given(
    st.builds(Point, st.floats(-80, 80), st.floats(-170, 170)),
    st.floats(1, 50_000),
    st.floats(0, 2 * math.pi),
)
def test_the_box_misses_nothing_within_the_radius(middle: Point, radius: float, way: float) -> None:
    box = box_around(middle, radius)
    north = math.degrees(radius * 0.999 * math.sin(way) / 6_371_008.8)
    east = math.degrees(radius * 0.999 * math.cos(way) / 6_371_008.8) / math.cos(math.radians(middle.lat))
    near = Point(middle.lat + north, middle.lon + east)
    assert distance(middle, near) > radius or box.holds(near)
    assert box_around(Point(89.99, 0), 5000).holds(Point(89.99, 179))


@pytest.mark.parametrize(
    ("written", "meant"),
    [("33.3012", 33.3012), (" 33.3012° ", 33.3012), ("３３．３", 33.3), ("-5", -5.0), (12, 12.0)],
)
def test_degrees_are_read_as_people_write_them(written: str | float, meant: float) -> None:
    assert number(written) == meant


@pytest.mark.parametrize("written", ["", "north", "33,3", "33°18'", "1e9", "nan", "33.3 116.7", float("inf")])
def test_what_is_no_number_is_none(written: str | float) -> None:
    assert number(written) is None


@pytest.mark.parametrize(
    ("lat", "lon", "sentence"),
    [
        ("abc", "116.7", "are not numbers"),
        ("116.7", "33.3", "have been exchanged"),
        ("233.3", "116.7", "no such place"),
        ("31.2", "121.5", "outside Shili City"),
        (float("nan"), 3.0, "are not numbers"),
    ],
)
def test_a_wrong_point_gets_its_sentence(lat: float | str, lon: float | str, sentence: str) -> None:
    found = point(lat, lon, CITY, city="Shili City")
    assert isinstance(found, Refused)
    assert sentence in str(found)


def test_two_numbers_that_could_be_either_way_round_are_told_by_the_city() -> None:
    city = Box(20, 60, 40, 80)
    found = point(70, 30, city)
    assert isinstance(found, Refused)
    assert "exchanged" in str(found)
    assert point(30, 70, city) == Point(30, 70)


def test_a_point_is_kept_to_a_tenth_of_a_metre() -> None:
    assert point("33.30120049", "116.7503", CITY) == Point(33.3012, 116.7503)
    assert str(Point(33.3, 116.75)) == "33.300000, 116.750000"


@pytest.mark.parametrize(("lat", "lon"), [(91, 0), (0, 181), (float("nan"), 0)])
def test_a_point_is_always_on_the_earth(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="no place"):
        Point(lat, lon)
