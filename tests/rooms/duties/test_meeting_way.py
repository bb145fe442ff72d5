"""Who calls a meeting, who is told, and what becomes of its decisions?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import planning as stage
import pytest

from cast import Cast
from everybody import who_may
from gongkai.core import clock, deadlines
from gongkai.core.models import Mail
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.duties.actions import meetings
from gongkai.duties.actions.meetings import DecisionInput, ItemInput, MeetingInput
from gongkai.duties.models import Called, Task
from gongkai.duties.queries import meetings as reads
from gongkai.duties.queries.plan_subjects import subject_of
from gongkai.people.actor import StaffActor
from gongkai.people.models import Person

pytestmark = pytest.mark.django_db


def test_everybody_who_sits_in_the_body_is_called_and_told(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    Person.objects.filter(pk=cast.person("doer").pk).update(email="doer@example.cn")
    made = stage.prepared(cast)
    stage.meeting_moved(made, "call", cast.planner)
    assert list(Called.objects.values_list("mailed", "presence")) == [(0, ""), (1, "")]
    assert Mail.objects.count() == 1


def test_who_sees_a_meeting(cast: Cast) -> None:
    made = stage.prepared(cast)
    names = ("planner", "duty_leader", "supervisor", "doer", "second_doer", "drafter", "outsider")

    def seeing() -> set[str]:
        return {name for name in names if reads.meeting(getattr(cast, name), made.pk) is not None}

    assert seeing() == {"planner", "duty_leader", "supervisor"}
    stage.meeting_moved(made, "call", cast.planner)
    assert seeing() == {"planner", "duty_leader", "supervisor", "doer"}


def test_only_the_planner_prepares_and_only_the_leader_signs(cast: Cast) -> None:
    body = stage.body(cast)

    def prepare(actor: StaffActor) -> Any:
        given = MeetingInput("会议", body.pk, clock.now())
        return meetings.prepare_meeting(actor=actor, agency_id=cast.agency.pk, given=given)

    assert who_may(cast, prepare) == {"planner"}
    meeting = stage.held(cast, body_id=body.pk)
    with pytest.raises(Refusal):
        stage.meeting_moved(meeting, "sign", cast.duty_leader)  # nothing is minuted
    stage.minuted(cast, meeting)

    def sign(actor: StaffActor) -> Any:
        return meetings.move_meeting(meeting_id=meeting.pk, key="sign", actor=actor, expected_revision=None)

    assert who_may(cast, sign) == {"duty_leader"}


def test_signed_decisions_are_tasks_in_force(cast: Cast) -> None:
    plan = stage.adopted(cast)
    meeting, due = stage.held(cast), clock.today() + timedelta(days=30)
    waste = cast.units["waste"].pk
    stage.minuted(
        cast,
        meeting,
        DecisionInput("修订查处规程", waste, due),
        DecisionInput("公布查处结果", waste, due, plan.pk),
        DecisionInput("不再需要", waste, due),
    )
    kept = [DecisionInput("修订查处规程", waste, due), DecisionInput("公布查处结果", waste, due, plan.pk)]
    stage.minuted(cast, meeting, *kept)
    before = Task.objects.count()
    stage.meeting_moved(meeting, "sign", cast.duty_leader)
    made = list(Task.objects.filter(meeting=meeting).order_by("number"))
    assert Task.objects.count() == before + 2
    assert [each.number for each in made] == [f"{meeting.number}-01", f"{meeting.number}-02"]
    assert [each.plan_id for each in made] == [None, plan.pk]
    assert [deadlines.of(subject_of(each))[0].due_on for each in made] == [due, due]
    assert stage.moved(made[0], "take", cast.doer).state == "doing"
    with pytest.raises(NotAllowed):
        stage.minuted(cast, meeting)


def test_open_tasks_come_onto_the_agenda_and_leave_it_again(cast: Cast) -> None:
    task = stage.first(stage.adopted(cast))
    made = stage.prepared(cast, agenda=(ItemInput(task.title, task.pk), ItemInput("通报", None, "CGJ-1")))
    given = MeetingInput(
        "专题会议", made.body_id, made.begins_at, "二楼", (ItemInput("通报", None, "CGJ-1"),)
    )
    meetings.write_meeting(meeting_id=made.pk, actor=cast.planner, expected_revision=None, given=given)
    assert [each.title for each in reads.agenda(made)] == ["通报"]
    assert made.agenda.count() == 2
    stage.moved(task, "drop", cast.duty_leader, "合并")
    wrong = MeetingInput("专题会议", made.body_id, made.begins_at, "二楼", (ItemInput("任务", task.pk),))
    with pytest.raises(Invalid):
        meetings.write_meeting(meeting_id=made.pk, actor=cast.planner, expected_revision=None, given=wrong)


def test_a_meeting_is_held_only_once_its_time_has_come(cast: Cast) -> None:
    made = stage.prepared(cast)
    stage.meeting_moved(made, "call", cast.planner)
    with pytest.raises(Refusal):
        stage.meeting_moved(made, "hold", cast.planner)
    with clock.travel_to(made.begins_at + timedelta(hours=2)):
        assert stage.meeting_moved(made, "hold", cast.planner).state == "held"


def test_a_cancelled_meeting_is_not_held(cast: Cast) -> None:
    made = stage.prepared(cast)
    stage.meeting_moved(made, "call", cast.planner)
    stage.meeting_moved(made, "cancel", cast.planner, "改期")
    with pytest.raises(Refusal):
        stage.meeting_moved(made, "hold", cast.planner)
    assert reads.held_in(cast.agency.pk, clock.today().year).count() == 0
