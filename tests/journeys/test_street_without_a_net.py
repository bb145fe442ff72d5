"""Does an inspector work on the street without a net, and is what was written there sent once, and by nobody else?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route

from journeys.steps import PASSWORD, House, Visitor, expect
from journeys.test_whole_site import complaints
from journeys.walking import PHONE, TOO_SMALL, photo

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

STREET = "/workspace/campaigns/street/"
OFFICER, HEAD = "b1-officer", "b1-head"
ITEMS = ("papers", "fence", "paving", "washing", "covering", "sweeping")
#: What a browser says of a file that did not come because there was no net.
GONE = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "ERR_NETWORK_CHANGED")
#: How many records and photos are on the device, whoever wrote them.
ON_DEVICE = """async () => {
  const base = await new Promise((resolve) => {
    const asked = indexedDB.open("gongkai-street");
    asked.onsuccess = () => resolve(asked.result);
  });
  const count = (name) => new Promise((resolve) => {
    const asked = base.transaction(name).objectStore(name).count();
    asked.onsuccess = () => resolve(asked.result);
  });
  return [await count("records"), await count("photos")];
}"""
#: The page, its files and its sites are kept by the browser.
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  for (let wait = 0; wait < 100; wait += 1) {
    const own = [location.pathname, `${location.pathname}bundle.json`];
    const found = await Promise.all(own.map((each) => caches.match(each)));
    if (found.every(Boolean) && navigator.serviceWorker.controller) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}"""


@dataclass
class Phone:
    """A phone of the brigade, with whoever is signed in on it."""

    house: House
    visitor: Visitor
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.on("request", self._heard)

    def _heard(self, request: Request) -> None:
        if request.method == "POST" and "/street/send/" in request.url:
            self.sent.append(request.url)

    @property
    def page(self) -> Page:
        return self.visitor.page

    def net(self, there: bool) -> None:
        """The net comes or goes."""
        self.page.context.set_offline(not there)

    def on_the_street(self) -> Page:
        """The page is opened, and has drawn itself."""
        self.page.goto(STREET)
        return self.ready()

    def ready(self) -> Page:
        self.page.locator("[data-street][data-ready]").wait_for()
        return self.page

    def kept(self) -> Page:
        """The page was opened with a net, and the browser has all it needs."""
        page = self.on_the_street()
        assert page.evaluate(KEPT)
        return page

    def another_window(self) -> None:
        """The page is closed, and the browser opened again."""
        context, before = self.page.context, self.visitor
        before.page.close()
        self.visitor = Visitor(context.new_page(), self.house)
        self.visitor.wrong = before.wrong

    def inspect(self, site: int = 0) -> Locator:
        """The check-list of one of the sites."""
        self.page.locator("[data-street-list] button").nth(site).click()
        return self.page.locator("[data-form]")

    def fill_in(self, *unmet: str) -> None:
        """Everything is met but ``unmet``, which has its note and photo."""
        form = self.page.locator("[data-form]")
        form.locator("[name=second]").select_option(index=1)
        for item in ITEMS:
            form.locator(f"[name=verdict_{item}][value={'unmet' if item in unmet else 'met'}]").check()
            if item in unmet:
                form.locator(f"[name=note_{item}]").fill("出口有带泥")
                self.take(item)

    def take(self, item: str, **given: Any) -> None:
        """Takes a photo of the item."""
        row = self.page.locator(f"fieldset:has([name=verdict_{item}])")
        before = row.locator(".snaps img").count()
        row.locator("[type=file]").first.set_input_files(photo(**given))
        expect(row.locator(".snaps img")).to_have_count(before + 1)

    def finish(self) -> None:
        self.page.locator("[data-done]").click()

    def record(self, state: str) -> Locator:
        """The record on the device in this state."""
        return self.page.locator(f"[data-street-records] [data-state={state}]")

    def look(self) -> None:
        """Accessible, no wider than the phone, nothing too small for a thumb."""
        assert complaints(self.visitor, "street") == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert self.page.evaluate(TOO_SMALL) == []

    def check(self) -> None:
        """Nothing went wrong but what is wrong without a net."""
        self.visitor.wrong[:] = [
            each for each in self.visitor.wrong if not any(word in each for word in GONE)
        ]
        self.visitor.check()


@pytest.fixture
def phone(visit: Opening, house: House) -> Phone:
    return Phone(house, visit(PHONE).sign_in(OFFICER))


