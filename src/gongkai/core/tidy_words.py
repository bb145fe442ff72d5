"""The words of one paragraph: blanks, line breaks, formats, links and images put in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import NamedTuple, TypeAlias

Attributes: TypeAlias = "tuple[tuple[str, str], ...]"
Format: TypeAlias = "tuple[str, Attributes]"


class Piece(NamedTuple):
    """A stretch of words (``kind`` text), a line break (br) or an image (img), with the formats around it."""

    kind: str
    text: str
    formats: tuple[Format, ...]
    attributes: Attributes


# --- attributes ----------------------------------------------------------------------------------------------

_BLANK_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f\u00a0\u3000\\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def link_address(address: str) -> str:
    """``address`` of a link if it may stay, otherwise nothing.

    Marks within the page are dropped: ids do not survive cleaning. An address without a scheme but with a host
    gets ``https:``.
    """
    address = address.strip(" \t\n\r\f\u3000\u00a0")
    if not address or address.startswith("#"):
        return ""
    if address.startswith("//"):
        address = "https:" + address
    scheme = _SCHEME.match(address)
    if scheme and scheme.group().casefold() not in {"http:", "https:", "mailto:", "tel:"}:
        return ""
    # browsers drop line breaks and turn backslashes round: "/\\host" would leave this site
    return "" if _BLANK_IN_ADDRESS.search(address) else address


def image_address(address: str) -> str:
    """``address`` of an image if it is on this site, otherwise nothing: no page of ours asks another host."""
    address = address.strip()
    foreign = (
        address.startswith(("//", "#", "?")) or _SCHEME.match(address) or _BLANK_IN_ADDRESS.search(address)
    )
    return "" if foreign or ":" in address.split("/")[0] else address


def _number(least: int, most: int) -> Callable[[str], str]:
    def read(value: str) -> str:
        digits = value.strip().removesuffix("px")
        fits = digits.isascii() and digits.isdecimal() and len(digits) <= 6 and least <= int(digits) <= most
        return str(int(digits)) if fits else ""

    return read


def _one_of(*values: str) -> Callable[[str], str]:
    return lambda value: value if value in values else ""


def _line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()[:500].strip()


# In the order they are written. An empty result drops the attribute.
_RULES: Mapping[str, tuple[tuple[str, Callable[[str], str]], ...]] = {
    "a": (("href", link_address), ("title", _line)),
    "img": (
        ("src", image_address),
        ("alt", _line),
        ("width", _number(1, 10000)),
        ("height", _number(1, 10000)),
    ),
    "ol": (("start", _number(0, 9999)), ("type", _one_of("1", "a", "A", "i", "I"))),
    "th": (
        ("scope", _one_of("col", "row", "colgroup", "rowgroup")),
        ("colspan", _number(2, 100)),
        ("rowspan", _number(2, 1000)),
    ),
    "td": (("colspan", _number(2, 100)), ("rowspan", _number(2, 1000))),
}


def attributes_text(tag: str, given: Mapping[str, str]) -> Attributes:
    """The attributes of ``tag`` that may stay, checked, in a fixed order and escaped."""
    kept = []
    for name, rule in _RULES.get(tag, ()):
        value = rule(given.get(name, ""))
        if value or (name == "alt" and "alt" in given):  # an empty alternative says "decoration": keep it
            kept.append((name, escape(value, quote=True)))
    return tuple(kept)


# --- order -----------------------------------------------------------------------------------------------------

_HAN = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_HAN_JOIN = re.compile(rf"(?<={_HAN})[ \t]*\n[ \t\n]*(?={_HAN})")
_SPACE = re.compile(r"[ \t\n\f]+")
_EDGE = " \t\n\f\u3000\u00a0"
_INDENT = re.compile(r"[ \t\n\f]*(?:\u3000{2}|\u00a0{3}|(?:[ \u00a0]*\u00a0[ \u00a0]*){4})")


def tidy_words(pieces: list[Piece], *, pre: bool, split: bool, bold: bool) -> list[list[Piece]]:
    """The paragraphs in ``pieces``: none where there is nothing to see, several where ``split`` finds breaks.

    ``pre``: blanks count. ``bold`` false: strong says nothing here, as in a heading.
    """
    pieces = [
        Piece(piece.kind, piece.text, _formats(piece, bold), piece.attributes) if piece.formats else piece
        for piece in pieces
        if piece.text or piece.kind == "img"
    ]
    if pre:
        lines = [pieces]
    else:
        pieces = _collapsed(pieces)
        lines = _split(pieces) if split else [pieces]
    return [trimmed for line in lines if (trimmed := _trimmed(line, pre=pre))]


def _formats(piece: Piece, bold: bool) -> tuple[Format, ...]:
    """The formats once each, without empty links, and outside a heading's own boldness."""
    kept: list[Format] = []
    names: set[str] = set()
    for name, attributes in piece.formats:
        no_link = name == "a" and not (attributes and attributes[0][0] == "href")
        if name in names or no_link or (name == "strong" and not bold):
            continue
        names.add(name)
        kept.append((name, attributes))
    return tuple(kept) if piece.kind != "br" else ()


