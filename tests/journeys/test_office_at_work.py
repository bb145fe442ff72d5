"""Does the office work as people do: at a set time, two at once, supervised, administered by three, and in 2027?"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gongkai.core import clock, workdays
from journeys.steps import House, Visitor, Wire

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

#: The first year whose holiday notice nobody has published yet.
YEAR = max(workdays.library_years()) + 1


def notice() -> str:
    """An invented notice for that year: the statutory days, and the first two working days of the year as well."""
    days = dict.fromkeys(workdays.missing_days((), YEAR), "法定节假日")
    first = [date(YEAR, 1, day) for day in range(1, 15) if date(YEAR, 1, day).weekday() < 5]
    days |= dict.fromkeys([day for day in first if day not in days][:2], "元旦")
    return "date,kind,name\n" + "".join(f"{day},holiday,{name}\n" for day, name in sorted(days.items()))


def waiting(visitor: Visitor, title: str) -> int:
    """Opens the record with this title from the list of documents; its number."""
    page = visitor.open(f"/workspace/documents/?text={quote(title)}")
    page.locator("[data-list-item] a", has_text=title).first.click()
    page.wait_for_load_state()
    return int(re.findall(r"/documents/(\d+)/", page.url)[0])


def on_list(house: House, title: str) -> bool:
    """Whether the public list shows the title."""
    return title in Wire(house).ask("/documents/").text


def test_a_set_time_comes_and_the_document_is_there(visit: Opening, house: House) -> None:
    title = "工地“六到位”检查结果"
    office = visit().sign_in("office")
    waiting(office, title)
    moment = timezone.localtime(clock.now() + timedelta(seconds=4))
    page = office.page
    page.locator("details#move-schedule summary").click()
    # The field of the browser knows minutes; the server takes seconds as well.
    page.locator("[name=schedule-moment]").evaluate(
        "(field, value) => { field.step = 1; field.value = value; }", f"{moment:%Y-%m-%dT%H:%M:%S}"
    )
    page.locator("details#move-schedule form button").click()
    expect(page.locator(".status")).to_contain_text("定时发布")
    assert not on_list(house, title)
    until = time.monotonic() + 30
    while not on_list(house, title) and time.monotonic() < until:
        time.sleep(0.5)
    assert clock.now() >= moment
    assert on_list(house, title)
    page.reload()
    expect(page.locator(".status")).to_contain_text("已公开")


def test_two_people_decide_at_once_and_one_is_told(visit: Opening) -> None:
    first, second = visit().sign_in("leader"), visit().sign_in("head")
    number = waiting(first, "背街小巷整治方案")
    second.record(number)
    reason = "请补充资金来源。"
    fold = second.page.locator("details#move-approve_return")
    fold.locator("summary").click()
    fold.locator("textarea").fill(reason)
    first.move("approve")
    expect(first.page.locator(".status")).to_contain_text("待发布")
    fold.locator("form button").click()
    expect(second.page.locator(".error-summary")).to_contain_text("已被他人更新")
    expect(second.page.locator(".error-summary")).to_contain_text(reason)
    expect(second.page.locator(".status")).to_contain_text("待发布")


def test_two_people_on_one_draft_see_each_other(visit: Opening) -> None:
    writer, other = visit().sign_in("drafter"), visit().sign_in("drafter")
    head = visit().sign_in("section-head")
    number = waiting(writer, "渣土运输企业座谈会纪要")
    writer.open(f"/workspace/documents/{number}/edit/")
    expect(writer.page.locator(".editor-text")).to_be_visible()
    head.record(number)
    expect(head.page.locator("[data-presence]")).to_contain_text("孙示例")
    # The same person in a second window: whoever saves last is told, and nothing typed is lost.
    other.open(f"/workspace/documents/{number}/edit/")
    writer.page.get_by_label("关键词").fill("座谈会")
    writer.page.get_by_role("button", name="保存", exact=True).click()
    expect(writer.page.get_by_text("草稿已保存。")).to_be_visible()
    other.page.get_by_label("内容概述").fill("第二个窗口里的概述。")
    other.page.get_by_role("button", name="保存", exact=True).click()
    expect(other.page.locator(".error-summary")).to_contain_text("已被他人更新")
    expect(other.page.get_by_label("内容概述")).to_have_value("第二个窗口里的概述。")


def test_a_double_click_publishes_once(visit: Opening, house: House) -> None:
    office = visit().sign_in("office")
    number = waiting(office, "权力运行流程图更新说明")
    page = office.page
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="立即发布").click()
    page.get_by_role("alertdialog").get_by_role("button", name="立即发布").dblclick()
    expect(page.locator(".status")).to_contain_text("已公开")
    assert len([url for url in posts if url.endswith("/moves/publish/")]) == 1
    again = (
        Wire(house).sign_in("office").post(f"/workspace/documents/{number}/moves/publish/", {"version": 1})
    )
    assert again.status == 409
    office.record(number, "releases")
    expect(page.locator("main")).to_contain_text("本局门户网站")
    office.record(number, "course")
    assert page.locator(".timeline").get_by_text("发布了文件").count() == 1


def test_supervision_sees_what_is_late_and_changes_nothing(visit: Opening, house: House) -> None:
    supervisor = visit().sign_in("supervisor")
    page = supervisor.open("/workspace/deadlines/")
    expect(page.get_by_role("heading", name="已逾期")).to_be_visible()
    page.get_by_role("link", name="下半年廉政风险点复查情况").click()
    number = waiting(supervisor, "下半年廉政风险点复查情况")
    assert page.locator("main form[method=post], .staff-side form[method=post]").count() == 0
    expect(page.locator("#deeds")).to_contain_text("没有")
    wire = Wire(house).sign_in("supervisor")
    for key in ("section_agree", "section_return", "publish", "set_aside", "withdraw"):
        answer = wire.post(
            f"/workspace/documents/{number}/moves/{key}/", {"version": 3, f"{key}-reason": "不行"}
        )
        assert answer.status in {403, 409}, key
        assert "操作没有完成" in answer.sentence
    assert wire.ask(f"/workspace/documents/{number}/edit/").status in {403, 409}
    assert wire.post("/workspace/topics/", {"title": "督办", "slug": "duban"}).status in {403, 409, 422}


def test_three_administrators_each_do_their_part(visit: Opening) -> None:
    system = visit().sign_in("system-admin")
    page = system.open("/workspace/people/accounts/new/")
    page.fill("[name=name]", "新示例")
    page.fill("[name=username]", "new-drafter")
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("new-drafter")
    first = page.locator(".confirmation__panel dd").last.inner_text()
    assert system.open("/workspace/people/appointments/new/").locator("form [name=post]").count() == 0

    newcomer = visit().sign_in("new-drafter", first)
    expect(newcomer.page).to_have_url(re.compile("/workspace/account/password/"))
    newcomer.open("/workspace/documents/")
    expect(newcomer.page).to_have_url(re.compile("/workspace/account/password/"))
    own = "Xin-Shili-2026-mima"
    for name, value in (("old", first), ("new", own), ("again", own)):
        newcomer.page.fill(f"[name={name}]", value)
    newcomer.page.locator("main form button").click()
    expect(newcomer.page).to_have_url(re.compile("/workspace/$"))

    permission = visit().sign_in("permission-admin")
    page = permission.open("/workspace/people/appointments/new/")
    page.select_option("[name=person]", label="新示例 (new-drafter)")
    page.select_option("[name=post]", label="渣土管理科 科员")
    page.locator("main form button").click()
    expect(page.get_by_text("已")).not_to_have_count(0)
    second_step(newcomer, own)

    audit = visit().sign_in("audit-admin")
    page = audit.open("/workspace/people/ledger/")
    expect(page.locator("main")).to_contain_text("新示例")
    page.get_by_role("button", name=re.compile("核验|校验|验证")).click()
    expect(page.locator(".notice--success")).to_contain_text("完整")


def second_step(newcomer: Visitor, password: str) -> None:
    """The newcomer can draft now, switches the one-time password on, and signs in with it."""
    page = newcomer.open("/workspace/documents/new/")
    expect(page.locator("[name=title]")).to_be_visible()
    page = newcomer.open("/workspace/account/second-step/")
    secret = page.locator("code.code").inner_text().replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.locator("main form button").click()
    page.get_by_role("button", name="退出").click()
    newcomer.enter("new-drafter", password)
    page.fill("[name=code]", "000000")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_be_visible()
    # The code of the moment was used when it was switched on; the next one is allowed half a minute early.
    page.fill("[name=code]", pyotp.TOTP(secret).at(time.time() + 30))
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(re.compile("/workspace/$"))


def test_too_many_wrong_passwords_lock_the_account_and_say_so(visit: Opening) -> None:
    visitor = visit()
    visitor.sign_in("b5-head", "wrong-0")
    expect(visitor.page.get_by_role("alert")).to_contain_text("密码")
    for attempt in range(1, 6):
        if "锁定" in visitor.page.locator("main h1, main .notice").all_inner_texts().__str__():
            break
        visitor.sign_in("b5-head", f"wrong-{attempt}")
    expect(visitor.page.locator("main")).to_contain_text("分钟")
    visitor.sign_in("b5-head")
    expect(visitor.page.locator("main")).to_contain_text("锁定")


def test_the_calculator_explains_itself(visit: Opening) -> None:
    page = visit().open("/clock/")
    page.select_option("#rule", "request.reply")
    page.get_by_role("button", name="开始推算").click()
    expect(page.locator(".error-summary")).to_contain_text("日期")
    page.fill("#start", "2026-03-02")
    page.fill("#pause_first_1", "2026-03-10")
    page.fill("#pause_last_1", "2026-03-11")
    page.get_by_role("button", name="开始推算").click()
    expect(page.locator("#answer")).to_contain_text("2026年4月1日")
    page.fill("#extend", "21")
    page.get_by_role("button", name="开始推算").click()
    expect(page.locator(".notice--warning")).to_contain_text("20")


def test_a_holiday_notice_moves_every_date_that_waited_for_it(visit: Opening, house: House) -> None:
    """Dates in a year without its notice are provisional; a clerk loads the notice, and all of them follow."""
    start = f"{YEAR - 1}-12-21"
    wire = Wire(house).sign_in("office-drafter")
    number = begin(wire, "跨年公开的通知", date_made=start)
    asked = f"/clock/?rule=publication.general&start={start}"
    clerk, citizen = visit().sign_in("office"), visit()
    before = citizen.open(asked).locator("#answer").inner_text()
    assert "暂定" in before
    day = last_day(before)
    clerk.record(number)
    deadline = clerk.page.locator(".staff-side a.due").get_attribute("href") or ""
    expect(clerk.open(deadline).locator("main")).to_contain_text("暂定")
    expect(clerk.page.locator("main")).to_contain_text(day)

    page = clerk.open("/workspace/calendars/load/")
    page.fill("[name=year]", str(YEAR))
    page.fill("[name=title]", f"关于{YEAR}年部分节假日安排的通知（示例）")
    page.fill("[name=text]", notice().replace("holiday", "holyday", 1))
    page.locator("button[value=preview]").click()
    expect(page.locator(".error-summary")).to_contain_text("2")
    page.fill("[name=text]", notice())
    page.locator("button[value=preview]").click()
    page.locator("button[value=load]").click()
    expect(page.locator(".notice--success")).to_contain_text(str(YEAR))

    after = citizen.open(asked).locator("#answer").inner_text()
    assert "暂定" not in after
    assert last_day(after) != day
    expect(clerk.open(deadline).locator("main")).to_contain_text(last_day(after))
    expect(clerk.page.locator("main")).not_to_contain_text("暂定")


def last_day(words: str) -> str:
    """The date in a sentence."""
    return re.findall(r"\d+年\d+月\d+日", words)[0]


def begin(wire: Wire, title: str, **fields: str) -> int:
    """Begins a draft without a browser; its number."""
    page = wire.ask("/workspace/documents/new/").text
    unit = re.findall(r'<option value="(\d+)"', page)[0]
    there = wire.post("/workspace/documents/new/", {"title": title, "unit": unit}).headers["location"]
    version = re.findall(r'name="version" value="(\d+)"', wire.ask(there).text)[0]
    saved = wire.post(there, {"title": title, "version": version, "do": "save", **fields})
    assert saved.status == 302, saved.sentence
    return int(re.findall(r"/documents/(\d+)/", there)[0])