def test_a_day_without_a_net_is_kept_and_sent_once(phone: Phone) -> None:
    phone.kept()
    phone.look()
    phone.net(False)
    page = phone.page
    page.reload()
    phone.ready()
    assert page.evaluate("fetch('/healthz').then(() => true, () => false)") is False
    expect(page.locator("[data-street-net].street-net--off")).to_be_visible()
    phone.inspect()
    phone.look()
    phone.finish()
    expect(page.locator("[data-faults] li")).to_have_count(len(ITEMS) + 1)
    phone.look()
    phone.fill_in("washing")
    page.locator("[name=present]").fill("示例丙")
    expect(page.locator("[data-saved]")).not_to_be_empty()
    # The page is closed in the midst of it, without a net and without a word.
    page.wait_for_timeout(600)
    phone.another_window()
    page = phone.on_the_street()
    assert page.evaluate(ON_DEVICE) == [1, 1]
    phone.record("draft").get_by_role("button").first.click()
    expect(page.locator("[name=present]")).to_have_value("示例丙")
    expect(page.locator(".snaps img")).to_have_count(1)
    assert page.locator(".snaps img").evaluate(
        "async (image) => { await image.decode(); return image.naturalWidth; }"
    )
    phone.finish()
    expect(phone.record("waiting")).to_have_count(1)
    phone.look()
    assert phone.sent == []
    phone.net(True)
    expect(phone.record("sent")).to_have_count(1)
    assert len(phone.sent) == 1
    assert page.evaluate(ON_DEVICE) == [1, 0]
    phone.look()
    link = phone.record("sent").get_by_role("link")
    number = link.inner_text().split()[-1]
    link.click()
    expect(page.locator("main")).to_contain_text(number)
    expect(page.locator("main")).to_contain_text("示例丙")
    picture = page.locator(".found__photos img")
    expect(picture).to_have_count(1)
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 320
    phone.check()


def test_an_answer_that_was_lost_does_not_make_two_records(phone: Phone) -> None:
    phone.kept()
    arrived: list[dict[str, Any]] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            arrived.append(route.fetch().json())
            route.abort()
        else:
            route.continue_()

    phone.page.route("**/street/send/**", lose)
    phone.inspect(1)
    phone.fill_in("fence")
    phone.finish()
    expect(phone.record("waiting")).to_have_count(1)
    phone.page.wait_for_timeout(500)
    phone.page.unroute("**/street/send/**")
    phone.page.locator("[data-street-send]").click()
    expect(phone.record("sent")).to_have_count(1)
    expect(phone.record("sent")).to_contain_text(arrived[0]["number"])
    phone.page.goto(f"/workspace/campaigns/inspections/?text={arrived[0]['number']}")
    expect(phone.page.locator(".work-row")).to_have_count(1)
    phone.check()


def test_what_the_server_refuses_is_mended_and_sent_again(phone: Phone) -> None:
    phone.kept()
    sentence = "该照片无法读取。"
    refused = {"error": sentence, "field": "item:paving"}

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=400, json=refused)
        else:
            route.continue_()

    phone.page.route("**/street/send/**", refuse)
    phone.inspect(1)
    phone.fill_in("paving")
    phone.finish()
    expect(phone.record("refused")).to_contain_text(sentence)
    phone.look()
    phone.page.unroute("**/street/send/**")
    phone.record("refused").get_by_role("button").first.click()
    expect(phone.page.locator("fieldset:has([name=verdict_paving]) .field__error")).to_contain_text(sentence)
    phone.page.locator(".snaps button").click()
    expect(phone.page.locator(".snaps img")).to_have_count(0)
    phone.take("paving", colour="teal")
    phone.finish()
    expect(phone.record("sent")).to_have_count(1)
    phone.check()


def test_nothing_is_lost_when_the_session_is_over(phone: Phone) -> None:
    page = phone.kept()
    phone.net(False)
    phone.inspect(1)
    phone.fill_in()
    phone.finish()
    expect(phone.record("waiting")).to_have_count(1)
    page.context.clear_cookies()
    phone.net(True)
    way = page.locator("[data-street-notices] a[href*=sign-in]")
    expect(way).to_be_visible()
    expect(phone.record("waiting")).to_have_count(1)
    assert phone.sent == []
    phone.look()
    way.click()
    phone.visitor.enter(OFFICER, PASSWORD)
    phone.ready()
    expect(phone.record("sent")).to_have_count(1)
    phone.check()


