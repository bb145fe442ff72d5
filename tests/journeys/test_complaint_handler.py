"""Does a matter go its whole way with a phone on the street, a desk that needs no mouse, and nobody judging himself?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from journeys.steps import House, Visitor, Wire, expect
from journeys.walking import DESK, PHONE, Walk, photo, traces

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

TITLE = "夜市散场后垃圾没人收"
REPLY = "执法人员当晚到场，责令摊主清扫，路面已冲洗干净，今后每晚二十三时复查。"
#: A caller of the demonstration who called before.
CALLER = "0000-7779004"
#: The demonstration's report against the second brigade.
AGAINST = "反映执法人员收费不开票"

#: A citizen's form, without the browser: prints the number of the row.
HANDED_IN = """
from gongkai.complaints import actions
from gongkai.complaints.actions import Report
from gongkai.complaints.identity import Contact
from gongkai.people.models import Agency
report = Report(title=sys.argv[1], text="夜市每天散场后满地垃圾和污水，早上走不过去。", category="E01-02",
                contact=Contact(name="示例市民酉", telephone="0000-7779902"), district="dongcheng",
                address="示范路夜市")
print(actions.submit(agency_id=Agency.objects.get(code="cgj").pk, actor=None, report=report).matter.pk)
"""
STATE = """
from gongkai.complaints.models import Matter
found = Matter.objects.select_related("unit", "handler").get(pk=int(sys.argv[1]))
print(found.state, found.unit.code if found.unit else "-", found.handler.username if found.handler else "-")
"""
BY_TITLE = """
from gongkai.complaints.models import Matter
print(*Matter.objects.filter(title=sys.argv[1]).values_list("pk", "number").get())
"""
LATEST = """
from gongkai.complaints.models import Matter
found = Matter.objects.select_related("unit").latest("pk")
print(found.pk, found.channel, found.state, found.unit.code, found.category, found.district, found.text, sep="|")
"""


@dataclass
class Story:
    """Who takes part, each in a window of their own size, and the matter it is about."""

    visit: Opening
    house: House
    pk: int = 0
    windows: dict[str, Walk] = field(default_factory=dict)

    def who(self, username: str, width: int = DESK) -> Walk:
        """The window of somebody of the bureau, signed in once."""
        if username not in self.windows:
            self.windows[username] = Walk(self.visit(width).sign_in(username), width)
        return self.windows[username]

    def at(self, username: str, part: str = "", width: int = DESK) -> Walk:
        """The same, with the record open and looked at."""
        walk = self.who(username, width)
        walk.visitor.open(f"/workspace/complaints/{self.pk}/" + (f"?part={part}" if part else ""))
        walk.look(unfold="details.deed--form, details.fold")
        walk.page.reload()
        return walk

    def state(self) -> str:
        """State, unit and handler as they are recorded."""
        return self.house.do(STATE, str(self.pk))


def test_from_the_dispatch_to_the_call_back(visit: Opening, house: House) -> None:
    story = Story(visit, house, int(house.do(HANDED_IN, TITLE)))
    desk_registers_and_dispatches(story)
    handler_signs_and_looks_on_the_spot(story)
    handler_writes_the_reply(story)
    nobody_reviews_himself(story)
    desk_sends(story)
    caller_calls_back_and_closes(story)
    everything_is_on_the_record(story)


def tick(page: Page) -> None:
    """Ticks the story's row on a list and presses its button."""
    page.get_by_label(re.compile(TITLE)).check()
    button = page.locator("[data-select-action]")
    asks = button.get_attribute("data-confirm")
    button.click()
    if asks:
        page.get_by_role("alertdialog").get_by_role("button", name=button.inner_text().strip()).click()
    page.wait_for_load_state()


def desk_registers_and_dispatches(story: Story) -> None:
    """Two lists and two ticks; the unit is the one the rules name, and the row says by which."""
    walk = story.who("complaint-desk")
    page = walk.visitor.open("/workspace/complaints/")
    walk.look()
    page = walk.visitor.open("/workspace/complaints/lists/register/")
    walk.look()
    tick(page)
    assert story.state() == "registered - -"
    page = walk.visitor.open("/workspace/complaints/lists/dispatch/")
    walk.look()
    row = page.locator("[data-list-item]", has_text=TITLE)
    expect(row.locator(".proposal").first).to_contain_text("执法一大队")
    tick(page)
    assert story.state() == "dispatched brigade1 -"
    story.at("complaint-desk")


