"""Can a clerk black out passages by mouse, by finger, by keyboard, and with no script at all?"""

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
from gongkai.core.redaction import Box, boxes_text, parse_boxes

pytestmark = pytest.mark.browser

GROUNDS = [("privacy", "Personal privacy"), ("third_party", "Third party")]
SHEET = {"url": "/media/picture.svg", "width": 600, "height": 800}
ONE = Box(0, 0.2, 0.1, 0.3, 0.05, "privacy", "Personal privacy")


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        opened.scripts = ("redact.js", "workspace.js")
        yield opened


def component(pages: int = 2, **context: Any) -> str:
    given = {
        "pages": [{"number": number, **SHEET} for number in range(1, pages + 1)],
        "grounds": GROUNDS,
        "name": "boxes",
        "find": "find",
        **context,
    }
    with override("en"):
        drawn = render_to_string("components/redact.html", given).replace("/static/gongkai/", "/static/")
    # The stage serves the styles of the whole site; the tool's own come with the page that uses it.
    return (
        '<link rel="stylesheet" href="/static/redact.css"><h1>Redaction</h1>'
        f'<form method="post" action="/save">{drawn}'
        '<button class="button" name="do" value="make">Make the copy</button></form>'
    )


@pytest.fixture
def page(scene: Stage) -> Iterator[Page]:
    opened = scene.open(component(boxes_text=boxes_text([ONE])))
    yield opened
    scene.close(opened)


def boxes(page: Page) -> tuple[Box, ...]:
    """The boxes as the server would read them if the form were sent now."""
    text: str = page.evaluate("new FormData(document.querySelector('form')).get('boxes')")
    return parse_boxes(text, 2, GROUNDS)


def frame(page: Page, number: int = 1) -> tuple[float, float, float, float]:
    sheet = page.locator(f"[data-redact-page='{number}']")
    sheet.scroll_into_view_if_needed()
    found = sheet.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["width"], found["height"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float], *, number: int = 1) -> None:
    """Draws with the mouse from one place of a page to another, in fractions of it."""
    left, top, width, height = frame(page, number)
    page.mouse.move(left + start[0] * width, top + start[1] * height)
    page.mouse.down()
    page.mouse.move(left + (start[0] + end[0]) / 2 * width, top + (start[1] + end[1]) / 2 * height)
    page.mouse.move(left + end[0] * width, top + end[1] * height)
    page.mouse.up()


def near(box: Box) -> tuple[int, float, float, float, float]:
    return box.page, *(pytest.approx(side, abs=0.006) for side in (box.x, box.y, box.width, box.height))  # type: ignore[return-value]


def sides(box: Box) -> tuple[int, float, float, float, float]:
    return box.page, box.x, box.y, box.width, box.height


def test_a_box_is_drawn_with_the_mouse_and_sent(scene: Stage, page: Page) -> None:
    page.get_by_label("Ground for new boxes").select_option("third_party")
    drag(page, (0.7, 0.5), (0.4, 0.4))  # backwards
    drag(page, (0.1, 0.2), (0.3, 0.3), number=2)
    expect(page.get_by_role("heading", name="Boxes: 3")).to_be_visible()
    page.get_by_role("button", name="Make the copy").click()
    page.wait_for_url("**/save")
    fields = parse_qs(scene.posts[-1][1], keep_blank_values=True)
    first, second, third = parse_boxes(fields["boxes"][0], 2, GROUNDS)
    assert sides(first) == near(ONE)
    assert sides(second) == near(Box(0, 0.4, 0.4, 0.3, 0.1))
    assert sides(third) == near(Box(1, 0.1, 0.2, 0.2, 0.1))
    assert [box.ground for box in (first, second, third)] == ["privacy", "third_party", "third_party"]
    assert fields["boxes_ground"] == ["third_party"]


