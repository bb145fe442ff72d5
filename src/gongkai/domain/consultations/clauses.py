"""The clauses of a draft (章、条、款、项): numbered by the system, read from lines of text, checked.

A text is a row of provisions. What a provision is called (第三条第二款第（一）项) follows from its place alone: nobody
types a number, and none can be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongkai.domain.consultations import numerals
from gongkai.domain.text import Text, say

Level = Literal["opening", "part", "chapter", "section", "article", "paragraph", "item", "subitem"]
LEVELS: tuple[Level, ...] = (
    "opening", "part", "chapter", "section", "article", "paragraph", "item", "subitem",
)  # fmt: skip
#: Levels that head others and are no rule themselves.
HEADINGS: tuple[Level, ...] = ("part", "chapter", "section")
#: Signs of one provision, and provisions of a text.
LONGEST, MOST = 5000, 2000


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: its level, its words without the number, and the key it keeps through all versions."""

    level: Level
    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A provision with the number printed before it (empty: none) and its full name as it is cited."""

    provision: Provision
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which provision of the row (counted from 0)."""

    place: int
    text: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """What lines of text were read as; ``notes`` say where the file's own numbers were others."""

    provisions: tuple[Provision, ...]
    notes: tuple[Fault, ...] = ()


_WORDS: dict[Level, str] = {"part": "编", "chapter": "章", "section": "节", "article": "条"}
_NUMERAL = "[零〇一二两三四五六七八九十百千]{1,9}|[0-9]{1,4}"
_STARTS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"^第({_NUMERAL})编(?:[\s　]+|$)")),
    ("chapter", re.compile(rf"^第({_NUMERAL})章(?:[\s　]+|$)")),
    ("section", re.compile(rf"^第({_NUMERAL})节(?:[\s　]+|$)")),
    ("article", re.compile(rf"^第({_NUMERAL})条(?:[\s　：:]+|$)")),
    ("item", re.compile(rf"^[（(]({_NUMERAL})[）)][\s　]*")),
    # 1.5吨 is no first sub-item.
    ("subitem", re.compile(r"^([0-9]{1,3})[.．、](?![0-9])[\s　]*")),
)


def number(provisions: Sequence[Provision]) -> tuple[Numbered, ...]:
    """Every provision with its number and name. Articles count through; what is below counts anew below each."""
    counts = dict.fromkeys(LEVELS, 0)
    found = []
    for each in provisions:
        _count(counts, each.level)
        found.append(Numbered(each, _mark(each.level, counts), _name(each.level, counts)))
    return tuple(found)


def _count(counts: dict[Level, int], level: Level) -> None:
    counts[level] += 1
    below = LEVELS[LEVELS.index(level) + 1 :]
    for each in below:
        if each != "article":  # articles go on counting through chapters
            counts[each] = 0
    if level == "article":
        counts["paragraph"] = 1  # the article's own words are its first paragraph


def _mark(level: Level, counts: dict[Level, int]) -> str:
    if level in _WORDS:
        return f"第{numerals.written(counts[level])}{_WORDS[level]}"
    if level == "item":
        return f"（{numerals.written(counts['item'])}）"
    if level == "subitem":
        return f"{counts['subitem']}."
    return ""


def _name(level: Level, counts: dict[Level, int]) -> str:
    if level == "opening":
        return f"正文前第{counts['opening']}段" if counts["opening"] else ""
    if level in HEADINGS:
        names = [each for each in HEADINGS[: HEADINGS.index(level) + 1] if counts[each]]
        return "".join(f"第{numerals.written(counts[each])}{_WORDS[each]}" for each in names)
    if not counts["article"]:
        return ""
    name = f"第{numerals.written(counts['article'])}条"
    if level == "article":
        return name
    if level == "paragraph" or counts["paragraph"] > 1:
        name += f"第{numerals.written(counts['paragraph'])}款"
    if level in ("item", "subitem") and counts["item"]:
        name += f"第（{numerals.written(counts['item'])}）项"
    if level == "subitem":
        name += f"第{counts['subitem']}目"
    return name