def handler_signs_and_looks_on_the_spot(story: Story) -> None:
    """On the street: signed for, what was found, a photo before and one after. The positions stay behind."""
    walk = story.who("b1-drafter", PHONE)
    page = walk.visitor.open("/workspace/")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.wait_for_url(f"**/complaints/{story.pk}/")
    story.at("b1-drafter", width=PHONE)
    walk.visitor.move("sign")
    assert story.state() == "handling brigade1 b1-drafter"
    page = story.at("b1-drafter", width=PHONE).page
    fold = page.locator("#deed-check")
    fold.locator("summary").click()
    fold.locator("form button").last.click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    fold = page.locator("#deed-check")
    fold.locator("[name=check-text]").fill("摊主已撤离，路面有油污，已通知清扫冲洗。")
    fold.locator("[name=check-before]").set_input_files(photo("maroon"))
    fold.locator("[name=check-after]").set_input_files(photo("olive"))
    fold.locator("form button").last.click()
    expect(page).to_have_url(re.compile(r"part=handling"))
    expect(page.locator(".photos img")).to_have_count(2)
    walk.look(unfold="details.deed--form, details.fold")
    record = Wire(story.house).sign_in("b1-drafter")
    for each in set(re.findall(r'action="(/workspace/complaints/\d+/files/\d+/)"', page.content())):
        assert traces(record.post(each, {}).body) == []


def handler_writes_the_reply(story: Story) -> None:
    """What is missing is listed; a wording is put in and fitted; the photo for the reporter is added."""
    walk = story.at("b1-drafter", width=PHONE)
    page = walk.page
    expect(page.locator("button[aria-describedby=why-submit_reply]")).to_be_visible()
    page.locator("a[href$='/reply/']").first.click()
    walk.look(unfold="details")
    page.locator("[name=result]").select_option("solved")
    page.locator("[name=text]").fill(REPLY)
    page.locator("[name=evidence]").fill("现场核查和前后照片。")
    page.locator("[name=file-kind]").select_option("reply")
    page.locator("[name=file-files]").set_input_files(photo("teal"))
    page.locator("button[name=do][value=add]").click()
    expect(page.locator("[name=text]")).to_have_value(REPLY)
    expect(page.locator(".photos img")).to_have_count(2)
    walk.look(unfold="details")
    page.locator("button[name=do][value=finish]").first.click()
    page.wait_for_url(f"**/complaints/{story.pk}/")
    walk.visitor.move("submit_reply")
    assert story.state() == "review brigade1 b1-drafter"


def nobody_reviews_himself(story: Story) -> None:
    """The handler finds no such button; the head of the brigade agrees."""
    walk = story.at("b1-drafter", "reply", PHONE)
    expect(walk.page.locator("form[action$='/moves/agree_reply/']")).to_have_count(0)
    walk = story.at("b1-head", "reply")
    expect(walk.page.locator(".said.reply")).to_contain_text(REPLY)
    walk.visitor.move("agree_reply")
    assert story.state().startswith("to_send")


def desk_sends(story: Story) -> None:
    """From the list of what waits to be sent; the question is asked once."""
    walk = story.who("complaint-desk")
    page = walk.visitor.open("/workspace/complaints/lists/send/")
    walk.look()
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**/complaints/{story.pk}/")
    walk.look(unfold="details.deed--form, details.fold")
    page.reload()
    walk.visitor.move("send_reply", way="telephone")
    assert story.state().startswith("replied")


def caller_calls_back_and_closes(story: Story) -> None:
    """Three questions, each with its answer; neither the handler nor the desk has the form."""
    for username, width in (("b1-drafter", PHONE), ("complaint-desk", DESK)):
        page = story.at(username, width=width).page
        expect(
            page.locator("form[action$='/moves/call_back/'], form[action$='/moves/close/']")
        ).to_have_count(0)
    walk = story.who("complaint-caller")
    page = walk.visitor.open("/workspace/complaints/lists/call-back/")
    walk.look()
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**/complaints/{story.pk}/")
    walk.look(unfold="details.deed--form, details.fold")
    page.reload()
    call(page, rating="satisfied")
    expect(page.locator(".error-summary")).to_be_visible()
    call(page, answered="yes", solved="yes", rating="satisfied", minutes="4")
    assert page.locator(".error-summary").count() == 0
    walk.visitor.open(f"/workspace/complaints/{story.pk}/")
    walk.visitor.move("close")
    assert story.state().startswith("closed")


def call(page: Page, minutes: str = "", **answers: str) -> None:
    """Fills the call-back and sends it."""
    fold = page.locator("#move-call_back")
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()
    for name, value in answers.items():
        fold.locator(f"[name=call_back-{name}][value={value}]").check()
    if minutes:
        fold.locator("[name=call_back-minutes]").fill(minutes)
    fold.locator("form button").last.click()
    page.wait_for_load_state()


