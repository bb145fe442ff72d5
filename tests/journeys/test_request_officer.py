"""Does a request on paper go its whole way over the staff's desks, to an answer with passages blacked out?"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import html5lib
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gongkai.core import clock
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from journeys.steps import House, Visitor, Wire

pytestmark = pytest.mark.browser

SUBJECT = "夜间渣土运输联合检查记录"
APPLICANT = "示例申请人丁"
COVERED = "示例驾驶员戊"
TELEPHONE = "13955517788"
LINES = (
    f"被检查人：{COVERED}，电话{TELEPHONE}。",
    "车辆密闭符合要求，随车证件齐全。",
    "整改意见：出场冲洗。",
)


@dataclass
class Story:
    """Who takes part, and the request they are about."""

    visit: Callable[..., Visitor]
    house: House
    windows: dict[str, Visitor] = field(default_factory=dict)
    pk: int = 0
    number: str = ""

    def who(self, username: str) -> Visitor:
        """The window of somebody of the bureau, signed in once."""
        if username not in self.windows:
            self.windows[username] = self.visit().sign_in(username)
        return self.windows[username]

    def at(self, username: str, part: str = "") -> Visitor:
        """The same, looking at the record."""
        visitor = self.who(username)
        visitor.open(f"/workspace/requests/{self.pk}/" + (f"?part={part}" if part else ""))
        return visitor


def sound(visitor: Visitor) -> None:
    """The page is valid, no fault for axe, and no wider than a phone."""
    page = visitor.page
    html5lib.HTMLParser(strict=True).parse(page.request.get(page.url).text())
    for fold in page.locator("details.deed--form, details.fold").all():
        fold.evaluate("fold => { fold.open = true; }")
    faults = Axe().run(page).response["violations"]
    assert not faults, [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in faults]
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size({"width": 1366, "height": 900})


def inspection() -> bytes:
    """The record that is asked for, with somebody's name and number in it."""
    return pdf(Sheet(title="联合检查记录", blocks=tuple(Paragraph((Run(line),)) for line in LINES)))


def test_from_the_paper_to_the_service(visit: Callable[..., Visitor], house: House) -> None:
    story = Story(visit, house)
    desk_enters(story)
    desk_registers_and_assigns(story)
    officer_hears_a_third_party(story)
    officer_drafts(story)
    officer_blacks_out(story)
    three_more_people_look_at_it(story)
    desk_serves(story)
    everything_is_on_the_record(story)


def desk_enters(story: Story) -> None:
    """What is on the paper, once; the slip has number and code."""
    visitor = story.who("request-desk")
    page = visitor.open("/workspace/requests/new/")
    sound(visitor)
    page = visitor.open("/workspace/requests/new/")
    page.check("[name=channel][value=in_person]")
    page.fill("[name=evidence]", "窗口当面提交，姜示例接收")
    page.fill("[name=subject]", SUBJECT)
    page.fill("[name=description]", "上月夜间渣土运输联合检查的记录")
    page.fill("[name=name]", APPLICANT)
    page.fill("[name=identity_number]", "340102199001010011")
    page.locator(".bulk button").click()
    page.locator(".confirmation__panel dd").nth(1).wait_for()  # it does not wait itself
    number, code = page.locator(".confirmation__panel dd").all_inner_texts()
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", code)
    assert APPLICANT not in page.inner_text("main")
    record = page.locator(".slip a.button--secondary").get_attribute("href") or ""
    story.number, story.pk = number, int(re.findall(r"/requests/(\d+)/", record)[0])


def desk_registers_and_assigns(story: Story) -> None:
    """By keyboard from the register into the record; then the two moves of the desk."""
    visitor = story.who("request-desk")
    page = visitor.open(f"/workspace/requests/?text={story.number}")
    sound(visitor)
    page = visitor.open(f"/workspace/requests/?text={story.number}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/requests/{story.pk}/")
    assert APPLICANT not in page.inner_text("main"), "masked until somebody says for what"
    sound(visitor)
    story.at("request-desk")
    visitor.move("register")
    visitor.move("accept", unit="渣土管理科", officer="渣土管理科 · 陶示例")
    assert page.locator(".due").count(), "the period of the answer runs"


