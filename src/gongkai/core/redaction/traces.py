"""Looking for the covered words in a finished file, in every spelling of bytes they could have."""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdf

from gongkai.core.redaction.encoding import Encoded
from gongkai.core.redaction.making import page_words
from gongkai.core.redaction.model import Box
from gongkai.core.redaction.originals import Source
from gongkai.core.redaction.texts import bare, covered_words
from gongkai.core.redaction.writing import Leaf, write

#: Shorter than this a row of bytes occurs by chance among millions; the comparison of bytes answers for those.
_SHORTEST, _SHORTEST_ASCII = 6, 8
#: Letters of a long passage that are looked for at a time.
_PIECE = 8
_MOST_NEEDLES = 2_000
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
#: Letters that must agree before a title is taken to say what is covered: Chinese, and Latin or figures.
_TELLING, _TELLING_ASCII = 2, 4


def words_of(original: Source, boxes: Sequence[Box]) -> list[str]:
    """The runs of letters under the boxes that are long enough to mean something. A scan has none."""
    return [word for word in covered_words(original, boxes) if _telling(word)]


def tells(original: Source, boxes: Sequence[Box], text: str) -> bool:
    """Whether a title or a file's name says words that stand under the boxes (it goes out with the copy)."""
    return _tells(text, words_of(original, boxes))


def _tells(text: str, words: Sequence[str]) -> bool:
    said = bare(text)
    return any(bare(piece) in said for word in words for piece in _pieces(word))


def found(redacted: Path, words: Sequence[str]) -> bool:
    """Whether one of the words, or a piece of a long one, occurs in the file's bytes or in its title.

    The pictures are looked at as they are stored. Unpacked they are pixels, in which "123456" is a gradient.
    """
    if not words:
        return False
    reader = pypdf.PdfReader(redacted)
    if reader.metadata and _tells(str(reader.metadata.title or ""), words):
        return True
    own = _vocabulary(len(reader.pages), str(reader.root_object["/Lang"]))
    with redacted.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(needle) >= 0 for needle in _needles(words) if needle not in own)


def _telling(word: str) -> bool:
    return len(word) >= (_TELLING_ASCII if word.isascii() else _TELLING)


def _pieces(word: str) -> Iterable[str]:
    """The word, or if it is long, pieces of it that overlap by half."""
    if len(word) <= _PIECE:
        return (word,)
    starts = [*range(0, len(word) - _PIECE, _PIECE // 2), len(word) - _PIECE]
    return (word[start : start + _PIECE] for start in starts)


def _needles(words: Sequence[str]) -> Iterable[bytes]:
    """Each piece in each encoding, and in the hexadecimal writing of PDF; long words first."""
    needles: dict[bytes, None] = {}
    for word in sorted(words, key=len, reverse=True):
        for piece in _pieces(word):
            for spelling in {piece, bare(piece)}:
                for encoding in _ENCODINGS:
                    needle = spelling.encode(encoding, "ignore")
                    if len(needle) >= (_SHORTEST_ASCII if needle.isascii() else _SHORTEST):
                        needles[needle] = None
                    if encoding.startswith("utf-16") and len(needle) >= _SHORTEST - 2:
                        needles[needle.hex().upper().encode()] = None
                        needles[needle.hex().encode()] = None
    return list(needles)[:_MOST_NEEDLES]


def _vocabulary(pages: int, language: str) -> bytes:
    """What every copy says in its own words: whoever covers the name "Document" has not leaked it."""
    blank = Encoded(1, 1, True, True, b"")
    out = io.BytesIO()
    leaves = (Leaf(1, 1, blank) for _ in range(pages))
    write(out, leaves, title="", language=language, words=page_words(pages, language))
    return out.getvalue()
