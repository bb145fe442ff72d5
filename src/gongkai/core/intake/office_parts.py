"""Where in an Office file things hide that a reader of the page never sees, and what we say about each.

A tracked change or a comment left in a public document is a leak: it shows what was considered and by whom.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import TypeAlias

import olefile

from gongkai.core.intake import archive
from gongkai.core.intake.model import MB
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, Text, say

Judge: TypeAlias = Callable[[str, Mapping[str, str]], str | None]

_YES = {"1", "true", "on"}
_CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "sectPrChange",
    "cellDel", "cellIns",
}  # fmt: skip


def _word(element: str, attributes: Mapping[str, str]) -> str | None:
    if element in _CHANGES:
        return "tracked"
    if element in {"vanish", "webHidden"} and attributes.get("val", "1") in _YES:
        return "hidden_text" if element == "vanish" else None
    if element == "fldSimple" and re.match(r"\s*DDE", attributes.get("instr", "")):
        return "command"
    return None


def _workbook(element: str, attributes: Mapping[str, str]) -> str | None:
    if element == "sheet":
        return {"hidden": "hidden_sheet", "veryHidden": "very_hidden_sheet"}.get(attributes.get("state", ""))
    return None


def _worksheet(element: str, attributes: Mapping[str, str]) -> str | None:
    if element in {"row", "col"} and attributes.get("hidden") in _YES:
        return f"hidden_{element}"
    return None


def _slide(element: str, attributes: Mapping[str, str]) -> str | None:
    return "hidden_slide" if element == "sld" and attributes.get("show") in {"0", "false"} else None


def _comment(element: str, attributes: Mapping[str, str]) -> str | None:
    return "comment"


def _link(element: str, attributes: Mapping[str, str]) -> str | None:
    return "command"


INSIDE: tuple[tuple[re.Pattern[str], Judge, frozenset[str]], ...] = (
    (
        re.compile(r"^word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$"),
        _word,
        frozenset(_CHANGES | {"vanish", "fldSimple"}),
    ),
    (re.compile(r"^word/comments\.xml$"), _comment, frozenset({"comment"})),
    (re.compile(r"^xl/workbook\.xml$"), _workbook, frozenset({"sheet"})),
    (re.compile(r"^xl/worksheets/[^/]+\.xml$"), _worksheet, frozenset({"row", "col"})),
    (re.compile(r"^xl/(?:comments|threadedcomments)[^/]*(?:/[^/]+)?\.xml$"), _comment,
     frozenset({"comment", "threadedComment"})),
    (re.compile(r"^xl/externallinks/[^/]+\.xml$"), _link, frozenset({"ddeLink", "oleLink"})),
    (re.compile(r"^xl/sharedstrings\.xml$"), _comment, frozenset()),
    (re.compile(r"^ppt/slides/[^/]+\.xml$"), _slide, frozenset({"sld"})),
    (re.compile(r"^ppt/comments/[^/]+\.xml$"), _comment, frozenset({"cm"})),
)  # fmt: skip
"""Parts that are read, who judges their elements, and the only elements he is asked about."""

PRESENT: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^xl/pivotcache/pivotcachedefinition"), "pivot"),
    (re.compile(r"^xl/externallinks/[^/]+\.xml$"), "linked_book"),
    (re.compile(r"^xl/(?:connections|querytables/)"), "connection"),
    (re.compile(r"^xl/revisions/"), "tracked"),
    (re.compile(r"^ppt/slides/slide\d+\.xml$"), "slide"),
    (re.compile(r"^ppt/notesslides/notesslide"), "notes"),
    (re.compile(r"^_xmlsignatures/"), "signature"),
)
"""Parts whose mere presence matters."""

_SENTENCES: tuple[tuple[str, str], ...] = (
    (
        "tracked",
        N_(
            "Tracked changes are still in this file ({count}): readers can see what was struck out and by "
            "whom. Accept or reject all of them before publishing."
        ),
    ),
    (
        "comment",
        N_("Comments are still in this file ({count}): readers can see them. Delete them before publishing."),
    ),
    (
        "very_hidden_sheet",
        N_(
            "This workbook has sheets that are hidden so deeply that Excel does not list them ({count}). "
            "Readers can bring them out. Delete them or save only the sheets you mean to publish."
        ),
    ),
    (
        "hidden_sheet",
        N_(
            "This workbook has hidden sheets ({count}). Readers can show them. Delete them if they are not "
            "meant for the public."
        ),
    ),
    (
        "hidden_row",
        N_(
            "This workbook has hidden or filtered rows ({count}). Readers can show them. Delete them if "
            "they are not meant for the public."
        ),
    ),
    (
        "hidden_col",
        N_(
            "This workbook has hidden columns ({count}). Readers can show them. Delete them if they are "
            "not meant for the public."
        ),
    ),
    (
        "pivot",
        N_(
            "This workbook has pivot tables that keep a copy of all their source rows ({count}). Paste "
            "them as plain values before publishing."
        ),
    ),
    (
        "linked_book",
        N_(
            "This workbook keeps values copied from other workbooks ({count}). Break the links before "
            "publishing."
        ),
    ),
    (
        "connection",
        N_("This workbook is connected to a data source. Remove the connection before publishing."),
    ),
    (
        "hidden_text",
        N_(
            "This document has hidden text ({count} places). Readers can show it. Delete it if it is not "
            "meant for the public."
        ),
    ),
    (
        "hidden_slide",
        N_(
            "This presentation has hidden slides ({count}). Readers can show them. Delete them if they are "
            "not meant for the public."
        ),
    ),
    (
        "notes",
        N_(
            "This presentation has speaker's notes ({count}). Readers can see them. Delete them if they "
            "are not meant for the public."
        ),
    ),
    (
        "embedded",
        N_(
            "Other files are embedded in this one ({count}), such as the whole workbook behind a chart. "
            "Readers can open them. Replace them by pictures if they are not meant for the public."
        ),
    ),
    (
        "external",
        N_(
            "This file loads pictures or data from elsewhere when it is opened ({count}). Put them into "
            "the file."
        ),
    ),
    (
        "template",
        N_(
            "This document names the folder of the template on its author's machine. Removing the file's "
            "metadata takes the name out."
        ),
    ),
    (
        "signature",
        N_("This file is electronically signed or sealed. Removing its metadata would break the seal."),
    ),
)
"""Strongest first."""


def warnings(found: Mapping[str, int]) -> list[Text]:
    """The sentences for what was counted."""
    return [say(msgid, count=found[key]) for key, msgid in _SENTENCES if found.get(key)]


def has_program(bundle: zipfile.ZipFile, name: str) -> bool:
    """Is the embedded file ``name`` a package of any file, a macro project, or an Office file with macros?"""
    if bundle.getinfo(name).file_size > 64 * MB:
        return True  # too large to look into, so it is not trusted
    data = archive.read(bundle, name, most=64 * MB)
    if data.startswith(b"PK\x03\x04"):
        try:
            with archive.opened(io.BytesIO(data)) as inner:
                return any(
                    "vbaproject" in part.lower() or "macrosheets" in part.lower() for part in inner.namelist()
                )
        except Invalid:
            return True
    if data.startswith(olefile.MAGIC):
        return ole_has_program(io.BytesIO(data))
    return data.startswith((b"MZ", b"\x7fELF", b"#!"))


def ole_has_program(file: io.BytesIO) -> bool:
    """An OLE container with a VBA project or a packaged file (``Ole10Native``) anywhere in it."""
    try:
        with olefile.OleFileIO(file) as ole:
            names = {step.lower() for entry in ole.listdir(streams=True, storages=True) for step in entry}
    except Exception:  # olefile raises whatever the bytes led it into; unreadable is not trusted
        return True
    return bool(names & {"\x01ole10native", "vba", "_vba_project", "_vba_project_cur", "macros"})
