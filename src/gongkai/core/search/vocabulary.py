"""The words the index knows by their sound, to guess what a query without hits was meant to be.

A word is learnt when it is first indexed and never counted: whether it (still) finds anything is asked of the
index itself, so the guess is exact and two publications never wait for one another's counters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, product

from django.db import connection

from gongkai.core import segment
from gongkai.core.search import tokens
from gongkai.core.search.values import Row

LONGEST_WORD = 6
#: Words a rebuild keeps in mind so as not to ask for them again.
_SEEN = 200_000
_READINGS = 8
_CHUNK = 400


def learn(rows: Iterable[Row], seen: dict[str, bool] | None = None) -> None:
    """Adds the Chinese words of ``rows``; of titles also two neighbours together (户外广告, 政务公开)."""
    seen = {} if seen is None else seen
    found: dict[str, bool] = {}
    for row in rows:
        for word in set(row.body_words).difference(seen, found):
            if _is_word(word):
                found[word] = False
        for word in _title_words(row):
            if not seen.get(word):
                found[word] = True
    if len(seen) > _SEEN:
        seen.clear()
    seen.update(found)
    names = sorted(found)  # always in this order, so that two writers never wait for each other in a ring
    for chunk in _chunks(names):
        _store(chunk, found)


def _store(words: Sequence[str], in_title: dict[str, bool]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT word, in_title FROM core_search_vocabulary WHERE word IN ({_marks(words)})",  # noqa: S608
            list(words),
        )
        known = dict(cursor.fetchall())
        new = [(word, *sound(word), int(in_title[word])) for word in words if word not in known]
        if new:
            cursor.executemany(
                "INSERT INTO core_search_vocabulary (word, pinyin, fuzzy, initials, in_title) "
                "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (word) DO NOTHING",
                new,
            )
        raised = [(word,) for word in words if in_title[word] and known.get(word) == 0]
        if raised:
            cursor.executemany("UPDATE core_search_vocabulary SET in_title = 1 WHERE word = %s", raised)


def _title_words(row: Row) -> Iterator[str]:
    yield from (word for word in row.title_words if _is_word(word))
    for run in tokens.RUN.findall(tokens.fold(row.entry.title)):
        if tokens.IS_HAN.match(run):
            pairs = (one + two for one, two in pairwise(segment.words(run)))
            yield from (pair for pair in pairs if 2 < len(pair) <= LONGEST_WORD)


def _is_word(word: str) -> bool:
    return 2 <= len(word) <= LONGEST_WORD and tokens.IS_HAN.match(word) is not None


def sound(word: str) -> tuple[str, str, str]:
    """A word's pinyin without tones, the same as a careless ear hears it, and its initials."""
    from pypinyin import lazy_pinyin  # its dictionary takes a moment to load: not before the first use

    syllables = [syllable for syllable in lazy_pinyin(word, errors="ignore") if syllable]
    joined = "".join(syllables)
    return joined, careless(joined), "".join(syllable[0] for syllable in syllables)


def careless(pinyin: str) -> str:
    """Pinyin without the differences many typists do not hear: zh/z, ch/c, sh/s, -ng/-n, ü/u."""
    return re.sub("ng+", "n", re.sub("([zcs])h", r"\1", pinyin)).replace("v", "u")


@lru_cache(maxsize=4096)
def readings(letter: str) -> tuple[str, ...]:
    """Every careless reading of one Chinese letter."""
    from pypinyin import Style, pinyin

    found = pinyin(letter, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(careless(reading) for reading in found[0])) if found else ()


def span_sounds(text: str) -> list[str]:
    """The ways ``text`` may sound, at most a few."""
    return ["".join(parts) for parts in islice(product(*(readings(letter) for letter in text)), _READINGS)]


def by_sound(sounds: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """For each careless sound, the words that sound so, with their exact pinyin; words of titles first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for chunk in _chunks(sounds):
        rows = _fetch(
            f"SELECT fuzzy, word, pinyin FROM core_search_vocabulary WHERE fuzzy IN ({_marks(chunk)}) "  # noqa: S608
            "ORDER BY in_title DESC, word",
            chunk,
        )
        for fuzzy, word, pinyin in rows:
            found.setdefault(fuzzy, []).append((word, pinyin))
    return found


def by_initials(initials: str, limit: int) -> list[str]:
    """Words of titles with these initials."""
    sql = (
        "SELECT word FROM core_search_vocabulary WHERE initials = %s AND in_title = 1 "  # noqa: S608
        f"ORDER BY length(word), word LIMIT {limit:d}"
    )
    return [word for (word,) in _fetch(sql, [initials])]


def by_spelling(word: str, limit: int) -> list[str]:
    """Words one letter away from ``word`` (another, one more, one less); words of titles first."""
    places = range(len(word))
    patterns = [f"{word[:place]}_{word[place + 1 :]}" for place in places]
    patterns += [f"{word[:place]}_{word[place:]}" for place in range(len(word) + 1)]
    shorter = [word[:place] + word[place + 1 :] for place in places if len(word) > 3]
    conditions = ["word LIKE %s"] * len(patterns) + ["word = %s"] * len(shorter)
    sql = (
        f"SELECT word FROM core_search_vocabulary WHERE ({' OR '.join(conditions)}) AND word <> %s "  # noqa: S608
        f"ORDER BY abs(length(word) - {len(word):d}), in_title DESC, word LIMIT {limit:d}"
    )
    return [found for (found,) in _fetch(sql, [*patterns, *shorter, word])]


def _chunks(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _marks(items: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(items))


def _fetch(sql: str, params: Sequence[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())
