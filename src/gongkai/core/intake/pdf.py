"""Looking into PDF files: readable, unlocked, with a text layer, and nothing in it that acts on its own."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from gongkai.core.intake.archive import PASSWORD
from gongkai.core.intake.model import Findings, Meta, Source, damaged, meta, refused
from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text, say

# pypdf reports every oddity it mends; what matters to the sender is said in sentences below.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

PDFIUM = threading.Lock()  # PDFium is not safe to call from two threads at once
MOST_PAGES = 20_000
HARMLESS = {"/GoTo", "/URI", "/Named", "/GoToR", "/Hide", "/SetOCGState", "/Thread", "/GoToDp", "/Trans"}
EMBEDDING = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
_INFO = (
    ("/Title", "title"), ("/Subject", "subject"), ("/Author", "author"), ("/Company", "company"),
    ("/Keywords", "keywords"), ("/Creator", "software"), ("/Producer", "software"), ("/CreationDate",
    "created"),
    ("/ModDate", "modified"),
)  # fmt: skip

_ACTS = say(
    "This PDF carries something that acts on its own when it is opened (a script, a program start or a "
    "form that sends data). It must not be published like this: remove the file's metadata, which takes "
    "this out too."
)
_ATTACHED = say(
    "Other files are attached inside this PDF. It must not be published like this: remove the file's "
    "metadata, which takes them out too, and attach what is meant for the public beside it."
)
_SCANNED = say(
    "This PDF is a scan without any text: screen readers cannot read it aloud and nobody can search it. "
    "Publish the document it was printed from, or run text recognition first."
)


def look(file: Source) -> Findings:
    """Raises ``Invalid`` for a file that is cut off, cannot be read, or needs a password."""
    _refuse_cut_off(file)
    try:
        reader, pages = _read(file)
        locked = reader.is_encrypted
        signs = _signs(reader)
        shown = _metadata(reader)
        tagged = "/StructTreeRoot" in reader.root_object
    except Invalid:
        raise
    except Exception as error:  # pypdf raises whatever the bytes led it into, RecursionError included
        raise damaged() from error
    with_text, pictures = _text_layer(file)
    warnings = [*_dangers(signs), *_readability(pages, with_text, pictures, tagged)]
    if locked:
        warnings.append(
            say(
                "This PDF forbids copying or printing. Screen readers may refuse it: save it without the "
                "restriction."
            )
        )
    if "signature" in signs:
        warnings.append(
            say("This PDF is electronically signed or sealed. Removing its metadata would break the seal.")
        )
    return Findings(
        pages=pages,
        metadata=shown,
        warnings=tuple(warnings),
        has_text=with_text > 0,
        needs_cleaning=bool(signs & {"acts", "attached"}),
    )


def _read(file: Source) -> tuple[pypdf.PdfReader, int]:
    """The file's reader and its number of pages."""
    reader = pypdf.PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise refused(PASSWORD)
    pages = len(reader.pages)
    if not 0 < pages <= MOST_PAGES:
        raise damaged()
    return reader, pages


def _refuse_cut_off(file: Source) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    if b"%%EOF" not in file.read():
        raise damaged()
    file.seek(0)


def _dangers(signs: set[str]) -> list[Text]:
    found = []
    if "acts" in signs:
        found.append(_ACTS)
    if "attached" in signs:
        found.append(_ATTACHED)
    if "comment" in signs:
        found.append(
            say("Comments are still in this PDF: readers can see them. Delete them before publishing.")
        )
    return found


def _readability(pages: int, with_text: int, pictures: int, tagged: bool) -> list[Text]:
    if not with_text:
        return [_SCANNED]
    found = []
    if pictures:
        found.append(
            say(
                "{count} of the {pages} pages are scans without text: screen readers cannot read them.",
                count=pictures,
                pages=pages,
            )
        )
    if not tagged:
        found.append(
            say(
                "This PDF is not tagged: screen readers cannot tell its headings and tables. Export it as "
                "tagged PDF."
            )
        )
    return found


