"""Is every cell that cannot be right named by line and column, and is everything that can be meant understood?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain import outcomes
from gongkai.domain.law import load
from gongkai.requests.importing import DisputeRow, RequestRow, choices
from gongkai.requests.importing.dates import day_of
from register_files import DISPUTE_HEADINGS, GOOD, OPEN, look, only, places, said, table

COLUMNS = dict(
    zip(
        ("number", "received_on", "applicant_kind", "channel", "subject", "outcome", "closed_on"),
        "ABCDEFG",
        strict=True,
    )
)


def row(**cells: str) -> str:
    """A good line with other cells."""
    good = dict(zip(COLUMNS, GOOD.split(","), strict=True))
    return ",".join({**good, **cells}.values())


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"number": ""}, "number", "This cell is empty."),
        ({"number": "9" * 61}, "number", "has 61 characters; 60 fit here"),
        ({"subject": "长" * 201}, "subject", "has 201 characters; 200 fit here"),
        ({"subject": "a\x07b"}, "subject", "no letter"),
        ({"subject": "#REF!"}, "subject", "#REF!"),
        ({"received_on": ""}, "received_on", "The day is missing"),
        ({"received_on": "2023-02-29"}, "received_on", "“2023-02-29” is not a day"),
        ({"received_on": "5/1/2023"}, "received_on", "is not a day"),
        ({"received_on": "0203-01-05"}, "received_on", "is not a day"),
        ({"received_on": "2026-03-03", "outcome": "", "closed_on": ""}, "received_on", "lies ahead"),
        ({"received_on": "2007-01-05", "outcome": "", "closed_on": ""}, "received_on", "1 May 2008"),
        ({"applicant_kind": ""}, "applicant_kind", "natural_person, commercial_enterprise"),
        ({"applicant_kind": "natural persn"}, "applicant_kind", "Did you mean “natural_person”?"),
        ({"applicant_kind": "某某"}, "applicant_kind", "Expected is one of: natural_person"),
        ({"outcome": "graned"}, "outcome", "Did you mean “granted”?"),
        ({"outcome": "完全不同的词"}, "outcome", "refused_state_secret"),
        ({"closed_on": ""}, "closed_on", "the day on which it was closed is needed"),
        ({"outcome": ""}, "outcome", "how it ended is needed"),
        ({"closed_on": "2023-01-04"}, "closed_on", "before it came in on"),
        ({"closed_on": "2026-03-03"}, "closed_on", "lies ahead"),
        ({"closed_on": "soon"}, "closed_on", "“soon” is not a day"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_column(
    tmp_path: Path, cells: dict[str, str], column: str, sentence: str
) -> None:
    found = look(table(tmp_path / "r.csv", row(number="0"), row(**cells)))
    line, place, told = only(found)
    assert (line, place) == (3, f"{column} ({COLUMNS[column]})")
    assert sentence in told.replace("2008-05-01", "1 May 2008")
    assert not found.sound
    assert found.rows == 1


def test_every_fault_of_a_line_is_named_at_once(tmp_path: Path) -> None:
    bad = row(number="", received_on="x", applicant_kind="y", outcome="z", closed_on="w")
    assert places(look(table(tmp_path / "r.csv", bad))) == [
        (2, f"{name} ({COLUMNS[name]})")
        for name in ("number", "received_on", "applicant_kind", "outcome", "closed_on")
    ]


def test_a_number_stands_once_in_the_file_and_once_in_the_register(tmp_path: Path) -> None:
    found = look(
        table(tmp_path / "r.csv", row(number="甲1"), row(number="甲2"), row(number="甲1"), row(number="甲3")),
        held=["甲3"],
    )
    assert said(found) == [
        (4, "number (A)", "The number 甲1 stands on line 2 already."),
        (5, "number (A)", "The register already holds the number 甲3."),
    ]


def test_on_the_day_itself_is_in_time(tmp_path: Path) -> None:
    """Received, answered and brought in on one day."""
    assert look(table(tmp_path / "r.csv", row(received_on="2026-03-02", closed_on="2026-03-02"))).sound


@pytest.mark.parametrize("key", outcomes.outcome_keys())
def test_every_outcome_is_known_by_key_number_and_labels(key: str) -> None:
    known, known_row = choices.outcome_rows(), outcomes.outcome(key)
    for word in (
        key,
        known_row.label,
        known_row.label_en,
        key.upper(),
        f"{known_row.number}.{known_row.label}".replace(f"{known_row.number}.", f"{known_row.number} "),
    ):
        assert known.key(word) == key, word


def test_every_kind_result_and_channel_is_known_by_key_and_labels() -> None:
    tables = (
        ("outcomes", "applicant_kind", choices.applicant_kinds()),
        ("outcomes", "dispute_kind", choices.dispute_kinds()),
        ("outcomes", "dispute_result", choices.dispute_results()),
        ("requests", "channel", choices.channels()),
    )
    for name, part, known in tables:
        for each in load(name)[part]:
            for word in (each["key"], each["label"], each["label_en"], *each.get("aliases", ())):
                assert known.key(word) == each["key"], word


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *(("", "other"), ("网上申请", "online"), ("EMS", "letter_registered"), ("当面提交", "in_person")),
        *(("电子邮箱", "email"), ("Online", "online"), ("信函（平常信函）", "letter_ordinary")),
    ],
)
def test_ways_in_as_other_registers_call_them(tmp_path: Path, written: str, key: str) -> None:
    found = look(table(tmp_path / "r.csv", row(channel=written)))
    assert found.sample[0].channel == key
    assert found.notes == []


def test_a_way_in_nobody_knows_is_kept_as_written_and_said(tmp_path: Path) -> None:
    found = look(
        table(tmp_path / "r.csv", row(channel="市长热线转办"), row(number="2", channel="市长热线转办"))
    )
    first = found.sample[0]
    assert isinstance(first, RequestRow)
    assert (first.channel, first.channel_words) == ("other", "市长热线转办")
    assert [(note.line, note.column) for note in found.notes] == [(2, "channel (D)")]
    assert "lines: 2" in str(found.notes[0].message)
    assert found.sound


def test_without_a_subject_the_number_stands_in_its_place(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", row(subject="")))
    assert found.sample[0].subject == "1"
    assert "Lines without a subject: 1" in str(found.notes[0].message)


def test_what_keeps_a_spreadsheet_from_calculating_is_taken_off(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", row(number="'-1", subject="'=2023年预算")))
    assert (found.sample[0].number, found.sample[0].subject) == ("-1", "=2023年预算")


@pytest.mark.parametrize(
    "written",
    [
        "2023-01-05",
        "2023/1/5",
        "2023.1.5",
        "2023年1月5日",
        "2023年01月05号",
        "20230105",
        "２０２３－０１－０５",
        "2023-01-05 09:30",
    ],
)
def test_days_as_offices_write_them(written: str) -> None:
    assert day_of(written) == date(2023, 1, 5)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_again(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    ):
        assert day_of(written) == day


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_days(text: str) -> None:
    assert day_of(text) is None or date(1990, 1, 1) <= day_of(text) <= date(2100, 12, 31)  # type: ignore[operator]


@given(st.lists(st.text(max_size=12), min_size=7, max_size=7))
def test_no_cell_breaks_the_reading_of_a_line(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerow(cells)
    path = tmp_path_factory.mktemp("cells") / "r.csv"
    content = f"number,received_on,applicant_kind,channel,subject,outcome,closed_on\n{out.getvalue()}"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    found = look(path)
    assert found.rows or found.errors


# --- Reviews and suits -------------------------------------------------------------------------------------------


def test_disputes_with_what_else_is_known(tmp_path: Path) -> None:
    found = look(
        table(
            tmp_path / "d.csv",
            "administrative_review,2023-03-01,upheld,2023-06-01,亳复〔2023〕1号,甲1,亳州市人民政府",
            "litigation_direct,2023-03-01,pending,,,,",
            "复议后起诉,2023-03-01,结果纠正,2023年6月1日,,,",
            "litigation_direct,2023-03-01,,,,,",
            headings=f"{DISPUTE_HEADINGS},number,request_number,authority",
        ),
        "disputes",
        held=["甲1"],
    )
    assert said(found) == []
    first, second, third, fourth = found.sample
    assert first == DisputeRow(
        *(2, "administrative_review", date(2023, 3, 1), "upheld", date(2023, 6, 1)),
        *("亳复〔2023〕1号", "甲1", "亳州市人民政府"),
    )
    assert isinstance(second, DisputeRow)
    assert isinstance(third, DisputeRow)
    assert isinstance(fourth, DisputeRow)
    assert (second.result, fourth.result, third.kind, third.result) == (
        *("", "", "litigation_after_review"),
        "corrected",
    )
    assert (found.open, found.closed) == (2, 2)


@pytest.mark.parametrize(
    ("line", "place", "sentence"),
    [
        (",2023-03-01,upheld,2023-06-01", "kind (A)", "administrative_review, litigation_direct"),
        ("litigation,2023-03-01,upheld,2023-06-01", "kind (A)", "is not known"),
        ("litigation_direct,,upheld,2023-06-01", "filed_on (B)", "The day is missing"),
        ("litigation_direct,2026-03-03,,", "filed_on (B)", "lies ahead"),
        (
            "litigation_direct,2023-03-01,won,2023-06-01",
            "result (C)",
            "upheld, corrected, other_result, pending",
        ),
        ("litigation_direct,2023-03-01,upheld,", "closed_on (D)", "is needed"),
        ("litigation_direct,2023-03-01,,2023-06-01", "result (C)", "how it ended is needed"),
        ("litigation_direct,2023-03-01,pending,2023-06-01", "closed_on (D)", "still pending"),
        ("litigation_direct,2023-03-01,upheld,2023-02-01", "closed_on (D)", "before it came in"),
    ],
)
def test_what_is_wrong_with_a_dispute_is_named(tmp_path: Path, line: str, place: str, sentence: str) -> None:
    problem = only(look(table(tmp_path / "d.csv", line, headings=DISPUTE_HEADINGS), "disputes"))
    assert problem[:2] == (2, place)
    assert sentence in problem[2]


def test_a_dispute_about_a_request_nobody_knows(tmp_path: Path) -> None:
    path = table(
        tmp_path / "d.csv",
        "litigation_direct,2023-03-01,,,甲9",
        headings=f"{DISPUTE_HEADINGS},登记号",
    )
    assert only(look(path, "disputes")) == (2, "登记号 (E)", "There is no request 甲9 in the register.")


def test_an_open_request_needs_no_end(tmp_path: Path) -> None:
    found = look(table(tmp_path / "r.csv", OPEN))
    assert found.sample[0].closed_on is None
    assert found.sound
