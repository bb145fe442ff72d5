"""Is a published table of indicators read as it is meant, and kept as it was read?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision import sheets
from gongkai.domain.supervision.sheet_reading import read, read_points, read_rule, split, suggest
from gongkai.domain.supervision.sheets import indicators_from, measures

D = Decimal


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("①早了每条扣5分；②错了每条扣1分。", ["早了每条扣5分", "错了每条扣1分"]),
        ("要求：及时公开。1.迟到扣2分;2、缺少扣3分", ["迟到扣2分", "缺少扣3分"]),
        ("拒绝的，每次扣6分，迟送的，每次扣3分。", ["拒绝的，每次扣6分", "迟送的，每次扣3分"]),
        ("空栏每个扣0.5分，最多扣3分；断链扣1分/条", ["空栏每个扣0.5分，最多扣3分", "断链扣1分/条"]),
        ("（一）没有方案扣2分\n（二）没有会议扣1分，扣完为止", ["没有方案扣2分", "没有会议扣1分，扣完为止"]),
        ("受到表扬加1分，累计不超过2分", ["受到表扬加1分，累计不超过2分"]),
        ("按时召开会议", []),
        ("", []),
    ],
)
def test_a_cell_is_taken_apart_into_its_rules(cell: str, parts: list[str]) -> None:
    assert split(cell) == parts


@pytest.mark.parametrize(
    ("text", "points", "way", "most", "adds"),
    [
        ("早了每条扣5分", "5", "case", None, False),
        ("没有备案的扣5分", "5", "once", None, False),
        ("断链扣1分/条", "1", "case", None, False),
        ("空栏每个扣0.5分，最多扣3分", "0.5", "case", "3", False),
        ("受到表扬加1分，累计不超过2分", "1", "once", "2", True),
    ],
)
def test_a_rule_says_how_much_and_how_often(
    text: str, points: str, way: str, most: str | None, adds: bool
) -> None:
    rule = read_rule(text)
    assert rule is not None
    assert (rule.points, rule.way, rule.most, rule.adds) == (D(points), way, D(most) if most else None, adds)


def test_words_without_an_amount_are_no_rule() -> None:
    assert read_rule("按时召开会议") is None


@pytest.mark.parametrize(
    ("about", "text", "measure"),
    [
        ("主动公开", "公文超期公开每条扣5分", "late_documents"),
        ("主动公开", "标题、索引号未规范录入扣1分", "faulty_documents"),
        ("年度报告", "未及时公开的扣5分", "report_late"),
        ("年度报告", "未及时备案的扣5分", ""),
        ("年度报告", "与往年雷同扣5分", "report_copied"),
        ("依申请公开", "超期办理每条扣6分", "late_answers"),
        ("依申请公开", "复议、诉讼被纠错每件扣3分", "corrected_answers"),
        ("督办", "未按期整改每次扣2分", "urged_late"),
        ("投诉办理", "超期办结每件扣1分", "late_matters"),
        ("会议", "没有召开扣1分", ""),
    ],
)
def test_what_could_count_a_rule_is_proposed(about: str, text: str, measure: str) -> None:
    assert suggest(text, about) == measure


def test_a_published_table_is_read() -> None:
    rows = [
        (2, {"group": "公开", "title": "主动公开", "points": "10分", "rules": "①超期每条扣5分；②错字每条扣1分"}),
        (3, {"group": "", "title": "会议", "points": "3", "rules": "召开会议部署工作", "evidence": "记录"}),
        (4, {"title": "坏的", "points": "很多", "rules": "扣1分"}),
    ]  # fmt: skip
    found, wrong = read(rows)
    assert [(each.key, each.group, each.title, each.points, len(each.rules)) for each in found] == [
        ("1", "公开", "主动公开", D(10), 2),
        ("2", "公开", "会议", D(3), 1),
    ]
    assert (found[1].rules[0].way, found[1].rules[0].points, found[1].evidence) == ("share", D(3), "记录")
    assert [line for line, _text in wrong] == [4]


@pytest.mark.parametrize("cell", ["", "分", "-1", "1.234", "十", "1e3", "99999"])
def test_what_is_no_number_of_points(cell: str) -> None:
    assert read_points(cell) is None


@pytest.mark.parametrize("key", list(sheets.templates()))
def test_a_sheet_kept_as_json_comes_back_as_it_was(key: str) -> None:
    indicators = sheets.templates()[key].indicators
    assert indicators_from(sheets.to_json(indicators)) == indicators


@given(st.text(max_size=300))
def test_no_words_make_reading_fall(text: str) -> None:
    found, _wrong = read([(1, {"title": "甲", "points": "5", "rules": text})])
    assert len(found) == 1
    assert found[0].rules
    assert all(rule.text for rule in found[0].rules)


def test_every_measure_says_what_it_counts_in_both_languages() -> None:
    for each in measures().values():
        assert each.says
        assert each.says_en
        assert bool(each.of) == bool(each.of_en)
