"""What becomes of rules in force in the living year: evaluated, being evaluated, listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from gongkai.consultations.actions import cleaning, evaluating
from gongkai.consultations.actions.evaluating import EvaluationInput
from gongkai.consultations.models import CleanUp, Document, Evaluation
from gongkai.core import clock
from gongkai.demo import consultation_texts as texts
from gongkai.demo.consultation_stage import LEADER, LEGAL, PUBLISHER
from gongkai.demo.stage import Stage, at
from gongkai.people.actor import StaffActor

Scene = tuple[date, int, Callable[[], object]]
ORDER = 88
#: Places of the earlier rules (``consultation_texts.EARLIER``): evaluated, being evaluated, to be repealed.
EVALUATED, UNDER_WAY, TO_REPEAL = 1, 2, 0
#: Days ago on which the evaluation was begun, its summary published, the list begun and published.
EVALUATED_AGO, TOLD_AGO, LISTED_AGO, PUBLISHED_AGO = 130, 121, 110, 96
SAID = EvaluationInput(
    evaluators="起草科室、示例市市政工程研究院",
    methods=("survey", "visit", "data"),
    approach="发出问卷一百二十份，收回一百零八份；实地查看占用点三十处；调阅办理记录两年。",
    findings="制度总体可行，办理时限普遍执行；道路恢复标准过细，小型占用难以落实，申请人反映较多。",
    conclusion="amend",
    summary="规定施行三年，占用期限和恢复要求普遍得到执行，满意的占八成。小型占用的恢复标准偏高，建议修改相关条款，其余继续实施。",
)
BEGUN = EvaluationInput(
    evaluators="起草科室", methods=("survey",), approach="问卷已经发出，正在回收。", findings="", summary=""
)
INTRODUCTION = (
    "依照行政规范性文件年度清理的安排，对本机关现行有效的规范性文件逐件清理，征求了各科室和服务对象的意见。"
)
WHY_REPEALED = "有效期将满，内容已由新的规定覆盖。"


class Course:
    """Evaluations and lists, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day, calendar = self.today - timedelta(days=days), clock.calendar()
        while not calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        told = (
            (self.ago(EVALUATED_AGO), self.evaluated),
            (self.ago(LISTED_AGO), self.listed),
            (self.ago(12), self.being_evaluated),
            (self.ago(4), self.drawn_up),
        )
        return [(day, ORDER, partial(scene, day)) for day, scene in told]

    def evaluated(self, day: date) -> None:
        """A rule of three years ago: evaluated, confirmed, and its summary published."""
        found, drafter = self._begin(EVALUATED, day)
        self._write(found, drafter, day, SAID)
        later = self.ago(TOLD_AGO)
        for key, who, on in (
            ("submit", None, day),
            ("confirm", LEADER, later),
            ("publish", PUBLISHER, later),
        ):
            with clock.travel_to(at(on, 200 if key == "publish" else 120)):
                actor = self.stage.actor(who) if who else drafter
                evaluating.move_evaluation(
                    evaluation_id=found.pk, key=key, actor=actor, expected_revision=None
                )

    def being_evaluated(self, day: date) -> None:
        """Another one, for which the answers come in."""
        found, drafter = self._begin(UNDER_WAY, day)
        self._write(found, drafter, day, BEGUN)

    def listed(self, day: date) -> None:
        """The list of the year: one to be amended as its evaluation says, one to be repealed, the rest goes on."""
        drafter, found = self._begin_list(EVALUATED, day)
        entry = found.entries.get(document=self._rule(TO_REPEAL))
        with clock.travel_to(at(day, 180)):
            cleaning.write_clean_up(
                clean_up_id=found.pk, actor=drafter, expected_revision=None, title=found.title,
                introduction=found.introduction, entries={entry.pk: ("repeal", WHY_REPEALED)}, rest="continue",
            )  # fmt: skip
        published = self.ago(PUBLISHED_AGO)
        steps = (("submit", None, day), ("review", LEGAL, day), ("decide", LEADER, published),
                 ("publish", PUBLISHER, published))  # fmt: skip
        for number, (key, who, on) in enumerate(steps):
            with clock.travel_to(at(on, 200 + 40 * number)):
                cleaning.move_clean_up(
                    clean_up_id=found.pk, key=key, actor=self.stage.actor(who) if who else drafter,
                    expected_revision=None, given={"opinion": "清理程序和结论合法。"} if key == "review" else None,
                )  # fmt: skip

    def drawn_up(self, day: date) -> None:
        """The next one, of which not much is written yet."""
        self._begin_list(UNDER_WAY, day)

    def _begin_list(self, place: int, day: date) -> tuple[StaffActor, CleanUp]:
        rule = self._rule(place)
        drafter = self.stage.who("drafter", rule.unit.code)
        with clock.travel_to(at(day, 60)):
            found = cleaning.begin_clean_up(
                actor=drafter, agency_id=rule.agency_id, unit_id=rule.unit_id,
                title=f"行政规范性文件清理目录（截至{day.year}年{day.month}月{day.day}日）",
                as_of=day, introduction=INTRODUCTION,
            )  # fmt: skip
        return drafter, found

    def _begin(self, place: int, day: date) -> tuple[Evaluation, StaffActor]:
        rule = self._rule(place)
        drafter = self.stage.who("drafter", rule.unit.code)
        with clock.travel_to(at(day, 30)):
            return evaluating.begin_evaluation(document_id=rule.pk, actor=drafter), drafter

    def _write(self, found: Evaluation, drafter: StaffActor, day: date, said: EvaluationInput) -> None:
        given = EvaluationInput(
            day if said.conclusion else None, said.evaluators, said.methods, said.approach, said.findings,
            said.conclusion, said.summary,
        )  # fmt: skip
        with clock.travel_to(at(day, 90)):
            evaluating.write_evaluation(
                evaluation_id=found.pk, actor=drafter, expected_revision=None, given=given
            )

    def _rule(self, place: int) -> Document:
        return Document.objects.select_related("unit").get(title=texts.EARLIER[place][0])
