"""Is a score sheet begun, read from a table, mended, simulated and adopted on its screens, and nothing typed lost?"""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import PARTS, Cast, make_cast
from desk import client_of, words_of
from gongkai.supervision import sheet_files
from gongkai.supervision.models import ScoreSheet
from gongkai.supervision.queries.scoring import indicators_of
from rooms.supervision import assessment_stage as stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
LIST = "/workspace/score-sheets/"
TABLE = (
    "类别,分值,考核标准\n"
    "主动公开,10,①公文提前或超期公开每条扣5分；②标题、索引号未规范录入每条扣1分\n"
    "依申请公开,6分,超期办理每条扣6分\n"
    "会议,4,召开会议\n"
)
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def one(row: ScoreSheet, rest: str = "") -> str:
    return f"{LIST}{row.pk}/{rest}"


def sent(client: Client, address: str, **fields: Any) -> Any:
    return client.post(address, fields)


def of_table(content: bytes | str, name: str = "sheet.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def test_a_published_table_becomes_a_sheet_whose_rules_are_counted(cast: Cast) -> None:
    client = client_of(cast, "supervisor")
    answer = sent(
        client, f"{LIST}new/", title="区考评表", kind="units", source="公开的考评标准", file=of_table(TABLE)
    )
    made = ScoreSheet.objects.get()
    assert answer["Location"] == one(made)
    assert [[rule.measure for rule in each.rules] for each in indicators_of(made)] == [
        ["late_documents", "faulty_documents"], ["late_answers"], [""],
    ]  # fmt: skip
    page = words_of(client.get(one(made)))
    assert "共20分" in page or "20 points" in page
    assert "标题、索引号未规范录入每条扣1分" in page


def test_a_workbook_with_a_heading_above_the_columns_is_read_as_well() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["2020年考评标准表"],
        ["考核项目", "考核内容", "分值", "评分标准"],
        ["公开", "主动公开", 10, "超期公开文件每条扣5分"],
    ):
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    [indicator] = sheet_files.read(kept.getvalue(), "sheet.xlsx")
    assert (indicator.group, indicator.title, str(indicator.points)) == ("公开", "主动公开", "10")


def test_a_sheet_written_out_is_read_as_it_was() -> None:
    plain = sheet_files.write(stage.SMALL[:1]).encode()
    [again] = sheet_files.read(plain, "sheet.csv")
    assert (again.title, again.points, again.evidence) == ("按期公开", stage.SMALL[0].points, "台账")
    assert [(rule.text, rule.points) for rule in again.rules] == [
        (rule.text, rule.points) for rule in stage.SMALL[0].rules
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("类别,分值,考核标准\n甲,很多,扣1分\n乙,x,扣1分\n", "第2行|第3行"),
        ("名称,数量\n甲,1\n", "类别|分值"),
        ("", "CSV|行|空"),
        (b"%PDF-1.7 \xff\xfe", "UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_whole_and_nothing_typed_is_lost(
    cast: Cast, content: str | bytes, told: str
) -> None:
    client = client_of(cast, "supervisor")
    answer = sent(
        client, f"{LIST}new/", title="区考评表", kind="agencies", source="公开的", file=of_table(content)
    )
    assert answer.status_code == 422
    assert not ScoreSheet.objects.exists()
    page = answer.content.decode()
    assert 'value="区考评表"' in page
    assert 'value="公开的"' in page


def test_every_bad_line_is_told_at_once(cast: Cast) -> None:
    answer = sent(
        client_of(cast, "supervisor"),
        f"{LIST}new/",
        title="表",
        file=of_table("类别,分值,考核标准\n甲,很多,扣1分\n乙,少,扣1分\n"),
    )
    page = words_of(answer)
    assert "很多" in page
    assert "少" in page


def _line(**changes: Any) -> dict[str, Any]:
    fields = {
        "line-title": "按期公开", "line-points": "12", "line-group": "公开", "line-evidence": "",
        "rule0-text": "每份超期扣2分", "rule0-points": "2", "rule0-way": "case", "rule0-measure": "late_documents",
        "rule1-text": "", "rule1-points": "", "rule1-way": "case", "rule1-measure": "",
    }  # fmt: skip
    return {**fields, **changes}


def test_a_line_is_changed_added_and_taken_out(cast: Cast) -> None:
    row = stage.written(cast)
    client = client_of(cast, "supervisor")
    answer = sent(client, one(row, "lines/1/"), version=row.revision, **_line())
    assert answer.status_code == 302
    row.refresh_from_db()
    first = indicators_of(row)[0]
    assert (str(first.points), [rule.text for rule in first.rules]) == ("12", ["每份超期扣2分"])
    sent(client, one(row, "lines/new/"), version=row.revision, **_line(**{"line-title": "新的"}))
    row.refresh_from_db()
    assert [each.title for each in indicators_of(row)] == ["按期公开", "会议和培训", "新的"]
    sent(client, one(row, "lines/2/"), version=row.revision, do="remove")
    row.refresh_from_db()
    assert [(each.key, each.title) for each in indicators_of(row)] == [("1", "按期公开"), ("2", "新的")]
    assert [rule.key for each in indicators_of(row) for rule in each.rules] == ["1.1", "2.1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule0-points", "两分"),
        ("rule0-points", ""),
        ("rule0-text", ""),
        ("line-points", "-1"),
        ("line-title", ""),
        ("line-title", "长" * 501),
        ("rule0-measure", "nothing"),
    ],
)
def test_a_line_that_cannot_be_kept_keeps_what_was_typed(cast: Cast, field: str, value: str) -> None:
    row = stage.written(cast)
    fields = _line(**{"line-evidence": "不要丢", field: value})
    answer = sent(client_of(cast, "supervisor"), one(row, "lines/1/"), version=row.revision, **fields)
    assert answer.status_code == 422
    assert 'value="不要丢"' in answer.content.decode()
    row.refresh_from_db()
    assert indicators_of(row) == stage.SMALL


