"""Plans, tasks, meetings and themes of the living year: every state, tasks past their limits, a meeting called."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from gongkai.core import clock
from gongkai.demo import duties_plans_texts as texts
from gongkai.demo.duties_plans_stage import PlanStage, Said
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions import task_progress, tasks
from gongkai.duties.actions.meetings import DecisionInput, ItemInput
from gongkai.duties.actions.plans import PlanInput
from gongkai.duties.actions.tasks import TaskInput
from gongkai.duties.actions.themes import ThemeInput
from gongkai.duties.models import Meeting, Task, Theme, WorkPlan

Scene = tuple[date, int, Callable[[], object]]
#: Days before today on which the plan is adopted, and meetings take place.
ADOPTED, MET, MINUTED = 155, 60, 2


class Course:
    """The plans in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.acting = PlanStage(stage)
        self.calendar = clock.calendar()
        self.plan: WorkPlan | None = None
        self.theme: Theme | None = None
        self.held: Meeting | None = None

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        found: list[Scene] = [
            (self.ago(170), 80, self.opened_theme),
            (self.ago(ADOPTED), 80, self.adopted),
            (self.ago(MET), 80, self.met),
            (self.ago(MET) + timedelta(days=1), 80, self.signed),
            (self.ago(40), 80, self.one_more),
            (self.ago(25), 80, self.dropped),
            (self.ago(20), 80, self.cancelled),
            (self.ago(9), 80, self.drafts),
            (self.ago(MINUTED), 82, self.waits_for_its_signature),
            (self.ago(1), 82, self.called),
        ]
        for number, (_title, _unit, begins, due, becomes, *_rest) in enumerate(texts.YEAR):
            found += self._of_task(number, begins, due, becomes)
        return [
            *found,
            *((self.today - timedelta(days=days), 79, self.reminded(days)) for days in range(100, 0, -1)),
        ]

    def _of_task(self, number: int, begins: int, due: int, becomes: str) -> list[Scene]:
        """Signed for, told about, reported and judged, as far as it came."""
        if becomes in ("planned", "dropped"):
            return []
        found: list[Scene] = [(self.ago(-begins), 81, partial(self._take, number))]
        found.append((self.ago(-begins - 12), 81, partial(self._tell, number, 30, "已开始收集材料。")))
        if becomes == "done":
            found.append((self.ago(-due + 3), 81, partial(self._finish, number)))
        elif becomes in ("reported", "returned"):
            found.append((self.ago(4), 81, partial(self._report, number)))
            if becomes == "returned":
                found.append((self.ago(2), 81, partial(self._return, number)))
        else:
            found.append(
                (
                    self.ago(max(15, -due + 2)),
                    81,
                    partial(self._tell, number, 70, "初稿已形成，正在征求意见。"),
                )
            )
        return found

    def reminded(self, days: int) -> Callable[[], object]:
        """The installation reminds by itself."""

        def scene() -> None:
            with clock.travel_to(at(self.today - timedelta(days=days), 1)):
                task_progress.remind()

        return scene

    def opened_theme(self) -> None:
        """The theme of the year."""
        year = self.today.year
        given = ThemeInput(
            "公开便民提升年",
            date(year, 1, 1),
            date(year, 12, 31),
            "让群众找得到、看得懂、用得上。",
            "一、公开目录更新到位。\n二、办事指南通俗易懂。\n三、高频问题公开答复。",
        )
        self.theme = self.acting.theme(given, at(self.ago(170), 20))
        self.acting.move_theme(self.theme, "open", at(self.ago(170), 120))

    def adopted(self) -> None:
        """The plan of the year with its tasks."""
        day = self.ago(ADOPTED)
        acting = self.acting
        given = PlanInput(f"{day.year}年政务公开工作方案", day.year, texts.YEAR_BASIS, texts.YEAR_TEXT)
        self.plan = acting.draft(given, (), at(day, 10))
        with clock.travel_to(at(day, 20)):
            for title, unit, begins, due, _becomes, goal, measure, standard in texts.YEAR:
                tasks.add_task(
                    plan_id=self.plan.pk,
                    actor=acting.planner(),
                    expected_revision=None,
                    given=TaskInput(
                        title,
                        goal,
                        measure,
                        self.stage.unit(unit),
                        self.today + timedelta(days=begins),
                        self.today + timedelta(days=due),
                        standard,
                        (self.stage.unit("office"),) if unit.startswith("brigade") else (),
                    ),
                )
        acting.adopt(self.plan, day)
        assert self.theme is not None
        for task in self._rows()[:6]:
            acting.tag(task, self.theme, at(day, 280))

    def _rows(self) -> list[Task]:
        return list(Task.objects.filter(plan=self.plan).select_related("unit").order_by("number"))

    def _task(self, number: int) -> Task:
        return self._rows()[number]

    def _take(self, number: int) -> None:
        self.acting.take(self._task(number), self.ago(-texts.YEAR[number][2]))

    def _tell(self, number: int, percent: int, text: str) -> None:
        task = self._task(number)
        days = -texts.YEAR[number][2] - 12 if percent == 30 else max(15, -texts.YEAR[number][3] + 2)
        self.acting.tell(task, self.ago(days), percent, text)

    def _finish(self, number: int) -> None:
        self.acting.finish(self._task(number), self.ago(-texts.YEAR[number][3] + 3), "公布页面和台账")

    def _report(self, number: int) -> None:
        self.acting.report(self._task(number), self.ago(4), "问题清单和短视频脚本")

    def _return(self, number: int) -> None:
        why = "三个事项只完成两个，请补齐后再报。"
        self.acting.move(self._task(number), "not_enough", self.acting.leader(), at(self.ago(2), 60), why)

    def met(self) -> None:
        """A meeting about open tasks; two of its decisions become tasks."""
        day = self.ago(MET)
        items = [
            ItemInput("研究公开便民提升年推进措施"),
            ItemInput("通报上半年公开情况", None, "通报〔上半年〕"),
        ]
        self.held = self.acting.meet("推进公开便民提升年", at(day, 30), items)
        assert self.plan is not None
        decisions = [
            DecisionInput(
                "汇总各单位公开短板", self.stage.unit("office"), self.today - timedelta(days=8), None
            ),
            DecisionInput(
                "统一公开页面联系方式", self.stage.unit("law"), self.today + timedelta(days=40), self.plan.pk
            ),
        ]
        self.acting.hold(self.held, "会议研究了提升年推进措施，议定两项任务。", decisions)

    def signed(self) -> None:
        """Its minutes are signed the day after."""
        assert self.held is not None
        day = self.ago(MET) + timedelta(days=1)
        self.acting.move_meeting(self.held, "sign", self.acting.leader(), at(day, 60))

    def one_more(self) -> None:
        """A task added to the adopted plan."""
        assert self.plan is not None
        with clock.travel_to(at(self.ago(40), 60)):
            self.acting.put(self.plan, texts.ADDED, reason="窗口反映各处指南样式不一，经领导小组同意增加。")

    def dropped(self) -> None:
        """A task that is not needed any more."""
        why = "手册内容并入公开事项清单，不再单独编印。"
        self.acting.move(self._task(11), "drop", self.acting.leader(), at(self.ago(25), 60), why)

    def cancelled(self) -> None:
        """A meeting that was called and did not take place."""
        day = self.ago(20)
        meeting = self.acting.meet(
            "听取公开自查情况", at(day + timedelta(days=3), 30), [ItemInput("自查情况")], called=day
        )
        self.acting.move_meeting(
            meeting, "cancel", self.acting.planner(), at(day, 200), "与全市会议冲突，改期。"
        )

    def drafts(self) -> None:
        """A plan to be adopted, one that is being drafted, one that was discarded, and the draft of a theme."""
        day, year, acting = self.ago(9), self.today.year, self.acting
        said = (
            Said(texts.OPEN, "公开审查", "整理公开审查案例", "law", (1, 5), (12, 20), "案例汇编印发各单位。"),
        )
        waiting = acting.draft(
            PlanInput("公开审查规范化专项方案", year, texts.YEAR_BASIS, "规范公开前的审查。"),
            said,
            at(day, 20),
        )
        acting.move_plan(waiting, "submit", acting.planner(), at(day, 40))
        acting.draft(PlanInput("基层公开试点方案", year, "", ""), said, at(day, 60))
        gone = acting.draft(PlanInput("公开宣传月方案（重复）", year), (), at(day, 80))
        acting.move_plan(gone, "discard", acting.planner(), at(day, 90), "与普法宣传方案重复。")
        given = ThemeInput(
            "行政执法公示专题",
            date(year, 1, 1),
            date(year, 12, 31),
            "执法全过程看得见。",
            "公示依据、过程和结果。",
        )
        acting.theme(given, at(day, 120))
        when = at(self.today + timedelta(days=30), 30)
        acting.meet("听取全年任务完成情况", when, [ItemInput("各单位汇报")], called=day, call=False)

    def waits_for_its_signature(self) -> None:
        """A meeting whose minutes wait for the leader."""
        day = self.ago(MINUTED)
        meeting = self.acting.meet(
            "调度逾期任务", at(day, 20), self._late_items(day), called=self.ago(MINUTED + 3)
        )
        decisions = [
            DecisionInput(
                "提交渣土运输监管标准送审稿", self.stage.unit("waste"), self.today + timedelta(days=15), None
            )
        ]
        self.acting.hold(meeting, "会议逐项分析逾期原因，明确新的完成时限。", decisions, absent=2)

    def _late_items(self, day: date) -> list[ItemInput]:
        rows = Task.objects.filter(plan=self.plan, state="doing", due_on__lt=day).order_by("due_on")[:2]
        return [*(ItemInput(each.title, each.pk) for each in rows), ItemInput("各单位说明逾期原因")]

    def called(self) -> None:
        """A meeting next week, its members told."""
        when = at(self.today + timedelta(days=5), 30)
        items = [*self._late_items(self.today), ItemInput("研究公开审查规范化方案")]
        self.acting.meet("研究下一阶段公开任务", when, items, called=self.ago(1))
