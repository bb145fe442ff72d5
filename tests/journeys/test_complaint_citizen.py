"""Can somebody with a phone hand a matter in, prove it, be asked, add a photo, read the reply, rate it and object?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from journeys.steps import House, Visitor, Wire, expect
from journeys.walking import PHONE, Walk, photo, traces

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

DANGEROUS = "小区东门外的路边堆了很多装修垃圾，里面有一个液化气罐，闻得到燃气泄漏的味道。"
TEXT = "小区东门外的路边堆了很多装修垃圾，挡住了人行道，已经一个星期没有人清理。"
NAME, TELEPHONE = "示例市民申", "0000-7779901"
ADDRESS = "便民街18号小区东门外"
QUESTION = "请问垃圾是在人行道上还是在绿化带里？"
REPLY = "接到反映后执法人员当日到场，已责令清运，现场恢复整洁，今后加强巡查。"

#: What the bureau does meanwhile; the words are number, question, reply, and the deeds in their order.
STAFF = """
import io
from PIL import Image
from gongkai.complaints import actions
from gongkai.complaints.actions import Given, ReplyInput, Upload
from gongkai.complaints.models import Matter
from gongkai.people.actor import actor_of
from gongkai.people.models import Person, Unit

WHO = {"register": "complaint-desk", "dispatch": "complaint-desk", "send_reply": "complaint-desk",
       "agree_reply": "b1-head", "close": "complaint-caller"}
number, question, reply, *deeds = sys.argv[1:]
for key in deeds:
    matter = Matter.objects.select_related("agency").get(number=number)
    actor = actor_of(Person.objects.get(username=WHO.get(key, "b1-drafter")))
    if key == "ask":
        actions.ask_reporter(matter_id=matter.pk, actor=actor, question=question)
    elif key == "write":
        content = io.BytesIO()
        Image.new("RGB", (320, 240), "green").save(content, "JPEG")
        content.seek(0)
        actions.enter_check(matter_id=matter.pk, actor=actor, text="现场已清理干净。")
        actions.add_files(matter_id=matter.pk, actor=actor, files=[Upload(content, "清理后.jpg", "reply")])
        actions.write_reply(matter_id=matter.pk, actor=actor,
                            reply=ReplyInput(text=reply, result="solved", evidence="现场照片"))
    else:
        given = {"send_reply": {"way": "online"}}.get(key, {})
        if key == "dispatch":
            given = {"unit": Unit.objects.get(agency=matter.agency, code="brigade1").pk}
        actions.move(matter_id=matter.pk, key=key, actor=actor, expected_version=matter.version, given=Given(**given))
