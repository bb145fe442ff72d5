"""The bytes of a register's file: what they are, and their digest."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from gongkai.domain.text import Text, say
from gongkai.requests.importing.problems import Problems

_CHUNK = 1 << 20
#: So many Chinese characters read as UTF-8 before the first fault: it is damaged UTF-8, and nothing else.
_CERTAINLY_UTF8 = 8


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read: its encoding (empty: a workbook), the digest of its bytes, its size in bytes."""

    path: Path
    encoding: str
    sha256: str
    size: int


def open_source(path: Path, problems: Problems) -> Source | None:
    """Looks at the bytes once: what they are, and their digest. ``None`` where nothing can be read (and said)."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        problems.error(say("This file cannot be opened."))
        return None
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        problems.error(say("This file is empty."))
        return None
    if head.startswith(b"PK\x03\x04"):
        return Source(path, "", _digest(path), path.stat().st_size)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        problems.error(say("This is an old workbook (.xls). Save it as XLSX or CSV and try again."))
        return None
    encoding, fault = _encoding(path, head)
    if fault is not None:
        problems.error(fault[1], line=fault[0])
        return None
    return Source(path, encoding, _digest(path), path.stat().st_size)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encoding(path: Path, head: bytes) -> tuple[str, tuple[int | None, Text] | None]:
    """The encoding in which the whole file is text; or the line where it stops being text."""
    wide = _wide(head)
    if wide:
        return wide, _fault(_first_fault(path, wide)[0])
    line, signs = _first_fault(path, "utf-8")
    if line is None:
        return "utf-8-sig", None
    certain = signs >= _CERTAINLY_UTF8 or head.startswith(codecs.BOM_UTF8)
    if not certain and _first_fault(path, "gb18030")[0] is None:
        return "gb18030", None
    return "", _fault(line if certain else 0)


def _fault(line: int | None) -> tuple[int | None, Text] | None:
    """What is wrong at ``line`` (``None``: nothing; 0: nobody can say where)."""
    if line is None:
        return None
    message = say("Here the file stops being text we can read. Save it as CSV (UTF-8) and try again.")
    return line or None, message


def _wide(head: bytes) -> str:
    """The encoding of a file whose letters have two bytes, as some spreadsheets save it; else nothing."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // 8:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _first_fault(path: Path, encoding: str) -> tuple[int | None, int]:
    """The line at which the file stops being text in ``encoding`` (``None``: nowhere), and the signs beyond ASCII."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, signs = 1, 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                sound = error.object[: error.start]
                signs += _beyond_ascii(sound.decode(encoding, "ignore"))
                return line + sound.count(b"\n"), signs
            line += text.count("\n")
            signs += _beyond_ascii(text) if signs < _CERTAINLY_UTF8 else 0
            if not piece:
                return None, signs


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
