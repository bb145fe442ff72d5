"""With real letters in a real browser: is no label cut or covered, is the page accessible, does the picture follow?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from charting_stage import STEPS, drafted, long_chart, published, row
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from gongkai.demo.power_chart_texts import CHARTS
from gongkai.demo.power_charts import content_of
from gongkai.powers import charting
from gongkai.powers.public.charts import FAMILY
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Each text with the shape it must stay in, and each two shapes that hold labels: what sticks out, what covers another.
LOOK = """() => {
  const box = (element) => element.getBoundingClientRect();
  const within = (a, b) =>
    a.left >= b.left - 1 && a.right <= b.right + 1 && a.top >= b.top - 2 && a.bottom <= b.bottom + 2;
  const wrong = [];
  const labels = [];
  for (const [group, shape] of [[".state", ".state__box"], [".number", ".number__disc"], [".lane__title", "rect"]]) {
    for (const one of document.querySelectorAll(group)) {
      const around = box(one.querySelector(shape));
      labels.push([one.textContent, around, group]);
      for (const text of one.querySelectorAll("text")) {
        if (!within(box(text), around)) wrong.push(`${text.textContent} leaves its ${group}`);
      }
    }
  }
  labels.forEach(([text, a], at) => labels.slice(at + 1).forEach(([other, b]) => {
    if (a.left < b.right - .5 && b.left < a.right - .5 && a.top < b.bottom - .5 && b.top < a.bottom - .5) {
      wrong.push(`${text} on ${other}`);
    }
  }));
  const whole = box(document.querySelector("svg"));
  for (const text of document.querySelectorAll("svg text")) {
    if (!within(box(text), whole)) wrong.push(`${text.textContent} is cut off`);
  }
  return wrong;
}"""


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def signed_in(cast: Cast, browser: Browser, server: LiveServer, who: str, **options: object) -> Page:
    """A page of somebody signed in."""
    from desk import client_of

    context = browser.new_context(**options)  # type: ignore[arg-type]
    session = client_of(cast, who).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    return context.new_page()


def test_no_label_is_cut_or_covered_in_real_letters(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    english = [
        row(
            str(at),
            "Inspection of the premises by two officers",
            f"Enforcement brigade no. {at % 3}",
            f"{at + 1} Complete",
        )
        for at in range(1, 9)
    ]
    contents = [
        content_of(chart, steps)
        for chart in CHARTS
        for steps in (chart.steps, *(each[2] for each in chart.later))
    ]
    contents += [
        long_chart(40),
        {"steps": [*english, row("9", "Served and published", "Counter", limit="Within 20 days")]},
    ]
    for content in contents:
        page.set_content(charting.drawn("图", content, "c").svg(family=FAMILY))
        assert page.evaluate(LOOK) == [], content
    page.close()


@pytest.mark.parametrize(("width", "prefix"), [(390, ""), (1440, "/en")])
def test_axe_finds_nothing_on_the_page_and_in_the_editor(
    cast: Cast, live_server: LiveServer, browser: Browser, width: int, prefix: str
) -> None:
    published(cast)
    published(cast, "C-2", content={"executes": "complaint"})
    drafted(cast, "C-3")
    page = signed_in(cast, browser, live_server, "power_editor", viewport={"width": width, "height": 900})
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(live_server.url) else elsewhere.append(asked.url),
    )
    public = f"{prefix}/powers/{cast.agency.code}/chart"
    for address in (
        f"{public}/C-1/",
        f"{public}/C-2/",
        "/workspace/powers/chart/C-3/",
        "/workspace/powers/chart/C-3/edit/",
    ):
        page.goto(live_server.url + address)
        found = (
            Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
        )
        assert not found, (address, [(each["id"], each["nodes"][0]["html"][:200]) for each in found])
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), (
            f"{address} scrolls sideways"
        )
    assert not elsewhere
    page.context.close()


def test_on_a_phone_the_picture_scrolls_by_keyboard_within_its_own_region(
    cast: Cast, live_server: LiveServer, browser: Browser
) -> None:
    published(cast)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/powers/{cast.agency.code}/chart/C-1/")
    page.focus(".process__picture")
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.process__picture').scrollLeft > 0")
    assert page.evaluate("scrollX") == 0
    for cell in page.locator(".chart__table td").all()[:6]:
        area = cell.bounding_box()
        assert area is not None
        assert area["x"] + area["width"] <= 390
    page.close()


def test_the_picture_follows_what_is_typed_and_rows_move_by_keyboard(
    cast: Cast, live_server: LiveServer, browser: Browser
) -> None:
    drafted(cast, content={"steps": STEPS})
    page = signed_in(cast, browser, live_server, "power_editor", viewport={"width": 1440, "height": 900})
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(f"{live_server.url}/workspace/powers/chart/C-1/edit/")
    drawn = page.locator("[data-chart-drawn]")
    page.fill("[name=steps-3-name]", "网上公示")
    drawn.get_by_text("网上公示").first.wait_for()
    page.fill("[name=steps-3-next]", "7 复核")
    drawn.locator("[data-chart-faults]").wait_for()
    page.fill("[name=steps-3-next]", "")
    drawn.locator("[data-chart-faults]").wait_for(state="detached")
    page.focus("[name=steps-3-name]")
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.name") == "steps-2-name"
    assert page.input_value("[name=steps-2-name]") == "网上公示"
    assert page.input_value("[name=steps-3-name]") == "现场核查"
    page.keyboard.press("Alt+ArrowDown")
    page.focus("[data-power-table=steps] [data-power-add]")
    page.keyboard.press("Enter")
    page.fill("[name=steps-4-key]", "5")
    page.fill("[name=steps-4-name]", "归档备查")
    drawn.get_by_text("归档备查").first.wait_for()
    page.locator("#steps-row-4 [data-power-drop]").focus()
    page.keyboard.press("Enter")
    drawn.get_by_text("归档备查").wait_for(state="detached")
    assert page.input_value("[name=steps-rows]") == "4"
    assert not failed
    page.context.close()
