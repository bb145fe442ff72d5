"""Is the PDF accessible, laid out as GB/T 9704 wants, and true to the text?"""

from __future__ import annotations

import io
import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import typst
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from pypdf import PdfReader

from gongkai.core.paper import layout
from gongkai.core.paper.blocks import Cell, Heading, Image, PageBreak, Paragraph, Rule, Run, Table
from gongkai.core.paper.fonts import SHIPPED, Fonts, faces_for, find, fonts
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError, Sheet, blocks_from_html

NASTY = r'#panic() $x$ *b* _i_ @ref \ <label> `raw` // c /* d */ [e] {f} = g "h" https://x.cn/ ~ -- '


@pytest.fixture(scope="module")
def own() -> Fonts:
    """Only the fonts we ship: a machine without any."""
    return find((), system=False)


def png(width: int = 40, height: int = 20) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (width, height), (20, 90, 160)).save(out, "PNG")
    return out.getvalue()


def text_of(data: bytes) -> str:
    """The text of all pages without spaces, line breaks and zero-width marks."""
    return re.sub(
        r"[\s\u200b]", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    )


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def lines(data: bytes, page: int) -> list[list[tuple[str, float, float, float, float]]]:
    """Characters of a page with their boxes (left, bottom, right, top in points), line by line, downwards."""
    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    rows: dict[int, list[tuple[str, float, float, float, float]]] = {}
    for i in range(text.count_chars()):
        sign = text.get_text_range(i, 1)
        if sign.strip():
            left, bottom, right, top = text.get_charbox(i, loose=True)
            rows.setdefault(round(bottom), []).append((sign, left, bottom, right, top))
    return [rows[y] for y in sorted(rows, reverse=True)]


def full() -> Sheet:
    return Sheet(
        title="某市城市管理局关于进一步加强建筑垃圾运输管理工作的通知",
        issuer="某市城市管理局",
        document_number="×城管〔2026〕12号",
        date_line="2026年3月5日",
        addressee="局属各单位：",
        blocks=blocks_from_html("<h2>一、总体要求</h2><p>渣土运输应当<strong>密闭</strong>。</p>"),
        metadata=(("索引号", "003012345/202603-00012"), ("发布机构", "某市城市管理局"), ("有效性", "有效")),
        attachments_note=("申请表", "技术要求"),
        notice="演示数据",
    )