print(Matter.objects.get(number=number).state)
"""
#: Number, whether a point is kept, and how many with these words there are.
KEPT = """
from gongkai.complaints.models import Matter
found = Matter.objects.get(number=sys.argv[1])
print(found.pk, found.lat, found.district, Matter.objects.filter(text=found.text).count(), sep="|")
"""


def bureau(house: House, number: str, *deeds: str) -> str:
    """Lets the bureau act, and gives the state that follows."""
    return house.do(STAFF, number, QUESTION, REPLY, *deeds)


def confirmed(page: Page) -> tuple[str, str]:
    """Number and code of the receipt."""
    page.locator(".confirmation__panel dd").nth(1).wait_for()  # it does not wait itself
    number, code = page.locator(".confirmation__panel dd").all_inner_texts()
    assert re.fullmatch(r"[A-Z0-9]+-T-\d{4}-\d{5}", number)
    assert re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", code)
    return number, code


def test_from_the_front_door_to_the_objection_on_a_phone(house: House, visit: Opening) -> None:
    walk = Walk(visit(PHONE), PHONE)
    page = walk.visitor.open("/")
    page.locator("main, nav, header").get_by_role("link", name="投诉建议").first.click()
    expect(page).to_have_url(re.compile(r"/complaints/$"))
    walk.look()
    page.locator("main").get_by_role("link", name="提交诉求").first.click()
    danger_comes_first(walk)
    what_and_where(walk)
    photos_and_who(walk)
    number, code = confirmed(walk.look())
    pk = proven(walk, house, number)
    followed(walk, number, code)

    assert bureau(house, number, "register", "dispatch", "sign", "ask") == "handling"
    answered_and_added(walk)
    nothing_tells_where_it_was_taken(house, pk)

    assert bureau(house, number, "write", "submit_reply", "agree_reply", "send_reply") == "replied"
    read_and_rated(walk)
    assert bureau(house, number, "close") == "closed"
    objected(walk, number)


def danger_comes_first(walk: Walk) -> None:
    """Words of danger: at once on the page, once more before anything else, and nothing typed is lost."""
    page = walk.look()
    page.locator("[name=text]").fill(DANGEROUS)
    warning = page.locator("[data-danger]")
    expect(warning).to_be_visible()
    expect(warning.locator("a")).to_have_attribute("href", "tel:119")
    walk.send()
    expect(page.locator(".danger-first a[href='tel:119']")).to_be_visible()
    walk.look()
    walk.send("修改写的内容")
    expect(page.locator("[name=text]")).to_have_value(DANGEROUS)
    page.locator("[name=text]").fill(TEXT)
    expect(page.locator("[data-danger]")).to_be_hidden()
    walk.send()


def what_and_where(walk: Walk) -> None:
    """The class is suggested from the words; the place is a district and an address, without a pin."""
    page = walk.look(unfold="details.fold")
    assert page.locator("[name=category]").count() > 2
    page.locator("[name=category][value='E01-03']").check()
    walk.send()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    walk.look()
    expect(page.locator("[name=category][value='E01-03']")).to_be_checked()
    page.get_by_label("东城片区", exact=True).check()
    page.locator("[name=address]").fill(ADDRESS)
    walk.send()


def photos_and_who(walk: Walk) -> None:
    """A wrong telephone number is told and costs nothing but the photo; a double click is one matter."""
    page = walk.look(unfold="details.fold")
    expect(page.locator(".said-before")).to_contain_text(ADDRESS)
    page.locator("[name=photos]").set_input_files(photo())
    page.locator("[name=name]").fill(NAME)
    page.locator("[name=telephone]").fill("无")
    walk.send()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    walk.look()
    expect(page.locator("[name=name]")).to_have_value(NAME)
    page.locator("[name=photos]").set_input_files(photo())
    page.locator("[name=telephone]").fill(TELEPHONE)
    page.locator("main [data-send]").dblclick()
    expect(page).to_have_url(re.compile(r"/complaints/done/$"))


def proven(walk: Walk, house: House, number: str) -> int:
    """The receipt's event is in the ledger; one figure of its digest changed, and it is not. Gives the matter's key."""
    page = walk.page
    pk, lat, district, count = house.do(KEPT, number).split("|")
    assert (lat, district, count) == ("None", "dongcheng", "1"), "no point was asked for, and none is kept"
    assert NAME not in page.inner_text("main")
    page.locator(".proof").get_by_role("link").click()
    expect(page.locator(".notice--success")).to_be_visible()
    walk.look()
    digest = page.locator("[name=digest]").input_value()
    page.locator("[name=digest]").fill(digest[:-1] + ("0" if digest[-1] != "0" else "1"))
    page.locator("main form button").click()
    expect(page.locator(".notice--danger")).to_be_visible()
    walk.look()
    page.go_back()
    page.go_back()
    assert confirmed(page)[0] == number
    page.locator("form[action$='/complaints/mine/leave/'] button").click()
    page.goto("/complaints/done/")
    expect(page).to_have_url(re.compile(r"/follow/$"))
    return int(pk)


def followed(walk: Walk, number: str, code: str) -> None:
    """Number and code as the receipt's drawing holds them fill themselves in; typed badly they still open it."""
    page = walk.look()
    page.goto(f"/complaints/follow/?from=receipt#number={number}&code=AAAAA-AAAAA")
    expect(page.locator("[name=number]")).to_have_value(number)
    assert "#" not in page.url, "the code stays in no address"
    page.locator("main form.form button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    walk.look()
    page.locator("[name=number]").fill(f" {number.lower()}")
    page.locator("[name=code]").fill(code.lower().replace("-", " "))
    page.locator("main form.form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    walk.look()


def answered_and_added(walk: Walk) -> None:
    """The question is answered; then something is added with a photo. The other language knows all of it."""
    page = walk.page
    page.reload()
    walk.look()
    expect(page.locator(".question")).to_contain_text(QUESTION)
    page.locator(".question a").click()
    walk.look()
    walk.send()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    walk.look()
    page.locator("[name=text]").fill("在人行道上，靠近便民街。")
    walk.send()
    expect(page.get_by_role("status").first).to_contain_text("您的回答已收到")
    expect(page.locator(".question")).to_have_count(0)
    page.locator("a[href$='/mine/add/']").click()
    walk.look()
    page.locator("[name=text]").fill("今天又多了几袋，见照片。")
    page.locator("[name=photos]").set_input_files([photo("brown"), photo("navy")])
    walk.send()
    expect(page.get_by_text("今天又多了几袋，见照片。")).to_be_visible()
    walk.look()
    page.locator("a[href$='/mine/clock/']").click()
    walk.look()
    page.goto("/en/complaints/mine/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="What was asked and added")).to_be_visible()
    walk.look()
    page.goto("/complaints/mine/")


def nothing_tells_where_it_was_taken(house: House, pk: int) -> None:
    """What whoever handles it gets of the three photos is the picture alone."""
    handler, record = Wire(house).sign_in("b1-drafter"), f"/workspace/complaints/{pk}/"
    files = sorted(set(re.findall(rf'action="({record}files/\d+/)"', handler.ask(record).text)))
    assert len(files) == 3
    for each in files:
        answer = handler.post(each, {})
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
        assert traces(answer.body) == []
    assert Wire(house).sign_in("b2-drafter").ask(record).status == 404, "another brigade does not see it"


def read_and_rated(walk: Walk) -> None:
    """The reply with its picture; answered, solved and content are three questions."""
    page = walk.page
    page.reload()
    walk.look()
    expect(page.locator(".reply")).to_contain_text(REPLY)
    picture = page.locator(".reply-files img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 320)
    page.locator("a[href$='/mine/rate/']").click()
    walk.look()
    page.locator("[name=rating][value=satisfied]").check()
    walk.send()
    expect(page.locator("[data-error-summary] li")).to_have_count(2)
    walk.look()
    page.locator("[name=answered][value=yes]").check()
    page.locator("[name=solved][value=yes]").check()
    walk.send()
    expect(page.locator("#rated")).to_be_visible()
    walk.look()


def objected(walk: Walk, number: str) -> None:
    """Closed, it comes back after all: the objection stands, and somebody else decides."""
    page = walk.page
    page.reload()
    walk.look()
    page.locator("a[href$='/mine/object/']").click()
    walk.look()
    page.locator("[name=text]").fill("第二天又堆了一车，没有解决。")
    walk.send()
    expect(page.get_by_role("status").first).to_contain_text("异议已收到")
    expect(page.locator("a[href$='/mine/object/']")).to_have_count(0)
    walk.look()
    page.locator("form[action$='/leave/'] button").click()
    page.goto("/complaints/mine/")
    expect(page).to_have_url(re.compile(r"/complaints/follow/$"))
    assert number not in page.content()


@pytest.mark.one_database
def test_without_scripts_and_in_english_a_matter_is_handed_in_followed_and_withdrawn(
    house: House, visit: Opening
) -> None:
    walk = Walk(visit(PHONE, scripts=False, language="en-GB"), PHONE)
    page = walk.visitor.open("/en/complaints/new/")
    page.locator("[name=text]").fill("Smoke comes out of the kitchen, there is a fire in the yard.")
    page.locator("main [data-send]").click()
    expect(page.locator(".danger-first a[href^='tel:']").first).to_be_visible()
    page.locator("main [data-send]").click()
    page.locator("[name=category][value=other]").check()
    page.locator("[name=another]").select_option("E01-08")
    page.locator("[name=district][value=nanbu]").check()
    page.locator("main [data-send]").click()
    page.locator("[name=photos]").set_input_files(photo())
    # Taken at home, in another district than the one just chosen.
    page.locator("[name=use_photo_place]").check()
    page.locator("main [data-send]").click()
    number, code = confirmed(page)
    assert house.do(KEPT, number).split("|")[1:3] == ["None", "nanbu"], (
        "the reporter's word against the photo's"
    )
    page.locator("form[action$='/mine/leave/'] button").click()
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.locator("main form.form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    page.locator("a[href$='/mine/withdraw/']").click()
    page.locator("form[action$='/mine/withdraw/'] button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("a[href$='/mine/add/']")).to_have_count(0)
