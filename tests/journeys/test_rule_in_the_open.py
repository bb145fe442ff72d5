"""Is a rule drafted as lines, opened, spoken to from a phone without an account, answered, and compared in public?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from gongkai.core import clock
from journeys.steps import House, Visitor, expect
from journeys.walking import PHONE, Walk

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

TITLE = "示例市夜间施工公示管理规定"
LINES = """第一章 总则
第一条 为了减少夜间施工对居民的影响，制定本规定。
第二条 夜间施工是指二十二时至次日六时之间的施工。
第二章 公示
第三条 施工单位应当提前一日在工地门口公示下列内容：
（一）施工的时间和内容；
（二）值班电话。
第四条 本规定自公布之日起施行，有效期五年。"""
MARKED = "提前一日"
OPINION = "提前一日太短，老人孩子来不及安排，建议提前三日。"
REASON = "已改为提前三日，并增加在小区公示。"
CHANGED = LINES.replace("提前一日在工地门口", "提前三日在工地门口和周边小区")
NEEDED = "夜间施工公示的时间和内容没有统一规定。"

#: The last day of the consultation is over, and the installation does by itself what it does then.
THE_DAY_AFTER = """
from datetime import timedelta
from gongkai.consultations.actions import by_itself
from gongkai.consultations.models import Document
from gongkai.core import clock
found = Document.objects.get(number=sys.argv[1])
Document.objects.filter(pk=found.pk).update(closes_on=clock.today() - timedelta(days=1))
by_itself.run()
print(Document.objects.get(pk=found.pk).state)
"""
#: Nothing of the author is kept with an opinion of nobody.
KEPT = """
from gongkai.consultations.models import Opinion
found = Opinion.objects.get(reference=sys.argv[1])
print(found.author == "", found.words.find("老人"), found.quote, sep="|")
"""


@dataclass
class Story:
    """Who takes part, and the rule they are about."""

    visit: Opening
    house: House
    windows: dict[str, Visitor] = field(default_factory=dict)
    pk: int = 0
    number: str = ""
    #: The key of the third article, and how the author reads the answer.
    clause: str = ""
    reference: str = ""
    code: str = ""

    def who(self, username: str) -> Visitor:
        """The window of somebody of the bureau, signed in once."""
        if username not in self.windows:
            self.windows[username] = self.visit().sign_in(username)
        return self.windows[username]

    def record(self, username: str, part: str = "") -> Page:
        """The rule in the workspace, as that person sees it."""
        return self.who(username).open(f"/workspace/consultations/{self.pk}/{part}")

    def move(self, username: str, key: str, **given: str) -> None:
        """A move on the record."""
        self.record(username)
        self.who(username).move(key, **given)

    @property
    def address(self) -> str:
        """The rule's page for everybody."""
        return f"/consultations/cgj/{self.number}/"


def test_from_the_lines_of_a_draft_to_the_answer(house: House, visit: Opening) -> None:
    story = Story(visit, house)
    drafted_as_lines(story)
    put_out(story)
    citizen = Walk(visit(PHONE), PHONE)
    opinion_given(story, citizen)
    not_shown_before_somebody_looked(story, citizen)
    shown_and_answered(story)
    report_is_public(story, citizen)
    second_version(story)
    compared(story, citizen)
    words_are_gone(story)
    author_reads(story, citizen)


def drafted_as_lines(story: Story) -> None:
    """A project, begun; the text typed as lines is counted by itself."""
    page = story.who("drafter").open("/workspace/consultations/new/")
    page.locator("[name=kind]").select_option("normative")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=need]").fill(NEEDED)
    page.locator("[name=closes_on]").fill(f"{clock.today() + timedelta(days=30)}")
    page.locator(".bulk button").first.click()
    page.wait_for_url(re.compile(r"/consultations/\d+/"))
    story.pk = int(re.findall(r"/consultations/(\d+)/", page.url)[0])
    found = re.search(r"CGJ-JCGK-\d{4}-\d{3}", page.inner_text("main"))
    assert found is not None
    story.number = found[0]
    story.move("drafter", "begin")
    write(story, LINES, "规定公示的时间、地点和内容。")
    rows = page.locator("#text details.fold")
    rows.locator("summary").click()
    expect(rows).to_contain_text("（二） 值班电话")


def write(story: Story, lines: str, explanation: str) -> None:
    """Types the text as lines and saves it."""
    page = story.record("drafter", "text/?as=lines")
    page.locator("[name=lines]").fill(lines)
    page.locator("[name=explanation]").fill(explanation)
    page.locator(".bulk button[value=save]").click()
    page.wait_for_url(re.compile(r"/consultations/\d+/#text"))


def put_out(story: Story) -> None:
    """The drafter submits it and cannot put it out; the publisher does."""
    story.move("drafter", "submit")
    expect(story.who("drafter").page.locator("#move-consult, form[action$='/moves/consult/']")).to_have_count(
        0
    )
    story.move("office", "consult")


