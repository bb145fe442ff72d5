"""Is no cell of a file taken for a formula by a spreadsheet, and does it read back as it was?"""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gongkai
from gongkai.core.cells import harmless, unguarded
from gongkai.domain.cells import FORMULA

SOURCE = Path(gongkai.__file__).parent


@pytest.mark.parametrize("sign", FORMULA)
def test_what_begins_like_a_formula_is_written_as_text(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"第一条{sign}") == f"第一条{sign}"


@pytest.mark.parametrize("value", [None, -3, 2.5, date(2026, 11, 26), "", "城管局"])
def test_everything_else_stays_what_it_is(value: object) -> None:
    assert harmless(value) is value


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_a_cell_reads_back_as_it_was(text: str) -> None:
    written = harmless(text)
    assert not written.startswith(FORMULA)
    assert unguarded(written) == text


def test_the_signs_of_a_formula_stand_in_one_place() -> None:
    """A room that lists them itself forgets one of them sooner or later."""
    found = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if '"@"' not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                said = {each.value for each in node.elts if isinstance(each, ast.Constant)}
                if {"=", "+", "@"} <= said:
                    found.append(str(path.relative_to(SOURCE)))
    assert found == ["domain/cells.py"]
