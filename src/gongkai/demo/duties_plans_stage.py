"""Lets the demonstration's people plan: a plan with its tasks, a task carried out, a meeting held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.core import clock
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions import meetings, plans, task_progress, tasks, themes
from gongkai.duties.actions.meetings import DecisionInput, ItemInput, MeetingInput
from gongkai.duties.actions.plans import PlanInput
from gongkai.duties.actions.tasks import TaskInput
from gongkai.duties.actions.themes import ThemeInput
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan
from gongkai.people.actor import StaffActor
from gongkai.people.models import Body

PLANNER, LEADER = "office", "leader"


@dataclass(frozen=True, slots=True)
class Said:
    """A task of the play: its unit, the months it lasts, and what shows that it is done."""

    goal: str
    measure: str
    title: str
    unit: str
    begins: tuple[int, int]
    due: tuple[int, int]
    standard: str
    helping: tuple[str, ...] = ()
    shown: str = "工作台账、照片等材料"


class PlanStage:
    """The planner, the leader and the heads of the units acting."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def planner(self) -> StaffActor:
        """Who keeps the plans."""
        return self.stage.actor(PLANNER)

    def leader(self) -> StaffActor:
        """Who adopts and signs."""
        return self.stage.actor(LEADER)

    def doer(self, task: Task) -> StaffActor:
        """The head of the task's unit."""
        return self.stage.who("head", task.unit.code)

    def draft(self, given: PlanInput, said: Sequence[Said], when: datetime) -> WorkPlan:
        """A draft with its tasks."""
        with clock.travel_to(when):
            planner = self.planner()
            plan = plans.draft_plan(actor=planner, agency_id=planner.agency_id, given=given)
            for each in said:
                self.put(plan, each)
        return plan

    def put(self, plan: WorkPlan, each: Said, *, reason: str = "") -> Task:
        """A task in the plan."""
        year = plan.year
        return tasks.add_task(
            plan_id=plan.pk,
            actor=self.planner(),
            expected_revision=None,
            given=TaskInput(
                title=each.title,
                goal=each.goal,
                measure=each.measure,
                unit_id=self.stage.unit(each.unit),
                begins_on=date(year, *each.begins),
                due_on=date(year, *each.due),
                standard=each.standard,
                co_units=tuple(self.stage.unit(code) for code in each.helping),
            ),
            reason=reason,
        )

    def adopt(self, plan: WorkPlan, day: date) -> None:
        """Submitted by the planner, adopted by the leader."""
        for key, who, minutes in (("submit", self.planner(), 30), ("adopt", self.leader(), 200)):
            self.move_plan(plan, key, who, at(day, minutes))

    def move_plan(
        self, plan: WorkPlan, key: str, actor: StaffActor, when: datetime, reason: str = ""
    ) -> None:
        """One move of a plan."""
        with clock.travel_to(when):
            plans.move_plan(plan_id=plan.pk, key=key, actor=actor, expected_revision=None, reason=reason)

    def move(self, task: Task, key: str, actor: StaffActor, when: datetime, reason: str = "") -> None:
        """One move of a task."""
        with clock.travel_to(when):
            tasks.move_task(task_id=task.pk, key=key, actor=actor, expected_revision=None, reason=reason)

    def take(self, task: Task, day: date) -> None:
        """Its unit signs for it."""
        self.move(task, "take", self.doer(task), at(day, 40))

    def tell(self, task: Task, day: date, percent: int, text: str) -> None:
        """Its unit tells how far it has come."""
        with clock.travel_to(at(day, 60)):
            task_progress.tell_progress(
                task_id=task.pk,
                actor=self.doer(task),
                expected_revision=None,
                percent=percent,
                text=text,
            )

    def report(self, task: Task, day: date, shown: str, number: str = "") -> None:
        """Its unit shows what was done, and reports it."""
        with clock.travel_to(at(day, 90)):
            task_progress.add_evidence(
                task_id=task.pk,
                actor=self.doer(task),
                expected_revision=None,
                text=shown,
                number=number or f"{task.number}-佐证",
            )
        self.move(task, "report", self.doer(task), at(day, 100))

    def finish(self, task: Task, day: date, shown: str) -> None:
        """Reported, and found done the same day by the planner."""
        self.report(task, day, shown)
        self.move(task, "find_done", self.planner(), at(day, 240))

    def meet(
        self,
        title: str,
        when: datetime,
        items: Sequence[ItemInput],
        *,
        place: str = "局三楼会议室",
        called: date | None = None,
        call: bool = True,
    ) -> Meeting:
        """A meeting of the leading group, prepared and called some days before."""
        body = Body.objects.get(agency__code="cgj", kind=Body.Kind.LEADING_GROUP)
        day = called or when.date() - timedelta(days=4)
        with clock.travel_to(at(day, 20)):
            planner = self.planner()
            made = meetings.prepare_meeting(
                actor=planner,
                agency_id=planner.agency_id,
                given=MeetingInput(title, body.pk, when, place, tuple(items)),
            )
        if call:
            self.move_meeting(made, "call", planner, at(day, 30))
        return made

    def hold(
        self, meeting: Meeting, minutes: str, decisions: Sequence[DecisionInput] = (), absent: int = 1
    ) -> None:
        """Held, minuted the same day; the last so many members were excused."""
        when = meeting.begins_at
        self.move_meeting(meeting, "hold", self.planner(), when + timedelta(hours=2))
        called = list(meeting.called.order_by("id"))
        with clock.travel_to(when + timedelta(hours=3)):
            meetings.write_minutes(
                meeting_id=meeting.pk,
                actor=self.planner(),
                expected_revision=None,
                minutes=minutes,
                presences={
                    each.pk: "excused" if number >= len(called) - absent else "present"
                    for number, each in enumerate(called)
                },
                decisions=decisions,
            )

    def move_meeting(
        self, meeting: Meeting, key: str, actor: StaffActor, when: datetime, reason: str = ""
    ) -> None:
        """One move of a meeting."""
        with clock.travel_to(when):
            meetings.move_meeting(
                meeting_id=meeting.pk, key=key, actor=actor, expected_revision=None, reason=reason
            )

    def theme(self, given: ThemeInput, when: datetime) -> Theme:
        """The draft of a theme."""
        with clock.travel_to(when):
            planner = self.planner()
            return themes.draft_theme(actor=planner, agency_id=planner.agency_id, given=given)

    def move_theme(self, theme: Theme, key: str, when: datetime) -> None:
        """One move of a theme by the leader."""
        with clock.travel_to(when):
            themes.move_theme(theme_id=theme.pk, key=key, actor=self.leader(), expected_revision=None)

    def tag(self, task: Task, theme: Theme, when: datetime) -> None:
        """A task under a theme."""
        with clock.travel_to(when):
            tasks.tag_task(task_id=task.pk, actor=self.planner(), expected_revision=None, theme_id=theme.pk)
