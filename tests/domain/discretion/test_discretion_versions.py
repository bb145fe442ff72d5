"""Which version of a discretion table holds: that of the day of the conduct, unless the newer one is milder?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from discretion_tables import AREA, PARTY, START, sound_tables, table
from hypothesis import given, settings

from gongkai.domain.discretion import Milder, Outcome, Table, as_of, evaluate, judge, milder
from gongkai.domain.refusal import Refused

LAST, NEXT = date(2024, 12, 31), date(2025, 1, 1)
BEFORE, AFTER = date(2024, 6, 1), date(2025, 6, 1)
OLD = replace(table("area < 5", "area >= 5"), in_force_until=LAST, version="2024")


def newer(**more: Any) -> Table:
    """The next version: every row changed alike."""
    rows = tuple(replace(row, **more) for row in OLD.rows)
    return replace(OLD, rows=rows, in_force_from=NEXT, in_force_until=None, version="2025")


def compared(new: Table, **facts: Any) -> Milder:
    found = milder(OLD, new, facts or {"area": 7})
    assert isinstance(found, Milder), str(found)
    return found


def test_the_version_of_the_day_is_found() -> None:
    series = (OLD, newer())
    for day, version in ((START, "2024"), (LAST, "2024"), (NEXT, "2025"), (date(2030, 1, 1), "2025")):
        found = as_of(series, "T", day)
        assert isinstance(found, Table)
        assert found.version == version


def test_a_day_or_code_without_a_version_is_refused_with_a_sentence() -> None:
    assert str(as_of((OLD,), "X", BEFORE)) == "There is no discretion table X."
    early = as_of((OLD,), "T", date(2023, 1, 1))
    assert (
        str(early)
        == "The table T was not yet in force on 2023-01-01; its first version begins on 2024-01-01."
    )
    assert str(as_of((OLD,), "T", AFTER)) == "No version of the table T was in force on 2025-06-01."


def test_without_a_day_of_decision_the_day_of_the_conduct_decides() -> None:
    outcome = judge((OLD, newer(maximum=Decimal(1))), "T", {"area": 7}, BEFORE)
    assert isinstance(outcome, Outcome)
    assert outcome.table.version == "2024"


def test_a_decision_under_the_same_version_compares_nothing() -> None:
    for conduct, decided in ((BEFORE, LAST), (AFTER, AFTER), (AFTER, BEFORE)):
        outcome = judge((OLD, newer()), "T", {"area": 7}, conduct, decided)
        assert isinstance(outcome, Outcome)


def test_a_milder_newer_version_holds_and_says_why() -> None:
    found = judge((OLD, newer(minimum=Decimal(100), maximum=Decimal(150))), "T", {"area": 7}, BEFORE, AFTER)
    assert isinstance(found, Milder)
    assert (found.chosen, found.sure) == ("new", True)
    assert found.outcome.table.version == "2025"
    assert str(found.citation) == "《行政处罚法》第三十七条"
    assert str(found.reason) == (
        "The version in force from 2025-01-01 is milder (a fine of 100 to 150 yuan instead of a fine of 200 to 250 "
        "yuan), so it holds although the conduct was earlier."
    )
    assert found.as_json()["chosen"] == "new"
    assert found.as_json()["other"]["version"] == "2024"


@pytest.mark.parametrize(
    ("change", "chosen"),
    [
        ({"maximum": Decimal(249)}, "new"),
        ({"maximum": Decimal(251)}, "old"),
        ({"maximum": None}, "old"),
        ({"minimum": Decimal(199)}, "new"),
        ({"minimum": None}, "new"),
        ({"minimum": Decimal(201)}, "old"),
        ({}, "old"),
        ({"minimum": Decimal(0), "maximum": Decimal(300)}, "old"),
        ({"outcome": "warning", "minimum": None, "maximum": None, "unit": ""}, "new"),
        ({"outcome": "order", "minimum": None, "maximum": None, "unit": ""}, "new"),
        ({"outcome": "spared", "minimum": None, "maximum": None, "unit": ""}, "new"),
    ],
)
def test_kind_then_upper_end_then_lower_end_decide(change: dict[str, Any], chosen: str) -> None:
    found = compared(newer(**change))
    assert (found.chosen, found.sure) == (chosen, True)
    assert found.outcome.table.version == ("2025" if chosen == "new" else "2024")


def test_a_warning_is_milder_than_any_fine_and_told_in_words() -> None:
    found = compared(newer(outcome="warning", minimum=None, maximum=None, unit=""))
    assert "(a warning instead of a fine of 200 to 250 yuan)" in str(found.reason)
    assert "says the same" in str(compared(newer()).reason)
    assert "is not milder (a fine of 200 yuan or more instead of" in str(compared(newer(maximum=None)).reason)


def test_what_cannot_be_compared_stays_with_the_older_and_says_so() -> None:
    units = compared(newer(unit="times_value", minimum=Decimal(1), maximum=Decimal(2)))
    assert (units.chosen, units.sure) == ("old", False)
    assert "measure the fine differently (yuan and times the value)" in str(units.reason)
    gap = compared(replace(newer(), rows=()))
    assert (gap.chosen, gap.sure) == ("old", False)
    assert "has a fault for this case" in str(gap.reason)


def test_a_newer_version_that_asks_for_more_is_told() -> None:
    asks = replace(
        table(
            "area < 5, party = citizen", "area >= 5", "area < 5, party = organisation", factors=[AREA, PARTY]
        ),
        in_force_from=NEXT,
    )
    found = compared(asks)
    assert (found.chosen, found.sure) == ("old", False)
    assert isinstance(found.other, Refused)
    assert "could not be asked: The fact “party” is missing." in str(found.reason)
    assert "party" in found.as_json()["other"]["refused"]
    both = compared(asks, area=7, party="citizen")
    assert both.sure


def test_a_fact_neither_version_knows_is_refused() -> None:
    found = milder(OLD, newer(), {"area": 7, "colour": "red"})
    assert str(found) == "Neither version of the table has a factor “colour”."
    assert "“area” is missing" in str(milder(OLD, newer(), {}))


def test_the_law_s_circumstances_may_stand_among_the_facts() -> None:
    facts = {"area": 7, "no_fault": True}
    alone = judge((OLD, newer()), "T", facts, BEFORE)
    assert isinstance(alone, Outcome)
    assert [each.key for each in alone.circumstances] == ["no_fault"]
    both = judge((OLD, newer()), "T", facts, BEFORE, AFTER)
    assert isinstance(both, Milder)
    assert [each.key for each in both.outcome.circumstances] == ["no_fault"]


@settings(max_examples=60, deadline=None)
@given(sound_tables(), sound_tables())
def test_the_chosen_version_never_punishes_more(one: Table, other: Table) -> None:
    """Both tables over the same facts: the newer holds exactly when its range is lower."""
    new = replace(other, in_force_from=NEXT, factors=one.factors, rows=one.rows[::-1])
    rows = tuple(replace(row, maximum=Decimal(9 - place)) for place, row in enumerate(new.rows))
    new = replace(new, rows=rows)
    facts = {factor.key: _any(factor) for factor in one.factors}
    before, after, found = evaluate(one, facts), evaluate(new, facts), milder(one, new, facts)
    if not isinstance(before, Outcome):
        assert isinstance(found, Refused)
        return
    assert isinstance(after, Outcome)
    assert isinstance(found, Milder)
    assert before.maximum is not None
    assert after.maximum is not None
    lower = (after.maximum, after.minimum) < (before.maximum, before.minimum)
    assert found.chosen == ("new" if lower else "old")


def _any(factor: Any) -> Any:
    if factor.kind == "yes_no":
        return True
    return factor.domain.values[0] if factor.domain.values else 1
