"""Word, Excel and PowerPoint files without their makers' names."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from lxml import etree
from PIL import Image

from gongkai.core.intake import archive
from gongkai.core.intake.cleaning_picture import rewrite
from gongkai.core.intake.model import MB, damaged
from gongkai.core.refusals import Invalid

NOBODY = "Author"  # what Word itself writes when it removes personal information
_DAY = (1980, 1, 1, 0, 0, 0)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EMPTY = {
    "docprops/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}"/>',
    "docprops/app.xml": f'{_HEAD}<Properties xmlns="{_APP}"/>',
    "docprops/custom.xml": f'{_HEAD}<Properties xmlns="{_CUSTOM}"/>',
}
_LARGEST = 256 * MB

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml exports the class under no other name
_Rule: TypeAlias = Callable[[Element], None]


def clean(path_in: Path, path_out: Path) -> None:
    """Part by part; parts that name nobody are copied as a stream."""
    with (
        path_in.open("rb") as file,
        archive.opened(file) as bundle,
        zipfile.ZipFile(path_out, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in bundle.infolist():
            if not part.is_dir() and not part.filename.lower().startswith("docprops/thumbnail"):
                _copy(bundle, part, out)


def _copy(bundle: zipfile.ZipFile, part: zipfile.ZipInfo, out: zipfile.ZipFile) -> None:
    fresh = zipfile.ZipInfo(part.filename, _DAY)
    fresh.compress_type = zipfile.ZIP_DEFLATED
    low = part.filename.lower()
    if low in _EMPTY:
        out.writestr(fresh, _EMPTY[low])
    elif low.startswith("word/media/") or "/media/" in low:
        out.writestr(fresh, _media(archive.read(bundle, part.filename, most=_LARGEST)))
    elif rule := _rule(low):
        out.writestr(fresh, _rewritten(archive.read(bundle, part.filename, most=_LARGEST), rule))
    else:
        with archive.part(bundle, part.filename) as stream, out.open(fresh, "w", force_zip64=False) as copy:
            shutil.copyfileobj(stream, copy, MB)


def _rewritten(data: bytes, rule: _Rule) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    if b"<!DOCTYPE" in data[:4096]:
        raise damaged()
    rule(tree)
    return etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _media(data: bytes) -> bytes:
    """A picture in the document, cleaned if it says anything; others (drawings, film) as they are."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            says = (
                bool(image.getexif())
                or bool({"xmp", "comment", "photoshop"} & set(image.info))
                or bool(getattr(image, "text", None))
            )
            if image.format not in {"JPEG", "MPO", "PNG", "WEBP"} or not says:
                return data
            out = io.BytesIO()
            rewrite(image, out)
            return out.getvalue()
    except Invalid:
        raise
    except Exception:  # not a picture Pillow knows: nothing it could say
        return data


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _set(element: Element, names: set[str], value: str) -> None:
    for key in element.attrib:
        if isinstance(key, str) and etree.QName(key).localname in names:
            element.set(key, value)


def _authors(tree: Element) -> None:
    """Attributes that name a person beside a comment or a tracked change; the change itself is content."""
    for element in tree.iter():
        _set(element, {"author"}, NOBODY)
        _set(element, {"initials"}, "")
        _set(element, {"userId", "providerId"}, "None")


def _people(tree: Element) -> None:
    for element in tree.iter():
        _set(element, {"author", "displayName", "name"}, NOBODY)
        _set(element, {"initials"}, "")
        _set(element, {"userId"}, NOBODY)
        _set(element, {"providerId"}, "None")


def _excel_comments(tree: Element) -> None:
    """The list of authors, and the bold name Excel writes as the first words of a note."""
    names: set[str] = set()
    for element in tree.iter():
        if _local(element) == "author":
            names.add((element.text or "").strip())
            element.text = NOBODY
    begins = (
        re.compile(rf"\s*(?:{'|'.join(map(re.escape, sorted(names - {''})))})\s*[:：]")
        if names - {""}
        else None
    )
    for element in tree.iter():
        if begins and _local(element) == "t":
            element.text = begins.sub(f"{NOBODY}:", element.text or "", count=1)


def _drop(*locals_: str) -> _Rule:
    def rule(tree: Element) -> None:
        for element in [each for each in tree.iter() if _local(each) in locals_]:
            parent = element.getparent()
            if parent is None:
                continue
            parent.remove(element)
            # The wrapper that offered the element to newer programs must not stay behind empty.
            if _local(parent) == "Choice" and len(parent) == 0 and (holder := parent.getparent()) is not None:
                above = holder.getparent()
                if above is not None:
                    above.remove(holder)

    return rule


def _relations(tree: Element) -> None:
    """No preview, and no folder of the author's machine where the template lay."""
    for relation in list(tree):
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if kind in {"thumbnail", "attachedTemplate"}:
            tree.remove(relation)


_RULES: tuple[tuple[str, _Rule], ...] = (
    (r"\.rels$", _relations),
    (
        r"^word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes|comments[a-z]*|numbering|styles)\.xml$",
        _authors,
    ),
    (r"^word/(?:glossary/)?(?:people)\.xml$", _people),
    (r"^word/settings\.xml$", _drop("attachedTemplate", "docVars", "writeProtection")),
    (r"^xl/workbook\.xml$", _drop("absPath", "fileSharing")),
    (r"^xl/comments[^/]*\.xml$", _excel_comments),
    (r"^xl/comments/comment[^/]*\.xml$", _excel_comments),
    (r"^xl/persons/", _people),
    (r"^xl/pivotcache/pivotcachedefinition[^/]*\.xml$", lambda tree: _set(tree, {"refreshedBy"}, NOBODY)),
    (r"^xl/revisions/", _people),
    (r"^ppt/(?:commentauthors|authors)\.xml$", _people),
)


def _rule(low: str) -> _Rule | None:
    return next((rule for pattern, rule in _RULES if re.search(pattern, low)), None)
