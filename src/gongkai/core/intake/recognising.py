"""What a file is, by its content alone."""

from __future__ import annotations

import re
import zipfile

import olefile
import puremagic

from gongkai.core.intake import archive, forms
from gongkai.core.intake.model import Form, Source, damaged, refused
from gongkai.core.intake.names import ending
from gongkai.core.intake.sifting import attributes_in
from gongkai.core.intake.text import encoding_of
from gongkai.domain.text import Text, say

# Letters with which honest text may begin as well ("MZ厂…", "FWS …"): a program has binary bytes too.
_AMBIGUOUS = (b"MZ", b"FWS", b"CWS", b"ZWS", b"MSCF", b"ITSF", b"BZh", b"dex\n", b"Rar!")
_ACTIVE = re.compile(
    r"\s*(?:<!--.*?-->\s*)*(?:<(?:!doctype|html|head|body|title|script|style|svg|iframe|object|embed|img|a|p|div|table"
    r"|\?xml|\?php|\?=|%)\b|<%|<\?|mime-version:)",
    re.IGNORECASE | re.DOTALL,
)
_BATCH = re.compile(r"\s*(?:@echo\s+off|rem\s|on\s+error\s+resume|set-executionpolicy)", re.IGNORECASE)
_OOXML_MAIN = (
    ("wordprocessingml.document.main+xml", forms.DOCX),
    ("spreadsheetml.sheet.main+xml", forms.XLSX),
    ("presentationml.presentation.main+xml", forms.PPTX),
    ("presentationml.slideshow.main+xml", forms.PPTX),
)
_OLE = (
    ("worddocument", forms.DOC),
    ("workbook", forms.XLS),
    ("book", forms.XLS),
    ("powerpoint document", forms.PPT),
)


def recognise(file: Source, name: str) -> Form:
    """The form of ``file``'s content; the name only decides between kinds of plain text.

    Raises ``Invalid`` for what is never taken in and for what cannot be recognised.
    """
    file.seek(0)
    head = file.read(4096)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:5] == b"%PDF-":
        return forms.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(file)
    if head.startswith(olefile.MAGIC):
        return _ole(file)
    for start, form in forms.STARTS:
        if head.startswith(start):
            return form
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return forms.WEBP
    _refuse_forbidden(file, head)
    if encoding := encoding_of(file):
        return _texts(head, encoding, name)
    return _media(head, name)


def _refuse_forbidden(file: Source, head: bytes) -> None:
    for start, sentence in forms.NEVER:
        if head.startswith(start) and not (start in _AMBIGUOUS and encoding_of(file)):
            raise refused(sentence)


def _zipped(file: Source) -> Form:
    with archive.opened(file) as bundle:
        names = set(bundle.namelist())
        if "[Content_Types].xml" in names:
            return _ooxml(bundle)
        if "OFD.xml" in names:
            return forms.OFD
        if "mimetype" in names and bundle.getinfo("mimetype").file_size < 200:
            said = archive.read(bundle, "mimetype").decode("ascii", "replace").strip()
            if said in forms.OPEN_DOCUMENT:
                return forms.OPEN_DOCUMENT[said]
        return forms.ZIP


def _ooxml(bundle: zipfile.ZipFile) -> Form:
    with archive.part(bundle, "[Content_Types].xml") as stream:
        types = [attributes.get("ContentType", "") for _, attributes in attributes_in(stream)]
    if any("macroenabled" in each.lower() or "vbaproject" in each.lower() for each in types):
        raise refused(archive.MACROS)
    for said in types:
        for end, form in _OOXML_MAIN:
            if said.endswith(end):
                return form
    raise refused(
        say(
            "This Office file is a template or of a kind that is not taken. Save it as DOCX, XLSX, PPTX or "
            "PDF."
        )
    )


def _ole(file: Source) -> Form:
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            top = {entry[0].lower() for entry in ole.listdir(streams=True, storages=True)}
    except Exception as error:  # olefile raises whatever the bytes led it into
        raise damaged() from error
    if "encryptedpackage" in top:
        raise refused(archive.PASSWORD)
    for stream, form in _OLE:
        if stream in top:
            return form
    raise refused(unknown())


def _texts(head: bytes, encoding: str, name: str) -> Form:
    start = head[:4096].decode(encoding, "ignore").removeprefix("\ufeff")
    if start.startswith("#!") or _BATCH.match(start):
        raise refused(forms.PROGRAM)
    if _ACTIVE.match(start):
        raise refused(forms.PAGE)
    said = ending(name)
    if said in forms.CSV.extensions:
        return forms.CSV
    if said in forms.JSON.extensions and start.lstrip()[:1] in {"{", "["}:
        return forms.JSON
    return forms.TEXT


def _media(head: bytes, name: str) -> Form:
    """Sound and video by puremagic, whose weak guesses count only when the name agrees."""
    if head[:3] == b"ID3":
        return forms.MEDIA["audio/mpeg"]
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return forms.MEDIA["audio/wav"]
    if head[:2] == b"BM":
        return forms.BMP
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        matches = []
    for match in matches:
        form = _played(match.mime_type, match.extension)
        if form and (match.confidence >= 0.7 or ending(name) in form.extensions):
            return form
    raise refused(unknown())


def _played(mime: str, extension: str) -> Form | None:
    if mime in forms.MEDIA:
        return forms.MEDIA[mime]
    if not mime.startswith(("audio/", "video/")):
        return None
    ends = extension.lower().lstrip(".")
    return next((form for form in forms.MEDIA.values() if ends in form.extensions), None)


def unknown() -> Text:
    """The sentence for content nobody recognises."""
    return say(
        "We cannot tell what this file is. Taken are PDF, OFD, Word, Excel, PowerPoint, OpenDocument, "
        "pictures, plain text, CSV, sound, video, and ZIP archives of these."
    )
