"""Is the dashboard sound for those who hear it, in every view and width, by keyboard, and on one sheet of paper?"""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dashboard_stage as stage
import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from dashboard_stage import BOARD
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from pypdf import PdfReader

from cast import Cast, make_cast
from desk import client_of
from gongkai.people.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

# The browser's own loop runs in this thread; the database is used beside it, not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SIZES = (ViewportSize(width=390, height=800), ViewportSize(width=768, height=900),
         ViewportSize(width=1440, height=900))  # fmt: skip
VIEWS = ("", "dark", "contrast", "elder")
RECORDS = f"{BOARD}records/?part=open"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def cast() -> Cast:
    """Twelve units in all, with names as long as they come, and something in each."""
    made = make_cast()
    stage.chief_of(made)
    stage.furnish(made, "waste", 2)
    for number in range(12 - len(made.units)):
        code = f"long{number}"
        made.units[code] = Unit.objects.create(
            agency=made.agency,
            code=code,
            name=f"城市管理综合行政执法支队第{number}大队（建筑垃圾与市容环境卫生协调督办科）",
            name_en=f"Brigade {number} of the urban management enforcement corps, waste and city appearance",
            opened_on=stage.day(-900),
        )
        stage.furnish(made, code, 1)
    return made


def window(browser: Browser, address: str, cast: Cast) -> Page:
    context = browser.new_context(locale="zh-CN", viewport=SIZES[2], base_url=address)
    cookies = client_of(cast, "grand_leader").cookies
    context.add_cookies([{"name": key, "value": cookies[key].value, "url": address} for key in cookies])
    page = context.new_page()
    page.set_default_timeout(120_000)  # the first page of a busy machine takes its time
    return page


def test_it_is_valid_and_sound_in_every_view_and_width(
    browser: Browser, live_server: Any, cast: Cast
) -> None:
    page, wrong = window(browser, live_server.url, cast), []
    for view in VIEWS:
        page.goto(f"/view/?set={view}&next=/help/")
        for address in (BOARD, f"/en{BOARD}", RECORDS):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200
            html5lib.HTMLParser(strict=True).parse(answer.text())
            for fold in page.locator("main details").all():
                fold.evaluate("each => { each.open = true; }")
            found = Axe().run(page).response["violations"]
            wrong += [f"{view} {address}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found]
            for size in SIZES:
                page.set_viewport_size(size)
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > size["width"]:
                    wrong.append(f"{view} {address} is {width} px wide at {size['width']}")
    page.context.close()
    assert wrong == []


def test_it_prints_on_one_sheet_in_both_languages(browser: Browser, live_server: Any, cast: Cast) -> None:
    page = window(browser, live_server.url, cast)
    for address in (BOARD, f"/en{BOARD}"):
        page.goto(address)
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        if folder := os.environ.get("GONGKAI_TEST_PRINTS"):
            name = "en" if "/en/" in address else "zh"
            Path(folder, f"dashboard-{name}.pdf").write_bytes(printed)
        sheets = PdfReader(io.BytesIO(printed)).pages
        assert len(sheets) == 1, address
        # Glyphs come back as compatibility signs, and lines are broken anywhere.
        words = "".join(unicodedata.normalize("NFKC", sheets[0].extract_text()).split())
        named = [
            number for number in range(8) if f"支队第{number}大队" in words or f"Brigade{number}of" in words
        ]
        assert named == list(range(8)), words
        assert float(sheets[0].mediabox.width) < float(sheets[0].mediabox.height)
    page.context.close()


def test_the_keyboard_goes_from_the_filters_to_the_numbers_in_the_order_of_the_page(
    browser: Browser, live_server: Any, cast: Cast
) -> None:
    page = window(browser, live_server.url, cast)
    page.goto(BOARD)
    page.locator("#main").focus()
    passed: list[str] = []
    for _turn in range(60):
        page.keyboard.press("Tab")
        passed.append(
            page.evaluate(
                "() => { const e = document.activeElement; const s = e.closest('.sheet, .figures, .filters');"
                " return (s && (s.getAttribute('aria-labelledby') || s.className)) || e.tagName; }"
            )
        )
    order = list(dict.fromkeys(each for each in passed if each in ("filters", "figures", "rooms", "units")))
    assert order == ["filters", "figures", "rooms", "units"]
    link = page.locator("#rooms ~ table .count-link").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboard/records/**")
    assert page.locator("main .rows > li").count() > 0
    page.context.close()
