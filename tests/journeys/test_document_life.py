"""Does a document live its whole life: typed, reviewed, published, found, read, corrected, withdrawn?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

import docx
import pypdf
import pytest
from lxml import etree
from playwright.sync_api import Page, expect

from core.editor_stage import PASTE, SAMPLES
from gongkai.core import clock
from journeys.steps import House, Visitor, Wire

pytestmark = pytest.mark.browser

TITLE = "建筑垃圾扬尘联防联控试点方案"
FIRST = "每晚八时至次日六时，由两个大队轮流驻点值守。"
MOBILE = "13912345678"


@dataclass
class Story:
    """Who takes part, and the document they are about."""

    visit: Callable[..., Visitor]
    house: House
    windows: dict[str, Visitor] = field(default_factory=dict)
    number: int = 0
    slug: str = ""

    def who(self, username: str) -> Visitor:
        """The window of somebody of the bureau, signed in once."""
        if username not in self.windows:
            self.windows[username] = self.visit().sign_in(username)
        return self.windows[username]

    def at(self, username: str) -> Visitor:
        """The same, looking at the record."""
        visitor = self.who(username)
        visitor.record(self.number)
        return visitor

    def stands_at(self, username: str, words: str) -> None:
        """The record says where it stands."""
        expect(self.who(username).page.locator(".status")).to_contain_text(words)


def office_file(author: str) -> bytes:
    """A Word file that says who made it."""
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph("附表：驻点值守安排。")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_from_the_first_word_to_the_withdrawal(visit: Callable[..., Visitor], house: House) -> None:
    story = Story(visit, house)
    write(story)
    attach_and_clean(story)
    mend_the_findings(story)
    review(story)
    author_cannot_approve(story)
    publish(story)
    citizen_reads(story)
    correct(story)
    withdraw(story)


def write(story: Story) -> None:
    """The drafter begins, types, pastes from Word, and sees it saved."""
    page = story.who("drafter").open("/workspace/documents/new/")
    page.get_by_label("名称").fill(TITLE)
    page.get_by_role("button", name="开始起草").click()
    story.number = int(re.findall(r"/documents/(\d+)/edit/", page.url)[0])
    text = page.locator(".editor-text")
    text.click()
    page.keyboard.type(FIRST)
    page.keyboard.press("Enter")
    page.keyboard.type(f"联系人手机：{MOBILE}。")
    page.keyboard.press("Enter")
    page.evaluate(PASTE, [(SAMPLES / "word15_clipboard.html").read_text(encoding="utf-8"), ""])
    expect(text.get_by_role("heading", name="一、工作目标")).to_be_visible()
    expect(text.locator("table th").first).to_be_visible()
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存")
    page.reload()
    expect(page.locator(".editor-text")).to_contain_text(FIRST)
    page.get_by_label("查找条目").fill("公共服务")
    page.locator("#tree [data-tree-row]:not([hidden]) > .tick").get_by_label("公共服务", exact=True).check()
    page.get_by_label("主动公开", exact=True).check()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("草稿已保存。")).to_be_visible()


def attach_and_clean(story: Story) -> None:
    """A file tells who made it; the drafter sees that and takes it out."""
    page = story.who("drafter").page
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    page.locator("#file").set_input_files(
        {"name": "值守安排.docx", "mimeType": kind, "buffer": office_file("钱某某")}
    )
    row = page.locator(".attachment", has_text="值守安排.docx")
    row.locator("summary").click()
    expect(row.get_by_text("钱某某")).to_be_visible()
    row.get_by_role("button", name="清除").click()
    row = page.locator(".attachment", has_text="值守安排.docx")
    expect(row).to_be_visible()
    expect(row.get_by_text("钱某某")).to_have_count(0)
    row.get_by_label(re.compile("页面上")).fill("驻点值守安排")


def mend_the_findings(story: Story) -> None:
    """A mobile number stops the submission until it is mended."""
    visitor = story.who("drafter")
    page = visitor.page
    page.get_by_role("button", name="保存并完成").click()
    expect(page.locator(".checks")).to_contain_text(MOBILE[:3])
    expect(page.locator("#deeds").get_by_role("button", name="提交审核")).to_be_disabled()
    page.get_by_role("link", name="编辑草稿").click()
    replace_paragraph(page, MOBILE, "联系电话见本局办公电话。")
    page.locator(".editor-text h4", has_text="检查安排").click()
    page.get_by_role("button", name="三级标题").click()
    page.get_by_label("成文日期").fill(f"{clock.today()}")
    page.get_by_role("button", name="保存并预览").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.locator("main")).to_contain_text("本局办公电话")
    expect(page.locator("main")).not_to_contain_text(MOBILE)
    visitor.record(story.number)
    visitor.move("submit")
    story.stands_at("drafter", "审核")


def replace_paragraph(page: Page, old: str, new: str) -> None:
    """Types ``new`` over the paragraph that says ``old``."""
    page.locator(".editor-text p", has_text=old).click(click_count=3)
    page.keyboard.type(new)


def review(story: Story) -> None:
    """Section head and secrecy reviewer, each finding it in their own work."""
    for username, key, here in (
        ("section-head", "section_agree", "保密审查"),
        ("secrecy", "secrecy_open", "待审批"),
    ):
        page = story.who(username).open("/workspace/")
        page.locator("[data-list-item] a", has_text=TITLE).click()
        story.who(username).move(key)
        story.stands_at(username, here)


def author_cannot_approve(story: Story) -> None:
    """The author sees no way to approve; as a leader as well, they are told that nobody approves what they wrote."""
    author = Wire(story.house).sign_in("drafter")
    path = f"/workspace/documents/{story.number}/moves/approve/"
    version = story.at("leader").page.locator("[name=version]").first.get_attribute("value") or ""
    answer = author.post(path, {"version": version})
    assert answer.status in {403, 409}
    assert "岗位" in answer.sentence
    page = story.who("permission-admin").open("/workspace/people/appointments/new/")
    page.select_option("[name=person]", label="孙示例 (drafter)")
    page.select_option("[name=post]", label="局领导 副局长")
    page.locator("main form button").click()
    page = story.at("drafter").page
    expect(page.get_by_role("button", name="批准", exact=True)).to_be_disabled()
    expect(page.locator("#why-approve")).to_contain_text("起草")
    refused = author.post(path, {"version": version})
    assert refused.status in {403, 409}
    assert "起草" in refused.sentence
    story.at("leader").move("approve")
    story.stands_at("leader", "待发布")


def publish(story: Story) -> None:
    """Nobody outside sees it before; the office publishes it; from that moment it is there."""
    outside = Wire(story.house)
    assert TITLE not in outside.ask("/documents/").text
    assert TITLE not in outside.ask("/search/?q=" + quote("扬尘联防")).text
    assert TITLE not in outside.ask("/feeds/all.atom").text
    office = story.at("office")
    office.move("publish")
    story.stands_at("office", "已公开")
    address = office.page.get_by_role("link", name="公开页面").get_attribute("href") or ""
    story.slug = address.strip("/").split("/")[-1]
    for path in (
        "/documents/",
        "/search/?q=" + quote("扬尘联防"),
        "/feeds/all.atom",
        "/api/v1/documents",
        "/",
    ):
        assert TITLE in outside.ask(path).text.replace("<mark>", "").replace("</mark>", ""), path


def citizen_reads(story: Story) -> None:
    """On a phone: found by words and by pinyin, opened, read, taken home."""
    citizen = story.visit(390)
    page = citizen.open("/")
    for typed in ("扬尘联防", "yangchen lianfang"):
        page.get_by_role("searchbox").first.fill(typed)
        page.keyboard.press("Enter")
        expect(page.locator("main").get_by_role("link", name=TITLE)).to_be_visible()
    page.locator("main").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    expect(page.locator("#document-body")).to_contain_text(FIRST)
    for label in ("索引号", "发布机构", "成文日期", "发布日期", "公开属性"):
        expect(page.locator(".document-head")).to_contain_text(label)
    expect(page.locator(".qr img")).to_have_count(1)
    expect(page.locator(".version-bar")).to_contain_text("第一版")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    texts = downloads(story, citizen)
    for kind, text in texts.items():
        for words in ("轮流驻点值守", "工作目标", TITLE[:6]):
            assert words in text, (kind, words)
        assert MOBILE not in text
    feed = etree.fromstring(Wire(story.house).ask("/feeds/all.atom").text.encode())
    first = feed.find("{http://www.w3.org/2005/Atom}entry")
    assert first.find("{http://www.w3.org/2005/Atom}title").text == TITLE
    page.goto(first.find("{http://www.w3.org/2005/Atom}link").get("href"))
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()


def downloads(story: Story, citizen: Visitor) -> dict[str, str]:
    """What PDF, DOCX and the cleaned attachment say."""
    found = {}
    for kind in ("pdf", "docx"):
        with citizen.page.expect_download() as waiting:
            citizen.page.locator(f'main a[href$="{story.slug}.{kind}"]').click()
        data = waiting.value.path().read_bytes()
        found[kind] = (
            "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
            if kind == "pdf"
            else words_of(docx.Document(io.BytesIO(data)))
        ).replace("\n", "")
    href = citizen.page.locator('main a[href*="/attachments/"]').first.get_attribute("href") or ""
    attachment = docx.Document(io.BytesIO(Wire(story.house).ask(href).body))
    assert attachment.core_properties.author == ""
    return found


def words_of(document: object) -> str:
    """All text of a DOCX, its text boxes and tables included."""
    return "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))  # type: ignore[attr-defined]


def correct(story: Story) -> None:
    """A correction goes the whole way again; then there are two versions and a comparison."""
    story.at("drafter").move("correct", reason="值守时间写错，予以更正。")
    page = story.who("drafter").open(f"/workspace/documents/{story.number}/edit/")
    page.get_by_label("更正理由").fill("值守时间更正为九时。")
    replace_paragraph(page, "每晚八时", FIRST.replace("八时", "九时"))
    page.get_by_role("button", name="保存并完成").click()
    public = f"/documents/{story.slug}/"
    outside = Wire(story.house)
    for username, key in (
        ("drafter", "submit"), ("section-head", "section_agree"), ("secrecy", "secrecy_open"),
        ("leader", "approve"),
    ):  # fmt: skip
        assert "每晚八时" in outside.ask(public).text
        story.at(username).move(key)
    story.at("office").move("publish")
    now = outside.ask(public).text
    assert "每晚九时" in now
    assert "每晚八时" not in now
    assert "值守时间更正为九时。" in now
    page = story.visit(390).open(public)
    page.get_by_role("link", name="对比版本").click()
    expect(page.locator("main del").first).to_contain_text("八")
    expect(page.locator("main ins").first).to_contain_text("九")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert "每晚八时" in outside.ask(f"{public}versions/1/").text


def withdraw(story: Story) -> None:
    """The office withdraws it: the page says when and why, and it is nowhere else, at once."""
    reason = "方案尚在协商，发布有误。"
    story.at("office").move("withdraw", reason=reason)
    outside = Wire(story.house)
    gone = outside.ask(f"/documents/{story.slug}/")
    assert gone.status == 410
    assert reason in gone.sentence
    assert re.search(r"20\d\d年\d+月\d+日", gone.sentence)
    for path in (
        "/", "/documents/", "/search/?q=" + quote("扬尘联防"), "/feeds/all.atom", "/api/v1/documents", "/sitemap.xml",
        "/sitemap-1.xml", "/catalogue/index.json",
    ):  # fmt: skip
        text = outside.ask(path).text
        assert TITLE not in text.replace("<mark>", "").replace("</mark>", ""), path
        assert story.slug not in text, path
    for path in (
        f"/documents/{story.slug}.pdf",
        f"/documents/{story.slug}/versions/1/",
        f"/api/v1/documents/{story.slug}",
    ):
        answer = outside.ask(path)
        assert answer.status in {404, 410}, path
        assert FIRST not in answer.text
