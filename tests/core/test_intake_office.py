"""What in a Word, Excel or PowerPoint file would run, what would leak, and does a cleaned copy still say its
words?"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from PIL import Image

from gongkai.core.intake import Inspected, inspect, without_metadata
from gongkai.core.refusals import Invalid

LIMIT = 50 * 1024 * 1024
PERSON = "甄某某"
OFFICE = "某某市城管局秘书科"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def look(data: bytes, name: str) -> Inspected:
    return inspect(io.BytesIO(data), name, max_bytes=LIMIT)


def words(found: Inspected) -> str:
    return "\n".join(map(str, found.warnings))


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Invalid) as caught:
        look(data, name)
    return str(caught.value.reason)


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The package with one part rewritten."""
    return with_parts(data, {part: change(read(data, part)).encode()})


def read(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return bundle.read(part).decode()


def with_parts(data: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def letter() -> bytes:
    paper = docx.Document()
    paper.add_heading("关于规范渣土运输的通知", 1)
    paragraph = paper.add_paragraph("各执法大队:现将有关事项通知如下。")
    paper.core_properties.author = PERSON
    paper.core_properties.last_modified_by = PERSON
    paper.core_properties.comments = OFFICE
    photo = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = "zhen-artist"
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG", exif=exif)
    photo.seek(0)
    paper.add_picture(photo)
    paper.add_comment(paragraph.runs, text="这里要改", author=PERSON, initials="甄")
    out = io.BytesIO()
    paper.save(out)
    return changed(
        out.getvalue(),
        "word/document.xml",
        lambda xml: xml.replace(
            "</w:p>",
            f'<w:ins w:id="91" w:author="{PERSON}"><w:r><w:t>增补</w:t></w:r></w:ins>'
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r></w:p>",
            1,
        ),
    )


def book() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["项目", "数量"])
    sheet.append(["渣土车", 12])
    sheet["A2"].comment = Comment(f"{PERSON}:\n核对", PERSON)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    workbook.create_sheet("底稿").sheet_state = "hidden"
    workbook.create_sheet("名单").sheet_state = "veryHidden"
    workbook.properties.creator = PERSON
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def slides(show: str = "") -> bytes:
    """The smallest presentation our reader needs; python-pptx is not among the dependencies."""
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/ppt/p.xml" ContentType="{main}"/></Types>'
        )
        bundle.writestr("ppt/p.xml", "<p/>")
        bundle.writestr("ppt/slides/slide1.xml", f"<p:sld xmlns:p='p'{show}><t>开放日</t></p:sld>")
        bundle.writestr("ppt/notesSlides/notesSlide1.xml", "<notes/>")
        bundle.writestr("ppt/commentAuthors.xml", f'<l><cmAuthor id="0" name="{PERSON}" initials="甄"/></l>')
        bundle.writestr("ppt/comments/comment1.xml", '<cmLst><cm authorId="0"/></cmLst>')
    return out.getvalue()


def test_a_letter_shows_its_makers_and_warns_of_what_it_would_leak() -> None:
    found = look(letter(), "通知.docx")
    assert (found.kind, found.has_text) == ("docx", True)
    assert {(each.key, each.value) for each in found.metadata} >= {
        ("author", PERSON), ("last_modified_by", PERSON), ("description", OFFICE)
    }  # fmt: skip
    said = words(found)
    assert "Tracked changes are still in this file (1)" in said
    assert "Comments are still in this file (1)" in said
    assert "hidden text (1 places)" in said


def test_a_workbook_names_hidden_sheets_rows_columns_and_comments() -> None:
    said = words(look(book(), "台账.xlsx"))
    for each in ("do not list", "hidden sheets (1)", "filtered rows (1)", "hidden columns (1)", "Comments"):
        assert each in said.replace("does not list them", "do not list them"), each


def test_pivot_tables_linked_books_and_connections_are_named() -> None:
    data = with_parts(
        book(),
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>",
            "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
            "xl/connections.xml": b"<connections/>",
        },
    )
    said = words(look(data, "台账.xlsx"))
    for each in ("pivot tables", "other workbooks", "data source"):
        assert each in said, each


