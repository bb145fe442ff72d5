"""What of pasted or imported HTML is kept, and is it safe?"""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.richtext import clean, from_plain, lost_images
from gongkai.core.segment import search_words, words
from gongkai.domain.prose import plain_text, structure_findings


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("城市管理", "<p>城市管理</p>"),
        ("<h1>题</h1><h2>节</h2>", "<h2>题</h2><h3>节</h3>"),
        ("<h2>节</h2><h6>末</h6>", "<h2>节</h2><h5>末</h5>"),
        ("<p><b>粗</b><i>斜</i></p>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("<div>甲<section>乙</section>丙</div>", "<p>甲</p><p>乙</p><p>丙</p>"),
        ('<p style="text-indent:2em" class="MsoNormal" id="x"><span>文</span></p>', "<p>文</p>"),
        ("<p>　　缩进</p><p>&nbsp;&nbsp;缩进</p>", "<p>缩进</p><p>缩进</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p><p>　</p>", ""),
        ("<p>甲<br>　　乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p>甲<br><br>乙<br>丙</p>", "<p>甲</p><p>乙<br>丙</p>"),
        ("<p>城市\n管理</p>", "<p>城市管理</p>"),
        ("<strong><p>甲</p><p>乙</p></strong>", "<p><strong>甲</strong></p><p><strong>乙</strong></p>"),
        ("<h2><strong>题</strong></h2>", "<h2>题</h2>"),
        ("<ul><li><p>甲</p><ul><li>乙</li></ul></li></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("<li>散</li><li>项</li>", "<ul><li>散</li><li>项</li></ul>"),
        ('<ol start="3" type="a" class="x"><li>甲</li></ol>', '<ol start="3" type="a"><li>甲</li></ol>'),
        (
            (
                '<table border=1><tr><th scope="col" colspan="2">甲</th></tr>'
                "<tr><td><p>乙</p></td><td>&nbsp;</td></tr></table>"
            ),
            '<table><tbody><tr><th scope="col" colspan="2">甲</th></tr><tr><td>乙</td><td></td></tr></tbody></table>',
        ),
        ("<blockquote>引</blockquote><hr>", "<blockquote><p>引</p></blockquote><hr>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        (
            '<figure><img src="/files/1.png" alt="图"><figcaption>说明</figcaption></figure>',
            '<figure><img src="/files/1.png" alt="图"><figcaption>说明</figcaption></figure>',
        ),
        ('<p><a href="/x/" target="_blank" onclick="x()">甲</a></p>', '<p><a href="/x/">甲</a></p>'),
        ('<a href="#_ftn1">[1]</a>', "<p>[1]</p>"),
        ("<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp; c</p>"),
    ],
)
def test_the_structure_is_kept_and_the_looks_are_not(html: str, expected: str) -> None:
    assert clean(html) == expected


def test_word_lists_become_lists_and_official_numbering_stays_words() -> None:
    def item(level: int, marker: str, text: str) -> str:
        return (
            f"<p class=MsoListParagraph style='text-indent:-21pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>"
            f"<span lang=EN-US><span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span></span>"
            f"<![endif]>{text}</p>"
        )

    html = item(1, "1.", "甲") + item(2, "l", "乙") + item(1, "2.", "丙") + item(1, "一、", "丁")
    assert clean(html) == "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol><p>一、丁</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\nscript:alert(1)">x</a>',
        '<a href="/\\evil.example">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<img src="x" onerror="alert(1)">',
        '<svg onload="alert(1)"><a href="javascript:x">x</a></svg>',
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
        "<iframe src=/x></iframe><object data=x></object><form action=/x><input></form>",
        '<p style="background:url(javascript:x)">x</p><style>p{}</style><link rel=stylesheet href=x><base href=//e>',
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_nothing_that_acts_survives(html: str) -> None:
    assert not re.search(r"script|vbscript|data:|alert|onerror|style|iframe|object|form|base|\\", clean(html))


