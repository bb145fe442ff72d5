"""Reads what a person typed into the search field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.core import segment
from gongkai.core.search import tokens
from gongkai.core.search.values import unique

#: Letters of a query that are read, and words that are searched for; what follows is left out with a notice.
MAX_TEXT = 200
MAX_WORDS = 32

_CHUNK = re.compile('"([^"]*)"|([^\\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„«»「」『』＂", '"'))
#: Words that ask or join and find nothing by themselves; left out where other words remain.
_EMPTY_WORDS = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "在",
        "是",
        "有",
        "吗",
        "呢",
        "啊",
        "吧",
        "我",
        "想",
        "要",
        "请问",
        "关于",
        "怎么",
        "怎样",
        "怎么样",
        "如何",
        "什么",
        "哪里",
        "哪些",
        "为什么",
        "没有",
    ]
)


@dataclass(frozen=True, slots=True)
class Part:
    """What was typed between two blanks, or between quotation marks.

    ``text``: its letters and digits, folded. ``words`` must all occur, ``phrases`` each as they stand,
    ``char`` is a single Chinese letter typed alone.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    char: str = ""
    quoted: bool = False

    @property
    def latin(self) -> bool:
        """Only the letters a to z: perhaps pinyin."""
        return self.text.isascii() and self.text.isalpha()

    @property
    def understood(self) -> tuple[str, ...]:
        """The words of this part as a person would write them."""
        return (
            *self.words,
            *(" ".join(phrase) for phrase in self.phrases),
            *((self.char,) if self.char else ()),
        )


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query, read. ``cut``: something at its end was left out."""

    parts: tuple[Part, ...] = ()
    cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words that must all occur; empty ones only where nothing else is asked for."""
        found = unique(word for part in self.parts for word in part.words)
        full = tuple(word for word in found if word not in _EMPTY_WORDS)
        return full if full or self.phrases or self.chars else found

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """The runs of words that must occur as they stand."""
        return tuple(dict.fromkeys(phrase for part in self.parts for phrase in part.phrases))

    @property
    def chars(self) -> tuple[str, ...]:
        """Single Chinese letters typed alone."""
        return unique(part.char for part in self.parts if part.char)

    @property
    def understood(self) -> tuple[str, ...]:
        """The words searched for, as a person would write them."""
        return (
            *self.words,
            *(part.text for part in self.parts if part.quoted),
            *self._bare_phrases,
            *self.chars,
        )

    @property
    def _bare_phrases(self) -> tuple[str, ...]:
        return unique(" ".join(phrase) for part in self.parts if not part.quoted for phrase in part.phrases)


def parse(text: str) -> Parsed:
    """Reads ``text``; never raises, whatever it holds. Signs other than quotation marks mean nothing."""
    text = tokens.clean(text[: MAX_TEXT * 20]).strip()
    cut = len(text) > MAX_TEXT
    folded = tokens.fold(text[:MAX_TEXT].translate(_QUOTES))
    parts: list[Part] = []
    left = MAX_WORDS
    for quoted, bare in _CHUNK.findall(folded):
        part = _quoted(quoted) if quoted else _bare(bare)
        if part is None:
            continue
        size = len(part.words) + sum(len(phrase) for phrase in part.phrases) + len(part.char)
        if size > left and parts:
            cut = True
            break
        if size > left:
            part, cut = Part(part.text, part.words[:left], tuple(p[:left] for p in part.phrases[:1])), True
        parts.append(part)
        left -= size
    return Parsed(tuple(parts), cut)


def _quoted(text: str) -> Part | None:
    words = tokens.index_words(text)
    if not words:
        return None
    return Part(_text(text), phrases=(tuple(words),), quoted=True)


def _bare(text: str) -> Part | None:
    kept = _text(text)
    if not kept:
        return None
    if len(kept) == 1 and tokens.IS_HAN.match(kept):
        return Part(kept, char=kept)
    words: list[str] = []
    phrases: list[tuple[str, ...]] = []
    number: list[
        str
    ] = []  # runs of Latin letters and digits parted by signs only: 014314799/2024-00002, 〔2024〕3
    for run in [*tokens.RUN.findall(text), ""]:
        if run and not tokens.IS_HAN.match(run):
            number.append(run[: tokens.MAX_WORD])
            continue
        if len(number) > 1:
            phrases.append(tuple(number))
            run = run.removeprefix("号")
        else:
            words += number
        number = []
        words += [word for word in segment.words(run) if word]
    return Part(kept, words=unique(words), phrases=tuple(phrases))


def _text(folded: str) -> str:
    return "".join(tokens.RUN.findall(folded))