def test_slides_count_pages_and_name_notes_comments_and_hidden_ones() -> None:
    found = look(slides(' show="0"'), "开放日.pptx")
    assert (found.kind, found.pages, found.has_text) == ("pptx", 1, True)
    for each in ("hidden slides (1)", "speaker's notes (1)", "Comments are still in this file (1)"):
        assert each in words(found)


def test_a_clean_letter_has_no_warning() -> None:
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("公开")
    paper.save(out)
    assert look(out.getvalue(), "a.docx").warnings == ()


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/renamed/vbaData.xml": b"<a/>"},
        {"xl/macrosheets/sheet1.xml": b"<a/>"},
    ],
)
def test_macros_are_refused(parts: dict[str, bytes]) -> None:
    assert "macros" in refusal(with_parts(letter(), parts), "a.docx")


def test_macros_are_refused_when_only_their_type_gives_them_away() -> None:
    data = changed(
        letter(),
        "[Content_Types].xml",
        lambda xml: xml.replace(
            "</Types>",
            '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        ),
    )
    assert "macros" in refusal(data, "a.docx")


def test_a_macro_file_called_docx_is_refused() -> None:
    data = changed(letter(), "[Content_Types].xml", lambda xml: xml.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml"))  # fmt: skip
    assert "macros" in refusal(data, "a.docx")


def test_controls_programs_and_packages_are_refused() -> None:
    assert "ActiveX" in refusal(with_parts(letter(), {"word/activeX/activeX1.xml": b"<a/>"}), "a.docx")
    assert "ActiveX" in refusal(
        with_parts(letter(), {"word/embeddings/oleObject1.bin": b"MZ" + bytes(99)}), "a.docx"
    )
    macro = with_parts(book(), {"xl/vbaProject.bin": b"x"})
    assert "ActiveX" in refusal(with_parts(letter(), {"word/embeddings/b.xlsx": macro}), "a.docx")
    assert "embedded in this one (1)" in words(
        look(with_parts(letter(), {"word/embeddings/b.xlsx": book()}), "a.docx")
    )


def relation(kind: str, target: str) -> Callable[[str], str]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return lambda xml: xml.replace(
        "</Relationships>",
        f'<Relationship Id="rX" Type="{base}{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>",
    )


def test_remote_templates_and_objects_are_refused_links_are_not() -> None:
    rels = "word/_rels/document.xml.rels"
    assert "from somewhere else" in refusal(
        changed(letter(), rels, relation("attachedTemplate", "https://x.invalid/a.dotm")), "a.docx"
    )
    assert "from somewhere else" in refusal(
        changed(letter(), rels, relation("oleObject", "file:///C:/a.xls")), "a.docx"
    )
    assert "from elsewhere" in words(
        look(changed(letter(), rels, relation("image", "https://x.invalid/a.png")), "a.docx")
    )
    assert "template" in words(
        look(changed(letter(), rels, relation("attachedTemplate", "file:///C:/甄/a.dot")), "a.docx")
    )
    linked = look(changed(letter(), rels, relation("hyperlink", "https://www.gov.cn/")), "a.docx")
    assert linked.warnings == look(letter(), "a.docx").warnings


def test_commands_that_fetch_data_are_refused() -> None:
    field = (
        "".join(f"<w:r><w:instrText>{each}</w:instrText></w:r>" for each in (" DDE", "AUTO c:\\\\cmd "))
        + "</w:p>"
    )
    assert "runs a command" in refusal(
        changed(letter(), "word/document.xml", lambda xml: xml.replace("</w:p>", field, 1)), "a.docx"
    )
    link = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert "runs a command" in refusal(
        with_parts(book(), {"xl/externalLinks/externalLink1.xml": link}), "a.xlsx"
    )


def test_entity_bombs_are_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = changed(letter(), "word/document.xml", lambda xml: xml.replace("?>", "?>" + bomb, 1))
    assert "document type declaration" in refusal(data, "a.docx")


def unpacked(path: Path) -> bytes:
    """The raw bytes and every part unpacked."""
    with zipfile.ZipFile(path) as bundle:
        return path.read_bytes() + b"".join(name.encode() + bundle.read(name) for name in bundle.namelist())


def test_a_cleaned_letter_names_nobody_and_says_the_same(tmp_path: Path) -> None:
    before, after = tmp_path / "a.docx", tmp_path / "b.docx"
    theirs = relation("attachedTemplate", f"file:///C:/{PERSON}/a.dot")(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    )
    data = with_parts(letter(), {"word/_rels/settings.xml.rels": theirs.encode()})
    before.write_bytes(data)
    without_metadata(before, after, "docx")
    rest = unpacked(after)
    for trace in (PERSON.encode(), OFFICE.encode(), b"zhen-artist", PERSON.encode("utf-16-le")):
        assert trace not in rest
    texts = [[p.text for p in docx.Document(str(path)).paragraphs] for path in (before, after)]
    assert texts[0] == texts[1]
    assert len(docx.Document(str(after)).inline_shapes) == 1
    again = inspect(after, "b.docx", max_bytes=LIMIT)
    assert again.metadata == ()
    assert "Tracked changes" in words(again)  # content stays; only the names went


def test_a_cleaned_workbook_names_nobody_and_holds_the_same(tmp_path: Path) -> None:
    before, after = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    person = f'<list><person displayName="{PERSON}" id="{{1}}" userId="S::{PERSON}" providerId="AD"/></list>'
    before.write_bytes(with_parts(book(), {"xl/persons/person.xml": person.encode()}))
    without_metadata(before, after, "xlsx")
    assert PERSON.encode() not in unpacked(after)
    sheet = openpyxl.load_workbook(after).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["项目", "数量"], ["渣土车", 12]]


def test_cleaned_slides_name_nobody(tmp_path: Path) -> None:
    before, after = tmp_path / "a.pptx", tmp_path / "b.pptx"
    before.write_bytes(slides())
    without_metadata(before, after, "pptx")
    assert PERSON.encode() not in unpacked(after)
    assert re.search("开放日", unpacked(after).decode("utf-8", "replace"))


def test_what_cannot_be_cleaned_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"x")
    with pytest.raises(Invalid):
        without_metadata(path, tmp_path / "b.doc", "doc")
    with pytest.raises(Invalid):
        without_metadata(path, tmp_path / "b.docx", "docx")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.doc"]