def everything_is_on_the_record(story: Story) -> None:
    """Supervision reads the whole course and can move nothing."""
    walk = story.at("supervisor", "course")
    assert walk.page.locator(".timeline > li").count() >= 9
    for part in ("handling", "reply", "beside", "public"):
        story.at("supervisor", part)
    assert walk.page.locator("form[action*='/moves/'], form[action*='/deeds/']").count() == 0


def tab_to(page: Page, selector: str, key: str = "Tab", most: int = 40) -> None:
    """Tabs until something that fits has the focus."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is never reached")


def access(page: Page, key: str) -> None:
    """Presses an access key. Playwright's own ``press`` leaves the letter out of what Chromium compares."""
    code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
    pressed = {"modifiers": 1, "key": key, "code": code, "windowsVirtualKeyCode": ord(key.upper())}
    browser = page.context.new_cdp_session(page)
    browser.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": key, "unmodifiedText": key, **pressed})
    browser.send("Input.dispatchKeyEvent", {"type": "keyUp", **pressed})
    browser.detach()


@pytest.mark.one_database
def test_the_telephone_seat_takes_a_call_without_the_mouse(visit: Opening, house: House) -> None:
    walk = Walk(visit(DESK).sign_in("complaint-desk"), DESK)
    page = walk.visitor.open("/workspace/complaints/new/")
    walk.look(unfold="details.fold")
    page.reload()
    keyboard, beside = page.keyboard, page.locator("[data-beside=beside]")
    expect(page.locator("[name=telephone]")).to_be_focused()
    keyboard.type(CALLER)
    keyboard.press("Tab")
    earlier = beside.locator("a[href*='/workspace/complaints/']")
    expect(earlier.nth(1)).to_be_visible()
    access(page, "w")
    expect(page.locator("[name=text]")).to_be_focused()
    keyboard.type("人行道上堆了三天的装修垃圾，轮椅过不去。")
    pick = beside.locator("[data-pick='E01-03']")
    expect(pick).to_be_visible()
    access(page, pick.get_attribute("accesskey") or "")
    expect(page.locator("[name=category]")).to_have_value("E01-03")
    access(page, "p")
    expect(page.locator("[name=address]")).to_be_focused()
    keyboard.type("公开大道52号门前")
    tab_to(page, "[name=district]", "Shift+Tab")
    for _ in range(9):
        if page.evaluate("document.activeElement.value") == "dongcheng":
            break
        keyboard.press("ArrowDown")
    keyboard.press("Space")
    expect(page.locator("[name=district][value=dongcheng]")).to_be_checked()
    expect(beside).to_contain_text("执法一大队")
    walk.look()
    access(page, "g")
    expect(page.locator(".confirmation__panel")).to_be_visible()
    page.locator(".confirmation__panel dd").nth(1).wait_for()  # it does not wait itself
    number, code = page.locator(".confirmation__panel dd").all_inner_texts()
    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    walk.look()
    pk, *taken = house.do(LATEST).split("|")
    assert taken == [
        "telephone",
        "dispatched",
        "brigade1",
        "E01-03",
        "dongcheng",
        "人行道上堆了三天的装修垃圾，轮椅过不去。",
    ]
    expect(page.locator(f"a.button[href='/workspace/complaints/{pk}/']")).to_be_visible()
    # The next caller: the focus waits on the button, and the same number now has one matter more.
    keyboard.press("Enter")
    expect(page.locator("[name=telephone]")).to_be_focused()
    keyboard.type(CALLER)
    keyboard.press("Tab")
    expect(beside).to_contain_text(number)


def test_a_report_against_a_brigade_never_reaches_it(visit: Opening, house: House) -> None:
    pk, number = house.do(BY_TITLE, AGAINST).split()
    record = f"/workspace/complaints/{pk}/"
    for username in ("b2-head", "b2-drafter"):
        wire = Wire(house).sign_in(username)
        for path in ("", "moves/sign/", "presence/", "reply/"):
            answer = wire.ask(record + path) if path in ("", "reply/") else wire.post(record + path, {})
            assert answer.status == 404, (username, path)
        for page in (
            f"/workspace/complaints/?text={number}",
            "/workspace/",
            "/workspace/deadlines/",
            f"/workspace/search/?text={number}",
        ):
            text = wire.ask(page).text
            assert f"/complaints/{pk}/" not in text, page
            assert AGAINST not in text, page
    walk = Walk(visit(DESK).sign_in("leader"), DESK)
    page = walk.visitor.open(f"/workspace/complaints/?text={number}")
    walk.look()
    page.get_by_role("link", name=AGAINST).first.click()
    page.wait_for_url(f"**{record}")
    expect(page.locator("main")).to_contain_text(number)
    walk.look(unfold="details.deed--form, details.fold")
