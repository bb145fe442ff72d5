"""In a browser: are the public's pages accessible in every view, no wider than the screen, usable without a script?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import campaigning as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from gongkai.campaigns.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


def wrong_on(page: Page, address: str) -> list[str]:
    """What axe finds on a page, and whether it scrolls sideways on a phone."""
    page.goto(address)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    said = [f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    page.set_viewport_size({"width": 390, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    return said + ([f"{address}: {width} px"] if width > 390 else [])


@pytest.mark.parametrize("view", ["light", "contrast", "dark"])
def test_the_pages_are_accessible_in_every_view(
    cast: Cast, browser: Browser, live_server: LiveServer, view: str
) -> None:
    running = stage.running(cast, stage.site(cast, "示例新区雨污分流改造及道路恢复工程第一标段工地" * 2))
    made = stage.published(cast, running, "washing", "fence")
    gone = stage.published(cast, running, "paving", cause="follow_up")
    stage.record_moved(gone, "withdraw", cast.campaign_publisher, "录入有误")
    own = f"/campaigns/{cast.agency.code}/{running.number}/"
    page = browser.new_page()
    page.goto(f"{live_server.url}/view/?set={view}&next=/campaigns/")
    wrong = []
    for address in ("/campaigns/", own, f"{own}{made.listed.site.code}/", "/campaigns/letters/"):
        for language in ("", "/en") if view == "light" else ("",):
            wrong += wrong_on(page, f"{live_server.url}{language}{address}")
    page.close()
    assert not wrong, "\n".join(wrong)


def test_a_letter_is_acknowledged_by_keyboard_without_a_script(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    sent = stage.written_to(cast, stage.running(cast))[0]
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/campaigns/letters/?reference={sent.reference}")
    page.focus("[name=code]")
    for words in ("K7MP3-XQRTH", "示例丁", "资料员"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error-summary")
    assert page.input_value("[name=name]") == "示例丁"
    page.fill("[name=code]", stage.code_in(sent).lower())
    page.press("[name=code]", "Enter")
    page.wait_for_selector(".confirmation")
    assert sent.letter is not None
    assert sent.letter.number in page.inner_text("main")
    assert "示例丁" not in page.inner_text("main")
    page.close()
    assert Notice.objects.get(pk=sent.pk).acknowledged_at is not None
