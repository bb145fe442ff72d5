"""Guesses what a query without hits was meant to be: pinyin, initials, a homophone, one wrong letter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from gongkai.core.search import tokens, vocabulary
from gongkai.core.search.parse import Parsed, Part

#: Letters of pinyin, and Chinese letters, in which a guess is tried; guesses weighed; words for one sound.
LONGEST_PINYIN, LONGEST_CHINESE, GUESSES, _WORDS_A_SOUND = 30, 12, 8, 4
_LONGEST_SYLLABLES = 6 * vocabulary.LONGEST_WORD

#: Asks the index how many things each text finds under the filters chosen.
Counter = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class _Step:
    """A piece of a guess: the words that may stand from ``start`` on, and what taking one costs."""

    start: int
    words: tuple[str, ...]
    cost: float


def suggest(parsed: Parsed, count: Counter) -> str | None:
    """A text like the one typed that finds something, or None.

    Only the parts that find nothing by themselves are guessed at; the others stay as they are.
    """
    alone = count([part.text for part in parsed.parts])
    wrong = [place for place, found in enumerate(alone) if not found]
    if not wrong or len(wrong) > 3:
        return None
    ways = [
        _guesses(parsed.parts[place]) if place in wrong else [[_shown(parsed.parts[place])]]
        for place in range(len(parsed.parts))
    ]
    if not all(ways):
        return None
    for level in range(max(len(way) for way in ways)):
        chosen = [way[min(level, len(way) - 1)] for way in ways]
        texts = [" ".join(combination) for combination in islice(product(*chosen), GUESSES)]
        found = count(texts)
        best = max(range(len(texts)), key=lambda place: found[place])
        if found[best]:
            return texts[best]
    return None


def _shown(part: Part) -> str:
    return f'"{part.text}"' if part.quoted else part.text


def _guesses(part: Part) -> list[list[str]]:
    """Guesses for one part, in groups: any of a nearer group before all of a farther one."""
    text = part.text
    if part.latin:
        groups = [_by_pinyin(text)] if 2 <= len(text) <= LONGEST_PINYIN else []
        if 2 <= len(text) <= vocabulary.LONGEST_WORD:
            groups.append(vocabulary.by_initials(text, GUESSES))
    elif 2 <= len(text) <= LONGEST_CHINESE and all(tokens.IS_HAN.match(letter) for letter in text):
        groups = [_by_homophones(text)]
        if 3 <= len(text) <= vocabulary.LONGEST_WORD + 1:
            groups.append(vocabulary.by_spelling(text, GUESSES))
    else:
        groups = []
    return [kept for group in groups if (kept := [guess for guess in group if guess != text])]


def _by_pinyin(text: str) -> list[str]:
    """Chinese words that spell ``text`` in pinyin, as few as possible."""
    spans = [
        (start, end)
        for start in range(len(text))
        for end in range(start + 2, min(len(text), start + _LONGEST_SYLLABLES) + 1)
    ]
    sounds = {span: vocabulary.careless(text[slice(*span)]) for span in spans}
    known = vocabulary.by_sound(sorted(set(sounds.values())))
    steps: dict[int, list[_Step]] = {}
    for (start, end), sound in sounds.items():
        exact = [word for word, pinyin in known.get(sound, ()) if pinyin == text[start:end].replace("ü", "v")]
        words = exact or [word for word, _ in known.get(sound, ())]
        if words:
            cost = 1.0 if exact else 1.4
            steps.setdefault(end, []).append(_Step(start, tuple(words[:_WORDS_A_SOUND]), cost))
    return _cheapest(len(text), steps)


def _by_homophones(text: str) -> list[str]:
    """``text`` with words of the same sound in place of some of its letters."""
    longest = vocabulary.LONGEST_WORD
    spans = [
        (start, end)
        for start in range(len(text))
        for end in range(start + 2, min(len(text), start + longest) + 1)
    ]
    sounds = {span: vocabulary.span_sounds(text[slice(*span)]) for span in spans}
    known = vocabulary.by_sound(sorted({sound for several in sounds.values() for sound in several}))
    steps = {place + 1: [_Step(place, (letter,), 1.5)] for place, letter in enumerate(text)}
    for (start, end), several in sounds.items():
        typed = text[start:end]
        words = [word for sound in several for word, _ in known.get(sound, ()) if len(word) == len(typed)]
        if typed in words:
            steps[end].append(_Step(start, (typed,), 1.0))
            continue
        by_difference: dict[int, list[str]] = {}
        for word in dict.fromkeys(words):
            difference = sum(one != other for one, other in zip(word, typed, strict=True))
            by_difference.setdefault(difference, []).append(word)
        steps[end] += [
            _Step(start, tuple(alike[:_WORDS_A_SOUND]), 1.0 + 0.4 * difference)
            for difference, alike in by_difference.items()
        ]
    return _cheapest(len(text), steps)


def _cheapest(length: int, steps: dict[int, list[_Step]]) -> list[str]:
    """The texts along the cheapest way from the beginning to ``length``."""
    ways: dict[int, tuple[float, tuple[tuple[str, ...], ...]]] = {0: (0.0, ())}
    for end in range(1, length + 1):
        for step in steps.get(end, ()):
            if step.start in ways:
                cost, words = ways[step.start]
                if end not in ways or cost + step.cost < ways[end][0]:
                    ways[end] = (cost + step.cost, (*words, step.words))
    if length not in ways:
        return []
    return ["".join(words) for words in islice(product(*ways[length][1]), GUESSES)]
