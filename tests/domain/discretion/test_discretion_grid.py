"""Does a table come back from the grid as it was, and does an incomplete one stay as it was left?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.discretion import evaluate, read
from gongkai.domain.discretion.grid import Column, Grid, Line, conditions, free_key, grid_of, text_of
from gongkai.domain.discretion.nearby import milder_rows
from gongkai.domain.discretion.outcome import Outcome

DAY = date(2024, 1, 1)
HEAD = "code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome"
AREA = Column("面积", "number", "平方米")
PARTY = Column("当事人", "choice")


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("<5", AREA, [("<", "5平方米")]),
        (">=5 <10", AREA, [(">=", "5平方米"), ("<", "10平方米")]),
        ("≥5，＜10", AREA, [(">=", "5平方米"), ("<", "10平方米")]),
        (">5 and <=10", AREA, [(">", "5平方米"), ("<=", "10平方米")]),
        ("5", AREA, [("=", "5平方米")]),
        ("5平方米", AREA, [("=", "5平方米")]),
        ("1|2", AREA, [("in", "1平方米|2平方米")]),
        ("", AREA, []),
        ("—", AREA, []),
        ("个人", PARTY, [("=", "个人")]),
        ("个人|单位", PARTY, [("in", "个人|单位")]),
        ("<5级", PARTY, [("=", "<5级")]),
    ],
)
def test_what_a_cell_says(cell: str, column: Column, said: list[tuple[str, str]]) -> None:
    assert conditions(cell, column) == said


def test_a_table_goes_through_the_grid_unchanged() -> None:
    text = f"""{HEAD}
A,,,,party,domain,个人|单位|学校,,,,
A,1,占用,《条例》第一条,party,in,个人|单位,0,500,yuan,fine
A,1,,,area,<,5平方米,,,,
A,2,占用,《条例》第二条,area,>=,5平方米,500,1万元,,fine
A,2,,,次数,<=,2,,,,
A,3,占用,《条例》第一条,again,=,是,,,,warning
"""
    grid = grid_of(text)
    assert grid is not None
    assert grid.basis == "《条例》第一条"
    assert [line.basis for line in grid.lines] == ["", "《条例》第二条", ""]
    assert [each.kind for each in grid.columns] == ["choice", "number", "count", "yes_no"]
    written = text_of(grid, "A")
    assert grid_of(written) == grid
    mended = text.replace("500,1万元,,", "500,10000,yuan,")
    first, second = (
        read(each, in_force_from=DAY).tables for each in (mended, text_of(grid_of(mended) or Grid(), "A"))
    )
    assert first == second
    assert len(first) == 1


def test_what_cannot_be_a_grid_is_left_as_text() -> None:
    for text in (
        "",
        "a,b\n1,2\n",
        f'{HEAD}\nA,1,"x',
        f"{HEAD}\nA,1,c,b,,,,,,,warning\nB,1,c,b,,,,,,,warning\n",
    ):
        assert grid_of(text) is None
    # Two values for one cell of a row would be lost.
    assert grid_of(f"{HEAD}\nA,1,c,b,x,<,5,0,1,yuan,fine\nA,1,,,y,<,5,0,2,yuan,fine\n") is None


def test_rows_and_factors_without_a_name_get_one() -> None:
    columns = (Column(), Column("", "yes_no"), Column())
    lines = (Line("", ("<5", "", "")), Line("1", (">5", "", "")), Line("1", ("5", "", "")))
    grid = grid_of(text_of(Grid("行为", "", columns, lines), "A"))
    assert grid is not None
    assert [each.name for each in grid.columns] == ["factor1"]
    assert [line.key for line in grid.lines] == ["2", "1", "1 (2)"]
    assert [line.cells for line in grid.lines] == [("<5",), (">5",), ("5",)]
    assert free_key(["1", "3"]) == "2"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12).map(
    lambda text: " ".join(text.split())
)
KINDS = st.sampled_from(["number", "count", "choice", "yes_no"])


@given(
    st.lists(st.tuples(WORDS, KINDS, st.sampled_from(["", "米", "次"]), WORDS), max_size=4),
    st.lists(st.lists(WORDS, min_size=4, max_size=4), max_size=5),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_written_and_read_without_a_crash(
    columns: list[tuple[str, str, str, str]], rows: list[list[str]]
) -> None:
    grid = Grid(
        "行为",
        "《条例》",
        tuple(Column(*each) for each in columns),
        tuple(Line(str(at), tuple(cells[: len(columns)]), "warning") for at, cells in enumerate(rows)),
    )
    text = text_of(grid, "A")
    parsed = read(text, in_force_from=DAY)
    assert parsed.tables or parsed.faults
    again = grid_of(text)
    if again is not None:
        # Once written, it stays as it is.
        assert grid_of(text_of(again, "A")) == again or read(text, in_force_from=DAY).faults


def test_the_next_milder_rows_and_what_they_ask() -> None:
    text = f"""{HEAD}
A,1,占用,《条例》,area,<,5,0,500,yuan,fine
A,1,,,again,=,no,,,,
A,2,占用,《条例》,area,>=,5,500,1000,yuan,fine
A,2,,,again,=,no,,,,
A,3,占用,《条例》,again,=,yes,2000,3000,yuan,fine
"""
    (table,) = read(text, in_force_from=DAY).tables

    def nearby(**facts: object) -> list[tuple[str, list[str]]]:
        outcome = evaluate(table, facts)  # type: ignore[arg-type]
        assert isinstance(outcome, Outcome)
        return [(each.row.key, [str(one) for one in each.asked]) for each in milder_rows(outcome)]

    assert nearby(area=7, again=False) == [("1", ["area < 5"])]
    assert nearby(area=7, again=True) == [("2", ["again = no"]), ("1", ["area < 5", "again = no"])]
    assert nearby(area=1, again=False) == []
