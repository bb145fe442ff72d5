"""The work report's text: a template with figures in it, and the sentences that follow from what was counted.

``{key}`` is a figure. A sentence with a figure that is nil is left out. ``{?key:some|none}`` is ``some`` where there is
something to tell of and ``none`` where there is not; figures may stand in both, and those leave no sentence out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gongkai.domain.annual_report.work import Counted, figure, is_nil, written
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say

_FIELD = re.compile(r"\{([a-z][a-z_]*)\}")
_CHOICE = re.compile(r"\{\?([a-z][a-z_]*):((?:[^{}|]|\{[a-z][a-z_]*\})*)\|((?:[^{}|]|\{[a-z][a-z_]*\})*)\}")
#: What ends a sentence, and what ends a part of one that may be left out alone.
_ENDS = "。！？；"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; ``key`` names the figure they state ("": none)."""

    text: str
    key: str = ""


Paragraph: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run, and whether its sentence is left out where it is nil."""

    run: Run
    drops: bool = False


def faults(text: str, known: Collection[str]) -> Refused | None:
    """Why the text is no template, or ``None``: a figure there is not, or a brace that does not close."""
    rest = text
    for match in _CHOICE.finditer(text):
        named = [match[1], *_FIELD.findall(match[2]), *_FIELD.findall(match[3])]
        if refused := _unknown(named, known):
            return refused
    rest = _CHOICE.sub("", rest)
    if refused := _unknown(_FIELD.findall(rest), known):
        return refused
    rest = _FIELD.sub("", rest)
    if "{" in rest or "}" in rest:
        place = rest.index("{") if "{" in rest else rest.index("}")
        return Refused(
            say(
                "Near “{words}” a brace does not close, or what stands in it cannot be read. Write {field} for a "
                "figure, or {choice} for words with and without it.",
                words=rest[max(0, place - 10) : place + 15],
                field="{key}",
                choice="{?key:…|…}",
            )
        )
    return None


def _unknown(named: Collection[str], known: Collection[str]) -> Refused | None:
    wrong = next((each for each in named if each not in known), None)
    if wrong is None:
        return None
    return Refused(
        say(
            "There is no figure called {name}. Choose one from the list of figures.",
            name="{" + wrong + "}",
        )
    )


def filled(text: str, counts: Mapping[str, Counted], years: Mapping[str, str]) -> list[Paragraph]:
    """The paragraphs that follow from the counts; lines without a sentence left are left out."""
    found = []
    for line in text.splitlines():
        paragraph = _line(line.strip(), counts, years)
        if paragraph:
            found.append(paragraph)
    return found


def plain(paragraph: Paragraph) -> str:
    """Its words alone."""
    return "".join(run.text for run in paragraph)


def typed(text: str) -> list[str]:
    """Numbers typed by hand that look like counts: they would not follow the records."""
    bare = _FIELD.sub("", _CHOICE.sub("", text))
    return re.findall(r"(?<![\d〔第])\d[\d,，.]*\s*(?:余|多)?(?:件|人次|人|份|条|项|个|张|次|期|%)", bare)


def _line(line: str, counts: Mapping[str, Counted], years: Mapping[str, str]) -> Paragraph:
    sentences: list[list[_Piece]] = [[]]
    for piece in _pieces(line, counts, years):
        if piece.run.key:
            sentences[-1].append(piece)
            continue
        for words in re.split(rf"(?<=[{_ENDS}])", piece.run.text):
            if words:
                sentences[-1].append(_Piece(Run(words)))
            if words and words[-1] in _ENDS:
                sentences.append([])
    kept = [
        [piece.run for piece in sentence]
        for sentence in sentences
        if sentence and not any(piece.drops and is_nil(counts.get(piece.run.key)) for piece in sentence)
    ]
    return _closed([run for sentence in kept for run in sentence])


def _closed(runs: list[Run]) -> Paragraph:
    """With a full stop at its end, where what came after a semicolon was left out."""
    if runs and not runs[-1].key and runs[-1].text.rstrip().endswith("；"):
        runs = [*runs[:-1], Run(runs[-1].text.rstrip()[:-1] + "。")]
    joined: list[Run] = []
    for run in runs:
        if joined and not run.key and not joined[-1].key:
            joined[-1] = Run(joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)


def _pieces(line: str, counts: Mapping[str, Counted], years: Mapping[str, str]) -> list[_Piece]:
    found: list[_Piece] = []
    place = 0
    for match in _CHOICE.finditer(line):
        found += _fields(line[place : match.start()], counts, years, drops=True)
        chosen = match[3] if is_nil(counts.get(match[1])) else match[2]
        found += _fields(chosen, counts, years, drops=False)
        place = match.end()
    return found + _fields(line[place:], counts, years, drops=True)


def _fields(
    text: str, counts: Mapping[str, Counted], years: Mapping[str, str], *, drops: bool
) -> list[_Piece]:
    found: list[_Piece] = []
    place = 0
    for match in _FIELD.finditer(text):
        if match.start() > place:
            found.append(_Piece(Run(text[place : match.start()])))
        key = match[1]
        one = figure(key)
        if one is None:
            found.append(_Piece(Run(years.get(key, "—"))))
        else:
            counted = counts.get(key)
            found.append(_Piece(Run(written(one, counted) if counted else "—", key), drops))
        place = match.end()
    if place < len(text):
        found.append(_Piece(Run(text[place:])))
    return found
