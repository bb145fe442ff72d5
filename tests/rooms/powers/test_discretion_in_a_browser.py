"""Can everybody use the tables on a telephone and a desk: no fault for axe, no sideways scrolling, no script needed?"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator

import pytest
import registering
import table_stage
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # playwright's loop runs beside the tests' database
#: The phone and the desk.
SIZES = ((390, 844), (1440, 900))
#: A folder for pictures of the pages, to be looked at by people.
PICTURES = os.environ.get("GONGKAI_PICTURES", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., BrowserContext]


@pytest.fixture
def window(live_server: LiveServer, browser: Browser) -> Iterator[Open]:
    """Opens windows without scripts; closes them before the database is emptied."""
    windows: list[BrowserContext] = []

    def opened(
        size: tuple[int, int], cast: Cast | None = None, who: str = "", *, scripts: bool = False
    ) -> BrowserContext:
        width, height = size
        found = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        if cast is not None:
            value = client_of(cast, who).cookies[settings.SESSION_COOKIE_NAME].value
            found.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )
        found.set_default_timeout(15_000)
        windows.append(found)
        return found

    yield opened
    for each in windows:
        for page in each.pages:
            page.goto("about:blank")
        each.close()
    time.sleep(0.5)  # a sign of life on its way still writes


def looked_at(page: Page, name: str, size: tuple[int, int]) -> None:
    """No fault for axe, nothing wider than the window."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{size[0]}.png", full_page=True)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_citizen_works_out_a_range_without_a_script(live_server: LiveServer, window: Open) -> None:
    pages = table_stage.furnished(make_cast())
    page = window(SIZES[0]).new_page()
    page.goto(f"{live_server.url}/en/powers/discretion/")
    page.get_by_role("link", name="乱设广告", exact=True).click()
    page.get_by_label("area", exact=True).fill("12")
    page.get_by_role("group", name="party").get_by_label("单位", exact=True).check()
    page.get_by_label("offences", exact=True).fill("2")
    page.get_by_role("group", name="corrected").get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Show the range").click()
    assert page.get_by_text("The table says: a fine of 1000 to 3000 yuan.").is_visible()
    assert "f-area=12" in page.url
    assert pages["T-3"] in page.url


def test_the_public_pages_are_for_everybody(live_server: LiveServer, window: Open) -> None:
    pages = table_stage.furnished(make_cast())
    table_stage.figures("T-1", {-1: 4, 0: 12, 3: 5, 10: 2, 16: 7, 20: 3})
    table_stage.figures("T-1", {0: 5}, outcome="warning")
    looks = {
        "list": "/powers/discretion/",
        "table": pages["T-3"],
        "faulty": pages["T-2"],
        "questions": f"{pages['T-3']}calculator/",
        "wrong": f"{pages['T-3']}calculator/?ask=1&f-area=x",
        "answer": f"{pages['T-1']}calculator/?ask=1&f-area=7&on=2024-06-01&c=minor_and_corrected",
        "fault": f"{pages['T-2']}calculator/?ask=1&f-area=5",
        "compare": f"{pages['T-1']}compare/?old=1&new=2",
    }
    for size in SIZES:
        page = window(size, scripts=True).new_page()
        for name, address in looks.items():
            for language in ("", "/en") if name == "answer" else ("",):
                page.goto(f"{live_server.url}{language}{address}")
                looked_at(page, f"{name}{language.replace('/', '-')}", size)


def test_the_editor_is_for_everybody(live_server: LiveServer, window: Open) -> None:
    cast = make_cast()
    registering.drafted(cast, "discretion", "T-2", title="占用道路", content={"table": table_stage.FAULTY})
    registering.drafted(cast, "discretion", "T-3", title="乱设广告", content={"table": table_stage.KINDS})
    for size in SIZES:
        page = window(size, cast, "power_editor", scripts=True).new_page()
        for code in ("T-2", "T-3"):
            page.goto(f"{live_server.url}/workspace/powers/discretion/{code}/edit/")
            looked_at(page, f"editor-{code}", size)
            page.locator("#try > summary").click()
            page.locator('button[value="table:check"]').click()
            looked_at(page, f"checked-{code}", size)
        page.goto(f"{live_server.url}/workspace/powers/discretion/T-2/")
        looked_at(page, "record", size)
