"""Can a call be taken in with the keyboard alone, and are the desk's pages sound for those who hear them?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from cast import Cast, make_cast
from desk import client_of
from gongkai.complaints import actions
from gongkai.complaints.models import Matter, RoutingRule
from gongkai.core import clock
from gongkai.domain.complaints import routing
from mattering import CATEGORY, MARKERS, entered
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]


# The browser's own loop runs in this thread; the database is used beside it, not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    when = routing.Conditions(categories=("E01",))
    rule = routing.RoutingRule("waste", 10, clock.today(), None, when, "waste", ("other",))
    actions.keep_rule(agency_id=made.agency.pk, actor=made.chief, rule=rule, reason="测试")
    return made


def opened(browser: Browser, live_server: Any, cast: Cast, who: str, path: str) -> Page:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    cookies = client_of(cast, who).cookies
    context.add_cookies(
        [{"name": key, "value": cookies[key].value, "url": live_server.url} for key in cookies]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}{path}")
    return page


def access_key(page: Page, key: str) -> None:
    """Alt and the key, as the keyboard sends it."""
    session = page.context.new_cdp_session(page)
    told = {"modifiers": 1, "key": key, "unmodifiedText": key, "windowsVirtualKeyCode": ord(key.upper())}
    for kind in ("rawKeyDown", "char", "keyUp"):  # access keys answer to the sign, not to the key
        session.send("Input.dispatchKeyEvent", {"type": kind, "text": key if kind == "char" else "", **told})


def test_a_call_is_taken_in_and_dispatched_without_the_mouse(
    browser: Browser, live_server: Any, cast: Cast
) -> None:
    before = entered(cast, title="去年的那一件")
    page = opened(browser, live_server, cast, "taker", "/workspace/complaints/new/")
    page.keyboard.type(MARKERS["telephone"])
    page.keyboard.press("Tab")
    page.get_by_text("去年的那一件").wait_for()
    assert page.get_by_text(before.number).count() == 1
    access_key(page, "w")
    page.keyboard.type("小区门口的路边堆了很多建筑垃圾没人清理")
    page.locator(f"[data-pick='{CATEGORY}']").wait_for()
    access_key(page, page.locator(f"[data-pick='{CATEGORY}']").get_attribute("accesskey") or "")
    until(page, "document.querySelector('[name=category]').value !== ''")
    page.locator("[data-beside='beside']").get_by_text("渣土管理科").first.wait_for()
    access_key(page, "p")
    page.keyboard.type("建设路十八号东门")
    assert page.evaluate("document.activeElement.name") == "address"
    access_key(page, "g")
    page.locator(".spelled").first.wait_for()
    matter = Matter.objects.latest("pk")
    assert (matter.state, matter.category, matter.address) == ("dispatched", CATEGORY, "建设路十八号东门")
    assert page.evaluate("document.activeElement.getAttribute('accesskey')") == "n"
    page.keyboard.press("Enter")
    until(page, "document.activeElement && document.activeElement.name === 'telephone'")
    page.context.close()


def test_enter_in_a_line_looks_up_and_sends_nothing(browser: Browser, live_server: Any, cast: Cast) -> None:
    entered(cast, title="去年的那一件")
    page = opened(browser, live_server, cast, "taker", "/workspace/complaints/new/")
    page.keyboard.type(MARKERS["telephone"])
    page.keyboard.press("Enter")
    page.get_by_text("去年的那一件").wait_for()
    assert page.input_value("[name=telephone]") == MARKERS["telephone"]
    assert Matter.objects.count() == 1
    page.context.close()


def test_the_pages_are_sound_for_those_who_hear_them(browser: Browser, live_server: Any, cast: Cast) -> None:
    given = actions.SessionInput(programme="政风行风热线", on=clock.today())
    session = actions.hold_session(agency_id=cast.agency.pk, actor=cast.taker, session=given)
    entered(cast, channel="broadcast", session_id=session.pk)
    rule = RoutingRule.objects.get()
    for who, path in (
        ("taker", "new/"),
        ("taker", "sessions/"),
        ("taker", f"sessions/{session.pk}/"),
        ("taker", "assets/"),
        ("taker", "assets/bring/"),
        ("chief", "rules/"),
        ("chief", f"rules/{rule.pk}/"),
        ("chief", f"rules/{rule.pk}/change/"),
        ("chief", f"rules/try/?category={CATEGORY}&kind=complaint&channel=telephone&at=2026-11-25T10:00"),
        ("chief", "rules/bring/"),
        ("chief", "wordings/"),
        ("chief", "wordings/new/"),
    ):
        page = opened(browser, live_server, cast, who, f"/workspace/complaints/{path}")
        if path == "new/":
            page.fill("[name=text]", "着火了，路边堆了很多建筑垃圾")
            page.locator("[name=safe]").first.wait_for()
        found = [
            f"{each['id']}: {each['nodes'][0]['html'][:120]}"
            for each in Axe().run(page).response["violations"]
        ]
        assert found == [], path
        page.context.close()
