"""Plans for tests: one that is adopted with tasks of two units, a meeting of the leading group, a theme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from cast import BEGIN, Cast
from gongkai.core import clock
from gongkai.duties.actions import meetings, plans, task_progress, tasks, themes
from gongkai.duties.actions.meetings import DecisionInput, ItemInput, MeetingInput
from gongkai.duties.actions.plans import PlanInput
from gongkai.duties.actions.tasks import TaskInput
from gongkai.duties.actions.themes import ThemeInput
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan
from gongkai.people.models import Body, Membership, Post


def plan_said(**changes: Any) -> PlanInput:
    """What a complete plan says."""
    given: dict[str, Any] = {
        "title": "政务公开工作方案",
        "year": clock.today().year,
        "basis": "省政务公开工作要点。",
        "text": "全面推进政务公开。",
        **changes,
    }
    return PlanInput(**given)


def task_said(cast: Cast, title: str = "梳理权责清单", unit: str = "waste", **changes: Any) -> TaskInput:
    """What a complete task says."""
    today = clock.today()
    given: dict[str, Any] = {
        "title": title,
        "goal": "权力公开透明运行",
        "measure": "清理权力事项",
        "unit_id": cast.units[unit].pk,
        "begins_on": today,
        "due_on": today + timedelta(days=20),
        "standard": "清单经审核并公布。",
        **changes,
    }
    return TaskInput(**given)


def drafted(cast: Cast, **changes: Any) -> WorkPlan:
    """A draft of the planner's, without tasks."""
    return plans.draft_plan(actor=cast.planner, agency_id=cast.agency.pk, given=plan_said(**changes))


def fresh(found: Any) -> Any:
    """The record as it stands now."""
    return type(found).objects.get(pk=found.pk)


def put(cast: Cast, plan: WorkPlan, title: str = "梳理权责清单", unit: str = "waste", **changes: Any) -> Task:
    """A task in the plan."""
    reason = str(changes.pop("reason", ""))
    return tasks.add_task(
        plan_id=plan.pk,
        actor=cast.planner,
        expected_revision=None,
        given=task_said(cast, title, unit, **changes),
        reason=reason,
    )


def plan_moved(plan: WorkPlan, key: str, actor: Any, reason: str = "") -> WorkPlan:
    """The plan after the move."""
    return plans.move_plan(
        plan_id=plan.pk, key=key, actor=actor, expected_revision=fresh(plan).revision, reason=reason
    )


def moved(task: Task, key: str, actor: Any, reason: str = "") -> Task:
    """The task after the move."""
    return tasks.move_task(
        task_id=task.pk, key=key, actor=actor, expected_revision=fresh(task).revision, reason=reason
    )


def adopted(cast: Cast, *titles: str, **changes: Any) -> WorkPlan:
    """An adopted plan with a task of the unit ``waste`` for each title (one, where none is given)."""
    made = drafted(cast)
    for title in titles or ("梳理权责清单",):
        put(cast, made, title, **changes)
    plan_moved(made, "submit", cast.planner)
    return plan_moved(made, "adopt", cast.duty_leader)


def first(plan: WorkPlan) -> Task:
    """The plan's first task."""
    return Task.objects.filter(plan=plan).order_by("number")[0]


def shown(cast: Cast, task: Task) -> None:
    """Evidence by the number of a record."""
    task_progress.add_evidence(
        task_id=task.pk,
        actor=cast.doer,
        expected_revision=None,
        text="清单已公布",
        number="014314799/2026-00001",
    )


def reported(cast: Cast, task: Task) -> Task:
    """Signed for, shown and reported by the unit."""
    moved(task, "take", cast.doer)
    shown(cast, task)
    return moved(task, "report", cast.doer)


def body(cast: Cast, *names: str, kind: str = "leading_group") -> Body:
    """A body of the agency in which the posts of these people sit."""
    made = Body.objects.create(
        agency=cast.agency, name="政务公开领导小组", kind=kind, basis="城管〔2010〕1号", begins_on=BEGIN
    )
    for at, name in enumerate(names or ("duty_leader", "doer")):
        post = Post.objects.get(title=name.replace("_", "-"))
        Membership.objects.create(
            body=made, seat="member" if at else "head", post=post, begins_on=BEGIN, basis="城管〔2010〕1号"
        )
    return made


def prepared(cast: Cast, **changes: Any) -> Meeting:
    """A meeting with an item of its own on the agenda."""
    given: dict[str, Any] = {
        "title": "政务公开专题会议",
        "begins_at": clock.now() + timedelta(days=3),
        "place": "三楼会议室",
        "agenda": (ItemInput("听取情况汇报"),),
        **changes,
    }
    given.setdefault("body_id", 0)
    given["body_id"] = given["body_id"] or body(cast).pk
    return meetings.prepare_meeting(actor=cast.planner, agency_id=cast.agency.pk, given=MeetingInput(**given))


def meeting_moved(meeting: Meeting, key: str, actor: Any, reason: str = "") -> Meeting:
    """The meeting after the move."""
    return meetings.move_meeting(
        meeting_id=meeting.pk, key=key, actor=actor, expected_revision=fresh(meeting).revision, reason=reason
    )


def held(cast: Cast, **changes: Any) -> Meeting:
    """A meeting that was held an hour ago; its minutes are not written."""
    made = prepared(cast, begins_at=clock.now() - timedelta(hours=1), **changes)
    meeting_moved(made, "call", cast.planner)
    return meeting_moved(made, "hold", cast.planner)


def minuted(cast: Cast, meeting: Meeting, *decisions: DecisionInput) -> Meeting:
    """Everybody was present, the minutes are written."""
    return meetings.write_minutes(
        meeting_id=meeting.pk,
        actor=cast.planner,
        expected_revision=None,
        minutes="会议听取了汇报。",
        presences={each.pk: "present" for each in meeting.called.all()},
        decisions=decisions,
    )


def theme(cast: Cast, **changes: Any) -> Theme:
    """The draft of a theme."""
    year = clock.today().year
    given: dict[str, Any] = {
        "title": "政务公开深化年",
        "begins_on": date(year, 1, 1),
        "ends_on": date(year, 12, 31),
        "aim": "让群众看得到、看得懂。",
        "measures": "清理权责，公布标准。",
        **changes,
    }
    return themes.draft_theme(actor=cast.planner, agency_id=cast.agency.pk, given=ThemeInput(**given))


def theme_moved(found: Theme, key: str, actor: Any, reason: str = "") -> Theme:
    """The theme after the move."""
    return themes.move_theme(
        theme_id=found.pk, key=key, actor=actor, expected_revision=fresh(found).revision, reason=reason
    )
