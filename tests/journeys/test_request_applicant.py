"""Can somebody with a phone ask, complete, follow and read the answer, and withdraw, without an account?"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import html5lib
import pypdf
import pytest
from playwright.sync_api import Page

from journeys.steps import House, Visitor, expect
from journeys.test_whole_site import complaints

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

WIDTH = 390
DRAFT = "gongkai.request.draft"
CARD = "340102199001019876"
PERSON = {"name": "示例申请人", "telephone": "0000-5559999", "email": "applicant@example.org"}
SUBJECT = "2025年渣土运输企业核准名单"
DESCRIPTION = "2025年经核准从事建筑垃圾运输的企业名称和核准日期"

#: Controls too small for a thumb.
TOO_SMALL = """() => [...document.querySelectorAll("main :is(button, .button, select, textarea, input)")]
    .filter((each) => !["hidden", "checkbox", "radio"].includes(each.type) && each.offsetParent)
    .filter((each) => each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 90))"""

#: What the staff does meanwhile; the words are the number of the request and the moves to make.
STAFF = """
import datetime
from gongkai.core import clock
from gongkai.people.actor import actor_of
from gongkai.people.models import Person, Unit
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, Given
from gongkai.requests.models import Request

WHO = {"register": "request-desk", "accept": "request-desk", "ask_correction": "request-officer",
       "submit_answer": "request-officer", "legal_agree": "request-legal", "approve": "leader", "issue": "request-desk"}
number, moves = sys.argv[1], sys.argv[2:]
for key in moves:
    request = Request.objects.select_related("agency").get(number=number)
    actor = actor_of(Person.objects.get(username=WHO[key]))
    given = {}
    if key == "accept":
        given = {"unit": Unit.objects.get(agency=request.agency, code="waste").pk}
    if key == "ask_correction":
        given = {"correction": "请写明企业名单的截止日期。", "by_day": clock.calendar().after(clock.today(), 10)}
    if key == "submit_answer":
        with open(environ["GONGKAI_DATA_DIR"] + "/list.csv", "w", encoding="utf-8") as out:
            out.write("企业,核准日期\\n示例运输公司,2025-03-01\\n")
        with open(environ["GONGKAI_DATA_DIR"] + "/list.csv", "rb") as source:
            actions.add_file(request_id=request.pk, actor=actor, expected_version=None, source=source, name="名单.csv")
        actions.save_answer(request_id=request.pk, actor=actor, expected_version=None,
                            content=AnswerInput(kind="open", outcome="granted", pointer="见附件"))
        request.refresh_from_db()
    actions.move(request_id=request.pk, key=key, actor=actor, expected_version=request.version, given=Given(**given))
