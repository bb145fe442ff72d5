"""Does the shell score a sheet line by line, from a template, a number or a table, and prove what was published?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cast import Cast, make_cast
from gongkai.config.cli import main
from gongkai.people.models import Agency
from gongkai.supervision.models import Assessment
from rooms.supervision import assessment_stage as stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
TABLE = "类别,分值,考核标准\n主动公开,10,①超期公开文件每条扣5分；②显示不正常每条扣1分\n年度报告,5,未及时公开的扣5分\n"


def _built() -> Any:
    cast = make_cast()
    Agency.objects.filter(pk=cast.agency.pk).update(is_host=True)
    cast.assessment = stage.published(cast)
    return cast


built = once_a_file(_built)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def test_a_table_is_scored_and_explained(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "考评表.csv"
    path.write_text(TABLE, encoding="utf-8")
    words = ["assessment", "score", str(stage.year()), "--sheet", str(path), "--kind", "units", "--json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sheet"] == "考评表"
    assert {row["name"] for row in told["assessed"]} == {each.name for each in cast.units.values()}
    [row] = [row for row in told["assessed"] if row["name"] == cast.units["waste"].name]
    assert [(line["title"], line["full"]) for line in row["lines"]] == [("主动公开", "10"), ("年度报告", "5")]
    rules = row["lines"][0]["rules"]
    assert [(rule["measure"], rule["cases"]) for rule in rules] == [("late_documents", 0), ("", None)]
    assert row["not_judged"] == 1
    assert sum(float(line["points"]) for line in row["lines"]) == float(row["points"])


def test_a_template_and_a_kept_sheet_are_scored(cast: Cast, capsys: Any) -> None:
    assert main(["assessment", "score", str(stage.year()), "--sheet", "units"]) == 0
    assert "按期公开" in capsys.readouterr().out
    kept = str(Assessment.objects.get().sheet_id)
    assert (
        main(["assessment", "score", str(stage.year()), "--sheet", kept, "--agency", cast.agency.code]) == 0
    )
    assert "示例评分表" in capsys.readouterr().out


@pytest.mark.parametrize(
    "table", ["类别,分值,考核标准\n甲,x,扣1分\n", "类别,分值,考核标准\n甲,1,扣5分\n", "甲\n"]
)
def test_a_table_with_faults_is_told_and_not_scored(
    cast: Cast, tmp_path: Path, capsys: Any, table: str
) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(table, encoding="utf-8")
    assert main(["assessment", "score", "2025", "--sheet", str(path)]) == 1
    printed = capsys.readouterr()
    assert printed.err.strip()
    assert not printed.out


def test_what_is_no_sheet_and_no_agency(cast: Cast, capsys: Any) -> None:
    assert main(["assessment", "score", "2025", "--sheet", "nothing"]) == 1
    with pytest.raises(SystemExit):
        main(["assessment", "score", "2025", "--sheet", "units", "--agency", "nobody"])


def test_what_was_published_is_proved(cast: Cast, capsys: Any) -> None:
    assert main(["assessment", "results", "--json"]) == 0
    [told] = json.loads(capsys.readouterr().out)["results"]
    assert told["sound"]
    row = Assessment.objects.get()
    changed = {**row.results, "year": 1999}
    Assessment.objects.filter(pk=row.pk).update(results=changed)
    assert main(["assessment", "results"]) == 1
    assert "CHANGED" in capsys.readouterr().out


def test_the_sheets_and_what_can_be_counted_are_listed(cast: Cast, capsys: Any) -> None:
    assert main(["assessment", "sheets"]) == 0
    printed = capsys.readouterr().out
    for part in ("licheng2020", "示例评分表", "late_documents"):
        assert part in printed