def opinion_given(story: Story, citizen: Walk) -> None:
    """On a phone, without an account: from the list to the clause, the words, the receipt."""
    page = citizen.visitor.open("/consultations/")
    citizen.look()
    page.get_by_role("link", name=TITLE).first.click()
    citizen.look()
    expect(page.locator("main")).to_contain_text("施工单位应当提前一日")
    clause = page.locator(".clause", has_text="施工单位应当提前一日")
    clause.locator("a[href*='/opinion/?']").click()
    citizen.look()
    expect(page.locator(".opinion-on")).to_contain_text(MARKED)
    story.clause = page.locator("[name=on]").input_value()
    page.locator("[name=quote]").fill(MARKED)
    button = page.locator("main form[data-opinion] .buttons button")
    button.click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    citizen.look()
    expect(page.locator("[name=quote]")).to_have_value(MARKED)
    page.locator("[name=words]").fill(OPINION)
    page.locator("[name=consent]").check()
    button.click()
    expect(page.locator(".confirmation__panel dd")).to_have_count(2)
    citizen.look()
    story.reference, story.code = page.locator(".confirmation__panel dd").all_inner_texts()
    assert re.fullmatch(r"YJ-[A-Z2-9]{8}", story.reference)
    assert story.house.do(KEPT, story.reference) == f"True|-1|{MARKED}"


def not_shown_before_somebody_looked(story: Story, citizen: Walk) -> None:
    """It is counted at once, and read by nobody yet."""
    page = citizen.visitor.open(story.address)
    expect(page.locator("main, aside").last).to_contain_text("1")
    citizen.visitor.open(f"{story.address}opinions/")
    expect(page.locator("main")).not_to_contain_text(OPINION)
    citizen.look()


def shown_and_answered(story: Story) -> None:
    """The drafter finds it, lets it be shown, and answers it with the clause it led to."""
    page = story.record("drafter", "opinions/")
    page.get_by_role("link", name=story.reference).click()
    expect(page.locator("main")).to_contain_text(OPINION)
    page.locator("form[action$='/show/'] button").last.click()
    page.wait_for_load_state()
    form = page.locator("form[action$='/answer/']")
    form.locator("[name=answer-verdict]").select_option("adopted")
    form.locator("[name=answer-reason]").fill(REASON)
    form.locator("button").last.click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    form.locator("[name=answer-clause]").select_option(story.clause)
    expect(form.locator("[name=answer-reason]")).to_have_value(REASON)
    form.locator("button").last.click()
    expect(page.locator("main")).to_contain_text(REASON)
    public = story.visit().open(f"{story.address}opinions/")
    expect(public.locator("main")).to_contain_text(OPINION)
    expect(public.locator("main")).not_to_contain_text(REASON)


def report_is_public(story: Story, citizen: Walk) -> None:
    """Not while opinions come in; after the last day it says what became of every one."""
    page = citizen.visitor.open(f"{story.address}report/")
    expect(page.locator("main")).not_to_contain_text(REASON)
    citizen.look()
    assert story.house.do(THE_DAY_AFTER, story.number) == "sorting"
    expect(story.record("drafter", "report/").locator("main")).to_contain_text(REASON)
    page.goto(f"{story.address}report/")
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("main")).to_contain_text(OPINION)
    citizen.look()


def second_version(story: Story) -> None:
    """The text is changed as answered and put out once more."""
    story.move("drafter", "redraft", reason="按照意见修改公示的时间和地点。")
    write(story, CHANGED, "按照意见改为提前三日，增加在小区公示。")
    page = story.record("drafter", "edit/")
    page.locator("[name=closes_on]").fill(f"{clock.today() + timedelta(days=30)}")
    page.locator(".bulk button").first.click()
    page.wait_for_url(re.compile(r"/consultations/\d+/$"))
    story.move("drafter", "submit")
    story.move("office", "consult")


def compared(story: Story, citizen: Walk) -> None:
    """Both versions, side by side and as one text, on a phone."""
    page = citizen.visitor.open(story.address)
    page.locator("a[href*='/compare/']").first.click()
    expect(page.locator("main del, main ins").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("周边小区")
    citizen.look()
    page.locator(".tabs a").last.click()
    expect(page.locator(".marked-up ins").first).to_be_visible()
    citizen.look()
    page.goto(f"{story.address}versions/1/")
    expect(page.locator("main")).to_contain_text("施工单位应当提前一日")
    citizen.look()


def words_are_gone(story: Story) -> None:
    """The words of the opinion are not in the newest version: it stands beside the old one, not on other words."""
    page = story.record("drafter", "opinions/")
    both = page.locator(".place__both")
    expect(both).to_have_count(1)
    expect(both.locator("blockquote").first).to_contain_text(MARKED)


def author_reads(story: Story, citizen: Walk) -> None:
    """A wrong code tells nothing; reference and code, however they are typed, tell what became of it."""
    page = citizen.visitor.open("/consultations/answer/")
    page.locator("[name=reference]").fill(story.reference.lower())
    page.locator("[name=code]").fill("AAAAA-AAAAA")
    page.locator("main form.form button").click()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(OPINION)
    citizen.look()
    page.locator("[name=code]").fill(story.code.lower().replace("-", " "))
    page.locator("main form.form button").click()
    expect(page.locator("main")).to_contain_text(OPINION)
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("main a[href*='/compare/']")).to_contain_text("第三条")
    citizen.look()