def read(lines: Sequence[str]) -> Reading:
    """The provisions of lines of text, as a file has them: numbers are taken off and counted anew.

    Lines before the first article that head nothing are the opening; later ones without a number are paragraphs.
    """
    provisions: list[Provision] = []
    said: list[int | None] = []
    for line in lines:
        plain = line.replace("\x00", "").strip(" \t　\r\n")
        if not plain:
            continue
        level, own, words = _start(plain)
        if level == "paragraph" and not any(each.level == "article" for each in provisions):
            level = "opening"
        provisions.append(Provision(level, words))
        said.append(own)
    return Reading(tuple(provisions), tuple(_other_numbers(provisions, said)))


def _start(line: str) -> tuple[Level, int | None, str]:
    for level, pattern in _STARTS:
        found = pattern.match(line)
        if found:
            return level, numerals.read(found.group(1)), line[found.end() :].strip(" 　")
    return "paragraph", None, line


def _other_numbers(provisions: Sequence[Provision], said: Sequence[int | None]) -> list[Fault]:
    counts = dict.fromkeys(LEVELS, 0)
    notes = []
    for place, (each, own) in enumerate(zip(provisions, said, strict=True)):
        _count(counts, each.level)
        if own is not None and own != counts[each.level]:
            notes.append(
                Fault(
                    place,
                    say(
                        "The file says {said} where {counted} comes: it is counted anew.",
                        said=str(own),
                        counted=_mark(each.level, counts),
                    ),
                )
            )
    return notes


def faults(provisions: Sequence[Provision]) -> list[Fault]:
    """What keeps the text from being a version: nothing said, nothing above, too long, too many."""
    if len(provisions) > MOST:
        return [Fault(MOST, say("A text holds at most {most} provisions.", most=MOST))]
    found = []
    above: Level | None = None
    begun = False
    for place, each in enumerate(provisions):
        if not each.text.strip():
            found.append(Fault(place, say("This provision says nothing. Write it or take it out.")))
        if len(each.text) > LONGEST:
            found.append(
                Fault(place, say("This is longer than {longest} characters. Shorten it.", longest=LONGEST))
            )
        misplaced = _misplaced(each.level, above, begun=begun)
        if misplaced is not None:
            found.append(Fault(place, misplaced))
        if each.level in HEADINGS:
            above = None  # what stands below a heading and no article would be cited by an article's name of before
        elif each.level in ("article", "paragraph", "item"):
            above, begun = "item" if each.level == "item" else "article", True
    if not any(each.level == "article" for each in provisions):
        found.append(Fault(0, say("The text has no article.")))
    return found


def _misplaced(level: Level, above: Level | None, *, begun: bool) -> Text | None:
    """Why a provision cannot stand where it does; ``above``: whether an article or an item is above it."""
    if level == "opening" and begun:
        return say("This stands before the first article. Move it up, or make it a paragraph.")
    if level in ("paragraph", "item") and above is None:
        return say("This stands below no article. Put an article above it.")
    if level == "subitem" and above != "item":
        return say("This stands below no item. Put an item above it.")
    return None


def lines(provisions: Sequence[Provision]) -> list[str]:
    """The text as lines with their numbers, as it is printed; ``read`` gives the same provisions again."""
    return [f"{each.mark}{_gap(each)}{each.provision.text}" for each in number(provisions)]


def _gap(each: Numbered) -> str:
    """What stands between number and words, so that 1. before 5吨 is not read as 1.5吨."""
    if each.mark.startswith("第"):
        return "　"
    return " " if each.provision.level == "subitem" and each.provision.text[:1].isdigit() else ""


def keyed(provisions: Sequence[Provision], taken: Sequence[str] = ()) -> tuple[Provision, ...]:
    """The same with a key for each that has none or shares one: ``c1``, ``c2`` …, none of ``taken``."""
    used = set(taken) | {each.key for each in provisions}
    seen: set[str] = set()
    out, last = [], 0
    for each in provisions:
        key = each.key
        if not key or key in seen:
            last += 1
            while f"c{last}" in used:
                last += 1
            key = f"c{last}"
            used.add(key)
        seen.add(key)
        out.append(replace(each, key=key))
    return tuple(out)
