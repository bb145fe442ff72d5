"""Is a risk point graded as the dated rule says, and what keeps one from being published?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from domain.powers.risk_points import risk
from gongkai.domain.law import load
from gongkai.domain.powers import checks, risks, schema
from gongkai.domain.powers.risks import Grading, grading, regrade_by
from gongkai.domain.refusal import Refused

ORDER = ("low", "middle", "high")


class Charts:
    """A register with one flowchart of two steps."""

    def steps_of(self, chart: str) -> Collection[str] | None:
        return ("1", "2") if chart == "C-1" else None


def fields(**changes: Any) -> list[str]:
    return [fault.field for fault in checks.faults("risk", "处罚轻重不一", risk(**changes), Charts())]


def graded(**changes: Any) -> Grading:
    answer = grading(risk(**changes))
    assert isinstance(answer, Grading)
    return answer


def test_a_complete_point_has_no_fault() -> None:
    assert fields() == []


@pytest.mark.parametrize(
    ("probability", "harm", "grade"),
    [(1, 1, "low"), (1, 5, "low"), (2, 3, "low"), (2, 4, "middle"), (3, 3, "middle"), (2, 5, "middle"),
     (3, 4, "middle"), (3, 5, "high"), (4, 4, "high"), (5, 5, "high")],
)  # fmt: skip
def test_probability_times_harm(probability: int, harm: int, grade: str) -> None:
    answer = graded(probability=str(probability), harm=str(harm))
    assert answer.grade == grade
    assert str(answer.trace[0]) == f"Probability {probability} × harm {harm} = {probability * harm}."
    assert not answer.citation.verified, "the numbers are configuration, and are shown as such"


@pytest.mark.parametrize(
    ("activity", "grade"),
    [("finance", "high"), ("procurement", "high"), ("project", "high"), ("major", "high"),
     ("management", "middle"), ("approval", "middle"), ("inspection", "middle"), ("little_power", "low")],
)  # fmt: skip
def test_three_levels(activity: str, grade: str) -> None:
    assert graded(rule="three_levels", activity=activity).grade == grade


def test_every_kind_of_activity_has_exactly_one_grade() -> None:
    for rule in risks.rules("three_levels"):
        listed = [each for level in rule.levels for each in level.activities]
        assert sorted(listed) == sorted(each.key for each in schema.choices("risk_activity"))
    assert {each.key for each in schema.choices("grading_rule")} == {
        row["key"] for row in load("risks")["rule"]
    }
    grades = {level.grade for row in load("risks")["rule"] for level in risks.rules(row["key"])[0].levels}
    assert grades == {each.key for each in schema.choices("risk_grade")}


def test_more_harm_is_never_graded_lower() -> None:
    for probability, harm in product(range(1, 6), range(1, 5)):
        first = graded(probability=str(probability), harm=str(harm))
        second = graded(probability=str(probability), harm=str(harm + 1))
        assert ORDER.index(first.grade) <= ORDER.index(second.grade), (probability, harm)


def test_a_grade_stands_if_the_rule_gives_it_or_a_reason_does() -> None:
    for probability, harm, grade in product(range(1, 6), range(1, 6), ORDER):
        said = {
            "probability": str(probability),
            "harm": str(harm),
            "grade": grade,
            "regrade_on": "2026-06-01",
        }
        by_rule = graded(**said).grade
        assert fields(**said) == ([] if grade == by_rule else ["grade"]), said
        assert fields(**said, deviation="本年度已三次发生。") == []


def test_the_fault_says_which_grade_and_why() -> None:
    told = str(checks.faults("risk", "名称", risk(grade="low"), Charts())[0].reason)
    assert told == (
        "By the rule it is graded high: Probability 3 × harm 5 = 15. From 15 on it is graded high. "
        "Grade it so, or write why it is graded otherwise."
    )


@pytest.mark.parametrize("said", ["", "0", "6", "2.5", "三", "-1", "９", "9" * 40])
def test_a_probability_off_the_scale_is_told(said: str) -> None:
    assert fields(probability=said) == ["probability"]
    assert isinstance(grading(risk(probability=said)), Refused)


def test_what_the_rule_needs_is_asked_for() -> None:
    assert fields(rule="three_levels") == ["activity"]
    assert fields(graded_on="2010-12-31") == ["graded_on"], "no rule was in force then"


@pytest.mark.parametrize("said", ["", "  ", "无", "-", "——", "暂无", "待定", "N/A", "……".replace("…", ".")])
def test_without_a_measure_nothing_is_published(said: str) -> None:
    content = schema.clean(schema.kinds()["risk"], risk(measure=said))
    assert [fault.field for fault in checks.faults("risk", "名称", content, Charts())] == ["measure"]


@pytest.mark.parametrize("said", ["2027-3-1", "明年", "2027-02-30", "20270301", "2027-03-01T00:00"])
def test_a_day_that_is_none_is_told(said: str) -> None:
    assert fields(regrade_on=said) == ["regrade_on"]
    assert fields(graded_on=said) == ["graded_on"]


@pytest.mark.parametrize(
    ("grade", "graded_on", "latest"),
    [("high", date(2026, 3, 2), date(2027, 3, 2)), ("middle", date(2026, 8, 31), date(2028, 2, 29)),
     ("low", date(2024, 2, 29), date(2026, 2, 28)), ("low", date(2025, 12, 31), date(2027, 12, 31))],
)  # fmt: skip
def test_when_it_is_graded_again(grade: str, graded_on: date, latest: date) -> None:
    assert regrade_by(grade, graded_on) == latest
    said = {"grade": grade, "graded_on": graded_on.isoformat(), "deviation": "试"}
    assert fields(**said, regrade_on=latest.isoformat()) == []
    assert fields(**said, regrade_on=(latest + timedelta(days=1)).isoformat()) == ["regrade_on"]
    assert fields(**said, regrade_on=graded_on.isoformat()) == ["regrade_on"]


def test_a_pin_names_a_step_that_exists() -> None:
    assert fields(chart="C-1", step="2") == []
    assert fields(chart="C-1") == []
    assert fields(chart="C-1", step="3") == ["step"]
    assert fields(chart="C-9", step="1") == ["chart"]
    assert fields(step="1") == ["chart"]


@pytest.mark.parametrize("said", ["张小明", "科长李明", "渣土科、王芳"])
def test_names_of_persons_are_not_published_and_masked_where_they_stand(said: str) -> None:
    expected = ["owner"] if said != "科长李明" else []
    assert fields(owner=said) == expected
    if expected:
        assert "小明" not in risks.without_names(said)
        assert "王芳" not in risks.without_names(said)


@pytest.mark.parametrize(
    "said", ["渣土管理科科长", "分管副局长", "安全科", "方案组", "温室管理岗", "执法一大队", "办公室", ""]
)
def test_posts_are_no_names(said: str) -> None:
    assert [each for each in ("owner", "leader", "post") if risks.names_person(said)] == []
    assert risks.without_names(said) == said
