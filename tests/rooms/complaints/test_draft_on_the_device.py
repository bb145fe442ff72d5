"""Does the form keep a draft on the device: offered again, never with who reports, gone when sent, and not needed?"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect, sync_playwright

from cast import make_cast
from complaining import NEW
from gongkai.complaints.models import Matter
from gongkai.people.models import Agency
from mattering import CATEGORY, MARKERS

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

# The browser's own loop runs in this thread; the database is used beside it, not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KEY = "gongkai.matter.draft"
TEXT, TITLE, ADDRESS = (
    "小区东门外的路边堆了很多建筑垃圾，一个星期没有人清理。",
    "路边的建筑垃圾",
    "光明路东侧",
)
AGAINST = "某某队员"
PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def one_agency() -> None:
    made = make_cast()
    Agency.objects.filter(pk=made.outside_agency.pk).update(closed_on=date(2020, 1, 1))


def opened(browser: Browser, live_server: Any, *, scripts: bool = True) -> Page:
    context = browser.new_context(
        locale="zh-CN",
        viewport={"width": PHONE, "height": 800},
        java_script_enabled=scripts,
        base_url=live_server.url,
    )
    page = context.new_page()
    page.goto(NEW)
    return page


def kept(page: Page) -> dict[str, list[str]] | None:
    """What stands on the device: field → its values."""
    found = page.evaluate(f"localStorage.getItem('{KEY}')")
    return json.loads(found)["values"] if found else None


def go_on(page: Page) -> None:
    page.locator("main [data-send]").click()
    page.wait_for_load_state()


def to_the_last_page(page: Page) -> None:
    page.fill("[name=text]", TEXT)
    page.fill("[name=title]", TITLE)
    go_on(page)
    page.locator("[name=category][value=other]").check()
    page.select_option("[name=another]", CATEGORY)
    page.fill("[name=address]", ADDRESS)
    go_on(page)


def test_a_draft_comes_back_whole_and_never_with_who_reports(browser: Browser, live_server: Any) -> None:
    page = opened(browser, live_server)
    assert page.locator("[data-draft-offer]").is_hidden()
    assert kept(page) is None
    to_the_last_page(page)
    page.locator("details.against").evaluate("fold => { fold.open = true; }")
    page.fill("[name=name]", MARKERS["name"])
    page.fill("[name=telephone]", MARKERS["telephone"])
    page.fill("[name=email]", "someone@example.org")
    page.fill("[name=against_words]", AGAINST)
    page.locator("[name=may_publish]").check()
    page.wait_for_timeout(600)
    found = kept(page)
    assert found is not None
    assert (found["text"], found["another"], found["address"]) == ([TEXT], [CATEGORY], [ADDRESS])
    assert found["may_publish"] == ["on"]
    whole = page.evaluate("JSON.stringify(localStorage)")
    for secret in (MARKERS["name"], MARKERS["telephone"], "someone@example.org", AGAINST, "token", "csrf"):
        assert secret not in whole

    page.goto(NEW)
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.fill("[name=text]", "新写的话")
    page.wait_for_timeout(600)
    assert kept(page) == found, "the older one is not written over"
    offer.locator("[data-draft-restore]").click()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator("[name=text]")).to_be_focused()
    go_on(page)
    expect(page.locator("[name=another]")).to_have_value(CATEGORY)
    expect(page.locator("[name=address]")).to_have_value(ADDRESS)
    go_on(page)
    expect(page.locator("[name=may_publish]")).to_be_checked()
    expect(page.locator("[name=name]")).to_have_value("")
    go_on(page)
    expect(page.locator(".confirmation__panel")).to_be_visible()
    assert kept(page) is None, "what was sent is no draft"
    assert (Matter.objects.get().text, Matter.objects.get().address) == (TEXT, ADDRESS)
    page.context.close()


def test_a_draft_is_thrown_away_at_a_word_and_an_old_one_by_itself(
    browser: Browser, live_server: Any
) -> None:
    page = opened(browser, live_server)
    page.fill("[name=text]", TEXT)
    expect(page.locator("[data-draft-said]")).to_be_visible()
    page.locator("[data-draft-said] [data-draft-drop]").click()
    expect(page.locator("[data-draft-status]")).not_to_be_empty()
    page.goto("/complaints/")
    page.goto(NEW)
    assert kept(page) is None, "leaving the page does not bring it back"

    for broken in ("{", "null", '{"at": 1}', f'{{"at": {10**15}, "values": null}}'):
        page.evaluate("broken => localStorage.setItem('" + KEY + "', broken)", broken)
        page.reload()
        assert page.locator("[data-draft-offer]").is_hidden()
    old = "JSON.stringify({at: Date.now() - 8 * 864e5, values: {text: ['x']}})"
    page.evaluate(f"localStorage.setItem('{KEY}', {old})")
    page.reload()
    assert page.locator("[data-draft-offer]").is_hidden()
    assert kept(page) is None
    page.context.close()


def test_without_scripts_nothing_is_offered_and_the_form_works(browser: Browser, live_server: Any) -> None:
    page = opened(browser, live_server, scripts=False)
    assert page.locator("[data-draft-offer]").is_hidden()
    assert page.locator("[data-draft-said]").is_hidden()
    to_the_last_page(page)
    go_on(page)
    expect(page.locator(".confirmation__panel")).to_be_visible()
    assert Matter.objects.get().text == TEXT
    page.context.close()
