"""The legal periods (期限): from the day of the event to the last day, with the reason for every day between.

Four rules hold for all of them. The day of the event is not counted; a day inside a pause is not counted,
however many pauses cover it; an extension adds units of the rule, never more than the law allows; and the
rule in force on the day of the event is the one that applies (``law/clocks.toml``). Refusals are values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from gongkai.domain.calendar import WEEKDAYS, Calendar, OutsideCalendarError
from gongkai.domain.law import Citation, citation_of, in_force, load
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: The periods of ``law/clocks.toml`` are in days; hours stand in the trail of a period of ``domain.worktime``.
Unit = Literal["working_day", "calendar_day", "working_hour", "hour"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a legal period: ``length`` in ``unit``, in force from and until (both ends included).

    ``extension_limit`` is the most that may be added, in the same unit; ``None`` where the law knows no
    extension. ``local`` marks a stricter local rule that is never applied by itself; ``verified`` is false
    where the text could not be read. ``roll_forward`` moves a last day that is not worked to the next one
    that is.
    """

    key: str
    label: str
    label_en: str
    length: int
    unit: Unit
    extension_limit: int | None
    start_event: str
    citation: Citation
    in_force_from: date
    in_force_until: date | None
    verified: bool
    local: bool = False
    roll_forward: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Days not counted, ``first`` and ``last`` included; ``last`` is ``None`` while the pause still runs."""

    first: date
    last: date | None
    reason: Text | str = ""

    def covers(self, on: date) -> bool:
        """Whether ``on`` lies in the pause."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class TrailDay:
    """One line of "why this date?": a day, whether it counted, and why."""

    date: date
    counted: bool
    reason: Text
    provisional: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The answer: the last day in time, and how it was reached.

    ``due`` is ``None`` (and ``paused`` true) while an open pause holds the clock; ``provisional`` when a day
    of the trail lies in a year whose holiday notice is not out. The trail begins with the day of the event.
    """

    rule: Rule
    start: date
    due: date | None
    provisional: bool
    trail: tuple[TrailDay, ...]
    citation: Citation
    extension: int
    paused: bool

    @property
    def counted(self) -> int:
        """How many days have been counted, in the rule's unit."""
        return sum(day.counted for day in self.trail)


@cache
def rules() -> tuple[Rule, ...]:
    """Every version of every legal period, in the order of ``law/clocks.toml``."""
    return tuple(
        Rule(
            key=row["key"],
            label=row["label"],
            label_en=row["label_en"],
            length=row["length"],
            unit=row["unit"],
            extension_limit=row.get("extension_limit"),
            start_event=row["start_event"],
            citation=citation_of(row),
            in_force_from=row["in_force_from"],
            in_force_until=row.get("in_force_until"),
            verified=row["verified"],
            local=row.get("local", False),
            roll_forward=row.get("roll_forward", False),
        )
        for row in load("clocks")["clock"]
    )


def rule_keys() -> tuple[str, ...]:
    """The keys of the legal periods, each once, in the order of the data."""
    return tuple(dict.fromkeys(rule.key for rule in rules()))


def rule_for(key: str, on: date) -> Rule | Refused:
    """The version of ``key`` in force on ``on``, or why there is none."""
    versions = [rule for rule in rules() if rule.key == key]
    if not versions:
        known = ", ".join(rule_keys())
        return Refused(say("There is no rule “{key}”. The rules are: {known}.", key=key, known=known))
    rule = in_force(versions, on)
    if rule is not None:
        return rule
    first = min(versions, key=lambda version: version.in_force_from)
    if on < first.in_force_from:
        return Refused(
            say(
                "This period applies from {first}; it was not yet in force on {date}.",
                first=first.in_force_from,
                date=on,
            ),
            first.citation,
        )
    return Refused(say("This period was not in force on {date}.", date=on), first.citation)


def compute(
    key: str, start: date, calendar: Calendar, pauses: Sequence[Pause] = (), extension: int = 0
) -> Due | Refused:
    """When the period ``key`` that began with an event on ``start`` ends.

    ``extension`` is in the rule's unit. Refused: an unknown rule, a rule not in force on ``start``, an
    extension below zero or above the legal limit, a pause that ends before it begins, a date outside the
    calendar.
    """
    rule = rule_for(key, start)
    if isinstance(rule, Refused):
        return rule
    return compute_rule(rule, start, calendar, pauses, extension)


