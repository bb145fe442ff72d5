"""Does a discretion table survive the way to a CSV and back?"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from discretion_tables import AREA, CORRECTED, PARTY, START, TIMES, sound_tables, table, tables
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.domain.discretion import COLUMNS, Domain, Factor, Row, Table, compile_table, prove, read, write


def again(*written: Table) -> tuple[Table, ...]:
    parsed = read(write(written).encode("utf-8"), in_force_from=START)
    assert parsed.faults == (), [str(fault) for fault in parsed.faults]
    return parsed.tables


@settings(max_examples=150, deadline=None)
@given(tables())
def test_a_random_table_comes_back_the_same(made: Table) -> None:
    if made.rows:
        assert again(made) == (made,)


@settings(max_examples=50, deadline=None)
@given(sound_tables(), tables())
def test_several_tables_come_back_in_their_order(one: Table, other: Table) -> None:
    if other.rows:
        assert again(one, other) == (one, other)
        assert [prove(each) for each in again(one, other)] == [prove(one), prove(other)]


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=20).map(str.strip)
WORDS = CELLS.filter(bool)
CODES = WORDS.filter(lambda word: not re.search(r"[\x00-\x1f\x7f]", word))


@settings(max_examples=150, deadline=None)
@given(
    words=st.tuples(WORDS, WORDS, WORDS, CODES),
    amounts=st.lists(st.none() | st.decimals(0, 10**9, places=2), min_size=2, max_size=2),
)
def test_any_words_and_amounts_come_back(
    words: tuple[str, str, str, str], amounts: list[Decimal | None]
) -> None:
    conduct, basis, note, code = words
    row = Row("1", (), "fine", amounts[0], amounts[1] if any(amounts) else Decimal(1), "yuan", note=note)
    made = Table(code, conduct, basis, (), (row,), START)
    (back,) = again(made)
    assert replace(back, rows=()) == replace(made, rows=())
    assert back.rows[0] == row


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200) | st.text("code,row|<=5\n\"'是1.()-~", max_size=100))
def test_no_file_makes_the_reading_fail(data: bytes | str) -> None:
    for text in (
        data,
        (",".join(COLUMNS) + "\n").encode()
        + (data if isinstance(data, bytes) else data.encode("utf-8", "replace")),
    ):
        parsed = read(text, in_force_from=START)
        assert parsed.faults or parsed.tables
        assert not (parsed.faults and parsed.tables)
        for made in parsed.tables:
            compile_table(made)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*COLUMNS, "1", "5", "a", "fine", "<", "in", "domain", "0..5", "a|b", "是", ""]),
        max_size=30,
    )
)
def test_no_line_makes_the_reading_fail(cells: list[str]) -> None:
    lines = [cells[start : start + len(COLUMNS)] for start in range(0, len(cells), len(COLUMNS))]
    text = "\n".join(",".join(line) for line in [list(COLUMNS), *lines])
    for made in read(text, in_force_from=START).tables:
        compile_table(made)
        assert {fault.kind for fault in prove(made)} <= {"overlap", "gap", "empty", "range"}


def test_values_that_do_not_tell_their_kind_get_a_domain_line() -> None:
    level = Factor("level", "level", "choice", domain=Domain(values=("1", "2", "3")))
    made = table("level = 1, area < 5", "level in 2|3", factors=[AREA, level])
    lines = write([made]).splitlines()
    assert lines[1] == "T,,,,area,domain,number [0..],,,,"
    assert lines[2] == "T,,,,level,domain,choice {1|2|3},,,,"
    assert again(made)[0].factors == made.factors


def test_a_plain_table_is_written_without_domain_lines() -> None:
    made = table("party = citizen", "party = organisation", factors=[PARTY])
    assert write([made]) == (
        "code,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome\r\n"
        "T,1,占道经营,某条例第一条,party,=,citizen,100,150,yuan,fine\r\n"
        "T,2,占道经营,某条例第一条,party,=,organisation,200,250,yuan,fine\r\n"
    )


def test_units_are_written_with_the_values_and_come_back() -> None:
    made = table("area < 5", "area >= 5", factors=[AREA])
    assert ",area,<,5m2," in write([made])
    assert again(made) == (made,)


def test_kinds_and_open_ends_come_back() -> None:
    wide = replace(AREA, domain=Domain(Decimal("-1.5"), Decimal(100), lower_open=True, upper_open=True))
    made = table(
        "area < 5, times > 1, corrected = yes, party = citizen", "", factors=[CORRECTED, TIMES, PARTY, wide]
    )
    assert again(made) == (made,)
