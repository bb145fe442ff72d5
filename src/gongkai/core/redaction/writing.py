"""A PDF made of pictures and nothing else, written from the first byte to the last.

No part of another file is copied into it, and the same pages give the same bytes: whoever writes a finished
file's pictures again and gets the same file has proved that there is nothing else in it (``proving``).

It is tagged: each page is a figure with a few words that stand for it, and the file says its language and title.
The text is *not* put back behind the pictures. A layer of recognised or copied text is exactly what has leaked from
redacted files: one letter recognised beyond the edge of a box, one word the engine guesses from its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from gongkai.core.redaction.encoding import Encoded
from gongkai.core.redaction.model import LARGEST_SIDE

_CATALOG, _PAGES, _TREE, _PARENTS, _DOCUMENT, _INFO = range(1, 7)
_FIRST = 7  # then four objects a page
_EACH = 4


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its size in points and its picture, which fills it."""

    width: float
    height: float
    picture: Encoded


class _Writer:
    """Objects one after another, with the places where they begin."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._places: dict[int, int] = {}
        self.put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def put(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)

    def add(self, number: int, body: str, stream: bytes | None = None) -> None:
        self._places[number] = self._at
        if stream is None:
            self.put(f"{number} 0 obj\n<<{body}>>\nendobj\n".encode("ascii"))
            return
        self.put(f"{number} 0 obj\n<<{body}/Length {len(stream)}>>\nstream\n".encode("ascii"))
        self.put(stream)
        self.put(b"\nendstream\nendobj\n")

    def finish(self) -> None:
        start, count = self._at, len(self._places) + 1
        self.put(f"xref\n0 {count}\n0000000000 65535 f \n".encode("ascii"))
        for number in range(1, count):
            self.put(f"{self._places[number]:010d} 00000 n \n".encode("ascii"))
        trailer = f"<</Size {count}/Root {_CATALOG} 0 R/Info {_INFO} 0 R>>"
        self.put(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))


def write(out: BinaryIO, leaves: Iterable[Leaf], *, title: str, language: str, words: Sequence[str]) -> None:
    """Writes the file. ``words``: what stands for each page's picture, one for each leaf."""
    writer, count = _Writer(out), len(words)
    _write_frame(writer, count, title, language)
    for number, leaf in enumerate(leaves):
        _write_leaf(writer, number, leaf, words[number])
    writer.finish()


def _write_frame(writer: _Writer, count: int, title: str, language: str) -> None:
    pages = " ".join(f"{_FIRST + _EACH * number} 0 R" for number in range(count))
    figures = " ".join(f"{_FIRST + _EACH * number + 3} 0 R" for number in range(count))
    parents = " ".join(f"{number} [{_FIRST + _EACH * number + 3} 0 R]" for number in range(count))
    writer.add(
        _CATALOG,
        f"/Type/Catalog/Pages {_PAGES} 0 R/Lang {_text(language)}/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {_TREE} 0 R/ViewerPreferences<</DisplayDocTitle true>>",
    )
    writer.add(_PAGES, f"/Type/Pages/Count {count}/Kids[{pages}]")
    writer.add(
        _TREE,
        f"/Type/StructTreeRoot/K {_DOCUMENT} 0 R/ParentTree {_PARENTS} 0 R/ParentTreeNextKey {count}",
    )
    writer.add(_PARENTS, f"/Nums[{parents}]")
    writer.add(_DOCUMENT, f"/Type/StructElem/S/Document/P {_TREE} 0 R/K[{figures}]")
    writer.add(_INFO, f"/Title {_text(title)}")


def _write_leaf(writer: _Writer, number: int, leaf: Leaf, words: str) -> None:
    page = _FIRST + _EACH * number
    shrink = min(1.0, LARGEST_SIDE / max(leaf.width, leaf.height))
    width, height = (f"{max(side * shrink, 1):.2f}" for side in (leaf.width, leaf.height))
    sheet = f"0 0 {width} {height}"
    writer.add(
        page,
        f"/Type/Page/Parent {_PAGES} 0 R/MediaBox[{sheet}]/Contents {page + 1} 0 R"
        f"/Resources<</XObject<</P {page + 2} 0 R>>>>/StructParents {number}/Tabs/S",
    )
    drawing = f"/Figure<</MCID 0>>BDC q {width} 0 0 {height} 0 0 cm /P Do Q EMC"
    writer.add(page + 1, "", drawing.encode("ascii"))
    picture = leaf.picture
    writer.add(
        page + 2,
        f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/BitsPerComponent 8"
        f"/ColorSpace/Device{'Gray' if picture.grey else 'RGB'}{_filter(picture)}",
        picture.data,
    )
    writer.add(
        page + 3,
        f"/Type/StructElem/S/Figure/P {_DOCUMENT} 0 R/Pg {page} 0 R/K 0/Alt {_text(words)}"
        f"/A<</O/Layout/Placement/Block/BBox[{sheet}]>>",
    )


def _filter(picture: Encoded) -> str:
    if not picture.lossless:
        return "/Filter/DCTDecode"
    colours = 1 if picture.grey else 3
    return (
        f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {colours}/BitsPerComponent 8"
        f"/Columns {picture.width}>>"
    )


def _text(words: str) -> str:
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"
