"""What does a file of tasks bring in, and what stands in the way?"""

from __future__ import annotations

import io
from typing import Any

import planning as stage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from gongkai.core import clock
from gongkai.core.refusals import Invalid, NotAllowed
from gongkai.duties import plan_files
from gongkai.duties.actions import plan_import
from gongkai.duties.models import Task
from gongkai.duties.queries import plan_rows

pytestmark = pytest.mark.django_db
HEAD = "目标,举措,任务,牵头单位,配合单位,责任人,开始日期,完成期限,完成标准"


def csv_of(*rows: str, encoding: str = "utf-8") -> bytes:
    return "\n".join([HEAD, *rows]).encode(encoding)


def line(title: str = "公布清单", unit: str = "渣土管理科", **changes: str) -> str:
    year = clock.today().year
    cells = {
        "co": "other", "person": "doer", "begins": f"{year}-03-01", "due": f"{year}年6月30日", "standard": "已公布",
        **changes,
    }  # fmt: skip
    return ",".join(["权力公开", "清理", title, unit, *cells.values()])


def brought(cast: Cast, plan: Any, content: bytes, name: str = "tasks.csv") -> int:
    return plan_import.bring_tasks(
        plan_id=plan.pk, actor=cast.planner, expected_revision=None, rows=plan_files.read(content, name)
    )


def test_a_file_is_brought_in_whole_and_again_changes_nothing(cast: Cast) -> None:
    plan = stage.drafted(cast)
    content = csv_of(line(), line("编制标准", "waste", person="", co=""), encoding="gb18030")
    assert brought(cast, plan, content) == 2
    assert brought(cast, plan, content) == 0
    one = Task.objects.get(title="公布清单")
    assert (one.unit.code, one.person, one.due_on.isoformat()[5:]) == ("waste", cast.person("doer"), "06-30")
    assert [each.code for each in one.co_units.all()] == ["other"]
    assert one.measure is not None
    assert (one.measure.title, one.measure.goal.title, one.standard) == ("清理", "权力公开", "已公布")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (line(unit="无此科"), "牵头单位"), (line(co="无此科"), "配合单位"), (line(person="nobody"), "责任人"),
        (line(person="rival-doer"), "责任人"), (line(begins="昨天"), "开始日期"), (line(due="1999-01-01"), "完成期限"),
        (line(""), "任务"), (line("致电13800138000"), "任务"), (line("长" * 201), "任务"),
    ],
)  # fmt: skip
def test_each_fault_is_told_by_line_and_column(cast: Cast, row: str, column: str) -> None:
    plan = stage.drafted(cast)
    found = plan_import.look(plan, plan_files.read(csv_of(line("好的"), row), "tasks.csv"))
    assert [(each.line, each.column) for each in found.faults] == [(3, column)]
    assert not found.sound
    with pytest.raises(Invalid):
        brought(cast, plan, csv_of(line("好的"), row))
    assert not Task.objects.exists()


def test_a_task_twice_and_a_file_without_columns_are_refused(cast: Cast) -> None:
    plan = stage.drafted(cast)
    twice = plan_import.look(plan, plan_files.read(csv_of(line(), line()), "a.csv"))
    assert [(each.line, each.column) for each in twice.faults] == [(3, "任务")]
    for content in (b"", "任务\n甲".encode(), HEAD.encode(), b"PK\x03\x04broken", b"\xff\xfe\xff"):
        (fault,) = plan_files.read(content, "a.csv")
        assert isinstance(fault, plan_files.Fault)
        assert fault.line == 0


def test_what_goes_out_as_a_workbook_comes_in_again(cast: Cast) -> None:
    plan, other = stage.drafted(cast), stage.drafted(cast)
    stage.put(cast, plan, "公布清单", co_units=(cast.units["other"].pk,), person_id=cast.person("doer").pk)
    rows = plan_rows.for_staff(plan)
    assert brought(cast, other, plan_files.write_xlsx(rows), "tasks.xlsx") == 1
    assert brought(cast, plan, "".join(plan_files.write_csv(rows)).encode(), "tasks.csv") == 0
    said = [{key: row[key] for key in plan_files.COLUMNS} for row in plan_rows.for_staff(other)]
    assert said == [{key: row[key] for key in plan_files.COLUMNS} for row in rows]


def test_only_the_planner_of_a_draft_brings_tasks_in(cast: Cast) -> None:
    plan = stage.adopted(cast)
    with pytest.raises(NotAllowed):
        brought(cast, plan, csv_of(line()))
    with pytest.raises(NotAllowed):
        plan_import.bring_tasks(
            plan_id=stage.drafted(cast).pk, actor=cast.doer, expected_revision=None,
            rows=plan_files.read(csv_of(line()), "a.csv"),
        )  # fmt: skip


def test_a_file_is_looked_at_before_it_is_brought_in(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.person("planner"))
    plan = stage.drafted(cast)
    here = f"/workspace/plans/{plan.pk}/bring/"
    assert client.post(here).status_code == 422
    file = SimpleUploadedFile("tasks.csv", csv_of(line(), line("坏的", "无此科")), "text/csv")
    looked = client.post(here, {"file": file}).headers["Location"]
    assert "无此科" in client.get(looked).content.decode()
    assert client.post(looked, {"do": "bring"}).status_code == 422
    assert not Task.objects.exists()
    file = io.BytesIO(csv_of(line()))
    file.name = "tasks.csv"
    looked = client.post(here, {"file": file}).headers["Location"]
    assert "公布清单" in client.get(looked).content.decode()
    assert client.post(looked, {"do": "bring"}).headers["Location"] == f"/workspace/plans/{plan.pk}/"
    assert Task.objects.get().title == "公布清单"
    for form in ("csv", "xlsx", "json"):
        assert client.get(f"/workspace/plans/{plan.pk}/tasks.{form}").status_code == 200