def compute_rule(
    rule: Rule, start: date, calendar: Calendar, pauses: Sequence[Pause] = (), extension: int = 0
) -> Due | Refused:
    """As :func:`compute`, for a rule in hand whatever the day it is in force."""
    refused = _refuse_extension(rule, extension) or _refuse_pauses(pauses)
    if refused is not None:
        return refused
    if not calendar.covers(start):
        return Refused(calendar.outside(start), rule.citation)
    run = _Run(rule, calendar, tuple(pauses))
    try:
        due = run.to_the_end(start, rule.length + extension)
    except OutsideCalendarError as outside:
        return Refused(outside.reason, rule.citation)
    return Due(
        rule=rule,
        start=start,
        due=due,
        provisional=any(day.provisional for day in run.trail),
        trail=tuple(run.trail),
        citation=rule.citation,
        extension=extension,
        paused=due is None,
    )


@dataclass(slots=True)
class _Run:
    """One walk through the days, writing the trail."""

    rule: Rule
    calendar: Calendar
    pauses: tuple[Pause, ...]
    trail: list[TrailDay] = field(default_factory=list)

    def to_the_end(self, start: date, length: int) -> date | None:
        """Walk until ``length`` days are counted: the last of them; ``None`` where an open pause begins."""
        self.trail.append(TrailDay(start, False, say("the day of the event is not counted"), False))
        left = length
        for at in self._days_after(start):
            pause = self._pause_on(at)
            if pause is not None:
                self.trail.append(TrailDay(at, False, _paused_sentence(pause), False))
                if pause.last is None:
                    return None
                continue
            left -= self._count(at)
            if left == 0:
                return self._rolled(at) if self.rule.roll_forward else at
        return None  # pragma: no cover - the calendar ends with OutsideCalendarError, never quietly

    def _days_after(self, start: date) -> Iterator[date]:
        at = start
        while True:
            at = self.calendar.next_day(at)
            yield at

    def _pause_on(self, at: date) -> Pause | None:
        """The pause that holds the clock on ``at``: an open one first, since nothing ends it."""
        covering = [pause for pause in self.pauses if pause.covers(at)]
        return next((pause for pause in covering if pause.last is None), covering[0] if covering else None)

    def _count(self, at: date) -> bool:
        """Write ``at`` into the trail; whether it counted."""
        if self.rule.unit == "calendar_day":
            reason = say("{weekday}, a calendar day", weekday=WEEKDAYS[at.weekday()])
            self.trail.append(TrailDay(at, True, reason, False))
            return True
        day = self.calendar.day(at)
        self.trail.append(TrailDay(at, day.working, day.reason, day.provisional))
        return day.working

    def _rolled(self, at: date) -> date:
        """The first working day from ``at`` on: the last day may not be a day off."""
        while not (day := self.calendar.day(at)).working:
            at = self.calendar.next_day(at)
            reason = say("the last day moves on: {reason}", reason=day.reason)
            self.trail.append(TrailDay(at, False, reason, self.calendar.day(at).provisional))
        return at


def _paused_sentence(pause: Pause) -> Text:
    if pause.reason:
        return say("the clock is paused: {reason}", reason=pause.reason)
    return say("the clock is paused")


def _refuse_extension(rule: Rule, extension: int) -> Refused | None:
    if extension < 0:
        return Refused(say("An extension is 0 days or more; {days} was given.", days=extension))
    if extension == 0:
        return None
    if rule.extension_limit is None:
        return Refused(
            say("This period cannot be extended: the law allows no extension."),
            rule.citation,
        )
    if extension <= rule.extension_limit:
        return None
    if rule.unit == "working_day":
        sentence = say(
            "This period may be extended by at most {limit} working days; {days} were asked for.",
            limit=rule.extension_limit,
            days=extension,
        )
    else:
        sentence = say(
            "This period may be extended by at most {limit} days; {days} were asked for.",
            limit=rule.extension_limit,
            days=extension,
        )
    return Refused(sentence, rule.citation)


def _refuse_pauses(pauses: Sequence[Pause]) -> Refused | None:
    for pause in pauses:
        if pause.last is not None and pause.last < pause.first:
            return Refused(
                say(
                    "A pause from {first} to {last} ends before it begins: swap the two days.",
                    first=pause.first,
                    last=pause.last,
                )
            )
    return None
