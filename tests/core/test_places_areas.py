"""Does the installation know its areas, and say at the start what is wrong with them or with its map?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from gongkai.core import places
from gongkai.core.places import Place, checking, tiles
from gongkai.core.refusals import Refusal
from gongkai.domain.coordinates import Point
from gongkai.domain.refusal import Refused

#: The middle of the demonstration city, and two places around it.
MIDDLE, EDGE, FAR = Point(33.3, 116.75), Point(33.30, 116.632), Point(31.2, 121.5)


def write(path: Path, **more: Any) -> Path:
    ring = [[116.0, 33.0], [116.1, 33.0], [116.1, 33.1], [116.0, 33.1], [116.0, 33.0]]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name, "name_en": english, "kind": kind, "parent": parent},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, name, english, kind, parent in (
            ("a", "甲区", "First", "district", ""),
            ("a1", "甲街道", "First street", "street", "a"),
            ("a11", "甲一网格", "Grid one", "grid", "a1"),
        )
    ]
    data = {"type": "FeatureCollection", "name": "某市", "name_en": "Some City", "features": features} | more
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_the_demonstration_city_is_whole() -> None:
    """Every grid lies in its district: its name is written inside both, and no two districts share a place."""
    districts, grids = places.areas("district"), places.areas("grid")
    assert (len(districts), len(grids)) == (4, 18)
    assert places.city().name == "示例市"
    for grid in grids:
        here = grid.label_point()
        assert [each.code for each in districts if each.holds(here)] == [grid.parent]
        assert [each.code for each in grids if each.holds(here)] == [grid.code]
        found = places.district_of(here), places.grid_of(here)
        assert [each.code if each else None for each in found] == [grid.parent, grid.code]
    assert sum(len(places.areas("grid", each.code)) for each in districts) == 18


def test_a_point_just_outside_the_outline_belongs_to_the_nearest_district() -> None:
    shore = next(
        here
        for here in (Point(33.30, 116.60 + step / 10_000) for step in range(1000))
        if places.district_of(here)
    )
    assert not any(each.holds(shore) for each in places.areas("district"))
    found = places.district_of(shore)
    assert found is not None
    assert found.code == "gaoxin"
    assert 280 < found.metres_to(shore) <= places.TOLERANCE_M
    assert places.district_of(Point(33.30, 116.60)) is None


def test_a_point_outside_the_city_is_refused_by_the_name_of_the_city() -> None:
    found = places.checked_point(FAR.lat, FAR.lon)
    assert isinstance(found, Refused)
    assert "示例市" in str(found)
    assert places.checked_point("33.3", "116.75") == MIDDLE
    # In the box around the city, and yet in none of its districts.
    assert isinstance(places.checked_point(33.23, 116.65), Refused)


def test_the_citys_own_file_is_used(settings: Any, tmp_path: Path) -> None:
    settings.GONGKAI_AREAS = str(write(tmp_path / "areas.geojson"))
    here = Point(33.05, 116.05)
    with override("zh-hans"):
        assert places.city_name() == "某市"
        assert places.describe(Place(here, "a", "a11", "北门")) == "甲区 甲一网格 北门"
        assert places.describe(Place(here)) == "33.050000, 116.050000"
    with override("en"):
        assert places.city_name() == "Some City"
        assert places.describe(Place(district="a")) == "First"
    street = places.street_of(here)
    assert street is not None
    assert street.code == "a1"
    assert [each.code for each in places.areas("grid", "a")] == ["a11"]  # through the street
    above = places.district_above("a11")
    assert above is not None
    assert above.code == "a"
    assert places.district_above("none") is None
    assert checking.problems() == []


def test_a_changed_file_is_read_again(settings: Any, tmp_path: Path) -> None:
    path = write(tmp_path / "areas.geojson")
    settings.GONGKAI_AREAS = str(path)
    assert places.city().name == "某市"
    write(path, name="新市")
    os.utime(path, ns=(1, 1))
    assert places.city().name == "新市"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "no such file"),
        (b"{", "not JSON: see line 1"),
        (b"[1,\n2,\n", "see line 3"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"{}", "FeatureCollection"),
        (b"[" * 200_000, "not JSON"),
    ],
)
def test_a_broken_file_stops_the_start_with_a_sentence(
    settings: Any, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "areas.geojson"
    if content is not None:
        path.write_bytes(content)
    settings.GONGKAI_AREAS = str(path)
    with override("en"):
        with pytest.raises(Refusal) as told:
            checking.check()
        assert sentence in str(told.value)
        with pytest.raises(Refusal) as shown:
            places.areas()
        assert sentence in str(shown.value)
        assert str(path) in str(shown.value)


@pytest.mark.parametrize(
    ("template", "system", "sentence"),
    [
        ("https://tiles.example.org/{z}/{x}.png", "wgs84", "lacks {z}, {x} or {y}"),
        ("tiles/{z}/{x}/{y}.png", "wgs84", "no address of pictures"),
        ("//tiles.example.org/{z}/{x}/{y}.png", "wgs84", "no address of pictures"),
        ("javascript:alert({z}{x}{y})", "wgs84", "no address of pictures"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "wgs84", "no address of pictures"),
        ("https://a.example.org;script-src */{z}/{x}/{y}.png", "wgs84", "no address of pictures"),
        ("/tiles/{z}/{x}/{y}.png", "bd09", "GONGKAI_MAP_CRS is “bd09”"),
    ],
)
def test_a_map_that_cannot_be_shown_is_not_shown_and_told(
    settings: Any, template: str, system: str, sentence: str
) -> None:
    settings.GONGKAI_MAP_TILES, settings.GONGKAI_MAP_CRS = template, system
    with override("en"), pytest.raises(Refusal) as told:
        checking.check()
    assert sentence in str(told.value)
    assert tiles.tiles() is None


def test_without_pictures_the_map_is_wgs84_whatever_is_set(settings: Any) -> None:
    settings.GONGKAI_MAP_CRS = "gcj02"
    assert tiles.map_system() == "wgs84"
    settings.GONGKAI_MAP_TILES = "/tiles/{z}/{x}/{y}.png"
    assert tiles.map_system() == "gcj02"
    assert checking.problems() == []


@pytest.mark.parametrize(
    ("template", "source"),
    [
        ("", ""),
        ("/tiles/{z}/{x}/{y}.png", ""),
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("http://10.0.0.7:8080/{z}/{x}/{y}", "http://10.0.0.7:8080"),
        ("https://a.example.org;script-src */{z}/{x}/{y}", ""),
        ("https://*.example.org/{z}/{x}/{y}", ""),
    ],
)
def test_the_policy_lets_in_the_pictures_of_that_host_and_nothing_else(template: str, source: str) -> None:
    """In a process of its own: the policy is made once, from the environment."""
    asked = "from gongkai.config import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES'])"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "GONGKAI_MAP_TILES": template},
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = ["'self'", "data:"] + ([source] if source else [])
    assert f"'img-src': {wanted!r}" in done.stdout
    assert "'default-src': [\"'self'\"]" in done.stdout
