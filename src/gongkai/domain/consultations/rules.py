"""What the kinds of documents owe (决策程序), how long they are consulted on, and what an answer to an opinion needs.

The data stand in ``law/consultations.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from gongkai.domain.calendar import Calendar
from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.text import Text, say

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document (文件种类): whether the annual report counts it, and the steps it owes."""

    key: str
    label: str
    label_en: str
    counted: bool
    steps: tuple[str, ...]
    citation: Citation

    def name(self, language: str) -> str:
        """The label for a reader."""
        return self.label if language.startswith("zh") else self.label_en


@dataclass(frozen=True, slots=True)
class Period:
    """How long a consultation lasts at least; ``unit`` is ``calendar_day`` or ``working_day``."""

    key: str
    label: str
    label_en: str
    days: int
    unit: str
    shorter: bool
    citation: Citation
    in_force_from: date
    in_force_until: date | None = None

    def last_day(self, first: date, calendar: Calendar) -> date:
        """The earliest last day of a consultation that begins on ``first``; that day is not counted."""
        if self.unit == "working_day":
            return calendar.after(first, self.days)
        return first + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an opinion: the verdict, why, and which provision was changed (or says it already)."""

    verdict: str
    reason: str = ""
    clause: str = ""


@cache
def kinds() -> Mapping[str, DocumentKind]:
    """Every kind by its key."""
    return {
        row["key"]: DocumentKind(
            row["key"], row["label"], row["label_en"], row["counted"], tuple(row["steps"]), citation_of(row)
        )
        for row in load("consultations")["kind"]
    }


@cache
def _periods() -> tuple[Period, ...]:
    names = ("key", "label", "label_en", "days", "unit", "shorter", "in_force_from")
    return tuple(
        Period(
            **{name: row[name] for name in names},
            citation=citation_of(row),
            in_force_until=row.get("in_force_until"),
        )
        for row in load("consultations")["period"]
    )


def period(kind: str, on: date) -> Period | None:
    """How long a document of the kind is consulted on, by the rule in force on the day; ``None``: no rule."""
    return in_force([each for each in _periods() if each.key == kind], on)


def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table of ``law/consultations.toml`` (step, channel, verdict, identity, moderation)."""
    return list(load("consultations")[table])


def row(table: str, key: str) -> dict[str, Any] | None:
    """A row of one of the tables, if there is one."""
    return next((each for each in rows(table) if each["key"] == key), None)


def house(table: str) -> dict[str, Any]:
    """A table of numbers (numbering, filing, validity, evaluation, clean_up …) with its source."""
    return dict(load("consultations")[table])


def too_short(kind: str, first: date, last: date, calendar: Calendar) -> Period | None:
    """The rule that asks for a longer consultation than from ``first`` to ``last``; ``None``: it is long enough."""
    rule = period(kind, first)
    return rule if rule is not None and last < rule.last_day(first, calendar) else None


def answer_faults(answer: Answer, clauses: Iterable[str], gone: Container[str] = ()) -> dict[str, Text]:
    """Field → what an answer to an opinion still needs.

    ``clauses``: the keys of all versions; ``gone``: those the newest text has no more. What takes a provision out names
    that; what a text says already stands in it.
    """
    verdict = row("verdict", answer.verdict)
    if verdict is None:
        return {"verdict": say("Say what became of the opinion.")}
    found: dict[str, Text] = {}
    if verdict["reason"] and not answer.reason.strip():
        found["reason"] = say("Write the reason: whoever gave the opinion reads it.")
    if len(answer.reason) > LONGEST_REASON:
        found["reason"] = say("This is longer than {longest} characters. Shorten it.", longest=LONGEST_REASON)
    if verdict["clause"] and not answer.clause:
        found["clause"] = say("Name the provision that was changed, or that says it already.")
    elif answer.clause and answer.clause not in set(clauses):
        found["clause"] = say("There is no such provision in any version.")
    elif answer.clause in gone and verdict.get("standing"):
        found["clause"] = say("This provision was taken out. Name one that the newest text has.")
    return found


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of an adoption report (意见采纳情况): by verdict, by channel, and those without an answer."""

    opinions: int
    by_verdict: Mapping[str, int]
    by_channel: Mapping[str, int]
    unanswered: int

    @property
    def answered(self) -> int:
        """Opinions with an answer."""
        return self.opinions - self.unanswered


def tally(counts: Mapping[tuple[str, str], int]) -> Tally:
    """The numbers from (channel, verdict) → how many opinions; an empty verdict is no answer."""
    verdicts: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    for (channel, verdict), count in counts.items():
        channels[channel] += count
        verdicts[verdict] += count
    total = sum(verdicts.values())
    unanswered = verdicts.pop("", 0)
    return Tally(
        total,
        {row["key"]: verdicts[row["key"]] for row in rows("verdict")},
        {row["key"]: channels[row["key"]] for row in rows("channel") if channels[row["key"]]},
        unanswered,
    )


def lapses_on(in_force_from: date, years: int | None = None) -> date:
    """The last day of a document's validity; without a term of its own the house's longest. Raises ``ValueError``."""
    most = house("validity")["years"]
    term = most if years is None else years
    if not 1 <= term <= most:
        raise ValueError(term)
    try:
        same_day = in_force_from.replace(year=in_force_from.year + term)
    except ValueError:  # 29 February
        same_day = in_force_from.replace(year=in_force_from.year + term, month=3, day=1)
    return same_day - timedelta(days=1)
