"""Routing rules, facts and surroundings for the tests, and how to draw them at random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from gongkai.domain.complaints.routing import Conditions, Hours, Known, RoutingFacts, RoutingRule

T = TypeVar("T")
BEGIN = date(2026, 1, 1)
UNITS = ("duty", "east", "lamps", "market", "west")
CATEGORIES = ("C01-02", "C01-10", "E01-01", "E01-02", "E05-02")
DISTRICTS = ("qiaocheng", "gaoxin")
KINDS = ("complaint", "enquiry", "report")
CHANNELS = ("telephone", "web")
KNOWN = Known(
    units=frozenset((*UNITS, "shut")),
    open_units=frozenset(UNITS),
    categories=frozenset(CATEGORIES),
    districts=frozenset(DISTRICTS),
    grids=frozenset({"g1", "g2"}),
    kinds=frozenset(KINDS),
    channels=frozenset(CHANNELS),
    names={"lamps": "照明管理所"},
)
SQUARE = ((115.0, 33.0), (116.0, 33.0), (116.0, 34.0), (115.0, 34.0))
NIGHT = Hours(time(18), time(8))


def rule(
    key: str, position: int, lead: str = "east", when: Conditions | None = None, **more: object
) -> RoutingRule:
    """A rule in force from the beginning of 2026 on."""
    row = {"in_force_from": BEGIN, "in_force_until": None, **more}
    return RoutingRule(key=key, position=position, lead=lead, when=when or Conditions(), **row)  # type: ignore[arg-type]


def _some(dice: Random, values: Sequence[T], most: int = 2) -> tuple[T, ...]:
    """None of the values rather often, otherwise a few."""
    return tuple(dice.sample(values, dice.randint(0, most))) if dice.random() < 0.5 else ()


def _time(dice: Random) -> time:
    return time(dice.randrange(24), dice.choice((0, 30)))


def _day(dice: Random) -> date:
    return date(2025, 6, 1) + timedelta(days=dice.randrange(580))


def _point(dice: Random) -> tuple[float, float]:
    return dice.uniform(114.5, 116.5), dice.uniform(32.5, 34.5)


def _conditions(dice: Random) -> Conditions:
    rare = dice.random() < 0.5
    return Conditions(
        categories=_some(dice, (*CATEGORIES, "C", "C01", "E01", "E")),
        kinds=_some(dice, KINDS) if rare else (),
        channels=_some(dice, CHANNELS) if rare else (),
        districts=_some(dice, DISTRICTS),
        grids=_some(dice, ("g1", "g2")) if rare else (),
        polygon=tuple(_point(dice) for _ in range(4)) if dice.random() < 0.15 else (),
        weekdays=_some(dice, range(1, 8), 3) if rare else (),
        hours=tuple(Hours(_time(dice), _time(dice)) for _ in range(dice.randint(0, 2))) if rare else (),
        days=dice.choice(("", "working", "rest")) if rare else "",
    )


def _rule(dice: Random, key: str) -> RoutingRule:
    return RoutingRule(
        key=key,
        position=dice.randrange(12),
        in_force_from=_day(dice) if dice.random() < 0.3 else date(2025, 6, 1),
        in_force_until=_day(dice) if dice.random() < 0.3 else None,
        when=_conditions(dice),
        lead=dice.choice((*UNITS, *UNITS, "shut", "")),
        co=_some(dice, (*UNITS, "shut")),
        note=dice.choice(("", "路灯归照明所", 'a "quoted" \\ word\n[[rule]]\t\x7f')),
        source=dice.choice(("", "三定方案第3条")),
        enabled=dice.random() < 0.85,
    )


def _rules(seed: int) -> tuple[RoutingRule, ...]:
    dice = Random(seed)
    return tuple(_rule(dice, f"r{place}") for place in dice.sample(range(20), dice.randint(0, 8)))


def _facts(seed: int) -> RoutingFacts:
    dice = Random(seed)
    return RoutingFacts(
        category=dice.choice((*CATEGORIES, "")),
        kind=dice.choice(KINDS),
        channel=dice.choice(CHANNELS),
        district=dice.choice((*DISTRICTS, "")),
        grid=dice.choice(("g1", "g2", "")),
        point=_point(dice) if dice.random() < 0.7 else None,
        working_day=dice.choice((None, True, False)),
    )


# Drawn from a seed: many rules are many draws, and dice are quicker than the drawing machine.
rule_lists = st.integers(0, 2**32).map(_rules)
facts = st.integers(0, 2**32).map(_facts)
