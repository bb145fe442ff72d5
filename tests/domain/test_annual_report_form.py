"""Does the form have its six sections, three tables and 200 figures, for which years, and due by which day?"""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.domain import annual_report, outcomes
from gongkai.domain.annual_report import Cell, Deadline, Form
from gongkai.domain.refusal import Refused
from report_samples import suqian


def form_of(year: int) -> Form:
    found = annual_report.form_of(year)
    assert isinstance(found, Form)
    return found


def test_the_form_of_2021_has_six_sections_and_three_tables_of_200_figures() -> None:
    form = form_of(2023)
    assert [section.number for section in form.sections] == ["一", "二", "三", "四", "五", "六"]
    assert [len(list(table.cells())) for table in form.tables] == [10, 175, 15]
    assert [topic.name.label for topic in form.sections[0].topics] == [
        "主动公开",
        "依申请公开",
        "政府信息管理",
        "政府信息公开平台建设",
        "监督保障",
    ]


def test_keys_and_their_order_are_those_of_reports_as_json() -> None:
    document = suqian()
    form = form_of(2023)
    for table in form.tables:
        given = document[table.key]
        assert [row.key for row in table.rows] == list(given)
        for block in table.blocks:
            for row in block.rows:
                columns = [column.key for column in block.columns]
                assert columns == (list(given[row.key]) if isinstance(given[row.key], dict) else [""])


def test_the_rows_count_each_outcome_once_in_the_order_of_the_list_of_outcomes() -> None:
    for year in (2023, 2020):
        table = form_of(year).of_kind("requests")
        assert table is not None
        counted = [key for row in table.outcome_rows() for key in row.outcomes]
        assert counted == list(outcomes.outcome_keys())


def test_the_columns_are_the_kinds_of_applicant_and_of_results() -> None:
    form = form_of(2023)
    requests, disputes = form.of_kind("requests"), form.of_kind("disputes")
    assert requests is not None
    assert disputes is not None
    kinds = [kind.key for kind in outcomes.applicant_kinds()]
    assert [column.key for column in requests.blocks[0].columns] == [*kinds, "total"]
    results = [result.key for result in outcomes.dispute_results()]
    assert [column.key for column in disputes.blocks[0].columns] == [*results, "total"]
    assert [row.key for row in disputes.rows] == [kind.key for kind in outcomes.dispute_kinds()]


def test_the_form_of_2019_has_one_row_for_what_is_otherwise_closed_and_a_longer_table_two() -> None:
    form = form_of(2020)
    assert form.key == form_of(2019).key == "2019"
    assert not form.citation.verified
    assert [len(list(table.cells())) for table in form.tables] == [22, 161, 15]
    requests = form.of_kind("requests")
    assert requests is not None
    assert [row.key for row in requests.rows][-3:] == [
        "other_processed",
        "total_processed",
        "carried_forward",
    ]
    assert "other" not in requests.headings
    assert form.signed(Cell("table2_active_disclosure", "licensing", "change_this_year"))


def test_reports_under_the_regulation_of_2007_are_an_outline_without_tables() -> None:
    form = form_of(2012)
    assert form.cells() == ()
    assert len(form.sections) == 7
    assert not form.citation.verified


def test_every_year_since_2008_has_one_form() -> None:
    assert [form_of(year).key for year in (2008, 2018, 2019, 2020, 2021, 2030)] == [
        "2007",
        "2007",
        "2019",
        "2019",
        "2021",
        "2021",
    ]
    refused = annual_report.form_of(2007)
    assert isinstance(refused, Refused)
    assert "2008" in str(refused)


@pytest.mark.parametrize(
    ("year", "level", "day", "article"),
    [
        (2023, "department", date(2024, 1, 31), "第四十九条第一款"),
        (2023, "government", date(2024, 3, 31), "第四十九条第二款"),
        (2019, "department", date(2020, 1, 31), "第四十九条第一款"),
        (2012, "department", date(2013, 3, 31), "第三十一条"),
        (2018, "government", date(2019, 3, 31), "第三十一条"),
    ],
)
def test_the_day_by_which_a_report_is_due(
    year: int, level: annual_report.Level, day: date, article: str
) -> None:
    due = annual_report.deadline(year, level)
    assert isinstance(due, Deadline)
    assert (due.day, due.citation.article) == (day, article)


def test_a_cell_is_named_by_the_words_of_the_form() -> None:
    form = form_of(2023)
    cell = Cell("table3_requests", "refused_state_secret", "total")
    assert form.words(cell) == (
        "收到和处理政府信息公开申请情况：三、本年度办理结果／（三）不予公开／1.属于国家秘密／总计"
    )
    assert "State secret／Total" in form.words(cell, chinese=False)
    assert form.words(Cell("table2_active_disclosure", "licensing_decisions", "")) == (
        "主动公开政府信息情况：行政许可／本年处理决定数量"
    )
    with pytest.raises(KeyError):
        form.words(Cell("table3_requests", "granted", "someone"))
