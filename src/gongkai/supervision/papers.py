"""The words of a file as the public downloads it (附件文字): text, PDF, and Office files that are packed XML."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
from pypdf.errors import PyPdfError

from gongkai.core import files
from gongkai.core.models import StoredFile

#: Largest file that is read, most pages of it, and most bytes of one part of it once it is unpacked.
LARGEST, PAGES, PART = 20 * 1024 * 1024, 300, 20 * 1024 * 1024
_PARTS = re.compile(
    r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml|xl/(?:sharedStrings|worksheets/sheet\d+)\.xml"
    r"|ppt/slides/slide\d+\.xml|content\.xml|Doc_\d+/Pages/.*\.xml"
)
_ENDS = re.compile(r"</(?:w:p|w:tc|a:p|si|c|row|text:p|table:table-cell)>")
_TAG = re.compile(r"<[^>]*>")


def words(stored: StoredFile) -> str:
    """What stands in the file; nothing where it is too large, gone, damaged or no file of words."""
    path = files.path_of(stored.sha256)
    if not path.is_file() or path.stat().st_size > LARGEST:
        return ""
    with path.open("rb") as file:
        head = file.read(5)
    read = _reader(head)
    try:
        return read(path)
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile, PyPdfError, RecursionError):
        return ""  # a file that cannot be read was told of when it was attached


def _reader(head: bytes) -> Callable[[Path], str]:
    if head.startswith(b"%PDF"):
        return _pdf
    return _packed if head.startswith(b"PK") else _plain


def _pdf(path: Path) -> str:
    pages = pypdf.PdfReader(path).pages
    return "\n".join(pages[number].extract_text() for number in range(min(len(pages), PAGES)))


def _packed(path: Path) -> str:
    found: list[str] = []
    with zipfile.ZipFile(path) as packed:
        for part in packed.infolist():
            if _PARTS.fullmatch(part.filename) and part.file_size <= PART:
                text = packed.read(part).decode("utf-8", "replace")
                found.append(html.unescape(_TAG.sub("", _ENDS.sub("\n", text))))
    return "\n".join(found)


def _plain(path: Path) -> str:
    content = path.read_bytes()
    if b"\x00" in content[:4096]:
        return ""
    for code in ("utf-8", "gb18030"):
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    return ""
