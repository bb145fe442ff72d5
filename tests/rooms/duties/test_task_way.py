"""Who carries a task out, who finds it done, and when is its unit reminded?"""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import planning as stage
import pytest

from cast import Cast
from everybody import who_may
from gongkai.core import clock, deadlines
from gongkai.core.models import Mail
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.duties.actions import task_progress, tasks
from gongkai.duties.models import Task, TaskReminder
from gongkai.duties.queries import plan_figures
from gongkai.duties.queries import tasks as reads
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person

pytestmark = pytest.mark.django_db


def deed(task: Task, key: str, reason: str = "") -> Any:
    def work(actor: StaffActor) -> Any:
        return tasks.move_task(task_id=task.pk, key=key, actor=actor, expected_revision=None, reason=reason)

    return work


def test_the_unit_signs_and_reports_and_others_find_it_done(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    assert who_may(cast, deed(task, "take")) == {"doer", "second_doer"}
    stage.moved(task, "take", cast.doer)
    assert who_may(cast, deed(task, "report")) == set()  # nothing shows it yet
    stage.shown(cast, task)
    assert who_may(cast, deed(task, "report")) == {"doer", "second_doer"}
    stage.moved(task, "report", cast.doer)
    assert who_may(cast, deed(task, "find_done")) == {"planner", "duty_leader"}
    assert who_may(cast, deed(task, "not_enough", "缺少附件")) == {"planner", "duty_leader"}
    assert who_may(cast, deed(task, "drop", "不再需要")) == {"duty_leader"}
    done = stage.moved(task, "find_done", cast.planner)
    assert (done.done_on, done.percent) == (clock.today(), 100)
    assert deadlines.of(subject_of(task))[0].stopped_on == clock.today()


def test_a_task_of_a_draft_is_not_signed_for(cast: Cast) -> None:
    task = stage.put(cast, stage.drafted(cast))
    assert who_may(cast, deed(task, "take")) == set()
    assert who_may(cast, deed(task, "strike")) == {"planner"}
    stage.moved(task, "strike", cast.planner)
    assert reads.for_staff(cast.planner).count() == 0


def test_a_task_taken_up_again_runs_its_clock_again(cast: Cast) -> None:
    task = stage.reported(cast, stage.first(stage.adopted(cast)))
    stage.moved(task, "find_done", cast.duty_leader)
    again = stage.moved(task, "reopen", cast.duty_leader, "清单有误")
    assert (again.state, again.done_on) == ("doing", None)
    assert [each.stopped_on is None for each in deadlines.of(subject_of(task))] == [False, True]


def test_helping_units_tell_too_and_nobody_else(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast, co_units=(cast.units["other"].pk,)))
    stage.moved(task, "take", cast.doer)

    def tell(actor: StaffActor) -> Any:
        return task_progress.tell_progress(
            task_id=task.pk, actor=actor, expected_revision=None, percent=40, text="已完成初稿"
        )

    assert who_may(cast, tell) == {"doer", "second_doer", "rival_doer"}
    tell(cast.rival_doer)
    assert stage.fresh(task).percent == 40
    with pytest.raises(Refusal):
        task_progress.tell_progress(
            task_id=task.pk, actor=cast.doer, expected_revision=None, percent=101, text="超过"
        )


def test_a_file_is_evidence(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    with pytest.raises(NotAllowed):
        stage.shown(cast, task)  # not signed for yet
    stage.moved(task, "take", cast.doer)
    file = (io.BytesIO("名,1\n".encode()), "a.csv")
    made = task_progress.add_evidence(
        task_id=task.pk, actor=cast.doer, expected_revision=None, text="名单", file=file
    )
    assert made.file is not None
    assert made.name == "a.csv"


def test_the_unit_is_reminded_once_for_each_step(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    Person.objects.filter(pk=cast.person("doer").pk).update(email="doer@example.cn")
    task = stage.first(stage.adopted(cast))
    said = []
    for days in (10, 7, 6, 1, 0, -1, -2):
        with clock.travel_to(clock.now() + (task.due_on - clock.today() - timedelta(days=days))):
            said.append([task_progress.remind(), task_progress.remind()])
    assert said == [[0, 0], [1, 0], [0, 0], [1, 0], [1, 0], [1, 0], [0, 0]]
    assert list(TaskReminder.objects.values_list("days", "mailed")) == [(7, 1), (1, 1), (0, 1), (-1, 1)]
    assert Mail.objects.count() == 4


def test_overdue_tasks_are_seen_by_supervision(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    assert not reads.supervised(cast.supervisor).exists()
    with clock.travel_to(clock.now() + timedelta(days=21)):
        assert [each.pk for each in reads.supervised(cast.supervisor)] == [task.pk]
        assert not reads.supervised(cast.doer).exists()
        assert not reads.supervised(cast.outsider).exists()


def test_the_year_is_counted_as_it_stood_on_its_last_day(cast: Cast) -> None:
    year = 2025
    days = {"begins_on": date(year, 3, 3), "due_on": date(year, 11, 28)}
    with clock.travel_to(clock.now().replace(year=year, month=3, day=3)):
        plan = stage.drafted(cast)
        one = stage.put(cast, plan, "甲", **days)
        stage.put(cast, plan, "乙", **days)
        stage.plan_moved(plan, "submit", cast.planner)
        stage.plan_moved(plan, "adopt", cast.duty_leader)
        stage.reported(cast, one)
        stage.moved(one, "find_done", cast.duty_leader)
        stage.held(cast)
    figures = plan_figures.of_year(cast.agency.pk, year)
    assert figures == plan_figures.PlanFigures(plans=1, tasks=2, done=1, overdue=1, meetings=1)
    stage.moved(one, "reopen", cast.duty_leader, "次年发现问题")
    assert plan_figures.of_year(cast.agency.pk, year) == figures
    assert [each.title for each in plan_figures.done(cast.agency.pk, year)] == ["甲"]
    assert [each.title for each in plan_figures.overdue(cast.agency.pk, year)] == ["乙"]
    assert plan_figures.of_year(cast.agency.pk, year + 1).tasks == 0
    assert plan_figures.of_year(cast.outside_agency.pk, year).plans == 0
