"""Do the seven checks find the cell that is wrong, in real reports as in made ones?"""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.domain import annual_report as ar
from gongkai.domain.annual_report import Figures, Finding, Reading
from report_samples import sample, suqian, with_cell

TABLE3 = "table3_requests"


def findings(document: dict[str, Any], previous: dict[str, Any] | None = None) -> tuple[Finding, ...]:
    reading = ar.read(document)
    assert isinstance(reading, Reading), reading
    before = ar.parse(previous) if previous else None
    assert before is None or isinstance(before, Figures)
    return ar.check(reading, before)


def of_number(number: int, found: tuple[Finding, ...]) -> list[str]:
    return [str(each) for each in found if each.number == number]


def test_a_whole_report_passes_every_check() -> None:
    assert findings(suqian()) == ()


def test_shanghai_2024_is_refused_for_the_blank_total_of_what_is_carried_forward() -> None:
    found = findings(sample("shanghai_stc_2024"))
    assert [each.key for each in found] == ["0:table3_requests.carried_forward.total"]
    assert "四、结转下年度继续办理／总计: blank" in str(found[0])


def test_changchun_2023_is_refused_because_its_text_contradicts_its_table() -> None:
    found = findings(sample("changchun_veterans_bureau_2023"))
    assert [str(each) for each in found if each.number] == [
        (
            "The text says 2 for “新收申请”, but the table says 3 "
            "(收到和处理政府信息公开申请情况：一、本年新收政府信息公开申请数量／总计)."
        )
    ]
    blank = [each for each in found if not each.number]
    assert sum(len(each.cells) for each in blank) == 178
    assert found[0].number == 6


def test_xining_2025_is_refused_because_a_department_issues_no_government_rules() -> None:
    found = findings(sample("xining_chengzhong_construction_2025"))
    assert [(each.number, each.left, each.right) for each in found if each.number] == [
        (7, "2", "0"),
        (7, "2", "0"),
    ]
    first, second = (str(each) for each in found[:2])
    assert (
        "规章／本年制发件数: the report says 2, but an agency of this kind makes no government rules" in first
    )
    assert "规章／现行有效件数: this year's issued less this year's repealed are 2, but only 0" in second
    assert any("不予公开／1.属于国家秘密: the whole row is blank" in str(each) for each in found)


@pytest.mark.parametrize(
    ("path", "value", "broken"),
    [
        (f"{TABLE3}.new_received.natural_person", 3403, {1, 3}),
        (f"{TABLE3}.carried_over_in.total", 95, {1, 3, 6}),
        (f"{TABLE3}.granted.natural_person", 1174, {2, 3}),
        (f"{TABLE3}.total_processed.commercial_enterprise", 98, {1, 2, 3}),
        (f"{TABLE3}.carried_forward.total", 120, {1, 3, 6}),
        ("table4_review_litigation.litigation_direct.other_result", 17, {4}),
        ("table4_review_litigation.administrative_review.total", 441, {4}),
        ("narrative_request_flow.granted", 1190, {6}),
        ("narrative_request_flow.review_cases", 134, {6}),
        ("narrative_request_flow.litigation_cases", 57, {6}),
        ("narrative_request_flow.withdrawn", 342, {6}),
        ("table2_active_disclosure.normative_documents.issued_this_year", 1087, {7}),
    ],
)
def test_one_wrong_figure_breaks_the_identities_it_stands_in(path: str, value: int, broken: set[int]) -> None:
    assert {each.number for each in findings(with_cell(suqian(), path, value))} == broken


def test_a_count_within_the_row_that_holds_it_is_no_contradiction() -> None:
    assert findings(with_cell(suqian(), "narrative_request_flow.withdrawn", 341)) == ()


def test_a_finding_names_the_column_and_both_sides() -> None:
    found = findings(with_cell(suqian(), f"{TABLE3}.new_received.natural_person", 3403))
    assert of_number(1, found) == [
        (
            "收到和处理政府信息公开申请情况：一、本年新收政府信息公开申请数量／自然人: new and carried in are 3494, "
            "but the total handled and carried forward are 3493."
        )
    ]
    assert len(found[0].cells) == 4
    assert "Natural persons" in str(found[0].text(chinese=False))


