"""Papers to black out: PDFs with a secret in every place a PDF can hold one."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
import typst
from PIL import Image
from pypdf.actions import JavaScript
from pypdf.annotations import FreeText
from pypdf.annotations import Text as Note
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

FONTS = Path(__file__).parents[2] / "src" / "gongkai" / "core" / "fonts"
NAME, CARD = "欧阳镕基", "110101199003078515"
#: What stands in the paper's corners, never to be found in a copy.
SECRETS = (
    "SECRETATTACHED",
    "SECRETNOTE",
    "SECRETFIELD",
    "SECRETLAYER",
    "SECRETAUTHOR",
    "SECRETMARK",
    "SECRETXMP",
)


@cache
def chinese(pages: int = 2) -> bytes:
    """A decision with a name and a number, some of them over a line's end, on each page."""
    words = f"经查，申请人{NAME}（身份证号 {CARD}）于2024年3月提出申请，报价为人民币38.6万元。"
    one = f"= 关于某某项目的答复\n{words * 8}\n"
    source = (
        '#set page(width: 595pt, height: 842pt)\n#set text(font: "Gongkai Song", lang: "zh", size: 12pt)\n'
        + "#pagebreak()\n".join([one] * pages)
    )
    made = typst.compile(source.encode(), format="pdf", font_paths=[str(FONTS)])
    assert isinstance(made, bytes)
    return made


def names(**values: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in values.items()})


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def stream(data: bytes, **values: object) -> StreamObject:
    made = StreamObject()
    made.set_data(data)
    for key, value in values.items():
        made[NameObject(f"/{key}")] = value  # type: ignore[assignment]
    return made


def drawn(
    content: bytes, media: Sequence[float] = (0, 0, 400, 300), *, crop: Sequence[float] = (), rotate: int = 0
) -> pypdf.PdfWriter:
    """One page with this content; /F1 is Helvetica."""
    pdf = pypdf.PdfWriter()
    page = pdf.add_blank_page(media[2] - media[0], media[3] - media[1])
    page[NameObject("/MediaBox")] = numbers(*media)
    if crop:
        page[NameObject("/CropBox")] = numbers(*crop)
    if rotate:
        page[NameObject("/Rotate")] = NumberObject(rotate)
    page[NameObject("/Contents")] = pdf._add_object(stream(content))
    font = pdf._add_object(names(Type="Font", Subtype="Type1", BaseFont="Helvetica"))
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    return pdf


def packed(pdf: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def laden() -> bytes:
    """A page with a secret as attachment, note, form field, hidden layer, metadata, bookmark, script and name."""
    content = (
        b"BT /F1 18 Tf 40 200 Td (Open words) Tj ET /OC /L BDC BT /F1 18 Tf 40 100 Td (SECRETLAYER) Tj ET EMC"
    )
    pdf = drawn(content)
    pdf.add_attachment("SECRETATTACHED.txt", b"SECRETATTACHED")
    pdf.add_annotation(0, Note(rect=(300, 250, 320, 270), text="SECRETNOTE", title_bar="SECRETNOTE"))
    pdf.add_annotation(0, FreeText(rect=(200, 20, 380, 40), text="SECRETNOTE"))
    pdf.add_metadata({"/Author": "SECRETAUTHOR", "/Title": "SECRETAUTHOR", "/Keywords": "SECRETAUTHOR"})
    pdf.xmp_metadata = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"  # type: ignore[assignment]
    pdf.add_outline_item(title="SECRETMARK", page_number=0)
    pdf.add_open_action(JavaScript("app.alert('SECRETMARK')"))
    pdf.add_named_destination("SECRETMARK", 0)
    _add_field(pdf)
    _add_layer(pdf)
    return packed(pdf)


def _add_field(pdf: pypdf.PdfWriter) -> None:
    look = stream(
        b"/Tx BMC BT /F1 14 Tf 2 4 Td (SECRETFIELD) Tj ET EMC",
        Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=numbers(0, 0, 180, 20),
        Resources=pdf.pages[0]["/Resources"],
    )  # fmt: skip
    field = names(Type="Annot", Subtype="Widget", FT="Tx")
    field[NameObject("/T")] = TextStringObject("holder")
    field[NameObject("/V")] = TextStringObject("SECRETFIELD")
    field[NameObject("/Rect")] = numbers(40, 150, 220, 170)
    field[NameObject("/F")] = NumberObject(4)
    field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): pdf._add_object(look)})
    reference = pdf._add_object(field)
    pdf.pages[0]["/Annots"].append(reference)  # type: ignore[attr-defined]
    pdf.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject([reference]),
            NameObject("/NeedAppearances"): BooleanObject(False),
        }
    )


def _add_layer(pdf: pypdf.PdfWriter) -> None:
    layer = names(Type="OCG")
    layer[NameObject("/Name")] = TextStringObject("SECRETLAYER")
    reference = pdf._add_object(layer)
    pdf.pages[0]["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/L"): reference})  # type: ignore[index]
    pdf.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([reference]),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([reference])}),
        }
    )


def everything_in(data: bytes) -> bytes:
    """The bytes of a PDF, and besides all its streams unpacked as far as they can be."""
    found = [data]
    reader = pypdf.PdfReader(io.BytesIO(data))
    for number in range(1, int(reader.trailer["/Size"])):  # type: ignore[call-overload]
        thing = reader.get_object(number)
        if isinstance(thing, StreamObject):
            try:
                found.append(zlib.decompress(thing._data))
            except zlib.error:
                found.append(thing._data)
        else:
            found.append(repr(thing).encode())
    return b"\n".join(found)


def spelled(word: str) -> list[bytes]:
    """The word in the encodings a PDF knows, also in hexadecimal."""
    plain = [word.encode(encoding) for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030")]
    return [
        *plain,
        *(each.hex().encode() for each in plain),
        *(each.hex().upper().encode() for each in plain),
    ]


def text_of(data: bytes) -> str:
    """What two programs can copy out of a PDF."""
    found = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    document = pypdfium2.PdfDocument(data)
    for page in document:
        sheet = page.get_textpage()
        found.append(sheet.get_text_range())
        sheet.close()
        page.close()
    document.close()
    return "".join(found)


def seen(data: bytes, page: int = 0, dpi: int = 100) -> Image.Image:
    """A page as a reader shows it."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    sheet = document[page]
    picture: Image.Image = sheet.render(scale=dpi / 72).to_pil().convert("RGB").copy()
    sheet.close()
    document.close()
    return picture
