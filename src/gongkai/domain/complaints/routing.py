"""Who handles a matter (派单规则): ordered, dated rules, the first that fits wins, and the reasons stay readable.

A rule names a lead unit (领办) and may name co-units (协办). Rulings on disputes between units (裁定) are precedents:
one that fits is offered beside the rule's answer, never put in its place. Nothing here raises for bad rules: a
broken rule is skipped and its fault stands in the trace. Times are wall-clock times of the place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, TypeAlias

from gongkai.domain.complaints.categories import within
from gongkai.domain.text import N_, Text, say

Point: TypeAlias = "tuple[float, float]"
"""Longitude and latitude in degrees, WGS-84."""
Days: TypeAlias = Literal["", "working", "rest"]


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``first`` up to but not including ``last``, in whole minutes.

    Where ``last`` is not later than ``first`` the span runs past midnight.
    """

    first: time
    last: time

    def covers(self, at: time) -> bool:
        """Whether the time of day lies within; equal ends mean the whole day."""
        if self.first < self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last

    def __str__(self) -> str:
        return f"{self.first:%H:%M}-{self.last:%H:%M}"


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a rule applies: every condition that is set must hold; an empty one holds for all.

    ``categories`` are codes, large classes ("E01") or trees ("E"). ``weekdays`` count from Monday 1 to Sunday 7 and,
    like ``days`` (working days or days of rest by the official calendar), are those of the moment itself, also for
    ``hours`` past midnight. ``polygon`` is a ring of at least three points.
    """

    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    polygon: tuple[Point, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[Hours, ...] = ()
    days: Days = ""

    @property
    def none(self) -> bool:
        """Whether nothing is asked, so that every matter fits."""
        return self == Conditions()


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """One rule (派单规则): tried in the order of ``position``, in force from and until (both ends included).

    ``lead`` and ``co`` are unit codes; ``source`` is where the rule stands written.
    """

    key: str
    position: int
    in_force_from: date
    in_force_until: date | None
    when: Conditions
    lead: str
    co: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    enabled: bool = True

    def in_force(self, on: date) -> bool:
        """Whether the rule is switched on and in force on the day."""
        return (
            self.enabled
            and self.in_force_from <= on
            and (self.in_force_until is None or on <= self.in_force_until)
        )


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """What is known of a matter; "" or ``None`` for what is not. ``working_day``: of the day it is routed on."""

    category: str = ""
    kind: str = ""
    channel: str = ""
    district: str = ""
    grid: str = ""
    point: Point | None = None
    working_day: bool | None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """A ruling (裁定) on which unit a matter belongs to, with its number, reason and article."""

    number: str
    category: str
    district: str
    from_unit: str
    to_unit: str
    reason: str
    article: str
    ruled_on: date
    grid: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is, to check rules against; ``open_units``: those open on the day. All are codes.

    ``names`` gives the words for codes, so that sentences can be read; a code without one stands for itself.
    """

    units: frozenset[str] = frozenset()
    open_units: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()
    grids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def listed(self, codes: Iterable[str]) -> str:
        """The words for the codes in a row, cut after eight."""
        words = [self.names.get(code, code) for code in codes]
        return "、".join(words[:8]) + ("…" if len(words) > 8 else "")


@dataclass(frozen=True, slots=True)
class Tried:
    """A line of the trace: the rule tried, what came of it, and why in a sentence."""

    rule: str
    position: int
    outcome: Literal["fits", "does_not_fit", "broken"]
    reason: Text


@dataclass(frozen=True, slots=True)
class Offered:
    """A precedent that fits; ``agrees`` when it names the same lead unit as the rule; ``reason`` in a sentence."""

    precedent: Precedent
    agrees: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Routed:
    """The answer: lead unit and co-units, the rule that gave it, and the rules tried before."""

    lead: str
    co: tuple[str, ...]
    rule: RoutingRule
    trace: tuple[Tried, ...]
    precedent: Offered | None = None


@dataclass(frozen=True, slots=True)
class Unrouted:
    """No rule fits: somebody has to decide. ``reason`` says so."""

    trace: tuple[Tried, ...]
    reason: Text
    precedent: Offered | None = None


def ordered(rules: Iterable[RoutingRule]) -> tuple[RoutingRule, ...]:
    """The rules as they are tried: by position, among equals by key."""
    return tuple(sorted(rules, key=lambda rule: (rule.position, rule.key)))


def route(
    rules: Iterable[RoutingRule],
    matter: RoutingFacts,
    at: datetime,
    precedents: Iterable[Precedent] = (),
    known: Known | None = None,
) -> Routed | Unrouted:
    """The units for ``matter`` at the local time ``at``: the first rule that fits wins.

    With ``known`` a rule whose lead unit is unknown or closed is skipped as broken, and closed co-units are left out.
    Never raises, whatever the rules say.
    """
    trace: list[Tried] = []
    for rule in ordered(rules):
        fault = broken(rule, known)
        if fault is not None and rule.in_force(at.date()):
            trace.append(Tried(rule.key, rule.position, "broken", fault))
            continue
        reason = mismatch(rule, matter, at, known)
        if reason is not None:
            trace.append(Tried(rule.key, rule.position, "does_not_fit", reason))
            continue
        co, sentence = _co_units(rule, known)
        trace.append(Tried(rule.key, rule.position, "fits", sentence))
        return Routed(
            rule.lead, co, rule, tuple(trace), _offer(precedents, matter, at.date(), rule.lead, known)
        )
    reason = say("No rule fits this matter. Choose the unit yourself, and have a rule made for such matters.")
    if not trace:
        reason = say("There are no routing rules yet. Choose the unit yourself.")
    return Unrouted(tuple(trace), reason, _offer(precedents, matter, at.date(), "", known))


