"""Is everything that would make a chart lead astray told, at its row?"""

from __future__ import annotations

from typing import Any

import pytest
from chart_rows import LICENCE, charts, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.domain.powers import charts as reading
from gongkai.domain.powers import checks
from gongkai.domain.powers.charts import EXECUTED, Way
from gongkai.domain.powers.schema import choices, clean, kinds


def told(rows: list[dict[str, Any]], **more: str) -> list[tuple[int, str]]:
    return [(fault.row, fault.reason.msgid) for fault in reading.faults({"steps": rows, **more})]


def test_a_sound_chart_has_no_fault() -> None:
    assert told(LICENCE) == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(charts())
def test_no_fault_is_found_in_any_sound_chart_and_cleaning_changes_nothing(content: dict[str, Any]) -> None:
    shaped = clean(kinds()["chart"], content)
    assert checks.faults("chart", "图", shaped) == []
    assert reading.read("图", shaped) == reading.read("图", content)


@pytest.mark.parametrize(
    ("rows", "at", "words"),
    [
        ([], 0, "Write the steps"),
        ([row("1", "a", "x", "1")], 0, "No step ends the course"),
        ([row("1", "a", "x", "2"), row("2", "b", "x", "1 退回")], 0, "No step ends the course"),
        ([row("1", "a", "x", "3"), row("2", "b", "x")], 1, "There is no step {key}"),
        (
            [row("1", "a", "x", "2"), row("1", "b", "x"), row("2", "c", "x")],
            2,
            "There is a step {key} already",
        ),
        (
            [row("1", "a", "x", "2"), row("１", "b", "x"), row("2", "c", "x")],
            2,
            "There is a step {key} already",
        ),
        ([row("1", "a", "x"), row("2", "b", "x")], 2, "No way leads from the first step"),
        (
            [
                row("1", "a", "x", "2", "4"),
                row("2", "b", "x", "3"),
                row("3", "c", "x", "2"),
                row("4", "d", "x"),
            ],
            2,
            "From step {key} no way leads to an end",
        ),
        (
            [row(str(at), "a", "x", str(at + 1)) for at in range(1, 41)] + [row("41", "z", "x")],
            41,
            "A chart has up to",
        ),
        (
            [row("1", "a", "x", *(str(at) for at in range(2, 15)))]
            + [row(str(at), "b", "x") for at in range(2, 15)],
            1,
            "A step leads to at most",
        ),
    ],
)
def test_each_fault_is_told_at_its_row(rows: list[dict[str, Any]], at: int, words: str) -> None:
    faults = told(rows)
    assert faults[0][0] == at
    assert faults[0][1].startswith(words)


def test_a_procedure_carried_out_here_has_no_rows_of_its_own() -> None:
    assert {each.key for each in choices("chart_process")} == set(EXECUTED)
    for key in EXECUTED:
        assert told([], executes=key) == []
        assert told(LICENCE, executes=key)[0][1].startswith("The chart comes from the procedure")
        assert reading.step_keys({"executes": key}) == [state.key for state in EXECUTED[key].states]
    assert reading.step_keys({"steps": LICENCE}) == ["1", "2", "3", "4", "5", "6", "7", "8"]


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("3", Way("3")),
        ("3 材料齐全", Way("3", "材料齐全")),
        ("３：不符合条件", Way("3", "不符合条件")),
        ("→ 3: ok", Way("3", "ok")),
        ("3材料齐全", Way("3", "材料齐全")),
        ("31 复核", Way("31", "复核")),
        ("第 2 步 退回", Way("第 2 步", "退回")),
    ],
)
def test_a_next_step_is_a_number_and_perhaps_a_condition(line: str, way: Way) -> None:
    rows = [row("1", "a", "x", line), row("3", "b", "x"), row("31", "c", "x"), row("第 2 步", "d", "x")]
    assert reading.read("图", {"steps": rows}).steps[0].ways == (way,)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("key", "name", "next", "documents", "steps")), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries({"steps": JSON}), st.text(max_size=10))
def test_whatever_is_sent_is_read_without_an_error(content: dict[str, Any], title: str) -> None:
    reading.read(title, content)
    reading.faults(content)
