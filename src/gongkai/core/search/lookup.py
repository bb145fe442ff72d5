"""Answers a query."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import connection

from gongkai.core.search import snippets, tokens
from gongkai.core.search.engine import engine
from gongkai.core.search.parse import MAX_TEXT, Parsed, parse
from gongkai.core.search.suggest import suggest
from gongkai.core.search.values import Found, Hit, Need, Order, Query
from gongkai.domain.text import Text, say

#: Hits are counted up to here and no farther.
COUNT_CAP = 1_000
#: Where more things than this match, putting the best first costs more than it helps: the newest come first.
RANK_CAP = 5_000
#: Hits by relevance that can be paged to.
RANKED_DEPTH = 1_000
#: Bodies read when nothing holds every word and the letters are looked for as typed.
FALLBACK_CAP = 1_000
_CURSOR = re.compile(r"([nrf])([0-9]{1,19})", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Page:
    """Where a page begins: at a number of the index, or after so many hits."""

    order: str = ""
    place: int = 0


def search(query: Query) -> Found:
    """Finds what ``query`` asks for. Never raises, whatever was typed; an empty text gives the newest.

    A text that finds nothing is tried otherwise: its letters as typed anywhere, pinyin as the Chinese it
    spells, and without the words that occur nowhere; ``Found`` says which.
    """
    parsed = parse(query.text)
    need = _need(query, parsed)
    notices = (
        (say("Only the first {letters} letters were searched for.", letters=MAX_TEXT),) if parsed.cut else ()
    )
    found = _found(query, parsed, need)
    if found is None:
        found = _otherwise(query, parsed)
    return replace(found, notices=(*notices, *found.notices))


def _need(query: Query, parsed: Parsed) -> Need:
    groups = [tuple(tokens.flag("kind", kind) for kind in query.kinds)] if query.kinds else []
    groups += [(tokens.flag("agency", query.agency),)] if query.agency else []
    groups += [(tokens.flag("term", term),) for term in query.terms]
    return Need(
        words=parsed.words,
        phrases=parsed.phrases,
        chars=parsed.chars,
        flags=tuple(groups),
        low=tokens.first_identity(query.day_from) if query.day_from else 0,
        high=tokens.first_identity_after(query.day_until) if query.day_until else 1 << 62,
    )


def _found(query: Query, parsed: Parsed, need: Need) -> Found | None:
    """The hits that hold everything; None where there are none and words were asked for."""
    rankable = bool(need.words or need.phrases)
    wanted: Order = "relevance" if query.order == "relevance" and rankable else "newest"
    count = engine().count(need, (RANK_CAP if wanted == "relevance" else COUNT_CAP) + 1)
    if not count and parsed.parts:
        return None
    order: Order = wanted if count <= RANK_CAP else "newest"
    notices: tuple[Text, ...] = ()
    if order != wanted:
        notices = (say("Very many documents hold these words, so the newest come first."),)
    ids, cursor = _numbers(query, need, order, many=count > COUNT_CAP)
    return Found(
        hits=_hits(ids, snippets.pattern(parsed)),
        count=min(count, COUNT_CAP),
        count_is_capped=count > COUNT_CAP,
        next_cursor=cursor,
        understood=parsed.understood,
        order=order,
        notices=notices,
    )


def _numbers(query: Query, need: Need, order: Order, *, many: bool) -> tuple[list[int], str]:
    """The numbers of one page, and the cursor of the next."""
    page, limit = _page(query.cursor), _limit(query)
    if order == "newest":
        if page.order == "n":
            need = replace(need, high=min(need.high, page.place))
        ids = engine().newest(need, limit + 1, many=many)
        return ids[:limit], f"n{ids[limit - 1]}" if len(ids) > limit else ""
    offset = min(page.place, RANKED_DEPTH) if page.order == "r" else 0
    ids = engine().ranked(need, offset, limit + 1)
    after = offset + limit
    return ids[:limit], f"r{after}" if len(ids) > limit and after < RANKED_DEPTH else ""


def _page(cursor: str) -> _Page:
    match = _CURSOR.fullmatch(cursor)
    if match is None or int(match[2]) > 1 << 62:
        return _Page()
    return _Page(match[1], int(match[2]))


def _limit(query: Query) -> int:
    return max(1, min(query.limit, 100))


def _otherwise(query: Query, parsed: Parsed) -> Found:
    """What helps a query that finds nothing."""

    def count(texts: Sequence[str]) -> list[int]:
        return engine().counts([_need(query, parse(text)) for text in texts], COUNT_CAP)

    suggestion = suggest(parsed, count)
    found = _as_typed(query, parsed)
    if found is None and suggestion and all(part.latin for part in parsed.parts):
        better = parse(suggestion)
        found = _found(query, better, _need(query, better))
        found = replace(found, corrected=True) if found else None
    if found is None:
        found = _without_unknown_words(query, parsed)
    return replace(found or Found(understood=parsed.understood), suggestion=suggestion)


def _as_typed(query: Query, parsed: Parsed) -> Found | None:
    """The newest things that hold each part letter after letter, wherever words begin and end."""
    parts = [part.text for part in parsed.parts]
    page, limit = _page(query.cursor), _limit(query)
    need = replace(_need(query, Parsed()), chars=tuple(tokens.letters("".join(parts))))
    if page.order == "f":
        need = replace(need, high=min(need.high, page.place))
    candidates = engine().newest(need, FALLBACK_CAP, many=False)
    ids = _holding(candidates, parts)
    if not ids and page.order != "f":
        return None
    complete = len(candidates) < FALLBACK_CAP and page.order != "f"
    return Found(
        hits=_hits(ids[:limit], snippets.pattern(parsed, whole_parts=True)),
        count=len(ids) if complete else None,
        next_cursor=f"f{ids[limit - 1]}" if len(ids) > limit else "",
        fell_back=True,
        understood=tuple(parts),
    )


def _holding(ids: Sequence[int], parts: Sequence[str]) -> list[int]:
    held = []
    for number, (_, _, _, title, body) in _rows(ids).items():
        text = "".join(tokens.RUN.findall(tokens.fold(f"{title} {body}")))
        if all(part in text for part in parts):
            held.append(number)
    return sorted(held, reverse=True)


def _without_unknown_words(query: Query, parsed: Parsed) -> Found | None:
    """The hits for the words that occur at all, where some occur nowhere."""
    words = [word for word in parsed.words if len(word) > 1 or not tokens.IS_HAN.match(word)]
    if len(words) < 2:
        return None
    filters = _need(query, Parsed())
    found = engine().counts([replace(filters, words=(word,)) for word in words], 1)
    known = " ".join(word for word, count in zip(words, found, strict=True) if count)
    if not known or all(found):
        return None
    fewer = parse(known)
    answer = _found(query, fewer, _need(query, fewer))
    return replace(answer, fell_back=True) if answer else None


def _hits(ids: Sequence[int], marks: snippets.Marks | None) -> tuple[Hit, ...]:
    rows = _rows(ids)
    hits = []
    for number in ids:
        kind, key, agency, title, body = rows[number]
        hits.append(
            Hit(
                kind=kind,
                key=key,
                agency=agency,
                day=tokens.day_of(number),
                title=snippets.marked(title, marks),
                snippet=snippets.snippet(body, marks),
            )
        )
    return tuple(hits)


def _rows(ids: Sequence[int]) -> dict[int, tuple[str, int, str, str, str]]:
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, kind, key, agency, title, body FROM core_search_entry WHERE id IN ({marks})",  # noqa: S608
            list(ids),
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}