def next_year(**changed: object) -> dict[str, Any]:
    """A report of 2024 that follows on from Suqian's of 2023, as far as the years are tied together."""
    document = with_cell(suqian(), "year", 2024)
    del document["narrative_request_flow"]
    forward = suqian()[TABLE3]["carried_forward"]
    more = {key: forward[key] - suqian()[TABLE3]["carried_over_in"][key] for key in forward}
    document[TABLE3]["carried_over_in"] = dict(forward)
    for row in ("granted", "total_processed"):
        document[TABLE3][row] = {key: number + more[key] for key, number in document[TABLE3][row].items()}
    for name in ("regulations", "normative_documents"):
        row = document["table2_active_disclosure"][name]
        row["in_force"] += row["issued_this_year"] - row["repealed_this_year"]
    for path, value in changed.items():
        document = with_cell(document, path.replace("__", "."), value)
    return document


def test_a_report_that_follows_on_from_last_years_passes() -> None:
    # No legal-service organisation was carried forward: the column shrinks by the two it granted.
    document = next_year()
    column = "legal_service_organisation"
    assert document[TABLE3]["granted"][column] == -1
    document = with_cell(document, f"{TABLE3}.granted.{column}", 0)
    document = with_cell(document, f"{TABLE3}.unavailable_not_held.{column}", 2)
    for row, change in (("granted", 1), ("unavailable_not_held", -1)):
        document[TABLE3][row]["total"] += change
    assert findings(document, suqian()) == ()


def test_what_was_carried_forward_must_be_carried_in_or_explained() -> None:
    document = with_cell(suqian(), "year", 2024)
    found = [each for each in findings(document, suqian()) if each.number == 5]
    assert [each.cells[0].column for each in found[:-2]] == [
        "natural_person",
        "legal_service_organisation",
        "total",
    ]
    assert "last year's report carried 121 forward, this one carries 96 in" in str(found[2])
    assert {each.weight for each in found} == {"explainable"}
    assert ar.blocking(found) == tuple(found)
    assert ar.blocking(found, {each.key for each in found}) == ()


def test_documents_in_force_follow_from_last_years() -> None:
    document = with_cell(suqian(), "year", 2024)
    found = [each for each in findings(document, suqian()) if each.cells[0].column == "in_force"]
    assert [(each.cells[0].row, each.left, each.right) for each in found] == [
        ("regulations", "13", "11"),
        ("normative_documents", "217", "597"),
    ]


def test_a_total_many_times_last_years_is_pointed_out_and_stops_nothing() -> None:
    before = with_cell(suqian(), "table2_active_disclosure.licensing_decisions", 300000)
    found = [each for each in findings(with_cell(suqian(), "year", 2024), before) if each.number == 7]
    assert [each.weight for each in found] == ["note"]
    assert "1808595 this year after 300000 last year" in str(found[0])
    assert ar.blocking(found) == ()


@pytest.mark.parametrize("level", ["city", "province", "government"])
def test_a_city_may_make_government_rules(level: str) -> None:
    assert findings(with_cell(suqian(), "agency_level", level)) == ()


@pytest.mark.parametrize("level", ["department", "city department", "district", "county"])
def test_a_department_or_a_county_may_not(level: str) -> None:
    found = findings(with_cell(suqian(), "agency_level", level))
    assert [each.cells[0].row for each in found] == ["regulations"]


def test_reports_in_another_form_are_not_compared_cell_by_cell() -> None:
    old = ar.compose(ar.form("2019"), 2020)
    new = ar.compose(ar.form("2021"), 2021, requests={("carried_over_in", "natural_person"): 1,
                                                      ("granted", "natural_person"): 1})  # fmt: skip
    assert ar.identities(new, old) == ()
