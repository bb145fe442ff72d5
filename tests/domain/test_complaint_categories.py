"""What can a complaint be about, by what limits, and is a danger noticed first?"""

from __future__ import annotations

import copy
import re
from datetime import date

import pytest

from gongkai.domain.complaints import categories
from gongkai.domain.complaints.category_table import read
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused

TODAY = date(2026, 3, 2)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DATA = load("complaint_categories")


def test_there_are_seven_classes_of_components_and_six_of_events() -> None:
    components, events = categories.tree(TODAY)
    assert [branch.large.label for branch in components.branches] == [
        "公用设施",
        "道路交通",
        "市容环境",
        "园林绿化",
        "房屋土地",
        "其他设施",
        "扩展部件",
    ]
    assert [branch.large.label for branch in events.branches] == [
        "市容环境",
        "宣传广告",
        "施工管理",
        "突发事件",
        "街面秩序",
        "扩展事件",
    ]
    in_tree = [row for each in (components, events) for branch in each.branches for row in branch.categories]
    assert in_tree == list(categories.categories(TODAY))


def test_every_row_is_complete_and_says_that_the_standard_was_not_read() -> None:
    for row in categories.table().categories:
        assert re.fullmatch(r"[CE]\d\d-\d\d", row.code)
        assert row.code.startswith(row.large.code), row.code
        for words in (row.label, row.filing, row.closing):
            assert CHINESE.search(words), row.code
        for words in (row.label_en, row.filing_en, row.closing_en):
            assert words, row.code
            assert not CHINESE.search(words), row.code
        assert row.steps, row.code
        assert all(step.length > 0 and step.unit in categories.UNITS for step in row.steps), row.code
        assert row.keywords, row.code
        assert not row.verified
        assert "未核对" in row.citation.note


def test_no_two_versions_of_a_class_are_in_force_on_one_day() -> None:
    rows = categories.table().categories
    assert len({(row.code, row.version) for row in rows}) == len(rows)
    for row in rows:
        same = [each for each in rows if each.code == row.code and each is not row]
        for other in same:
            apart = (row.in_force_until or date.max) < other.in_force_from
            assert apart or (other.in_force_until or date.max) < row.in_force_from, row.code


def test_illegal_building_has_three_steps_as_published() -> None:
    row = categories.category("E01-01", TODAY)
    assert isinstance(row, categories.Category)
    assert [(step.length, step.unit, step.published) for step in row.steps] == [
        (4, "working_hour", True),
        (7, "working_day", True),
        (20, "working_day", True),
    ]


def test_building_waste_has_two_cases_not_two_steps() -> None:
    row = categories.category("E01-03", TODAY)
    assert isinstance(row, categories.Category)
    assert [(step.length, step.unit, step.alternative) for step in row.steps] == [
        (4, "working_hour", True),
        (2, "working_day", True),
    ]


def test_a_class_that_began_later_is_refused_before_with_its_name() -> None:
    assert isinstance(categories.category("E01-12", date(2020, 9, 1)), categories.Category)
    refused = categories.category("E01-12", date(2020, 8, 31))
    assert isinstance(refused, Refused)
    assert "垃圾混投混运" in str(refused)
    assert isinstance(categories.category("E99-01", TODAY), Refused)


def test_a_matter_keeps_the_version_of_its_day() -> None:
    data = copy.deepcopy(DATA)
    old, new = data["version"][0], dict(data["version"][0])
    old["in_force_until"] = date(2026, 6, 30)
    new |= {"key": "2", "in_force_from": date(2026, 7, 1)}
    data["version"].append(new)
    row = next(row for row in data["category"] if row["code"] == "E01-02")
    shorter = {**row, "version": "2", "steps": [{**row["steps"][0], "length": 2}]}
    data["category"].append(shorter)
    table = read(data)
    for day, version, length in ((date(2026, 6, 30), "1", 4), (date(2026, 7, 1), "2", 2)):
        found = table.category("E01-02", day)
        assert isinstance(found, categories.Category)
        assert (found.version, found.steps[0].length) == (version, length)
        assert table.of_version("E01-02", version) == found
    assert table.of_version("E01-02", "3") is None
    assert [row.code for row in table.on(date(2026, 7, 1))] == ["E01-02"]


