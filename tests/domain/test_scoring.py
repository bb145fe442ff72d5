"""Are sheets scored as their rules say, line by line, and never beyond what an indicator has?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.scoring import (
    WAYS,
    Count,
    Grade,
    Indicator,
    Rule,
    deduct,
    faults,
    grade,
    ranks,
    score,
    written,
)

D = Decimal
POINTS = st.decimals(min_value="0.01", max_value="50", places=2)
COUNTS = st.builds(Count, st.integers(0, 500), st.one_of(st.none(), st.integers(0, 500)))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    return Rule(
        key=str(draw(st.integers(0, 10**9))),
        text="扣分",
        points=draw(POINTS),
        way=draw(st.sampled_from(WAYS)),
        measure=draw(st.sampled_from(["a", "b", ""])),
        most=draw(st.one_of(st.none(), POINTS)),
        wanted=draw(st.integers(1, 9)),
        adds=draw(st.booleans()),
    )


INDICATORS = st.lists(
    st.builds(
        Indicator,
        st.uuids().map(str),
        st.just("指标"),
        POINTS,
        st.lists(rules(), min_size=1, max_size=4).map(tuple),
    ),
    min_size=1,
    max_size=5,
)


@given(INDICATORS, COUNTS, COUNTS)
def test_an_indicator_keeps_between_nothing_and_its_points_and_what_is_added(
    indicators: list[Indicator], a: Count, b: Count
) -> None:
    found = score(indicators, {"a": a, "b": b}, {})
    for line in found.lines:
        added = sum((each.points for each in line.deductions if each.points > 0), D(0))
        assert 0 <= line.points <= line.indicator.points + added
    assert found.points == sum(line.points for line in found.lines)
    assert found.open == sum(not rule.measure for each in indicators for rule in each.rules)


@given(rules(), st.integers(0, 300), st.integers(0, 300))
def test_more_cases_never_take_less(rule: Rule, few: int, more: int) -> None:
    few, more = sorted((few, more))
    less, much = (abs(deduct(rule, Count(number, 300)).points) for number in (few, more))
    assert less >= much if rule.way == "lack" else less <= much


@given(rules(), COUNTS)
def test_no_rule_takes_more_than_its_cap(rule: Rule, count: Count) -> None:
    done = deduct(rule, count)
    assert rule.most is None or abs(done.points) <= rule.most
    assert done.points >= 0 if rule.adds else done.points <= 0


@pytest.mark.parametrize(
    ("rule", "count", "points", "why"),
    [
        (Rule("1", "", D(5)), Count(3), "-15", "Cases: 3 × 5 points = 15"),
        (Rule("1", "", D(1), most=D(5)), Count(8), "-5", "Cases: 8 × 1 points = 8; at most 5 points."),
        (Rule("1", "", D(6), "once"), Count(4), "-6", "Cases: 4. Once 6 points."),
        (Rule("1", "", D(6), "once"), Count(0), "0", "No case."),
        (Rule("1", "", D(10), "share"), Count(1, 3), "-3.33", "1 of 3: 10 points × 1 ÷ 3 = 3.33"),
        (Rule("1", "", D(10), "share"), Count(0, 0), "0", "No case."),
        (Rule("1", "", D(10), "share"), Count(4, 0), "0", "There is nothing to take a share of."),
        (Rule("1", "", D(2), "lack", wanted=4), Count(1), "-6",
         "1 of the 4 wanted, 3 lack: 2 points × 3 = 6"),
        (Rule("1", "", D(2), "lack", wanted=4), Count(5), "0", "5 of the 4 wanted: nothing lacks."),
        (Rule("1", "", D(1), adds=True, most=D(2)), Count(3), "2", "Cases: 3 × 1 points = 3; at most 2 points."),
        (Rule("1", "", D("0.5")), None, "0", "Nobody judged this yet: nothing is taken."),
    ],
)  # fmt: skip
def test_each_way_of_taking_points_is_explained(
    rule: Rule, count: Count | None, points: str, why: str
) -> None:
    done = deduct(rule, count)
    assert (done.points, str(done.why)) == (D(points), why)


def test_a_published_sheet_is_scored_line_by_line() -> None:
    """Licheng 2020 by hand: two late documents take all ten; a copied report five; one corrected answer three."""
    sheet = sheets.templates()["licheng2020"]
    computed = {
        "late_documents": Count(2), "faulty_documents": Count(1), "report_late": Count(0),
        "report_copied": Count(1), "late_answers": Count(0), "corrected_answers": Count(1),
        "exposed_data": Count(0), "stale_columns": Count(3),
    }  # fmt: skip
    judged = {rule.key: Count(0) for each in sheet.indicators for rule in each.rules if not rule.measure}
    found = score(sheet.indicators, computed, judged)
    assert [str(line.points) for line in found.lines] == ["0", "5", "3", "6", "2"]
    assert [line.capped for line in found.lines] == [True, False, False, False, False]
    assert (found.points, found.full, found.percent, found.open) == (D(16), D(37), D("43.24"), 0)
    assert grade(found.percent, sheets.grades()).label == "不合格"


def test_what_a_reviewer_counted_stands_over_the_records() -> None:
    [indicator] = [Indicator("1", "公开", D(10), (Rule("1.1", "每条扣5分", D(5), measure="late"),))]
    found = score([indicator], {"late": Count(2)}, {"1.1": Count(1, note="一件由他人造成")})
    assert found.points == 5


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        ("100", "优秀"), ("90", "优秀"), ("89.99", "良好"), ("80", "良好"), ("60", "合格"), ("59.99", "不合格"),
        ("0", "不合格"),
    ],
)  # fmt: skip
def test_the_four_grades(percent: str, label: str) -> None:
    assert grade(D(percent), sheets.grades()).label == label


def test_below_the_lowest_grade_stands_the_lowest() -> None:
    assert grade(D(1), [Grade("a", "甲", "A", D(50)), Grade("b", "乙", "B", D(20))]).key == "b"


def test_equals_share_a_rank() -> None:
    assert ranks([(1, D(80)), (2, D(90)), (3, D(80)), (4, D(70))]) == {2: 1, 1: 2, 3: 2, 4: 4}


@given(st.lists(st.tuples(st.integers(), POINTS), unique_by=lambda each: each[0]))
def test_a_rank_is_one_more_than_how_many_are_better(rows: list[tuple[int, Decimal]]) -> None:
    found = ranks(rows)
    for key, value in rows:
        assert found[key] == 1 + sum(other > value for _key, other in rows)


def test_points_are_written_without_zeros() -> None:
    assert [written(D(each)) for each in ("10.00", "0.50", "3.333", "0", "100")] == [
        "10",
        "0.5",
        "3.33",
        "0",
        "100",
    ]


def test_every_fault_of_a_sheet_is_told_at_once() -> None:
    sheet = (
        Indicator("1", "甲", D(5), (Rule("1.1", "", D(6)), Rule("1.2", "", D(0)))),
        Indicator("2", " ", D(1), ()),
        Indicator("3", "丙", D(5), (Rule("1.1", "", D(1), "lack", measure="nothing"),)),
    )
    told = "\n".join(map(str, faults(sheet, sheets.measures())))
    for part in (
        "the same number", "takes 6 points", "takes no points", "what the indicator is called", "at least one rule",
        "nothing counts “nothing”", "how many are wanted",
    ):  # fmt: skip
        assert part in told
    many = tuple(Rule(f"1.{number}", "扣分", D(1)) for number in range(301))
    assert "more than 300 rules" in str(faults((Indicator("1", "甲", D(5), many),), {})[0])
    assert str(faults((), {})[0]).startswith("The sheet has no indicator")


@pytest.mark.parametrize("key", list(sheets.templates()))
def test_the_sheets_of_the_data_have_no_fault(key: str) -> None:
    assert faults(sheets.templates()[key].indicators, sheets.measures()) == []
