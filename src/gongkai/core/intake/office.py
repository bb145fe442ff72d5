"""Looking into Word, Excel and PowerPoint files (Office Open XML): what would run, what would leak, who made
it."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping

from gongkai.core.intake import archive, office_parts
from gongkai.core.intake.model import Findings, Form, Meta, Source, meta, refused
from gongkai.core.intake.sifting import attributes_in, sift, texts_in
from gongkai.domain.text import say

_CORE = {
    "title": "title", "subject": "subject", "creator": "author", "lastModifiedBy": "last_modified_by",
    "keywords": "keywords", "description": "description", "created": "created", "modified": "modified",
}  # fmt: skip
_APP = {"Application": "software", "Company": "company", "Manager": "manager", "Template": "template"}

_ACTIVE = say(
    "This file contains ActiveX controls or embedded programs. Remove them, or save the document as PDF, "
    "and send that."
)
_REMOTE = say(
    "This file fetches a template or an object from somewhere else when it is opened, which can be used to "
    "harm readers. Remove the link, or save the document as PDF, and send that."
)
_FETCH = say(
    "This file runs a command to fetch data (DDE). Replace it by the plain result and send the file again."
)


def look(file: Source, form: Form) -> Findings:
    """Raises ``Invalid`` for macros, ActiveX, remote templates, commands and embedded programs."""
    with archive.opened(file) as bundle:
        _refuse_active_parts(bundle)
        found = Counter[str]()
        _relationships(bundle, found)
        for name in bundle.namelist():
            _sift_part(bundle, name, found)
        return Findings(
            pages=_pages(bundle, form, found),
            metadata=_metadata(bundle),
            warnings=tuple(office_parts.warnings(found)),
            has_text=found["text"] > 0,
        )


def _refuse_active_parts(bundle: zipfile.ZipFile) -> None:
    for name in bundle.namelist():
        low = name.lower()
        if (
            low.endswith(("vbaproject.bin", "vbadata.xml"))
            or "/macrosheets/" in low
            or "/dialogsheets/" in low
        ):
            raise refused(archive.MACROS)
        if "/activex/" in low:
            raise refused(_ACTIVE)
    with archive.part(bundle, "[Content_Types].xml") as stream:
        for _, attributes in attributes_in(stream):
            said = attributes.get("ContentType", "").lower()
            if "vbaproject" in said or "macrosheet" in said or "macroenabled" in said:
                raise refused(archive.MACROS)
            if "activex" in said:
                raise refused(_ACTIVE)


def _relationships(bundle: zipfile.ZipFile, found: Counter[str]) -> None:
    for name in bundle.namelist():
        if not name.endswith(".rels"):
            continue
        with archive.part(bundle, name) as stream:
            relations = attributes_in(stream)
        for _, relation in relations:
            kind = relation.get("Type", "").rpartition("/")[2]
            if relation.get("TargetMode") != "External" or kind == "hyperlink":
                continue
            if kind in {"attachedTemplate", "oleObject", "frame", "subDocument"}:
                _judge_remote(kind, relation.get("Target", ""), found)
            else:
                found["external"] += 1


def _judge_remote(kind: str, target: str, found: Counter[str]) -> None:
    # A template in the author's own folder is how Word works and leads nowhere on the reader's machine.
    if kind == "attachedTemplate" and not re.match(
        r"(?:https?|ftp|smb|mhtml):|file:/*[^/]*\\\\|\\\\", target, re.I
    ):
        found["template"] += 1
        return
    raise refused(_REMOTE)


def _sift_part(bundle: zipfile.ZipFile, name: str, found: Counter[str]) -> None:
    low = name.lower()
    if "/embeddings/" in low:
        found["embedded"] += 1
        if office_parts.has_program(bundle, name):
            raise refused(_ACTIVE)
        return
    for pattern, key in office_parts.PRESENT:
        if pattern.search(low):
            found[key] += 1
    for pattern, judge, wanted in office_parts.INSIDE:
        if pattern.search(low):
            commands: list[str] = []
            with archive.part(bundle, name) as stream:
                sift(stream, _counting(judge, found), _reading(found, commands), wanted=wanted)
            if found["command"] or re.search(r"\bDDE(?:AUTO)?\b\s+\S", "".join(commands)):
                raise refused(_FETCH)
            return


def _counting(judge: office_parts.Judge, found: Counter[str]) -> Callable[[str, Mapping[str, str]], None]:
    def start(element: str, attributes: Mapping[str, str]) -> None:
        key = judge(element, attributes)
        if key:
            found[key] += 1

    return start


def _reading(found: Counter[str], commands: list[str]) -> Callable[[str], None]:
    def text(words: str) -> None:
        if not words.isspace():
            found["text"] += 1
            if "DDE" in words or commands:  # a field's command may be cut into several pieces
                commands.append(words)
                del commands[3:]

    return text


def _pages(bundle: zipfile.ZipFile, form: Form, found: Counter[str]) -> int | None:
    if form.kind == "pptx":
        return found["slide"] or None
    if form.kind == "docx" and "docProps/app.xml" in bundle.namelist():
        with archive.part(bundle, "docProps/app.xml") as stream:
            for name, text, _ in texts_in(stream):
                if name == "Pages" and text.isascii() and text.isdigit() and len(text) < 7:
                    return int(text)
    return None


def _metadata(bundle: zipfile.ZipFile) -> tuple[Meta, ...]:
    names = set(bundle.namelist())
    shown: list[Meta] = []
    for part, known in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
        if part in names:
            with archive.part(bundle, part) as stream:
                for element, text, _ in texts_in(stream):
                    if element in known:
                        shown += meta(known[element], text)
    if "docProps/custom.xml" in names:
        with archive.part(bundle, "docProps/custom.xml") as stream:
            shown += _custom(attributes_in(stream))
    return tuple(shown)


def _custom(elements: list[tuple[str, Mapping[str, str]]]) -> list[Meta]:
    names = (attributes["name"] for _, attributes in elements if "name" in attributes)
    return [each for name in names for each in meta("custom", name)]
