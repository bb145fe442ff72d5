"""Can everybody read and use every staff page: no fault for axe, by keyboard, and without JavaScript?"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, draft, go, make_cast, published, walk_to
from desk import client_of
from gongkai.core import clock, deadlines
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Document

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # playwright's loop runs beside the tests' database


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


SignedIn = Callable[..., BrowserContext]


@pytest.fixture
def signed_in(live_server: LiveServer, browser: Browser, cast: Cast) -> Iterator[SignedIn]:
    """Opens browser windows in which one of the cast is signed in; closes them before the database is emptied."""
    windows: list[BrowserContext] = []

    def open_for(who: str, *, scripts: bool = True) -> BrowserContext:
        window = browser.new_context(viewport={"width": 1366, "height": 900}, java_script_enabled=scripts)
        value = client_of(cast, who).cookies[settings.SESSION_COOKIE_NAME].value
        window.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
        window.set_default_timeout(15000)
        windows.append(window)
        return window

    yield open_for
    for window in windows:
        for page in window.pages:
            page.goto("about:blank")
        window.close()
    time.sleep(0.5)  # a sign of life on its way still writes


def bureau(cast: Cast) -> dict[str, Document]:
    """Something of every kind to look at."""
    office, agency = cast.office, cast.agency.pk
    documents = {
        state: walk_to(cast, state) for state in ("section_review", "secrecy_review", "release", "published")
    }
    documents["draft"] = draft(
        cast,
        title="含有问题的草稿",
        body="<p>身份证号：11010519491231002X，手机13812345678。</p><table><tr><td>甲</td></tr></table>",
        date_made=clock.today() - timedelta(days=90),
    )
    corrected = go(cast, published(cast), "correct", "drafter", reason="数字有误")
    actions.save_draft(
        document_id=corrected.pk,
        actor=cast.drafter,
        expected_version=corrected.version,
        content=actions.DraftInput(body="<p>改正后的正文。</p>"),
    )
    documents["corrected"] = corrected
    actions.open_topic(actor=office, agency_id=agency, slug="waste", title="渣土整治")
    actions.add_wording(
        actor=office, agency_id=agency, pattern="最高级", advice="写明级别", severity="reason"
    )
    return documents


def pages_of(documents: dict[str, Document]) -> list[tuple[str, str]]:
    draft_of = documents["draft"]
    deadline = deadlines.of(("publishing.document", draft_of.pk))[0].pk
    channel = queries.channels(draft_of.agency_id)[0].pk
    record = {state: f"documents/{document.pk}/" for state, document in documents.items()}
    found = [
        ("drafter", page)
        for page in (
            "",
            "?list=done",
            "deadlines/",
            f"deadlines/{deadline}/",
            "documents/",
            "documents/new/",
            "imports/",
        )
    ]
    found += [("drafter", record["draft"] + each) for each in ("", "edit/", "preview/", "?part=course")]
    found += [
        ("drafter", record["corrected"] + each)
        for each in ("?part=versions", "compare/", "versions/1/", "edit/")
    ]
    found += [("secrecy", record["secrecy_review"]), ("section_head", record["section_review"])]
    found += [("office", record["release"]), ("office", record["published"] + "?part=releases")]
    found += [
        ("office", page)
        for page in (
            "catalogue/",
            "catalogue/article20.1/",
            "topics/",
            "channels/",
            f"channels/{channel}/",
            "wordings/",
            "imports/history/",
        )
    ]
    return found


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]


def test_axe_finds_nothing_and_nothing_overflows(
    live_server: LiveServer, signed_in: SignedIn, cast: Cast
) -> None:
    pages = pages_of(bureau(cast))
    windows = {who: signed_in(who) for who in {who for who, _ in pages}}
    wrong: dict[str, list[str]] = {}
    for who, address in pages:
        window = windows[who]
        page = window.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.on(
            "console", lambda said, errors=errors: errors.append(said.text) if said.type == "error" else None
        )
        page.goto(f"{live_server.url}/workspace/{address}")
        for details in page.locator("details.deed--form, details.fold").all():
            details.evaluate("each => each.open = true")
        found = faults(page) + errors
        page.set_viewport_size({"width": 390, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than a phone")
        if found:
            wrong[address] = found
        page.close()
    assert not wrong


def test_keys_lead_through_the_list_and_to_other_pages(
    live_server: LiveServer, signed_in: SignedIn, cast: Cast
) -> None:
    first, second = draft(cast, title="第一份"), draft(cast, title="第二份")
    page = signed_in("drafter").new_page()
    page.goto(f"{live_server.url}/workspace/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/documents/{first.pk}/")
    assert second.pk != first.pk
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/workspace/deadlines/")
    page.keyboard.press("?")
    assert page.locator("dialog#keyboard-help").is_visible()


def test_draft_saves_itself_and_says_so(live_server: LiveServer, signed_in: SignedIn, cast: Cast) -> None:
    document = draft(cast)
    page = signed_in("drafter").new_page()
    page.goto(f"{live_server.url}/workspace/documents/{document.pk}/edit/")
    page.fill("#id_title", "自动保存了的标题")
    page.wait_for_selector("[data-autosave-status][data-state=saved]")
    fresh = Document.objects.get(pk=document.pk)
    assert fresh.working is not None
    assert fresh.working.title == "自动保存了的标题"
    page.click("button[value=finish]")
    page.wait_for_url(f"**/documents/{document.pk}/")


def test_catalogue_row_is_found_by_its_words(
    live_server: LiveServer, signed_in: SignedIn, cast: Cast
) -> None:
    document = draft(cast)
    page = signed_in("drafter").new_page()
    page.goto(f"{live_server.url}/workspace/documents/{document.pk}/edit/")
    page.click("#catalogue details.fold > summary")
    page.fill("#tree-filter", "行政强制决定")
    assert page.locator("label", has_text="行政强制决定").last.is_visible()
    assert not page.locator("label", has_text="财政预算").first.is_visible()


def test_file_is_sent_with_its_progress_and_stands_on_the_page(
    live_server: LiveServer, signed_in: SignedIn, cast: Cast
) -> None:
    document = draft(cast)
    page = signed_in("drafter").new_page()
    page.goto(f"{live_server.url}/workspace/documents/{document.pk}/edit/")
    page.set_input_files(
        "#file", {"name": "名单.txt", "mimeType": "text/plain", "buffer": "一、二、三".encode()}
    )
    page.wait_for_selector(".attachment__name")
    assert "名单.txt" in page.inner_text(".attachment__name")


def test_whole_way_without_scripts(live_server: LiveServer, signed_in: SignedIn, cast: Cast) -> None:
    page = signed_in("drafter", scripts=False).new_page()
    page.goto(f"{live_server.url}/workspace/documents/new/")
    page.fill("#id_title", "不用脚本的文件")
    page.click("main form button")
    page.fill("#id_date_made", "2026-11-02")
    page.fill("#id_body", "<p>正文写在这里。</p>")
    page.check("#row-article20\\.1")
    page.click("button[value=finish]")
    with page.expect_navigation():
        page.click("form[action$='/moves/submit/'] button")
    document = Document.objects.get()
    assert document.state == "section_review", page.inner_text("main")
    page = signed_in("section_head", scripts=False).new_page()
    page.goto(f"{live_server.url}/workspace/documents/{document.pk}/")
    page.click("#move-section_return > summary")
    page.fill("#id_section_return-reason", "请补充文号")
    with page.expect_navigation():
        page.click("#move-section_return button")
    assert Document.objects.get().state == "draft"
    page.goto(f"{live_server.url}/workspace/documents/{document.pk}/?part=course")
    assert "请补充文号" in page.inner_text("main")
