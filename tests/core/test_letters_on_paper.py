"""Is every kind of letter a sound PDF and a sound Word document in the official layout?"""

from __future__ import annotations

import io
import re
from datetime import date

import pypdfium2
import pytest
from django.db import transaction
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from core.letter_stage import CLERK, DAY, Office, issued, kind_of
from gongkai.core import clock, letters
from gongkai.core.paper import layout
from gongkai.core.paper.docx import docx
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from gongkai.domain import letters as law

MM = 72 / 25.4


def text_of(data: bytes) -> str:
    return re.sub(
        r"[\s\u200b]", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    )


def words_of(data: bytes) -> str:
    return "".join(p.text for p in Document(io.BytesIO(data)).paragraphs)


def place(data: bytes, words: str, *, first: bool = False) -> tuple[float, float, float, float]:
    """Where ``words`` stand on page one, the last time: left, bottom, right, top in mm from its lower left corner."""
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    every = "".join(text.get_text_range(i, 1) for i in range(text.count_chars()))
    at = every.index(words) if first else every.rindex(words)
    boxes = [text.get_charbox(at + i) for i in range(len(words))]
    return (
        min(box[0] for box in boxes) / MM,
        min(box[1] for box in boxes) / MM,
        max(box[2] for box in boxes) / MM,
        max(box[3] for box in boxes) / MM,
    )


