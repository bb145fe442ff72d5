"""Are the pages of figures sound for those who hear them, in every view, on a phone and on paper?"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

import mattering
from cast import Cast, make_cast
from desk import client_of
from gongkai.complaints.models import Matter
from gongkai.core import clock

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]

# The browser's own loop runs in this thread; the database is used beside it, not in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

SIZES = (ViewportSize(width=390, height=800), ViewportSize(width=768, height=900),
         ViewportSize(width=1440, height=900))  # fmt: skip
VIEWS = ("", "dark", "contrast", "elder", "elder.contrast.dark")
GRID, CITY_CENTRE = "340000001001", (33.3006, 116.7519)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def cast() -> Cast:
    """Three of one class in one grid, each as far as another, and one of the year before."""
    made = make_cast()
    closed = mattering.closed(made)
    mattering.closed(made, title="去年的一件")
    mattering.replied(made, title="已答复的一件")
    mattering.dispatched(made, title="还在办的一件")
    Matter.objects.update(grid=GRID, lat=CITY_CENTRE[0], lon=CITY_CENTRE[1])
    year_before = clock.today().replace(month=6, day=1) - timedelta(days=365)
    Matter.objects.filter(title="去年的一件").update(received_on=year_before)
    assert closed.state == "closed"
    return made


def window(browser: Browser, address: str, cast: Cast, who: str) -> Page:
    context = browser.new_context(locale="zh-CN", viewport=SIZES[2], base_url=address)
    if who:
        cookies = client_of(cast, who).cookies
        context.add_cookies([{"name": key, "value": cookies[key].value, "url": address} for key in cookies])
    return context.new_page()


def pages(cast: Cast) -> dict[str, list[str]]:
    """Who looks → what at."""
    year = clock.today().year
    matter = Matter.objects.get(title="已答复的一件")
    staff = "/workspace/complaints/"
    return {
        "": [
            f"/complaints/figures/{year}/",
            f"/complaints/figures/{year - 1}/",
            "/complaints/bulletins/",
            f"/complaints/bulletins/{year - 1}/",
            f"/complaints/bulletins/{year - 1}-06/",
        ],
        "chief": [
            f"{staff}figures/",
            f"{staff}figures/received/",
            f"{staff}repeated/",
            f"{staff}{matter.pk}/?part=course",
            f"{staff}{matter.pk}/?part=reply",
        ],
        "handler": [f"{staff}figures/?unit={cast.units['waste'].pk}", staff],
    }


def test_every_page_is_valid_and_sound_in_every_view(browser: Browser, live_server: Any, cast: Cast) -> None:
    wrong = []
    for who, addresses in pages(cast).items():
        page = window(browser, live_server.url, cast, who)
        for view in VIEWS:
            page.goto(f"/view/?set={view}&next=/complaints/")
            for address in addresses:
                answer = page.goto(address)
                assert answer is not None
                assert answer.status == 200, address
                html5lib.HTMLParser(strict=True).parse(answer.text())
                wrong += [
                    f"{view} {address}: {each['id']} {each['nodes'][0]['html'][:120]}"
                    for each in Axe().run(page).response["violations"]
                ]
                for size in SIZES:
                    page.set_viewport_size(size)
                    width = page.evaluate("document.documentElement.scrollWidth")
                    if width > size["width"]:
                        wrong.append(f"{view} {address} is {width} px wide at {size['width']}")
        page.context.close()
    assert wrong == []


def test_the_heat_map_and_the_repeated_place_are_drawn(
    browser: Browser, live_server: Any, cast: Cast
) -> None:
    page = window(browser, live_server.url, cast, "")
    page.goto(f"/complaints/figures/{clock.today().year}/")
    assert page.locator("main svg path, main svg polygon").count() > 3
    page = window(browser, live_server.url, cast, "chief")
    page.goto("/workspace/complaints/repeated/")
    assert page.locator("main section.sheet .told-numbers a").count() == 3


def test_on_paper_stands_what_paper_can_tell(browser: Browser, live_server: Any, cast: Cast) -> None:
    page = window(browser, live_server.url, cast, "")
    page.goto(f"/complaints/figures/{clock.today().year}/")
    assert page.locator(".told__links").first.is_visible()
    page.emulate_media(media="print")
    for gone in (".told__links", ".told-choice", "details:not([open])"):
        assert page.locator(gone).count() > 0, gone
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    assert page.locator(".told__meaning").first.is_visible()


def test_beside_the_menu_no_column_is_squeezed(browser: Browser, live_server: Any, cast: Cast) -> None:
    matter = Matter.objects.get(title="已答复的一件")
    page = window(browser, live_server.url, cast, "chief")
    page.set_viewport_size(SIZES[1])
    page.goto(f"/workspace/complaints/{matter.pk}/?part=course")
    assert page.locator("section > .table--cards td").first.evaluate("e => getComputedStyle(e).display") == (
        "grid"
    )
    page.goto("/workspace/complaints/figures/")
    heights = page.locator(".told-wide tbody tr").evaluate_all("rows => rows.map(r => r.offsetHeight)")
    assert heights
    assert max(heights) < 90, "no name is written downwards"
