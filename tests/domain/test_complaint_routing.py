"""Which unit gets a matter, and can everybody see why?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from complaint_rules import KNOWN, NIGHT, SQUARE, facts, rule, rule_lists
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.complaints.routing import (
    Conditions,
    Hours,
    Precedent,
    Routed,
    RoutingFacts,
    Unrouted,
    broken,
    ordered,
    route,
)

NOON = datetime(2026, 3, 2, 12, 0)  # a Monday
LAMP = RoutingFacts("C01-10", "complaint", "telephone", "qiaocheng", "g1", (115.5, 33.5), working_day=True)
moments = st.datetimes(datetime(2025, 6, 1), datetime(2027, 1, 31))


def routed(answer: Routed | Unrouted) -> Routed:
    assert isinstance(answer, Routed), answer
    return answer


def test_the_first_rule_that_fits_wins_whatever_the_order_given() -> None:
    rules = [
        rule("rest", 90, "duty"),
        rule("lamps", 20, "lamps", Conditions(categories=("C01-10",)), co=("west", "lamps", "west")),
        rule("market", 10, "market", Conditions(categories=("E05",))),
    ]
    answer = routed(route(rules, LAMP, NOON))
    assert (answer.lead, answer.co, answer.rule.key) == ("lamps", ("west",), "lamps")
    assert [(line.rule, line.outcome) for line in answer.trace] == [
        ("market", "does_not_fit"),
        ("lamps", "fits"),
    ]
    assert str(answer.trace[0].reason) == "It is for other categories: E05."


@pytest.mark.parametrize(
    ("when", "changed", "sentence"),
    [
        (Conditions(categories=("C01",)), {"category": "E01-01"}, "It is for other categories: C01."),
        (Conditions(categories=("C",)), {"category": ""}, "It is for other categories: C."),
        (
            Conditions(kinds=("complaint",)),
            {"kind": "enquiry"},
            "It is for other kinds of matter: complaint.",
        ),
        (Conditions(channels=("telephone",)), {"channel": "web"}, "It is for other ways in: telephone."),
        (Conditions(districts=("qiaocheng",)), {"district": ""}, "It is for other districts: qiaocheng."),
        (Conditions(grids=("g1",)), {"grid": "g2"}, "It is for other grid cells: g1."),
        (
            Conditions(polygon=SQUARE),
            {"point": (116.5, 33.5)},
            "The place lies outside the drawn area of the rule.",
        ),
        (
            Conditions(polygon=SQUARE),
            {"point": None},
            "It is for a drawn area, and the matter has no place on the map.",
        ),
        (Conditions(days="working"), {"working_day": False}, "It is for working days only."),
        (
            Conditions(days="working"),
            {"working_day": None},
            "It asks whether the day is a working day, and that is not known.",
        ),
    ],
)
def test_each_condition_decides_and_says_why(
    when: Conditions, changed: dict[str, object], sentence: str
) -> None:
    rules = [rule("one", 1, when=when)]
    assert isinstance(route(rules, LAMP, NOON), Routed)
    answer = route(rules, replace(LAMP, **changed), NOON)  # type: ignore[arg-type]
    assert isinstance(answer, Unrouted)
    assert [str(line.reason) for line in answer.trace] == [sentence]


@pytest.mark.parametrize(
    ("at", "fits"),
    [
        (time(18, 0), True),
        (time(23, 59), True),
        (time(0, 0), True),
        (time(7, 59), True),
        (time(8, 0), False),
        (time(17, 59), False),
    ],
)
def test_the_night_goes_to_the_duty_unit(at: time, fits: bool) -> None:
    rules = [rule("night", 1, "duty", Conditions(hours=(NIGHT,))), rule("day", 2, "lamps")]
    assert routed(route(rules, LAMP, datetime.combine(NOON.date(), at))).lead == ("duty" if fits else "lamps")


def test_equal_hours_mean_the_whole_day() -> None:
    assert all(Hours(time(9), time(9)).covers(time(hour)) for hour in range(24))


def test_the_end_of_a_span_no_longer_belongs_to_it() -> None:
    office = Hours(time(9), time(17))
    assert [office.covers(time(*at)) for at in ((8, 59), (9, 0), (16, 59), (17, 0))] == [
        False,
        True,
        True,
        False,
    ]


def test_a_weekday_is_that_of_the_moment() -> None:
    rules = [rule("monday", 1, when=Conditions(weekdays=(1,)))]
    assert isinstance(route(rules, LAMP, NOON), Routed)
    answer = route(rules, LAMP, datetime(2026, 3, 3, 12, 0))
    assert str(answer.trace[0].reason) == "It is for other days of the week: 1."


def test_codes_are_told_by_their_names() -> None:
    answer = route([rule("closed", 1, "lamps")], LAMP, NOON, known=replace(KNOWN, open_units=frozenset()))
    assert str(answer.trace[0].reason) == "The lead unit 照明管理所 is closed on this day."


def test_a_broken_rule_is_skipped_and_its_fault_stands_in_the_trace() -> None:
    rules = [
        rule("nobody", 1, ""),
        rule("unknown", 2, "nosuch"),
        rule("closed", 3, "shut"),
        rule("line", 4, when=Conditions(polygon=SQUARE[:2])),
        rule("weekday", 5, when=Conditions(weekdays=(8,))),
        rule("last", 9, "duty", co=("shut", "west")),
    ]
    answer = routed(route(rules, LAMP, NOON, known=KNOWN))
    assert [(line.rule, line.outcome) for line in answer.trace] == [
        ("nobody", "broken"),
        ("unknown", "broken"),
        ("closed", "broken"),
        ("line", "broken"),
        ("weekday", "broken"),
        ("last", "fits"),
    ]
    assert str(answer.trace[1].reason) == "The lead unit nosuch does not exist."
    assert answer.co == ("west",)
    assert str(answer.trace[-1].reason) == "It fits. Left out, because closed or unknown: shut."


def test_without_a_fitting_rule_somebody_has_to_decide() -> None:
    assert str(route([], LAMP, NOON)) != ""
    empty = route([], LAMP, NOON)
    assert isinstance(empty, Unrouted)
    assert str(empty.reason) == "There are no routing rules yet. Choose the unit yourself."


RULING = Precedent(
    "裁〔2026〕3号",
    "C01-10",
    "qiaocheng",
    "east",
    "west",
    "小区外道路照明归西区",
    "三定方案第五条",
    date(2026, 2, 1),
)


def test_a_precedent_is_offered_beside_the_rule_and_overrides_nothing() -> None:
    older = replace(RULING, number="裁〔2026〕1号", to_unit="market", ruled_on=date(2026, 1, 5))
    answer = routed(route([rule("all", 1, "lamps")], LAMP, NOON, [RULING, older]))
    assert answer.lead == "lamps"
    assert answer.precedent is not None
    assert answer.precedent.precedent == RULING
    assert not answer.precedent.agrees
    assert "裁〔2026〕3号" in str(answer.precedent.reason)
    assert "小区外道路照明归西区" in str(answer.precedent.reason)
    same = routed(route([rule("all", 1, "west")], LAMP, NOON, [RULING])).precedent
    assert same is not None
    assert same.agrees
    none = route([], LAMP, NOON, [RULING])
    assert isinstance(none, Unrouted)
    assert none.precedent is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "C01-02"},
        {"district": "gaoxin"},
        {"grid": "g2"},
        {"ruled_on": date(2026, 3, 3)},
        {"to_unit": "shut"},
    ],
)
def test_a_precedent_that_does_not_fit_is_not_offered(changed: dict[str, object]) -> None:
    other = replace(RULING, **changed)  # type: ignore[arg-type]
    assert routed(route([rule("all", 1)], LAMP, NOON, [other], KNOWN)).precedent is None


@given(rule_lists, facts, moments, st.booleans())
def test_order_is_respected_and_every_rule_before_the_winner_is_named(rules, matter, at, checked) -> None:  # type: ignore[no-untyped-def]
    known = KNOWN if checked else None
    answer = route(rules, matter, at, known=known)
    tried = [line.rule for line in answer.trace]
    assert tried == [each.key for each in ordered(rules)][: len(tried)]
    if isinstance(answer, Unrouted):
        assert len(tried) == len(rules)
        return
    assert [line.outcome == "fits" for line in answer.trace] == [False] * (len(tried) - 1) + [True]
    assert tried[-1] == answer.rule.key
    assert answer.rule.in_force(at.date())
    assert broken(answer.rule, known) is None
    assert answer.lead not in answer.co


@given(rule_lists, facts, moments)
def test_a_rule_switched_off_or_not_in_force_never_fires(rules, matter, at) -> None:  # type: ignore[no-untyped-def]
    answer = route(rules, matter, at)
    live = [each for each in rules if each.in_force(at.date())]
    again = route(live, matter, at)
    assert isinstance(again, type(answer))
    if isinstance(answer, Routed) and isinstance(again, Routed):
        assert again.rule == answer.rule
        off = [replace(each, enabled=each != answer.rule and each.enabled) for each in rules]
        other = route(off, matter, at)
        assert not isinstance(other, Routed) or other.rule.key != answer.rule.key


@given(rule_lists, facts, moments, st.data())
def test_taking_out_a_rule_that_does_not_fit_changes_nothing(rules, matter, at, data) -> None:  # type: ignore[no-untyped-def]
    answer = route(rules, matter, at)
    idle = [each for each in rules if not isinstance(answer, Routed) or each != answer.rule]
    if not idle:
        return
    out = data.draw(st.sampled_from(idle))
    again = route([each for each in rules if each != out], matter, at)
    if isinstance(answer, Routed):
        assert isinstance(again, Routed)
        assert (again.lead, again.co, again.rule) == (answer.lead, answer.co, answer.rule)
    else:
        assert isinstance(again, Unrouted)
