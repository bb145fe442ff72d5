"""With a real browser: are the screens of assessments accessible, on a phone too, and do they work without a script?"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator

import assessing_desk as at
import assessment_stage as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.domain.supervision import sheets
from gongkai.supervision.actions import entries
from gongkai.supervision.models import Assessed, Assessment
from rooms.supervision import finding_stage

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASKED = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
#: A line counted past its points, one judged, one that gives points, with words as long as they come.
SHEET = sheets.indicators_from(
    [
        {
            "group": "网站和新媒体",
            "title": "链接有效、栏目按期更新，政府网站和政务新媒体没有个人信息外露",
            "points": "4",
            "evidence": "网站监测台账、整改记录",
            "rules": [
                {"text": "每处失效链接扣1分", "points": "1", "measure": "dead_links"},
                {
                    "text": "没有指定专人负责栏目更新，或者负责人调离以后没有及时接替的，扣2分",
                    "points": "2",
                    "way": "once",
                },
            ],
        },
        {
            "group": "组织保障",
            "title": "会议和培训",
            "points": "10",
            "evidence": "会议记录、培训签到",
            "rules": [
                {"text": "培训不到位，按比例扣分", "points": "6", "way": "share"},
                {"text": "每开展一次普法宣传活动加1分，最多加3分", "points": "1", "most": "3", "adds": True},
            ],
        },
    ]
)
OWN = {
    "1.2": {"cases": 0, "note": "已指定专人"},
    "2.1": {"cases": 10, "note": ""},
    "2.2": {"cases": 5, "note": ""},
}


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
    """Who opens which pages: assessments at every step, with counts, notes, evidence and an appeal."""
    for _number in range(6):
        finding_stage.found(cast, "waste", monitor="dead_link")
    prepared = stage.prepared(cast, title="甲表", indicators=SHEET)
    opened = stage.opened(cast, title="乙表", indicators=SHEET)
    mine = stage.entry(opened, cast)
    file = io.BytesIO("会议纪要".encode())
    entries.add_evidence(
        entry_id=mine.pk,
        actor=cast.doer,
        indicator="2",
        words="会议纪要两份",
        source=file,
        name="minutes.txt",
    )
    told = _told(cast)
    appealed = stage.entry(told, cast)
    entries.appeal(entry_id=appealed.pk, actor=cast.doer, expected_revision=None, words="培训都有签到。" * 6)
    review = _in_review(cast, "丁表")
    reviewed = stage.entry(review, cast)
    return {
        "supervisor": [
            at.LIST, f"{at.LIST}new/", f"{at.LIST}new/?sheet={opened.sheet_id}", at.one(prepared), at.one(opened),
            at.one(told), at.of(reviewed), at.of(mine, "records/dead_links/"),
        ],
        "section_head": [at.of(mine), at.LIST, "/workspace/"],
        "duty_leader": [at.of(appealed), at.one(review)],
    }  # fmt: skip


def _in_review(cast: Cast, title: str) -> Assessment:
    row = stage.opened(cast, title=title, indicators=SHEET)
    for unit, who in (("waste", cast.section_head), ("other", cast.neighbour)):
        entries.hand_in(
            entry_id=stage.entry(row, cast, unit).pk,
            actor=who,
            expected_revision=None,
            own=OWN,
            words="栏目有专人负责。",
        )
    return stage.moved(cast, row, "review")


def _told(cast: Cast) -> Assessment:
    row = _in_review(cast, "丙表")
    said = {
        **OWN,
        "1.1": {"cases": 3, "note": "三处已在发现当天修好"},
        "2.1": {"cases": 40, "note": "四成没有参加"},
    }
    for unit in ("waste", "other"):
        stage.reviewed(cast, row, unit, said if unit == "waste" else OWN)
    return stage.moved(cast, row, "tell")


def wrong_on(page: Page, address: str) -> list[str]:
    """What axe finds on a page, and whether it scrolls sideways on a phone."""
    found = []
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        said = Axe().run(page, options=ASKED).response["violations"]
        found += [f"{address} {width}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in said]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, f"{address}: scrolls sideways"] if wide else found


def test_the_screens_are_accessible(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    wrong = []
    for who, pages in furnished(cast).items():
        page = signed_in(cast, browser, live_server, who)
        for address in pages:
            page.goto(f"{live_server.url}{address}")
            wrong += wrong_on(page, address)
    assert wrong == []


def test_a_review_is_mended_and_kept_without_a_script(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    entry = stage.entry(_in_review(cast, "甲表"), cast)
    page = signed_in(cast, browser, live_server, "supervisor", script=False)
    page.goto(f"{live_server.url}{at.of(entry)}")
    page.locator("input[name='cases-1.2']").fill("两次")
    page.locator(".line-form__end button").click()
    page.locator("a[href$='#id_cases-1.2']").click()
    assert page.locator("input[name='cases-1.2']").input_value() == "两次"
    page.locator("input[name='cases-1.2']").fill("1")
    page.locator(".line-form__end button").click()
    assert Assessed.objects.get(pk=entry.pk).state == "reviewed"
