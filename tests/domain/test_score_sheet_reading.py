"""Are rules and tables read as published sheets write them: wide signs, ranges, caps, cells over several lines?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision.sheet_reading import MOST_RULES, plain, read, read_points, read_rule, split

D = Decimal


@pytest.mark.parametrize(
    ("text", "points", "way", "most"),
    [
        ("未公开的扣两分", "2", "once", None),
        ("每件扣５分", "5", "case", None),
        ("扣十分", "10", "once", None),
        ("视情节扣1-3分", "3", "share", None),
        ("酌情扣1至3分", "3", "share", None),
        ("扣1分～3分", "3", "share", None),
        ("扣除2分", "2", "once", None),
        ("发现一处错别字扣0.2分", "0.2", "case", None),
        ("缺1项扣1分", "1", "case", None),
        ("逾期一天扣0.1分", "0.1", "case", None),
        ("第一次扣1分", "1", "once", None),
        ("一次性扣5分", "5", "once", None),
        ("少报21项扣1分", "1", "once", None),
        ("每条扣1分（最高扣5分）", "1", "case", "5"),
        ("每次扣1分，扣完5分为止", "1", "case", "5"),
        ("扣分上限3分：每条扣1分", "1", "case", "3"),
        ("每低1个百分点扣0.5分", "0.5", "case", None),
        ("未设立机构的不得分", "10", "once", None),
    ],
)
def test_a_rule_is_read_as_it_is_meant(text: str, points: str, way: str, most: str | None) -> None:
    assert len(split(text)) == 1
    rule = read_rule(split(text)[0], full=D(10))
    assert rule is not None
    assert (rule.points, rule.way, rule.most) == (D(points), way, D(most) if most else None)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("未设立的，不得分；缺一项扣2分", ["未设立的，不得分", "缺一项扣2分"]),
        ("⑴没有公开扣1分⑵没有更新扣2分", ["没有公开扣1分", "没有更新扣2分"]),
        ("每次扣2分、直至扣完。每条扣1分（最高扣5分）", ["每次扣2分、直至扣完", "每条扣1分（最高扣5分）"]),
        ("视情节扣1-3分，没有的扣5分", ["视情节扣1-3分", "没有的扣5分"]),
        ("此项工作十分重要", []),
    ],
)
def test_no_rule_of_a_cell_is_lost(cell: str, parts: list[str]) -> None:
    assert split(cell) == parts


@pytest.mark.parametrize(("cell", "points"), [("１０分", 10), ("（5分）", 5), ("十分", 10), ("满分20分", 20)])
def test_points_are_read_in_every_writing(cell: str, points: int) -> None:
    assert read_points(cell) == points


def test_a_cell_over_several_lines_stands_in_the_first_of_them() -> None:
    found, wrong = read([
        (2, {"group": "公开", "title": "发布", "points": "10", "rules": "每条扣1分", "evidence": "台账"}),
        (3, {"group": "", "title": "", "points": "", "rules": "有误每条扣2分", "evidence": "截图"}),
        (4, {"group": "", "title": "更新", "points": "5", "rules": "没有更新扣1分", "evidence": ""}),
        (5, {"group": "", "title": "", "points": "3", "rules": "空白扣1分", "evidence": ""}),
    ])  # fmt: skip
    assert not wrong
    assert [(each.title, each.points, [rule.text for rule in each.rules]) for each in found] == [
        ("发布", D(10), ["每条扣1分", "有误每条扣2分"]),
        ("更新", D(5), ["没有更新扣1分"]),
        ("更新", D(3), ["空白扣1分"]),
    ]
    assert {each.group for each in found} == {"公开"}
    assert found[0].evidence == "台账；截图"


def test_groups_sums_and_remarks_are_no_indicators() -> None:
    found, wrong = read([
        (2, {"title": "一、公开（40分）", "points": "", "rules": ""}),
        (3, {"title": "发布", "points": "40", "rules": "每条扣1分"}),
        (4, {"title": "合 计", "points": "40", "rules": ""}),
        (5, {"title": "", "points": "40", "rules": ""}),
        (6, {"title": "备注：由办公室解释", "points": "", "rules": ""}),
    ])  # fmt: skip
    assert not wrong
    assert [(each.group, each.title, each.points) for each in found] == [("一、公开（40分）", "发布", D(40))]


def test_what_is_only_given_is_not_counted_among_the_points() -> None:
    found, _wrong = read([(2, {"title": "加分项", "points": "5", "rules": "每篇加1分；获奖加8分，最多8分"})])
    assert found[0].points == 0
    assert [(rule.adds, rule.most) for rule in found[0].rules] == [(True, D(5)), (True, D(5))]


def test_what_is_missing_is_told_in_its_line() -> None:
    rows = [(2, {"title": "", "points": "5", "rules": "扣1分"}), (3, {"title": "发布", "points": "", "rules": "扣1分"}),
            (4, {"title": "会议", "points": "许多", "rules": "扣1分"})]  # fmt: skip
    assert [line for line, _reason in read(rows)[1]] == [2, 3, 4]
    assert read([(2, {"title": "合计", "points": "10", "rules": ""})])[1]
    many = "；".join(["每条扣1分"] * (MOST_RULES + 1))
    assert [line for line, _reason in read([(2, {"title": "发布", "points": "9", "rules": many})])[1]] == [2]


@given(st.text(alphabet="扣减加1二十两半分-至每一次条，。；（）①最高不超过得完:/5.", max_size=60))
def test_reading_never_falls_and_gives_points(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    for part in split(text):
        rule = read_rule(part, full=D(10))
        assert rule is None or rule.points >= 0
