"""What becomes of a record's HTML on its way to paper?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.paper.blocks import Heading, Image, ListBlock, Paragraph, Rule, Run, Table, plain
from gongkai.core.paper.sheet import blocks_from_html


def only(html: str) -> object:
    (block,) = blocks_from_html(html)
    return block


def test_headings_h2_to_h5_are_levels_1_to_4() -> None:
    blocks = blocks_from_html("<h2>一</h2><h3>二</h3><h4>三</h4><h5>四</h5>")
    assert [(b.level, plain(b.runs)) for b in blocks if isinstance(b, Heading)] == [
        (1, "一"),
        (2, "二"),
        (3, "三"),
        (4, "四"),
    ]


def test_manners_and_links_are_kept_and_only_real_links() -> None:
    block = only("<p>甲<strong>乙</strong><em><u>丙</u></em>m<sup>2</sup>CO<sub>2</sub><s>丁</s></p>")
    assert isinstance(block, Paragraph)
    assert block.runs == (
        Run("甲"),
        Run("乙", bold=True),
        Run("丙", italic=True, underline=True),
        Run("m"),
        Run("2", sup=True),
        Run("CO"),
        Run("2", sub=True),
        Run("丁", strike=True),
    )
    links = blocks_from_html(
        '<p><a href="https://x.cn/a">好</a><a href="javascript:x">坏</a><a href="/内">内</a></p>'
    )
    assert isinstance(links[0], Paragraph)
    assert [(r.text, r.link) for r in links[0].runs] == [("好", "https://x.cn/a"), ("坏内", "")]


def test_typed_indents_go_and_source_line_breaks_leave_no_gap_between_chinese() -> None:
    block = only("<p>　　&nbsp;第一行\n    第二行 and\n English<br> 下一行 </p>")
    assert isinstance(block, Paragraph)
    assert plain(block.runs) == "第一行第二行 and English\n下一行"


def test_text_without_paragraph_and_nested_divs_are_paragraphs() -> None:
    blocks = blocks_from_html("甲<div>乙<div><p>丙</p></div></div><blockquote>丁</blockquote><hr>戊")
    assert [plain(b.runs) if isinstance(b, Paragraph) else "—" for b in blocks] == [
        "甲",
        "乙",
        "丙",
        "丁",
        "—",
        "戊",
    ]
    assert isinstance(blocks[3], Paragraph)
    assert blocks[3].quote
    assert isinstance(blocks[4], Rule)


def test_alignment_by_style_attribute_and_class() -> None:
    for html in (
        '<p style="text-align: center">甲</p>',
        '<p align="center">甲</p>',
        '<p class="ql-align-center">甲</p>',
    ):
        block = only(html)
        assert isinstance(block, Paragraph)
        assert block.align == "center"


def test_lists_nest_also_when_the_inner_list_stands_beside_its_item() -> None:
    for html in (
        "<ol start=3><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>",
        "<ol start=3><li>甲</li><ul><li>乙</li></ul><li>丙</li></ol>",
    ):
        block = only(html)
        assert isinstance(block, ListBlock)
        assert (block.ordered, block.start, len(block.items)) == (True, 3, 2)
        inner = block.items[0][1]
        assert isinstance(inner, ListBlock)
        assert not inner.ordered


def test_a_table_keeps_head_caption_and_spans() -> None:
    block = only(
        "<table><caption>表 1</caption><tbody><tr><td>a<td>b</tr></tbody>"
        "<thead><tr><th colspan=2 rowspan=x>头</thead></table>"
    )
    assert isinstance(block, Table)
    assert (block.caption, block.header_rows, len(block.rows)) == ("表 1", 1, 2)
    assert block.rows[0][0].header
    assert (block.rows[0][0].colspan, block.rows[0][0].rowspan) == (2, 1)
    assert [plain(c.blocks[0].runs) for c in block.rows[1] if isinstance(c.blocks[0], Paragraph)] == [
        "a",
        "b",
    ]


def test_a_figure_gives_its_caption_to_the_picture() -> None:
    block = only(
        '<figure><p><img src="/f/1.png" alt="路线" width="300px"></p><figcaption>图 1</figcaption></figure>'
    )
    assert block == Image(alt="路线", source="/f/1.png", width=300, caption="图 1")


def test_scripts_are_not_read() -> None:
    assert blocks_from_html("<script>alert(1)</script><style>p{}</style><p>甲</p>") == (
        Paragraph((Run("甲"),)),
    )


BLOCKS = "p h2 h3 h5 ul ol li table thead tbody tr td th caption blockquote hr figure figcaption div"
INLINE = "strong em u a img br span sub sup del script"
TAGS = st.sampled_from(f"{BLOCKS} {INLINE}".split(" "))
PIECES = st.one_of(
    st.text(max_size=12),
    TAGS.map(lambda t: f"<{t}>"),
    TAGS.map(lambda t: f"</{t}>"),
    st.tuples(
        TAGS,
        st.sampled_from(["href", "src", "alt", "colspan", "rowspan", "start", "style", "width"]),
        st.text(max_size=6),
    ).map(lambda a: f'<{a[0]} {a[1]}="{a[2]}">'),
    st.sampled_from(
        ["<![", "<!--", "<?x", "&#0;", "&#xD800;", "<![CDATA[", "<!doctype", "</", "&amp", "colspan=99999"]
    ),
)
HTML = st.lists(PIECES, max_size=40).map("".join)


@given(HTML)
def test_no_text_ever_raises(html: str) -> None:
    blocks_from_html(html)


def test_very_deep_nesting_is_read() -> None:
    assert "底" in str(blocks_from_html("<div><ul><li>" * 3000 + "底"))
