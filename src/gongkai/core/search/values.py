"""What goes into the search index and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from gongkai.domain.text import Text

#: A piece of text and whether it is to be marked as found.
Piece: TypeAlias = tuple[str, bool]
Order: TypeAlias = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One findable thing, named by ``kind`` and ``key``.

    ``terms`` are exact filters (``article20.1``, ``validity:valid``). A term with dots and no colon is also found
    by what stands before each dot: ``article20.1.documents`` holds under ``article20.1`` and ``article20``.
    """

    kind: str
    key: int
    agency: str
    day: date
    title: str
    body: str
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the index: the words typed, the filters chosen (all must hold), and which page.

    ``day_from`` and ``day_until`` are both included. ``cursor`` is the ``next_cursor`` of the page before; one
    that makes no sense gives the first page. ``limit`` is held between 1 and 100.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    agency: str = ""
    terms: tuple[str, ...] = ()
    day_from: date | None = None
    day_until: date | None = None
    order: Order = "relevance"
    cursor: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``title`` and ``snippet`` are pieces of plain text, not HTML: escape them."""

    kind: str
    key: int
    agency: str
    day: date
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query.

    ``count``: how many things match, never above ``COUNT_CAP`` (``count_is_capped``: there are more);
    None where counting would mean reading them all.
    ``suggestion``: another text worth trying; with ``corrected`` the hits are those of the suggestion.
    ``fell_back``: nothing holds every word; the hits hold the letters as typed, or the words that occur.
    ``understood``: the words searched for. ``order``: the order the hits really have.
    ``notices``: sentences for the reader (the text was cut; too many hits to put the best first).
    """

    hits: tuple[Hit, ...] = ()
    count: int | None = 0
    count_is_capped: bool = False
    next_cursor: str = ""
    suggestion: str | None = None
    corrected: bool = False
    fell_back: bool = False
    understood: tuple[str, ...] = ()
    order: Order = "newest"
    notices: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """A query in the index's own terms. All of it must hold.

    ``flags``: groups of exact filters, any one of each group. ``chars``: letters that must occur anywhere.
    ``low`` (included) and ``high`` (excluded) bound the identity, and with it the day.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    chars: tuple[str, ...] = ()
    flags: tuple[tuple[str, ...], ...] = ()
    low: int = 0
    high: int = 1 << 62


@dataclass(frozen=True, slots=True)
class Row:
    """An entry cut into what the tables hold."""

    id: int
    entry: Entry
    title_words: list[str]
    body_words: list[str]
    flags: list[str]
    chars: list[str] = field(default_factory=list)


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """``items`` once each, in their first order."""
    return tuple(dict.fromkeys(items))