def broken(rule: RoutingRule, known: Known | None = None) -> Text | None:
    """Why the rule cannot be used at all, or ``None``."""
    when = rule.when
    if rule.in_force_until is not None and rule.in_force_until < rule.in_force_from:
        return say(
            "The rule ends ({until}) before it begins ({begins}).",
            until=rule.in_force_until,
            begins=rule.in_force_from,
        )
    if not rule.lead:
        return say("The rule names no lead unit.")
    if when.polygon and (len(when.polygon) < 3 or not all(_on_earth(point) for point in when.polygon)):
        return say("The area of the rule needs at least three points with longitude and latitude in degrees.")
    if not all(1 <= day <= 7 for day in when.weekdays):
        return say("The rule names a weekday outside 1 (Monday) to 7 (Sunday).")
    if when.days not in ("", "working", "rest"):
        return say("The rule names days other than working days or days of rest.")
    if known is not None and rule.lead not in known.units:
        return say("The lead unit {unit} does not exist.", unit=known.listed([rule.lead]))
    if known is not None and rule.lead not in known.open_units:
        return say("The lead unit {unit} is closed on this day.", unit=known.listed([rule.lead]))
    return None


def mismatch(
    rule: RoutingRule, matter: RoutingFacts, at: datetime, known: Known | None = None
) -> Text | None:
    """Why a sound rule does not fit the matter at that time, or ``None`` where it fits."""
    if not rule.enabled:
        return say("The rule is switched off.")
    if not rule.in_force(at.date()):
        return say("The rule is not in force on {day}.", day=at.date())
    told = known or Known()
    return (
        _other_matter(rule.when, matter, told)
        or _elsewhere(rule.when, matter, told)
        or _other_time(rule.when, matter, at)
    )


def _other_matter(when: Conditions, matter: RoutingFacts, told: Known) -> Text | None:
    if when.categories and not any(within(code, matter.category) for code in when.categories):
        return say("It is for other categories: {wanted}.", wanted=told.listed(when.categories))
    if when.kinds and matter.kind not in when.kinds:
        return say("It is for other kinds of matter: {wanted}.", wanted=told.listed(when.kinds))
    if when.channels and matter.channel not in when.channels:
        return say("It is for other ways in: {wanted}.", wanted=told.listed(when.channels))
    return None


def _elsewhere(when: Conditions, matter: RoutingFacts, told: Known) -> Text | None:
    if when.districts and matter.district not in when.districts:
        return say("It is for other districts: {wanted}.", wanted=told.listed(when.districts))
    if when.grids and matter.grid not in when.grids:
        return say("It is for other grid cells: {wanted}.", wanted=told.listed(when.grids))
    if not when.polygon:
        return None
    if matter.point is None:
        return say("It is for a drawn area, and the matter has no place on the map.")
    if not inside(matter.point, when.polygon):
        return say("The place lies outside the drawn area of the rule.")
    return None


def _other_time(when: Conditions, matter: RoutingFacts, at: datetime) -> Text | None:
    if when.weekdays and at.isoweekday() not in when.weekdays:
        return say(
            "It is for other days of the week: {wanted}.", wanted="、".join(str(day) for day in when.weekdays)
        )
    if when.hours and not any(span.covers(at.time()) for span in when.hours):
        return say("It is for other hours: {wanted}.", wanted="、".join(str(span) for span in when.hours))
    if when.days and matter.working_day is None:
        return say("It asks whether the day is a working day, and that is not known.")
    if when.days and (when.days == "working") != matter.working_day:
        if when.days == "working":
            return say("It is for working days only.")
        return say("It is for days of rest only.")
    return None


def _co_units(rule: RoutingRule, known: Known | None) -> tuple[tuple[str, ...], Text]:
    """The co-units, each once and without the lead; those that are not open are left out, and that is said."""
    named = [unit for unit in dict.fromkeys(rule.co) if unit != rule.lead]
    shut = [unit for unit in named if known is not None and unit not in known.open_units]
    co = tuple(unit for unit in named if unit not in shut)
    if shut:
        return co, say(
            "It fits. Left out, because closed or unknown: {units}.", units=(known or Known()).listed(shut)
        )
    return co, say("It fits.")


def _offer(
    precedents: Iterable[Precedent], matter: RoutingFacts, on: date, lead: str, known: Known | None
) -> Offered | None:
    """The newest ruling for the same category and district (and grid cell, where it names one)."""
    if not matter.category:
        return None
    fitting = [
        each
        for each in precedents
        if each.category == matter.category
        and each.district == matter.district
        and each.grid in ("", matter.grid)
        and each.ruled_on <= on
        and (known is None or each.to_unit in known.open_units)
    ]
    if not fitting:
        return None
    newest = max(fitting, key=lambda each: (each.ruled_on, each.number))
    agrees = newest.to_unit == lead
    told = (known or Known()).listed([newest.to_unit])
    msgid = N_("The ruling {number} of {day} gave such a matter to {unit}: {why}")
    if agrees:
        msgid = N_("The ruling {number} of {day} also gives such a matter to {unit}: {why}")
    reason = Text(
        msgid, {"number": newest.number, "day": newest.ruled_on, "unit": told, "why": newest.reason}
    )
    return Offered(newest, agrees, reason)


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether the point lies in the ring (even-odd rule; on plain degrees, enough for a city)."""
    x, y = point
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def _on_earth(point: Point) -> bool:
    if len(point) != 2 or not all(math.isfinite(part) for part in point):
        return False
    return abs(point[0]) <= 180 and abs(point[1]) <= 90
