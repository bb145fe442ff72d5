"""Integrity risk points (廉政风险点): how they are graded, and what must hold before one is published.

The rules are dated data (``law/risks.toml``); the rule in force on the day of grading counts. A grade that differs from
the rule's stands only with a written reason. Days are ISO days (2026-11-26).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.personal_names import is_person
from gongkai.domain.powers.schema import Content, Fault
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

if TYPE_CHECKING:
    from gongkai.domain.powers.looking_up import LookingUp

#: Fields that name a post.
POSTS = ("post", "owner", "leader")
#: Words that stand where a measure should, and are none.
_NO_MEASURE = re.compile(r"[\s\-—–_/.。、,，无暂略]*|待定|待补充|(?i:none|n/?a|tbd)")
#: Words that end in these name a unit or a post, whatever they begin with.
_POST = re.compile(r"[科室股组队局办处所站长任员记管会人岗]$")
_GRADES = {"high": say("high"), "middle": say("middle"), "low": say("low")}


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a rule: its grade, and what is graded so."""

    grade: str
    at_least: int = 0
    activities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class GradingRule:
    """A grading rule (定级规则) between two days, both included."""

    key: str
    in_force_from: date
    in_force_until: date | None
    citation: Citation
    levels: tuple[Level, ...]
    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True, slots=True)
class Grading:
    """The grade a rule gives, with each step of the way there."""

    grade: str
    trace: tuple[Text, ...]
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Regrade:
    in_force_from: date
    in_force_until: date | None
    months: Mapping[str, int]


@cache
def rules(key: str) -> tuple[GradingRule, ...]:
    """The versions of a rule through time, in the order of the data."""
    return tuple(_rule(row) for row in load("risks")["rule"] if row["key"] == key)


def _rule(row: Mapping[str, Any]) -> GradingRule:
    levels = (
        Level(each["grade"], each.get("at_least", 0), frozenset(each.get("activities", ())))
        for each in row["level"]
    )
    return GradingRule(
        key=row["key"],
        in_force_from=row["in_force_from"],
        in_force_until=row.get("in_force_until"),
        citation=citation_of(dict(row)),
        levels=tuple(levels),
        lowest=row.get("lowest", 0),
        highest=row.get("highest", 0),
    )


@cache
def _regrades() -> tuple[_Regrade, ...]:
    return tuple(
        _Regrade(row["in_force_from"], row.get("in_force_until"), row["months"])
        for row in load("risks")["regrade"]
    )


