"""Does an assessment bear what happens meanwhile: records added, a unit closed or renamed, days that run?"""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import assessing_desk as at
import assessment_stage as stage
import openpyxl
import pytest
from django.test import Client

from cast import Cast, make_cast
from desk import client_of
from gongkai.core import clock
from gongkai.domain.supervision import sheets
from gongkai.people.models import Unit
from gongkai.supervision import sheet_files
from gongkai.supervision.actions import assessing, entries
from gongkai.supervision.models import Assessed, Assessment
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.scoring import digest
from rooms.supervision import finding_stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
#: Counts dead links alone: nothing is judged.
COUNTED = sheets.indicators_from(
    [
        {
            "title": "链接有效",
            "points": "9",
            "rules": [{"text": "每处失效链接扣1分", "points": "1", "measure": "dead_links"}],
        }
    ]
)
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def reviewed(cast: Cast, row: Assessment) -> list[Assessed]:
    for each in row.assessed.all():
        entries.review(entry_id=each.pk, actor=cast.supervisor, expected_revision=None, judged={})
    return list(row.assessed.order_by("pk"))


def counting(cast: Cast) -> Assessment:
    row = stage.opened(cast, indicators=COUNTED)
    for _found in range(2):
        finding_stage.found(cast, "waste", monitor="dead_link")
    with clock.travel_to(clock.now() + timedelta(days=60)):
        return stage.moved(cast, row, "review")


def test_the_recount_follows_the_records_and_published_results_do_not(cast: Cast, client: Client) -> None:
    row = counting(cast)
    reviewed(cast, row)
    assert stage.entry(row, cast).points == Decimal(7)
    finding_stage.found(cast, "waste", monitor="dead_link")
    assert stage.entry(row, cast).points == Decimal(7)
    assessing.recount(assessment_id=row.pk, actor=cast.supervisor, expected_revision=None)
    assert stage.entry(row, cast).points == Decimal(6)
    stage.moved(cast, row, "tell")
    with clock.travel_to(clock.now() + timedelta(days=30)):
        stage.moved(cast, row, "publish", "duty_leader")
    finding_stage.found(cast, "waste", monitor="dead_link")
    old = cast.units["waste"].name
    Unit.objects.filter(pk=cast.units["waste"].pk).update(name="改名科", closed_on=clock.today())
    kept = Assessment.objects.get(pk=row.pk)
    assert digest(kept.results) == kept.digest
    told = client.get(f"/assessments/{cast.agency.code}/{row.pk}/results.json").json()
    assert Decimal({each["name"]: each["points"] for each in told["assessed"]}[old]) == 6
    assert "改名科" not in str(told)


def test_a_unit_closed_meanwhile_is_counted_for_its_year(cast: Cast) -> None:
    row = counting(cast)
    Unit.objects.filter(pk=cast.units["waste"].pk).update(closed_on=clock.today())
    assessing.recount(assessment_id=row.pk, actor=cast.supervisor, expected_revision=None)
    entry = stage.entry(row, cast)
    assert entry.computed["dead_links"]["cases"] == 2
    reviewed(cast, row)
    assert stage.entry(row, cast).points == Decimal(7)
    assert client_of(cast, "supervisor").get(at.of(entry)).status_code == 200


def waiting(person: Any) -> list[str]:
    return [f"{type(each).__name__} {each.state}" for each in assessments.to_do(person)]


def test_a_told_result_waits_while_it_can_be_appealed_against(cast: Cast) -> None:
    row = counting(cast)
    assert waiting(cast.section_head) == []
    assert waiting(cast.supervisor) == ["Assessed awaited", "Assessed awaited"]
    reviewed(cast, row)
    assert waiting(cast.supervisor) == ["Assessment review"]
    stage.moved(cast, row, "tell")
    assert waiting(cast.supervisor) == []
    assert waiting(cast.section_head) == ["Assessed reviewed"]
    page = client_of(cast, "section_head").get("/workspace/")
    found = {each["url"]: each for each in page.context["rows"]}
    assert found[at.of(stage.entry(row, cast))]["due_on"] == Assessment.objects.get(pk=row.pk).appeal_until
    with clock.travel_to(clock.now() + timedelta(days=30)):
        assert waiting(cast.section_head) == []


