"""Flowcharts of powers (权力运行流程图): the steps as staff write them, read as a chart, and what is wrong with them.

A row has a key, a name, who does it, a limit, documents and the next steps. A line of the next steps is the key of a
step, then a condition if there is one: ``3 材料齐全`` or ``4：不符合条件``. The first row begins the course; a row
without next steps ends it. A chart of a procedure carried out here has no rows: it comes from the process table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.domain import complaints, disclosure, requests
from gongkai.domain.powers.looking_up import LookingUp
from gongkai.domain.powers.schema import Content, Fault
from gongkai.domain.process import Process
from gongkai.domain.text import Text, say

#: Steps of a chart at most, and ways on from one step.
MOST_STEPS, MOST_NEXT = 40, 12

#: The procedures of ``chart_process`` in ``law/powers.toml``.
EXECUTED: Mapping[str, Process] = {
    "disclosure": disclosure.PROCESS,
    "request": requests.PROCESS,
    "complaint": complaints.PROCESS,
}

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE = re.compile(r"[→>\s]*(?P<key>[^\s:：]*)\s*[:：]?\s*(?P<condition>.*)")


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: the key of the step it leads to, and under which condition (empty: always)."""

    key: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step (环节) as written; ``ways`` are those lines of its next steps that lead to a step of the chart."""

    key: str
    name: str
    actor: str
    limit: str
    documents: tuple[str, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as far as it can be drawn: up to ``MOST_STEPS`` steps, each key once, every way leading somewhere."""

    title: str
    steps: tuple[Step, ...]

    @property
    def actors(self) -> tuple[str, ...]:
        """Who has a step, in the order in which they come in."""
        return tuple(dict.fromkeys(step.actor for step in self.steps))

    def step(self, key: str) -> Step:
        """The step of that key; ``KeyError`` when there is none."""
        return {step.key: step for step in self.steps}[key]


def read(title: str, content: Content) -> Chart:
    """The chart that ``content`` describes, complete or not. What leads nowhere is left out, as :func:`faults` says."""
    rows = _rows(content)
    keys = _keys(rows)
    steps = dict[str, Step]()
    for row, key in list(zip(rows, keys, strict=True))[:MOST_STEPS]:
        if key in steps:
            continue
        steps[key] = Step(
            key=key,
            name=_words(row.get("name")),
            actor=_words(row.get("actor")),
            limit=_words(row.get("limit")),
            documents=tuple(_lines(row.get("documents"))),
            ways=tuple(dict.fromkeys(way for way in _ways(row, keys[:MOST_STEPS]) if way.key in keys))[
                :MOST_NEXT
            ],
        )
    return Chart(_words(title), tuple(steps.values()))


def step_keys(content: Content) -> list[str]:
    """The keys of the steps: as written, or the states of the procedure carried out here."""
    process = EXECUTED.get(str(content.get("executes") or ""))
    return [state.key for state in process.states] if process else _keys(_rows(content))


def faults(content: Content, looking_up: LookingUp | None = None) -> list[Fault]:
    """What does not hold, each with its row (from 1; 0: the whole chart)."""
    rows = _rows(content)
    if content.get("executes"):
        said = say(
            "The chart comes from the procedure carried out here. Take out the steps, or choose no procedure."
        )
        return [Fault("steps", said)] if rows else []
    if not rows:
        return [Fault("steps", say("Write the steps, or choose the procedure carried out here."))]
    if len(rows) > MOST_STEPS:
        said = say(
            "A chart has up to {most} steps; this one has {number}. Divide it.",
            most=MOST_STEPS,
            number=len(rows),
        )
        return [Fault("steps", said, MOST_STEPS + 1)]
    keys = _keys(rows)
    found = [Fault("steps", reason, at) for at, reason in _row_faults(rows, keys)]
    return found or [Fault("steps", reason, at) for at, reason in _course_faults(rows, keys)]


def _row_faults(rows: Sequence[Mapping[str, Any]], keys: list[str]) -> Iterator[tuple[int, Text]]:
    """What is wrong with a row by itself."""
    for at, (row, key) in enumerate(zip(rows, keys, strict=True), 1):
        if key in keys[: at - 1]:
            yield at, say("There is a step {key} already. Give this one another number.", key=key)
        ways = list(_ways(row, keys))
        for way in ways:
            if way.key not in keys:
                yield (
                    at,
                    say("There is no step {key}. Write the number of a step of this chart.", key=way.key),
                )
        if len(ways) > MOST_NEXT:
            yield at, say("A step leads to at most {most} next steps. Divide it.", most=MOST_NEXT)


def _course_faults(rows: Sequence[Mapping[str, Any]], keys: list[str]) -> Iterator[tuple[int, Text]]:
    """Whether every step is reached from the first one, and reaches an end."""
    onward = {key: {way.key for way in _ways(row, keys)} for row, key in zip(rows, keys, strict=True)}
    ends = {key for key in keys if not onward[key]}
    if not ends:
        yield 0, say("No step ends the course. Leave the next steps of the last one empty.")
        return
    back: dict[str, set[str]] = {key: set() for key in keys}
    for key, following in onward.items():
        for other in following:
            back[other].add(key)
    reached, ending = _spread({keys[0]}, onward), _spread(ends, back)
    for at, key in enumerate(keys, 1):
        if key not in reached:
            yield (
                at,
                say(
                    "No way leads from the first step to step {key}. Name it among the next steps of another.",
                    key=key,
                ),
            )
        elif key not in ending:
            yield at, say("From step {key} no way leads to an end of the course.", key=key)


def _spread(seeds: Collection[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    """Everything reached from ``seeds``."""
    reached, front = set(seeds), set(seeds)
    while front:
        front = {other for key in front for other in ways[key]} - reached
        reached |= front
    return reached


def _rows(content: Content) -> list[Mapping[str, Any]]:
    value = content.get("steps")
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def _keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [_key(row.get("key")) for row in rows]


def _key(value: object) -> str:
    """A key as compared: full-width figures and letters are the same as others."""
    return unicodedata.normalize("NFKC", _words(value))


def _ways(row: Mapping[str, Any], keys: Collection[str]) -> Iterator[Way]:
    for line in _lines(row.get("next")):
        yield _way(line, keys)


def _way(line: str, keys: Collection[str]) -> Way:
    """The way a line tells. The longest known key it begins with counts, so ``3材料齐全`` is read as well."""
    plain = line.lstrip("→> \t")
    for key in sorted({key for key in keys if key}, key=len, reverse=True):
        begun, rest = plain[: len(key)], plain[len(key) :]
        if _key(begun) == key and not (rest and rest[0].isascii() and rest[0].isalnum()):
            return Way(key, rest.lstrip(" \t:：").strip())
    found = _LINE.fullmatch(line)
    return Way(_key(found["key"]), found["condition"].strip()) if found else Way(line)


def _lines(value: object) -> list[str]:
    listed = value.splitlines() if isinstance(value, str) else value
    return [words for each in listed if (words := _words(each))] if isinstance(listed, list | tuple) else []


def _words(value: object) -> str:
    """Words on one line, without signs that no picture and no file can hold."""
    return " ".join(_UNFIT.sub("", "" if value is None else str(value)).split())
