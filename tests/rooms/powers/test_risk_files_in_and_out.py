"""Is a file of risk points looked at first, taken over whole, and given out as it can be read back?"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from gongkai.core.models import Event
from gongkai.domain.powers import risk_file
from gongkai.powers import risk_sheets
from gongkai.powers.models import Version
from gongkai.powers.queries import risk_import
from rooms.powers.risk_stage import bring, furnished, said
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
RISKS = "/workspace/powers/risks/"
built = once_a_file(furnished)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def signed_in(cast: Cast, name: str = "power_editor") -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def read(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def sent(client: Client, content: bytes, name: str = "risks.csv", **fields: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"{RISKS}bring/", {"file": file, **fields}, follow=True)


def rows_of(cast: Cast) -> list[list[str]]:
    points = [each for each in risk_import.register(cast.agency.pk) if each.unit == "waste"]
    return list(risk_file.table(points, risk_import.names_of(cast.agency.pk)))


def column(name: str) -> int:
    return [each.key for each in risk_file.columns()].index(name)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_register_goes_out_and_reads_back_the_same(cast: Cast, form: str) -> None:
    answer = signed_in(cast, "power_reviewer").get(f"{RISKS}register.{form}")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    content = read(answer)
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        found = risk_file.rows_of(content.decode("utf-8-sig"))
        assert isinstance(found, list)
        cells = found
    table = risk_file.read(cells, risk_import.units_of(cast.agency.pk))
    assert table.faults == ()
    before = {
        each.code: (each.unit, each.title, each.content) for each in risk_import.register(cast.agency.pk)
    }
    assert {each.code: (each.unit, each.title, each.content) for each in table.points} == before
    assert len(before) == 6


def test_a_file_is_looked_at_first_and_then_becomes_drafts(cast: Cast) -> None:
    rows = rows_of(cast)
    rows[1][column("measure")] = "双人核查，影像留痕。"
    new = list(rows[2])
    new[column("code")], new[column("title")] = "R-50", "新的风险点"
    client = signed_in(cast)
    before = Version.objects.count(), Event.objects.count()
    looked = sent(client, risk_file.csv_text([*rows, new]).encode("gb18030", "ignore"))
    assert (Version.objects.count(), Event.objects.count()) == before, "looking changes nothing"
    told = looked.content.decode()
    assert "新的风险点" in told
    here = looked.redirect_chain[-1][0]
    assert client.post(here, {"do": "bring"}).status_code == 302
    drafts = Version.objects.filter(state="draft").order_by("number")
    assert [(each.entry.code, each.number) for each in drafts] == [("R-50", 1), ("R-1", 2)]
    assert drafts[1].content["measure"] == "双人核查，影像留痕。"
    assert client.get(here).status_code == 404, "the file is thrown away"


def test_the_same_file_again_has_nothing_to_take_over(cast: Cast) -> None:
    client = signed_in(cast)
    looked = sent(client, risk_file.csv_text(rows_of(cast)).encode())
    here = looked.redirect_chain[-1][0]
    assert 'value="bring"' not in looked.content.decode()
    assert client.post(here, {"do": "bring"}).status_code == 200
    assert not Version.objects.filter(state="draft").exists()


def test_one_faulty_line_and_nothing_is_taken_over(cast: Cast) -> None:
    rows = rows_of(cast)
    for at, (code, key, value) in enumerate(
        (
            ("R-60", "grade", "极高"),
            ("R-61", "unit", "市容科"),
            ("R-62", "unit", "没有的科"),
            ("R-6", "title", "别科的"),
        )
    ):
        row = list(rows[1])
        row[column("code")] = code
        row[column(key)] = value
        rows.insert(2 + at, row)
    client = signed_in(cast)
    looked = sent(client, risk_file.csv_text(rows).encode())
    told = looked.content.decode()
    for line in (3, 4, 5, 6):
        assert f"<span>{line}</span>" in told, line
    assert 'value="bring"' not in told
    client.post(looked.redirect_chain[-1][0], {"do": "bring"})
    assert not Version.objects.filter(state="draft").exists()


def test_what_the_file_leaves_empty_is_said_once(cast: Cast) -> None:
    text = (
        "序号,单位/科室,风险类别,风险点,主要内容及表现形式,风险等级,防控措施,部门负责人,责任领导\n"
        "1,渣土管理科,业务流程风险,核准不公,应核准而不核准,高,集体研究,科长,分管副局长\n"
    )
    client = signed_in(cast)
    looked = sent(client, text.encode(), rule="three_levels", graded_on="2026-03-02", post="核准岗")
    assert "waste-001" in looked.content.decode()
    client.post(looked.request["PATH_INFO"] + "?" + looked.request["QUERY_STRING"], {"do": "bring"})
    draft = Version.objects.get(state="draft")
    assert (draft.content["post"], draft.content["rule"], draft.content["regrade_on"]) == (
        "核准岗",
        "three_levels",
        "2027-03-02",
    )


def test_names_of_persons_are_pointed_out_in_the_look(cast: Cast) -> None:
    rows = rows_of(cast)
    rows[1][column("owner")] = "张小明"
    file = SimpleUploadedFile("a.csv", risk_file.csv_text(rows).encode())
    page = signed_in(cast).post(f"/en{RISKS}bring/", {"file": file}, follow=True).content.decode()
    assert "reads like the name of a person" in page
    assert 'value="bring"' in page, "a draft may hold it, and is not published with it"


def bomb() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at in range(60):
            sheet.write_string(at, 0, "x" * 30_000)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x80\xff\xff\xff", b"PK\x03\x04 no zip", b"PK\x03\x04", b"\x00" * 100, "没有标题\n1,2\n".encode(), bomb(),
     b"%PDF-1.7", b'"', "序号,风险点\n".encode()],
    ids=["empty", "no-text", "broken-zip", "cut-zip", "nul", "no-headings", "no-table", "pdf", "quote", "columns"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_bad_file_gets_a_sentence(cast: Cast, content: bytes, name: str) -> None:
    client = signed_in(cast)
    answer = sent(client, content, name)
    assert answer.status_code in (200, 422)
    text = answer.content.decode()
    assert 'value="bring"' not in text
    assert "field__error" in text or "<tbody>" in text


def test_who_may_bring_in_and_take_out(cast: Cast) -> None:
    may_read = {
        "power_editor",
        "second_editor",
        "power_rival",
        "power_reviewer",
        "power_publisher",
        "supervisor",
    }
    may_bring = {"power_editor", "second_editor", "power_rival"}
    for name in cast.people:
        if name == "outsider":
            continue
        client = signed_in(cast, name)
        assert client.get(RISKS).status_code == (200 if name in may_read else 403), name
        assert client.get(f"{RISKS}register.csv").status_code == (200 if name in may_read else 403), name
        assert client.get(f"{RISKS}bring/").status_code == (200 if name in may_bring else 403), name
    assert signed_in(cast).get(f"{RISKS}register.pdf").status_code == 404
    assert signed_in(cast).get(f"{RISKS}bring/{'x' * 24}/").status_code == 404
    outside = signed_in(cast, "outsider").get(RISKS)
    assert "风险点1" not in outside.content.decode()


def test_a_foreign_file_is_nobody_elses(cast: Cast) -> None:
    looked = sent(signed_in(cast), risk_file.csv_text(rows_of(cast)).encode())
    here = looked.redirect_chain[-1][0]
    assert signed_in(cast, "second_editor").get(here).status_code == 404
    assert signed_in(cast).post(here, {"do": "discard"}).status_code == 302
    assert signed_in(cast).get(here).status_code == 404


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_staff_list_shows_what_is_due(cast: Cast, lead: str) -> None:
    bring(cast, "waste", said(9, graded_on="2025-01-01", regrade_on="2025-12-31"))
    client = signed_in(cast)
    page = client.get(f"{lead}{RISKS}?due=on").content.decode()
    assert "R-9" in page
    assert page.count("data-list-item") == 1
    assert client.get(f"{lead}{RISKS}").content.decode().count("data-list-item") == 7


def test_the_staff_list_asks_the_same_however_long_it_is(cast: Cast) -> None:
    client = signed_in(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(RISKS).status_code == 200
        return len(queries)

    before = asked()
    bring(cast, "waste", *(said(number) for number in range(100, 125)))
    assert asked() == before


def test_a_workbook_is_read_like_the_text(cast: Cast) -> None:
    rows = rows_of(cast)
    rows[1][column("title")] = "=1+1"
    looked = sent(signed_in(cast), risk_sheets.workbook(rows), "risks.xlsx")
    assert "=1+1" in looked.content.decode()
