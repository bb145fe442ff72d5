"""Text: which encoding it is in, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from gongkai.core.intake.model import Findings, Source, damaged
from gongkai.domain.text import say

CHUNK = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_FORMULA = re.compile(
    r"""(?:^|[,;\t])\s*"?\s*(?:[=@][^\s,;"]|[+-][A-Za-z(]|[^,;\t"]*\bcmd\|)""", re.MULTILINE
)


def chunks(file: Source, size: int = CHUNK) -> Iterator[bytes]:
    """The file from its beginning, piece by piece, so that memory stays flat."""
    file.seek(0)
    while piece := file.read(size):
        yield piece


def encoding_of(file: Source) -> str | None:
    """The encoding in which the whole file is readable text, or None when it is not text.

    UTF-8 with or without mark, UTF-16 with mark (or without, when every second byte says so), then GB18030,
    which contains GBK and GB 2312.
    """
    file.seek(0)
    head = file.read(4096)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name if _readable(file, name) else None
    candidates = ["utf-8", "gb18030"]
    if b"\x00" in head:
        low, high = head[0::2].count(0), head[1::2].count(0)
        candidates = ["utf-16-be" if low > high else "utf-16-le"]
    return next((name for name in candidates if _readable(file, name)), None)


def _readable(file: Source, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in chunks(file):
            if _CONTROL.search(decoder.decode(piece)):
                return False
        return not _CONTROL.search(decoder.decode(b"", final=True))
    except UnicodeDecodeError:
        return False


def decode(data: bytes) -> tuple[str, str] | None:
    """The text of ``data`` and its encoding, or None when it is not text. Line ends become ``\\n``."""
    import io

    encoding = encoding_of(io.BytesIO(data))
    if encoding is None:
        return None
    text = data.decode(encoding).removeprefix("\ufeff")
    return re.sub("\r\n?|\u2028|\u2029|\x0c", "\n", text), encoding


def look(file: Source, *, table: bool) -> Findings:
    """A text file or a CSV table: has it any words, and would a spreadsheet run one of its cells?"""
    encoding = encoding_of(file)
    if encoding is None:
        raise damaged()
    decoder = codecs.getincrementaldecoder(encoding)()
    words, formula = False, False
    for piece in chunks(file):
        text = decoder.decode(piece)
        words = words or not text.isspace()
        formula = formula or (table and _FORMULA.search(text) is not None)
    warnings = []
    if not words:
        warnings.append(say("This file has no words in it."))
    if formula:
        warnings.append(
            say(
                "Some cells begin with =, +, - or @: a spreadsheet would calculate or even run them on the "
                "reader's machine. Write them as plain text before publishing."
            )
        )
    return Findings(warnings=tuple(warnings), has_text=words)
