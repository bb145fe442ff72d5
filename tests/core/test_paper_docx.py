"""Does the Word document have real styles, the official fonts and the layout of GB/T 9704?"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from gongkai.core.paper.blocks import Image, PageBreak, Paragraph, Rule, Run
from gongkai.core.paper.docx import docx
from gongkai.core.paper.sheet import Sheet, blocks_from_html

BODY = """<h2>一、总体要求</h2><h3>（一）源头</h3><p>渣土运输应当<strong>密闭</strong>，见<a href="https://x.cn/a">指南</a>。</p>
<ol><li>甲<ul><li>乙</li></ul></li></ol><ol><li>丙</li></ol><blockquote>引文</blockquote>
<table><caption>表 1</caption>
<thead><tr><th rowspan="2">单位</th><th colspan="2">数量</th></tr>
<tr><th>车</th><th>工地</th></tr></thead>
<tr><td rowspan="2">一大队</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>
<figure><img src="/f/1.png" alt="路线图"><figcaption>图 1</figcaption></figure>"""


def made(**changes: Any) -> Any:
    picture = io.BytesIO()
    Pillow.new("RGB", (40, 20)).save(picture, "PNG")
    fields: dict[str, Any] = {
        "title": "某市城市管理局关于渣土运输的通知",
        "issuer": "某市城市管理局",
        "document_number": "×城管〔2026〕12号",
        "date_line": "2026年3月5日",
        "addressee": "局属各单位：",
        "blocks": blocks_from_html(BODY),
        "metadata": (("索引号", "003"), ("发布机构", "某市城市管理局")),
        "attachments_note": ("申请表", "技术要求"),
        "notice": "演示数据",
    }
    return Document(io.BytesIO(docx(Sheet(**{**fields, **changes}), images={"/f/1.png": picture.getvalue()})))


def by_style(document: Any, name: str) -> list[Any]:
    return [p for p in document.paragraphs if p.style.name == name]


def test_the_page_is_that_of_the_standard() -> None:
    section = made().sections[0]
    size = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length / Mm(1)) for length in size] == [210, 297, 37, 28]
    assert round((section.page_width - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((section.page_height - section.top_margin - section.bottom_margin) / Mm(1)) == 225


def test_22_exact_lines_and_28_characters_fill_the_text_block() -> None:
    normal = made().styles["Normal"]
    assert 0 <= 225 * 72 / 25.4 - 22 * normal.paragraph_format.line_spacing.pt < 3
    drawn = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 0 <= 156 * 72 / 25.4 - 28 * (normal.font.size.pt + drawn) < 3


def test_styles_name_the_official_fonts_for_chinese() -> None:
    styles = made().styles
    fonts = {
        n: styles[n].element.rPr.rFonts.get(qn("w:eastAsia"))
        for n in ("Title", "Normal", "Heading 1", "Heading 2")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Normal": "仿宋_GB2312",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
    }
    assert (styles["Title"].font.size.pt, styles["Normal"].font.size.pt) == (22, 16)
    indent = styles["Body Text"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_the_content_carries_its_styles() -> None:
    document = made()
    assert by_style(document, "Title")[0].text.replace("\n", "") == "某市城市管理局关于渣土运输的通知"
    assert [p.text for p in by_style(document, "Heading 1")] == ["一、总体要求"]
    assert [p.text for p in by_style(document, "Heading 2")] == ["（一）源头"]
    assert by_style(document, "Body Text")[0].text == "渣土运输应当密闭，见指南。"
    assert [h.address for h in by_style(document, "Body Text")[0].hyperlinks] == ["https://x.cn/a"]
    assert [p.text for p in by_style(document, "List Number")] == ["甲", "丙"]
    assert [p.text for p in by_style(document, "List Bullet 2")] == ["乙"]
    assert [p.text for p in by_style(document, "Quote")] == ["引文"]
    assert [p.text for p in by_style(document, "Caption")] == ["表 1", "图 1"]
    texts = [p.text for p in document.paragraphs]
    assert texts[-2:] == ["某市城市管理局", "2026年3月5日"]
    assert "附件：1.申请表" in texts


def test_each_ordered_list_begins_again() -> None:
    first, second = by_style(made(), "List Number")
    numbers = [p._p.pPr.numPr.numId.val for p in (first, second)]
    assert numbers[0] != numbers[1]


def test_table_headers_repeat_and_spans_are_real() -> None:
    table = made().tables[1]
    rows = table._tbl.tr_lst
    assert [row.trPr.find(qn("w:tblHeader")) is not None for row in rows] == [True, True, False, False]
    assert [cell.text for cell in table.rows[0].cells] == ["单位", "数量", "数量"]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc
    assert table.cell(2, 0).text == table.cell(3, 0).text == "一大队"
    assert [cell.text for cell in table.rows[3].cells] == ["一大队", "3", "4"]


def test_pictures_have_alternative_text() -> None:
    (shape,) = made().inline_shapes
    assert shape._inline.docPr.get("descr") == "路线图"


def test_properties_say_title_language_and_issuer_and_nothing_of_the_template() -> None:
    properties = made().core_properties
    assert properties.title == "某市城市管理局关于渣土运输的通知"
    assert (properties.language, properties.author, properties.comments) == ("zh-CN", "某市城市管理局", "")
    assert properties.created is None


def test_page_numbers_stand_between_dashes_on_both_sides() -> None:
    document = made()
    assert document.settings.odd_and_even_pages_header_footer
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        assert footer.paragraphs[0].text.replace("1", "") == "—  —"
        assert "PAGE" in footer._element.xml


def test_substitutes_are_named_for_fonts_the_reader_lacks() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(Sheet("字体")))) as archive:
        table = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong' in table


def test_200_rows_are_quick_and_every_block_has_a_place() -> None:
    rows = "".join(f"<tr><td>{i}</td><td>事项{i}</td></tr>" for i in range(200))
    blocks = (*blocks_from_html(f"<table>{rows}</table>"), Rule(), PageBreak(), Image(alt="无"))
    document = made(blocks=blocks, masthead="某市城市管理局文件", serial="000001", language="en")
    assert len(document.tables[1].rows) == 200
    assert "[Image: 无]" in [p.text for p in document.paragraphs]


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_written(title: str, body: str) -> None:
    sheet = Sheet(title, issuer=body, blocks=(Paragraph((Run(body, link=title),)), *blocks_from_html(body)))
    assert Document(io.BytesIO(docx(sheet))).core_properties.title