def test_the_text_comes_back_and_in_order(own: Fonts) -> None:
    text = text_of(pdf(full(), using=own))
    parts = [
        "演示数据",
        "索引号：003012345/202603-00012",
        "有效",
        full().title,
        "×城管〔2026〕12号",
        "局属各单位：",
    ]
    parts += [
        "一、总体要求",
        "渣土运输应当密闭。",
        "附件：1.申请表",
        "2.技术要求",
        "某市城市管理局",
        "2026年3月5日",
    ]
    places = [text.rfind(p) if p == "某市城市管理局" else text.find(p) for p in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_it_is_tagged_and_says_title_language_and_issuer(own: Fonts) -> None:
    reader = PdfReader(io.BytesIO(pdf(full(), using=own)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title == full().title
    assert reader.metadata.author == "某市城市管理局"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert {"/H1", "/P"} <= tags(root["/StructTreeRoot"])


def tags(element: Any) -> set[str]:
    found: set[str] = set()
    waiting = [element]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found.add(str(node.get("/S")))
            if "/K" in node:
                waiting.append(node["/K"])
    return found


def test_the_page_is_a4_with_22_lines_of_28_characters(own: Fonts) -> None:
    data = pdf(Sheet("满页", blocks=(paragraph("公" * 28 * 60),)), using=own)
    page = PdfReader(io.BytesIO(data)).pages[1]
    assert [round(float(x) * 25.4 / 72) for x in page.mediabox] == [0, 0, 210, 297]
    *body, foot = lines(data, 1)
    assert [len(line) for line in body] == [28] * 22
    signs = [sign for line in body for sign in line]
    mm = 25.4 / 72
    assert min(s[1] for s in signs) * mm == pytest.approx(28, abs=1)
    assert 210 - max(s[3] for s in signs) * mm == pytest.approx(26, abs=1)
    assert 297 - max(s[4] for s in signs) * mm == pytest.approx(37, abs=3)
    assert min(s[2] for s in signs) * mm > 35 - 3
    pitches = {round(above[0][2] - below[0][2], 1) for above, below in pairwise(body)}
    assert all(pitch == pytest.approx(layout.LINE_PITCH, abs=0.2) for pitch in pitches)
    assert "".join(s[0] for s in foot) == "—2—"


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(own: Fonts) -> None:
    data = pdf(Sheet("页码", blocks=(paragraph("一"), PageBreak(), paragraph("二"))), using=own)
    odd, even = lines(data, 0)[-1], lines(data, 1)[-1]
    assert odd[0][1] > 420
    assert even[0][1] == pytest.approx(28 * 72 / 25.4 + 14, abs=3)


def test_a_long_table_goes_over_pages_with_its_header(own: Fonts) -> None:
    rows = "".join(f"<tr><td>{i}</td><td>事项{i}</td></tr>" for i in range(200))
    body = (
        f"<table><caption>清单</caption><thead><tr><th>序号</th><th>事项名称</th></tr></thead>{rows}</table>"
    )
    pages = PdfReader(io.BytesIO(pdf(Sheet("表", blocks=blocks_from_html(body)), using=own))).pages
    assert len(pages) > 3
    assert all("事项名称" in page.extract_text() for page in pages)
    assert "事项199" in pages[-1].extract_text().replace(" ", "")


def test_the_text_is_never_read_as_markup(own: Fonts) -> None:
    nasty = Sheet(
        NASTY,
        issuer=NASTY,
        document_number=NASTY,
        date_line=NASTY,
        addressee=NASTY,
        blocks=(
            Heading(3, (Run(NASTY),)),
            Paragraph((Run(NASTY, bold=True, italic=True, link="https://x.cn/" + NASTY),)),
            Table(((Cell((paragraph(NASTY),), header=True),), (Cell((paragraph(NASTY),)),)), caption=NASTY),
            Image(alt=NASTY, data=png(), caption=NASTY),
        ),
        metadata=((NASTY, NASTY),),
        attachments_note=(NASTY,),
        serial=NASTY,
        notice=NASTY,
        masthead=NASTY,
    )
    text = text_of(pdf(nasty, using=own))
    assert text.count(re.sub(r"\s", "", "#panic() $x$ *b* _i_ @ref")) >= 10


def test_long_words_stay_on_the_page(own: Fonts) -> None:
    word = "https://example.org/" + "x" * 300
    rows = ((Cell((paragraph(word),)), Cell((paragraph("短"),)), Cell((paragraph(word),))),)
    data = pdf(Sheet("长", blocks=(paragraph(word), Table(rows))), using=own)
    right = max(
        sign[3]
        for n in range(len(PdfReader(io.BytesIO(data)).pages))
        for line in lines(data, n)
        for sign in line
    )
    assert right <= 595.3 - 26 * 72 / 25.4 + 2
    assert "x" * 300 in text_of(data)


def test_a_character_no_font_has_is_shown_as_a_mark(own: Fonts, caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(pdf(Sheet("罕见", blocks=(paragraph("甲\U0001f600乙ไ丙镕堃喆犇翀甪垚"),)), using=own))
    assert "乙〓丙镕堃喆犇翀甪垚" in text
    assert "No font has" in caplog.text


def test_headings_never_skip_a_level(own: Fonts) -> None:
    pdf(Sheet("级", blocks=tuple(Heading(level, (Run("标题"),)) for level in (4, 1, 3, 4, 2))), using=own)


def test_pictures_carry_their_text_and_nothing_is_fetched(own: Fonts) -> None:
    sheet = Sheet(
        "图",
        blocks=(
            Image(alt="路线图", source="/f/1.png", caption="图 1"),
            Image(source="/f/2.jpg", width=20_000),
            Image(alt="远处", source="https://example.org/x.png"),
            Image(alt="坏", source="/f/bad"),
        ),
    )
    wide = io.BytesIO()
    Pillow.new("L", (30, 3000)).save(wide, "JPEG")
    data = pdf(
        sheet, images={"/f/1.png": png(), "/f/2.jpg": wide.getvalue(), "/f/bad": b"no picture"}, using=own
    )
    assert "〔图片：远处〕" in text_of(data)
    assert "〔图片：坏〕" in text_of(data)
    assert "路线图".encode("utf-16-be") in data or b"/Alt" in data
    assert "/Figure" in tags(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def test_english_documents_are_in_english(own: Fonts) -> None:
    data = pdf(
        Sheet("Notice", language="en", blocks=(paragraph("It’s fine."),), attachments_note=("Form",)),
        using=own,
    )
    assert "Attachments:Form" in text_of(data)
    assert PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_an_empty_sheet_is_a_page(own: Fonts) -> None:
    data = pdf(Sheet("", blocks=(Rule(), Table(()), Paragraph(()), Heading(1, ()))), using=own)
    assert "无标题" in text_of(data)


def test_the_same_sheet_gives_the_same_bytes_in_threads(own: Fonts) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: pdf(full(), using=own), range(8)))
    assert len(made) == 1


def test_six_pages_take_less_than_a_second(own: Fonts) -> None:
    pdf(full(), using=own)
    begun = time.perf_counter()
    data = pdf(Sheet("快", blocks=(paragraph("速度" * 1700),)), using=own)
    assert time.perf_counter() - begun < 1
    assert len(PdfReader(io.BytesIO(data)).pages) >= 6


def test_without_any_chinese_font_the_refusal_is_a_sentence() -> None:
    with pytest.raises(PrintError, match="fonts-noto-cjk"):
        find((), system=False, shipped=False)


def test_the_offices_own_folder_comes_first(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "office.otf").write_bytes((SHIPPED / "GongkaiSong-Regular.otf").read_bytes())
    settings.GONGKAI_FONT_DIRS = [tmp_path, tmp_path / "missing"]
    assert {font.path for font in fonts().book.fonts()} >= {str(tmp_path / "office.otf")}


def test_a_missing_title_face_is_made_of_thicker_song(own: Fonts) -> None:
    assert own.faces["title"].stroke > 0
    assert own.faces["hei"].families == ("Gongkai Hei",)
    assert faces_for(own, "en")["body"].families[0] == "Libertinus Serif"


def test_a_broken_rule_costs_the_claim_not_the_download(own: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = typst.compile
    broken = typst.TypstError("", "")
    broken.message = "PDF/UA-1 error: something new"

    def strict(*args: Any, pdf_standards: list[str], **rest: Any) -> Any:
        if pdf_standards:
            raise broken
        return whole(*args, pdf_standards=pdf_standards, **rest)

    monkeypatch.setattr(typst, "compile", strict)
    data = pdf(full(), using=own)
    assert b"pdfuaid" not in data
    assert "/H1" in tags(PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_printed(own: Fonts, title: str, body: str) -> None:
    assert pdf(Sheet(title, blocks=(paragraph(body), *blocks_from_html(body))), using=own).startswith(
        b"%PDF-1.7"
    )
