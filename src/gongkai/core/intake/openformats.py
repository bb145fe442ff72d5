"""Looking into OFD (GB/T 33190, the Chinese fixed-layout document) and OpenDocument files."""

from __future__ import annotations

import posixpath
import zipfile

from gongkai.core.intake import archive
from gongkai.core.intake.model import Findings, Form, Meta, Source, damaged, meta, refused
from gongkai.core.intake.office_parts import warnings as office_warnings
from gongkai.core.intake.sifting import attributes_in, sift, texts_in
from gongkai.domain.text import Text, say

_OFD_INFO = {
    "Title": "title", "Author": "author", "Subject": "subject", "Keyword": "keywords", "Abstract":
    "description",
    "Creator": "software", "CreationDate": "created", "ModDate": "modified",
}  # fmt: skip
_ODF_INFO = {
    "title": "title", "subject": "subject", "initial-creator": "author", "creator": "last_modified_by",
    "generator": "software", "creation-date": "created", "date": "modified", "description": "description",
    "keyword": "keywords", "user-defined": "custom",
}  # fmt: skip


def look_ofd(file: Source) -> Findings:
    """Pages, makers, seals and attachments of an OFD document."""
    with archive.opened(file) as bundle:
        shown, roots = _ofd_entry(bundle)
        pages = sum(_count(bundle, root, "Page") for root in roots)
        if not pages:
            raise damaged()
        names = bundle.namelist()
        has_text = any(_count(bundle, name, "TextCode") for name in names if name.endswith("Content.xml"))
        warnings: list[Text] = []
        if not has_text:
            warnings.append(
                say(
                    "This OFD document has no text layer: screen readers cannot read it aloud and nobody "
                    "can search it."
                )
            )
        if any(
            "/attachs/" in f"/{name.lower()}" or name.lower().endswith("attachments.xml") for name in names
        ):
            warnings.append(say("Other files are attached inside this OFD document. Readers can open them."))
        if any("/signs/" in f"/{name.lower()}" for name in names):
            warnings.append(
                say("This OFD document carries a seal. It is kept unchanged so that the seal stays valid.")
            )
    return Findings(pages=pages, metadata=shown, warnings=tuple(warnings), has_text=has_text)


def _ofd_entry(bundle: zipfile.ZipFile) -> tuple[tuple[Meta, ...], list[str]]:
    shown: list[Meta] = []
    roots: list[str] = []
    with archive.part(bundle, "OFD.xml") as stream:
        for element, text, _ in texts_in(stream):
            if element == "DocRoot":
                roots.append(posixpath.normpath(text.lstrip("/")))
            elif element in _OFD_INFO:
                shown += meta(_OFD_INFO[element], text)
    if not roots or any(root not in bundle.namelist() for root in roots):
        raise damaged()
    return tuple(shown), roots


def _count(bundle: zipfile.ZipFile, name: str, element: str) -> int:
    found: list[str] = []
    with archive.part(bundle, name) as stream:
        sift(stream, lambda each, _: found.append(each), wanted=frozenset({element}))
    return len(found)


def look_odf(file: Source, form: Form) -> Findings:
    """Raises ``Invalid`` for macros and passwords in an OpenDocument file."""
    with archive.opened(file) as bundle:
        names = bundle.namelist()
        if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
            raise refused(archive.MACROS)
        if "META-INF/manifest.xml" in names:
            with archive.part(bundle, "META-INF/manifest.xml") as stream:
                if any(element == "encryption-data" for element, _ in attributes_in(stream)):
                    raise refused(archive.PASSWORD)
        if "content.xml" not in names:
            raise damaged()
        words: list[bool] = []
        found: list[str] = []
        with archive.part(bundle, "content.xml") as stream:
            sift(
                stream,
                lambda element, _: found.append(element),
                lambda text: words.append(True) if not words and not text.isspace() else None,
                wanted=frozenset({"annotation", "changed-region", "event-listener"}),
            )
        if "event-listener" in found:
            raise refused(archive.MACROS)
        shown = _odf_metadata(bundle)
    return Findings(metadata=shown, warnings=tuple(_odf_warnings(found)), has_text=bool(words))


def _odf_metadata(bundle: zipfile.ZipFile) -> tuple[Meta, ...]:
    if "meta.xml" not in bundle.namelist():
        return ()
    with archive.part(bundle, "meta.xml") as stream:
        rows = list(texts_in(stream))
    return tuple(each for name, text, _ in rows if name in _ODF_INFO for each in meta(_ODF_INFO[name], text))


def _odf_warnings(found: list[str]) -> list[Text]:
    counts = {"tracked": found.count("changed-region"), "comment": found.count("annotation")}
    return office_warnings(counts)