def test_supervision_is_told_when_all_have_handed_in(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    assert waiting(cast.supervisor) == []
    Assessed.objects.filter(assessment=row).update(state="handed_in")
    assert waiting(cast.supervisor) == ["Assessment self"]


def test_a_correction_is_a_share_of_what_is_counted_anew(cast: Cast) -> None:
    shares = sheets.indicators_from(
        [
            {
                "title": "按期办结",
                "points": "10",
                "rules": [
                    {"text": "超期按比例扣分", "points": "10", "way": "share", "measure": "late_matters"}
                ],
            }
        ]
    )
    row = stage.opened(cast, indicators=shares)
    with clock.travel_to(clock.now() + timedelta(days=60)):
        row = stage.moved(cast, row, "review")
    entry = stage.entry(row, cast)
    Assessed.objects.filter(pk=entry.pk).update(
        judged={"1.1": {"cases": 1, "of": 4, "note": "一件不算"}}, state="reviewed"
    )
    assessing.recount(assessment_id=row.pk, actor=cast.supervisor, expected_revision=None)
    again = stage.entry(row, cast)
    assert again.judged["1.1"] == {"cases": 1, "of": again.computed["late_matters"]["of"], "note": "一件不算"}


def _workbook(rows: list[list[Any]], merged: list[str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_with_merged_cells_and_two_lines_of_headings_is_read() -> None:
    content = _workbook(
        [
            ["2025年政务公开考核评分表"],
            ["序号", "考核指标体系", None, "分值（100分）", "评分标准", "备注"],
            [None, "一级指标", "二级指标", None, None, None],
            [1, "主动公开", "信息发布", "10分", "①没有按期公开，每条扣１分；②视情节扣1-3分", "台账"],
            [None, None, None, None, "有误每条扣两分，最多扣5分", None],
            [None, None, "栏目", "５", "空白栏目每个扣1分", None],
            ["合计", None, None, 15, None, None],
            ["注：由办公室解释"],
        ],
        ["B2:C2", "B4:B6", "C4:C5", "D4:D5"],
    )
    found = sheet_files.read(content, "sheet.xlsx")
    assert [(each.group, each.title, each.points) for each in found] == [
        ("主动公开", "信息发布", Decimal(10)),
        ("主动公开", "栏目", Decimal(5)),
    ]
    rules = [(rule.points, rule.way, rule.most) for rule in found[0].rules]
    assert rules == [
        (Decimal(1), "case", None),
        (Decimal(3), "share", None),
        (Decimal(2), "case", Decimal(5)),
    ]


def test_a_simulation_is_explained_line_by_line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _found in range(2):
        finding_stage.found(cast, "waste", monitor="dead_link")
    sheet = stage.simulated(cast, indicators=COUNTED)
    client, address = client_of(cast, "supervisor"), f"/en/workspace/score-sheets/{sheet.pk}/"
    page = client.get(address)
    rows = {each["points"]: each for each in page.context["simulation"]["rows"]}
    assert rows["7"]["lines"][0]["rules"][0]["why"] == "Cases: 2 × 1 points = 2"
    assert "Cases: 2 × 1 points = 2" in page.content.decode()
    monkeypatch.setattr("gongkai.supervision.staff.sheets.simulated.MOST_EXPLAINED", 0)
    assert "Cases: 2 × 1 points = 2" not in client.get(address).content.decode()


def test_who_types_is_told_that_evidence_loads_the_page_anew(cast: Cast) -> None:
    row = stage.opened(cast, indicators=COUNTED)
    entry = f"/en{at.of(stage.entry(row, cast))}"
    said = "adding evidence loads the page anew"
    assert said in client_of(cast, "section_head").get(entry).content.decode()
    assert said not in client_of(cast, "supervisor").get(entry).content.decode()