def test_the_questions_fit_open311() -> None:
    for row in categories.categories(TODAY):
        assert [question.order for question in row.questions] == list(range(1, len(row.questions) + 1))
        for question in row.questions:
            assert re.fullmatch(r"[a-z_]+", question.code)
            assert bool(question.values) == question.datatype.endswith("valuelist"), question.code
            assert len({value.code for value in question.values}) == len(question.values)
    cover = categories.category("C01-02", TODAY)
    assert isinstance(cover, categories.Category)
    assert [(question.code, question.required) for question in cover.questions] == [("cover_state", True)]
    codes = {row.code for row in categories.categories(TODAY)}
    for row in DATA["question"]:
        assert all(any(categories.within(prefix, code) for code in codes) for prefix in row["of"]), row[
            "code"
        ]


def test_it_is_said_whose_business_it_is() -> None:
    lamp, gas = (categories.category(code, TODAY) for code in ("C01-10", "E04-03"))
    assert isinstance(lamp, categories.Category)
    assert isinstance(gas, categories.Category)
    assert lamp.own
    assert lamp.owner is None
    assert gas.owner is not None
    assert gas.owner.label == "燃气企业"
    assert gas.danger


def test_reports_about_officers_are_never_public() -> None:
    row = categories.category("E06-01", TODAY)
    assert isinstance(row, categories.Category)
    assert not row.public


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("E01-01", "E01-01"),
        ("ｅ01-01", "E01-01"),
        ("路灯", "C01-10"),
        ("street lamp", "C01-10"),
        ("楼下的路灯不亮了，好几天了", "C01-10"),
        ("半夜施工太吵", "E03-01"),
        ("楼下烧烤店油烟很大", "E01-09"),
        ("路上有个坑，摔了人", "C02-01"),
        ("污水从井里冒出来", "C01-02"),
        ("晚上跳广场舞", "E05-05"),
        ("隔壁在楼顶加盖", "E01-01"),
        ("城管打人", "E06-01"),
        ("公园的椅子坏了", "C04-04"),
        ("垃圾", "E01-02"),
        ("illegal building", "E01-01"),
    ],
)
def test_the_class_is_found_by_what_people_say(words: str, code: str) -> None:
    found = categories.find(words, TODAY)
    assert found[0].category.code == code
    assert found[0].because
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


@pytest.mark.parametrize("words", ["", "  ", "xyz", "你好", "，。", "a"])
def test_words_of_nothing_find_nothing(words: str) -> None:
    assert categories.find(words, TODAY) == ()


def test_only_so_many_and_only_those_in_force_are_found() -> None:
    assert len(categories.find("井盖", TODAY, limit=3)) == 3
    assert "E01-12" in {each.category.code for each in categories.find("垃圾分类", TODAY)}
    assert "E01-12" not in {each.category.code for each in categories.find("垃圾分类", date(2019, 1, 1))}


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("对面楼着火了", [("fire", "119")]),
        ("There is a FIRE in the yard", [("fire", "119")]),
        ("小区里有很浓的燃气味", [("gas", "119")]),
        ("电线断了，有人触电受伤", [("live_wire", "119"), ("injury", "120")]),
        ("路面塌陷，一辆车掉下去被困", [("collapse", "119")]),
        ("门口有人持刀打架", [("violence", "110")]),
    ],
)
def test_danger_is_noticed_and_the_number_said(text: str, warned: list[tuple[str, str]]) -> None:
    found = categories.dangers(text)
    assert [(each.key, each.number) for each in found] == warned
    assert all(each.number in each.sentence and each.number in each.sentence_en for each in found)


@pytest.mark.parametrize(
    "text",
    ["", "大火锅店占道", "消防栓漏水", "fireworks", "the fire hydrant leaks", "携带电动车上楼", "没有人受伤"],
)
def test_harmless_words_give_no_warning(text: str) -> None:
    assert categories.dangers(text) == ()


@pytest.mark.parametrize(
    ("prefix", "code", "inside"),
    [
        ("E", "E01-02", True),
        ("E01", "E01-02", True),
        ("E01-02", "E01-02", True),
        ("E0", "E01-02", False),
        ("", "E01-02", False),
        ("E01-0", "E01-02", False),
        ("C", "E01-02", False),
        ("E01", "", False),
    ],
)
def test_a_code_lies_in_its_class_and_its_tree(prefix: str, code: str, inside: bool) -> None:
    assert categories.within(prefix, code) is inside
