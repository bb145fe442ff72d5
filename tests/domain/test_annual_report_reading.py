"""Is a report file read strictly, every fault named by its cell?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from gongkai.domain import annual_report as ar
from gongkai.domain.annual_report import Cell, Figures, Finding
from gongkai.domain.refusal import Refused
from report_samples import suqian, with_cell


def faults(document: object) -> tuple[Finding, ...]:
    found = ar.parse(document)
    assert isinstance(found, tuple), found
    return found


def test_a_whole_report_gives_all_its_figures() -> None:
    figures = ar.parse(suqian())
    assert isinstance(figures, Figures)
    assert len(figures.values) == 202
    assert figures.find("new_received") == 3511
    assert figures.find("granted", "natural_person") == 1175
    assert figures.find("penalty_decisions") == 2822652
    assert figures.find("administrative_fee_10k_yuan") == Decimal("59237.2449")
    assert figures.find("litigation_after_review", "other_result") == 67
    assert figures.find(ar.FEE, "amount_yuan") == 2950
    assert figures.find("no_such_row") is None
    written = ar.dump(figures)
    for key in ("table2_active_disclosure", "table3_requests", "table4_review_litigation", ar.FEE):
        assert written[key] == suqian()[key]
        assert list(written[key]) == list(suqian()[key])


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("table3_requests.granted.total", None, "（一）予以公开／总计: blank."),
        ("table3_requests.granted.total", "  ", "（一）予以公开／总计: blank."),
        ("table3_requests.granted.total", -1, "（一）予以公开／总计: -1 is below zero"),
        ("table3_requests.granted.total", 1.5, "（一）予以公开／总计: 1.5 is not a whole number"),
        ("table3_requests.granted.total", "12件", "（一）予以公开／总计: “12件” is not a number"),
        ("table3_requests.granted.total", True, "（一）予以公开／总计: “True” is not a number"),
        ("table3_requests.granted.total", float("nan"), "（一）予以公开／总计: “nan” is not a number"),
        ("table3_requests.granted.robots", 1, "table3_requests.granted.robots is no row or column"),
        ("table3_requests.lost", {}, "table3_requests.lost is no row or column"),
        ("table2_active_disclosure.administrative_fee_10k_yuan", 1.23456, "more decimals than the form knows (4)"),
        ("table2_active_disclosure.penalty_decisions", None, "行政处罚／本年处理决定数量: blank."),
        ("information_processing_fee.amount_yuan", None, "信息处理费／总金额（元）: blank."),
        ("table4_review_litigation.litigation_direct.pending", "-", "未经复议直接起诉／尚未审结: “-” is not a number"),
        ("narrative_request_flow.granted", "many", "narrative_request_flow.granted is not a count: “many”"),
    ],
)  # fmt: skip
def test_a_faulty_cell_is_named(path: str, value: object, words: str) -> None:
    found = faults(with_cell(suqian(), path, value))
    assert len(found) == 1
    assert found[0].number == 0
    assert words in str(found[0])


def test_a_row_that_is_blank_all_over_is_one_fault() -> None:
    row = dict.fromkeys(suqian()["table3_requests"]["granted"])
    found = faults(with_cell(suqian(), "table3_requests.granted", row))
    assert [str(each) for each in found] == [
        (
            "收到和处理政府信息公开申请情况：三、本年度办理结果／（一）予以公开: the whole row is blank. "
            "Where there is nothing to report, write 0."
        )
    ]


def test_several_blank_cells_of_a_row_are_named_together() -> None:
    document = with_cell(suqian(), "table3_requests.granted.total", None)
    found = faults(with_cell(document, "table3_requests.granted.natural_person", None))
    assert len(found) == 1
    assert "（一）予以公开／自然人、总计: blank." in str(found[0])
    assert "Granted／Natural persons, Total: blank." in str(found[0].text(chinese=False))


def test_a_missing_row_or_table_is_named() -> None:
    document = suqian()
    del document["table4_review_litigation"], document["table3_requests"]["granted"]
    told = [str(each) for each in faults(document)]
    assert "table4_review_litigation is missing from the report." in told
    assert "table3_requests.granted is missing from the report." in told


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "not a report"),
        ({"year": "2023"}, "which year"),
        ({"year": True}, "which year"),
        ({"year": 1999}, "no annual report for 1999"),
        ({"year": 2012}, "no uniform tables"),
    ],
)
def test_what_is_no_report_is_refused(document: Any, words: str) -> None:
    refused = ar.parse(document)
    assert isinstance(refused, Refused)
    assert words in str(refused)


def test_zeros_written_as_nought_point_nought_are_whole_numbers() -> None:
    figures = ar.parse(with_cell(suqian(), "table3_requests.refused_state_secret.total", 0.0))
    assert isinstance(figures, Figures)
    assert figures[Cell("table3_requests", "refused_state_secret", "total")] == 0
