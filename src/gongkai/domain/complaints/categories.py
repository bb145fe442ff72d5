"""What a complaint is about (投诉分类): the urban-management standard's two trees, as dated data.

Components (部件) are fittings that stand somewhere, events (事件) are what happens; each has large classes (大类)
and small classes (小类) with a filing condition (立案条件), a closing condition (结案条件) and limits. The rows are
data in ``law/complaint_categories.toml``; the standard (GB/T 30428.2 and .8) was not read, so they are configuration
(``verified`` false). A matter keeps the code and the version in force on the day it arrived.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gongkai.domain.complaints.category_table import (
    UNITS,
    Category,
    LargeClass,
    Named,
    Question,
    Step,
    Tree,
    Version,
    table,
    within,
)
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.wordings import half_width

__all__ = [
    "UNITS",
    "Category",
    "Danger",
    "Found",
    "LargeClass",
    "Named",
    "Question",
    "Step",
    "Tree",
    "Version",
    "categories",
    "category",
    "dangers",
    "find",
    "of_version",
    "table",
    "tree",
    "within",
]

_EMPTY = frozenset("的了在是我你他她们这那里上下来去有没人个不到出要想请很又还把被给和与也都就")
_LEAST, _MOST = 4, 40  # points a sentence must share, and may gain, sign by sign


@dataclass(frozen=True, slots=True)
class Danger:
    """A first warning: words of danger were found; ``number`` is to be called before anything is filed."""

    key: str
    number: str
    label: str
    label_en: str
    sentence: str
    sentence_en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A small class that fits the words searched for; ``because`` are the words of the class that fitted."""

    category: Category
    score: int
    because: tuple[str, ...]


def categories(on: date) -> tuple[Category, ...]:
    """The small classes in force on ``on``."""
    return table().on(on)


def category(code: str, on: date) -> Category | Refused:
    """The small class with ``code`` in force on ``on``, or why there is none."""
    return table().category(code, on)


def of_version(code: str, version: str) -> Category | None:
    """The row a matter of any time carries; ``None`` when there never was one."""
    return table().of_version(code, version)


def tree(on: date) -> tuple[Tree, ...]:
    """Components and events in force on ``on``, by large class, for select lists."""
    return table().tree(on)


def find(words: str, on: date, *, limit: int = 10) -> tuple[Found, ...]:
    """The small classes that fit what somebody typed, best first; at most ``limit``.

    Works for a few words (井盖) and for a whole sentence (楼下的路灯不亮了): labels, keywords and codes are looked
    for in both directions, in either language, without regard to case or full-width signs.
    """
    text = plain(words)
    tokens = [each for each in re.split(r"[\s,;/、，。；！？!?.:：]+", text) if each]
    if not tokens:
        return ()
    found = []
    rare = _rare(on)
    for row in categories(on):
        score, because = _score(row, text, tokens)
        score, because = _by_signs(row, text, rare, score, because)
        if score:
            found.append(Found(row, score, because))
    # "Other" classes are everybody's last choice.
    found.sort(key=lambda each: (-each.score, each.category.code.endswith("-99"), each.category.code))
    return tuple(found[:limit])


def dangers(text: str) -> tuple[Danger, ...]:
    """The warnings a text calls for, gravest first (the order of the data); a hint, never a judgement."""
    searched = plain(text)
    found = []
    for row in load("complaint_categories")["emergency"]:
        left = searched
        for phrase in row["unless"]:
            left = left.replace(plain(phrase), "\n")
        hits = tuple(word for word in row["words"] if _stands(plain(word), left))
        if hits:
            found.append(
                Danger(
                    key=row["key"],
                    number=row["number"],
                    label=row["label"],
                    label_en=row["label_en"],
                    sentence=row["sentence"],
                    sentence_en=row["sentence_en"],
                    words=hits,
                )
            )
    return tuple(found)


def plain(text: str) -> str:
    """The text in half-width signs and small letters, for comparing."""
    return half_width(text).casefold()


def _stands(word: str, text: str) -> bool:
    """Whether the word is in the text; a Latin word only as a whole word ("fire", not "fireplace")."""
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text


def _score(row: Category, text: str, tokens: list[str]) -> tuple[int, tuple[str, ...]]:
    if text.strip() == row.code.casefold():
        return 1000, (row.code,)
    label, score, because = plain(row.label), 0, []
    if label == text.strip():
        score += 200
    if label in text:
        score, because = score + 80 + 4 * len(label), [row.label]
    else:
        part = max((len(token) for token in tokens if token in label and _counts(token)), default=0)
        if part:
            score, because = score + 30 + 4 * part, [row.label]
    for keyword in row.keywords:
        word = plain(keyword)
        if word in text:
            # The longer the word, the less by chance.
            score, because = score + 20 + 8 * len(word), [*because, keyword]
        elif any(token in word and _counts(token) for token in tokens):
            score, because = score + 10, [*because, keyword]
    english = plain(row.label_en)
    hits = [token for token in tokens if token.isascii() and len(token) > 2 and _stands(token, english)]
    if hits:
        score, because = score + 25 * len(hits), [*because, row.label_en]
    return score, tuple(because)


def _by_signs(
    row: Category, text: str, rare: Mapping[str, int], score: int, because: tuple[str, ...]
) -> tuple[int, tuple[str, ...]]:
    """Adds what a whole sentence shares with the row's words sign by sign: the rarer in the table, the more."""
    shared = _signs(text) & _signs(_words(row))
    gained = sum(12 // rare[each] for each in shared if len(each) == 2)
    gained += sum(4 for each in shared if len(each) == 1 and rare[each] == 1)
    if gained < _LEAST:
        return score, because
    if not because:
        because = tuple(
            sorted((each for each in shared if len(each) == 2 or rare[each] == 1), key=text.index)
        )
    return score + min(gained, _MOST), because


def _words(row: Category) -> str:
    return plain("\n".join((row.label, *row.keywords, row.filing)))


def _signs(text: str) -> frozenset[str]:
    """The Chinese signs of a text and their neighbouring pairs."""
    runs = re.findall("[一-鿿]+", text)
    pairs = {run[place : place + 2] for run in runs for place in range(len(run) - 1)}
    return frozenset(pairs | {sign for run in runs for sign in run if sign not in _EMPTY})


@lru_cache(maxsize=8)
def _rare(on: date) -> Mapping[str, int]:
    """In how many rows in force on ``on`` a sign or pair of signs occurs."""
    return Counter(each for row in categories(on) for each in _signs(_words(row)))


def _counts(token: str) -> bool:
    """A single Chinese sign may be searched for, a single Latin letter or digit fits by chance."""
    return len(token) > 1 or not token.isascii()
