"""What is wrong with a set of routing rules, said loudly: broken ones, shadowed ones, and matters no rule is for.

Gaps are looked for without trying every combination: categories and districts that the same rules name behave
alike, so one of each group is tried, and time is cut only where a rule's hours begin or end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Literal, TypeAlias

from gongkai.domain.calendar import WEEKDAYS
from gongkai.domain.complaints.categories import within
from gongkai.domain.complaints.routing import Conditions, Known, RoutingRule, broken, ordered
from gongkai.domain.text import N_, Text, say

FaultKind: TypeAlias = Literal[
    "broken",
    "same_key",
    "same_position",
    "unknown_value",
    "unit",
    "shadows_all",
    "unreachable",
    "gap",
]
NOWHERE = ""
"""The district of a matter that has no place."""

_DAY = 24 * 60
_ROUND = 2 * 7 * _DAY  # minutes of a week of working days and of a week of days of rest
Span: TypeAlias = "tuple[int, int]"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the rules ``rules`` (keys), in a sentence; for a gap the ``categories`` × ``districts`` without rule.

    ``grave``: a rule does not work or matters find no unit; otherwise something to look at.
    """

    kind: FaultKind
    rules: tuple[str, ...]
    reason: Text
    grave: bool = True
    categories: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


def faults(rules: Iterable[RoutingRule], known: Known, on: date) -> list[Fault]:
    """Every fault of the rules that are or will be in force, as things stand on ``on``; the rules' own first.

    Rules switched off or expired are left alone. Shadows and gaps are those of the day ``on``.
    """
    live = [
        rule
        for rule in ordered(rules)
        if rule.enabled
        and (
            rule.in_force_until is None
            or rule.in_force_until >= on
            or rule.in_force_until < rule.in_force_from
        )
    ]
    own = [fault for rule in live for fault in _own(rule, known)]
    own += _same(live)
    today = [rule for rule in live if rule.in_force(on) and broken(rule, known) is None]
    return [*own, *_shadows(today, known), *_gaps(today, known)]


def _own(rule: RoutingRule, known: Known) -> Iterator[Fault]:
    fault = broken(rule)
    if fault is not None:
        yield Fault("broken", (rule.key,), say("Rule {rule}: {fault}", rule=rule.key, fault=fault))
    for unit in dict.fromkeys((rule.lead, *rule.co)):
        name = known.listed([unit])
        if unit and unit not in known.units:
            yield Fault(
                "unit", (rule.key,), say("Rule {rule}: there is no unit {unit}.", rule=rule.key, unit=name)
            )
        elif unit and unit not in known.open_units:
            yield Fault(
                "unit", (rule.key,), say("Rule {rule}: the unit {unit} is closed.", rule=rule.key, unit=name)
            )
    if rule.lead in rule.co:
        reason = say("Rule {rule}: the lead unit is named again as a co-unit.", rule=rule.key)
        yield Fault("unit", (rule.key,), reason, grave=False)
    yield from _unknown(rule, known)


def _unknown(rule: RoutingRule, known: Known) -> Iterator[Fault]:
    when = rule.when
    for code in when.categories:
        if not any(within(code, each) for each in known.categories):
            reason = say("Rule {rule}: there is no category {value}.", rule=rule.key, value=code)
            yield Fault("unknown_value", (rule.key,), reason)
    lists = (
        (when.kinds, known.kinds, N_("Rule {rule}: there is no kind of matter {value}.")),
        (when.channels, known.channels, N_("Rule {rule}: there is no way in {value}.")),
        (when.districts, known.districts, N_("Rule {rule}: there is no district {value}.")),
        (when.grids, known.grids, N_("Rule {rule}: there is no grid cell {value}.")),
    )
    for named, there, msgid in lists:
        for value in named:
            if value not in there:
                yield Fault("unknown_value", (rule.key,), Text(msgid, {"rule": rule.key, "value": value}))


def _same(rules: Sequence[RoutingRule]) -> Iterator[Fault]:
    by_key: dict[str, list[RoutingRule]] = defaultdict(list)
    by_position: dict[int, list[RoutingRule]] = defaultdict(list)
    for rule in rules:
        by_key[rule.key].append(rule)
        by_position[rule.position].append(rule)
    for key, same in by_key.items():
        if any(_together(one, other) for one, other in combinations(same, 2)):
            reason = say("Two rules in force at the same time are called {rule}.", rule=key)
            yield Fault("same_key", (key,), reason)
    for position, same in by_position.items():
        pairs = [(one, other) for one, other in combinations(same, 2) if _together(one, other)]
        if pairs:
            keys = tuple(dict.fromkeys(rule.key for pair in pairs for rule in pair))
            reason = say(
                "Several rules stand at position {position}: {rules}. They are tried in the order of their names; "
                "give each its own position.",
                position=position,
                rules="、".join(keys),
            )
            yield Fault("same_position", keys, reason, grave=False)


