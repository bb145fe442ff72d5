"""Can a case be filed, written, moved on and held against the table with the keyboard alone, seeing where one is?"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.powers.models import Decision
from rooms.powers import deciding

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
#: Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
LIST = "/workspace/powers/decisions/"
#: Presses of Tab after which something on a page must have been reached.
PATIENCE = 80
#: Whether what has the focus matches; where it stands; whether it is ringed, and whether anything lies over it.
WHERE = """(wanted) => {
  const here = document.activeElement, box = here.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(...middle);
  return {
    there: here.matches(wanted), what: here.outerHTML.slice(0, 120),
    free: Boolean(top) && (here.contains(top) || top.contains(here)),
    // The button of a day's calendar is ringed by the browser itself.
    ringed: getComputedStyle(here).outlineStyle === "solid" || here.type === "date",
  };
}"""


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    deciding.table(made)
    return made


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desk", "phone"])
def page(
    request: pytest.FixtureRequest, live_server: LiveServer, browser: Browser, cast: Cast
) -> Iterator[Page]:
    """The handler's window; nobody touches its mouse."""
    width, height = request.param
    window = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": height})
    value = client_of(cast, "case_handler").cookies[settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    window.set_default_timeout(15_000)
    opened = window.new_page()
    yield opened
    opened.goto("about:blank")
    window.close()
    time.sleep(0.5)  # a sign of life on its way still writes


def reach(page: Page, wanted: str) -> int:
    """Presses Tab until the focus is there, looking at every stop on the way. Gives how often."""
    for count in range(1, PATIENCE + 1):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE, wanted)
        assert stop["free"], f"hidden: {stop['what']}"
        assert stop["ringed"], f"no ring: {stop['what']}"
        if stop["there"]:
            return count
    raise AssertionError(f"{wanted} is not reached")


def typed(page: Page, wanted: str, text: str) -> None:
    reach(page, wanted)
    page.keyboard.type(text)


def test_a_case_is_filed_and_moved_on_without_a_mouse(page: Page, cast: Cast) -> None:
    page.goto(LIST)
    reach(page, f"a[href$='{LIST}new/']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}new/")
    typed(page, "[name=number]", "测城管罚〔2026〕7号")
    page.keyboard.press("Enter")  # too early: the summary tells so, and has the focus
    expect(page.locator("[data-error-summary]")).to_be_focused()
    reach(page, "[data-error-summary] a")
    page.keyboard.press("Enter")
    expect(page.locator("[name=conduct]")).to_be_focused()
    page.keyboard.type("擅自倾倒建筑垃圾")
    reach(page, "[name=conduct_on]")
    for _part in "year", "month", "day":  # whatever the order: an arrow fills each part of a day
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
    reach(page, "[name=table]")
    page.keyboard.press("ArrowDown")
    reach(page, "#facts .buttons button")
    page.keyboard.press("Enter")
    expect(page.locator("[name=f-area]")).to_be_visible()
    assert reach(page, "[name=f-area]") <= 3, "one goes on where one was"
    page.keyboard.type("7")
    reach(page, "#facts summary")
    page.keyboard.press("Enter")
    reach(page, "#facts details[open] input")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    reach(page, "[name=amount]")
    page.keyboard.type("1000")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/decisions/\d+/$"))
    made = Decision.objects.get()
    assert (made.facts, str(made.amount)) == ({"area": "7"}, "1000.00")


def test_the_deeds_of_a_record_are_done_without_a_mouse(page: Page, cast: Cast) -> None:
    made = deciding.filed(cast)
    page.goto(f"{LIST}{made.pk}/")
    reach(page, "#deeds button[data-confirm]")
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    # Gone, not only shut: it gives the focus back when it goes.
    expect(page.get_by_role("alertdialog", include_hidden=True)).to_have_count(0)
    expect(page.locator("#deeds button[data-confirm]").first).to_be_focused()
    reach(page, "#move-notify summary")
    page.keyboard.press("Enter")
    typed(page, "#move-notify [name$=way]", "当场口头告知")
    page.keyboard.press("Enter")
    expect(page.locator(".messages, [role=status]").first).to_be_visible()
    made.refresh_from_db()
    assert made.state == "notified"
    typed(page, "[name=reveal-purpose]", "核对送达地址")
    page.keyboard.press("Enter")
    expect(page.locator("#party")).to_contain_text("示例人")
    expect(page.locator("#party")).to_be_in_viewport()


def test_the_calculator_answers_without_a_mouse(page: Page, cast: Cast) -> None:
    page.goto(f"/powers/{cast.agency.code}/discretion/D-1/calculator/")
    reach(page, "[name=f-area]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    reach(page, "[data-error-summary] a")
    page.keyboard.press("Enter")
    page.keyboard.type("7")
    reach(page, "summary")
    page.keyboard.press("Enter")
    reach(page, "details[open] input")
    page.keyboard.press("Enter")
    expect(page.locator(".discretion-result__what")).to_be_visible()
