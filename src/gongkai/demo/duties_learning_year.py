"""Training in the living year: courses in every state, an examination in every state, and one open online now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gongkai.core import clock
from gongkai.demo import learning_people as people
from gongkai.demo.learning_stage import LearningStage
from gongkai.demo.stage import Stage, at
from gongkai.duties.actions.learning import bank, certificates, online, roster
from gongkai.duties.actions.learning.roster import LearnerInput
from gongkai.duties.models import Candidate, Examination, Sitting

Scene = tuple[date, int, Callable[[], object]]
#: Who sits the examinations of the year: so many from this place of the roster on.
FIRST, COUNT = 100, 24
#: What an online paper holds.
PAPER = {"single": 6, "multiple": 2, "judge": 2, "written": 1}


class Course:
    """Training in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.acting = LearningStage(stage)
        self.numbers = [people.number(place) for place in range(FIRST, FIRST + COUNT)]

    def ago(self, days: int) -> date:
        """So many days ago; no Saturday and no Sunday."""
        day = self.today - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        return [
            (self.ago(690), 60, self.two_years_ago),
            (self.ago(340), 60, self.accounts),
            (self.ago(330), 61, self.bank),
            (self.ago(200), 60, self.courses_held),
            (self.ago(150), 60, self.confirmed),
            (self.ago(120), 60, self.corrected),
            (self.ago(90), 60, self.resit),
            (self.ago(40), 60, self.correcting),
            (self.ago(30), 60, self.online_marking),
            (self.ago(20), 60, self.results_in),
            (self.ago(12), 60, self.online_now),
            (self.ago(5), 60, self.courses_to_come),
            (self.ago(4), 60, self.on_the_way),
        ]

    def accounts(self) -> None:
        """Some of the staff have accounts: with them they see their own records."""
        with clock.travel_to(at(self.ago(340), 60)):
            for place, (account, unit) in enumerate(people.ACCOUNTS):
                person = self.stage.actor(account)
                roster.enter_learner(
                    actor=self.acting.trainer,
                    agency_id=self.acting.agency.pk,
                    staff_number=f"CG9{place + 1:04d}",
                    given=LearnerInput(person.name, self.stage.unit(unit), account),
                )

    def bank(self) -> None:
        """The question bank comes in from a file."""
        with clock.travel_to(at(self.ago(330), 90)):
            bank.bring_questions(
                actor=self.acting.trainer, agency_id=self.acting.agency.pk, rows=people.questions()
            )

    def _course(self, moment: datetime, day: date, title: str, topic: str, kind: str, **said: Any) -> Any:
        units = [self.stage.unit(code) for code in ("waste", "appearance", "brigade1", "brigade2")]
        return self.acting.course(
            moment,
            **{
                "title": title, "topic": topic, "kind": kind, "begins_on": day, "ends_on": day, "hours": Decimal(4),
                "place": "局机关二楼会议室", "teacher": "法制科", "units": units, **said,
            },
        )  # fmt: skip

    def courses_held(self) -> None:
        """Two courses that are over, one of them on the regulation."""
        for back, title, topic, most in (
            (200, "政府信息公开条例专题学习", "openness_regulation", 300),
            (190, "行政处罚案卷评查讲评", "penalty_law", 120),
        ):
            day = self.ago(back)
            made = self._course(at(day - timedelta(days=8), 30), day, title, topic, "lecture")
            self.acting.move_course(made, "announce", at(day - timedelta(days=7), 30))
            self.acting.attended(made, people.there(most, 9), at(day, 480))

    def courses_to_come(self) -> None:
        """One announced, one drafted, one cancelled."""
        day = self.ago(5)
        coming = self.today + timedelta(days=9)
        made = self._course(
            at(day, 30), coming, "执法规范化网络学习", "enforcement_norms", "online", place=""
        )
        self.acting.move_course(made, "announce", at(day, 60))
        self._course(
            at(day, 70), coming + timedelta(days=20), "窗口服务规范研讨", "service", "discussion", place=""
        )
        gone = self._course(at(day, 80), coming, "消防演练", "safety", "lecture")
        self.acting.move_course(gone, "cancel", at(day, 95), "与其他单位的安排冲突，改期另行通知。")

    def _released(self, day: date, title: str, **said: Any) -> Examination:
        made = self.acting.examination(
            at(day, 20), **{"title": title, "subject": "enforcement_qualification", **said}
        )
        return self.acting.move(made, at(day, 40), "submit", "release")

    def _sat(self, day: date, title: str, most: int = COUNT, **said: Any) -> tuple[Examination, Sitting]:
        """An examination on paper that was sat a week later and is being marked."""
        made = self._released(day, title, **said)
        sitting = self.acting.sitting(made, at(day, 90), at(day + timedelta(days=3)), place="局机关大会议室")
        self.acting.enrol(sitting, at(day, 100), numbers=self.numbers[:most])
        self.acting.move(made, at(day + timedelta(days=3), 300), "mark")
        return made, sitting

    def _marks(self, most: int = COUNT) -> dict[str, int | None]:
        """Most pass; every seventh fails, every eleventh was absent."""
        return {
            number: None if place % 11 == 10 else 45 + place if place % 7 == 6 else 62 + place * 5 % 37
            for place, number in enumerate(self.numbers[:most])
        }

    def _done(self, day: date, title: str, most: int = COUNT, **said: Any) -> tuple[Examination, Sitting]:
        """The same, with its results confirmed."""
        made, sitting = self._sat(day, title, most, **said)
        self.acting.enter(sitting, at(day + timedelta(days=4), 60), self._marks(most))
        self.acting.move(made, at(day + timedelta(days=4), 120), "hand_in", "confirm")
        return made, sitting

    def _issue(self, found: Examination, moment: datetime) -> None:
        with clock.travel_to(moment):
            certificates.issue_certificates(examination_id=found.pk, actor=self.acting.trainer)

    def two_years_ago(self) -> None:
        """Its certificates held two years and are about to run out."""
        day = self.ago(690)
        made, _sitting = self._done(day, "政府信息公开知识测试（前年）", subject="openness_regulation")
        self._issue(made, at(day + timedelta(days=5), 30))

    def confirmed(self) -> None:
        """Confirmed, with certificates."""
        day = self.ago(150)
        made, _sitting = self._done(day, "执法人员资格认证考试（上半年）")
        self._issue(made, at(day + timedelta(days=5), 60))

    def corrected(self) -> None:
        """A mark was wrong and was corrected."""
        day = self.ago(120)
        made, sitting = self._done(day, "行政处罚法知识考试", 16, subject="penalty_law")
        after = day + timedelta(days=10)
        self.acting.move(made, at(after, 20), "correct", reason="复核发现一份试卷合分有误。")
        self.acting.enter(sitting, at(after, 40), {self.numbers[6]: 61}, "合分有误，更正为61分。")
        self.acting.move(made, at(after, 60), "hand_in_correction", "confirm_correction")

    def resit(self) -> None:
        """Who failed or was absent sits it again next week."""
        day = self.ago(90)
        made, _sitting = self._done(day, "新进人员执法资格考试", 20)
        self.acting.move(made, at(day + timedelta(days=8), 30), "resit")
        again = self.acting.sitting(
            made,
            at(day + timedelta(days=8), 60),
            at(self.today + timedelta(days=7)),
            place="局机关二楼会议室",
            resit=True,
        )
        self.acting.enrol(again, at(day + timedelta(days=8), 70), short=True)

    def correcting(self) -> None:
        """One is being corrected, one correction waits for the leader."""
        for back, title in ((40, "执法文书制作考试"), (38, "现场检查规范考试")):
            day = self.ago(back)
            made, sitting = self._done(day, title, 12)
            after = day + timedelta(days=20)
            self.acting.move(made, at(after, 20), "correct", reason="应考人员申请复核成绩。")
            if back == 38:
                self.acting.enter(sitting, at(after, 40), {self.numbers[6]: 60}, "复核后加分。")
                self.acting.move(made, at(after, 50), "hand_in_correction")

    def results_in(self) -> None:
        """One is being marked, and the results of one wait for the leader."""
        for back, title in ((20, "城市管理法规考试"), (19, "执法记录仪使用考核")):
            day = self.ago(back)
            made, sitting = self._sat(day, title, 14)
            if back == 20:
                self.acting.enter(sitting, at(day + timedelta(days=4), 60), self._marks(14))
                self.acting.move(made, at(day + timedelta(days=4), 90), "hand_in")
            else:
                half = dict(list(self._marks(14).items())[:8])
                self.acting.enter(sitting, at(day + timedelta(days=4), 120), half)

    def _online(self, day: date, title: str) -> Examination:
        return self._released(
            day, title, subject="openness_regulation", way="online", wanted=PAPER, minutes=45,
            about="开卷，请独立完成。每页保存后再翻页，提交后不能修改。",
        )  # fmt: skip

    def _write(self, sitting: Sitting, account: str, moment: datetime, *, hand_in: bool) -> None:
        """Somebody with an account sits it: most answers right, the rest left open."""
        person = self.stage.actor(account)
        found = Candidate.objects.get(sitting=sitting, learner__person_id=person.person_id)
        paper = found.sitting.examination.paper
        answers = {place: each["key"] for place, each in enumerate(paper) if place % 5 != 4}
        with clock.travel_to(moment):
            online.begin(candidate_id=found.pk, actor=person)
        with clock.travel_to(moment + timedelta(minutes=20)):
            online.save_answers(candidate_id=found.pk, actor=person, answers=answers)
        if hand_in:
            with clock.travel_to(moment + timedelta(minutes=30)):
                online.hand_in(
                    candidate_id=found.pk, actor=person, answers={len(paper) - 1: "先书面征求第三方意见。"}
                )

    def online_marking(self) -> None:
        """An online one that is over: closed questions are marked, written answers wait for the trainer."""
        day = self.ago(30)
        made = self._online(day, "政府信息公开知识在线测试（上季度）")
        begins = at(day + timedelta(days=1))
        sitting = self.acting.sitting(made, at(day, 120), begins, ends=begins + timedelta(days=2))
        self.acting.enrol(sitting, at(day, 130), numbers=[f"CG9{place:04d}" for place in range(1, 11)])
        self._write(sitting, "drafter", begins + timedelta(hours=1), hand_in=True)
        self._write(sitting, "b1-drafter", begins + timedelta(hours=2), hand_in=True)
        self._write(sitting, "city-drafter", begins + timedelta(hours=3), hand_in=False)
        self.acting.move(made, begins + timedelta(days=3), "mark")

    def online_now(self) -> None:
        """One is open online until the day after tomorrow; some have handed in."""
        day = self.ago(12)
        made = self._online(day, "政府信息公开知识在线测试（本季度）")
        begins = at(self.ago(2))
        ends = at(self.today + timedelta(days=6), 480)
        sitting = self.acting.sitting(made, at(day, 120), begins, ends=ends)
        self.acting.enrol(sitting, at(day, 130), numbers=[f"CG9{place:04d}" for place in range(1, 11)])
        self._write(sitting, "b1-drafter", begins + timedelta(hours=2), hand_in=True)

    def on_the_way(self) -> None:
        """A draft, one that waits to be released, one that is to come, and one that was cancelled."""
        day = self.ago(4)
        self.acting.examination(at(day, 30), title="市容管理业务考试", subject="enforcement_qualification")
        waiting = self.acting.examination(
            at(day, 40), title="下半年执法资格考试", subject="enforcement_qualification"
        )
        self.acting.move(waiting, at(day, 50), "submit")
        coming = self._released(day, "行政强制法知识考试", subject="penalty_law")
        sitting = self.acting.sitting(
            coming, at(day, 90), at(self.today + timedelta(days=14)), place="局机关大会议室"
        )
        self.acting.enrol(sitting, at(day, 100), units=["waste", "law"])
        gone = self.acting.examination(at(day, 110), title="年度业务抽考", subject="penalty_law")
        self.acting.move(gone, at(day, 130), "cancel", reason="与资格考试合并举行。")
