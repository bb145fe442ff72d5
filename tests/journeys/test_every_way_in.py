"""Can everybody use it: with the keyboard alone, and without JavaScript?"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.core import clock
from journeys.steps import PASSWORD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
Opening = Callable[..., Visitor]

FOCUSED = "document.activeElement.closest('[data-list-item]')?.innerText ?? ''"
#: Whether what has the focus shows it: an outline, or a frame around the editor it is in.
SHOWN = """() => {
  const shows = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  const element = document.activeElement;
  const around = [element, element.closest('.editor'), ...document.querySelectorAll(`label[for="${element.id}"]`)];
  return element === document.body || around.filter(Boolean).some(shows);
}"""


def keys(page: Page, *presses: str) -> None:
    """Presses one key after the other."""
    for press in presses:
        page.keyboard.press(press)


def tab_through(page: Page, most: int = 140) -> list[str]:
    """Tabs until the focus leaves the page; every stop must show that it has the focus."""
    stops: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "document.activeElement === document.body ? '' : document.activeElement.outerHTML.slice(0, 160)"
        )
        if not here:
            return stops
        # The parts inside a date field have the browser's own mark.
        assert page.evaluate(SHOWN) or here in stops[-1:], f"no visible focus: {here}"
        stops.append(here)
    pytest.fail(f"the focus never leaves the page: {stops[-3:]}")


def test_a_clerk_needs_no_mouse(visit: Opening) -> None:
    page = visit().open("/workspace/sign-in/")
    page.keyboard.type("section-head")
    keys(page, "Tab")
    page.keyboard.type(PASSWORD)
    keys(page, "Enter")
    expect(page).to_have_url(re.compile("/workspace/$"))

    keys(page, "Tab")
    expect(page.locator(":focus")).to_have_class(re.compile("skip"))
    keys(page, "Enter", "j")
    for _ in range(20):  # what is due sooner stands above it
        if "渣土运输夜间值守安排" in page.evaluate(FOCUSED):
            break
        keys(page, "j")
    assert "渣土运输夜间值守安排" in page.evaluate(FOCUSED)
    keys(page, "?")
    expect(page.locator("#keyboard-help")).to_be_visible()
    keys(page, "Escape")
    expect(page.locator("#keyboard-help")).to_be_hidden()
    keys(page, "g", "t")
    expect(page).to_have_url(re.compile("/workspace/deadlines/$"))
    keys(page, "j")
    first = page.evaluate(FOCUSED)
    keys(page, "j")
    assert page.evaluate(FOCUSED) not in {"", first}
    keys(page, "k")
    assert page.evaluate(FOCUSED) == first
    keys(page, "/")
    expect(page.locator("#staff-search")).to_be_focused()
    page.keyboard.type("值守安排")
    keys(page, "Enter")
    expect(page).to_have_url(re.compile("/workspace/documents/"))
    keys(page, "j", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("渣土运输夜间值守安排")
    page.locator("#deeds button").first.focus()
    keys(page, "Enter")
    expect(page.locator(".status")).to_contain_text("保密审查")


def test_the_focus_is_seen_and_never_caught(visit: Opening) -> None:
    clerk = visit().sign_in("drafter")
    for path in ("/", "/search/?q=渣土", "/clock/", "/workspace/", "/workspace/documents/new/"):
        stops = tab_through(clerk.open(path))
        assert 'class="skip"' in stops[0], path
        assert len(stops) > 10, path


def test_the_editor_is_left_as_it_is_entered(visit: Opening) -> None:
    clerk = visit().sign_in("drafter")
    page = clerk.open("/workspace/documents/new/")
    page.keyboard.press("Tab")
    page.get_by_label("名称").fill("只用键盘起草的通知")
    keys(page, "Enter")
    text = page.locator(".editor-text")
    expect(text).to_be_visible()
    text.focus()
    page.keyboard.type("第一段")
    keys(page, "Control+a", "Alt+F10")
    expect(page.locator(".editor-toolbar :focus")).to_have_count(1)
    for _ in range(20):
        if page.evaluate("document.activeElement.className").find("bold") >= 0:
            break
        keys(page, "ArrowRight")
    keys(page, "Enter")
    expect(text.locator("strong")).to_have_text("第一段")
    keys(page, "Escape")
    text.focus()
    keys(page, "Tab")
    assert not page.evaluate("Boolean(document.activeElement.closest('.editor-text'))")
    keys(page, "Shift+Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.editor'))")


def test_a_citizen_needs_no_script(visit: Opening) -> None:
    citizen = visit(390, scripts=False)
    page = citizen.open("/")
    page.get_by_role("searchbox").first.fill("廉政风险")
    page.get_by_role("button", name="搜索").first.click()
    page.locator("main article a, main .entry__title a").first.click()
    expect(page.locator("#document-body")).not_to_be_empty()
    for kind in ("pdf", "docx"):
        with page.expect_download() as waiting:
            page.locator(f'main a[href$=".{kind}"]').first.click()
        assert Path(waiting.value.path()).stat().st_size > 3000
    citizen.open("/clock/")
    page.select_option("#rule", "permit.correction")
    page.fill("#start", "2026-09-28")
    page.get_by_role("button", name="开始推算").click()
    expect(page.locator("#answer")).to_contain_text("2026年10月10日")
    page.get_by_role("link", name="适老模式").first.click()
    expect(page.locator("html")).to_have_class(re.compile("elder"))
    expect(page.locator("#answer")).to_contain_text("2026年10月10日")
    page.get_by_role("link", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#answer")).to_contain_text("10 October 2026")
    expect(page.locator("html")).to_have_class(re.compile("elder"))


def test_a_clerk_needs_no_script(visit: Opening, tmp_path: Path) -> None:
    drafter = visit(scripts=False).sign_in("drafter")
    page = drafter.open("/workspace/documents/new/")
    page.get_by_label("名称").fill("没有脚本也能公开的通知")
    page.get_by_role("button", name="开始起草").click()
    page.get_by_label("正文", exact=True).fill("第一段。\n\n第二段。")
    page.get_by_label("成文日期").fill(f"{clock.today()}")
    page.locator("#tree input[type=checkbox]").locator("visible=true").first.check()
    page.get_by_label("主动公开", exact=True).check()
    table = tmp_path / "附表.csv"
    table.write_text("名称,数量\n车辆,12\n", encoding="utf-8")
    page.locator("#file").set_input_files(table)
    page.get_by_role("button", name="保存并添加").click()
    expect(page.locator(".attachment")).to_contain_text("附表.csv")
    page.get_by_role("button", name="保存并完成").click()
    expect(page.locator(".prose p").first).to_have_text("第一段。")
    drafter.move("submit")
    number = int(re.findall(r"/documents/(\d+)/", page.url)[0])
    head = visit(scripts=False).sign_in("section-head")
    head.record(number)
    head.move("section_return", reason="请补充数量。")
    drafter.record(number)
    expect(page.locator(".status")).to_contain_text("起草中")
    drafter.record(number, "course")
    expect(page.locator(".timeline")).to_contain_text("请补充数量。")