def test_nobody_sees_or_sends_what_somebody_else_wrote(phone: Phone) -> None:
    page = phone.kept()
    phone.net(False)
    phone.inspect(1)
    phone.fill_in("covering")
    phone.finish()
    expect(phone.record("waiting")).to_have_count(1)
    page.context.clear_cookies()
    phone.another_window()
    phone.net(True)
    phone.visitor.sign_in(HEAD)
    phone.page.wait_for_url("**/workspace/")
    # The net goes before the page was asked for: the one that is kept is the officer's, and shows nothing.
    phone.net(False)
    phone.page.goto(STREET)
    expect(phone.page.locator("[data-street-notices] [role=alert]")).to_be_visible()
    expect(phone.page.locator("[data-street-queue]")).to_be_hidden()
    expect(phone.page.locator("[data-street-plain]")).to_be_hidden()
    with phone.page.expect_navigation():  # it looks again by itself when the net is back
        phone.net(True)
    page = phone.ready()
    expect(page.locator("[data-street-records] [data-state]")).to_have_count(0)
    assert page.evaluate(ON_DEVICE) == [1, 1]
    page.wait_for_timeout(500)
    assert phone.sent == []
    page.context.clear_cookies()
    phone.visitor.sign_in(OFFICER)
    phone.on_the_street()
    expect(phone.record("sent")).to_have_count(1)
    assert phone.page.evaluate(ON_DEVICE) == [1, 0]
    phone.check()


def test_what_is_no_photo_is_told_and_what_is_thrown_away_is_gone(phone: Phone) -> None:
    page = phone.kept()
    phone.inspect(1)
    phone.page.locator("[name=verdict_papers][value=unmet]").check()
    row = page.locator("fieldset:has([name=verdict_papers])")
    text = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"no photo"}
    row.locator("[type=file]").first.set_input_files(text)
    expect(row.locator("[data-photo-status]")).to_contain_text("a.txt")
    phone.take("papers")
    page.locator("[data-back]").last.click()
    draft = phone.record("draft")
    draft.locator("summary").click()
    draft.locator(".button--danger").click()
    expect(draft).to_have_count(0)
    assert page.evaluate(ON_DEVICE) == [0, 0]
    phone.check()


def test_form_list_record_and_veil_are_accessible(visit: Opening, house: House) -> None:
    phone, desk = Phone(house, visit(PHONE).sign_in(OFFICER)), visit(1440).sign_in("leader")
    page = phone.on_the_street()
    page.goto("/workspace/campaigns/inspections/")
    phone.look()
    page.locator(".work-row__title a").first.click()
    phone.look()
    page.goto(STREET)
    first = page.locator("[data-street-plain] .work-row__title a").first.get_attribute("href")
    page.goto(str(first))
    phone.look()
    page.locator("[name=verdict_fence][value=unmet]").check()
    page.locator("[data-send]").click()
    expect(page.locator("fieldset.field--error")).to_have_count(len(ITEMS))
    expect(page.locator("[name=verdict_fence][value=unmet]")).to_be_checked()
    phone.look()
    phone.check()
    desk.open("/workspace/campaigns/inspections/?state=recorded")
    desk.page.locator(".work-row__title a").first.click()
    assert complaints(desk, "record") == []
    way = desk.page.locator("a[href$='/veil/']")
    if way.count():
        way.first.click()
        assert complaints(desk, "veil") == []


def test_without_a_script_the_same_check_list_is_an_ordinary_form(visit: Opening) -> None:
    page = visit(PHONE, scripts=False).sign_in(OFFICER).open(STREET)
    page.locator("[data-street-plain] .work-row__title a").last.click()
    for item in ITEMS:
        page.locator(f"[name=verdict_{item}][value={'unmet' if item == 'washing' else 'met'}]").check()
    page.locator("[name=note_washing]").fill("冲洗设备停用")
    page.locator("[name=second]").select_option(index=1)
    page.locator("[data-send]").click()
    expect(page.locator("fieldset.field--error")).to_have_count(1)
    page.locator("[name=photos_washing]").set_input_files([photo(), photo("teal")])
    page.locator("[name=cause][value=follow_up]").check()
    page.locator("[data-send]").click()
    expect(page.locator(".found__photos img")).to_have_count(2)