def _together(one: RoutingRule, other: RoutingRule) -> bool:
    """Whether there is a day on which both are in force."""
    first = max(one.in_force_from, other.in_force_from)
    return first <= min(one.in_force_until or date.max, other.in_force_until or date.max)


@dataclass(frozen=True, slots=True)
class _Reach:
    """A rule with what its conditions come to: the small classes (``None``: all) and the minutes."""

    rule: RoutingRule
    categories: frozenset[str] | None
    spans: tuple[Span, ...]


def _shadows(rules: Sequence[RoutingRule], known: Known) -> Iterator[Fault]:
    tried: list[_Reach] = []
    for place, rule in enumerate(rules):
        later = tuple(each.key for each in rules[place + 1 :])
        if rule.when.none and later:
            reason = say(
                "Rule {rule} has no condition and takes every matter; these rules after it are never reached: "
                "{rules}. Move it to the end.",
                rule=rule.key,
                rules="、".join(later),
            )
            yield Fault("shadows_all", (rule.key, *later), reason)
            return
        codes = _expand(rule.when.categories, known) if rule.when.categories else None
        reach = _Reach(rule, codes, tuple(_spans(rule.when)))
        covering = next((each for each in tried if _covers(each, reach)), None)
        if covering is not None:
            reason = say(
                "Rule {rule} is never reached: the earlier rule {earlier} already takes all its matters.",
                rule=rule.key,
                earlier=covering.rule.key,
            )
            yield Fault("unreachable", (rule.key, covering.rule.key), reason)
        tried.append(reach)


def _covers(earlier: _Reach, later: _Reach) -> bool:
    """Whether every matter that fits the later rule fits the earlier one too."""
    wide, narrow = earlier.rule.when, later.rule.when
    if wide.polygon and wide.polygon != narrow.polygon:
        return False
    if earlier.categories is not None and (
        later.categories is None or not earlier.categories >= later.categories
    ):
        return False
    pairs = (
        (wide.kinds, narrow.kinds),
        (wide.channels, narrow.channels),
        (wide.districts, narrow.districts),
        (wide.grids, narrow.grids),
    )
    if any(many and not (few and set(many) >= set(few)) for many, few in pairs):
        return False
    return not _minus(later.spans, earlier.spans)


def _expand(codes: Sequence[str], known: Known) -> frozenset[str]:
    """The small classes meant; a code nobody knows stands for itself."""
    meant = {each for each in known.categories if any(within(code, each) for code in codes)}
    strange = {code for code in codes if not any(within(code, each) for each in known.categories)}
    return frozenset(meant | strange)


def _gaps(rules: Sequence[RoutingRule], known: Known) -> Iterator[Fault]:
    # A rule for grid cells or a drawn area takes a part of a district only, so it closes no gap.
    wide = [rule for rule in rules if not rule.when.grids and not rule.when.polygon]
    by_category = _alike(sorted(known.categories), [rule.when.categories for rule in wide], prefix=True)
    by_district = _alike([*sorted(known.districts), NOWHERE], [rule.when.districts for rule in wide])
    # First the districts with the same hole are joined, then the categories with the same districts.
    joined: dict[tuple[_Hole, tuple[str, ...]], tuple[str, ...]] = {}
    for category_rules, categories in by_category.items():
        holes: dict[_Hole, tuple[str, ...]] = {}
        for district_rules, districts in by_district.items():
            fitting = [wide[place].when for place in sorted(category_rules & district_rules)]
            hole = _hole(fitting, known)
            if hole is not None:
                holes[hole] = (*holes.get(hole, ()), *districts)
        for hole, districts in holes.items():
            joined[hole, districts] = (*joined.get((hole, districts), ()), *categories)
    for (hole, districts), categories in joined.items():
        listed = tuple(sorted(categories))
        yield Fault("gap", (), _gap(listed, districts, hole, known), True, listed, districts)


