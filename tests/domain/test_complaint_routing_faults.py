"""Is everything that is wrong with the routing rules said loudly, and nothing that is right?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from complaint_rules import CATEGORIES, DISTRICTS, KNOWN, NIGHT, SQUARE, facts, rule, rule_lists
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.complaints.routing import Conditions, Hours, Routed, RoutingRule, Unrouted, route
from gongkai.domain.complaints.routing_faults import Fault, faults

TODAY = date(2026, 3, 2)
REST = rule("rest", 99, "duty")
DAY = Hours(time(8), time(18))


def found(*rules: RoutingRule, kind: str = "") -> list[Fault]:
    return [each for each in faults(rules, KNOWN, TODAY) if kind in ("", each.kind)]


def told(*rules: RoutingRule) -> list[tuple[str, str]]:
    return [(each.kind, str(each.reason)) for each in found(*rules)]


def test_a_sound_set_has_no_fault() -> None:
    rules = [
        rule("night", 1, "duty", Conditions(hours=(NIGHT,))),
        rule("lamps", 2, "lamps", Conditions(categories=("C01-10",)), co=("west",)),
        rule("area", 3, "west", Conditions(polygon=SQUARE, grids=("g1",))),
        REST,
    ]
    assert told(*rules) == []


def test_planted_faults_are_found() -> None:
    backwards = rule("back", 1, in_force_until=date(2025, 12, 31))
    strange = Conditions(
        categories=("E99",), kinds=("rumour",), channels=("pigeon",), districts=("moon",), grids=("g9",)
    )
    rules = [
        backwards,
        rule("strange", 2, "nosuch", strange, co=("shut", "west")),
        rule("lead", 3, "lamps", Conditions(kinds=("report",)), co=("lamps",)),
        REST,
    ]
    assert told(*rules) == [
        ("broken", "Rule back: The rule ends (2025-12-31) before it begins (2026-01-01)."),
        ("unit", "Rule strange: there is no unit nosuch."),
        ("unit", "Rule strange: the unit shut is closed."),
        ("unknown_value", "Rule strange: there is no category E99."),
        ("unknown_value", "Rule strange: there is no kind of matter rumour."),
        ("unknown_value", "Rule strange: there is no way in pigeon."),
        ("unknown_value", "Rule strange: there is no district moon."),
        ("unknown_value", "Rule strange: there is no grid cell g9."),
        ("unit", "Rule lead: the lead unit is named again as a co-unit."),
    ]


def test_two_rules_of_one_position_or_one_name_are_remarked_only_while_both_hold() -> None:
    one = rule("a", 5, when=Conditions(kinds=("report",)), in_force_until=date(2026, 6, 30))
    other = rule("b", 5, when=Conditions(kinds=("enquiry",)), in_force_from=date(2026, 6, 30))
    assert [each.rules for each in found(one, other, REST, kind="same_position")] == [("a", "b")]
    later = replace(other, in_force_from=date(2026, 7, 1))
    assert found(one, later, REST, kind="same_position") == []
    twin = replace(one, position=6, when=Conditions(kinds=("complaint",)))
    assert [each.rules for each in found(one, twin, REST, kind="same_key")] == [("a",)]


def test_a_rule_without_conditions_in_front_shadows_all_after_it() -> None:
    first = rule("first", 1, "duty")
    (fault,) = found(first, rule("lamps", 2, when=Conditions(categories=("C",))), REST)
    assert (fault.kind, fault.rules) == ("shadows_all", ("first", "lamps", "rest"))


def test_a_rule_behind_a_wider_one_is_never_reached() -> None:
    cases = [
        (Conditions(categories=("C",)), Conditions(categories=("C01-10",)), True),
        (Conditions(categories=("C01-02", "C01-10")), Conditions(categories=("C01",)), True),
        (Conditions(categories=("C01-10",)), Conditions(categories=("C",)), False),
        (Conditions(hours=(NIGHT, DAY)), Conditions(districts=("gaoxin",)), True),
        (Conditions(hours=(NIGHT,)), Conditions(hours=(Hours(time(20), time(6)),)), True),
        (Conditions(hours=(Hours(time(20), time(6)),)), Conditions(hours=(NIGHT,)), False),
        (Conditions(weekdays=(6, 7)), Conditions(weekdays=(7,), days="rest"), True),
        (Conditions(days="rest"), Conditions(weekdays=(7,)), False),
        (Conditions(polygon=SQUARE), Conditions(polygon=SQUARE, kinds=("report",)), True),
        (Conditions(polygon=SQUARE), Conditions(kinds=("report",)), False),
        (Conditions(grids=("g1", "g2")), Conditions(grids=("g1",)), True),
    ]
    for wide, narrow, shadowed in cases:
        rules = [rule("wide", 1, when=wide), rule("narrow", 2, when=narrow), REST]
        idle = {each.rules for each in found(*rules, kind="unreachable")}
        assert (("narrow", "wide") in idle) is shadowed, (wide, narrow)


def test_gaps_are_named_by_category_and_district_together() -> None:
    rules = [
        rule("events", 1, when=Conditions(categories=("E",))),
        rule("lamps", 2, when=Conditions(categories=("C01-10",), districts=("gaoxin",))),
    ]
    gaps = found(*rules, kind="gap")
    pairs = {(code, place) for gap in gaps for code in gap.categories for place in gap.districts}
    assert pairs == {
        ("C01-02", "gaoxin"),
        ("C01-02", "qiaocheng"),
        ("C01-02", ""),
        ("C01-10", "qiaocheng"),
        ("C01-10", ""),
    }
    assert [str(gap.reason) for gap in gaps] == [
        "No rule for the categories C01-02, wherever it is.",
        "No rule for the categories C01-10, in the districts qiaocheng and where none is given.",
    ]


def test_day_and_night_together_leave_no_gap_and_a_missing_hour_is_named() -> None:
    night = rule("night", 1, "duty", Conditions(hours=(NIGHT,)))
    assert found(night, rule("day", 2, when=Conditions(hours=(DAY,))), kind="gap") == []
    short = rule("day", 2, when=Conditions(hours=(Hours(time(8), time(17, 30)),)))
    (gap,) = found(night, short, kind="gap")
    assert str(gap.reason) == (
        "No rule for all categories, wherever it is, for example on Monday at 17:30, a working day."
    )


def test_a_kind_no_rule_takes_is_named() -> None:
    (gap,) = found(rule("some", 1, when=Conditions(kinds=("complaint", "enquiry"))), kind="gap")
    assert str(gap.reason) == "No rule for all categories, wherever it is, when it is report."


def test_no_rules_at_all_is_one_gap() -> None:
    (gap,) = found()
    assert (gap.categories, gap.districts) == (tuple(sorted(CATEGORIES)), (*sorted(DISTRICTS), ""))


def test_rules_switched_off_or_expired_are_left_alone() -> None:
    off = rule("off", 1, "nosuch", enabled=False)
    expired = rule("expired", 1, "nosuch", in_force_until=date(2026, 3, 1))
    assert told(off, expired, REST) == []
    assert [each.kind for each in found(rule("next", 1, "nosuch", in_force_from=date(2026, 4, 1)), REST)] == [
        "unit"
    ]


@given(rule_lists, facts, st.times())
def test_a_matter_without_a_unit_lies_in_a_gap_and_one_in_no_gap_has_a_unit(rules, matter, at) -> None:  # type: ignore[no-untyped-def]
    reported = faults(rules, KNOWN, TODAY)
    if not matter.category:
        return
    in_gap = any(
        matter.category in each.categories and matter.district in each.districts
        for each in reported
        if each.kind == "gap"
    )
    known_day = replace(matter, working_day=True)
    answer = route(rules, known_day, datetime.combine(TODAY, at), known=KNOWN)
    if isinstance(answer, Unrouted):
        assert in_gap
    if not in_gap:
        assert isinstance(answer, Routed)


@given(rule_lists, facts, st.times(), st.booleans())
def test_a_rule_said_to_be_never_reached_never_fires(rules, matter, at, works) -> None:  # type: ignore[no-untyped-def]
    reported = faults(rules, KNOWN, TODAY)
    idle = {each.rules[0] for each in reported if each.kind == "unreachable"}
    idle |= {key for each in reported if each.kind == "shadows_all" for key in each.rules[1:]}
    answer = route(rules, replace(matter, working_day=works), datetime.combine(TODAY, at), known=KNOWN)
    assert not isinstance(answer, Routed) or answer.rule.key not in idle
