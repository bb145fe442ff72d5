"""Turns text into the words and letters the index holds, the same way for documents and for queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import accumulate, pairwise

from gongkai.core.search.values import Entry, Row, unique

#: Letters of a body that are indexed and kept for snippets; what lies beyond is not found.
MAX_BODY = 120_000
MAX_TITLE = 1_000
#: A run of Latin letters and digits is cut here: nothing longer is a word.
MAX_WORD = 40
#: Numbers kinds may have: the identity leaves four bits for them.
MAX_KINDS = 15
_KEY_BITS, _KIND_BITS = 36, 4
_DAY_SHIFT = _KEY_BITS + _KIND_BITS

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
IS_HAN = re.compile(rf"[{HAN}]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_FLAG_UNSAFE = re.compile(r"[^0-9a-z._:\-]")


class _Folding(dict[int, str]):
    """A letter without case and width; punctuation stays one letter long, so that places stay."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = unicodedata.normalize("NFKC", letter).casefold()
        if len(folded) != 1 and not letter.isalnum():
            folded = " "
        self[code] = folded
        return folded


_FOLDING = _Folding()


def clean(text: str) -> str:
    """``text`` without what a database cannot keep (NUL, lone surrogates) or a reader cannot see."""
    text = _INVISIBLE.sub("", _UNWRITABLE.sub(" ", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """``text`` without difference of case or width."""
    return text.translate(_FOLDING)


def fold_with_places(text: str) -> tuple[str, list[int] | None]:
    """``text`` folded, and the place in ``text`` of each letter of it; None where they are the same."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, None
    starts = list(accumulate((len(_FOLDING[ord(letter)]) for letter in text), initial=0))
    places: list[int] = []
    for place, (start, end) in enumerate(pairwise(starts)):
        places.extend([place] * (end - start))
    return folded, [*places, len(text)]


def index_words(folded: str) -> list[str]:
    """The words of folded text as the index holds them: long Chinese words follow the short ones inside."""
    runs = RUN.findall(folded)
    others = iter([run[:MAX_WORD] for run in runs if not IS_HAN.match(run)])
    # One call for all runs is several times quicker than one for each; "0" keeps the place of what is not Chinese.
    text = " ".join([run if IS_HAN.match(run) else "0" for run in runs])
    return [next(others) if word == "0" else word for word in _cutter()(text) if word != " "]


@cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # its dictionary takes a moment to load: not before the first use

    cut: Callable[[str], list[str]] = rjieba.cut_for_search
    return cut


def letters(folded: str) -> list[str]:
    """The different letters and digits of folded text."""
    return sorted(filter(str.isalnum, set(folded)))


def flag(group: str, value: str) -> str:
    """An exact filter as a word no text can hold. Case does not count."""
    safe = _FLAG_UNSAFE.sub(lambda found: f"~{ord(found[0]):x}~", value.casefold()[:200])
    return f"={group}:{safe}"


def flags_of(entry: Entry) -> list[str]:
    """Every filter under which ``entry`` is found."""
    found = [flag("kind", entry.kind), flag("agency", entry.agency)]
    for term in sorted(entry.terms):
        found.append(flag("term", term))
        if ":" not in term:
            parts = term.split(".")
            found += [flag("term", ".".join(parts[:end])) for end in range(1, len(parts))]
    return list(unique(found))


def identity(day: date, key: int, kind: int) -> int:
    """The row's number: it rises with the day, then the key, so that the index itself is in order of date.

    Raises ``ValueError`` where the key does not fit.
    """
    if not 0 <= key < 1 << _KEY_BITS:
        raise ValueError(
            f"A key in the search index lies between 0 and {(1 << _KEY_BITS) - 1}; this is {key}."
        )
    return day.toordinal() << _DAY_SHIFT | key << _KIND_BITS | kind


def first_identity(day: date) -> int:
    """The lowest number a row of ``day`` can have."""
    return day.toordinal() << _DAY_SHIFT


def first_identity_after(day: date) -> int:
    """The lowest number a row of a later day can have."""
    return (day.toordinal() + 1) << _DAY_SHIFT


def day_of(number: int) -> date:
    """The day of the row with this number."""
    return date.fromordinal(number >> _DAY_SHIFT)


def row(entry: Entry, kind: int) -> Row:
    """``entry`` cut into what the tables hold."""
    title = " ".join(clean(entry.title).split())[:MAX_TITLE]
    body = " ".join(clean(entry.body)[: MAX_BODY * 2].split())[:MAX_BODY]
    kept = Entry(entry.kind, entry.key, entry.agency, entry.day, title, body, entry.terms)
    folded_title, folded_body = fold(title), fold(body)
    return Row(
        id=identity(entry.day, entry.key, kind),
        entry=kept,
        title_words=index_words(folded_title),
        body_words=index_words(folded_body),
        flags=flags_of(entry),
        chars=letters(folded_title + folded_body),
    )
