"""Can everybody read every public page: no fault for axe, no sideways scrolling, nothing from elsewhere, no script?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from rooms.portal.site import Stage, pages, stage
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def on(transactional_db: None) -> Stage:
    return stage()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


@pytest.mark.parametrize(("width", "prefix", "view"), [(390, "", ""), (1440, "/en", "elder.dark")])
def test_axe_finds_nothing(
    on: Stage, live_server: LiveServer, browser: Browser, width: int, prefix: str, view: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    if view:
        context.add_cookies([{"name": "gongkai_view", "value": view, "url": live_server.url}])
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda asked: elsewhere.append(asked.url) if not asked.url.startswith(live_server.url) else None,
    )
    wrong: list[str] = []
    for address in pages(on):
        page.goto(f"{live_server.url}{prefix}{address}")
        wrong += [f"{address} {fault}" for fault in faults(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{address} scrolls sideways at {width} px")
    context.close()
    assert not wrong, "\n".join(wrong)
    assert not elsewhere


def test_it_all_works_without_scripts(on: Stage, live_server: LiveServer, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.fill("#site-search", "密闭")
    page.click(".search button")
    page.click(f'a[href="/documents/{on.document.slug}/"]')
    assert "建筑垃圾运输管理办法" in page.inner_text("h1")
    assert page.is_hidden("[data-print]")
    page.click("text=对比版本")
    assert page.is_visible("table.compare ins")
    page.goto(f"{live_server.url}/clock/")
    page.select_option("#rule", "request.reply")
    page.fill("#start", "2026-02-12")
    page.fill("#pause_first_1", "2026-02-25")
    page.fill("#pause_last_1", "2026-03-03")
    page.click("form.form button")
    assert "2026年" in page.inner_text("#answer")
    assert page.is_visible("#pause_first_2")
    page.goto(f"{live_server.url}/documents/")
    page.select_option("#filter_validity", "repealed")
    page.click(".filters button")
    assert page.locator("ul.rows > li").count() == 1
    context.close()


def test_copying_printing_and_reading_aloud_appear_with_scripts(
    on: Stage, live_server: LiveServer, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/documents/{on.document.slug}/")
    assert page.is_visible("[data-print]")
    assert page.is_visible("[data-copy-link]")
    page.click("[data-copy-link]")
    until(page, "document.querySelector('[data-copy-link]').textContent.includes('已复制')")
    page.close()
