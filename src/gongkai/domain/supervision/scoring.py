"""Scoring (考核评分): a score sheet against what was counted and what was judged, explained line by line.

Points are decimals with two places. Nothing here knows where a number comes from: a count is a count, whether records
gave it or a reviewer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from gongkai.domain.text import Text, say

CENT = Decimal("0.01")
ZERO = Decimal(0)
#: How a rule takes points: for each case, once if there is any, by the share of cases, or by what lacks to a number.
WAYS = ("case", "once", "share", "lack")
#: Kinds of who is assessed: the units of a bureau, or the bureaus of a city.
KINDS = ("units", "agencies")
#: Most rules of a sheet: people go through all of them on one page.
MOST_RULES = 300


@dataclass(frozen=True, slots=True)
class Rule:
    """A deduction rule (扣分标准).

    ``points`` are taken as ``way`` says: for each case; once, however many there are; as the share of cases among all
    (``points`` × cases ÷ all); for each that lacks to ``wanted``. ``most``: points it takes at the most (``None``: what
    the indicator has). ``adds``: it gives the points instead. ``measure``: what counts the cases in the records; empty:
    people judge.
    """

    key: str
    text: str
    points: Decimal
    way: str = "case"
    measure: str = ""
    most: Decimal | None = None
    wanted: int = 0
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator (指标): what it is about, its weight in points, its rules, and the evidence asked for."""

    key: str
    title: str
    points: Decimal
    rules: tuple[Rule, ...]
    group: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (等次): given from so many percent on."""

    key: str
    label: str
    label_en: str
    from_percent: Decimal


@dataclass(frozen=True, slots=True)
class Count:
    """How many cases, and among how many (``None``: not asked for). ``note``: what whoever judged says of it."""

    cases: int
    of: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one rule did. ``points`` are negative where it takes; ``count`` ``None``: nobody judged yet."""

    rule: Rule
    count: Count | None
    points: Decimal
    why: Text


@dataclass(frozen=True, slots=True)
class Line:
    """What an indicator came to."""

    indicator: Indicator
    deductions: tuple[Deduction, ...]
    points: Decimal
    #: Where the rules together would have taken more than the indicator has.
    capped: bool


@dataclass(frozen=True, slots=True)
class Score:
    """The whole sheet: ``points`` of ``full``, in percent; ``open``: rules nobody judged yet."""

    lines: tuple[Line, ...]
    points: Decimal
    full: Decimal
    percent: Decimal
    open: int


def counts_from(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Count]:
    """Counts as JSON keeps them: key → ``{"cases", "of", "note"}``."""
    return {key: Count(row["cases"], row.get("of"), row.get("note", "")) for key, row in kept.items()}


def score(
    indicators: Sequence[Indicator], computed: Mapping[str, Count], judged: Mapping[str, Count]
) -> Score:
    """Scores the sheet.

    ``computed``: measure → its count. ``judged``: key of a rule → what a reviewer counted; it also stands over a
    computed count, so that a reviewer can correct one, with a note that says why.
    """
    lines = tuple(_line(each, computed, judged) for each in indicators)
    full = sum((each.points for each in indicators), ZERO)
    points = sum((line.points for line in lines), ZERO)
    percent = (points * 100 / full).quantize(CENT, ROUND_HALF_UP) if full else ZERO
    missing = sum(each.count is None for line in lines for each in line.deductions)
    return Score(lines, points, full, percent, missing)


def _line(indicator: Indicator, computed: Mapping[str, Count], judged: Mapping[str, Count]) -> Line:
    done = tuple(deduct(rule, judged.get(rule.key) or computed.get(rule.measure)) for rule in indicator.rules)
    taken = -sum((each.points for each in done if each.points < 0), ZERO)
    given = sum((each.points for each in done if each.points > 0), ZERO)
    left = max(ZERO, indicator.points - taken)
    return Line(indicator, done, left + given, taken > indicator.points)


def deduct(rule: Rule, count: Count | None) -> Deduction:
    """What one rule takes or gives, and the sentence that explains it."""
    if count is None:
        return Deduction(rule, None, ZERO, say("Nobody judged this yet: nothing is taken."))
    if rule.way == "lack" and count.cases >= rule.wanted:
        return Deduction(rule, count, ZERO, say("{count} of the {wanted} wanted: nothing lacks.",
                                                count=count.cases, wanted=rule.wanted))  # fmt: skip
    if rule.way != "lack" and not count.cases:
        return Deduction(rule, count, ZERO, say("No case."))
    raw, why = _raw(rule, count)
    amount = raw if rule.most is None else min(raw, rule.most)
    if rule.most is not None and raw > rule.most:
        why = say("{sum}; at most {most} points.", sum=why, most=written(rule.most))
    return Deduction(rule, count, amount if rule.adds else -amount, why)


