"""What are the parts of a text, and what keeps readers from following it?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import prose

TABLE = (
    "<table><caption>处罚统计</caption><thead><tr><th>类别</th><th>件数</th></tr></thead>"
    "<tbody><tr><td>占道经营</td><td>12</td></tr><tr><td>渣土运输</td><td></td></tr></tbody></table>"
)


def codes(html: str) -> list[tuple[str, str]]:
    return [(found.code, found.severity) for found in prose.structure_findings(html)]


def test_blocks_come_in_reading_order_with_kind_and_place() -> None:
    html = "<h2>一、总则</h2><p>第一<br>第二</p><ul><li>甲<ul><li>乙</li></ul></li></ul>"
    html += f"{TABLE}<blockquote><p>引</p></blockquote><hr>"
    found = [(block.kind, block.level, block.text) for block in prose.blocks(html)]
    assert found == [
        ("heading", 2, "一、总则"),
        ("paragraph", 0, "第一\n第二"),
        ("item", 1, "甲"),
        ("item", 2, "乙"),
        ("caption", 0, "处罚统计"),
        ("cell", 0, "类别"),
        ("cell", 0, "件数"),
        ("cell", 0, "占道经营"),
        ("cell", 0, "12"),
        ("cell", 0, "渣土运输"),
        ("cell", 0, ""),
        ("quote", 1, "引"),
        ("rule", 0, ""),
    ]
    last = [block for block in prose.blocks(html) if block.kind == "cell"][-1]
    assert last.path == "table 1, row 3, column 2"
    assert [block.header for block in prose.blocks(html) if block.kind == "cell"][:3] == [True, True, False]


def test_paragraphs_in_a_cell_are_lines_of_one_block() -> None:
    (cell,) = prose.blocks("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>")
    assert cell.text == "甲\n乙"


def test_a_table_in_plain_text_keeps_its_rows() -> None:
    assert prose.plain_text(TABLE) == "处罚统计\n类别\t件数\n占道经营\t12\n渣土运输\t"


def test_a_source_line_break_between_han_characters_is_no_blank() -> None:
    assert prose.plain_text("<p>城市\n  管理 law\nenforcement</p>") == "城市管理 law enforcement"


def test_links_and_images_are_listed_with_their_words() -> None:
    html = '<p><a href="/a/">办事<strong>指南</strong></a><a href="/b/"><img src="/1.png" alt="地图"></a></p>'
    assert prose.links(html) == (prose.Link("/a/", "办事指南"), prose.Link("/b/", "地图"))
    assert prose.images(html) == (prose.Image("/1.png", "地图"),)
    assert prose.blocks(html)[0].targets == ("/a/", "/b/")
    assert prose.blocks(html)[1] == prose.Block("image", 0, "地图", "image 1", targets=("/1.png",))


def test_the_outline_is_the_headings() -> None:
    assert [h.text for h in prose.outline("<h2>一</h2><p>文</p><h3>（一）</h3><h3></h3>")] == ["一", "（一）"]


@pytest.mark.parametrize(
    ("html", "length", "expected"),
    [
        ("<h2>题</h2><p>短文。</p>", 20, "短文。"),
        ("<h2>只有标题</h2>", 20, "只有标题"),
        ("<p>第一句话说完了。第二句话没有说完就到头了</p>", 14, "第一句话说完了。"),
        ("<p>没有句号的一段话，到这里有个逗号，再往后</p>", 19, "没有句号的一段话，到这里有个逗号…"),
        ("<p>一二三四五六七八九十</p>", 6, "一二三四五…"),
        ("<p>全年共处理投诉123456件</p>", 10, "全年共处理投诉…"),
        ("", 10, ""),
    ],
)
def test_the_excerpt_ends_where_a_reader_would_pause(html: str, length: int, expected: str) -> None:
    assert prose.excerpt(html, length) == expected


def test_a_sound_text_has_no_findings() -> None:
    html = '<h2>一</h2><p>见<a href="/x/">渣土管理办法</a></p><h3>（一）</h3><p><img src="/a" alt="执法现场"></p>'
    html += TABLE
    assert codes(html) == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", [("body.empty", "refuse")]),
        ("<p> &nbsp; </p>", [("body.empty", "refuse")]),
        ("<h2>一</h2><h4>1.</h4>", [("heading.skipped", "refuse")]),
        ("<h3>一</h3>", [("heading.skipped", "refuse")]),
        ("<h2>一</h2><h3>二</h3><h2>三</h2>", []),
        ("<p>文</p><h2></h2>", [("heading.empty", "refuse")]),
        ("<p><strong>一、工作情况</strong></p><p>文</p>", [("heading.bold", "note")]),
        ("<p><strong>特此通知。</strong></p>", []),
        ("<p><strong>注意</strong>事项</p>", []),
        ('<p><img src="/a.png"></p>', [("image.no_alternative", "refuse")]),
        ('<p>文<img src="/a.png" alt=" "></p>', [("image.no_alternative", "refuse")]),
        ('<p><img src="/a.png" alt="image1.png"></p>', [("image.alternative_says_nothing", "reason")]),
        ('<p><img src="/a.png" alt="图片2"></p>', [("image.alternative_says_nothing", "reason")]),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", [("table.no_header", "refuse")]),
        ("<table><tr><th></th><td>乙</td></tr></table>", [("table.no_header", "refuse")]),
        (
            "<table><tr><th>甲</th><td><table><tr><th>乙</th></tr></table></td></tr></table>",
            [("table.nested", "refuse")],
        ),
        ('<p><a href="/a/">点击这里</a>看</p>', [("link.says_nothing", "note")]),
        ('<p><a href="/a/">【详情】>></a>看</p>', [("link.says_nothing", "note")]),
        ('<p>看<a href="/a/"></a></p>', [("link.empty", "refuse")]),
    ],
)
def test_what_hinders_readers_is_found(html: str, expected: list[tuple[str, str]]) -> None:
    assert codes(html) == expected


def test_a_finding_quotes_its_place() -> None:
    (found,) = prose.structure_findings("<h2>一</h2><h4>特别长的标题</h4>")
    assert found.where == "特别长的标题"
    assert "特别长的标题" in str(found.message)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<h2>",
            "</h2>",
            "<h4>",
            "</h4>",
            "<ul>",
            "</ul>",
            "<li>",
            "</li>",
            "<table>",
            "</table>",
            "<tr>",
            "</tr>",
            "<td>",
            "</td>",
            "<th>",
            "</th>",
            "<br>",
            "<hr>",
            "<strong>",
            "</strong>",
            "<a href='/x'>",
            "</a>",
            "<blockquote>",
            "</blockquote>",
            "<pre>",
            "</pre>",
            "<img>",
            "<caption>",
            "</caption>",
            "<!--",
            "<![",
            "</",
            "&",
            "&amp;",
            "城市",
            "管理",
            "。",
            "\n",
        ]
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
def test_no_markup_makes_it_stumble(html: str) -> None:
    prose.structure_findings(html)
    assert all(block.text == block.text.strip() for block in prose.blocks(html))


@given(st.lists(st.text(alphabet="城市管理执法0a，。 ", max_size=30), max_size=12), st.integers(2, 60))
def test_an_excerpt_is_never_too_long_and_begins_as_the_text(lines: list[str], length: int) -> None:
    html = "".join(f"<p>{line}</p>" for line in lines)
    short = prose.excerpt(html, length)
    assert len(short) <= length
    whole = " ".join(prose.plain_text(html).split())
    assert whole.startswith(short.removesuffix("…"))


@given(st.lists(st.text(alphabet="城市管理执法0a，。&<", min_size=1, max_size=20), max_size=12))
def test_no_word_is_lost_or_invented(lines: list[str]) -> None:
    html = "".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in lines)
    assert prose.plain_text(html).split("\n") == (lines or [""])


def test_a_long_text_is_read_quickly() -> None:
    html = "<h2>一</h2>" + "<p>城市管理<strong>执法</strong>监督检查。</p>" * 5000
    began = time.perf_counter()
    prose.structure_findings(html)
    assert time.perf_counter() - began < 5
