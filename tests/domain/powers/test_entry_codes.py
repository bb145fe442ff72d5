"""Is one rule asked what a code of the register may be, whether it is typed or read from a file?"""

from __future__ import annotations

import pytest

from gongkai.domain.powers import codes, risk_file


@pytest.mark.parametrize("code", ["P-1", "渣土.1", "新", "news", "a" * codes.LONGEST, "9"])
def test_letters_figures_points_and_hyphens_make_a_code(code: str) -> None:
    assert codes.fault(code) is None


@pytest.mark.parametrize("code", ["", "有 空格", "-1", ".1", "a/b", "a" * (codes.LONGEST + 1), "a\n"])
def test_anything_else_is_told_what_a_code_is(code: str) -> None:
    assert "up to 60 letters" in str(codes.fault(code))


@pytest.mark.parametrize("code", ["new", "New", "NEW"])
def test_a_word_of_the_addresses_is_no_code(code: str) -> None:
    assert "cannot be a code" in str(codes.fault(code))


def test_a_file_of_risk_points_is_held_to_the_same_rule() -> None:
    rows = [["单位/科室", "编号", "风险点"], ["waste", "new", "甲"], ["waste", "R-1", "乙"]]
    given = {column.key: "" for column in risk_file.columns()}
    found = risk_file.read(rows, {"waste": "waste"}, given)
    assert [(fault.line, str(fault.reason)) for fault in found.faults if fault.column == "编号"] == [
        (2, "This word cannot be a code. Choose another.")
    ]