def draft(kind: law.LetterKind) -> letters.LetterDraft:
    return letters.preview(
        agency=Office(),
        kind=kind.key,
        values=law.examples(kind),
        on=DAY,
        outcome_group=kind.groups[0] if kind.groups else "",
        addressee="王小明",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("kind", law.kinds(), ids=lambda kind: kind.key)
def test_every_kind_is_set_as_pdf_and_as_word(kind: law.LetterKind) -> None:
    made = draft(kind)
    sheet = letters.sheet_of_draft(made)
    as_pdf, as_word = pdf(sheet), docx(sheet)
    reader = PdfReader(io.BytesIO(as_pdf))
    root = reader.trailer["/Root"]
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert 1 <= len(reader.pages) <= 2
    paper, word = text_of(as_pdf), re.sub(r"\s", "", words_of(as_word))
    for said in (*made.content.paragraphs, *made.remedies.splitlines()):
        plain = re.sub(r"\s", "", said)
        assert plain in word
        # A page may end within a paragraph, where its number comes between.
        assert plain in paper or plain in re.sub(r"—\d—", "", paper)
    assert "王小明：" in paper
    assert bool(made.remedies) is kind.needs_remedies


@pytest.mark.django_db
def test_an_issued_letter_is_read_again_on_paper() -> None:
    letter = issued()
    text = text_of(letters.pdf(letter))
    for said in (
        "示例市城市管理局",
        "示城管公开〔2026〕1号",
        "政府信息公开申请答复书",
        "王小明：",
        "2026年3月5日",
    ):
        assert said in text
    assert "示城管公开〔2026〕1号" in words_of(letters.docx(letter))
    assert "演示数据" in text_of(letters.pdf(letter, demonstration=True))


@pytest.mark.django_db
def test_it_is_laid_out_as_a_letter() -> None:
    """GB/T 9704-2012, 10.1: agency 30 mm from the top, number at the right below it, no number on the first page."""
    data = pdf(letters.sheet_of_draft(draft(kind_of("withdrawal_acknowledgement"))))
    agency, number = place(data, "示例市城市管理局", first=True), place(data, "示城管公开〔2026〕×号")
    title = place(data, "撤回政府信息公开申请确认书")
    assert 297 - agency[3] == pytest.approx(30, abs=1.5)
    assert (agency[0] + agency[2]) / 2 == pytest.approx(28 + 156 / 2, abs=1)
    assert number[2] == pytest.approx(210 - 26, abs=1)
    assert agency[1] > number[3] > title[3]
    assert "—1—" not in text_of(data)


@pytest.mark.django_db
def test_word_has_the_head_of_a_letter_on_its_first_page_only() -> None:
    letter = issued()
    section = Document(io.BytesIO(letters.docx(letter))).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == "示例市城市管理局"
    assert round(section.header_distance / Mm(1)) == 30
    assert round(section.footer_distance / Mm(1)) == 20
    lines = [p for part in (section.first_page_header, section.first_page_footer) for p in part.paragraphs]
    borders = [line._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")) for line in lines]
    assert [border.get(qn("w:sz")) for border in borders] == ["18", "6", "6", "18"]
    assert section.header.paragraphs[0].text == ""
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.footer._element.xml


@pytest.mark.django_db
def test_word_keeps_the_last_words_with_the_signature() -> None:
    paragraphs = Document(io.BytesIO(letters.docx(issued()))).paragraphs
    texts = [p.text for p in paragraphs]
    agency = texts.index("示例市城市管理局")
    assert texts[agency + 1] == "2026年3月5日"
    assert texts[agency - 2 : agency] == ["", ""]  # the seal's place
    assert all(p.paragraph_format.keep_with_next for p in paragraphs[agency - 3 : agency + 2])


def test_a_seal_of_42_mm_finds_its_place() -> None:
    """7.3.5.1: its top within a line of the text, agency and date under its middle, and paper below for the rest."""
    sheet = Sheet(
        "函",
        issuer="示例市城市管理局",
        date_line="2026年3月5日",
        blocks=(Paragraph((Run("正文末行"),)),),
        masthead="示例市城市管理局",
        letter=True,
        seal=True,
    )
    data = pdf(sheet)
    text_bottom = place(data, "正文末行")[1]
    agency, day = place(data, "示例市城市管理局"), place(data, "2026年3月5日")
    assert (agency[0] + agency[2]) / 2 == pytest.approx((day[0] + day[2]) / 2, abs=1.0)
    middle = (agency[3] + day[1]) / 2
    line = layout.LINE_PITCH / MM
    seal_top = middle + 3.5 + 21  # the seal's middle a little above agency and date
    assert 0 <= text_bottom - seal_top <= line
    assert day[1] - (middle + 3.5 - 21) <= line
    assert day[2] <= 210 - 26 - 4 * layout.SIZE_BODY / MM + 0.5


@pytest.mark.parametrize("lines", range(8, 22))
@pytest.mark.parametrize("attached", [(), ("名单",)])
def test_a_signature_never_stands_on_a_page_without_text(lines: int, attached: tuple[str, ...]) -> None:
    body = tuple(Paragraph((Run(f"第{n}段"),)) for n in range(lines))
    sheet = Sheet(
        "函",
        issuer="示例市城市管理局",
        date_line="2026年3月5日",
        blocks=body,
        attachments_note=attached,
        masthead="示例市城市管理局",
        letter=True,
        seal=True,
    )
    pages = PdfReader(io.BytesIO(pdf(sheet))).pages
    last = re.sub(r"\s", "", pages[-1].extract_text())
    assert f"第{lines - 1}段" in last
    assert "2026年3月5日" in last


def test_a_paragraph_longer_than_a_page_is_set_all_the_same() -> None:
    sheet = Sheet(
        "函", issuer="某局", date_line="2026年3月5日", blocks=(Paragraph((Run("长" * 3000),)),), seal=True
    )
    pages = PdfReader(io.BytesIO(pdf(sheet))).pages
    assert len(pages) > 4
    assert "2026年3月5日" in pages[-1].extract_text()
    assert sum(page.extract_text().count("长") for page in pages) == 3000


@pytest.mark.django_db
def test_the_receipt_of_service_is_a_form_or_says_what_was_recorded() -> None:
    letter = issued()
    blank = letters.receipt_sheet(letter)
    text = text_of(pdf(blank))
    for row in (
        "受送达人王小明",
        "示城管公开〔2026〕1号",
        "□直接送达",
        "□公告送达",
        "签收人签名或者盖章",
        "见证人",
    ):
        assert row in text
    assert len(PdfReader(io.BytesIO(pdf(blank))).pages) == 1
    with clock.travel_to(date(2026, 3, 10)), transaction.atomic():
        service = letters.record_service(
            letter=letter,
            way="post",
            served_on=date(2026, 3, 9),
            evidence="回执上有本人签名",
            tracking_number="XA1",
            recipient="本人",
            actor=CLERK,
        )
    filled = text_of(pdf(letters.receipt_sheet(letter, service)))
    for said in ("邮寄送达", "2026年3月9日", "邮件编号：XA1", "回执上有本人签名"):
        assert said in filled
    assert "□" not in filled
    assert docx(letters.receipt_sheet(letter, service))


@pytest.mark.django_db
def test_an_erased_letter_is_shown_without_what_is_personal() -> None:
    letter = issued()
    letters.erase(letter)
    text = text_of(letters.pdf(letter))
    assert "王小明" not in text
    assert "删除" in text
    assert letter.number in text