def test_a_box_is_added_moved_sized_and_removed_with_the_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Add a box").focus()
    page.keyboard.press("Enter")
    added = boxes(page)[1]
    assert page.evaluate("document.activeElement.className").startswith("redact__box")
    for press in (
        "ArrowRight",
        "ArrowRight",
        "ArrowDown",
        "Control+ArrowLeft",
        "Shift+ArrowRight",
        "Shift+ArrowUp",
    ):
        page.keyboard.press(press)
    moved = boxes(page)[1]
    assert moved.x - added.x == pytest.approx(0.009)
    assert moved.y - added.y == pytest.approx(0.005)
    assert moved.width - added.width == pytest.approx(0.005)
    assert moved.height - added.height == pytest.approx(-0.005)
    assert "percent from the left" in page.locator("[data-redact-status]").inner_text()
    for _ in range(200):
        page.keyboard.press("ArrowLeft")
    assert boxes(page)[1].x == 0  # stops at the edge and keeps its size
    assert boxes(page)[1].width == pytest.approx(moved.width, abs=1e-5)
    page.keyboard.press("Delete")
    assert [sides(box) for box in boxes(page)] == [near(ONE)]
    assert page.evaluate("document.activeElement.className").startswith("redact__box")  # the one that is left
    page.keyboard.press("Delete")
    assert boxes(page) == ()
    expect(page.get_by_role("button", name="Add a box")).to_be_focused()


def test_steps_in_one_direction_are_undone_at_once_and_everything_can_be_undone(page: Page) -> None:
    page.get_by_role("button", name="Box 1 on page 1").last.click()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    assert boxes(page) == ()
    page.keyboard.press("Control+z")
    assert boxes(page)[0].y == pytest.approx(0.12)
    page.keyboard.press("Control+z")
    assert sides(boxes(page)[0]) == near(ONE)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_box_is_dragged_and_pulled_at_its_corner(page: Page) -> None:
    drag(page, (0.35, 0.125), (0.45, 0.325))
    assert sides(boxes(page)[0]) == near(Box(0, 0.3, 0.3, 0.3, 0.05))
    left, top, width, height = frame(page)
    page.mouse.move(left + 0.6 * width + 2, top + 0.35 * height + 2)
    page.mouse.down()
    page.mouse.move(left + 0.7 * width + 2, top + 0.45 * height + 2)
    page.mouse.up()
    assert sides(boxes(page)[0]) == near(Box(0, 0.3, 0.3, 0.4, 0.15))
    drag(page, (0.5, 0.4), (0.9, 0.98))  # against the edge: it stays on the page
    assert sides(boxes(page)[0]) == near(Box(0, 0.6, 0.85, 0.4, 0.15))


def test_a_click_and_an_escape_leave_no_box(page: Page) -> None:
    left, top, width, height = frame(page)
    page.mouse.click(left + 0.5 * width, top + 0.5 * height)
    assert len(boxes(page)) == 1
    page.mouse.move(left + 0.5 * width, top + 0.5 * height)
    page.mouse.down()
    page.mouse.move(left + 0.7 * width, top + 0.7 * height)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert [sides(box) for box in boxes(page)] == [near(ONE)]


def test_ground_and_place_are_changed_in_the_list(page: Page) -> None:
    page.get_by_label("Ground of this box").select_option("third_party")
    page.get_by_text("Position and size").click()
    page.get_by_label("Left (percent)").fill("55")
    page.get_by_label("Left (percent)").press("Tab")
    page.get_by_label("Width (percent)").fill("90")  # more than there is room for
    page.get_by_label("Width (percent)").press("Tab")
    page.get_by_label("Top (percent)").fill("")
    page.get_by_label("Top (percent)").press("Tab")
    assert page.get_by_label("Top (percent)").input_value() == "10"  # nothing is no place
    (box,) = boxes(page)
    assert box.ground == "third_party"
    assert sides(box) == near(Box(0, 0.55, 0.1, 0.45, 0.05))
    page.get_by_role("button", name="Remove").click()
    assert boxes(page) == ()
    expect(page.get_by_text("Nothing is blacked out yet.")).to_be_visible()


