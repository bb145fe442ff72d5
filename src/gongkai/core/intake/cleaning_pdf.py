"""PDF without metadata and without anything that acts."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NullObject, StreamObject

from gongkai.core.intake.archive import PASSWORD
from gongkai.core.intake.model import refused
from gongkai.core.intake.pdf import EMBEDDING, HARMLESS

# Whatever object they hang on: XMP, private data of the program, actions, attached files.
_EVERYWHERE = ("/Metadata", "/PieceInfo", "/AA", "/LastModified", "/AF")
_CATALOGUE = ("/OpenAction", "/AF", "/Collection", "/SpiderInfo", "/Perms")
_NAMES = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations")
_NOT_MARKUP = {"/Link", "/Widget", "/Popup"}


def clean(path_in: Path, path_out: Path, title: str) -> None:
    """Raises ``Invalid`` when the file needs a password."""
    with path_in.open("rb") as file:
        reader = pypdf.PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise refused(PASSWORD)
        writer = pypdf.PdfWriter(clone_from=reader)
        _strip(writer)
        first = io.BytesIO()
        writer.metadata = None
        writer.write(first)
    # A second copy takes only what the catalogue still reaches: what was cut off above is not written at all.
    again = pypdf.PdfWriter()
    again.clone_reader_document_root(pypdf.PdfReader(first))
    again.metadata = {"/Title": title} if title else None
    with path_out.open("wb") as out:
        again.write(out)


def _strip(writer: pypdf.PdfWriter) -> None:
    root = writer.root_object
    for key in _CATALOGUE:
        root.pop(key, None)
    names = root.get("/Names")
    names = names.get_object() if isinstance(names, IndirectObject) else names
    if isinstance(names, DictionaryObject):
        for key in _NAMES:
            names.pop(key, None)
    form = root.get("/AcroForm")
    form = form.get_object() if isinstance(form, IndirectObject) else form
    if isinstance(form, DictionaryObject):
        form.pop("/XFA", None)
    for number in range(1, len(writer._objects) + 1):  # noqa: SLF001 - pypdf offers no other walk over all objects
        _walk(writer.get_object(number), 0)
    for page in writer.pages:
        _strip_annotations(page)


def _walk(value: Any, depth: int) -> None:
    """Strip a dictionary and the dictionaries written inside it (references are walked by number)."""
    if depth > 60 or value is None or isinstance(value, NullObject | IndirectObject):
        return
    if isinstance(value, ArrayObject):
        for each in value:
            _walk(each, depth + 1)
        return
    if not isinstance(value, DictionaryObject):
        return
    for key in _EVERYWHERE:
        value.pop(key, None)
    if isinstance(value, StreamObject) and value.get("/Type") == "/EmbeddedFile":
        value.set_data(b"")
    action = value.get("/S")
    if value.get("/Type") == "/Action" or (
        isinstance(action, NameObject) and ("/JS" in value or "/F" in value)
    ):
        _disarm(value)
    for each in list(value.values()):
        _walk(each, depth + 1)


def _disarm(action: DictionaryObject) -> None:
    """An action that does more than lead somewhere becomes one that does nothing."""
    if action.get("/S") in HARMLESS:
        return
    action.clear()
    action[NameObject("/S")] = NameObject("/Named")
    action[NameObject("/N")] = NameObject("/NoAction")


def _strip_annotations(page: pypdf.PageObject) -> None:
    annotations = page.get("/Annots")
    annotations = annotations.get_object() if isinstance(annotations, IndirectObject) else annotations
    if not isinstance(annotations, ArrayObject):
        return
    kept = ArrayObject()
    for reference in annotations:
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") in EMBEDDING:
            continue
        for key in ("/A", "/PA"):
            action = annotation.get(key)
            action = action.get_object() if isinstance(action, IndirectObject) else action
            if isinstance(action, DictionaryObject):
                _disarm(action)
                action.pop("/Next", None)
        if annotation.get("/Subtype") not in _NOT_MARKUP:
            annotation.pop("/T", None)  # the commenter's name; on form fields /T is the field's name
        kept.append(reference)
    page[NameObject("/Annots")] = kept
