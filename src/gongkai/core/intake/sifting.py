"""Reading XML as a stream: memory stays flat, and a document type declaration (the door to entity bombs) is
refused."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import IO
from xml.parsers import expat

from gongkai.core.intake.model import damaged, refused
from gongkai.domain.text import say

_CHUNK = 256 * 1024
_MANY = 200_000  # characters of one element's text that are kept


def local(name: str) -> str:
    """``w:del`` → ``del``: files choose their own prefixes."""
    return name.rpartition(":")[2]


def sift(
    stream: IO[bytes],
    on_start: Callable[[str, Mapping[str, str]], None],
    on_text: Callable[[str], None] | None = None,
    *,
    wanted: Container[str] | None = None,
) -> None:
    """Call ``on_start(local name, attributes by local name)`` for the ``wanted`` elements (all when None).

    Raises ``Invalid``.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if wanted is not None and name not in wanted:
            return  # a large sheet has millions of cells: do no more for them than this
        on_start(name, {local(key): value for key, value in attributes.items()} if attributes else {})

    def doctype(*_: object) -> None:
        raise refused(
            say(
                "This file contains a document type declaration, which can be used to harm readers. It is "
                "not taken."
            )
        )

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged() from error


def attributes_in(stream: IO[bytes]) -> list[tuple[str, Mapping[str, str]]]:
    """Every element of a small part with its attributes."""
    found: list[tuple[str, Mapping[str, str]]] = []
    sift(stream, lambda name, attributes: found.append((name, attributes)))
    return found


def texts_in(stream: IO[bytes]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """``(element, its text, its attributes)`` of a small part, in order, for elements that have text of
    their own."""
    rows: list[tuple[str, list[str], Mapping[str, str]]] = []
    sift(
        stream,
        lambda name, attributes: rows.append((name, [], attributes)),
        lambda text: rows[-1][1].append(text) if rows else None,
    )
    for name, words, attributes in rows:
        text = "".join(words).strip()
        if text:
            yield name, text[:_MANY], attributes