print(Request.objects.get(number=number).state)
"""
STATE = """
from gongkai.requests.models import Request
print(Request.objects.get(number=sys.argv[1]).state)
"""
COUNT = """
from gongkai.requests.models import Request
print(Request.objects.filter(subject=sys.argv[1]).count())
"""


def whole(visitor: Visitor, name: str) -> None:
    """The page that is open: valid, accessible, and no wider than the phone."""
    page = visitor.page
    assert complaints(visitor, name) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH, name
    small = page.evaluate(TOO_SMALL)
    assert small == [], name
    answer = page.context.request.get(page.url)
    html5lib.HTMLParser(strict=True).parse(answer.text())


def fill(page: Page, **values: str) -> None:
    """Fields of the form by their names."""
    for name, value in values.items():
        page.locator(f"form.form [name={name}]").fill(value)


def confirmed(page: Page) -> tuple[str, str]:
    """Number and code of the confirmation."""
    page.locator(".confirmation__panel dd").nth(1).wait_for()  # it does not wait itself
    number, code = page.locator(".confirmation__panel dd").all_inner_texts()
    assert re.fullmatch(r"[A-Z0-9]+-\d{4}-\d{5}", number)
    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    return number, code


def test_from_the_form_to_the_answer_on_a_phone(house: House, visit: Opening, tmp_path: Path) -> None:
    visitor = visit(WIDTH)
    page = visitor.open("/apply/")
    whole(visitor, "apply")
    page.locator("main").get_by_role("link", name="在线申请").first.click()
    whole(visitor, "form")
    number, code = ask(page, visitor)
    assert house.do(COUNT, SUBJECT) == "1", "a double click is one request"
    page.reload()
    assert confirmed(page) == (number, code), "loading the page again loses nothing"
    page.get_by_role("button", name="查看申请").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    whole(visitor, "mine")

    assert house.do(STAFF, number, "register", "accept", "ask_correction") == "correction"
    complete(page, visitor, tmp_path)

    assert house.do(STAFF, number, "accept", "submit_answer", "legal_agree", "approve", "issue") == "issued"
    page.reload()
    whole(visitor, "answered")
    read_the_answer(page, number)
    page.get_by_role("button", name="立即关闭").click()
    page.goto("/requests/mine/")
    expect(page).to_have_url(re.compile(r"/requests/follow/$"))


def ask(page: Page, visitor: Visitor) -> tuple[str, str]:
    """Fills the form with a fault, mends it, and clicks twice."""
    fill(page, subject=SUBJECT, identity_number=CARD[:-1], **PERSON)
    expect(page.locator("[data-found] a").first).to_be_visible()
    page.get_by_label("我确认提交本申请").check()
    page.get_by_role("button", name="提交申请").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert summary.locator("li").count() == 2
    assert complaints(visitor, "faults") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    for name, value in PERSON.items():
        expect(page.locator(f"form.form [name={name}]")).to_have_value(value)
    kept = json.loads(page.evaluate(f"localStorage.getItem('{DRAFT}')"))
    assert kept["values"]["name"] == PERSON["name"]
    assert CARD[:-1] not in json.dumps(kept), "the number of the document is kept nowhere"
    summary.get_by_role("link", name=re.compile("证件号码")).click()
    expect(page.locator("[name=identity_number]")).to_be_focused()
    fill(page, identity_number=CARD, description=DESCRIPTION)
    page.locator("[name=proof]").set_input_files(
        {"name": "证件.txt", "mimeType": "text/plain", "buffer": "示例证件".encode()}
    )
    page.get_by_role("button", name="提交申请").dblclick()
    expect(page).to_have_url(re.compile(r"/requests/done/$"))
    whole(visitor, "done")
    assert page.evaluate(f"localStorage.getItem('{DRAFT}')") is None, "the draft is gone"
    return confirmed(page)


def complete(page: Page, visitor: Visitor, tmp_path: Path) -> None:
    """The correction that was asked for, with a file."""
    page.reload()
    page.get_by_role("link", name="补正申请").click()
    whole(visitor, "complete")
    expect(page.get_by_text("请写明企业名单的截止日期。")).to_be_visible()
    paper = tmp_path / "补正.txt"
    paper.write_text("截止2025年12月31日", encoding="utf-8")
    fill(page, text="名单截止2025年12月31日。")
    page.locator("[name=papers]").set_input_files(paper)
    page.get_by_role("button", name="提交补正").click()
    expect(page.get_by_role("status")).to_contain_text("补正已收到")
    expect(page.get_by_text("名单截止2025年12月31日。")).to_be_visible()
    whole(visitor, "completed")
    page.get_by_role("link", name="这个日期是怎么算出来的？").first.click()
    expect(page.get_by_role("table")).to_be_visible()
    whole(visitor, "clock")
    page.get_by_role("link", name="返回申请").click()


def read_the_answer(page: Page, number: str) -> None:
    """The letter as PDF, the file, and what can be done against it."""
    answer = page.locator("section", has=page.get_by_role("heading", name="答复", exact=True))
    with page.expect_download() as waiting:
        answer.get_by_role("link", name=re.compile("PDF")).first.click()
    data = waiting.value.path().read_bytes()
    words = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(data)).pages).replace("\n", "")
    assert number in words
    assert PERSON["name"] in words
    assert "行政复议" in words
    with page.expect_download() as waiting:
        answer.get_by_role("link", name=re.compile("名单")).click()
    assert "示例运输公司" in waiting.value.path().read_text(encoding="utf-8")
    expect(answer.get_by_text(re.compile("行政复议")).first).to_be_visible()


def test_without_scripts_and_in_english_a_request_is_asked_followed_and_withdrawn(
    house: House, visit: Opening
) -> None:
    visitor = visit(WIDTH, scripts=False, language="en-GB")
    page = visitor.open("/en/requests/new/")
    fill(
        page,
        subject="Street lamps in Heping Road",
        description="The acceptance report of 2025",
        identity_number=CARD,
    )
    fill(page, **PERSON)
    page.locator("[name=confirm]").check()
    page.locator("[data-send]").click()
    number, code = confirmed(page)
    page.goto("/requests/done/")
    assert confirmed(page) == (number, code), "the other language knows it as well"
    page.locator("form[action$='/leave/'] button").click()
    page.goto("/en/requests/follow/")
    fill(page, number=number, code="AAAAA AAAAA")
    page.locator("form.form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    fill(page, number=f" {number.lower()}", code=code.lower().replace("-", " "))
    page.locator("form.form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    page.locator("a[href$='/withdraw/']").click()
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("a[href$='/withdraw/']")).to_have_count(0)
    assert house.do(STATE, number) == "closed"


def test_a_draft_is_offered_on_the_device_and_can_be_thrown_away(visit: Opening) -> None:
    visitor = visit(WIDTH)
    page = visitor.open("/requests/new/")
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    fill(page, name=PERSON["name"], subject=SUBJECT, identity_number=CARD)
    page.get_by_label("商业企业").check()
    fill(page, organisation="示例公司")
    page.get_by_label("视力障碍").check()
    expect(page.locator("[data-draft-said]")).to_be_visible()
    page.reload()
    offer = page.locator("[data-draft-offer]")
    expect(offer).to_be_visible()
    assert complaints(visitor, "draft") == []
    expect(page.locator("form.form [name=name]")).to_have_value("")
    fill(page, description="新写的话")
    page.wait_for_timeout(600)
    assert "新写的话" not in page.evaluate(f"localStorage.getItem('{DRAFT}')"), (
        "the older one is not written over"
    )
    offer.get_by_role("button", name="继续填写草稿").click()
    expect(page.locator("form.form [name=organisation]")).to_have_value("示例公司")
    expect(page.get_by_label("视力障碍")).to_be_checked()
    expect(page.locator("form.form [name=identity_number]")).to_have_value("")
    page.get_by_role("button", name="删除草稿").last.click()
    assert page.evaluate(f"localStorage.getItem('{DRAFT}')") is None
    page.evaluate(
        f"localStorage.setItem('{DRAFT}', JSON.stringify({{at: Date.now() - 8 * 864e5, values: {{name: 'x'}}}}))"
    )
    page.goto("/requests/new/")
    expect(page.locator("[data-draft-offer]")).to_be_hidden()
    assert page.evaluate(f"localStorage.getItem('{DRAFT}')") is None, "after a week it is gone"