def officer_hears_a_third_party(story: Story) -> None:
    """The letters go out, the clock is held; the third party objects; the clock goes on."""
    visitor = story.at("request-officer")
    visitor.move(
        "hear_third_party", party="示例运输有限公司", contact="示例路1号", reason="检查结果可能影响经营"
    )
    page = story.at("request-officer", "hearings").page
    sound(visitor)
    page = story.at("request-officer", "hearings").page
    page.locator("details[id^=opinion] > summary").click()
    form = page.locator("form[action$='/opinion/']")
    form.locator("[name$='-result'][value=objects]").check()
    form.locator("button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    form = page.locator("form[action$='/opinion/']")
    form.locator("[name$='-opinion']").fill("检查结果涉及本公司商誉，不同意公开。")
    form.locator("button").click()
    page.wait_for_load_state()
    assert page.locator("form[action$='/opinion/']").count() == 0


def officer_drafts(story: Story) -> None:
    """The kind of answer brings its fields; the row is suggested and confirmed; the original is added."""
    visitor = story.at("request-officer")
    page = visitor.open(f"/workspace/requests/{story.pk}/answer/")
    search = page.locator("[name=search_record]")
    page.check("[name=kind][value=not_exist]")
    expect(search).to_be_visible()
    page.check("[name=kind][value=partial]")
    expect(search).to_be_hidden()
    page.select_option("[name=ground]", "privacy")
    page.fill("[name=reason]", "记录中的姓名和电话属于个人隐私，已作遮盖。")
    page.fill("[name=override_reason]", "夜间渣土运输安全关系公众人身安全，不公开将造成重大影响。")
    page.set_input_files(
        "#id_file-file", {"name": "record.pdf", "mimeType": "application/pdf", "buffer": inspection()}
    )
    page.fill("[name=file-title]", "联合检查记录")
    page.check("[name=file-original]")
    page.click("button[value=add]")
    page.wait_for_load_state()
    page.check("[name=outcome][value=partially_granted]")
    page.click("button[value=save]")
    page.wait_for_load_state()
    expect(page.locator(".staff-side .checks a[href$='#files']")).to_be_visible()
    sound(visitor)


def officer_blacks_out(story: Story) -> None:
    """One word is found, the other is drawn by keyboard; the copy has neither."""
    visitor = story.who("request-officer")
    page = visitor.open(f"/workspace/requests/{story.pk}/answer/")
    page.locator("button[value^=redact]").click()
    page.wait_for_url("**/redact/")
    page.select_option("[name=boxes_ground]", "privacy")
    page.fill("[name=boxes_words]", f"{COVERED}\n{TELEPHONE}")
    page.click("button[value=find]")
    page.wait_for_load_state()
    expect(page.locator("[data-redact-list] li")).to_have_count(2)
    page.locator("[data-redact-add]").click()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-redact-list] li")).to_have_count(3)
    page.keyboard.press("Delete")
    expect(page.locator("[data-redact-list] li")).to_have_count(2)
    sound(visitor)
    page.click("button[value=burn]")
    page.wait_for_url(re.compile(r"/answer/(#files)?$"))
    copy = page.locator(".attachment", has=page.locator(".badge--done")).locator(".attachment__name a")
    content = page.request.get(copy.get_attribute("href") or "").body()
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert COVERED not in text
    assert TELEPHONE.encode() not in content
    page.click("button[value=preview]")
    page.wait_for_url("**/preview/")
    letter = page.locator(".letter-preview").inner_text()
    assert "行政复议" in letter
    assert APPLICANT not in letter
    sound(visitor)


def three_more_people_look_at_it(story: Story) -> None:
    """Whoever wrote it does not check it; the next pair of eyes is another person's each time."""
    for username, key in (
        ("request-officer", "submit_answer"),
        ("request-legal", "legal_agree"),
        ("leader", "approve"),
    ):
        visitor = story.at(username)
        visitor.move(key)
        assert visitor.page.locator(".error-summary").count() == 0, visitor.page.inner_text("main")


