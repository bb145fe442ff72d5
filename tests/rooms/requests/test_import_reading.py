"""Is a register read however an office may have saved it, and is a fault of the file named where it is?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from gongkai.requests import importing
from register_files import (
    DISPUTE_HEADINGS,
    GOOD,
    HEADINGS,
    OPEN,
    TODAY,
    look,
    only,
    places,
    said,
    table,
    workbook,
)

CHINESE = "登记号,收到日期,申请人类型,渠道,标题,结果,办结日期"
CHINESE_ROW = "依〔2023〕1号,2023年1月5日,自然人,信函（签收）,渣土运输,属于三类内部事务信息,2023/2/1"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    found = look(table(tmp_path / "r.csv", CHINESE_ROW, headings=CHINESE, encoding=encoding))
    assert said(found) == []
    row = found.sample[0]
    assert isinstance(row, importing.RequestRow)
    assert (row.number, row.subject) == ("依〔2023〕1号", "渣土运输")
    assert (row.applicant_kind, row.channel, row.outcome) == (
        *("natural_person", "letter_registered"),
        "refused_internal_affairs",
    )
    assert (row.received_on, row.closed_on) == (date(2023, 1, 5), date(2023, 2, 1))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_separator(tmp_path: Path, mark: str) -> None:
    found = look(table(tmp_path / "r.csv", GOOD.replace(",", mark), headings=HEADINGS.replace(",", mark)))
    assert (found.rows, said(found)) == (1, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(tmp_path: Path, end: str) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(end.join([HEADINGS, GOOD, "", OPEN]).encode())
    found = look(path)
    assert (found.rows, found.open, said(found)) == (2, 1, [])
    assert [each.line for each in found.sample] == [2, 4]


def test_columns_in_any_order_with_titles_above(tmp_path: Path) -> None:
    found = look(
        table(
            tmp_path / "r.csv",
            "closed_on,办理结果,*Subject:,Channel,申请人类别,收到时间, NUMBER ",
            "2023-02-01,granted,a,online,natural_person,2023-01-05,7",
            headings="2023年度依申请公开登记簿",
        )
    )
    assert said(found) == []
    assert found.sample[0].number == "7"
    assert found.sample[0].line == 3


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    found = look(
        table(tmp_path / "r.csv", GOOD + ",张三,x,城管科", headings=HEADINGS + ",applicant,备注,unit")
    )
    assert said(found) == []
    assert [(note.line, str(note.message)) for note in found.notes] == [
        (1, "These columns are not read and left out: applicant (H)、备注 (I).")
    ]


def test_a_missing_column_is_named_with_what_was_perhaps_meant(tmp_path: Path) -> None:
    headings = HEADINGS.replace("outcome", "outcom").replace(",closed_on", "")
    found = look(table(tmp_path / "r.csv", GOOD.rpartition(",")[0], headings=headings))
    assert [(line, sentence) for line, _column, sentence in said(found)] == [
        (
            1,
            "The column outcome / 结果 is missing. “outcom (F)” is no column we know: was it meant?",
        ),
        (1, "The column closed_on / 办结日期 is missing."),
    ]


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", GOOD + ",granted", headings=HEADINGS + ",结果"))
    assert only(found) == (1, "结果 (H)", "The column “结果” is there twice.")


def test_a_file_without_headings(tmp_path: Path) -> None:
    line, _column, sentence = only(look(table(tmp_path / "r.csv", OPEN, headings=GOOD)))
    assert line == 1
    assert HEADINGS.replace(",", ", ") in sentence


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n  \n"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(content)
    assert only(look(path))[2] == "This file is empty."


def test_headings_and_nothing_below(tmp_path: Path) -> None:
    assert only(look(table(tmp_path / "r.csv")))[2] == "The file has headings and no line below them."


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(bytes(range(1, 256)) * 40)
    found = look(path)
    assert found.rows == 0
    assert found.errors
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    assert "XLSX" in only(look(path))[2]


def test_a_damaged_letter_is_found_and_nothing_is_garbled(tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", *[GOOD.replace("1,", f"{n},", 1) for n in range(1, 9)])
    content = path.read_bytes().split(b"\n")
    content[6] = content[6].replace("渣".encode(), "渣".encode()[:2])
    path.write_bytes(b"\n".join(content))
    line, _column, sentence = only(look(path))
    assert line == 7
    assert "UTF-8" in sentence


def test_a_cell_too_few_and_one_too_many(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", GOOD, "2,2023-01-05,natural_person", GOOD + ",x"))
    assert places(found) == [(3, "channel (D)"), (4, "H")]
    assert "has 3 cells, the headings name 7 columns" in said(found)[0][2]
    assert "has 8 cells" in said(found)[1][2]


def test_a_quotation_mark_that_is_wrong_names_its_cell_and_the_rest_is_read(tmp_path: Path) -> None:
    found = look(
        table(
            tmp_path / "r.csv",
            '1,2023-01-05,natural_person,online,"关于"市容"的",granted,2023-02-01',
            '2,2023-01-05,natural_person,online,"关于""市容"",的",granted,2023-02-01',
            "3,2023-13-05,natural_person,online,a,granted,2023-02-01",
            '4,2023-01-05,natural_person,online,"a,granted,2023-02-01',
            GOOD,
        )
    )
    assert places(found) == [(2, "E"), (4, "received_on (B)"), (5, "E")]
    assert found.sample[0].subject == '关于"市容",的'


def test_a_cell_of_several_lines_keeps_the_count(tmp_path: Path) -> None:
    row = '1,2023-01-05,natural_person,online,"两行\n标题",granted,2023-02-01'
    found = look(table(tmp_path / "r.csv", row, "2,x,natural_person,online,a,granted,2023-02-01"))
    assert found.sample[0].subject == "两行 标题"
    assert places(found) == [(4, "received_on (B)")]


def test_a_workbook(tmp_path: Path) -> None:
    rows = [
        [*HEADINGS.split(",")],
        [1, datetime(2023, 1, 5), "natural_person", "online", "a", "granted", date(2023, 2, 1)],
        ["二", 44931, "自然人", None, "b", None, None],
        [None] * 7,
        [3, "2023-01-05", "x", "online", "c", "granted", "#N/A"],
    ]
    found = look(workbook(tmp_path / "r.xlsx", rows, before=["说明"]))
    assert [(each.number, each.received_on) for each in found.sample] == [
        ("1", date(2023, 1, 5)),
        ("二", date(2023, 1, 5)),
    ]
    assert places(found) == [(5, "applicant_kind (C)"), (5, "closed_on (G)")]
    assert "“登记簿”" in str(found.notes[0].message)


def test_a_damaged_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "r.xlsx", [[*HEADINGS.split(",")]])
    path.write_bytes(path.read_bytes()[:400])
    assert look(path).problems == 1


def test_a_csv_that_is_called_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    assert look(table(tmp_path / "r.xlsx", GOOD)).sound


def test_a_hundred_problems_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    bad = [f"{n},2023-01-05,nobody,online,a,granted,2023-02-01" for n in range(250)]
    found = look(table(tmp_path / "r.csv", *bad))
    assert (len(found.errors), found.more, found.problems, found.rows) == (100, 150, 250, 0)
    assert [each.line for each in found.errors] == list(range(2, 102))


def test_what_the_file_holds_is_counted(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", GOOD, OPEN, "3" + GOOD[1:].replace("2023-01", "2022-12")))
    assert (found.rows, found.open, found.closed) == (3, 1, 2)
    assert dict(found.years) == {2022: 1, 2023: 2}
    assert dict(found.ends) == {"granted": 2, "": 1}
    assert (found.first_on, found.last_on) == (date(2022, 12, 5), date(2023, 12, 20))
    assert found.sound


def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", *[GOOD.replace("1,", f"{n},", 1) for n in range(1, 10_001)])
    told: list[tuple[float | None, int]] = []
    importing.look(
        "requests",
        path,
        today=TODAY,
        taken=lambda _numbers: set(),
        before=lambda _sha256: None,
        progress=lambda fraction, rows: told.append((fraction, rows)),
    )
    assert [rows for _fraction, rows in told] == [2_000, 4_000, 6_000, 8_000, 10_000]
    fractions = [fraction or 0 for fraction, _rows in told]
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < 0.5
    assert fractions[-1] > 0.9


def test_the_very_file_that_was_brought_in_before(tmp_path: Path) -> None:
    path = table(
        tmp_path / "d.csv", "litigation_direct,2023-03-01,upheld,2023-06-01", headings=DISPUTE_HEADINGS
    )
    assert look(path, "disputes").sound
    assert "2023-07-01" in only(look(path, "disputes", brought=date(2023, 7, 1)))[2]