def test_images_come_only_from_this_site() -> None:
    html = (
        '<p>文<img src="https://e.example/a.png"><img src="//e.example/a.png"><img src="data:image/png;base64,AA">'
        '<img src="/\t/e.example/a.png"><img src="/files/a.png" alt="" width="20px" height="x"></p>'
    )
    assert clean(html) == '<p>文<img src="/files/a.png" alt="" width="20"></p>'
    assert lost_images(html) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "　　各单位：\n\n一、工作情况\n（一）领导\n内容。",
            "<p>各单位：</p><h2>一、工作情况</h2><h3>（一）领导</h3><p>内容。</p>",
        ),
        ("(一)强化领导,健全机制", "<h2>(一)强化领导,健全机制</h2>"),
        ("一、加强领导。各单位要落实", "<p>一、加强领导。各单位要落实</p>"),
        ("（一）负责渣土管理；", "<p>（一）负责渣土管理；</p>"),
        ("一、" + "长" * 40, "<p>一、" + "长" * 40 + "</p>"),
        (
            "第一章 总则\n第一条 为了。\n第一节 甲\n第二章 乙",
            "<h2>第一章 总则</h2><p>第一条 为了。</p><h3>第一节 甲</h3><h2>第二章 乙</h2>",
        ),
        ("a < b & c\r\nd", "<p>a &lt; b &amp; c</p><p>d</p>"),
        ("", ""),
    ],
)
def test_plain_text_gets_paragraphs_and_official_headings(text: str, expected: str) -> None:
    assert from_plain(text) == expected


TAGS = [
    "p",
    "h1",
    "h2",
    "h4",
    "h6",
    "div",
    "span",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "a",
    "ul",
    "ol",
    "li",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "blockquote",
    "pre",
    "code",
    "figure",
    "figcaption",
    "dl",
    "dd",
    "br",
    "hr",
    "img",
    "sup",
    "font",
    "script",
    "style",
    "svg",
    "math",
    "template",
    "title",
]
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
        st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
        st.sampled_from(
            [
                "<a href='/x/?a=1&b=2' title='\"<>'>",
                "<a href='https://e.example/'>",
                "<img src='/files/1.png' alt='a&b'>",
                "<ol start=2>",
                "<td colspan=3>",
                "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.</span>",
                "<p style='mso-list:l0 level3 lfo1'><span style='mso-list:Ignore'>·</span>",
                "<p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>（一）</span>",
                "<!-- x -->",
            ]
        ),
        st.text(alphabet="城市，。a1 \n\t\u3000\u00a0&<>\"'", max_size=8),
    ),
    max_size=30,
).map("".join)


@given(MARKUP)
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once


@given(st.text())
def test_no_text_makes_it_stumble(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert from_plain(from_plain(text)) is not None


@given(MARKUP)
def test_blocks_never_stand_beside_bare_words(html: str) -> None:
    assert not re.search(
        r"(?:^|</p>|</ul>|</table>)[^<\s]", re.sub(r"<(li|td|th|figure)\b.*?</\1>", "", clean(html))
    )
    assert "<p></p>" not in clean(html)


@given(st.lists(st.text(alphabet="城市管理a1，。&<", min_size=1, max_size=20), max_size=8))
def test_no_word_of_plain_text_is_lost(lines: list[str]) -> None:
    assert plain_text(from_plain("\n".join(lines))).split("\n") == (lines or [""])


@given(
    st.lists(
        st.sampled_from(["一、甲", "（一）乙", "第一章 丙", "第一节 丁", "正文。", "第一编 戊"]), min_size=1
    )
)
def test_headings_of_plain_text_skip_no_level(lines: list[str]) -> None:
    assert structure_findings(from_plain("\n".join(lines))) == ()


@given(st.text(alphabet="城市管理执法局廉政风险点abc12 ，。\n"))
def test_words_join_to_the_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_search_words_are_words() -> None:
    assert {"廉政", "风险", "渣土", "abc"} <= set(search_words("廉政风险点，渣土ABC"))
    assert search_words("") == []


@pytest.mark.parametrize(
    "bad", ["<div>" * 20000 + "x", "<ul><li>" * 10000 + "x", "<b>" * 20000, "a<br>" * 20000, "<" * 50000]
)
def test_hostile_text_is_cleaned_in_reasonable_time(bad: str) -> None:
    began = time.process_time()
    cleaned = clean(bad)
    assert time.process_time() - began < 5
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        '<p class="center">示例市城市管理局</p>',
        '<p style="text-align: center">示例市城市管理局</p>',
        '<p align="center">示例市城市管理局</p>',
        '<p class="center big red">示例市城市管理局</p>',
    ],
)
def test_titles_and_signatures_keep_their_alignment_and_nothing_else_of_their_looks(html: str) -> None:
    assert clean(html) == '<p class="center">示例市城市管理局</p>'


def test_alignment_in_a_cell_keeps_its_paragraph() -> None:
    cell = '<tr><td><p class="right">12</p></td></tr>'
    html = f"<table><thead><tr><th>金额</th></tr></thead><tbody>{cell}</tbody></table>"
    assert '<td><p class="right">12</p></td>' in clean(html)
