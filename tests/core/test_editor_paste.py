"""Does what officials paste from Word, WPS and elsewhere arrive as clean, structured text?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from editor_stage import SAMPLES, Stage, as_json, form, paste, stage, stored
from playwright.sync_api import Page

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


def word(*paragraphs: str) -> str:
    return '<meta name=Generator content="Microsoft Word 15">' + "".join(paragraphs)


def item(marker: str, words: str, *, level: int = 1, number: int = 0) -> str:
    style = f"mso-list:l{number} level{level} lfo1"
    return (
        f"<p class=MsoListParagraph style='{style}'><![if !supportLists]><span style='mso-list:Ignore'>"
        f"{marker}<span>&nbsp;</span></span><![endif]>{words}</p>"
    )


def test_a_word_document_keeps_its_structure_and_loses_its_clothes(page: Page) -> None:
    got = paste(page, html=(SAMPLES / "word15_clipboard.html").read_text(encoding="utf-8"))
    assert got == (
        "<h2>一、工作目标</h2>"
        "<p>到2013年底，<strong>渣土</strong>运输车辆全部安装定位装置，密闭率达到<u>98%</u>。城区内不得<em>遗撒</em>。</p>"
        '<ol><li>第一项<ol type="a"><li>第一项之甲</li><li>第一项之乙</li></ol></li><li>第二项</li></ol>'
        "<ul><li>巡查</li><li>清运</li></ul>"
        "<h4>检查安排</h4>"
        "<p>（一）逐级落实责任。</p>"
        '<table><tbody><tr><th rowspan="2" scope="col">中队</th>'
        '<th colspan="2" scope="col">检查次数</th></tr>'
        "<tr><td>上半年</td><td>下半年</td></tr><tr><td>一中队</td><td>12</td><td>15</td></tr></tbody></table>"
        '<p class="right">二〇一二年三月一日</p>'
    )
    assert not re.search(r"mso|style=|<o:|\[if|Mso|font|&nbsp;|file:", got)


def test_a_picture_on_the_writers_disk_is_refused_with_a_sentence(page: Page) -> None:
    sample = (SAMPLES / "word15_clipboard.html").read_text(encoding="utf-8")
    paste(page, html=sample)
    message = page.locator(".editor-message")
    assert "file field" in message.inner_text()
    assert message.get_attribute("role") == "status"


ELSEWHERE = ["data:image/png;base64,iVBORw0KGgo=", "https://elsewhere.example/a.png", "blob:x"]


@pytest.mark.parametrize("source", ELSEWHERE)
def test_pictures_from_elsewhere_are_refused(page: Page, source: str) -> None:
    assert paste(page, html=f'<p>图如下<img src="{source}" alt="x"></p>') == "<p>图如下</p>"
    assert "file field" in page.locator(".editor-message").inner_text()


def test_a_screenshot_is_refused_and_the_text_stays(page: Page) -> None:
    paste(page, text="已有文字")
    page.evaluate(
        """() => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(4)], 'screen.png', {type: 'image/png'}));
        document.querySelector('.editor-text').dispatchEvent(
          new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert stored(page) == "<p>已有文字</p>"
    assert "file field" in page.locator(".editor-message").inner_text()


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (("1.", "2."), "<ol><li>甲</li><li>乙</li></ol>"),
        (("（3）", "（4）"), '<ol start="3"><li>甲</li><li>乙</li></ol>'),
        (("①", "②"), "<ol><li>甲</li><li>乙</li></ol>"),
        (("i.", "ii."), '<ol type="i"><li>甲</li><li>乙</li></ol>'),
        (("A.", "B."), '<ol type="A"><li>甲</li><li>乙</li></ol>'),
        (("·", "·"), "<ul><li>甲</li><li>乙</li></ul>"),
        # Numbers people quote are words, not decoration.
        (("一、", "二、"), "<p>一、甲</p><p>二、乙</p>"),
        (("第三条", "第四条"), "<p>第三条甲</p><p>第四条乙</p>"),
        (("2.1", "2.2"), "<p>2.1 甲</p><p>2.2 乙</p>"),
    ],
)
def test_painted_numbers(page: Page, markers: tuple[str, str], expected: str) -> None:
    assert paste(page, html=word(item(markers[0], "甲"), item(markers[1], "乙"))) == expected


