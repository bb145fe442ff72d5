"""Can a place be set by tap, by keyboard, by the telephone's position, on a shifted map, and with no script at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.template import Context, Template
from django.utils.translation import override
from playwright.sync_api import Page, expect

from core.editor_stage import POLICY, Stage, stage
from gongkai.core import places
from gongkai.core.placefields import PlaceFields
from gongkai.domain.coordinates import Point, distance, from_gcj02, to_gcj02

pytestmark = pytest.mark.browser

HEAD = '<link rel="stylesheet" href="/static/places.css">'


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        opened.scripts = ("places.js",)
        yield opened


def body(tag: str, **context: Any) -> str:
    with override("en"):
        drawn = Template("{% load places %}{% " + tag + " %}").render(Context(context))
    drawn = drawn.replace("/static/gongkai/", "/static/")
    return f'{HEAD}<h1>Place</h1><form method="post" action="/save">{drawn}<button>Send</button></form>'


def picking(**data: str) -> str:
    with override("en"):
        return body("map_pick form", form=PlaceFields(initial=data))


def at(page: Page) -> Point:
    """The point the form would send now."""
    lat, lon = (page.locator(f"#id_{name}").input_value() for name in ("lat", "lon"))
    return Point(float(lat), float(lon))


def chosen(page: Page) -> tuple[str, str]:
    """District and grid the form would send now."""
    sent = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form')))")
    return sent["district"], sent["grid"]


def status(page: Page) -> str:
    return page.locator("[data-map-status]").inner_text()


def live(page: Page) -> None:
    expect(page.locator("[data-map-tools]")).to_be_visible()


@pytest.fixture
def page(scene: Stage) -> Iterator[Page]:
    opened = scene.open(picking())
    live(opened)
    yield opened
    scene.close(opened)


def test_a_tap_sets_the_pin_its_district_and_its_grid(page: Page) -> None:
    frame = page.locator("[data-map-frame]")
    box = frame.bounding_box()
    assert box is not None
    frame.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.5})
    found = at(page)
    district, grid = places.district_of(found), places.grid_of(found)
    assert district is not None
    assert grid is not None
    assert chosen(page) == (district.code, grid.code)
    assert status(page) == f"The pin is in {district.name_en}."
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5 - 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.4, steps=4)
    page.mouse.up()
    assert at(page).lon > found.lon + 0.02
    assert chosen(page)[0] == "dongcheng"
    page.get_by_role("button", name="Remove the pin").click()
    assert page.locator("#id_lat").input_value() == ""
    expect(page.locator(".map__marker")).to_have_count(0)
    assert status(page) == "The pin was removed."


def test_the_pin_is_set_and_moved_with_the_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Pin in the middle").focus()
    page.keyboard.press("Enter")
    start = at(page)
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == f"Pin at {start}"
    for press in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(press)
    moved = at(page)
    east, north = moved.lon - start.lon, moved.lat - start.lat
    assert east > 0
    assert north > 0
    # Two steps of 16 less one of 2, and one of 16: in the same measure of the map.
    metres = distance(start, Point(start.lat, moved.lon)), distance(start, Point(moved.lat, start.lon))
    assert metres[0] / metres[1] == pytest.approx(30 / 16, rel=0.02)
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Pin at {moved}"
    # The map itself has not been moved by the keys of the pin.
    page.keyboard.press("Tab")
    assert "leaflet-control-zoom-in" in page.evaluate("document.activeElement.className")


def test_numbers_typed_move_the_pin_and_a_wrong_district_is_told(page: Page) -> None:
    page.get_by_text("Coordinates and grid").click()
    page.locator("#id_lat").fill("33.3")
    page.locator("#id_lon").fill("116.80")
    page.locator("#id_lon").press("Tab")
    expect(page.locator(".map__marker")).to_have_count(1)
    assert status(page) == "The pin is in East Town."
    page.get_by_label("High-Tech Zone").check()
    assert status(page) == "The pin is not in the district you chose. Move the pin or change the district."
    page.locator("#id_lon").fill("121.5")
    page.locator("#id_lon").press("Tab")
    assert "outside the districts" in status(page)
    page.locator("#id_lon").fill("east")
    page.locator("#id_lon").press("Tab")
    expect(page.locator(".map__marker")).to_have_count(0)
    assert page.locator("#id_lon").input_value() == "east"  # what was typed is the person's


def test_a_record_opens_with_its_pin(scene: Stage) -> None:
    opened = scene.open(picking(lat="33.250000", lon="116.800000", district="nanbu", address="park"))
    live(opened)
    expect(opened.locator(".map__marker")).to_have_count(1)
    assert at(opened) == Point(33.25, 116.8)
    assert chosen(opened)[0] == "nanbu"
    expect(opened.locator(".leaflet-overlay-pane [data-district=nanbu]")).to_have_class(
        re.compile("map__district--chosen")
    )
    scene.close(opened)


@pytest.mark.parametrize(
    ("place", "words"),
    [((33.3, 116.8), "The pin is in East Town."), ((31.2, 121.5), "Your position is outside this city")],
)
def test_the_position_of_the_telephone_is_taken_as_it_is(
    scene: Stage, place: tuple[float, float], words: str
) -> None:
    opened = scene.open(picking())
    live(opened)
    opened.context.grant_permissions(["geolocation"])
    opened.context.set_geolocation({"latitude": place[0], "longitude": place[1]})
    opened.get_by_role("button", name="Use my position").click()
    expect(opened.locator("[data-map-status]")).to_contain_text(words)
    if "East" in words:
        assert at(opened) == Point(*place)
    else:
        assert opened.locator("#id_lat").input_value() == ""
    scene.close(opened)


def test_a_shifted_map_shows_the_pin_shifted_and_keeps_it_true(scene: Stage, settings: Any) -> None:
    settings.GONGKAI_MAP_TILES, settings.GONGKAI_MAP_CRS = "/media/picture.svg?z={z}&x={x}&y={y}", "gcj02"
    opened = scene.open(picking(lat="33.300000", lon="116.800000"))
    live(opened)
    expect(opened.locator(".leaflet-tile-loaded").first).to_be_visible()
    assert at(opened) == Point(33.3, 116.8)
    # The pin stands over the same spot of the outline as on a map that is not shifted: that of its district.
    assert status(opened) == "The pin is in East Town."
    # Script and server shift alike.
    for here in (Point(33.3, 116.8), Point(22.54, 113.91), Point(48.8, 2.3)):
        found = opened.evaluate(
            "([lat, lon]) => { const { shown, kept } = gongkaiPlaces.systems.gcj02;"
            " return [...shown([lat, lon]), ...kept([lat, lon])]; }",
            [here.lat, here.lon],
        )
        there, back = to_gcj02(here), from_gcj02(here)
        assert found == pytest.approx([there.lat, there.lon, back.lat, back.lon], abs=1e-9)
    scene.close(opened)


def test_pins_of_a_list_lead_to_what_they_stand_for(scene: Stage) -> None:
    points = [
        {"number": 1, "label": "<i>lamp</i>", "lat": 33.3, "lon": 116.7, "href": "/first"},
        {"number": 2, "label": "drain", "lat": 33.28, "lon": 116.8, "href": ""},
        {"number": 3, "label": "noise", "lat": None, "lon": None, "href": "/third"},
    ]
    opened = scene.open(body('map_list points "Near here"', points=points))
    expect(opened.locator(".map__marker")).to_have_count(2)
    pin = opened.locator(".map__marker").first
    assert pin.get_attribute("aria-label") == "1 <i>lamp</i>"
    pin.hover()
    expect(opened.locator(".map__tip")).to_have_text("<i>lamp</i>")
    expect(opened.locator("li[data-number='1']")).to_have_class(re.compile("is-current"))
    pin.focus()
    opened.keyboard.press("Enter")
    opened.wait_for_url("**/first")
    scene.close(opened)


def test_without_leaflet_the_outline_and_the_fields_stay(scene: Stage) -> None:
    opened = scene.open("<p>nothing yet</p>")
    scene.document = scene.document.replace("<p>nothing yet</p>", picking().replace("leaflet.js", "gone.js"))
    opened.route("**/gone.js", lambda route: route.abort())
    opened.reload()
    expect(opened.locator("[data-map]")).to_have_attribute("data-failed", "Leaflet did not arrive")
    expect(opened.locator("svg.map__sheet")).to_be_visible()
    expect(opened.locator("[data-map-tools]")).to_be_hidden()
    scene.close(opened, expected="Failed to load resource")


def test_without_a_script_a_district_is_chosen_on_the_outline(scene: Stage) -> None:
    context = scene.browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    scene.open(picking()).close()
    opened = context.new_page()
    opened.goto(scene.address)
    sheet = opened.locator("svg.map__sheet")
    box = sheet.bounding_box()
    assert box is not None
    for share, name in (((0.75, 0.45), "East Town"), ((0.6, 0.85), "South New Area")):
        sheet.click(position={"x": box["width"] * share[0], "y": box["height"] * share[1]})
        expect(opened.get_by_label(name)).to_be_checked()
    expect(opened.locator('[data-at="3"]')).to_have_css("stroke-width", "5px")
    expect(opened.locator('[data-at="1"]')).not_to_have_css("stroke-width", "5px")
    opened.get_by_text("Coordinates and grid").click()
    opened.locator("#id_lat").fill("33.25")
    opened.locator("#id_lon").fill("116.80")
    opened.get_by_role("button", name="Send").click()
    opened.wait_for_url("**/save")
    assert "district=nanbu" in scene.posts[-1][1]
    assert "lat=33.25&lon=116.80" in scene.posts[-1][1]
    context.close()


@pytest.mark.parametrize("what", ["pick", "list", "heat"])
def test_maps_are_accessible(scene: Stage, what: str) -> None:
    points = [{"number": 1, "label": "lamp", "lat": 33.3, "lon": 116.7, "href": "/first"}]
    drawn = {
        "pick": picking(lat="33.300000", lon="116.800000"),
        "list": body('map_list points "Near here"', points=points),
        "heat": body('heat_map cells "Complaints"', cells=[{"code": "DC01", "count": 3, "href": "/x/"}]),
    }[what]
    opened = scene.open(drawn)
    if what != "heat":
        expect(opened.locator(".map__marker")).to_have_count(1)
    found = Axe().run(opened)
    assert found.response["violations"] == [], found.generate_report()
    opened.set_viewport_size({"width": 390, "height": 800})
    assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")
    scene.close(opened)


def test_the_page_asks_for_leaflet_only_when_a_map_comes_near(scene: Stage) -> None:
    assert "img-src 'self'" in POLICY
    asked: list[str] = []
    opened = scene.open("<p>nothing yet</p>")
    far = '<div class="far"><svg width="10" height="4000"></svg></div>' + picking()
    scene.document = scene.document.replace("<p>nothing yet</p>", far)
    opened.on("request", lambda request: asked.append(request.url))
    opened.reload()
    opened.wait_for_load_state("networkidle")
    assert not any("leaflet" in url for url in asked)
    opened.locator("[data-map]").scroll_into_view_if_needed()
    live(opened)
    assert sum(url.endswith("leaflet.js") for url in asked) == 1
    scene.close(opened)
