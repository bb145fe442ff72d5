"""What a record that has ended tells of itself, in one shape for every room."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a record (件). ``read`` gives its bytes piece by piece.

    ``kind`` is a key of ``paper`` in ``law/archive.toml``. ``sha256`` is known where the bytes are kept under it; then
    they are not read to make a list. ``size`` is in bytes, ``None`` where it is not known without reading.
    ``kept`` and ``personal``: made from the record's own words, so the archive keeps the bytes; ``personal`` ones
    apart, since they may have to be erased one day. What is neither lies in the room and is never copied. ``made_on``
    and ``who`` may be empty.
    """

    kind: str
    name: str
    media_type: str
    read: Callable[[], Iterator[bytes]]
    size: int | None = None
    sha256: str = ""
    kept: bool = False
    personal: bool = False
    made_on: date | None = None
    who: str = ""
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A paper whose bytes were erased before the record was archived: it is named, and not in the package."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it goes to the archive.

    ``rows`` are its own metadata: key of ``field`` in ``law/archive.toml``, and the value in words. ``subjects`` are
    its subjects in the ledger, subordinate ones too. ``ended`` says in Chinese words how it ended.
    """

    number: str
    title: str
    opened_on: date | None
    ended: str
    responsible: str
    document_number: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    papers: tuple[Paper, ...] = ()
    gone: tuple[Gone, ...] = ()
    subjects: tuple[tuple[str, object], ...] = field(default=())
