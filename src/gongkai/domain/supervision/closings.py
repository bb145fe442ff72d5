"""Signs that a matter was closed falsely or too fast (虚假办结、办结过快): remarks to look at, never verdicts.

Beside ``domain.complaints.gaming``, which looks for made-up figures. How fast is too fast, and how short is nothing, is
configuration (``law/supervision.toml``, ``[closing]``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from gongkai.domain.law import load
from gongkai.domain.text import Text, say


@dataclass(frozen=True, slots=True)
class Limits:
    """``minutes``: closed sooner is too fast; ``characters``: a shorter reply says nothing.

    ``alike``: so many equal replies, each closed within ``days`` of the one before, are remarked.
    """

    minutes: int
    characters: int
    alike: int
    days: int
    empty_words: tuple[str, ...]
    courtesies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed matter. ``asked``: it was a question, which may be answered at once and alike."""

    number: str
    asked: bool
    received_at: datetime
    begun_at: datetime
    closed_at: datetime | None
    replied: bool
    reply: str
    #: Closed as solved, although the reporter said that it is not.
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What is remarked: a key of the check, the matters' numbers, the sentence."""

    check: str
    numbers: tuple[str, ...]
    text: Text


@cache
def limits() -> Limits:
    """The limits of the data."""
    row = load("supervision")["closing"]
    return Limits(row["minutes"], row["characters"], row["alike"], row["days"], tuple(row["empty_words"]),
                  tuple(sorted(row["courtesies"], key=len, reverse=True)))  # fmt: skip


def signs(matters: Sequence[Closed], used: Limits | None = None) -> list[Sign]:
    """The remarks over all of them, those of single matters first."""
    at = used or limits()
    return [each for matter in matters for each in _single(matter, at)] + list(_alike(matters, at))


def _single(matter: Closed, at: Limits) -> Iterator[Sign]:
    one = (matter.number,)
    words = _told(matter.reply, at)
    if not matter.replied or not words:
        yield Sign("no_reply", one, say("{number} was closed without a reply.", number=matter.number))
    elif len(words) < at.characters or words in at.empty_words:
        yield Sign(
            "says_nothing", one, say("{number}: the reply does not say what was done.", number=matter.number)
        )
    if matter.closed_at is not None and not matter.asked:
        took = matter.closed_at - max(matter.received_at, matter.begun_at)
        if took < timedelta(minutes=at.minutes):
            minutes = max(int(took.total_seconds() // 60), 0)
            text = say("{number} was closed {minutes} minutes after it was taken in hand.", number=matter.number,
                       minutes=minutes)  # fmt: skip
            yield Sign("too_fast", one, text)
    if matter.denied:
        text = say(
            "{number} was closed as solved, although the reporter says that it is not.", number=matter.number
        )
        yield Sign("denied", one, text)


def _alike(matters: Sequence[Closed], at: Limits) -> Iterator[Sign]:
    """Word for word the same reply to different matters; questions may be answered alike."""
    groups: dict[str, list[Closed]] = defaultdict(list)
    for matter in matters:
        words = bare(matter.reply)
        if not matter.asked and len(words) >= at.characters and words not in at.empty_words:
            groups[words].append(matter)
    for those in groups.values():
        for numbers in _close_together(those, timedelta(days=at.days)):
            if len(numbers) >= at.alike:
                text = say("{count} matters got word for word the same reply.", count=len(numbers))
                yield Sign("alike", numbers, text)


def _close_together(matters: Sequence[Closed], apart: timedelta) -> Iterator[tuple[str, ...]]:
    """The numbers of matters, parted where more than ``apart`` lies between two closings."""
    rows = sorted((each.closed_at or each.received_at, each.number) for each in matters)
    group: list[str] = []
    for place, (at, number) in enumerate(rows):
        if place and at - rows[place - 1][0] > apart:
            yield tuple(group)
            group = []
        group.append(number)
    if group:
        yield tuple(group)


def _told(reply: str, at: Limits) -> str:
    """What a reply tells, courtesies left out; they alone tell nothing."""
    words = bare(reply)
    for each in at.courtesies:
        words = words.replace(each, "")
    return words or bare(reply)[:1]


def bare(text: str) -> str:
    """A reply without blanks and signs."""
    return re.sub(r"[\W_]+", "", text).casefold()
