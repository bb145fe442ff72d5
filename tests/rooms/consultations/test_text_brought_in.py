"""Is a Word file read as it stands, shown before it is taken, and refused with a sentence where it cannot be read?"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import consulting as stage
import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.consultations import reading_texts
from gongkai.consultations.models import Document
from gongkai.consultations.queries import texts
from gongkai.core.refusals import Invalid
from stages import on_stage, once_a_file

built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def here(made: Document) -> str:
    return f"/workspace/consultations/{made.pk}/text/bring/"


def word(*lines: str, change: Any = None) -> bytes:
    """A Word file with these paragraphs."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    if change is not None:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(content: bytes, name: str = "稿.docx", title: str = "") -> reading_texts.FileText:
    return reading_texts.read_file(io.BytesIO(content), name, title)


def file(content: bytes, name: str = "征求意见稿.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
def test_a_file_is_shown_first_and_taken_then(cast: Cast) -> None:
    made = stage.drafted(cast)
    before = {each.text: each.key for each in texts.provisions(texts.newest(made))}
    drafter = client_of(cast, "rule_drafter")
    lines = [f"{made.title}（征求意见稿）", *stage.TEXT]
    lines[-1] = "第九条 本办法自2027年1月1日起施行。"
    page = post(drafter, here(made), version=made.revision, file=file(word(*lines)))
    assert page.status_code == 200
    html = words_of(page)
    assert "2027年1月1日" in html
    assert page.context["count"] == len(stage.TEXT), "the title is no provision"
    assert len(page.context["numbers"]) == 1, "the file says nine where five comes"
    assert page.context["counts"], "what changes is counted"
    assert stage.now(made).revision == made.revision, "nothing is taken yet"
    given = {"version": made.revision, "text": page.context["text"], "do": "take"}
    assert post(drafter, here(made), **given).status_code == 302
    after = {each.text: each.key for each in texts.provisions(texts.newest(made))}
    assert {text: key for text, key in after.items() if text in before}.items() <= before.items()
    assert texts.newest(made).explanation, "the explanation stays"  # type: ignore[union-attr]


@pytest.mark.django_db
def test_pasted_text_is_read_again_when_it_is_mended(cast: Cast) -> None:
    made = stage.project(cast)
    drafter = client_of(cast, "rule_drafter")
    page = post(drafter, here(made), version=made.revision, text="没有条的话")
    assert page.context["faults"]
    page = post(drafter, here(made), version=made.revision, text="第一条 有了。", do="look")
    assert not page.context["faults"]
    assert not page.context["stands"]
    late = post(drafter, here(made), version=made.revision - 1, text="第一条 有了。", do="take")
    assert late.status_code == 409
    assert "第一条 有了。" in words_of(late)
    done = post(drafter, here(made), version=made.revision, text="第一条 有了。", do="take")
    assert done.status_code == 302
    again = post(drafter, here(made), version=stage.now(made).revision, text="第一条 有了。", do="look")
    assert again.context["same"]


def test_words_are_read_as_if_every_change_were_accepted() -> None:
    def tracked(made: Any) -> None:
        inserted = parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="甲"><w:r><w:t>新加的话。</w:t></w:r></w:ins>'
        )
        struck = parse_xml(
            f'<w:del {nsdecls("w")} w:id="2" w:author="甲"><w:r><w:delText>删去的话。</w:delText></w:r></w:del>'
        )
        made.paragraphs[0]._p.append(inserted)
        made.paragraphs[0]._p.append(struck)

    found = read(word("第一条 原有的话。", change=tracked))
    assert found.lines == ("第一条 原有的话。新加的话。",)
    assert found.notes, "that there are changes is told"


NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>"""


def test_numbers_that_word_counted_by_itself_are_read() -> None:
    def counted(made: Any) -> None:
        root = made.part.numbering_part.element
        root.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
        root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for paragraph, level in zip(made.paragraphs, (0, 1, 1, 0, 1), strict=True):
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = level
            numbering.get_or_add_numId().val = 77

    found = read(word("运输单位：", "有车；", "有制度。", "施行。", "细目。", change=counted))
    assert found.lines == (
        "第一条　运输单位：",
        "（一）　有车；",
        "（二）　有制度。",
        "第二条　施行。",
        "（一）　细目。",
    )


def test_tables_breaks_and_contents_are_read_as_lines() -> None:
    def furnished(made: Any) -> None:
        made.paragraphs[0].runs[0].add_break()
        made.paragraphs[0].add_run("第二行。")
        table = made.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "车型", "吨位"
        style = made.styles.add_style("toc 1", 1)
        made.add_paragraph("第一章 总则……1", style=style)

    found = read(word("第一条 第一行。", change=furnished))
    assert found.lines == ("第一条 第一行。", "第二行。", "车型 吨位")
    assert len(found.notes) == 1


def test_the_title_on_top_is_left_out_once() -> None:
    lines = ["《某某办法》（草案）", "第一条 甲。", "某某办法"]
    assert reading_texts.untitled(lines, "某某办法") == lines[1:]
    assert reading_texts.untitled(lines, "另一个") == lines
    assert reading_texts.untitled([], "某某办法") == []


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("[Content_Types].xml", "<Types/>")
        bundle.writestr("word/document.xml", b"0" * 400_000_000)
    return out.getvalue()


def _cut_off() -> bytes:
    return word("第一条 甲。")[:-400]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.docx"), (b"%PDF-1.7", "a.pdf"), ("第一条 甲。".encode(), "a.txt"), (b"PK\x03\x04", "a.docx"),
        ("第一条".encode(), "a.docx"),
    ],
)  # fmt: skip
def test_what_is_no_word_file_is_refused_with_a_sentence(cast: Cast, content: bytes, name: str) -> None:
    made = stage.project(cast)
    answer = post(
        client_of(cast, "rule_drafter"), here(made), version=1, file=file(content, name), text="第一条 甲。"
    )
    assert answer.status_code == 422
    html = words_of(answer)
    assert "error-summary-title" in html
    assert "第一条 甲。" in html, "what was pasted beside it stays"


@pytest.mark.parametrize("make", [_bomb, _cut_off])
def test_bombs_and_broken_files_are_refused(make: Any) -> None:
    with pytest.raises(Invalid):
        read(make())


@pytest.mark.django_db
def test_empty_huge_and_wordless_texts_are_answered(cast: Cast) -> None:
    made = stage.project(cast)
    drafter = client_of(cast, "rule_drafter")
    assert post(drafter, here(made), version=1).status_code == 422
    assert post(drafter, here(made), version=1, text=" \n\x00").status_code == 422
    page = post(drafter, here(made), version=1, file=file(word()))
    assert page.status_code == 200
    assert page.context["count"] == 0
    assert 'value="take"' not in words_of(page)
    many = "\n".join(f"第{at}条 甲。" for at in range(1, 2102))
    page = post(drafter, here(made), version=made.revision, text=many, do="take")
    assert page.status_code == 422
    assert "第2101条 甲。" in words_of(page)
    with pytest.raises(Invalid):
        read(word(*["甲"] * (reading_texts.MOST_LINES + 1)))


def test_the_marks_of_word_are_known_by_their_names() -> None:
    assert qn("w:del").endswith("}del")