def _alike(
    values: Iterable[str], wanted: Sequence[tuple[str, ...]], *, prefix: bool = False
) -> dict[frozenset[int], tuple[str, ...]]:
    """The values grouped by the places of the rules that take them."""
    groups: dict[frozenset[int], tuple[str, ...]] = {}
    for value in values:
        places = frozenset(
            place
            for place, codes in enumerate(wanted)
            if not codes or (any(within(code, value) for code in codes) if prefix else value in codes)
        )
        groups[places] = (*groups.get(places, ()), value)
    return groups


@dataclass(frozen=True, slots=True)
class _Hole:
    """A case no rule is for: kind and way in ("" for any), and the minute of the round (``None`` for any)."""

    kind: str = ""
    channel: str = ""
    minute: int | None = None


def _hole(rules: Sequence[Conditions], known: Known) -> _Hole | None:
    """A case for which none of the rules is; ``None`` where they leave no hole."""
    if any(not (rule.kinds or rule.channels or rule.weekdays or rule.hours or rule.days) for rule in rules):
        return None
    by_kind = _alike(sorted(known.kinds) or [""], [rule.kinds for rule in rules])
    by_channel = _alike(sorted(known.channels) or [""], [rule.channels for rule in rules])
    for kind_rules, kinds in by_kind.items():
        for channel_rules, channels in by_channel.items():
            left: list[Span] = [(0, _ROUND)]
            for place in sorted(kind_rules & channel_rules):
                left = _minus(left, _spans(rules[place]))
            if left:
                return _Hole(
                    kinds[0] if len(by_kind) > 1 else "",
                    channels[0] if len(by_channel) > 1 else "",
                    left[0][0] if left != [(0, _ROUND)] else None,
                )
    return None


def _gap(categories: Sequence[str], districts: Sequence[str], hole: _Hole, known: Known) -> Text:
    what = say("the categories {categories}", categories=known.listed(categories))
    if len(categories) == len(known.categories):
        what = say("all categories")
    where = _where(districts, known)
    named = "、".join(known.listed([value]) for value in (hole.kind, hole.channel) if value)
    if hole.minute is None and not named:
        return say("No rule for {what}, {where}.", what=what, where=where)
    if hole.minute is None:
        return say("No rule for {what}, {where}, when it is {case}.", what=what, where=where, case=named)
    moment = _moment(hole.minute)
    if not named:
        return say(
            "No rule for {what}, {where}, for example on {moment}.", what=what, where=where, moment=moment
        )
    return say(
        "No rule for {what}, {where}, when it is {case}, for example on {moment}.",
        what=what,
        where=where,
        case=named,
        moment=moment,
    )


def _where(districts: Sequence[str], known: Known) -> Text:
    placed = [district for district in districts if district != NOWHERE]
    if not placed:
        return say("where no district is given")
    everywhere, nowhere = len(placed) == len(known.districts), len(placed) < len(districts)
    if everywhere:
        return say("wherever it is") if nowhere else say("in every district")
    named = known.listed(placed)
    if nowhere:
        return say("in the districts {districts} and where none is given", districts=named)
    return say("in the districts {districts}", districts=named)


def _moment(minute: int) -> Text:
    day = minute // _DAY
    at = f"{minute % _DAY // 60:02}:{minute % 60:02}"
    weekday = WEEKDAYS[day % 7]
    if day < 7:
        return say("{weekday} at {time}, a working day", weekday=weekday, time=at)
    return say("{weekday} at {time}, a day of rest", weekday=weekday, time=at)


def _spans(when: Conditions) -> list[Span]:
    """The minutes of the round of two weeks (of working days, of days of rest) that the conditions take, in order."""
    spans = []
    for week, days in enumerate(("working", "rest")):
        if when.days not in ("", days):
            continue
        for weekday in range(1, 8):
            if when.weekdays and weekday not in when.weekdays:
                continue
            start = (week * 7 + weekday - 1) * _DAY
            spans += [(start + first, start + last) for first, last in _of_a_day(when)]
    return _merged(spans)


def _of_a_day(when: Conditions) -> list[Span]:
    if not when.hours:
        return [(0, _DAY)]
    spans: list[Span] = []
    for hours in when.hours:
        first, last = _minute(hours.first), _minute(hours.last)
        spans += [(first, last)] if first < last else [(first, _DAY), (0, last)]
    return spans


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] < span[1]):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _minus(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What of ``spans`` is left without ``taken``."""
    left = list(spans)
    for begin, end in taken:
        cut: list[Span] = []
        for first, last in left:
            cut += [(first, min(last, begin)), (max(first, end), last)]
        left = [span for span in cut if span[0] < span[1]]
    return left
