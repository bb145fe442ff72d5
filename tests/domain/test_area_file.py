"""Is a city's file of areas read, and does a broken one say what is wrong with it?"""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.domain.area_file import MOST_FAULTS, City, read
from gongkai.domain.coordinates import Point, to_gcj02

RING = [[116.6, 33.2], [116.7, 33.2], [116.7, 33.3], [116.6, 33.3], [116.6, 33.2]]


def feature(
    code: str = "east", kind: str = "district", parent: str = "", ring: Any = None, **more: Any
) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [RING if ring is None else ring]}
    properties = {"code": code, "name": f"{code}区", "kind": kind, "parent": parent}
    return {"type": "Feature", "properties": properties, "geometry": geometry} | more


def collection(*features: Any, **more: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "name": "某市", "features": list(features)} | more


def test_a_city_is_read() -> None:
    parts = {"type": "MultiPolygon", "coordinates": [[RING], [RING]]}
    found = read(
        collection(
            feature(),
            feature("s1", "street", "east"),
            feature("g1", "grid", "s1", geometry=parts),
            feature("g2", "grid", "east", ring=[[*each, 12.5] for each in RING[:-1]]),
        )
    )
    assert isinstance(found, City)
    assert [(each.code, each.kind, each.parent) for each in found.areas] == [
        ("east", "district", ""),
        ("s1", "street", "east"),
        ("g1", "grid", "s1"),
        ("g2", "grid", "east"),
    ]
    assert [len(each.polygons) for each in found.areas] == [1, 1, 2, 1]
    assert found.areas[3].polygons[0][0][0] == found.areas[3].polygons[0][0][-1]  # an open ring is closed
    assert found.areas[0].name_en == "east区"  # no English name: the Chinese one


def test_a_file_from_a_shifted_map_is_shifted_back() -> None:
    moved = [[to_gcj02(Point(lat, lon)).lon, to_gcj02(Point(lat, lon)).lat] for lon, lat in RING]
    found = read(collection(feature(ring=moved), coordinate_system="gcj02"))
    assert isinstance(found, City)
    for given, meant in zip(found.areas[0].polygons[0][0], RING, strict=True):
        assert given == pytest.approx(tuple(meant), abs=1e-6)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "not GeoJSON"),
        ({"type": "Feature"}, "not GeoJSON"),
        (collection(), "holds no areas"),
        (collection(feature(), coordinate_system="bd09"), "“bd09”"),
        (collection(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "not WGS-84"),
        (collection(3), "Feature 1 has no properties"),
        (collection(feature(code=" ")), "Feature 1 has no code"),
        (collection(feature(kind="city")), "kind is “city”"),
        (collection(feature(geometry=None)), "has no polygon"),
        (collection(feature(geometry={"type": "Point", "coordinates": [1, 2]})), "has no polygon"),
        (collection(feature(geometry={"type": "Polygon", "coordinates": []})), "coordinates are empty"),
        (collection(feature(ring=[[1, 2], [3, 4], [1, 2]])), "fewer than three corners"),
        (collection(feature(ring=[["a", 2], [3, 4], [5, 6]])), "not a pair of numbers"),
        (collection(feature(ring=[[True, False], [3, 4], [5, 6]])), "not a pair of numbers"),
        (collection(feature(ring=[[33.2, 116.6], [33.2, 116.7], [33.3, 116.7]])), "longitude first"),
        (collection(feature(ring=[[4_000_000, 500_000], [1, 2], [3, 4]])), "degrees are needed"),
        (collection(feature(), feature()), "“east” is used twice"),
        (collection(feature("g", "grid", "none"), feature()), "parent “none” is not in the file"),
        (collection(feature("g", "grid", "h"), feature("h", "grid", "east"), feature()), "is not larger"),
        (collection(feature(parent="east")), "cannot have a parent"),
        (collection(feature("s", "street", "s")), "no district"),
    ],
)
def test_a_broken_file_says_what_is_wrong(data: Any, sentence: str) -> None:
    found = read(data)
    assert not isinstance(found, City)
    assert any(sentence in str(each) for each in found), [str(each) for each in found]


def test_of_many_faults_only_the_first_are_told() -> None:
    found = read(collection(*(feature(kind="city") for _ in range(1000))))
    assert not isinstance(found, City)
    assert len(found) == MOST_FAULTS