def test_words_are_looked_for_by_the_server(scene: Stage, page: Page) -> None:
    page.get_by_label("Find words").fill("Wang\nWu")
    page.get_by_role("button", name="Find and cover").click()
    page.wait_for_url("**/save")
    fields = parse_qs(scene.posts[-1][1])
    assert fields["do"] == ["find"]
    assert fields["boxes_words"][0].split() == ["Wang", "Wu"]
    assert parse_boxes(fields["boxes"][0], 2, GROUNDS)[0].page == 0


def test_a_finger_scrolls_until_it_is_told_to_draw(scene: Stage) -> None:
    scene.open(component()).close()  # sets the page the server shows
    context = scene.browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(scene.address)
    left, top, width, height = frame(page)
    touch = page.context.new_cdp_session(page)

    def stroke() -> None:
        def send(kind: str, x: float, y: float) -> None:
            points = [] if kind == "touchEnd" else [{"x": left + x * width, "y": top + y * height}]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        send("touchStart", 0.2, 0.2)
        for step in (0.3, 0.4, 0.5):
            send("touchMove", step, step)
        send("touchEnd", 0, 0)

    stroke()
    assert boxes(page) == ()
    page.get_by_role("button", name="Draw with the finger").click()
    left, top, width, height = frame(page)
    stroke()
    (box,) = boxes(page)
    assert sides(box) == near(Box(0, 0.2, 0.2, 0.3, 0.3))
    context.close()


def test_lines_that_cannot_be_read_are_shown_and_never_lost(scene: Stage) -> None:
    text = boxes_text([ONE]) + "\n9 1 2 3 4 privacy\nnonsense"
    page = scene.open(component(boxes_text=text, errors=["Box in line 2: page 9 is not in the file."]))
    field = page.get_by_label("Boxes as lines")
    expect(field).to_be_visible()
    assert field.input_value().splitlines() == text.splitlines()
    page.get_by_role("button", name="Add a box").click()
    assert field.input_value().splitlines()[-2:] == ["9 1 2 3 4 privacy", "nonsense"]
    field.fill(text.replace("\n9 1", "\n2 1").replace("\nnonsense", ""))
    field.blur()
    assert [box.page for box in boxes(page)] == [0, 1]
    expect(page.get_by_role("heading", name="Boxes: 2")).to_be_visible()
    page.close()


def test_without_a_script_the_lines_are_typed(scene: Stage) -> None:
    scripts, scene.scripts = scene.scripts, ()
    page = scene.open(component())
    scene.scripts = scripts
    expect(page.get_by_role("button", name="Add a box")).to_be_hidden()
    expect(page.get_by_text("third_party")).to_be_visible()
    page.get_by_label("Boxes as lines").fill("2 12.5 30 20 2.5 third_party")
    page.get_by_role("button", name="Make the copy").click()
    page.wait_for_url("**/save")
    (box,) = parse_boxes(parse_qs(scene.posts[-1][1])["boxes"][0], 2, GROUNDS)
    assert sides(box) == near(Box(1, 0.125, 0.3, 0.2, 0.025))
    page.close()


def test_leaving_with_unsent_boxes_is_asked_about(page: Page) -> None:
    asked = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("button", name="Add a box").click()
    page.reload()
    assert asked == ["beforeunload"]
    page.reload()  # nothing has been drawn since: no question
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("view", ["", "dark", "contrast"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_and_nothing_sticks_out(scene: Stage, view: str, width: int) -> None:
    page = scene.open(
        component(boxes_text=boxes_text([ONE]), errors=["Box in line 2: the ground is missing."])
    )
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(f"document.documentElement.className = '{view}'")
    page.get_by_text("Position and size").click()
    page.get_by_role("button", name="Box 1 on page 1").last.click()
    rules = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
    results = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    scene.close(page)