def _signs(reader: pypdf.PdfReader) -> set[str]:
    """``acts``, ``attached``, ``comment``, ``signature``: whichever the catalogue and the pages show."""
    root = reader.root_object
    signs = {"acts"} if _acts(root.get("/OpenAction")) or _extra_acts(root) else set()
    names = _plain(root.get("/Names"))
    if isinstance(names, DictionaryObject):
        signs |= {"acts"} if "/JavaScript" in names else set()
        signs |= {"attached"} if "/EmbeddedFiles" in names else set()
    signs |= {"attached"} if "/AF" in root or "/Collection" in root else set()
    form = _plain(root.get("/AcroForm"))
    if isinstance(form, DictionaryObject):
        signs |= {"acts"} if "/XFA" in form else set()
        signs |= {"signature"} if int(_plain(form.get("/SigFlags")) or 0) & 1 else set()
    for page in reader.pages:
        if _extra_acts(page):
            signs.add("acts")
        for annotation in _listed(page.get("/Annots")):
            signs |= _annotation(annotation)
    return signs


def _annotation(annotation: DictionaryObject) -> set[str]:
    signs = {"acts"} if _acts(annotation.get("/A")) or _extra_acts(annotation) else set()
    subtype = annotation.get("/Subtype")
    if subtype in EMBEDDING:
        signs.add("attached")
    elif subtype not in {"/Link", "/Widget", "/Popup", "/Watermark", "/PrinterMark"}:
        signs.add("comment")
    return signs


def _extra_acts(holder: DictionaryObject) -> bool:
    extra = _plain(holder.get("/AA"))
    return isinstance(extra, DictionaryObject) and any(_acts(action) for action in extra.values())


def _acts(action: Any, depth: int = 0) -> bool:
    """An action, or one that follows it, that does more than lead somewhere. A destination array only
    leads."""
    action = _plain(action)
    if not isinstance(action, DictionaryObject):
        return False
    if action.get("/S") not in HARMLESS or depth > 20:
        return True
    following = _plain(action.get("/Next"))
    chain = following if isinstance(following, ArrayObject) else [following]
    return any(_acts(each, depth + 1) for each in chain)


def _plain(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def _listed(value: Any) -> list[DictionaryObject]:
    value = _plain(value)
    if not isinstance(value, ArrayObject):
        return []
    return [each for each in map(_plain, value) if isinstance(each, DictionaryObject)]


def _metadata(reader: pypdf.PdfReader) -> tuple[Meta, ...]:
    info: dict[str, Any] = dict(reader.metadata or {})
    shown: list[Meta] = []
    for field, key in _INFO:
        value = str(_plain(info.get(field)) or "")
        shown += meta(key, _date(value) if value.startswith("D:") else value)
    known = {each.value for each in shown}
    shown += [
        each for name in _xmp_authors(reader) for each in meta("author", name) if each.value not in known
    ]
    return tuple(shown)


def _xmp_authors(reader: pypdf.PdfReader) -> list[str]:
    try:
        xmp = reader.xmp_metadata
        return [str(each) for each in xmp.dc_creator or []] if xmp is not None else []
    except Exception:  # many programs write XMP that breaks its own rules; the page itself is none the worse
        return []


def _date(value: str) -> str:
    digits = value[2:16]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if digits[:8].isdigit() else value


def _text_layer(file: Source) -> tuple[int, int]:
    """How many pages have text, and how many have only pictures or drawings."""
    with_text = pictures = 0
    file.seek(0)
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(file)
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            raise damaged() from error
        try:
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage()
                if text.count_chars() > 0:
                    with_text += 1
                elif next(page.get_objects(max_depth=1), None) is not None:
                    pictures += 1
                text.close()
                page.close()
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            raise damaged() from error
        finally:
            document.close()
    return with_text, pictures
