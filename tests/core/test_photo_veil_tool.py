"""Can a clerk cover faces on photos by mouse and keyboard, and with no script at all?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Page, expect

from core.editor_stage import Stage, stage
from gongkai.core.photos import Box
from gongkai.core.redaction import boxes_text, parse_boxes

pytestmark = pytest.mark.browser

KINDS = [("face", "A face"), ("plate", "A number plate"), ("other", "Something else")]
PHOTO = {"url": "/media/picture.svg", "width": 400, "height": 300}
FACE = Box(0, 0.2, 0.1, 0.3, 0.3, "face")


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        opened.scripts = ("redact.js", "workspace.js")
        yield opened


def component(**context: Any) -> str:
    given = {
        "photos": [{"number": number, **PHOTO} for number in (1, 2)],
        "kinds": KINDS,
        "name": "boxes",
        **context,
    }
    with override("en"):
        drawn = render_to_string("components/photo_veil.html", given).replace("/static/gongkai/", "/static/")
    return (
        '<link rel="stylesheet" href="/static/redact.css"><h1>Photos</h1>'
        f'<form method="post" action="/save">{drawn}'
        '<button class="button" name="do" value="veil">Cover these</button></form>'
    )


def sent(scene: Stage) -> tuple[Box, ...]:
    return parse_boxes(parse_qs(scene.posts[-1][1])["boxes"][0], 2, KINDS)


def test_boxes_are_drawn_on_each_photo_and_sent(scene: Stage) -> None:
    page = scene.open(component(boxes_text=boxes_text([FACE]), find="suggest"))
    expect(page.get_by_role("button", name="Box 1 on photo 1: A face").first).to_be_visible()
    page.get_by_label("What new boxes cover").select_option("plate")
    sheet = page.locator("[data-redact-page='2']")
    sheet.scroll_into_view_if_needed()
    frame = sheet.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 0.2 * frame["width"], frame["y"] + 0.2 * frame["height"])
    page.mouse.down()
    page.mouse.move(frame["x"] + 0.4 * frame["width"], frame["y"] + 0.5 * frame["height"], steps=3)
    page.mouse.up()
    page.get_by_role("button", name="Add a box").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("heading", name="Boxes: 3")).to_be_visible()
    page.get_by_role("button", name="Cover these").click()
    page.wait_for_url("**/save")
    first, second, third = sent(scene)
    assert (first.page, first.ground, second.page, second.ground, third.ground) == (
        0,
        "face",
        1,
        "plate",
        "plate",
    )
    assert (second.x, second.y) == (pytest.approx(0.2, abs=0.01), pytest.approx(0.2, abs=0.01))
    assert (third.width, third.height) == (pytest.approx(0.2, abs=0.01), pytest.approx(0.255, abs=0.01))
    assert (second.width, second.height) == (pytest.approx(0.2, abs=0.01), pytest.approx(0.3, abs=0.01))
    scene.close(page)


def test_the_server_is_asked_for_proposals_or_says_it_has_none(scene: Stage) -> None:
    page = scene.open(component(find="suggest", boxes_text=boxes_text([FACE])))
    page.get_by_role("button", name="Propose boxes").click()
    page.wait_for_url("**/save")
    fields = parse_qs(scene.posts[-1][1])
    assert fields["do"] == ["suggest"]
    assert sent(scene)[0].ground == "face"
    scene.close(page)
    page = scene.open(component())
    expect(page.get_by_text("cannot propose boxes")).to_be_visible()
    expect(page.get_by_role("button", name="Propose boxes")).to_have_count(0)
    scene.close(page)


def test_without_a_script_the_numbers_are_typed(scene: Stage) -> None:
    scripts, scene.scripts = scene.scripts, ()
    page = scene.open(component())
    scene.scripts = scripts
    expect(page.get_by_role("button", name="Add a box")).to_be_hidden()
    page.get_by_label("Boxes as lines").fill("2 12.5 30 20 15 plate")
    page.get_by_role("button", name="Cover these").click()
    page.wait_for_url("**/save")
    (box,) = sent(scene)
    assert (box.page, box.ground, box.x, box.height) == (
        1,
        "plate",
        pytest.approx(0.125),
        pytest.approx(0.15),
    )
    scene.close(page)


@pytest.mark.parametrize(("width", "view"), [(390, "contrast"), (1440, "")])
def test_axe_finds_nothing_and_nothing_sticks_out_on_photos(scene: Stage, width: int, view: str) -> None:
    page = scene.open(
        component(boxes_text=boxes_text([FACE]), errors=["Box in line 2: the ground is missing."])
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(f"document.documentElement.className = '{view}'")
    page.get_by_text("Position and size").click()
    page.get_by_role("button", name="Hide what is under the boxes").click()
    assert "conic" in colour_of(page)
    rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    scene.close(page)


def colour_of(page: Page) -> str:
    seen: str = page.evaluate("getComputedStyle(document.querySelector('.redact__box')).backgroundImage")
    return seen