def test_who_was_slower_is_told_and_loses_nothing(cast: Cast) -> None:
    row = stage.written(cast)
    client = client_of(cast, "supervisor")
    sent(client, one(row, "lines/1/"), version=row.revision, **_line())
    answer = sent(client, one(row, "lines/1/"), version=row.revision, **_line(**{"line-evidence": "后来的"}))
    assert answer.status_code == 409
    assert 'value="后来的"' in answer.content.decode()


def test_simulation_and_adoption_on_the_screens(cast: Cast) -> None:
    row = stage.written(cast)
    supervisor, leader = client_of(cast, "supervisor"), client_of(cast, "duty_leader")
    assert (
        sent(supervisor, one(row, "simulate/"), version=row.revision, **{"simulate-year": "去年"}).status_code
        == 422
    )
    assert (
        sent(supervisor, one(row, "simulate/"), version=row.revision, **{"simulate-year": "1900"}).status_code
        == 422
    )
    year = str(stage.year() - 1)
    assert (
        sent(supervisor, one(row, "simulate/"), version=row.revision, **{"simulate-year": year}).status_code
        == 302
    )
    row.refresh_from_db()
    page = words_of(supervisor.get(one(row)))
    assert cast.units["waste"].name in page
    assert sent(leader, one(row, "moves/adopt/"), version=row.revision).status_code == 302
    row.refresh_from_db()
    assert row.state == "adopted"
    assert "/workspace/assessments/new/" in supervisor.get(one(row)).content.decode()
    assert sent(supervisor, one(row, "lines/1/"), version=row.revision, **_line()).status_code == 404


def test_who_sees_which_sheets(cast: Cast) -> None:
    draft, used = stage.written(cast, title="草稿表"), stage.adopted(cast, title="采用的表")
    seeing_drafts = {"supervisor", "duty_leader"}
    seeing_used = seeing_drafts | {
        "section_head", "unit_head", "doer", "second_doer", "rival", "rival_doer", "neighbour", "office",
    }  # fmt: skip
    for name in (*PARTS, "outsider"):
        client = client_of(cast, name)
        assert (client.get(one(draft)).status_code == 200) == (name in seeing_drafts), name
        assert (client.get(one(used)).status_code == 200) == (name in seeing_used), name
        assert (client.get(f"{LIST}new/").status_code == 200) == (name in ("supervisor", "outsider")), name
        assert client.get(one(draft, "edit/")).status_code == (200 if name == "supervisor" else 404), name


def test_the_pages_ask_as_often_however_many_lines_there_are(cast: Cast) -> None:
    client = client_of(cast, "supervisor")

    def asked(row: ScoreSheet) -> tuple[int, int]:
        found = []
        for address in (one(row), LIST):
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found[0], found[1]

    few = asked(stage.simulated(cast, indicators=stage.SMALL[:1]))
    for _more in range(6):
        many = stage.simulated(cast)
    assert asked(many) == few