def _collapsed(pieces: list[Piece]) -> list[Piece]:
    """Runs of blanks become one, also across formats; a source line break between Han characters none."""
    whole = "".join(piece.text if piece.kind == "text" else "\0" for piece in pieces)
    dropped = bytearray(len(whole))
    for found in _HAN_JOIN.finditer(whole):
        dropped[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    for found in _SPACE.finditer(whole):
        if not dropped[found.start()]:
            dropped[found.start() + 1 : found.end()] = b"\1" * (found.end() - found.start() - 1)
    out: list[Piece] = []
    place = 0
    for piece in pieces:
        if piece.kind != "text":
            out.append(piece)
            place += 1
            continue
        end = place + len(piece.text)
        if any(dropped[place:end]):
            kept = "".join(
                letter for letter, gone in zip(piece.text, dropped[place:end], strict=True) if not gone
            )
        else:
            kept = piece.text
        place = end
        if kept:
            text = _SPACE.sub(" ", kept)
            out.append(piece if text == piece.text else piece._replace(text=text))
    return out


def _split(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    line: list[Piece] = []
    following: Piece | None = (
        None  # what is seen next; read from the end, so that every piece is looked at once
    )
    indented = False
    for piece in reversed(pieces):
        if piece.kind == "br" and (indented or (following is not None and following.kind == "br")):
            lines.append(line[::-1])
            line = []
        else:
            line.append(piece)
        indented = piece.kind == "text" and bool(_INDENT.match(piece.text))
        if piece.kind != "text" or piece.text.strip(_EDGE):
            following = piece
    lines.append(line[::-1])
    return lines[::-1]


def _trimmed(pieces: list[Piece], *, pre: bool) -> list[Piece]:
    """``pieces`` without blanks at the ends and around line breaks; nothing where there is nothing to see."""
    if not any(piece.kind == "img" or piece.text.strip(_EDGE) for piece in pieces if piece.kind != "br"):
        return []
    if pre:
        return _joined(pieces)
    out: list[Piece] = []
    for piece in pieces:
        text = piece.text
        if piece.kind == "text" and (not out or out[-1].kind == "br"):
            text = text.lstrip(_EDGE)
            if not text:
                continue
        if piece.kind == "br":
            _strip_end(out)
            if not out:
                continue
        out.append(piece if text is piece.text else piece._replace(text=text))
    while out and out[-1].kind == "br":
        out.pop()
        _strip_end(out)
    _strip_end(out)
    return _joined(out)


def _strip_end(pieces: list[Piece]) -> None:
    while pieces and pieces[-1].kind == "text":
        text = pieces[-1].text.rstrip(_EDGE)
        if text:
            pieces[-1] = pieces[-1]._replace(text=text)
            return
        pieces.pop()


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of the same formats as one; a lone blank takes its formats from what is before it."""
    out: list[Piece] = []
    for piece in pieces:
        one = piece
        if out and one.kind == "text" and out[-1].kind == "text":
            if one.text == " ":
                shared = tuple(each for each in out[-1].formats if each in one.formats)
                if shared == out[-1].formats[: len(shared)]:
                    one = one._replace(formats=shared)
            if one.formats == out[-1].formats:
                out[-1] = out[-1]._replace(text=out[-1].text + one.text)
                continue
        out.append(one)
    return out


# --- writing ---------------------------------------------------------------------------------------------------


def words_html(pieces: list[Piece]) -> str:
    """The pieces as HTML, formats opened and closed in proper nesting."""
    out: list[str] = []
    opened: list[Format] = []
    for piece in pieces:
        shared = 0
        while shared < min(len(opened), len(piece.formats)) and opened[shared] == piece.formats[shared]:
            shared += 1
        out += [f"</{name}>" for name, _ in reversed(opened[shared:])]
        del opened[shared:]
        for name, attributes in piece.formats[shared:]:
            out.append(f"<{name}{_written(attributes)}>")
            opened.append((name, attributes))
        if piece.kind == "br":
            out.append("<br>")
        elif piece.kind == "img":
            out.append(f"<img{_written(piece.attributes)}>")
        else:
            out.append(escape(piece.text, quote=False))
    out += [f"</{name}>" for name, _ in reversed(opened)]
    return "".join(out)


def _written(attributes: Attributes) -> str:
    return "".join(f' {name}="{value}"' for name, value in attributes)