def _raw(rule: Rule, count: Count) -> tuple[Decimal, Text]:
    each = written(rule.points)
    if rule.way == "once":
        return rule.points, say("Cases: {count}. Once {points} points.", count=count.cases, points=each)
    if rule.way == "share":
        if not count.of:
            return ZERO, say("There is nothing to take a share of.")
        raw = (rule.points * min(count.cases, count.of) / count.of).quantize(CENT, ROUND_HALF_UP)
        return raw, say(
            "{count} of {of}: {points} points × {count} ÷ {of} = {sum}",
            count=count.cases, of=count.of, points=each, sum=written(raw),
        )  # fmt: skip
    number = rule.wanted - count.cases if rule.way == "lack" else count.cases
    raw = rule.points * number
    if rule.way == "lack":
        return raw, say(
            "{count} of the {wanted} wanted, {number} lack: {points} points × {number} = {sum}",
            count=count.cases, wanted=rule.wanted, number=number, points=each, sum=written(raw),
        )  # fmt: skip
    return raw, say("Cases: {count} × {points} points = {sum}", count=number, points=each, sum=written(raw))


def written(points: Decimal) -> str:
    """Points as people write them: no zeros behind."""
    plain = format(points.quantize(CENT, ROUND_HALF_UP).normalize(), "f")
    return "0" if plain == "-0" else plain


def grade(percent: Decimal, grades: Sequence[Grade]) -> Grade:
    """The best grade reached; the lowest takes whatever is below the others."""
    ordered = sorted(grades, key=lambda each: each.from_percent, reverse=True)
    return next((each for each in ordered if percent >= each.from_percent), ordered[-1])


def ranks(points: Iterable[tuple[int, Decimal]]) -> dict[int, int]:
    """Key → rank, best first. Equals share a rank, and the ranks after them are left out (1, 2, 2, 4)."""
    rows = sorted(points, key=lambda each: (-each[1], each[0]))
    found: dict[int, int] = {}
    before: Decimal | None = None
    rank = 0
    for place, (key, value) in enumerate(rows, start=1):
        if value != before:
            rank, before = place, value
        found[key] = rank
    return found


def faults(indicators: Sequence[Indicator], measures: Mapping[str, object]) -> list[Text]:
    """What is wrong with a sheet: everything, not only the first."""
    found: list[Text] = []
    if not indicators:
        found.append(say("The sheet has no indicator. Write at least one."))
    keys = [each.key for each in indicators] + [rule.key for each in indicators for rule in each.rules]
    if len(set(keys)) != len(keys):
        found.append(say("Two lines of the sheet have the same number. Give each its own."))
    if sum(len(each.rules) for each in indicators) > MOST_RULES:
        found.append(say("The sheet has more than {most} rules. Join some.", most=MOST_RULES))
    for each in indicators:
        found += _faults_of(each, measures)
    if indicators and not sum((each.points for each in indicators), ZERO):
        found.append(say("The indicators have no points at all."))
    return found


def _faults_of(indicator: Indicator, measures: Mapping[str, object]) -> list[Text]:
    found: list[Text] = []
    name = indicator.title or indicator.key
    if not indicator.title.strip():
        found.append(say("Line {key}: write what the indicator is called.", key=indicator.key))
    if indicator.points < 0:
        found.append(say("“{name}”: points below nothing.", name=name))
    if not indicator.rules:
        found.append(say("“{name}”: write at least one rule for taking points.", name=name))
    for rule in indicator.rules:
        if rule.points <= 0:
            found.append(say("“{name}”: a rule takes no points. Write how many.", name=name))
        elif not rule.adds and rule.points > indicator.points:
            found.append(
                say(
                    "“{name}”: a rule takes {points} points, but the indicator has {full}.",
                    name=name,
                    points=written(rule.points),
                    full=written(indicator.points),
                )
            )
        if rule.way not in WAYS:
            found.append(say("“{name}”: “{way}” is no way to take points.", name=name, way=rule.way))
        if rule.measure and rule.measure not in measures:
            found.append(say("“{name}”: nothing counts “{measure}”.", name=name, measure=rule.measure))
        if rule.way == "lack" and rule.wanted <= 0:
            found.append(say("“{name}”: write how many are wanted.", name=name))
    return found
