"""With a real browser: are the screens of evaluations, clean-up lists and passed-on risks accessible on a phone too?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta

import consulting
import evaluating_stage as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.consultations.actions import records
from gongkai.consultations.models import CleanUp
from gongkai.core import clock
from gongkai.domain.consultations.evaluating import years_on

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


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


def signed_in(cast: Cast, browser: Browser, server: LiveServer, who: str, *, script: bool = True) -> Page:
    """A page of somebody's."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=script)
    session = client_of(cast, who).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    return context.new_page()


def furnished(cast: Cast) -> dict[str, list[str]]:
    """Who opens which pages: rules in force with their evaluations and lists, and one with a risk on record."""
    rule = stage.aged(stage.in_force(cast), years_on(clock.today(), -3) + timedelta(days=20))
    other = stage.in_force(cast, title="示例市户外广告和招牌设施设置技术规范（试行）" * 2)
    told = stage.published(cast, rule, conclusion="repeal")
    draft = stage.begun(cast, other)
    listed = stage.proposed(cast, stage.listed(cast), n001=("repeal", "已被新规定替代，内容不再适用。" * 4))
    listed = stage.published_list(cast, listed)
    writing = stage.listed(cast, title="2026年行政规范性文件清理目录（补充）")
    entry = listed.entries.get(document=rule)
    open_one = consulting.consulting(cast, title="示例办法")
    risk = records.put_on_record(
        document_id=open_one.pk,
        actor=cast.rule_drafter,
        kind="risk",
        held_on=clock.today(),
        outcome="时限不明。",
    )
    agency, staff = cast.agency.code, "/workspace/"
    return {
        "rule_drafter": [
            f"{staff}evaluations/", f"{staff}clean-ups/", f"{staff}clean-ups/new/",
            f"{staff}consultations/{rule.pk}/", f"{staff}consultations/{rule.pk}/evaluate/",
            f"{staff}evaluations/{draft.pk}/", f"{staff}evaluations/{draft.pk}/edit/",
            f"{staff}clean-ups/{writing.pk}/", f"{staff}clean-ups/{writing.pk}/edit/",
            f"{staff}consultations/{open_one.pk}/records/{risk.pk}/to-risks/",
        ],
        "rule_leader": [f"{staff}clean-ups/{listed.pk}/", f"{staff}clean-ups/{listed.pk}/repeal/{entry.pk}/"],
        "": [
            "/rules-in-force/", f"/evaluations/{agency}/{told.number}/", f"/en/clean-ups/{agency}/{listed.number}/",
            f"/consultations/{agency}/{rule.number}/",
        ],
    }  # fmt: skip


def wrong_on(page: Page, address: str) -> list[str]:
    """What axe finds on a page, and whether it scrolls sideways on a phone."""
    page.goto(address)
    found = Axe().run(page, options=ASKED).response["violations"]
    said = [f"{address}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    page.set_viewport_size({"width": 390, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    return said + ([f"{address}: {width} px"] if width > 390 else [])


def test_every_screen_is_accessible(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    wrong = []
    for who, addresses in furnished(cast).items():
        page = signed_in(cast, browser, live_server, who) if who else browser.new_page()
        for address in addresses:
            wrong += wrong_on(page, f"{live_server.url}{address}")
    assert wrong == []


def test_a_list_is_written_without_a_script(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    rule = stage.in_force(cast)
    found = stage.listed(cast)
    row = found.entries.get(document=rule)
    page = signed_in(cast, browser, live_server, "rule_drafter", script=False)
    page.goto(f"{live_server.url}/workspace/clean-ups/{found.pk}/edit/")
    page.locator(f"#id_entry-{row.pk}-result").select_option("repeal")
    page.locator("button[value='save']").click()
    page.locator(f"a[href$='#id_entry-{row.pk}-result']").click()
    page.locator(f"#id_entry-{row.pk}-reason").fill("已被新规定替代。")
    page.locator("button[value='save']").click()
    page.locator("form[action$='/moves/submit/'] button").click()
    assert CleanUp.objects.get().state == "legality"
