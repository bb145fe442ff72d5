"""Do the pages of plans, tasks, meetings and themes show what there is, and lose nothing of what was typed?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import planning as stage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import Cast
from gongkai.core import clock
from gongkai.duties.actions import tasks as actions
from gongkai.duties.actions.meetings import ItemInput
from gongkai.duties.models import AgendaItem, Meeting, Task, Theme, WorkPlan

pytestmark = pytest.mark.django_db


def enter(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.person(name))
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/workspace/{address}")
    assert answer.status_code == status, address
    return answer.content.decode()


def sent(client: Client, address: str, status: int = 302, **data: Any) -> str:
    answer = client.post(f"/workspace/{address}", data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.headers.get("Location", "")) if status == 302 else answer.content.decode()


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "goal": "权力公开", "measure": "清理", "title": "公布清单", "standard": "已公布",
        "unit": cast.units["waste"].pk, "co_units": [cast.units["other"].pk], "person": cast.person("doer").pk,
        "begins_on": today.isoformat(), "due_on": (today + timedelta(days=9)).isoformat(), "version": 1, **changes,
    }  # fmt: skip


def test_a_plan_is_drafted_filled_and_adopted_on_the_screens(cast: Cast) -> None:
    planner, leader = enter(cast, "planner"), enter(cast, "duty_leader")
    assert "起草方案" in page(planner, "plans/")
    said = {"title": "公开方案", "year": clock.today().year, "basis": "要点", "text": "正文"}
    where = sent(planner, "plans/new/", **said)
    plan = WorkPlan.objects.get()
    assert where == f"/workspace/plans/{plan.pk}/"
    assert "方案中至少要有一项任务" in page(planner, f"plans/{plan.pk}/")
    assert 'name="standard"' in page(planner, f"plans/{plan.pk}/tasks/new/")
    again = sent(planner, f"plans/{plan.pk}/tasks/new/", **typed(cast), do="next")
    assert again.endswith("/tasks/new/")
    shown = page(planner, f"plans/{plan.pk}/")
    assert "公布清单" in shown
    assert "gantt__bar--planned" in shown
    sent(planner, f"plans/{plan.pk}/moves/submit/", version=2)
    assert page(leader, f"plans/{plan.pk}/").count("公布清单") >= 2
    sent(leader, f"plans/{plan.pk}/moves/adopt/", version=3)
    assert WorkPlan.objects.get().state == "adopted"
    assert "公布清单" in page(enter(cast, "doer"), "")


def test_a_refused_task_keeps_what_was_typed(cast: Cast) -> None:
    plan = stage.drafted(cast)
    shown = sent(
        enter(cast, "planner"),
        f"plans/{plan.pk}/tasks/new/",
        422,
        **typed(cast, due_on="2020-01-01", standard="留着"),
    )
    assert "留着" in shown
    assert "最后一天早于第一天" in shown
    stale = sent(enter(cast, "planner"), f"plans/{plan.pk}/tasks/new/", 409, **typed(cast, version=7))
    assert "公布清单" in stale


def test_a_unit_carries_a_task_out_on_its_page(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    doer, leader = enter(cast, "doer"), enter(cast, "duty_leader")
    here = f"tasks/{task.pk}/"
    sent(doer, f"{here}moves/take/", version=stage.fresh(task).revision)
    sent(
        doer, f"{here}progress/", version=stage.fresh(task).revision,
        **{"progress-percent": 60, "progress-words": "已完成初稿"},
    )  # fmt: skip
    assert "请选择文件" in sent(
        doer, f"{here}evidence/", 422, version=stage.fresh(task).revision, **{"evidence-words": "清单"}
    )
    file = SimpleUploadedFile("list.csv", "名,1\n".encode(), "text/csv")
    data = {"evidence-words": "清单", "evidence-file": file}
    sent(doer, f"{here}evidence/", version=stage.fresh(task).revision, **data)
    kept = task.evidence.get()
    assert "已完成初稿" in page(doer, here)
    assert doer.get(f"/workspace/tasks/evidence/{kept.pk}/").status_code == 200
    assert enter(cast, "outsider").get(f"/workspace/tasks/evidence/{kept.pk}/").status_code == 404
    sent(doer, f"{here}moves/report/", version=stage.fresh(task).revision)
    shown = sent(leader, f"{here}moves/not_enough/", 422, version=stage.fresh(task).revision)
    assert 'id="id_not_enough-reason_error"' in shown
    sent(
        leader, f"{here}moves/not_enough/", version=stage.fresh(task).revision,
        **{"not_enough-reason": "缺少公布截图"},
    )  # fmt: skip
    assert "缺少公布截图" in page(doer, here)


def test_the_list_of_tasks_is_narrowed_by_unit_state_and_limit(cast: Cast) -> None:
    plan = stage.adopted(cast, "一号任务", "二号任务")
    stage.put(cast, plan, "三号任务", "other", reason="新增")
    stage.moved(stage.first(plan), "take", cast.doer)
    planner = enter(cast, "planner")
    assert "三号任务" not in page(planner, f"tasks/?unit={cast.units['waste'].pk}")
    assert "二号任务" not in page(planner, "tasks/?state=doing")
    assert "没有符合条件的记录" in page(planner, "tasks/?overdue=on")
    with clock.travel_to(clock.now() + timedelta(days=30)):
        assert "一号任务" in page(enter(cast, "supervisor"), "tasks/?overdue=on")
        assert "逾期" in page(planner, f"plans/{plan.pk}/?overdue=on")


def test_pages_ask_the_same_number_of_questions_however_much_they_show(cast: Cast) -> None:
    plan = stage.adopted(cast, "甲")
    planner = enter(cast, "planner")
    addresses = ("plans/", "tasks/", f"plans/{plan.pk}/", "")

    def asked() -> list[int]:
        found = []
        for address in addresses:
            page(planner, address)
            with CaptureQueriesContext(connection) as queries:
                page(planner, address)
            found.append(len(queries))
        return found

    before = asked()
    for title in ("乙", "丙", "丁", "戊"):
        stage.put(cast, plan, title, reason="新增", co_units=(cast.units["other"].pk,))
    stage.drafted(cast)
    assert asked() == before


def test_a_meeting_is_prepared_called_and_minuted_on_the_screens(cast: Cast) -> None:
    task, body = stage.first(stage.adopted(cast)), stage.body(cast)
    planner = enter(cast, "planner")
    begins = timezone.localtime(clock.now()) - timedelta(hours=2)
    said = {"title": "专题会议", "body": body.pk, "begins_at": f"{begins:%Y-%m-%dT%H:%M}", "place": "三楼"}
    where = sent(planner, "meetings/new/", **said, tasks=[task.pk], items="通报情况|CGJ-1\n\n其他")
    meeting = Meeting.objects.get()
    assert where.endswith(f"/meetings/{meeting.pk}/")
    items = [(each.title, each.task_id, each.number) for each in AgendaItem.objects.all()]
    assert items == [(task.title, task.pk, ""), ("通报情况", None, "CGJ-1"), ("其他", None, "")]
    sent(planner, f"meetings/{meeting.pk}/moves/call/", version=1)
    assert "渣土管理科 doer" in page(enter(cast, "doer"), f"meetings/{meeting.pk}/")
    sent(planner, f"meetings/{meeting.pk}/moves/hold/", version=2)
    seats = {f"seat-{each.pk}": "present" for each in meeting.called.all()}
    rows = {
        "decision-TOTAL_FORMS": 3, "decision-INITIAL_FORMS": 0, "decision-0-text": "修订规程",
        "decision-0-unit": cast.units["waste"].pk, "decision-1-text": "", "decision-2-text": "",
    }  # fmt: skip
    shown = sent(
        planner, f"meetings/{meeting.pk}/minutes/", 422, version=3, minutes="会议议定", **seats, **rows
    )
    assert 'id="id_decision-0-due_on_error"' in shown
    assert "修订规程" in shown
    rows["decision-0-due_on"] = (clock.today() + timedelta(days=9)).isoformat()
    sent(planner, f"meetings/{meeting.pk}/minutes/", version=3, minutes="会议议定", **seats, **rows)
    sent(enter(cast, "duty_leader"), f"meetings/{meeting.pk}/moves/sign/", version=4)
    assert Task.objects.get(meeting=meeting).title == "修订规程"
    assert "修订规程" in page(planner, f"meetings/{meeting.pk}/")


def test_a_theme_is_drafted_and_a_task_put_under_it_on_the_screens(cast: Cast) -> None:
    task, planner = stage.first(stage.adopted(cast)), enter(cast, "planner")
    said = {
        "title": "深化年",
        "begins_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "aim": "目的",
        "measures": "措施",
    }
    sent(planner, "themes/new/", **said)
    theme = Theme.objects.get()
    sent(planner, f"tasks/{task.pk}/theme/", version=stage.fresh(task).revision, **{"tag-theme": theme.pk})
    assert task.title in page(planner, f"themes/{theme.pk}/")
    assert "没有这个索引号的已发布文件" in sent(
        planner, f"themes/{theme.pk}/publications/", 422, index_number="无此号"
    )
    sent(enter(cast, "duty_leader"), f"themes/{theme.pk}/moves/open/", version=1)
    assert Theme.objects.get().state == "running"


def test_supervision_finds_overdue_tasks_behind_the_door(cast: Cast) -> None:
    stage.adopted(cast)
    with clock.travel_to(clock.now() + timedelta(days=30)):
        shown = page(enter(cast, "supervisor"), "plans/")
        assert 'href="/workspace/tasks/?overdue=on"' in shown
        assert "梳理权责清单" in page(enter(cast, "supervisor"), "deadlines/")


def test_a_task_under_a_closed_theme_stays_there(cast: Cast) -> None:
    theme, task = stage.theme(cast), stage.first(stage.adopted(cast))
    actions.tag_task(task_id=task.pk, actor=cast.planner, expected_revision=None, theme_id=theme.pk)
    stage.theme_moved(theme, "open", cast.duty_leader)
    stage.theme_moved(theme, "close", cast.duty_leader)
    data = {"version": stage.fresh(task).revision, "tag-theme": ""}
    assert "这个专题已结束" in sent(enter(cast, "planner"), f"tasks/{task.pk}/theme/", 403, **data)
    assert stage.fresh(task).theme_id == theme.pk


def test_items_typed_on_the_agenda_are_shown_again(cast: Cast) -> None:
    made = stage.prepared(cast, agenda=(ItemInput("通报", None, "CGJ-1"),))
    shown = page(enter(cast, "planner"), f"meetings/{made.pk}/edit/")
    assert "通报|CGJ-1" in shown
    assert enter(cast, "doer").get(f"/workspace/meetings/{made.pk}/edit/").status_code == 404


def test_a_discarded_plan_without_tasks_invites_nobody_to_put_one_in(cast: Cast) -> None:
    plan = stage.drafted(cast)
    planner = enter(cast, "planner")
    assert f"plans/{plan.pk}/tasks/new/" in page(planner, f"plans/{plan.pk}/")
    invited = sentence(page(planner, f"plans/{plan.pk}/"))
    stage.plan_moved(plan, "discard", cast.planner, "并入另一方案")
    assert sentence(page(planner, f"plans/{plan.pk}/")) != invited
    assert f"plans/{plan.pk}/tasks/new/" not in page(planner, f"plans/{plan.pk}/")


def sentence(shown: str) -> str:
    """What the list of tasks says where there is none."""
    return shown.split('id="tasks"')[1].split('<p class="soft">')[1].split("</p>")[0]
