"""Can the editor be worked with the keyboard alone, and read by those who hear it?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from editor_stage import Stage, form, paste, stage, stored
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scene() -> Iterator[Stage]:
    with stage() as opened:
        yield opened


@pytest.fixture
def page(scene: Stage) -> Iterator[Page]:
    opened = scene.open(form())
    yield opened
    scene.close(opened)


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.dataset.tool || document.activeElement.id")
    return name


def to_tool(page: Page, name: str) -> None:
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _ in range(40):
        if focused(page) == name:
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(name)


def test_the_toolbar_is_one_stop_with_arrows_inside(page: Page) -> None:
    page.locator("#id_title").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "undo"
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "clear"
    page.keyboard.press("ArrowRight")
    assert focused(page) == "undo"
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert focused(page) == "redo"
    assert page.locator(".editor-button[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert focused(page) == "id_body"
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "redo"
    page.keyboard.press("Escape")
    assert focused(page) == "id_body"


def test_formatting_by_keyboard_shows_as_pressed(page: Page) -> None:
    page.locator("#id_body").focus()
    to_tool(page, "bold")
    page.keyboard.press("Enter")
    assert focused(page) == "id_body"
    page.keyboard.type("重点")
    expect(page.locator("[data-tool=bold]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+b")
    page.keyboard.type("其余")
    expect(page.locator("[data-tool=bold]")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+Alt+3")
    assert stored(page) == "<h3><strong>重点</strong>其余</h3>"
    to_tool(page, "clear")
    page.keyboard.press("Enter")
    assert stored(page) == "<p>重点其余</p>"


TYPED = ["1. 总则", "- 项", "# 题", "> 引", "**粗**", "一、总则", "（一）依据", "--- ", "https://a.cn 文"]


@pytest.mark.parametrize("typed", TYPED)
def test_typed_numbers_and_marks_stay_as_typed(page: Page, typed: str) -> None:
    page.locator("#id_body").focus()
    page.keyboard.type(typed)
    assert stored(page) == f"<p>{typed.replace('>', '&gt;')}</p>"


def test_lists_can_be_nested_and_left(page: Page) -> None:
    page.locator("#id_body").focus()
    page.keyboard.press("Control+Shift+7")
    page.keyboard.type("甲")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("乙")
    assert stored(page) == "<ol><li>甲<ol><li>乙</li></ol></li></ol>"
    to_tool(page, "lift")
    page.keyboard.press("Enter")
    assert focused(page) == "lift"
    assert stored(page) == "<ol><li>甲</li><li>乙</li></ol>"


def test_a_table_is_built_merged_captioned_and_left_with_the_keyboard(page: Page) -> None:
    page.locator("#id_body").focus()
    to_tool(page, "table")
    page.keyboard.press("Enter")
    page.keyboard.type("中队")
    page.keyboard.press("Tab")
    page.keyboard.type("次数")
    page.keyboard.press("Shift+ArrowRight")
    to_tool(page, "merge")
    page.keyboard.press("Enter")
    to_tool(page, "rowDelete")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowDown")  # into the merged cell
    page.keyboard.press("ArrowDown")
    to_tool(page, "rowDelete")
    page.keyboard.press("Enter")
    to_tool(page, "caption")
    page.keyboard.press("Enter")
    page.keyboard.type("检查次数")
    page.keyboard.press("Enter")
    assert focused(page) == "id_body"
    assert stored(page) == (
        '<table><caption>检查次数</caption><thead><tr><th scope="col">中队</th>'
        '<th colspan="2" scope="col">次数</th></tr></thead>'
        "<tbody><tr><td></td><td></td><td></td></tr></tbody></table>"
    )
    # Tab goes through the remaining cells and then out of the table and the editor: no trap.
    for _ in range(8):
        page.keyboard.press("Tab")
        if focused(page) != "id_body":
            break
    assert page.evaluate("document.activeElement.type") == "submit"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("https://www.gov.cn/a", "https://www.gov.cn/a"),
        ("www.gov.cn", "https://www.gov.cn"),
        ("office@city.example", "mailto:office@city.example"),
        ("/documents/12", "/documents/12"),
        ("javascript:alert(1)", None),
        ("//elsewhere.example", None),
        ("file:///C:/a.doc", None),
    ],
)
def test_links_go_only_where_they_may(page: Page, address: str, href: str | None) -> None:
    paste(page, text="见通知")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    page.keyboard.type(address)
    page.keyboard.press("Enter")
    if href:
        assert stored(page) == f'<p><a href="{href}">见通知</a></p>'
        return
    assert "cannot be used" in page.get_by_role("alert").inner_text()
    page.keyboard.press("Escape")
    assert focused(page) == "id_body"
    assert stored(page) == "<p>见通知</p>"


def test_a_click_on_the_label_and_the_name_lead_to_the_editor(page: Page) -> None:
    page.locator("label[for=id_body]").click()
    assert focused(page) == "id_body"
    assert page.get_by_role("textbox", name="Body").count() == 1
    page.keyboard.type("文")
    page.keyboard.press("Control+z")
    assert stored(page) == ""


def test_pictures_can_be_described(scene: Stage) -> None:
    page = scene.open(form(body='<p>图<img src="/media/picture.svg"></p>'))
    page.locator(".editor-text img[src]").click()
    page.locator("[data-tool=imageAlt]").click()
    page.keyboard.type("清运车辆")
    page.keyboard.press("Enter")
    assert stored(page) == '<p>图<img src="/media/picture.svg" alt="清运车辆"></p>'
    scene.close(page)


def test_a_read_only_record_shows_no_tools(scene: Stage) -> None:
    page = scene.open(form(body="<p>已锁定</p>", editor_attributes="readonly"))
    assert page.locator(".editor-toolbar").is_hidden()
    assert page.locator("#id_body").get_attribute("contenteditable") == "false"
    scene.close(page)


def test_without_the_script_the_field_is_an_ordinary_one(scene: Stage) -> None:
    scene.scripts = ()
    page = scene.open(form(body="文"))
    scene.scripts = ("editor.js", "workspace.js", "public.js")
    page.get_by_label("Body").fill("<p>改</p>")
    assert stored(page) == "<p>改</p>"
    scene.close(page)


@pytest.mark.parametrize("view", ["", "dark", "contrast"])
def test_axe_finds_nothing(scene: Stage, view: str) -> None:
    page = scene.open(f"<h1>T</h1>{form()}")
    page.evaluate(f"document.documentElement.className = '{view}'")
    rows = "<tr><td><b>甲</b></td><td><b>乙</b></td></tr><tr><td>1</td><td>2</td></tr>"
    paste(page, html=f"<h2>题</h2><table>{rows}</table>")
    page.locator(".editor-text td").first.click()
    page.locator("[data-tool=link]").click()
    # axe is run through the debugger, which the policy does not bind.
    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
    results = Axe().run(page, context=".editor", options=tags)
    assert results.violations_count == 0, results.generate_report()
    scene.close(page)
