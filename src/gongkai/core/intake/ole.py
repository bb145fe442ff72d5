"""Old Office files (.doc, .xls, .ppt): macros and passwords refused, hidden sheets named, properties
shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import olefile

from gongkai.core.intake import archive
from gongkai.core.intake.model import MB, Findings, Form, Meta, Source, damaged, meta, refused
from gongkai.core.intake.office_parts import warnings as office_warnings
from gongkai.core.refusals import Invalid
from gongkai.domain.text import Text, say

_FIELDS = (
    ("title", "title"), ("subject", "subject"), ("author", "author"), ("last_saved_by", "last_modified_by"),
    ("manager", "manager"), ("company", "company"), ("keywords", "keywords"), ("comments", "description"),
    ("creating_application", "software"), ("create_time", "created"), ("last_saved_time", "modified"),
)  # fmt: skip
_PACKAGE = say(
    "Another file is packed into this document. Remove it, or save the document as PDF, and send that."
)
_OLD = say(
    "This file is in the old Office format, which cannot be cleaned of metadata and is hard to read for "
    "screen readers. Better save it as DOCX, XLSX, PPTX or PDF."
)
# VbaInfoAtom ([MS-PPT] 2.4.10): its header, then persistIdRef, then fHasMacros.
_PPT_MACROS = b"\x02\x00\x00\x04\x0c\x00\x00\x00"
_BOUNDSHEET, _FILEPASS, _EOF = 0x85, 0x2F, 0x0A


def look(file: Source, form: Form) -> Findings:
    """Raises ``Invalid`` for macros (Excel 4 sheets too), passwords and packed files."""
    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            names = {step.lower() for entry in ole.listdir(streams=True, storages=True) for step in entry}
            _refuse_active(names)
            warnings = [*_inside(ole, form), _OLD]
            properties = _properties(ole)
    except Invalid:
        raise
    except Exception as error:  # olefile raises whatever the bytes led it into
        raise damaged() from error
    return Findings(metadata=properties, warnings=tuple(warnings))


def _refuse_active(names: set[str]) -> None:
    if names & {"vba", "_vba_project", "_vba_project_cur", "macros"}:
        raise refused(archive.MACROS)
    if "\x01ole10native" in names:
        raise refused(_PACKAGE)


def _inside(ole: Any, form: Form) -> list[Text]:
    if form.kind == "doc":
        if _encrypted(ole):
            raise refused(archive.PASSWORD)
        return []
    if form.kind == "ppt":
        _refuse_ppt_macros(ole)
        return []
    return _sheets(ole)


def _encrypted(ole: Any) -> bool:
    """The file is encrypted: bit ``fEncrypted`` of the FIB ([MS-DOC] 2.5.2)."""
    with ole.openstream("WordDocument") as stream:
        head = stream.read(12)
    return len(head) == 12 and bool(head[11] & 0x01)


def _refuse_ppt_macros(ole: Any) -> None:
    with ole.openstream("PowerPoint Document") as stream:
        data = stream.read(128 * MB)
    at = data.find(_PPT_MACROS)
    while at >= 0:
        if any(data[at + 12 : at + 16]):
            raise refused(archive.MACROS)
        at = data.find(_PPT_MACROS, at + 1)


def _sheets(ole: Any) -> list[Text]:
    """Hidden sheets of an old workbook; an Excel 4 macro sheet or a password refuses it."""
    name = next(each for each in ("Workbook", "Book") if ole.exists(each))
    hidden = {"hidden_sheet": 0, "very_hidden_sheet": 0}
    for kind, body in _records(ole, name):
        if kind == _FILEPASS:
            raise refused(archive.PASSWORD)
        if kind == _BOUNDSHEET and len(body) >= 6:
            if body[5] == 1:
                raise refused(archive.MACROS)
            if body[4] & 3:
                hidden["hidden_sheet" if body[4] & 3 == 1 else "very_hidden_sheet"] += 1
    return office_warnings(hidden)


def _records(ole: Any, name: str) -> Iterator[tuple[int, bytes]]:
    """The records of the workbook's globals, up to their end ([MS-XLS] 2.1.4)."""
    with ole.openstream(name) as stream:
        while len(head := stream.read(4)) == 4:
            kind, size = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")
            if kind == _EOF:
                return
            yield kind, stream.read(size)


def _properties(ole: Any) -> tuple[Meta, ...]:
    said = ole.get_metadata()
    shown: list[Meta] = []
    for attribute, key in _FIELDS:
        value = getattr(said, attribute, None)
        if isinstance(value, bytes):
            value = _words(value, said.codepage)
        shown += meta(key, value)
    return tuple(shown)


def _words(value: bytes, codepage: object) -> str:
    names = {65001: "utf-8", 936: "gb18030", 1200: "utf-16-le"}
    number = codepage if isinstance(codepage, int) else 0
    name = names.get(number % 65536, "gb18030")
    return value.decode(name, "replace").rstrip("\x00")
