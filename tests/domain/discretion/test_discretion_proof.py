"""Does a discretion table show the very case that falls in two rows, and the one that falls in none?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from discretion_tables import AREA, CORRECTED, PARTY, TIMES, table

from gongkai.domain.discretion import Condition, Domain, Factor, Fault, Row, Table, prove


def told(made: Table) -> list[tuple[str, tuple[str, ...], list[str], str]]:
    return [
        (fault.kind, fault.rows, [str(case) for case in fault.cases], fault.region) for fault in prove(made)
    ]


def only(made: Table) -> Fault:
    (fault,) = prove(made)
    return fault


def test_borders_that_belong_to_two_rows_are_both_shown() -> None:
    """以上 and 以下 include the number: 5 or less, 5 to 10, 10 or more."""
    made = table("area <= 5", "area >= 5, area <= 10", "area >= 10")
    assert told(made) == [
        ("overlap", ("1", "2"), ["area = 5"], "area = 5"),
        ("overlap", ("2", "3"), ["area = 10"], "area = 10"),
    ]
    assert [str(fault) for fault in prove(made)] == [
        "T: the rows 1 and 2 both fit area = 5.",
        "T: the rows 2 and 3 both fit area = 10.",
    ]


def test_a_pair_that_meets_at_two_borders_is_told_once_with_both() -> None:
    made = table("area >= 5, area <= 10", "area in 5|10", "area < 5", "area > 10")
    fault = only(made)
    assert (fault.rows, [str(case) for case in fault.cases]) == (("1", "2"), ["area = 5", "area = 10"])
    assert str(fault) == "T: the rows 1 and 2 both fit area = 5; area = 10."


def test_a_border_that_belongs_to_no_row_is_shown() -> None:
    made = table("area < 5", "area > 5, area < 10", "area > 10")
    assert told(made) == [
        ("gap", (), ["area = 5"], "area = 5"),
        ("gap", (), ["area = 10"], "area = 10"),
    ]
    assert str(prove(made)[0]) == "T: no row fits area = 5."


@pytest.mark.parametrize(
    ("rows", "case", "region"),
    [
        (("area < 5", "area >= 6"), "area = 5", "5 <= area < 6"),
        (("area <= 5", "area >= 6"), "area = 5.5", "5 < area < 6"),
        (("area <= 5", "area >= 10"), "area = 6", "5 < area < 10"),
        (("area <= 7.5", "area > 7.6"), "area = 7.6", "7.5 < area <= 7.6"),
        (("area <= 7.5", "area >= 7.6"), "area = 7.55", "7.5 < area < 7.6"),
        (("area <= 0.333", "area >= 0.334"), "area = 0.3335", "0.333 < area < 0.334"),
        (("area >= 5",), "area = 0", "0 <= area < 5"),
        (("area > 0",), "area = 0", "area = 0"),
        (("area <= 5",), "area = 6", "area > 5"),
        (("area < 7.5",), "area = 8", "area >= 7.5"),
    ],
)
def test_the_simplest_case_is_shown(rows: tuple[str, ...], case: str, region: str) -> None:
    fault = only(table(*rows))
    assert (fault.kind, [str(each) for each in fault.cases], fault.region) == ("gap", [case], region)


def test_the_sentence_names_the_case_and_the_rest_of_the_gap() -> None:
    fault = only(table("area <= 5"))
    assert str(fault) == "T: no row fits area = 6 (nor any other with area > 5)."


def test_whole_numbers_have_nothing_between_them() -> None:
    assert prove(table("times = 0", "times = 1", "times >= 2", factors=[TIMES])) == ()
    assert prove(table("times < 1.5", "times > 1.5", factors=[TIMES])) == ()
    fault = only(table("times = 0", "times > 3", factors=[TIMES]))
    assert (str(fault.cases[0]), fault.region) == ("times = 1", "0 < times <= 3")


def test_half_a_count_is_asked_of_a_number() -> None:
    fault = only(table("area = 0", "area >= 1"))
    assert str(fault.cases[0]) == "area = 0.5"


def test_choices_range_over_the_values_of_their_domain() -> None:
    fault = only(table("party = citizen", factors=[PARTY]))
    assert (fault.kind, str(fault.cases[0])) == ("gap", "party = organisation")
    assert prove(table("party = citizen", "party = organisation", factors=[PARTY])) == ()


def test_yes_and_no_are_all_there_is() -> None:
    fault = only(table("corrected = yes", factors=[CORRECTED]))
    assert str(fault.cases[0]) == "corrected = no"


def test_only_what_matters_is_told_but_the_case_is_whole() -> None:
    made = table("area <= 5", "area >= 5", factors=[AREA, PARTY])
    (case,) = only(made).cases
    assert str(case) == "area = 5"
    assert case.as_facts() == {"area": Decimal(5), "party": "citizen"}


def test_several_facts_of_a_case_are_joined() -> None:
    made = table(
        "area <= 5", "area >= 5, party = citizen", "area > 5, party = organisation", factors=[AREA, PARTY]
    )
    assert str(only(made)) == "T: the rows 1 and 2 both fit area = 5, party = citizen."


def test_a_factor_without_a_condition_ranges_over_everything() -> None:
    made = table("area <= 5", "area > 5, party = citizen", factors=[AREA, PARTY])
    assert told(made) == [("gap", (), ["area = 6, party = organisation"], "area > 5, party = organisation")]


def test_a_domain_may_end_and_leave_its_ends_out() -> None:
    ended = replace(AREA, domain=Domain(Decimal(0), Decimal(100), lower_open=True))
    assert prove(table("area > 0, area <= 5", "area > 5, area <= 100", factors=[ended])) == ()
    fault = only(table("area > 0, area <= 5", "area > 5, area < 100", factors=[ended]))
    assert str(fault.cases[0]) == "area = 100"
    below = replace(AREA, domain=Domain(lower=None))
    assert str(only(table("area >= 0", factors=[below])).cases[0]) == "area = -1"


def test_numbers_named_one_by_one_are_all_there_is() -> None:
    levels = replace(AREA, domain=Domain(values=(Decimal(1), Decimal(2), Decimal(3))))
    assert prove(table("area = 1", "area in 2|3", factors=[levels])) == ()
    assert told(table("area = 2", factors=[levels])) == [("gap", (), ["area = 1"], "area in 1|3")]


def test_a_row_no_case_falls_in_is_a_fault_of_its_own() -> None:
    made = table("area < 3, area > 5", "area >= 0")
    fault = only(made)
    assert (fault.kind, fault.rows) == ("empty", ("1",))
    assert str(fault) == (
        "T, row 1: no case falls in this row, because its conditions exclude each other: area < 3, area > 5."
    )


def test_a_minimum_above_the_maximum_is_a_fault_and_equal_ones_are_not() -> None:
    made = table("")
    row = replace(made.rows[0], minimum=Decimal(500), maximum=Decimal(200))
    fault = only(replace(made, rows=(row,)))
    assert (fault.kind, fault.rows) == ("range", ("1",))
    assert "the minimum 500 is above the maximum 200" in str(fault)
    assert prove(replace(made, rows=(replace(row, minimum=Decimal(200)),))) == ()
    assert only(replace(made, rows=(replace(row, minimum=Decimal(-1)),))).kind == "range"


def test_a_table_without_rows_fits_nothing_and_one_without_conditions_everything() -> None:
    assert str(only(table())) == "T: no row fits any case. Add rows."
    assert prove(table("")) == ()
    assert str(only(table("", ""))) == "T: the rows 1 and 2 both fit every case."


def test_each_pair_is_told_once_and_many_are_cut_off_with_a_word() -> None:
    made = table(*["area >= 5"] * 20, "area < 5")
    faults = prove(made)
    assert len(faults) == 100
    assert len({fault.rows for fault in faults}) == 100
    assert faults[-1].more
    assert str(faults[-1]).endswith("There are more such faults than these 100.")


def test_many_borders_of_one_pair_are_cut_off_with_a_word() -> None:
    named = "|".join(str(each) for each in range(12))
    fault = prove(table("area >= 0", f"area in {named}"))[0]
    assert len(fault.cases) == 10
    assert str(fault).endswith("area = 9, and more.")


def test_many_gaps_are_cut_off_with_a_word() -> None:
    faults = prove(table(f"area in {'|'.join(str(each) for each in range(30))}"))
    assert [fault.kind for fault in faults] == ["gap"] * 20
    assert str(faults[-1]).endswith("There are more such faults than these 20.")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Condition("width", "<", Decimal(1)), "T, row 1: There is no factor “width”."),
        (Condition("party", "<", "citizen"), "“party” is no number, so it has no more and no less"),
        (Condition("party", "=", "shop"), "“shop” is not among the values of “party”: citizen|organisation."),
        (Condition("area", "=", "many"), "a value does not fit “area”, which is a number"),
        (Condition("area", "in", Decimal(1)), "the operator “in” takes a list"),
        (Condition("area", "in", ()), "the operator “in” takes a list"),
        (Condition("area", "<", Decimal("NaN")), "a value does not fit “area”"),
        (Condition("area", "<", Decimal("1E+99999")), "a value does not fit “area”"),
        (Condition("corrected", "=", "yes"), "a value does not fit “corrected”, which is yes or no"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_told(row: Condition, sentence: str) -> None:
    made = replace(table("", factors=[AREA, PARTY, CORRECTED]), rows=(Row("1", (row,), "warning"),))
    fault = only(made)
    assert fault.kind == "broken"
    assert sentence in str(fault)


def test_what_makes_a_table_no_table_is_told() -> None:
    empty = replace(PARTY, domain=Domain(values=()))
    blank = replace(AREA, key=" area")
    void = replace(TIMES, domain=Domain(Decimal(1), Decimal(2), lower_open=True, upper_open=True))
    backwards = replace(AREA, domain=Domain(Decimal(2), Decimal(1)))
    for factor, sentence in (
        (empty, "needs its values named"),
        (replace(PARTY, domain=Domain(values=("a|b",))), "has blanks around it or a “|” in it"),
        (blank, "no name, or blanks around it"),
        (replace(AREA, key="a\nb"), "a line break or a control sign"),
        (void, "can take no value"),
        (backwards, "can take no value"),
        (replace(AREA, domain=Domain(upper=Decimal("1E+40"))), "holds a number that is too long"),
        (replace(AREA, domain=Domain(values=("a",))), "is a number, but its values are not"),
    ):
        fault = only(Table("T", "", "", (factor,), (), date(2024, 1, 1)))
        assert fault.kind == "broken"
        assert sentence in str(fault)
    twice = table("area > 1", factors=[AREA, AREA])
    assert "declared twice" in str(only(twice))
    same = table("area > 1")
    assert "Two rows are called 1" in str(only(replace(same, rows=same.rows * 2)))


def test_a_fault_can_be_told_to_a_machine() -> None:
    assert only(table("area <= 5", "area >= 5")).as_json() == {
        "kind": "overlap",
        "code": "T",
        "rows": ["1", "2"],
        "cases": ["area = 5"],
        "region": "area = 5",
        "more": False,
        "reason": "T: the rows 1 and 2 both fit area = 5.",
    }


def test_numbers_stay_exact() -> None:
    """0.1 + 0.2 is 0.3 here, and the seventh decimal counts."""
    assert prove(table("area <= 0.3", "area > 0.3")) == ()
    made = table("area <= 0.1000001", "area >= 0.1000002")
    assert str(only(made).cases[0]) == "area = 0.10000015"
    assert Factor("a", "a", "number").domain.holds(Decimal("0.1"))
