"""Can a PDF be read by everybody, does it act on its own, and what is left of it after cleaning?"""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.annotations import Text as Note
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
    create_string_object,
)

from gongkai.core.intake import Inspected, inspect, without_metadata
from gongkai.core.refusals import Invalid

LIMIT = 60 * 1024 * 1024
PERSON = "Zhen Moumou"


def writer(words: str = "Open government 2024") -> pypdf.PdfWriter:
    """One page with a text layer, made without any font file."""
    pdf = pypdf.PdfWriter()
    page = pdf.add_blank_page(300, 200)
    content = StreamObject()
    content.set_data(f"BT /F1 18 Tf 20 100 Td ({words}) Tj ET".encode())
    page[NameObject("/Contents")] = pdf._add_object(content)
    font = DictionaryObject(
        {
            NameObject(k): NameObject(v)
            for k, v in (("/Type", "/Font"), ("/Subtype", "/Type1"), ("/BaseFont", "/Helvetica"))
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): pdf._add_object(font)})}
    )
    return pdf


def packed(pdf: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def look(data: bytes) -> Inspected:
    return inspect(io.BytesIO(data), "报告.pdf", max_bytes=LIMIT)


def words(found: Inspected) -> str:
    return "\n".join(map(str, found.warnings))


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        look(data)
    return str(caught.value.reason)


def test_a_pdf_shows_pages_makers_and_whether_it_can_be_read() -> None:
    pdf = writer()
    pdf.add_metadata(
        {"/Author": PERSON, "/Title": "Report", "/Creator": "Office", "/CreationDate": "D:20240105090000"}
    )
    found = look(packed(pdf))
    assert (found.kind, found.pages, found.has_text, found.needs_cleaning) == ("pdf", 1, True, False)
    assert {(each.key, each.value) for each in found.metadata} >= {
        ("author", PERSON), ("title", "Report"), ("created", "2024-01-05")
    }  # fmt: skip
    assert "not tagged" in words(found)


def scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(out, "PDF")
    return out.getvalue()


def test_a_scan_is_named_as_one() -> None:
    found = look(scan())
    assert found.has_text is False
    assert "scan without any text" in words(found)


def test_scanned_pages_among_others_are_counted() -> None:
    pdf = writer()
    pdf.append(io.BytesIO(scan()))
    assert "1 of the 2 pages are scans" in words(look(packed(pdf)))


def test_a_password_is_refused_a_restriction_is_named() -> None:
    pdf = writer()
    pdf.encrypt("secret", algorithm="AES-256")
    assert "password" in refusal(packed(pdf))
    pdf = writer()
    pdf.encrypt("", "owner", algorithm="AES-256")
    assert "forbids copying" in words(look(packed(pdf)))


def test_a_cut_off_or_broken_pdf_is_refused() -> None:
    data = packed(writer())
    assert "damaged" in refusal(data[: len(data) // 2])
    assert "damaged" in refusal(b"%PDF-1.7\nnothing here\n%%EOF")


def active() -> pypdf.PdfWriter:
    pdf = writer()
    pdf.add_metadata({"/Author": PERSON, "/Company": PERSON})
    pdf.add_attachment("secret.txt", f"by {PERSON}".encode())
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"app.alert('{PERSON}')"),
        }
    )
    names = pdf.root_object["/Names"].get_object()
    assert isinstance(names, DictionaryObject)
    names[NameObject("/JavaScript")] = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), pdf._add_object(script)])}
    )
    launch = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(PERSON)}
    )
    pdf.root_object[NameObject("/OpenAction")] = pdf._add_object(launch)
    xmp = StreamObject()
    xmp.set_data(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PERSON}</x:xmpmeta>".encode())
    pdf.root_object[NameObject("/Metadata")] = pdf._add_object(xmp)
    note = Note(rect=(10, 10, 30, 30), text="check this")
    note[NameObject("/T")] = create_string_object(PERSON)
    pdf.add_annotation(0, note)
    pdf.pages[0][NameObject("/PieceInfo")] = DictionaryObject(
        {NameObject("/Maker"): TextStringObject(PERSON)}
    )
    link = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject(),
            NameObject("/A"): DictionaryObject(
                {
                    NameObject("/S"): NameObject("/JavaScript"),
                    NameObject("/JS"): TextStringObject(f"x('{PERSON}')"),
                }
            ),
        }
    )
    pdf.add_annotation(0, link)
    return pdf


