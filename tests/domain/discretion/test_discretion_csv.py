"""Is a published discretion table read as it is written, and is every bad line told with its number?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.domain.discretion import COLUMNS, Domain, Outcome, Parsed, Table, evaluate, prove, read

START = date(2024, 1, 1)
HEADER = ",".join(COLUMNS) + "\n"
PUBLISHED = """\ufeffcode,row,conduct,basis,factor,operator,value,minimum,maximum,unit,outcome
CG-01,1,占用城市道路,《条例》第二十条,面积,≤,5平方米,0,500,元,罚款
CG-01,2,占用城市道路,《条例》第二十条,面积,>=,５平方米,500,"1,000",元,fine
CG-01,2,,,面积,以下,10平方米,,,,
CG-01,3,占用城市道路,《条例》第二十条,面积,>=,10平方米,"1,000",1万元,元,fine

CG-02,1,乱倒垃圾,《条例》第三十条,当事人,=,个人,50,200,,fine
CG-02,2,乱倒垃圾,《条例》第三十条,当事人,in,单位|个体工商户,500,5000,,fine
"""


def made(*lines: str) -> tuple[Table, ...]:
    parsed = read(HEADER + "\n".join(lines), in_force_from=START)
    assert parsed.faults == (), [str(fault) for fault in parsed.faults]
    return parsed.tables


def one(*lines: str) -> Table:
    (table,) = made(*lines)
    return table


def faults(text: str | bytes) -> list[str]:
    parsed = read(text, in_force_from=START)
    assert parsed.tables == ()
    return [str(fault) for fault in parsed.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_published_table_is_read_with_its_faults(encoding: str) -> None:
    first, second = read(PUBLISHED.removeprefix("\ufeff").encode(encoding), in_force_from=START).tables
    assert (first.code, first.conduct, first.basis) == ("CG-01", "占用城市道路", "《条例》第二十条")
    (area,) = first.factors
    assert (area.key, area.kind, area.unit) == ("面积", "number", "平方米")
    assert [str(fault) for fault in prove(first)] == [
        "CG-01: the rows 1 and 2 both fit 面积 = 5.",
        "CG-01: the rows 2 and 3 both fit 面积 = 10.",
    ]
    assert [(row.minimum, row.maximum, row.unit, row.outcome) for row in first.rows] == [
        (Decimal(0), Decimal(500), "yuan", "fine"),
        (Decimal(500), Decimal(1000), "yuan", "fine"),
        (Decimal(1000), Decimal(10000), "yuan", "fine"),
    ]
    assert second.factors[0].domain == Domain(values=("个人", "单位", "个体工商户"))
    assert prove(second) == ()


def test_a_mark_at_the_beginning_and_columns_in_any_order_do_not_matter() -> None:
    header = "Outcome,unit,maximum,minimum,value,operator,factor,basis,conduct,row,CODE"
    swapped = f"{header}\r\nfine,yuan,500,0,5,<,area,b,c,1,X\r\n"
    for text in (swapped, "\ufeff" + swapped, swapped.encode("utf-8-sig"), swapped.replace(",", "\t")):
        (table,) = read(text, in_force_from=START).tables
        assert (table.code, table.conduct, str(table.rows[0].conditions[0])) == ("X", "c", "area < 5")
    assert read(PUBLISHED, in_force_from=START).faults == ()


def test_lines_of_a_row_are_joined_wherever_they_stand() -> None:
    table = one(
        "X,1,c,b,area,>,5,,,,",
        "X,2,c,b,area,<=,5,0,100,yuan,fine",
        "X,1,,,area,<=,10,100,200,元,罚款",
        'X,1,,,area,<,10,100,"200.00",yuan,fine',
    )
    assert [str(each) for each in table.rows[0].conditions] == ["area > 5", "area <= 10", "area < 10"]
    assert (table.rows[0].minimum, table.rows[0].maximum) == (100, 200)


@pytest.mark.parametrize(
    ("lines", "kind", "unit"),
    [
        (["=,5", ">,5"], "number", ""),
        (["<,5平方米", ">=,5平方米"], "number", "平方米"),
        (["<,30%", ">=,３０％"], "number", "%"),
        (["<,1.5吨", ">=,1.5吨"], "number", "吨"),
        (["=,yes", "=,No"], "yes_no", ""),
        (["=,是", "=,否"], "yes_no", ""),
        (["=,citizen", "in,shop|5"], "choice", ""),
        (["=,1级", "=,2级"], "choice", ""),
        (["=,1次", ">=,2次"], "count", "次"),
        (["=,1次", "=,2次"], "count", "次"),
        (["in,1|2", ">,2"], "number", ""),
    ],
)
def test_the_kind_of_a_factor_follows_from_its_values(lines: list[str], kind: str, unit: str) -> None:
    table = one(*(f"X,{place},c,b,f,{line},1,2,yuan,fine" for place, line in enumerate(lines)))
    assert (table.factors[0].kind, table.factors[0].unit) == (kind, unit)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("违法次数", "count"),
        ("earlier_offences", "count"),
        ("count", "count"),
        ("涉及人数", "count"),
        ("discount", "number"),
        ("面积", "number"),
    ],
)
def test_a_name_tells_what_is_counted(name: str, kind: str) -> None:
    table = one(f"X,1,c,b,{name},<,2,1,2,yuan,fine", f"X,2,c,b,{name},>=,2,1,2,yuan,fine")
    assert table.factors[0].kind == kind
    halves = one(f"X,1,c,b,{name},<,2.5,1,2,yuan,fine", f"X,2,c,b,{name},>=,2.5,1,2,yuan,fine")
    assert halves.factors[0].kind == "number"


@pytest.mark.parametrize(
    ("value", "kind", "domain"),
    [
        ("0..100", "number", Domain(Decimal(0), Decimal(100))),
        ("0-100", "number", Domain(Decimal(0), Decimal(100))),
        ("0～100平方米", "number", Domain(Decimal(0), Decimal(100))),
        ("(0..100]", "number", Domain(Decimal(0), Decimal(100), lower_open=True)),
        ('"(0,100)"', "number", Domain(Decimal(0), Decimal(100), lower_open=True, upper_open=True)),
        ('"1,000..2,000"', "number", Domain(Decimal(1000), Decimal(2000))),
        ("1..", "number", Domain(Decimal(1))),
        ("-10..10", "number", Domain(Decimal(-10), Decimal(10))),
        ("..", "number", Domain(None)),
        ("> 0", "number", Domain(Decimal(0), lower_open=True)),
        ("≤100", "number", Domain(Decimal(0), Decimal(100))),
        ("0 - 100", "number", Domain(Decimal(0), Decimal(100))),
        ("0 to 100", "number", Domain(Decimal(0), Decimal(100))),
        ("[0..∞)", "number", Domain(Decimal(0))),
        ("> 0|<= 100", "number", Domain(Decimal(0), Decimal(100), lower_open=True)),
        ('">0, <100"', "number", Domain(Decimal(0), Decimal(100), lower_open=True, upper_open=True)),
        ("0|100", "number", Domain(Decimal(0), Decimal(100))),
        ("{2|5}", "number", Domain(values=(Decimal(2), Decimal(5)))),
        ("1|2|5", "number", Domain(values=(Decimal(1), Decimal(2), Decimal(5)))),
        ("count", "count", Domain()),
        ("count 1..", "count", Domain(Decimal(1))),
        ("次数 1..", "count", Domain(Decimal(1))),
        ("choice 2|5|7", "choice", Domain(values=("2", "5", "7"))),
    ],
)
def test_a_domain_line_says_what_a_factor_can_be(value: str, kind: str, domain: Domain) -> None:
    sign, operator = ("=", "=") if kind == "choice" else ("<", ">=")
    for line in (f"X,,,,f,domain,{value},,,,", f"X,domain,,,f,,{value},,,,"):
        table = one(f"X,1,c,b,f,{sign},2,1,2,yuan,fine", line, f"X,2,c,b,f,{operator},5,1,2,yuan,fine")
        assert (table.factors[0].kind, table.factors[0].domain) == (kind, domain)


def test_a_domain_may_stand_in_the_columns_of_the_range() -> None:
    row = "X,1,c,b,f,<,5,1,2,yuan,fine"
    assert one(row, "X,,,,f,domain,,0,100,,").factors[0].domain == Domain(Decimal(0), Decimal(100))
    assert one(row, "X,,,,f,domain,,1,,,").factors[0].domain == Domain(Decimal(1))
    assert faults(f"{HEADER}{row}\nX,,,,f,domain,,low,,,\n") == ["3: “low” is not a number."]


def test_domain_lines_with_bounds_add_up() -> None:
    table = one("X,domain,,,f,>,0,,,,", "X,domain,,,f,<=,100,,,,", "X,1,c,b,f,<,5,1,2,yuan,fine")
    assert table.factors[0].domain == Domain(Decimal(0), Decimal(100), lower_open=True)


def test_a_choice_the_rows_forget_is_a_gap_once_the_domain_names_it() -> None:
    rows = ("X,1,c,b,party,=,citizen,1,2,yuan,fine", "X,2,c,b,party,=,shop,1,2,yuan,fine")
    assert prove(one(*rows)) == ()
    (fault,) = prove(one(*rows, "X,,,,party,domain,citizen|shop|school,,,,"))
    assert str(fault) == "X: no row fits party = school."


def test_amounts_may_have_their_unit_with_them() -> None:
    table = one(
        "X,1,c,b,f,<,5,5000元,1万元,,fine",
        "X,2,c,b,f,=,5,10%,20%,,fine",
        "X,3,c,b,f,>,5,1,2,万元,fine",
        "X,4,c,b,f,>,5,1,2,倍,fine",
        "X,5,c,b,f,>,5,,30,元/平方米,fine",
        "X,6,c,b,f,>,5,1,2,箱,fine",
        "X,7,c,b,f,>,5,,,,警告",
        "X,8,c,b,f,>,5,,,,不予处罚",
        "X,9,c,b,f,>,5,,,,责令改正",
    )
    assert [(row.minimum, row.maximum, row.unit, row.outcome) for row in table.rows] == [
        (5000, 10000, "yuan", "fine"),
        (10, 20, "%", "fine"),
        (10000, 20000, "yuan", "fine"),
        (1, 2, "times_value", "fine"),
        (None, 30, "yuan_per_m2", "fine"),
        (1, 2, "箱", "fine"),
        (None, None, "", "warning"),
        (None, None, "", "spared"),
        (None, None, "", "order"),
    ]


def test_a_row_may_have_its_own_conduct_and_basis() -> None:
    table = one("X,1,c,b,f,<,5,1,2,,fine", "X,2,d,e,f,>=,5,1,2,,fine", "X,3,,,f,>=,7,1,2,,fine")
    assert [(row.conduct, row.basis) for row in table.rows] == [("", ""), ("d", "e"), ("", "")]
    outcome = evaluate(table, {"f": 6})
    assert isinstance(outcome, Outcome)
    assert outcome.citation == "e"


def test_a_row_without_a_factor_fits_every_case() -> None:
    assert prove(one("X,1,c,b,,,,1,2,,fine")) == ()


LINES = [
    (",1,c,b,f,<,5,1,2,,fine", "The line has no code."),
    ("X,,c,b,f,<,5,1,2,,fine", "The line has no row. Give the number of the row it belongs to."),
    ("X,1,c,b,f,!=,5,1,2,,fine", "There is no operator “!=”. Use one of < <= > >= = in."),
    ("X,1,c,b,f,<,many,1,2,,fine", "“many” is not a number, but “f” is compared with numbers."),
    ("X,1,c,b,f,<,,1,2,,fine", "The condition on “f” has no operator or no value."),
    ("X,1,c,b,f,,5,1,2,,fine", "The condition on “f” has no operator or no value."),
    ("X,1,c,b,,<,5,1,2,,fine", "The line has a condition but names no factor."),
    ("X,1,c,b,f,=,a|b,1,2,,fine", "“a|b”: several values, parted by “|”, go with the operator “in” only"),
    ("X,1,c,b,f,in,a||b,1,2,,fine", "none may be empty"),
    ("X,1,c,b,f,<,5,low,2,,fine", "Row 1: the minimum “low” is not a number."),
    ("X,1,c,b,f,<,5,1,2%,元,fine", "Row 1: the maximum is in “%”, the column unit says “元”."),
    ("X,1,c,b,f,<,5,1元,2%,,fine", "Row 1: the minimum and the maximum are in different units."),
    ("X,1,c,b,f,<,5,,,,fine", "Row 1 is a fine but has no minimum and no maximum."),
    ("X,1,c,b,f,<,5,1,2,,prison", "Row 1 has no outcome “prison”. Use one of spared, order, warning, fine."),
    ("X,1,c,b,f,<,5,1,2,,", "Row 1 has no outcome. Give one of spared, order, warning, fine."),
    (
        "X,1,c,b,f,<,5,1,2,,fine,more",
        "The line has more cells than the header. Put cells with a comma in quotes.",
    ),
    ('X,1,c,b,"f\tg",<,5,1,2,,fine', "A code, row or factor holds a line break or a control sign."),
    (f"X,1,c,b,{'f' * 101},<,5,1,2,,fine", "A code, row or factor is longer than 100 signs."),
    (f"X,1,{'c' * 4001},b,f,<,5,1,2,,fine", "A cell is longer than 4000 signs."),
    (f"X,1,c,b,f,<,{'9' * 40},1,2,,fine", "is not a number"),
    ("X,,,,f,domain,,,,,", "The domain line has no value. Write for example 0..100 or a|b|c."),
    ("X,,,,,domain,0..1,,,,", "The domain line names no factor."),
    ("X,,,,f,domain,> a,,,,", "“a” is not a number."),
    ("X,,,,f,domain,a|a,,,,", "A value of the domain is empty or named twice."),
    ("X,,,,f,domain,choice,,,,", "“f” is a choice, but no values are named."),
    ("X,,,,f,domain,0..1,,,,", "X has a domain but no rows."),
]


@pytest.mark.parametrize(("line", "sentence"), LINES)
def test_a_bad_line_is_told_with_its_number(line: str, sentence: str) -> None:
    found = faults(f"{HEADER}\nY,1,c,b,f,<,5,1,2,,fine\n{line}\n")
    assert any(fault.startswith("4: ") and sentence in fault for fault in found), found


def test_two_lines_that_say_different_things_are_told() -> None:
    row = "X,1,c,b,f,<,5,1,2,,fine\n"
    assert faults(f"{HEADER}{row}X,1,c,b,f,>,1,1,3,,fine\n") == [
        "3: Row 1 has two values for maximum: “2” on line 2 and “3” here. Keep one."
    ]
    assert faults(f"{HEADER}X,1,c,b,f,<,5亩,1,2,,fine\nX,2,c,b,f,>,5平方米,1,2,,fine\n") == [
        "3: “f” is given in “平方米” here and in “亩” on line 2. Use one unit."
    ]
    assert "without a unit on line 2" in faults(f"{HEADER}{row}X,2,c,b,f,>,5亩,1,2,,fine\n")[0]
    assert "without a unit here" in faults(f"{HEADER}X,2,c,b,f,>,5亩,1,2,,fine\n{row}")[0]
    assert faults(f"{HEADER}X,,,,f,domain,0..5,,,,\nX,,,,f,domain,a|b,,,,\n{row}") == [
        "3: The domain is stated twice. Keep one line."
    ]
    named = f"{HEADER}X,1,c,b,f,=,q,1,2,,fine\nX,,,,f,domain,p|r,,,,\n"
    assert faults(named) == ["2: “q” is not among the values that the domain of “f” names: p|r."]
    assert (
        "is no number, so it has no more and no less"
        in faults(f"{HEADER}{row}X,,,,f,domain,choice 5|6,,,,\n")[0]
    )
    assert "its domain names other values" in faults(f"{HEADER}{row}X,,,,f,domain,a|b,,,,\n")[0]
    assert "neither yes nor no" in faults(f"{HEADER}X,1,c,b,f,=,q,1,2,,fine\nX,,,,f,domain,yes_no,,,,\n")[0]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1: The file is empty."),
        ("\n\n , \n", "1: The file is empty."),
        (HEADER, "1: The file holds no rows."),
        (b"\x00\x01", "1: The file holds NUL signs, so it is not a text file. Save it as CSV in UTF-8."),
        (b"\xff\xff\xff", "1: The file is neither UTF-8 nor GBK text. Save it as CSV in UTF-8."),
        (b" " * 5_000_001, "1: The file is larger than 5000000 bytes. Split it by code."),
        (HEADER.replace("basis,", ""), "1: The header lacks basis. It holds: code, row"),
        ("code," + HEADER, "1: The header names the column code twice."),
        ("colour," + HEADER, "1: There is no column colour. Check the spelling, or leave it out."),
        (HEADER + 'X,1,"c\n', "3: The file cannot be read from here on: look for a quotation mark"),
        ("\ud800", "1: "),
    ],
)
def test_what_is_no_table_at_all_is_told(text: str | bytes, sentence: str) -> None:
    assert faults(text)[0].startswith(sentence)


def test_the_line_number_counts_line_breaks_within_quotes() -> None:
    text = HEADER + 'X,1,"two\nlines",b,f,<,5,1,2,,fine\nX,2,c,b,f,!,5,1,2,,fine\n'
    assert faults(text)[0].startswith("4: There is no operator")


def test_a_file_with_a_fault_gives_no_table() -> None:
    assert (
        read(HEADER + "X,1,c,b,f,<,5,1,2,,fine\nY,1,c,b,f,?,5,1,2,,fine\n", in_force_from=START).tables == ()
    )
    assert Parsed().tables == ()


def test_the_table_in_the_documentation_has_the_faults_it_tells() -> None:
    page = (Path(__file__).parents[3] / "docs" / "discretion.md").read_text(encoding="utf-8")
    text = page.partition("```csv\n")[2].partition("```")[0]
    (table,) = read(text, in_force_from=START).tables
    shown = [(fault.rows, f"`{fault.cases[0]}`") for fault in prove(table)]
    assert [rows for rows, _ in shown] == [("1", "2"), ("2", "3")]
    assert all(case in page for _, case in shown)
    mended = text.replace(",>=,5,", ",>,5,").replace(",>=,10,", ",>,10,")
    (sound,) = read(mended, in_force_from=START).tables
    assert prove(sound) == ()