def day_of(written: str) -> date | None:
    """The day written as 2026-11-26; ``None`` for what is none."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None


def _said(content: Content, *keys: str) -> dict[str, str]:
    return {key: str(content.get(key) or "") for key in keys}


def grading(content: Content) -> Grading | Refused:
    """The grade by the rule the risk point names, as in force on the day it was graded."""
    said = _said(content, "rule", "graded_on", "activity", "probability", "harm")
    graded_on = day_of(said["graded_on"])
    rule = in_force(rules(said["rule"]), graded_on) if graded_on else None
    if graded_on is None or rule is None:
        return Refused(say("No grading rule is in force on the day it was graded. Look at both."))
    if not rule.highest:
        return _by_activity(rule, said["activity"])
    return _by_product(rule, said["probability"], said["harm"])


def _by_activity(rule: GradingRule, activity: str) -> Grading | Refused:
    for level in rule.levels:
        if activity in level.activities:
            told = say("Activities of this kind are graded {grade}.", grade=_word(level.grade))
            return Grading(level.grade, (told,), rule.citation)
    return Refused(say("Say what kind of activity it is: the rule grades by it."))


def _by_product(rule: GradingRule, probability: str, harm: str) -> Grading | Refused:
    found = [_on_scale(rule, each) for each in (probability, harm)]
    likely, grave = found
    if likely is None or grave is None:
        return Refused(
            say(
                "Probability and harm are whole numbers from {lowest} to {highest}.",
                lowest=rule.lowest,
                highest=rule.highest,
            )
        )
    product = likely * grave
    level = next(each for each in rule.levels if product >= each.at_least)
    trace = (
        say("Probability {likely} × harm {grave} = {product}.", likely=likely, grave=grave, product=product),
        say("From {least} on it is graded {grade}.", least=level.at_least, grade=_word(level.grade)),
    )
    return Grading(level.grade, trace, rule.citation)


def _on_scale(rule: GradingRule, written: str) -> int | None:
    plain = written.strip()
    value = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 4 else 0
    return value if rule.lowest <= value <= rule.highest else None


def _word(grade: str) -> Text:
    return _GRADES.get(grade, Text(grade))


def regrade_by(grade: str, graded_on: date) -> date | None:
    """The last day on which a risk graded so on that day is to be graded again; ``None``: no rule says."""
    rule = in_force(_regrades(), graded_on)
    months = rule.months.get(grade) if rule else None
    if months is None:
        return None
    year, month = divmod(graded_on.month - 1 + months, 12)
    year += graded_on.year
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(graded_on.day, last))


def faults(content: Content, looking_up: LookingUp) -> list[Fault]:
    """What does not hold in a risk point whose fields are filled; empty: it may be published."""
    found = []
    if _NO_MEASURE.fullmatch(str(content.get("measure") or "")):
        found.append(Fault("measure", say("Every risk point has a measure. Write what is done against it.")))
    found += _grade_faults(content)
    found += _day_faults(content)
    found += _pin_faults(content, looking_up)
    found += _name_faults(content)
    return found


def _grade_faults(content: Content) -> list[Fault]:
    answer = grading(content)
    if isinstance(answer, Refused):
        said = _said(content, "rule", "graded_on")
        if day_of(said["graded_on"]) is None:
            return []  # told with the days
        rule = in_force(rules(said["rule"]), date.fromisoformat(said["graded_on"]))
        field = "graded_on" if rule is None else "probability" if rule.highest else "activity"
        return [Fault(field, answer.reason)]
    said = _said(content, "grade", "deviation")
    if said["grade"] == answer.grade or said["deviation"]:
        return []
    reason = say(
        "By the rule it is graded {grade}: {why} Grade it so, or write why it is graded otherwise.",
        grade=_word(answer.grade),
        why=_joined(answer.trace),
    )
    return [Fault("grade", reason)]


def _joined(trace: tuple[Text, ...]) -> Text:
    if len(trace) == 1:
        return trace[0]
    return say("{first} {second}", first=trace[0], second=_joined(trace[1:]))


def _day_faults(content: Content) -> list[Fault]:
    said = _said(content, "graded_on", "regrade_on", "grade")
    days = {key: day_of(said[key]) for key in ("graded_on", "regrade_on")}
    found = [
        Fault(key, say("This is no day. Write it as 2026-11-26.")) for key, day in days.items() if day is None
    ]
    graded, again = days["graded_on"], days["regrade_on"]
    if graded is None or again is None:
        return found
    if again <= graded:
        return [
            Fault("regrade_on", say("It is graded again after the day it was graded. Choose a later day."))
        ]
    latest = regrade_by(said["grade"], graded)
    if latest is not None and again > latest:
        reason = say(
            "A risk graded {grade} is graded again by {day}.", grade=_word(said["grade"]), day=latest
        )
        return [Fault("regrade_on", reason)]
    return []


def _pin_faults(content: Content, looking_up: LookingUp) -> list[Fault]:
    said = _said(content, "chart", "step")
    if not said["chart"]:
        return [Fault("chart", say("Name the flowchart the step belongs to."))] if said["step"] else []
    steps = looking_up.steps_of(said["chart"])
    if steps is None:
        return [
            Fault("chart", say("There is no published flowchart with the code {code}.", code=said["chart"]))
        ]
    if said["step"] and said["step"] not in steps:
        reason = say("The flowchart {code} has no step {step}.", code=said["chart"], step=said["step"])
        return [Fault("step", reason)]
    return []


def _name_faults(content: Content) -> list[Fault]:
    reason = say("This reads like the name of a person. Write the post: the register is public.")
    return [Fault(key, reason) for key in POSTS if names_person(str(content.get(key) or ""))]


def names_person(written: str) -> bool:
    """Whether one of the words written is the name of a person and not of a post or unit."""
    words = re.split(r"[\s、，,；;/()（）:：]+", written)
    return any(is_person(each) and not _POST.search(each) for each in words)


def masked(content: Content) -> dict[str, Any]:
    """The content with the names of persons masked where posts are meant."""
    return {**content, **{key: without_names(str(content.get(key) or "")) for key in POSTS}}


def without_names(written: str) -> str:
    """The words with the names of persons masked: 张*."""
    parts = re.split(r"([\s、，,；;/()（）:：]+)", written)
    return "".join(
        f"{each[0]}{'*' * (len(each) - 1)}" if is_person(each) and not _POST.search(each) else each
        for each in parts
    )
