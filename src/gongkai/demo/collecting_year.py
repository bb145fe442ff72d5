"""Standing ways of collecting in the living year: an opinion box, a survey with its results, a hearing, three problems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.consultations.actions import collecting, problems, taking_part
from gongkai.consultations.actions.collecting import CollectionInput
from gongkai.consultations.actions.taking_part import RemarkInput
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Collection, Document, Problem, Remark, SignUp
from gongkai.core import clock, secret_codes
from gongkai.demo import consultation_texts
from gongkai.demo.stage import Stage, at
from gongkai.domain.consultations.questionnaires import Question

Scene = tuple[date, int, Callable[[], object]]
PUBLISHER, LEADER = "office", "head"
ORDER = 85
QUESTIONS = (
    Question("q1", "single", "您对渣土车运输管理满意吗？", ("满意", "一般", "不满意"), needed=True),
    Question("q2", "scale", "您给执法人员的服务态度打几分？"),
    Question(
        "q3", "multiple", "您认为最需要改进的是什么？", ("路面清洁", "夜间噪声", "投诉回复", "工地围挡")
    ),
    Question("q4", "free", "您还有什么建议？"),
)
ASKED, SHEETS = 40, 36
#: What is written where the questionnaire leaves room for own words, in turn.
WISHES = (
    "希望投诉回复快一些。",
    "夜间施工请提前告知周边小区。",
    "建议增加洗车点，路面扬尘会少一些。",
    "建议把运输路线公示在小区门口。",
)
#: Days ago, how it came, what is said, and whether it has been looked at.
BOX = (
    (120, "web", "办理渣土运输核准要跑两个窗口，建议合并。"),
    (112, "box", "窗口中午没有人，只能请假来办。"),
    (96, "phone", "核准办好了没有通知，要自己打电话问。"),
    (60, "web", "示例路的洗车点污水流到人行道上。"),
    (41, "letter", "办事大厅的指示牌看不清。"),
    (18, "web", "网上预约装修垃圾收运的页面很好用。"),
    (3, "web", "公示栏的玻璃反光，建议换位置。"),
    (1, "box", "希望延时服务到晚上七点。"),
)
#: Opinions of the box (by their place) that show the same problem: title, measure, unit, what was done, what proves it.
PROBLEMS = (
    (
        (0, 2), "核准窗口分散、办结不通知", "两个窗口合并为综合窗口，办结当日短信通知。", "waste",
        "窗口已合并，办结通知已经开通，平均往返由两次减为一次。", "窗口设置照片和通知记录",
    ),
    ((1,), "午间窗口无人值守", "安排午间轮班，公布值班时间。", "waste", "", ""),
    ((4,), "办事大厅指示牌不清", "", "", "", ""),
)  # fmt: skip
HEARD = (
    ("示例运输公司代表", "企业", "车辆数量门槛应当再降低，否则小企业退出。"),
    ("示例小区居民代表", "居民", "住宅周边的装载时间希望写明。"),
    ("示例物业协会代表", "协会", "堆放点的围挡费用由谁承担应当说明。"),
    ("示例市民", "居民", "我要反映自己家拆迁的事。"),
)
MINUTES = (
    "听证会由法制科主持，渣土管理科陈述，三名参加人发言：运输单位建议降低车辆数量门槛；居民建议写明住宅周边的装载时间；"
    "物业行业建议说明围挡费用。起草单位逐一回应，意见随征求意见一并研究答复。"
)
HEARD_RESULT = (
    "采纳两条：车辆数量门槛降为十五辆，装载时间的限制写入居民住宅；围挡费用由合同约定，在解读中说明。"
)
SURVEYED = "向运输单位、物业服务企业和沿线居民发出调查表四十份，收回三十六份。满意的占多数，改进要求集中在夜间噪声和投诉回复。"


class Course:
    """What is collected in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.drafter, self.publisher = stage.who("drafter", "waste"), stage.actor(PUBLISHER)
        self.box: Collection | None = None
        self.survey: Collection | None = None
        self.hearing: Collection | None = None
        self.remarks: dict[int, Remark] = {}
        self.found: list[Problem] = []

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day, calendar = self.today - timedelta(days=days), clock.calendar()
        while not calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        told: list[tuple[int, Callable[[date], object]]] = [
            (130, self.box_opened),
            *((days, partial(self.said, number)) for number, (days, _, _) in enumerate(BOX)),
            (90, self.problem_assigned),
            (50, self.problem_done),
            (40, self.problem_settled),
            (36, self.sorted),
            (170, self.survey_opened),
            *((168 - number // 3, partial(self.filled_in, number)) for number in range(SHEETS)),
            (140, self.survey_told),
            (195, self.hearing_opened),
            (190, self.signed_up),
            (178, self.hearing_told),
            (5, self.meeting_opened),
            (1, self.form_drafted),
        ]
        return [(self.ago(days), ORDER, partial(scene, self.ago(days))) for days, scene in told]

    def _drafted(self, day: date, **said: Any) -> Collection:
        with clock.travel_to(at(day, 30)):
            return collecting.draft_collection(
                actor=self.drafter,
                agency_id=self.drafter.agency_id,
                unit_id=self.stage.unit("waste"),
                given=CollectionInput(begins_on=day, **said),
            )

    def _opened(self, day: date, **said: Any) -> Collection:
        return self._go(self._drafted(day, **said), "open", day, 90)

    def _go(self, made: Collection, key: str, day: date, minutes: int) -> Collection:
        with clock.travel_to(at(day, minutes)):
            return collecting.move_collection(
                collection_id=made.pk, key=key, actor=self.publisher, expected_revision=None
            )

    def _told(self, made: Collection, day: date, results: str, minutes: str = "") -> None:
        """Closed, what came of it written, and published by other eyes."""
        self._go(made, "close", day, 40)
        with clock.travel_to(at(day, 60)):
            collecting.write_results(
                collection_id=made.pk, actor=self.drafter, expected_revision=None, minutes=minutes,
                results=results,
            )  # fmt: skip
        self._go(made, "tell", day, 200)

    # --- the opinion box and the problems it showed -------------------------------------------------------------------

    def box_opened(self, day: date) -> None:
        """The box stays open."""
        self.box = self._opened(
            day, kind="box", title="局长意见箱", introduction="对城市管理工作的意见和建议都可以投入意见箱。"
        )

    def said(self, number: int, day: date) -> None:
        """One remark; those of the last days have not been looked at."""
        assert self.box is not None
        days, channel, words = BOX[number]
        given = RemarkInput(words=words)
        with clock.travel_to(at(day, 60 + number * 10)):
            if channel == "web":
                taken = taking_part.say_something(
                    collection_id=self.box.pk, token=secret_codes.new_token(), given=given
                )
                self.remarks[number] = Remark.objects.get(reference=taken.reference)
            else:
                self.remarks[number] = taking_part.enter_remark(
                    collection_id=self.box.pk, actor=self.drafter, channel=channel, received_on=day, given=given
                )  # fmt: skip
        if days > 10:
            with clock.travel_to(at(day, 220)):
                problems.show_remarks(
                    collection_id=self.box.pk, actor=self.drafter, remark_ids=[self.remarks[number].pk]
                )

    def problem_assigned(self, day: date) -> None:
        """Two problems in the first remarks: the first gets its measure."""
        for number in (0, 1):
            self._find(number, day)
        self._plan(0, day)

    def _find(self, number: int, day: date) -> None:
        assert self.box is not None
        places, title, *_ = PROBLEMS[number]
        with clock.travel_to(at(day, 100 + number * 10)):
            self.found.append(
                problems.find_problem(
                    collection_id=self.box.pk,
                    actor=self.drafter,
                    title=title,
                    remark_ids=[self.remarks[place].pk for place in places],
                )
            )

    def _plan(self, number: int, day: date) -> None:
        _, _, measure, unit, *_ = PROBLEMS[number]
        found = self.found[number]
        with clock.travel_to(at(day, 240)):
            problems.plan(
                problem_id=found.pk, actor=self.publisher, expected_revision=None,
                unit_id=self.stage.unit(unit), measure=measure, due_on=day + timedelta(days=60),
            )  # fmt: skip
            self._move(found, "assign", self.publisher)

    def _move(self, found: Problem, key: str, actor: Any) -> None:
        problems.move_problem(problem_id=found.pk, key=key, actor=actor, expected_revision=None)

    def problem_done(self, day: date) -> None:
        """The first one is put right, and reported."""
        *_, outcome, evidence = PROBLEMS[0]
        with clock.travel_to(at(day, 60)):
            problems.report(
                problem_id=self.found[0].pk, actor=self.drafter, expected_revision=None, outcome=outcome,
                evidence=evidence,
            )  # fmt: skip
            self._move(self.found[0], "finish", self.drafter)

    def problem_settled(self, day: date) -> None:
        """The head finds it put right."""
        with clock.travel_to(at(day, 60)):
            self._move(self.found[0], "settle", self.stage.actor(LEADER))

    def sorted(self, day: date) -> None:
        """The second is being put right; a third is found, and nobody has its measure yet."""
        self._plan(1, day)
        self._find(2, day)

    # --- the survey ---------------------------------------------------------------------------------------------------

    def survey_opened(self, day: date) -> None:
        """Forty are asked."""
        self.survey = self._opened(
            day, kind="survey", title="渣土运输管理满意度调查", ends_on=self.ago(150), questions=QUESTIONS,
            invited=ASKED, sample="运输单位、物业服务企业和运输路线沿线居民", introduction="不记名，约需两分钟。",
        )  # fmt: skip

    def filled_in(self, number: int, day: date) -> None:
        """One sheet, on this site or from paper."""
        assert self.survey is not None
        answers: dict[str, Any] = {
            "q1": 1 + (number % 5 == 0) + (number % 9 == 0),
            "q2": 5 - number % 3,
            "q3": sorted({1 + number % 4, 2 + number % 2}),
            **({"q4": WISHES[number // 6 % len(WISHES)]} if number % 6 == 0 else {}),
        }
        more: dict[str, Any] = {}
        if number % 4 == 3:
            more = {"actor": self.drafter, "channel": "form", "received_on": day}
        with clock.travel_to(at(day, 60 + number % 3 * 30)):
            taking_part.fill_in(
                collection_id=self.survey.pk, token=secret_codes.new_token(), answers=answers, **more
            )

    def survey_told(self, day: date) -> None:
        """Its results."""
        assert self.survey is not None
        self._told(self.survey, day, SURVEYED)

    # --- the hearing on the draft -------------------------------------------------------------------------------------

    def hearing_opened(self, day: date) -> None:
        """A hearing on the rule that is open for opinions."""
        rule = Document.objects.filter(title=consultation_texts.TITLE).first()
        self.hearing = self._opened(
            day, kind="hearing", title=f"《{consultation_texts.TITLE}》听证会", ends_on=self.ago(182),
            sign_up_until=self.ago(185), place="局二楼会议室", document_id=rule.pk if rule else None,
            introduction="就运输单位条件、行驶时间和装修垃圾收运听取意见。",
        )  # fmt: skip

    def signed_up(self, day: date) -> None:
        """Four sign up; one wants to speak of something else."""
        assert self.hearing is not None
        for number, (who, stands_for, words) in enumerate(HEARD):
            with clock.travel_to(at(day, 60 + number * 20)):
                taken = taking_part.sign_up(
                    collection_id=self.hearing.pk, token=secret_codes.new_token(),
                    author=Author(who, f"0000-555{8000 + number}"), stands_for=stands_for, text=words,
                )  # fmt: skip
            last = number == len(HEARD) - 1
            with clock.travel_to(at(day, 300 + number * 10)):
                taking_part.decide_sign_up(
                    collection_id=self.hearing.pk, actor=self.drafter,
                    sign_up_id=SignUp.objects.get(reference=taken.reference).pk, accepted=not last,
                    reason="与听证事项无关，建议向拆迁主管部门反映。" if last else "",
                )  # fmt: skip

    def hearing_told(self, day: date) -> None:
        """What was said there is entered and shown; the minutes are published."""
        assert self.hearing is not None
        made = []
        for number, (_, _, words) in enumerate(HEARD[:-1]):
            with clock.travel_to(at(day, 10 + number * 5)):
                made.append(
                    taking_part.enter_remark(
                        collection_id=self.hearing.pk,
                        actor=self.drafter,
                        channel="hearing",
                        received_on=self.ago(182),
                        given=RemarkInput(words=words),
                    ).pk
                )
        with clock.travel_to(at(day, 30)):
            problems.show_remarks(collection_id=self.hearing.pk, actor=self.drafter, remark_ids=made)
        self._told(self.hearing, day, HEARD_RESULT, MINUTES)

    # --- what is ahead ------------------------------------------------------------------------------------------------

    def meeting_opened(self, day: date) -> None:
        """A meeting for which people sign up now."""
        held = self.today + timedelta(days=14)
        self._opened(
            day, kind="meeting", title="资源化利用厂选址座谈会", ends_on=held,
            sign_up_until=self.today + timedelta(days=10), place=f"示例产业园会议室，{held.month}月{held.day}日14时30分",
            introduction="请周边居民和企业代表就选址、运输和监督谈谈意见。",
        )  # fmt: skip

    def form_drafted(self, day: date) -> None:
        """A form for suggestions is being drafted."""
        self._drafted(
            day, kind="form", title="冬季保洁作业征求意见表", ends_on=self.today + timedelta(days=30)
        )
