"""In a browser: does a file come along, is a draft followed and left again, and can everybody use these pages?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import consulting as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from following_stage import SITE, confirmed, link_in
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.consultations import followers
from gongkai.consultations.models import Follower, Opinion, OpinionFile
from gongkai.core import sealed
from gongkai.core.models import Mail

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 8
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = SITE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def wrong_on(page: Page) -> list[str]:
    """What axe finds on the page that is open, and whether it scrolls sideways on a phone."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    said = [f"{page.url}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    page.set_viewport_size({"width": 390, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    return said + ([f"{page.url}: {width} px"] if width > 390 else [])


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_comes_along_with_an_opinion(
    cast: Cast, browser: Browser, live_server: LiveServer, tmp_path: Path, settings: Any, scripts: bool
) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 8 if scripts else 0
    made = stage.consulting(cast)
    sent = tmp_path / "建议.txt"
    sent.write_text("附件", encoding="utf-8")
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/consultations/{made.agency.code}/{made.number}/opinion/")
    page.locator("[name=attachments]").set_input_files(sent)
    page.locator("[name=consent]").check()
    send = page.get_by_role("button", name="Send your opinion")
    send.click()
    page.get_by_text("Please choose your files again").wait_for()
    if scripts:
        assert wrong_on(page) == []
    page.locator("[name=words]").fill("建议放宽。")
    page.locator("[name=attachments]").set_input_files(sent)
    send.click()
    page.get_by_text("1 attachment came with it. It is not shown to the public.").wait_for()
    assert OpinionFile.objects.get().opinion_id == Opinion.objects.get().pk
    if scripts:
        assert wrong_on(page) == []
    context.close()


def test_a_draft_is_followed_and_left_again(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    made = stage.consulting(cast)
    page = browser.new_page()
    page.goto(f"{live_server.url}/en/consultations/{made.agency.code}/{made.number}/")
    page.get_by_role("link", name="Be told by e-mail").click()
    assert page.locator("[name=agency]").input_value() == made.agency.code
    assert wrong_on(page) == []
    page.locator("[name=email]").fill("reader@example.cn")
    page.get_by_role("button", name="Send me the message").click()
    page.get_by_text("A message is on its way to reader@example.cn").wait_for()
    assert wrong_on(page) == []
    page.goto(live_server.url + link_in(sealed.unseal(Mail.objects.get().text)))
    assert wrong_on(page) == []
    page.get_by_role("button", name="Yes, tell me by e-mail").click()
    page.get_by_role("link", name="Leave again").click()
    assert wrong_on(page) == []
    page.get_by_role("button", name="Get no more messages").click()
    page.get_by_text("Your address was erased.").wait_for()
    assert wrong_on(page) == []
    assert Follower.objects.get().address == ""
    page.goto(f"{live_server.url}/en/consultations/")
    assert wrong_on(page) == []
    page.close()


def test_the_staffs_pages_are_usable_with_files(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    made = stage.consulting(cast)
    kept = stage.opinion(made).opinion
    for number in (1, 2):
        OpinionFile.objects.create(
            opinion=kept,
            name=f"attachment-{number}.txt",
            key=sealed.keep(b"abc"),
            content_type="text/plain",
            size=3,
        )
    assert followers.leave_key(confirmed("reader@example.cn").pk)
    signed_in = client_of(cast, "rule_drafter")
    context = browser.new_context()
    for name, cookie in signed_in.cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    for part in ("", f"{made.pk}/opinions/", f"{made.pk}/opinions/{kept.pk}/", f"{made.pk}/opinions/enter/"):
        page.goto(f"{live_server.url}/workspace/consultations/{part}")
        assert wrong_on(page) == []
    page.goto(f"{live_server.url}/workspace/consultations/{made.pk}/opinions/{kept.pk}/")
    with page.expect_download() as waiting:
        page.locator("form[action*='/files/'] button").first.click()
    assert waiting.value.suggested_filename == f"{kept.reference}-attachment-1.txt"
    context.close()
