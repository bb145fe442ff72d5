"""Does a register of risk points read back as it was written, and is every faulty line told?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.powers.risk_points import risk
from gongkai.domain.powers import risk_file, schema
from gongkai.domain.powers.risk_file import LineFault, Point, Table
from gongkai.domain.refusal import Refused

UNITS = {"渣土管理科": "waste", "waste": "waste", "市容科": "other", "other": "other"}
NAMES = {"waste": "渣土管理科", "other": "市容科"}
#: The columns of the published registers in their order (law.md h).
PUBLISHED = (
    "序号", "单位/科室", "风险类别", "风险点", "主要内容及表现形式", "风险等级", "防控措施", "部门负责人", "责任领导",
)  # fmt: skip
KIND = schema.kinds()["risk"]

words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1, max_size=40
)


CHOICES = {
    field.key: ["", *[each.key for each in field.choices()]] for field in KIND.fields if field.choices()
}
SPECIAL = ["", "=1+1", "'=x", "-", "@a", "''", "甲,乙", '"引', "一\n二"]


@st.composite
def points(draw: st.DrawFn) -> list[Point]:
    """Points whose cells are taken from a few drawn words and from what a file may stumble over."""
    pool = [*SPECIAL, *draw(st.lists(words, min_size=1, max_size=3))]
    days = [day.isoformat() for day in draw(st.lists(st.dates(), min_size=1, max_size=2))]
    dice = draw(st.randoms(use_true_random=False))
    made: list[Point] = []
    for number in range(dice.randint(1, 4)):
        said: dict[str, Any] = {}
        for field in KIND.fields:
            of_days = days if field.key in ("graded_on", "regrade_on") else pool
            said[field.key] = dice.choice(CHOICES.get(field.key, of_days))
        title = dice.choice(pool).strip() or "名称"
        made.append(
            Point(number + 2, dice.choice(["waste", "other"]), f"R-{number}", title, schema.clean(KIND, said))
        )
    return made


def told(read: Table) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in read.faults]


def read(text: str, **given_values: str) -> Table:
    rows = risk_file.rows_of(text)
    assert not isinstance(rows, LineFault)
    return risk_file.read(rows, UNITS, given_values)


@given(points())
def test_what_is_written_reads_back(made: list[Point]) -> None:
    text = risk_file.csv_text(risk_file.table(made, NAMES))
    for content in (text.encode(), text.removeprefix("\ufeff").encode("gb18030"), text.encode("utf-16")):
        decoded = risk_file.text_of(content)
        assert isinstance(decoded, str)
        found = read(decoded)
        assert found.faults == ()
        assert found.rows == len(made)
        for before, after in zip(made, found.points, strict=True):
            assert (after.unit, after.code, after.title) == (before.unit, before.code, before.title)
            assert after.content == before.content


def test_the_columns_stand_in_the_published_order() -> None:
    assert tuple(each.label for each in risk_file.columns())[: len(PUBLISHED)] == PUBLISHED
    carried = {each.key for each in risk_file.columns()}
    assert {field.key for field in KIND.fields} <= carried, "no field is lost in a file"


def test_a_published_table_with_merged_cells_and_a_title_line() -> None:
    found = read(
        "廉政风险防控登记表,,,,,,,,\n"
        "序号,单位（科室）,风险类别,风险点,主要内容及表现形式,风险等级(高/中/低),防控措施,部门负责人,责任领导\n"
        "1,渣土管理科,业务流程,核准不公,应核准而不核准,高,集体研究,科长,分管副局长\n"
        "\n"
        "2,,岗位职责风险,核查不实,不到现场,中级,双人核查,科长,分管副局长\n",
        rule="product",
        graded_on="2026-03-02",
        post="核准岗",
    )
    assert found.faults == ()
    first, second = found.points
    assert (first.unit, first.code, first.title) == ("waste", "waste-001", "核准不公")
    assert (second.unit, second.code, second.line) == ("waste", "waste-002", 5)
    assert (first.content["category"], first.content["grade"]) == ("process", "high")
    assert (second.content["category"], second.content["grade"]) == ("post", "middle")
    assert first.content["regrade_on"] == "2027-03-02", "the latest day the grade allows"
    assert second.content["post"] == "核准岗"


def line(**said: str) -> str:
    values = {
        "单位/科室": "waste",
        "风险类别": "process",
        "风险点": "名称",
        "风险等级": "高",
        "防控措施": "双人核查",
        **said,
    }
    heads = [each.label for each in risk_file.columns()]
    return f"{','.join(heads)}\n{','.join(values.get(head, '') for head in heads)}\n"


@pytest.mark.parametrize(
    ("said", "column"),
    [({"单位/科室": "没有的科"}, "单位/科室"), ({"单位/科室": ""}, "单位/科室"), ({"风险点": " "}, "风险点"),
     ({"风险点": "长" * 201}, "风险点"), ({"风险等级": "极高"}, "风险等级"), ({"风险类别": "别的"}, "风险类别"),
     ({"定级日期": "去年"}, "定级日期"), ({"复评日期": "2026-02-30"}, "复评日期"), ({"编号": "有 空格"}, "编号"),
     ({"编号": "x" * 61}, "编号"), ({"定级规则": "凭感觉"}, "定级规则")],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_is_told_with_its_line(said: dict[str, str], column: str) -> None:
    found = read(line(**said))
    assert told(found) == [(2, column)]
    assert found.points == ()


@pytest.mark.parametrize("day", ["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "2026-03-02 00:00:00"])
def test_days_are_read_as_people_write_them(day: str) -> None:
    assert read(line(定级日期=day)).points[0].content["graded_on"] == "2026-03-02"


def test_a_code_that_stands_twice_is_told() -> None:
    text = line(编号="R-1")
    found = read(text + text.splitlines()[1] + "\n")
    assert told(found) == [(3, "编号")]
    assert len(found.points) == 1


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a,b\n1,2\n", "单位,风险点\nwaste,名称\n", "\x00\x00", "，，，\n"]
)
def test_a_file_that_is_no_register_is_told(text: str) -> None:
    found = read(text)
    assert found.points == ()
    assert len(found.faults) == 1


def test_a_quotation_mark_left_open_is_told() -> None:
    fault = risk_file.rows_of(line() + '"waste,没有结束\n')
    assert isinstance(fault, LineFault)
    assert fault.line == 3


def test_what_is_no_text_is_told() -> None:
    assert isinstance(risk_file.text_of(b"\x80\xff\xff\xff"), Refused)
    assert isinstance(risk_file.text_of(b"\xff\xfe\x00"), Refused)


def test_a_huge_file_stops_at_its_limit() -> None:
    row = line().splitlines()[1]
    found = read(line() + f"{row}\n" * (risk_file.MOST_ROWS + 50))
    assert found.rows == risk_file.MOST_ROWS
    assert told(found) == [(risk_file.MOST_ROWS + 2, "")]


def test_nothing_in_the_file_is_a_formula() -> None:
    made = Point(
        2, "waste", "R-1", "=HYPERLINK(1)", schema.clean(KIND, risk(owner="+86", leader="@a", shows="-1"))
    )
    rows = risk_file.csv_text(risk_file.table([made], NAMES)).splitlines()
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.split(","))
