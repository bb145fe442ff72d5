"""In a browser: are the public's pages accessible in every view, and is an opinion given with and without scripts?"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import consulting as stage
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cast import Cast, make_cast
from gongkai.consultations.models import Opinion
from gongkai.core.challenge import _ENGLISH

pytestmark = [pytest.mark.browser, pytest.mark.one_database, pytest.mark.django_db(transaction=True)]
# Playwright's loop runs beside the tests' database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def _light(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 8


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def wrong_on(page: Page, address: str) -> list[str]:
    """What axe finds on a page, and whether it scrolls sideways on a phone."""
    if page.url != address:
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
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    kept = [
        stage.opinion(made, clause=key, start=7, end=11).opinion,
        stage.opinion(made, "整体赞成。").opinion,
    ]
    stage.shown(cast, *kept)
    again = stage.second_version(cast, made)
    done = stage.ended(stage.consulting(cast, title="示例市户外招牌设置技术规范" * 3))
    own, over = (f"/consultations/{cast.agency.code}/{each.number}/" for each in (again, done))
    page = browser.new_page()
    page.goto(f"{live_server.url}/view/?set={view}&next=/consultations/")
    wrong = []
    for address in (
        *(
            "/consultations/",
            own,
            f"{own}versions/1/",
            f"{own}compare/1/2/",
            f"{own}compare/1/2/?view=marked",
        ),
        *(f"{own}opinions/", f"{own}opinion/?on={key}", f"{over}report/", "/consultations/answer/"),
    ):
        for language in ("", "/en") if view == "light" else ("",):
            wrong += wrong_on(page, f"{live_server.url}{language}{address}")
    page.close()
    assert not wrong, "\n".join(wrong)


def mark(page: Page, key: str, start: int, end: int) -> None:
    """Marks signs of a clause as a reader does."""
    page.evaluate(
        """([key, start, end]) => {
            const words = document.querySelector(`[data-clause="${key}"]`).firstChild, range = document.createRange();
            range.setStart(words, start);
            range.setEnd(words, end);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        [key, start, end],
    )
    page.wait_for_selector("[data-mark-bar]:not([hidden])")


def test_words_are_marked_and_an_opinion_on_them_is_sent(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    made = stage.consulting(cast)
    key, other = stage.clause(made, "第四条"), stage.clause(made, "第一条")
    page = browser.new_page()
    page.goto(f"{live_server.url}/en/consultations/{cast.agency.code}/{made.number}/")
    mark(page, key, 7, 11)
    page.click("[data-mark-go]")
    assert page.input_value("[name=quote]") == "二十二时"
    page.click("[data-mark-fold] summary")
    mark(page, other, 3, 9)
    page.click("[data-mark-take]")
    assert page.input_value("[name=on]") == other
    page.click("text=Send your opinion")
    page.wait_for_selector(".error-summary")
    page.fill("[name=words]", "目的写得清楚。")
    page.check("[name=consent]")
    page.click("text=Send your opinion")
    page.wait_for_selector(".confirmation")
    assert wrong_on(page, page.url) == []
    kept = Opinion.objects.get()
    assert (kept.clause, kept.start, kept.end) == (other, 3, 9)
    page.click("text=Look at my opinion")
    page.wait_for_selector(".status")
    assert page.inner_text("h1") == "What became of my opinion"
    assert wrong_on(page, page.url) == []
    page.close()


def test_an_opinion_is_given_by_keyboard_without_a_script(
    cast: Cast, browser: Browser, live_server: LiveServer
) -> None:
    made = stage.consulting(cast)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/en/consultations/{cast.agency.code}/{made.number}/opinion/")
    for field, text in (("quote", "二十二时至次日六时"), ("words", "建议放宽。")):
        page.focus(f"[name={field}]")
        page.keyboard.type(text)
    page.focus("[name=consent]")
    page.keyboard.press("Space")
    numbers = re.search(r"What do (\w+) and (\w+) add up to", page.content())
    assert numbers is not None
    page.focus("[name=answer]")
    page.keyboard.type(str(sum(_ENGLISH.index(word) for word in numbers.groups())))
    page.keyboard.press("Enter")
    page.wait_for_selector(".confirmation, .error-summary")
    assert page.inner_text("h1") == "Your opinion has arrived"
    kept = Opinion.objects.get()
    assert (kept.quote, kept.clause) == ("二十二时至次日六时", stage.clause(made, "第四条"))
    page.close()
