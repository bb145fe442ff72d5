"""What does a discretion table say of a case, and why?"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from discretion_tables import AREA, CORRECTED, PARTY, TIMES, table

from gongkai.domain.discretion import (
    Domain,
    Outcome,
    Row,
    Table,
    compile_table,
    effect_of,
    evaluate,
    prove,
    what_follows,
)
from gongkai.domain.discretion.vocabulary import circumstances
from gongkai.domain.refusal import Refused

STEPS = table(
    "area < 5",
    "area >= 5, area < 10",
    "area >= 10, party = citizen",
    "area >= 10, party = organisation",
    factors=[AREA, PARTY],
)


def rows(made: Table, **facts: Any) -> list[str]:
    outcome = evaluate(made, facts)
    assert isinstance(outcome, Outcome), str(outcome)
    return [row.key for row in outcome.rows]


def refused(made: Table, **facts: Any) -> str:
    outcome = evaluate(made, facts)
    assert isinstance(outcome, Refused)
    return str(outcome)


@pytest.mark.parametrize(
    ("area", "row"),
    [
        (0, "1"),
        ("4.999999999", "1"),
        (5, "2"),
        (Decimal("5.0"), "2"),
        ("5.000000001", "2"),
        (9.99, "2"),
        (Fraction(29, 3), "2"),
        (Fraction(30, 3), "4"),
        (10, "4"),
        (10**12, "4"),
    ],
)
def test_borders_belong_to_the_row_that_includes_them(area: Any, row: str) -> None:
    assert prove(STEPS) == ()
    assert rows(STEPS, area=area, party="organisation") == [row]


def test_the_answer_names_row_range_and_basis_for_a_machine() -> None:
    outcome = evaluate(STEPS, {"area": 7, "party": "organisation"})
    assert isinstance(outcome, Outcome)
    answer = json.loads(json.dumps(outcome.as_json()))
    assert answer["rows"] == ["2"]
    assert (answer["minimum"], answer["maximum"], answer["unit"]) == (200, 250, "yuan")
    assert (answer["outcome"], answer["fault"], answer["citation"]) == ("fine", False, "某条例第一条")
    assert answer["trace"][:3] == [
        {"row": "1", "factor": "area", "operator": "<", "value": "5", "fact": "7", "holds": False},
        {"row": "2", "factor": "area", "operator": ">=", "value": "5", "fact": "7", "holds": True},
        {"row": "2", "factor": "area", "operator": "<", "value": "10", "fact": "7", "holds": True},
    ]
    assert len(answer["trace"]) == 7


def test_each_line_of_the_trace_is_a_sentence() -> None:
    outcome = evaluate(STEPS, {"area": "7.50", "party": "citizen"})
    assert isinstance(outcome, Outcome)
    sentences = [str(line.text()) for line in outcome.trace]
    assert sentences[0] == "Row 1: area is 7.5, but the row asks for < 5: no."
    assert sentences[1] == "Row 2: area is 7.5, and the row asks for >= 5: yes."
    assert sentences[3] == "Row 3: area is 7.5, but the row asks for >= 10: no."
    assert sentences[4] == "Row 3: party is citizen, and the row asks for = citizen: yes."
    free = evaluate(table(""), {})
    assert isinstance(free, Outcome)
    assert [str(line.text()) for line in free.trace] == ["Row 1 has no conditions and fits every case."]


def test_a_case_in_two_rows_gets_all_of_them_and_a_mark() -> None:
    made = table("area <= 5", "area >= 5, area <= 10", "area >= 10")
    outcome = evaluate(made, {"area": 5})
    assert isinstance(outcome, Outcome)
    assert ([row.key for row in outcome.rows], outcome.fault) == (["1", "2"], True)
    assert (outcome.minimum, outcome.maximum, outcome.unit) == (100, 250, "yuan")
    assert str(what_follows(outcome)) == "The rows together say: a fine of 100 to 250 yuan."
    assert str(outcome.remarks()[0]) == (
        "Several rows fit this case: 1、2. The table overlaps here. A person must decide."
    )


def test_a_case_in_no_row_gets_a_mark_and_no_range() -> None:
    outcome = evaluate(table("area <= 5"), {"area": 6})
    assert isinstance(outcome, Outcome)
    assert (outcome.rows, outcome.fault, outcome.outcome) == ((), True, None)
    assert (outcome.minimum, outcome.maximum, outcome.unit) == (None, None, "")
    assert outcome.citation == "某条例第一条"
    assert "the table has a gap here" in str(outcome.remarks()[0])
    assert str(what_follows(outcome)) == "The table says nothing of this case."
    assert json.loads(json.dumps(outcome.as_json()))["rows"] == []


def test_rows_in_different_units_have_no_common_range() -> None:
    made = table("area >= 0", "area >= 0")
    times = replace(made.rows[1], unit="times_value")
    outcome = evaluate(replace(made, rows=(made.rows[0], times)), {"area": 1})
    assert isinstance(outcome, Outcome)
    assert (outcome.minimum, outcome.maximum, outcome.unit) == (None, None, "")
    assert str(what_follows(outcome)) == "The rows say different things."


def test_one_row_is_said_without_a_remark_and_with_its_own_basis() -> None:
    made = table("area >= 0")
    outcome = evaluate(replace(made, rows=(replace(made.rows[0], basis="另一条例"),)), {"area": 1})
    assert isinstance(outcome, Outcome)
    assert outcome.remarks() == ()
    assert str(what_follows(outcome)) == "The table says: a fine of 100 to 150 yuan."
    assert outcome.citation == "另一条例"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"area": 7}, "The fact “party” is missing. Give it: it is one of citizen、organisation."),
        ({"party": "citizen"}, "The fact “area” is missing. Give it: it is a number in m2."),
        ({"area": "big", "party": "citizen"}, "“area” is a number in m2, not “big”."),
        ({"area": None, "party": "citizen"}, "“area” is a number in m2, not “None”."),
        ({"area": True, "party": "citizen"}, "“area” is a number in m2, not “True”."),
        ({"area": [7], "party": "citizen"}, "“area” is a number in m2, not “[7]”."),
        ({"area": float("nan"), "party": "citizen"}, "“area” is a number in m2, not “nan”."),
        ({"area": float("inf"), "party": "citizen"}, "“area” is a number in m2, not “inf”."),
        ({"area": "1e5000", "party": "citizen"}, "“area” is a number in m2, not “1e5000”."),
        ({"area": "\0", "party": "citizen"}, "“area” is a number in m2, not “\0”."),
        ({"area": -1, "party": "citizen"}, "“area” is -1; the table holds for 0.. only."),
        ({"area": 7, "party": "shop"}, "“party” is one of citizen、organisation, not “shop”."),
        ({"area": 7, "party": ["citizen"]}, "“party” is one of citizen、organisation, not “['citizen']”."),
        ({"area": 7, "party": "citizen", "wide": 1}, "The table has no factor “wide”. It has: area、party."),
    ],
)
def test_facts_that_cannot_be_taken_are_refused_with_a_sentence(facts: dict[str, Any], sentence: str) -> None:
    assert refused(STEPS, **facts) == sentence


def test_counts_are_whole() -> None:
    made = table("times = 0", "times >= 1", factors=[TIMES])
    assert rows(made, times=1) == ["2"]
    assert rows(made, times="1") == rows(made, times=1.0) == ["2"]
    assert refused(made, times=1.5) == "“times” is a whole number, not “1.5”."
    assert refused(made, times=Fraction(1, 2)) == "“times” is a whole number, not “1/2”."


def test_yes_and_no_may_be_written_in_both_languages() -> None:
    made = table("corrected = yes", "corrected = no", factors=[CORRECTED])
    for said, row in ((True, "1"), (False, "2"), ("yes", "1"), ("否", "2"), ("是", "1"), ("No", "2")):
        assert rows(made, corrected=said) == [row]
    for said in (1, 0, "perhaps", None):
        assert "“corrected” is yes or no" in refused(made, corrected=said)


def test_a_choice_of_digits_may_be_given_as_a_number() -> None:
    level = replace(PARTY, domain=Domain(values=("1", "2")))
    made = table("party = 1", "party = 2", factors=[level])
    assert rows(made, party=2) == ["2"]


def test_a_factor_no_row_asks_for_may_be_left_out() -> None:
    made = table("area >= 0", factors=[AREA, PARTY])
    assert rows(made, area=1) == ["1"]
    assert rows(made, area=1, party="citizen") == ["1"]
    assert "not “shop”" in refused(made, area=1, party="shop")


def test_circumstances_are_shown_and_change_no_number() -> None:
    law = circumstances(date(2024, 1, 1))
    made = table("area >= 0")
    plain = evaluate(made, {"area": 1}, law)
    spared = evaluate(made, {"area": 1, "first_offence": True, "harm_undone": "否"}, law)
    assert isinstance(plain, Outcome)
    assert isinstance(spared, Outcome)
    assert (spared.minimum, spared.maximum, spared.outcome) == (plain.minimum, plain.maximum, plain.outcome)
    (first,) = spared.circumstances
    assert (first.effect, first.binding) == ("spared", False)
    assert str(effect_of(first)) == (
        "The penalty may be spared (《行政处罚法》第三十三条第一款); a person decides."
    )
    assert spared.as_json()["circumstances"][0]["key"] == "first_offence"
    assert "no_fault" in str(evaluate(made, {"area": 1, "x": 1}, law))
    wrong = evaluate(made, {"area": 1, "first_offence": "perhaps"}, law)
    assert str(wrong) == "“first_offence” is yes or no, not “perhaps”."


def test_money_in_the_answer_is_written_as_it_is() -> None:
    made = table("area >= 0")
    for low, shown in (("0.5", 0.5), ("500.00", 500), ("0.1234567890123456789", "0.1234567890123456789")):
        row = replace(made.rows[0], minimum=Decimal(low))
        outcome = evaluate(replace(made, rows=(row,)), {"area": 1})
        assert isinstance(outcome, Outcome)
        assert outcome.as_json()["minimum"] == shown


def test_a_broken_table_cannot_be_compiled() -> None:
    made = table("area >= 0")
    with pytest.raises(ValueError, match="no factor “area”"):
        compile_table(replace(made, factors=()))


def test_a_table_of_another_name_is_another_table() -> None:
    """What was compiled once is found again by the table itself, not by what it looks like."""
    one, other = table("area >= 0"), table("area < 0")
    assert rows(one, area=1) == ["1"]
    assert rows(other, area=1) == []
    assert compile_table(one) is compile_table(one)
    assert compile_table(one) is not compile_table(other)


def test_a_row_that_spares_has_no_range() -> None:
    made = replace(table(""), rows=(Row("1", (), "spared"),))
    outcome = evaluate(made, {})
    assert isinstance(outcome, Outcome)
    assert (outcome.outcome, outcome.minimum, outcome.maximum) == ("spared", None, None)
    assert str(what_follows(outcome)) == "The table says: no penalty."


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"maximum": None}, "The table says: a fine of 100 yuan or more."),
        ({"maximum": Decimal(100)}, "The table says: a fine of 100 yuan."),
        ({"minimum": None}, "The table says: a fine of 0 to 150 yuan."),
        ({"unit": "yuan_per_m2"}, "The table says: a fine of 100 to 150 yuan a square metre."),
        ({"unit": "箱"}, "The table says: a fine of 100 to 150 箱."),
    ],
)
def test_the_range_is_told_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    made = table("")
    outcome = evaluate(replace(made, rows=(replace(made.rows[0], **change),)), {})
    assert isinstance(outcome, Outcome)
    assert str(what_follows(outcome)) == sentence
