"""With a real browser: is a text written without a script, and is every screen of documents accessible?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta

import consulting as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from desk import client_of
from gongkai.consultations.models import Document
from gongkai.consultations.queries import texts
from gongkai.core import clock

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


def signed_in(
    cast: Cast, browser: Browser, server: LiveServer, width: int, *, view: str = "", script: bool = True
) -> Page:
    """A page of the drafter's."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    session = client_of(cast, "rule_drafter").cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    if view:
        context.add_cookies([{"name": "gongkai_view", "value": view, "url": server.url}])
    return context.new_page()


def redrafted(cast: Cast) -> Document:
    """A document whose second version is being written."""
    made = stage.consulting(cast, kind="decision", closes_on=clock.today() + timedelta(days=31))
    stage.opinion(made)
    stage.ended(made)
    stage.go(made, "redraft", cast.rule_drafter, reason="吸收意见")
    newer = list(stage.TEXT)
    newer[1], newer[2] = newer[2], newer[1]
    newer[6] = "（二）有健全的安全管理制度；"
    newer.insert(7, "（三）没有内容。")
    stage.write(cast, made, newer, from_file=True)
    return stage.now(made)


def test_a_text_is_written_without_a_script(cast: Cast, browser: Browser, live_server: LiveServer) -> None:
    made = stage.drafted(cast)
    page = signed_in(cast, browser, live_server, 390, script=False)
    page.goto(f"{live_server.url}/workspace/consultations/{made.pk}/text/")
    page.locator("#text-4").fill("运输单位应当具备三项条件：")
    page.locator("#p-6 button[value='after:6']").click()
    box = page.locator("#text-7")
    box.fill("有卫星定位装置。")
    assert page.locator("#p-7 .clause__name").inner_text().startswith("（三）")
    page.locator("#p-8 summary").click()
    page.locator("button[value='up:8']").click()
    assert page.locator("#text-4").input_value().startswith("运输车辆"), "the clause moved past its neighbour"
    page.locator(".bulk button[value=save]").click()
    found = {each.provision.text: each.name for each in texts.numbered(texts.newest(made))}
    assert found["有卫星定位装置。"] == "第四条第（三）项"
    assert found["运输单位应当具备三项条件："] == "第四条"


def _problems(page: Page, name: str) -> list[str]:
    """What is not accessible on the page, and whether it scrolls sideways."""
    found = Axe().run(page, options=ASKED).response["violations"]
    problems = [f"{name}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    return [*problems, *([f"{name}: scrolls sideways"] if wide else [])]


@pytest.mark.parametrize("width", [390, 1440])
def test_every_screen_of_documents_is_accessible(
    cast: Cast, browser: Browser, live_server: LiveServer, width: int
) -> None:
    made = redrafted(cast)
    page = signed_in(cast, browser, live_server, width)
    here = f"/workspace/consultations/{made.pk}/"
    addresses = [
        "/workspace/consultations/", "/workspace/consultations/new/", here, f"{here}edit/", f"{here}text/",
        f"{here}text/?as=lines", f"{here}text/bring/", f"{here}compare/1/2/", f"{here}compare/1/2/?as=marked",
        f"{here}records/", f"/en{here}", f"/en{here}text/",
    ]  # fmt: skip
    problems = []
    for address in addresses:
        page.goto(live_server.url + address)
        problems += _problems(page, address)
    assert not problems


@pytest.mark.parametrize(("width", "view"), [(390, "large"), (1440, "dark")])
def test_what_was_read_refused_and_discussed_is_accessible(
    cast: Cast, browser: Browser, live_server: LiveServer, width: int, view: str
) -> None:
    made = redrafted(cast)
    here = f"{live_server.url}/workspace/consultations/{made.pk}/"
    page = signed_in(cast, browser, live_server, width, view=view)
    page.goto(f"{here}text/bring/")
    page.get_by_role("textbox", name="粘贴").or_(page.locator("#id_text")).first.fill(
        "\n".join([*stage.TEXT, "第九条 另一条。", "1.没有项的目"])
    )
    page.locator("main form .button").first.click()
    problems = _problems(page, "look")
    page.goto(f"{here}text/")
    page.locator("#text-2").fill("后写的人写的话。")
    stage.write(cast, made, ["第一条 先写的人写的话。", *stage.TEXT[2:]])
    page.locator(".bulk button[value=save]").click()
    assert page.locator("#text-2").input_value() == "后写的人写的话。"
    problems += _problems(page, "conflict")
    Document.objects.filter(pk=made.pk).update(state="discussion")
    page.goto(f"{here}records/")
    page.locator("button[name=more]").click()
    page.locator("#id_voice-3-who").fill("局长")
    page.locator(".bulk .button").first.click()
    problems += _problems(page, "discussion")
    stage.discussed(cast, made)
    page.goto(f"{here}records/")
    page.locator("[id^=strike-] summary").click()
    problems += _problems(page, "strike")
    page.goto(here)
    assert not [*problems, *_problems(page, "record")]
