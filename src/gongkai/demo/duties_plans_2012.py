"""The year 2012: the plan of twelve tasks, the theme of the year, and three special meetings."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.core import clock
from gongkai.demo import duties_plans_texts as texts
from gongkai.demo.duties_plans_stage import PlanStage
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions.meetings import ItemInput
from gongkai.duties.actions.plans import PlanInput
from gongkai.duties.actions.themes import ThemeInput
from gongkai.duties.models import Task, WorkPlan

DRAFTED, ADOPTED, CLOSED = date(2012, 1, 30), date(2012, 2, 3), date(2012, 12, 28)
SIGNED = date(2012, 2, 6)
#: Days before its limit on which a task is reported, by its place in the plan.
EARLY = (2, 9, 4, 1, 6, 1, 8, 3, 5, 12, 2, 4)


def play(stage: Stage) -> WorkPlan:
    """Plays it from the draft to the plan's end, in the order of the days."""
    acting = PlanStage(stage)
    theme = acting.theme(
        ThemeInput(
            texts.THEME_2012, date(2012, 1, 1), date(2012, 12, 31), texts.AIM_2012, texts.MEASURES_2012
        ),
        at(date(2012, 1, 16), 30),
    )
    acting.move_theme(theme, "open", at(date(2012, 1, 17), 60))
    given = PlanInput(texts.TITLE_2012, 2012, texts.BASIS_2012, texts.TEXT_2012)
    plan = acting.draft(given, texts.TASKS_2012, at(DRAFTED, 30))
    acting.adopt(plan, ADOPTED)
    rows = list(Task.objects.filter(plan=plan).select_related("unit").order_by("number"))
    for task in rows:
        acting.tag(task, theme, at(ADOPTED, 260))
    _through_the_year(acting, rows)
    acting.move_plan(plan, "close", acting.leader(), at(CLOSED, 60))
    acting.move_theme(theme, "close", at(date(2012, 12, 31), 60))
    return plan


def _through_the_year(acting: PlanStage, rows: list[Task]) -> None:
    """Signed for, finished and spoken about, each on its day."""
    scenes: list[tuple[date, int, Task | int]] = []
    for number, task in enumerate(rows):
        begins = max(SIGNED, task.begins_on)
        scenes.append((begins, 0, task))
        scenes.append((_working(task.due_on - timedelta(days=EARLY[number])), 1, task))
    for number, (on, _title, _minutes) in enumerate(texts.MEETINGS_2012):
        scenes.append((date(2012, *on), 2, number))
    for day, kind, of in sorted(scenes, key=lambda each: (each[0], each[1])):
        if isinstance(of, int):
            _meet(acting, of, day)
        elif kind == 0:
            acting.take(of, day)
        else:
            said = texts.TASKS_2012[rows.index(of)]
            acting.finish(of, day, said.shown)


def _working(day: date) -> date:
    while not clock.calendar().is_working(day):
        day -= timedelta(days=1)
    return day


def _meet(acting: PlanStage, number: int, day: date) -> None:
    _day, title, minutes = texts.MEETINGS_2012[number]
    meeting = acting.meet(title, at(day, 30), [ItemInput(title), ItemInput("各单位汇报任务进展")])
    acting.hold(meeting, minutes, absent=number % 2)
    acting.move_meeting(meeting, "sign", acting.leader(), at(day + timedelta(days=1), 60))
