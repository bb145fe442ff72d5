"""Check-lists (检查清单): what is looked at, what an answer needs, and what a filled-in list comes to.

The data stand in ``law/campaigns.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.text import Text, say

Verdict = Literal["met", "unmet", "not_applicable"]
VERDICTS: tuple[Verdict, ...] = ("met", "unmet", "not_applicable")
PASSED, TO_CORRECT = "passed", "to_correct"
#: Signs of a note.
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement (检查项): its name, and what the inspector looks for."""

    key: str
    label: str
    label_en: str
    seen: str
    seen_en: str

    def name(self, language: str) -> str:
        """The name for a reader."""
        return self.label if language.startswith("zh") else self.label_en

    def looked_for(self, language: str) -> str:
        """What is looked for, for a reader."""
        return self.seen if language.startswith("zh") else self.seen_en


@dataclass(frozen=True, slots=True)
class Checklist:
    """A check-list from one day to another; ``of`` says what kind of site it is for."""

    key: str
    label: str
    label_en: str
    of: str
    items: tuple[Item, ...]
    citation: Citation
    in_force_from: date
    in_force_until: date | None = None

    def name(self, language: str) -> str:
        """The name for a reader."""
        return self.label if language.startswith("zh") else self.label_en

    def item(self, key: str) -> Item | None:
        """The item of that key."""
        return next((each for each in self.items if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was seen of one item: met, not met or not applicable, and the note; ``photos`` counts those taken."""

    verdict: str
    note: str = ""
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer, and at which item (empty: the whole list)."""

    item: str
    text: Text


@cache
def _all() -> tuple[Checklist, ...]:
    return tuple(_checklist(row) for row in load("campaigns")["checklist"])


def _checklist(row: Mapping[str, Any]) -> Checklist:
    return Checklist(
        key=row["key"],
        label=row["label"],
        label_en=row["label_en"],
        of=row["of"],
        items=tuple(Item(**each) for each in row["item"]),
        citation=citation_of(dict(row)),
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
    )


def checklist(key: str, on: date) -> Checklist | None:
    """The check-list as it is in force on the day."""
    return in_force([each for each in _all() if each.key == key], on)


def checklists(on: date) -> tuple[Checklist, ...]:
    """Every check-list in force on the day."""
    return tuple(each for each in _all() if in_force([each], on))


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of ``law/campaigns.toml`` (party, cause)."""
    return list(load("campaigns")[table])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables, if there is one."""
    return next((each for each in rows(table) if each["key"] == key), None)


def house(table: str) -> dict[str, Any]:
    """A table of numbers (officers, most_a_year, correction, acknowledgement, device) with its source."""
    return dict(load("campaigns")[table])


def faults(listed: Checklist, answers: Mapping[str, Answer]) -> list[Fault]:
    """What keeps the filled-in list from being a record: unanswered, unexplained, or not of this list."""
    found = [fault for item in listed.items for fault in _of_item(item, answers.get(item.key))]
    known = {item.key for item in listed.items}
    found += [
        Fault("", say("“{item}” is not part of this check-list.", item=key))
        for key in answers
        if key not in known
    ]
    if not found and all(each.verdict == "not_applicable" for each in answers.values()):
        found.append(Fault("", say("Nothing applies to this site: then there is nothing to record.")))
    return found


def _of_item(item: Item, answer: Answer | None) -> list[Fault]:
    if answer is None or answer.verdict not in VERDICTS:
        return [Fault(item.key, say("Say whether this is met."))]
    found = []
    if answer.verdict == "unmet" and not answer.note.strip():
        found.append(Fault(item.key, say("Write what is wrong.")))
    if answer.verdict == "unmet" and not answer.photos:
        found.append(Fault(item.key, say("Take at least one photo of what is wrong.")))
    if answer.verdict == "not_applicable" and not answer.note.strip():
        found.append(Fault(item.key, say("Write why it does not apply here.")))
    if len(answer.note) > LONGEST_NOTE:
        found.append(
            Fault(
                item.key, say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_NOTE)
            )
        )
    return found


def result(answers: Mapping[str, Answer]) -> str:
    """What the list comes to: ``PASSED`` where nothing is unmet, else ``TO_CORRECT``."""
    return TO_CORRECT if any(each.verdict == "unmet" for each in answers.values()) else PASSED


def last_day(made_on: date, days: int | None = None) -> date:
    """Until when it has to be put right; raises ``ValueError`` for more days than the house's rule allows."""
    numbers = house("correction")
    chosen = numbers["days"] if days is None else days
    if not 0 <= chosen <= numbers["most"]:
        raise ValueError(chosen)
    return made_on + timedelta(days=chosen)
