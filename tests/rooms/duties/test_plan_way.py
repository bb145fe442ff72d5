"""Who may draft, adopt and close a work plan, and what stands in the way?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import planning as stage
import pytest
from django.db import DatabaseError, transaction

from cast import Cast
from everybody import who_may
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.duties.actions import plans, tasks
from gongkai.duties.models import Task, WorkPlan
from gongkai.duties.queries import plans as reads
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor

pytestmark = pytest.mark.django_db


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("duties.")]


def test_a_plan_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    plan = stage.adopted(cast)
    task = stage.reported(cast, stage.first(plan))
    stage.moved(task, "find_done", cast.duty_leader)
    closed = stage.plan_moved(plan, "close", cast.duty_leader)
    assert (closed.state, closed.adopted_on, closed.closed_on) == ("closed", clock.today(), clock.today())
    assert deeds() == [
        "duties.plan.drafted", "duties.task.added", "duties.plan.submit", "duties.plan.adopt", "duties.task.take",
        "duties.task.evidence", "duties.task.report", "duties.task.find_done", "duties.plan.close",
    ]  # fmt: skip
    assert ledger.verify()[1] is None


def test_numbers_of_plans_and_tasks_have_no_gap(cast: Cast) -> None:
    code, year = cast.agency.code.upper(), clock.today().year
    made = [stage.drafted(cast) for _ in range(2)]
    assert [each.number for each in made] == [f"{code}-FA-{year}-01", f"{code}-FA-{year}-02"]
    assert [stage.put(cast, made[1]).number for _ in range(2)] == [
        f"{code}-FA-{year}-02-01",
        f"{code}-FA-{year}-02-02",
    ]


def test_only_the_planner_drafts_and_writes(cast: Cast) -> None:
    made = stage.drafted(cast)

    def draft(actor: StaffActor) -> Any:
        return plans.draft_plan(actor=actor, agency_id=cast.agency.pk, given=stage.plan_said())

    def write(actor: StaffActor) -> Any:
        given = stage.plan_said(title="另一个题目")
        return plans.write_plan(plan_id=made.pk, actor=actor, expected_revision=None, given=given)

    def add(actor: StaffActor) -> Any:
        given = stage.task_said(cast)
        return tasks.add_task(plan_id=made.pk, actor=actor, expected_revision=None, given=given)

    assert [who_may(cast, deed) for deed in (draft, write, add)] == [{"planner"}] * 3


def test_only_the_leader_adopts(cast: Cast) -> None:
    made = stage.drafted(cast)
    stage.put(cast, made)
    stage.plan_moved(made, "submit", cast.planner)

    def adopt(actor: StaffActor) -> Any:
        return plans.move_plan(plan_id=made.pk, key="adopt", actor=actor, expected_revision=None)

    assert who_may(cast, adopt) == {"duty_leader"}


def test_who_sees_a_plan(cast: Cast) -> None:
    draft, running = stage.drafted(cast), stage.adopted(cast)
    names = ("planner", "duty_leader", "supervisor", "doer", "rival_doer", "drafter", "trainer", "outsider")
    sees = {
        name: [reads.plan(getattr(cast, name), each.pk) is not None for each in (draft, running)]
        for name in names
    }
    assert sees == {
        "planner": [True, True], "duty_leader": [True, True], "supervisor": [True, True], "doer": [False, True],
        "rival_doer": [False, True], "drafter": [False, False], "trainer": [False, False],
        "outsider": [False, False],
    }  # fmt: skip


def test_an_incomplete_plan_is_not_submitted(cast: Cast) -> None:
    for changes, field in (({"basis": ""}, "basis"), ({"text": " "}, "text"), ({}, "tasks")):
        made = stage.drafted(cast, **changes)
        if field != "tasks":
            stage.put(cast, made)
        assert field in dict(reads.faults(made))
        with pytest.raises(Refusal):
            stage.plan_moved(made, "submit", cast.planner)


def test_adopting_puts_every_task_in_force_and_starts_its_clock(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    (clock_of,) = deadlines.of(subject_of(task))
    assert task.given_on == clock.today()
    assert (clock_of.due_on, clock_of.unit, clock_of.stopped_on) == (task.due_on, task.unit_id, None)


def test_an_adopted_plan_takes_tasks_only_with_a_reason(cast: Cast) -> None:
    plan = stage.adopted(cast)
    with pytest.raises(Invalid) as refused:
        stage.put(cast, plan, "补充任务")
    assert refused.value.field == "reason"
    added = stage.put(cast, plan, "补充任务", reason="上级新增要求")
    assert (added.given_on, added.added_because) == (clock.today(), "上级新增要求")
    assert Event.objects.latest("seq").reason == "上级新增要求"
    with pytest.raises(NotAllowed):
        plans.write_plan(
            plan_id=plan.pk, actor=cast.planner, expected_revision=None, given=stage.plan_said(title="改")
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"), ({"title": "长" * 201}, "title"), ({"goal": " "}, "goal"),
        ({"measure": ""}, "measure"), ({"unit_id": 0}, "unit"), ({"co_units": (0,)}, "co_units"),
        ({"due_on": clock.today() - timedelta(days=1)}, "due_on"),
        ({"due_on": clock.today() + timedelta(days=1200)}, "due_on"),
        ({"title": "联系人示例甲，电话13800138000"}, "title"), ({"post_id": 0}, "post"), ({"person_id": 0}, "person"),
    ],
)  # fmt: skip
def test_a_task_that_cannot_be_is_refused_at_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    made = stage.drafted(cast)
    with pytest.raises(Invalid) as refused:
        stage.put(cast, made, **{"title": "任务", **changes})
    assert refused.value.field == field
    assert not Task.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    made = stage.drafted(cast)
    plans.write_plan(
        plan_id=made.pk, actor=cast.planner, expected_revision=1, given=stage.plan_said(text="甲")
    )
    with pytest.raises(Conflict):
        plans.write_plan(
            plan_id=made.pk, actor=cast.planner, expected_revision=1, given=stage.plan_said(text="乙")
        )
    assert WorkPlan.objects.get(pk=made.pk).text == "甲"


def test_a_second_click_changes_nothing(cast: Cast) -> None:
    made = stage.drafted(cast)
    stage.put(cast, made)
    seen = stage.fresh(made).revision
    for _ in range(2):
        moved = plans.move_plan(plan_id=made.pk, key="submit", actor=cast.planner, expected_revision=seen)
        assert moved.state == "in_review"
    assert deeds().count("duties.plan.submit") == 1


def test_a_plan_with_open_tasks_is_not_closed(cast: Cast) -> None:
    plan = stage.adopted(cast)
    with pytest.raises(Refusal):
        stage.plan_moved(plan, "close", cast.duty_leader)
    stage.moved(stage.first(plan), "drop", cast.duty_leader, "任务合并到其他方案")
    assert stage.plan_moved(plan, "close", cast.duty_leader).state == "closed"


def test_the_database_itself_deletes_nothing_of_a_plan(cast: Cast) -> None:
    plan = stage.adopted(cast)
    for rows in (Task.objects.filter(plan=plan), WorkPlan.objects.filter(pk=plan.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows._raw_delete(rows.db)  # the manager would refuse it sooner: the database has to