def test_scripts_starts_and_attached_files_must_be_cleaned_before_publication() -> None:
    found = look(packed(active()))
    assert found.needs_cleaning
    assert "acts on its own" in words(found)
    assert "attached inside" in words(found)
    assert "Comments are still in this PDF" in words(found)


def unpacked(data: bytes) -> bytes:
    """The raw bytes and every object with its stream decoded."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    rest = [data]
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        rest.append(repr(thing).encode())
        if isinstance(thing, StreamObject):
            rest.append(thing.get_data())
    return b"".join(rest)


def test_a_cleaned_pdf_names_nobody_acts_no_more_and_says_the_same(tmp_path: Path) -> None:
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(packed(active()))
    without_metadata(before, after, "pdf", title="Report 2024")
    rest = unpacked(after.read_bytes())
    for trace in (
        PERSON.encode(),
        PERSON.encode("utf-16-be"),
        b"/Launch",
        b"app.alert",
        b"secret.txt",
        b"pypdf",
    ):
        assert trace not in rest, trace
    assert pypdf.PdfReader(after).pages[0].extract_text() == "Open government 2024"
    found = inspect(after, "b.pdf", max_bytes=LIMIT)
    assert not found.needs_cleaning
    assert [(each.key, each.value) for each in found.metadata] == [("title", "Report 2024")]


def test_old_revisions_do_not_survive_cleaning(tmp_path: Path) -> None:
    first = packed(writer("Old words struck out"))
    update = pypdf.PdfWriter(io.BytesIO(first), incremental=True)
    content = update.pages[0]["/Contents"].get_object()
    assert isinstance(content, StreamObject)
    content.set_data(b"BT /F1 18 Tf 20 100 Td (New words) Tj ET")
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(packed(update))
    assert b"Old words" in before.read_bytes()
    without_metadata(before, after, "pdf")
    assert b"Old words" not in unpacked(after.read_bytes())
    assert pypdf.PdfReader(after).pages[0].extract_text() == "New words"


def test_links_that_only_lead_somewhere_stay(tmp_path: Path) -> None:
    pdf = writer()
    pdf.add_uri(0, "https://www.gov.cn/", (0, 0, 50, 50))
    before, after = tmp_path / "a.pdf", tmp_path / "b.pdf"
    before.write_bytes(packed(pdf))
    assert not inspect(before, "a.pdf", max_bytes=LIMIT).needs_cleaning
    without_metadata(before, after, "pdf")
    assert b"www.gov.cn" in unpacked(after.read_bytes())


def test_memory_stays_flat_for_a_large_file() -> None:
    """A 50 MB picture inside a PDF is hashed and looked at without being held."""
    import tracemalloc

    pdf = writer()
    bulk = StreamObject()
    bulk.set_data(b"\x7f" * (50 * 1024 * 1024))
    for key, value in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/ColorSpace", "/DeviceGray")):
        bulk[NameObject(key)] = NameObject(value)
    pdf.pages[0]["/Resources"][NameObject("/XObject")] = DictionaryObject(  # type: ignore[index]
        {NameObject("/Im1"): pdf._add_object(bulk)}
    )
    data = io.BytesIO(packed(pdf))
    tracemalloc.start()
    found = inspect(data, "大.pdf", max_bytes=LIMIT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.size > 50 * 1024 * 1024
    assert peak < 10 * 1024 * 1024