def test_open_documents_and_ofd_are_known_and_their_macros_refused() -> None:
    def odt(**more: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as bundle:
            bundle.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            bundle.writestr("content.xml", "<office><p>公开</p><annotation>改</annotation></office>")
            bundle.writestr("meta.xml", f"<meta><initial-creator>{PERSON}</initial-creator></meta>")
            for name, data in more.items():
                bundle.writestr(name.replace("_", "/"), data)
        return out.getvalue()

    found = look(odt(), "a.odt")
    assert (found.kind, found.has_text, found.metadata[0].value) == ("odt", True, PERSON)
    assert "Comments" in words(found)
    assert "macros" in refusal(odt(Basic_Standard=b"x"), "a.odt")

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr(
            "OFD.xml",
            f"<OFD><DocBody><DocInfo><Author>{PERSON}</Author></DocInfo><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
        )
        bundle.writestr(
            "Doc_0/Document.xml", "<Document><Pages><Page ID='1'/><Page ID='2'/></Pages></Document>"
        )
        bundle.writestr("Doc_0/Pages/Page_0/Content.xml", "<Page><TextCode>公开</TextCode></Page>")
        bundle.writestr("Doc_0/Signs/Signatures.xml", "<Signatures/>")
    ofd = look(out.getvalue(), "通知.ofd")
    assert (ofd.kind, ofd.pages, ofd.has_text, ofd.content_type) == ("ofd", 2, True, "application/ofd")
    assert "seal" in words(ofd)