def desk_serves(story: Story) -> None:
    """Issued with a number, sent, and its service recorded with its proof."""
    visitor = story.at("request-desk")
    visitor.move("issue")
    page = story.at("request-desk", "letters").page
    sound(visitor)
    page = story.at("request-desk", "letters").page
    to_others = page.locator(".badge--quiet")
    row = page.locator("[data-list-item]").filter(has_not=to_others).first
    row.locator("summary").click()
    with page.expect_download() as waited:
        row.locator("button[value=pdf]").click()
    written = pypdf.PdfReader(waited.value.path())
    assert APPLICANT in "".join(each.extract_text() for each in written.pages)
    visitor = story.at("request-desk")
    visitor.move("serve", way="collected", day=clock.today().isoformat(), evidence="")
    expect(visitor.page.locator(".error-summary")).to_be_visible()
    visitor.move("serve", evidence="申请人本人当面签收")
    assert visitor.page.locator(".error-summary").count() == 0


def everything_is_on_the_record(story: Story) -> None:
    """Who held it how long, every letter, the look at a letter, and the third party told."""
    visitor = story.at("supervisor", "course")
    page = visitor.page
    assert page.locator(".timeline > li").count() >= 12
    sound(visitor)
    page = story.at("supervisor", "letters").page
    assert page.locator("[data-list-item]").count() >= 5, "receipt, hearing twice, answer, third party told"
    assert page.locator("form[action*='/letters/']").count() == 0
    assert story.at("supervisor").page.locator("form[action*='/moves/']").count() == 0


def test_two_people_press_at_once_and_one_result_is_left(visit: Callable[..., Visitor], house: House) -> None:
    desk, head = (Wire(house).sign_in(name) for name in ("request-desk", "office"))
    listed = desk.ask("/workspace/requests/?state=handling").text
    pk = re.findall(r"/workspace/requests/(\d+)/", listed)[0]
    record = f"/workspace/requests/{pk}/"
    page = desk.ask(record).text
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    form = page.partition(f'action="{record}moves/reassign/"')[2].partition("</form>")[0]
    unit = re.findall(r'<option value="(\d+)"', form)[0]
    answers = {}

    def press(name: str, wire: Wire) -> None:
        fields = {"version": version, "reassign-unit": unit, "reassign-reason": f"{name}改派"}
        answers[name] = wire.post(f"{record}moves/reassign/", fields)

    both = [threading.Thread(target=press, args=pair) for pair in (("受理岗", desk), ("负责人", head))]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(each.status for each in answers.values()) == [302, 409], [
        each.sentence for each in answers.values()
    ]
    (beaten,) = [name for name, each in answers.items() if each.status == 409]
    assert f"{beaten}改派" in answers[beaten].sentence, "nothing typed is lost"
    course = head.ask(f"{record}?part=course").text
    assert len(re.findall("(?:受理岗|负责人)改派", course)) == 1


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("username", "addresses"),
    [
        ("request-desk", ("", "requests/load/", "requests/repeated/", "requests/?state=closed", "disputes/")),
        ("request-legal", ("disputes/new/", "disputes/1/", "requests/letters/")),
        ("office", ("?list=waiting", "deadlines/")),
        ("drafter", ("requests/", "disputes/", "requests/repeated/")),
    ],
)
def test_every_other_page_of_the_room_is_sound(
    visit: Callable[..., Visitor], username: str, addresses: tuple[str, ...]
) -> None:
    visitor = visit().sign_in(username)
    for address in addresses:
        visitor.open(f"/workspace/{address}")
        sound(visitor)


@pytest.mark.one_database
@pytest.mark.parametrize("part", ["matter", "answer", "hearings", "letters", "course", "disputes"])
def test_every_part_of_a_record_is_sound_without_scripts(visit: Callable[..., Visitor], part: str) -> None:
    visitor = visit(scripts=False).sign_in("request-officer")
    page = visitor.open("/workspace/requests/?state=consulting")
    page.locator("[data-list-item] a").first.click()
    page.goto(f"{page.url}?part={part}")
    html5lib.HTMLParser(strict=True).parse(page.request.get(page.url).text())
    assert page.locator(".tabs [aria-current=page]").get_attribute("href") == (
        page.url.partition("?")[0][len(visitor.house.address) :]
        + ("" if part == "matter" else f"?part={part}")
    )
