"""Do maps without a script show what their list, their fields and their table say?"""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from django.template import Context, Template
from django.utils.translation import override

from gongkai.core import places
from gongkai.core.placefields import PlaceFields
from gongkai.core.places import drawing
from gongkai.domain.coordinates import Point, to_gcj02

INLINE = re.compile(r'\sstyle="|<style|<script|\son\w+="')


def drawn(tag: str, **context: Any) -> str:
    with override("en"):
        html = Template("{% load places %}" + f"<main>{{% {tag} %}}</main>").render(Context(context))
    html5lib.HTMLParser(strict=True).parse(f"<!doctype html><html><head><title>t</title></head><body>{html}")
    assert not INLINE.search(html)
    return html


def pinned(**more: Any) -> dict[str, Any]:
    return {"number": 1, "label": "<b>灯</b>", "lat": 33.3, "lon": 116.75, "href": "/x/?a=1&b=2"} | more


def test_a_form_shows_the_districts_and_the_pin_that_was_typed() -> None:
    html = drawn("map_pick form", form=PlaceFields({"w-lat": "33.3", "w-lon": "116.75"}, prefix="w"))
    # Every district can be chosen on the outline: the label there belongs to its radio.
    radios = re.findall(r'value="(\w+)"[^>]*id="id_w-district_(\d)"', html)
    assert re.findall(r'data-district="(\w+)" data-at="(\d)"', html) == radios
    assert re.findall(r'<label for="id_w-district_(\d)"></label>', html) == [at for _, at in radios]
    assert len(radios) == 4
    x, y = drawing.drawing().spot(Point(33.3, 116.75))
    assert f'class="map__mark" transform="translate({x} {y})"' in html
    assert '<details class="fold" open>' in html


def test_a_form_without_a_pin_draws_none() -> None:
    html = drawn("map_pick form", form=PlaceFields())
    assert "map__mark" not in html
    assert '<details class="fold">' in html
    assert "Where is it?" in html
    assert "<legend>Which lamp?</legend>" in drawn('map_pick form "Which lamp?"', form=PlaceFields())


def test_pins_carry_the_numbers_of_the_list() -> None:
    points = [pinned(), pinned(number=2, lat=None, lon=None, href=""), pinned(number=3, lat=33.25, lon=116.8)]
    html = drawn('map_list points "Near here" 3', points=points)
    x, y = drawing.drawing().spot(Point(33.25, 116.8))
    assert re.findall(r'class="map__pin" data-lat="([\d.]+)"', html) == ["33.3", "33.25"]
    assert f'data-number="3" data-label="&lt;b&gt;灯&lt;/b&gt;" transform="translate({x} {y})"' in html
    assert html.count('href="/x/?a=1&amp;b=2"') == 4  # two pins, and their entries
    assert html.count("<li") == 3
    assert "1 of them has no pin" in html
    assert "<h3>Near here</h3>" in html
    assert "nothing to show" in drawn('map_list points "t"', points=[])


def test_one_place_is_shown_or_said_to_be_missing() -> None:
    assert 'data-lat="33.3" data-lon="116.75"' in drawn('map_spot 33.3 116.75 "lamp"')
    assert "No pin was set." in drawn("map_spot None None")


def test_a_heat_map_says_the_same_in_colours_numbers_words_and_table() -> None:
    cells = [
        {"code": "NB01", "count": 9, "href": "/nb/"},
        {"code": "NB01", "count": 1, "href": "/nb/"},
        {"code": "DC02", "count": 4},
        {"code": "nowhere", "count": 2},
        {"code": "", "count": 1},
    ]
    html = drawn('heat_map cells "Complaints" unit="matters"', cells=cells)
    assert (
        "Most are in South grid 01: 10 of 17. 16 of 18 areas have none. 3 cannot be placed on the map."
        in html
    )
    assert re.findall(r'class="heat__count"[^>]*>(\d+)<', html) == ["4", "10"]
    rows = re.findall(r'<th scope="row">(.*?)</th><td class="num">(\d+)</td>', html)
    assert rows[0] == ('<a href="/nb/">South grid 01</a>', "10")
    assert rows[1] == ("East Town grid 02", "4")
    assert rows[-1] == ("Not on the map", "3")
    assert len(rows) == 19
    sheet = html.partition("</svg>")[0]
    assert sheet.count("heat__cell--5") == 1
    assert sheet.count("heat__cell--2") == 1
    assert sheet.count("heat__cell--0") == 16
    assert ">9–10<" in html.replace("</li>", "<")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], "Nothing has been counted yet."),
        ([{"code": "dongcheng", "count": 0}], "Nothing has been counted yet."),
        ([{"code": "", "count": 3}], "None of the 3 can be placed on the map."),
        ([{"code": "dongcheng", "count": 3}], "Most are in East Town: 3 of 3. 3 of 4 areas have none."),
    ],
)
def test_a_heat_map_of_little_says_so(cells: list[dict[str, Any]], words: str) -> None:
    html = drawn('heat_map cells "Complaints" kind="district"', cells=cells)
    assert f"</strong>{words}</figcaption>" in html
    assert ("<svg" in html) == bool(sum(cell["count"] for cell in cells))


@pytest.mark.parametrize("highest", [*range(12), 23, 100, 101, 9999])
def test_the_legend_is_true(highest: int) -> None:
    ranges = dict(drawing.legend(highest))
    for count in {0, 1, highest // 3, highest // 2, highest - 1, highest} - {-1}:
        if count <= highest:
            first, _, last = ranges[drawing.step(count, highest)].partition("–")
            assert int(first) <= count <= int(last or first)
    assert drawing.step(highest, highest) == min(highest, drawing.STEPS)


def test_a_shifted_map_is_drawn_shifted(settings: Any) -> None:
    here = places.areas("grid")[7].label_point()
    plain = drawing.drawing()
    settings.GONGKAI_MAP_TILES = "/tiles/{z}/{x}/{y}.png"
    settings.GONGKAI_MAP_CRS = "gcj02"
    settings.GONGKAI_MAP_ATTRIBUTION, settings.GONGKAI_MAP_APPROVAL = "某图", "GS(2026)0000号"
    moved = drawing.drawing()
    west = float(moved.bounds.split(",")[1]) - float(plain.bounds.split(",")[1])
    assert west == pytest.approx(to_gcj02(here).lon - here.lon, abs=3e-4)
    assert moved.spot(here) == pytest.approx(plain.spot(here), abs=1)
    html = drawn("map_pick form", form=PlaceFields())
    assert 'data-system="gcj02"' in html
    assert 'data-tiles="/tiles/{z}/{x}/{y}.png"' in html
    assert "某图 · Map approval number: GS(2026)0000号" in html