def test_lists_nest_both_ways_and_go_on_after_a_paragraph(page: Page) -> None:
    got = paste(
        page,
        html=word(
            item("1.", "一级"),
            item("·", "二级", level=2),
            item("1)", "三级", level=3),
            item("·", "又二级", level=2),
            item("2.", "又一级"),
            "<p class=MsoNormal>说明</p>",
            item("3.", "接着"),
            item("·", "另一张", number=5),
        ),
    )
    assert got == (
        "<ol><li>一级<ul><li>二级<ol><li>三级</li></ol></li><li>又二级</li></ul></li><li>又一级</li></ol>"
        '<p>说明</p><ol start="3"><li>接着</li></ol><ul><li>另一张</li></ul>'
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h2>二级</h2>", "<h3>二级</h3>"),
        ("<h6>六级</h6>", "<h4>六级</h4>"),
        ("<p class=MsoHeading1>甲</p>", "<h2>甲</h2>"),
        ("<p class='标题1'>甲</p>", "<h2>甲</h2>"),
        ("<p class=MsoNormal style='mso-outline-level:2'>甲</p>", "<h3>甲</h3>"),
        ("<p class=MsoTitle>甲</p>", "<h2>甲</h2>"),
    ],
)
def test_word_headings_stand_below_the_page_title(page: Page, source: str, expected: str) -> None:
    assert paste(page, html=word(source)) == expected


def test_what_word_hides_is_not_published(page: Page) -> None:
    got = paste(
        page,
        html=word(
            "<p>留下<del>删去</del><span style='display:none;mso-hide:all'>隐藏</span><ins>添上</ins>",
            "<a href='#_ftn1'>[1]</a><span class=MsoCommentReference>批注</span></p>",
            "<p><a href='https://www.gov.cn/a?b=1'>链接</a>，<a href='javascript:alert(1)'>坏</a></p>",
        ),
    )
    assert got == '<p>留下添上[1]</p><p><a href="https://www.gov.cn/a?b=1">链接</a>，坏</p>'


def test_a_bold_first_row_heads_a_table_from_anywhere(page: Page) -> None:
    rows = "<tr><td><b>甲</b></td><td><b>乙</b></td></tr><tr><td>1</td><td>2</td></tr>"
    got = paste(page, html=f"<table>{rows}</table>")
    assert got == (
        '<table><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


def test_plain_text_keeps_its_numbers_and_loses_its_indent(page: Page) -> None:
    got = paste(page, text="1. 总则\n\n　　一、目的\n（一）依据")
    assert got == "<p>1. 总则</p><p>一、目的</p><p>（一）依据</p>"


def test_a_web_page_is_cleaned_too(page: Page) -> None:
    got = paste(
        page,
        html='<h1 class="big">题</h1><p style="text-align:center">　　'
        '<span style="font-weight:700;color:red">重</span>'
        '点</p><script>window.bad = 1</script><p onclick="x()">文<sub>2</sub></p>',
    )
    assert got == '<h2>题</h2><p class="center"><strong>重</strong>点</p><p>文<sub>2</sub></p>'


def test_what_was_stored_comes_back_the_same(scene: Stage) -> None:
    body = (
        '<h2>总则</h2><p>文字<a href="/d/1">链接</a><br>下一行</p><blockquote><p>引</p></blockquote><hr>'
        '<p><img src="/media/picture.svg" alt="图"></p><h5>细目</h5><pre>一\n  二</pre>'
        '<figure><img src="/media/picture.svg" alt="图"><figcaption>图一</figcaption></figure>'
        '<p>电话<a href="tel:12345">12345</a></p>'
        '<table><caption>表一</caption><thead><tr><th scope="col">甲</th><th scope="col">乙</th></tr></thead>'
        '<tbody><tr><th scope="row">丙</th><td>1</td></tr></tbody></table><p class="right">落款</p>'
    )
    page = scene.open(form(body=body.replace("<", "&lt;")))
    assert stored(page) == body
    page.locator(".editor-text p", has_text="落款").click()
    page.keyboard.press("End")
    page.keyboard.type("乙")
    assert stored(page) == body.replace("落款", "落款乙")
    scene.close(page)


def test_plain_text_from_a_page_without_script_becomes_paragraphs(scene: Stage) -> None:
    page = scene.open(form(body="第一段\n　　第二段 1 &lt; 2"))
    assert page.locator(".editor-text p").all_inner_texts() == ["第一段", "第二段 1 < 2"]
    page.locator(".editor-text").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("。")
    assert stored(page) == "<p>第一段</p><p>第二段 1 &lt; 2。</p>"
    scene.close(page)


def test_the_words_of_the_editor_come_from_the_page(scene: Stage) -> None:
    labels = as_json(bold="加粗", toolbar="格式", characters="{count} 字", imageRefused="请用附件栏")
    page = scene.open(form(editor_attributes=f'data-editor-labels="{labels}"'), lang="zh-Hans")
    assert page.get_by_role("toolbar", name="格式").get_by_role("button", name="加粗").count() == 1
    paste(page, html="<p>一二 三</p><img src='data:image/png;base64,AA=='>")
    assert page.locator(".editor-count").inner_text() == "3 字"
    assert page.locator(".editor-message").inner_text() == "请用附件栏"
    scene.close(page)
