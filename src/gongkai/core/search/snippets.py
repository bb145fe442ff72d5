"""Marks what was found in a title, and cuts the best piece out of a body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from gongkai.core.search import tokens
from gongkai.core.search.parse import Parsed
from gongkai.core.search.values import Piece

#: Letters of a snippet, about; letters it shows before the first mark; places it weighs in one body.
LENGTH, BEFORE, _PLACES = 110, 24, 300
_STOPS = "。！？；!?;\n"
_PAUSES = "，、：,: 》”）)"
_SIGNS = r"[\W_]*"
_OTHER = re.compile(rf"[^{tokens.HAN}]")


@dataclass(frozen=True, slots=True)
class Marks:
    """What to mark. Where all of it is Chinese, the text need not be folded, which takes longer than looking."""

    regex: re.Pattern[str]
    chinese: bool

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where in ``text`` it stands: the first few hundred places."""
        if self.chinese and (found := self._found(text)):
            return found
        folded, places = tokens.fold_with_places(text)
        found = self._found(folded)
        if places is None:
            return found
        return [(places[start], places[end - 1] + 1) for start, end in found]

    def _found(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in islice(self.regex.finditer(text), _PLACES)]


def pattern(parsed: Parsed, *, whole_parts: bool = False) -> Marks | None:
    """What to mark; ``whole_parts``: the parts as typed, signs between their letters aside."""
    if whole_parts:
        wanted = [_SIGNS.join(map(re.escape, part.text)) for part in parsed.parts]
    else:
        words = [word for word in parsed.words if len(word) > 1 or not tokens.IS_HAN.match(word)]
        words = words or ([] if parsed.phrases else list(parsed.words))
        wanted = [_word(word) for word in [*words, *parsed.chars]]
        wanted += [part.text for part in parsed.parts if part.words and not _OTHER.search(part.text)]
        for part in parsed.parts:
            if part.quoted:
                wanted.append(_SIGNS.join(map(re.escape, part.text)))
            else:
                wanted += [r"[\W_]+".join(_word(word) for word in phrase) for phrase in part.phrases]
    if not wanted:
        return None
    chinese = not any(_OTHER.search(part.text) for part in parsed.parts)
    return Marks(re.compile("|".join(sorted(wanted, key=len, reverse=True))), chinese)


def _word(word: str) -> str:
    """A Chinese word wherever it stands; a Latin word or a number only whole."""
    if tokens.IS_HAN.match(word):
        return re.escape(word)
    return rf"(?<![^\W_{tokens.HAN}]){re.escape(word)}(?![^\W_{tokens.HAN}])"


def marked(text: str, marks: Marks | None) -> tuple[Piece, ...]:
    """The whole of ``text`` in pieces."""
    return _pieces(text, 0, len(text), marks.spans(text) if marks else [])


def snippet(text: str, marks: Marks | None) -> tuple[Piece, ...]:
    """The piece of ``text`` that shows most of what was found, cut at signs where that is near."""
    if len(text) <= LENGTH + BEFORE:
        return marked(text, marks)
    spans = marks.spans(text) if marks else []
    first = spans[_best(text, spans)][0] if spans else 0
    start = _start(text, max(0, first - BEFORE), first)
    end = _end(text, start + LENGTH)
    pieces = _pieces(text, start, end, [span for span in spans if start <= span[0] and span[1] <= end])
    before: tuple[Piece, ...] = (("…", False),) if start else ()
    after: tuple[Piece, ...] = (("…", False),) if end < len(text) else ()
    return _joined([*before, *pieces, *after])


def _best(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The place of the span with which the window of most different words begins, then of most words."""
    inside: dict[str, int] = {}
    best, best_value, last = 0, 0, 0
    for place, (start, end) in enumerate(spans):
        while last < len(spans) and spans[last][1] <= start + LENGTH - BEFORE:
            word = text[slice(*spans[last])]
            inside[word] = inside.get(word, 0) + 1
            last += 1
        value = 1000 * len(inside) + last - place
        if value > best_value:
            best, best_value = place, value
        word = text[start:end]
        inside[word] = inside.get(word, 0) - 1
        if inside[word] <= 0:
            del inside[word]
        last = max(last, place + 1)
    return best


def _start(text: str, start: int, first: int) -> int:
    """The beginning of a sentence before the first mark, or else of a clause, or else ``start``."""
    if start == 0:
        return 0
    for signs in (_STOPS, _PAUSES):
        for place in range(start, first):
            if text[place] in signs:
                start = place + 1
                while start < first and text[start] in _STOPS + _PAUSES:
                    start += 1
                return start
    return start


def _end(text: str, end: int) -> int:
    """The end of a sentence or clause near ``end``."""
    if end >= len(text):
        return len(text)
    for signs in (_STOPS, _PAUSES):
        for place in range(end, end - 25, -1):
            if text[place] in signs:
                return place + 1
    return end


def _pieces(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    at = start
    for first, last in spans:
        if first < at:
            continue
        pieces += [(text[at:first], False), (text[first:last], True)]
        at = last
    return _joined([*pieces, (text[at:end], False)])


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """``pieces`` without empty ones, neighbours of a kind joined."""
    joined: list[Piece] = []
    for text, mark in pieces:
        if text and joined and joined[-1][1] == mark:
            joined[-1] = (joined[-1][0] + text, mark)
        elif text:
            joined.append((text, mark))
    return tuple(joined)
