"""Does the register taken out hold every row, read in again, and tell nothing of anybody?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cast import Cast, make_cast
from desk import client_of
from gongkai.core import clock
from gongkai.requests import actions, exporting, importing
from gongkai.requests.actions import importing as deeds
from gongkai.requests.models import Request
from gongkai.requests.queries import register as held
from register_files import GOOD, OPEN, table
from requesting import MARKERS, closed, entered, handling, submitted

pytestmark = pytest.mark.django_db

KEYS = [
    *("number", "received_on", "applicant_kind", "channel", "subject", "outcome", "closed_on"),
    *("unit", "officer", "due_on", "days"),
]


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


def taken_out(
    cast: Cast, who: str = "desk", address: str = "requests/export.csv", **asked: Any
) -> list[list[str]]:
    response = client_of(cast, who).get(f"/workspace/{address}", asked)
    assert response.status_code == 200
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def test_every_row_with_who_has_it_and_by_when(cast: Cast) -> None:
    request = handling(cast)
    ended = closed(cast, subject="另一件")
    headings, *rows = taken_out(cast, keys=1)
    assert headings == KEYS
    first, second = (dict(zip(headings, row, strict=True)) for row in rows)
    assert first == {
        "number": request.number,
        "received_on": "2026-03-02",
        "applicant_kind": "natural_person",
        "channel": "online",
        "subject": request.subject,
        "outcome": "",
        "closed_on": "",
        "unit": "渣土管理科",
        "officer": "officer-name",
        "due_on": "2026-03-30",
        "days": "0",
    }
    assert (second["outcome"], second["closed_on"]) == ("refused_internal_affairs", "2026-03-02")
    assert second["number"] == ended.number


def test_in_words_for_a_reader_of_chinese(cast: Cast) -> None:
    closed(cast)
    headings, row = taken_out(cast)
    assert headings[:7] == ["登记号", "收到日期", "申请人类型", "渠道", "标题", "结果", "办结日期"]
    assert (row[2], row[3], row[5]) == ("自然人", "互联网", "属于三类内部事务信息")


def test_days_are_working_days_and_due_dates_those_of_the_answer(cast: Cast) -> None:
    request = handling(cast)
    with clock.travel_to(date(2026, 3, 16)):
        assert taken_out(cast, keys=1)[1][-1] == "10"
    Request.objects.filter(pk=request.pk).update(outcome="granted", closed_on=date(2026, 3, 9))
    with clock.travel_to(date(2026, 3, 16)):
        assert taken_out(cast, keys=1)[1][-1] == "5"


def test_what_is_not_received_yet_and_what_is_no_request_is_not_in_it(cast: Cast) -> None:
    submitted(cast)
    handling(cast, matter="own_record")
    assert len(taken_out(cast)) == 1


def test_one_year_alone(cast: Cast, tmp_path: Path) -> None:
    bring(cast, table(tmp_path / "r.csv", GOOD, OPEN.replace("2023-12", "2024-12")))
    assert [row[0] for row in taken_out(cast, year=2024)[1:]] == ["2"]
    for wrong in ("x", "0", "99999", "-1"):
        assert client_of(cast, "desk").get(f"/workspace/requests/export.csv?year={wrong}").status_code == 404


def test_nobodys_data_are_in_it(cast: Cast, tmp_path: Path) -> None:
    closed(cast)
    request = entered(cast, evidence=f"与{MARKERS['name']}电话{MARKERS['telephone']}确认")
    Request.objects.filter(pk=request.pk).update(received_on=date(2026, 3, 2))
    for form in exporting.FORMS:
        for keys in ("", "1"):
            response = client_of(cast, "desk").get(f"/workspace/requests/export.{form}?keys={keys}")
            content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
            if form == "xlsx":
                path = tmp_path / "x.xlsx"
                path.write_bytes(content)
                book = load_workbook(path)
                content = str([[cell.value for cell in row] for row in book.active.rows]).encode()
            assert request.number in content.decode()
            assert [marker for marker in MARKERS.values() if marker in content.decode()] == []


def bring(cast: Cast, path: Path, register: Any = "requests", agency: Any = None) -> None:
    agency = agency or cast.agency
    found = importing.look(
        register,
        path,
        today=clock.today(),
        taken=held.taken(agency.pk),
        before=lambda _sha256: None,
    )
    assert found.errors == []
    assert found.notes == []
    deeds.bring_in(actor=None, agency_id=agency.pk, path=path, findings=found)


@pytest.mark.parametrize("form", exporting.FORMS)
@pytest.mark.parametrize("words", [True, False])
def test_what_was_taken_out_is_read_in_again(cast: Cast, tmp_path: Path, form: str, words: bool) -> None:
    bring(
        cast,
        table(
            tmp_path / "r.csv",
            GOOD,
            OPEN,
            '3,2024-03-01,other_organisation,fax,"=关于""引号"",逗号",other_other,2024-03-04',
            "-4,2024-03-01,research_institution,,@b,partially_granted,2024-03-04",
        ),
    )
    handling(cast)
    agency, other = cast.agency, cast.outside_agency
    out = tmp_path / f"out.{form}"
    write = exporting.write_csv if form == "csv" else exporting.write_xlsx
    rows = exporting.request_rows(held.request_lines(agency.pk), words=words)
    assert write(out, "requests", rows, words=words) == 5
    bring(cast, out, agency=other)
    names = ("number", "received_on", "applicant_kind", "channel", "subject", "outcome", "closed_on")
    again, before = (
        list(Request.objects.filter(agency=each).order_by("number").values_list(*names))
        for each in (other, agency)
    )
    assert again == before


@pytest.mark.parametrize("form", exporting.FORMS)
def test_reviews_and_suits_come_back_too(cast: Cast, tmp_path: Path, form: str) -> None:
    from gongkai.requests.models import Dispute

    bring(cast, table(tmp_path / "r.csv", GOOD))
    for kind, result in (("administrative_review", "upheld"), ("authority_complaint", "")):
        dispute = actions.file_dispute(
            actor=cast.legal,
            agency_id=cast.agency.pk,
            content=actions.DisputeInput(
                kind=kind, filed_on=date(2026, 2, 2), number="复1", authority="市政府", request_number="1"
            ),
        )
        if result:
            actions.conclude(
                actor=cast.legal,
                dispute_id=dispute.pk,
                expected_version=None,
                result=result,
                on=date(2026, 2, 20),
            )
    out = tmp_path / f"out.{form}"
    write = exporting.write_csv if form == "csv" else exporting.write_xlsx
    rows = exporting.dispute_rows(held.dispute_lines(cast.agency.pk), words=False)
    assert write(out, "disputes", rows, words=False) == 2
    bring(cast, table(tmp_path / "other.csv", GOOD), agency=cast.outside_agency)
    bring(cast, out, "disputes", cast.outside_agency)
    names = ("kind", "filed_on", "result", "closed_on", "number", "authority", "request__number")
    again, before = (
        list(Dispute.objects.filter(agency=each).order_by("kind").values_list(*names))
        for each in (cast.outside_agency, cast.agency)
    )
    assert again == before
    assert len(taken_out(cast, "legal", "disputes/export.csv")) == 3


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("desk", 200), ("legal", 200), ("head", 200), ("approver", 200), ("supervisor", 200)),
        *(("officer", 403), ("drafter", 403), ("system_admin", 403), ("outsider", 403)),
    ],
)
def test_who_may_take_it_out(cast: Cast, who: str, status: int) -> None:
    client = client_of(cast, who)
    for name in ("requests/export.csv", "requests/export.xlsx", "disputes/export.csv"):
        asked = {"agency": cast.agency.pk}
        assert client.get(f"/workspace/{name}", asked).status_code == status, name


def test_one_question_to_the_database_however_many_rows(cast: Cast, tmp_path: Path) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as seen:
            list(exporting.request_rows(held.request_lines(cast.agency.pk), words=True))
        return len([each for each in seen if "requests_request" in each["sql"]])

    bring(cast, table(tmp_path / "few.csv", GOOD))
    assert questions() == 1
    bring(cast, table(tmp_path / "many.csv", *[OPEN.replace("2,", f"n{n},", 1) for n in range(300)]))
    assert questions() == 1


def test_more_than_a_sheet_holds_is_refused_and_csv_takes_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_SHEET_ROWS", 2)
    lines = [OPEN.replace("2,", f"n{n},", 1) for n in range(3)]
    bring(cast, table(tmp_path / "r.csv", *lines))
    assert client_of(cast, "desk").get("/workspace/requests/export.xlsx").status_code == 409
    assert len(taken_out(cast)) == 4
