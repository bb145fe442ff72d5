"""With a real browser: are rows added in place and by keyboard alone, and is every page of the register accessible?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date

import pytest
import registering
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.powers import actions
from gongkai.powers.models import Version

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
NEW = "/workspace/powers/item/new/"
#: What stands in the rows of the table, and how many the form says there are.
ROWS = """() => [[...document.querySelectorAll("[data-power-row] input")].map((each) => `${each.name}=${each.value}`),
  document.querySelector("[name=basis-rows]").value]"""


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


def signed_in(cast: Cast, browser: Browser, server: LiveServer, width: int, view: str = "") -> Page:
    """A page of the editor's."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    session = client_of(cast, "power_editor").cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    if view:
        context.add_cookies([{"name": "gongkai_view", "value": view, "url": server.url}])
    return context.new_page()


def test_rows_are_added_and_taken_out_in_place(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    page = signed_in(cast, browser, live_server, 1440)
    page.goto(live_server.url + NEW)
    loads: list[str] = []
    page.on(
        "request", lambda request: loads.append(request.method) if request.is_navigation_request() else None
    )
    page.fill("[name=basis-0-instrument]", "甲条例")
    page.click("[data-power-add]")
    assert page.evaluate("document.activeElement.name") == "basis-1-instrument"
    page.keyboard.type("乙条例")
    page.click("[data-power-add]")
    page.keyboard.type("丙条例")
    page.locator("[data-power-drop]").nth(1).press("Enter")
    names = ["basis-0-instrument=甲条例", "basis-0-article=", "basis-1-instrument=丙条例", "basis-1-article="]
    assert page.evaluate(ROWS) == [names, "2"]
    assert loads == []
    # What the script left behind is what the server reads.
    page.fill("[name=code]", "P-7")
    page.fill("[name=title]", "示例事项")
    page.press("[name=title]", "Enter")
    page.wait_for_url(f"**/workspace/powers/of/{cast.agency.code}/item/P-7/")
    basis = Version.objects.get(entry__code="P-7").content["basis"]
    assert [row["instrument"] for row in basis] == ["甲条例", "丙条例"]


def test_every_page_of_the_register_is_accessible(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    registering.in_force(cast, on=date(2026, 1, 1))
    entry = Version.objects.get().entry
    actions.draft_new_version(actor=cast.power_editor, entry_id=entry.pk)
    service = actions.BroughtIn("service", "S-1", "咨询", {"duty": "接待来访"}, date(2026, 1, 1), "P-1")
    actions.bring_in(unit=cast.units["waste"], entries=[service], as_published=True)
    here, public = "/workspace/powers/item/P-1/", f"/powers/{cast.agency.code}"
    pages = (
        *("/workspace/powers/", NEW, here, f"{here}edit/", f"{here}?part=versions", f"{here}?part=course"),
        *(f"{here}?part=belongs", f"{here}compare/", "/powers/", "/powers/items/", "/powers/services/"),
        *(f"{public}/item/P-1/", f"{public}/item/P-1/?on=2020-01-01", f"{public}/service/S-1/"),
    )
    wrong = []
    for width, view, language in ((390, "", ""), (1440, "contrast", "/en"), (768, "elder.dark", "")):
        page = signed_in(cast, browser, live_server, width, view)
        for path in pages:
            page.goto(f"{live_server.url}{language}{path}")
            found = Axe().run(page, options=ASKED).response["violations"]
            wrong += [f"{width} {path} {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{width} {path} scrolls sideways")
    assert wrong == []
