"""The matters of the year up to today: a steady flow, and one in every stand a matter can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from gongkai.complaints import actions
from gongkai.complaints.actions import CallGiven
from gongkai.complaints.models import Matter
from gongkai.complaints.people import ReporterActor
from gongkai.core import clock
from gongkai.demo import complaining, complaint_stage
from gongkai.demo.complaint_stage import ComplaintStage
from gongkai.demo.stage import Stage, at

Scene = tuple[date, int, Callable[[], object]]
CHANNELS = ("telephone", "web", "telephone", "leader_mailbox", "web", "hotline_12345", "visit", "telephone")
#: Working days between two matters of the steady flow.
EVERY = 7
BY_TITLE = {subject.title: subject for subject in complaining.SUBJECTS}


class ComplaintsYear:
    """Plays matters from a year ago up to today."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.play = ComplaintStage(stage, first=1000)
        self.today = today
        self.calendar = clock.calendar()

    def back(self, days: int) -> date:
        """The day so many working days before today."""
        day = self.today
        while days:
            day -= timedelta(days=1)
            days -= self.calendar.is_working(day)
        return day

    def scenes(self) -> Iterator[Scene]:
        """Everything that happens, each with its day and its place in it."""
        day, number, last = self.back(235), 0, self.back(20)
        while day < last:
            yield day, 30, self._usual(day, number)
            day, number = self.calendar.after(day, EVERY), number + 1
        for back, scene in self._stories():
            yield self.back(back), 31, self._on(scene, self.back(back))

    def _on(self, scene: Callable[[date], object], day: date) -> Callable[[], object]:
        return lambda: scene(day)

    def _usual(self, day: date, number: int) -> Callable[[], object]:
        subject = [each for each in complaining.SUBJECTS if each.kind != "enquiry"][number * 3 % 21]

        def scene() -> Matter:
            matter = self._closed(day, subject, CHANNELS[number % len(CHANNELS)])
            if subject.kind != "report" and number % 3 == 0:
                self._publish(matter, subject, self.play.after(day, 3))
            return matter

        return scene

    def _closed(
        self, day: date, subject: complaining.Subject, channel: str = "telephone", **changes: Any
    ) -> Matter:
        matter = self.play.dispatched(self.play.take(day, subject, channel=channel, **changes), day, 60)
        matter = self.play.sent(self.play.drafted(matter, day, subject, 75), day)
        matter = self.play.called(matter, self.play.after(day, 1))
        return self.play.go(matter, "close", "caller", at(self.play.after(day, 1), 220))

    def _publish(self, matter: Matter, subject: complaining.Subject, day: date) -> None:
        """The anonymised version, written by the desk and released by the head of the desk."""
        with clock.travel_to(at(day, 60)):
            actions.prepare(
                matter_id=matter.pk,
                actor=self.play.stage.actor("complaint-desk"),
                title=subject.title,
                text=subject.text,
                answer=subject.reply,
            )
        with clock.travel_to(at(day, 120)):
            actions.release(matter_id=matter.pk, actor=self.play.stage.actor("complaint-chief"))

    def _stories(self) -> list[tuple[int, Callable[[date], object]]]:
        return [
            (120, self.ruled),
            (90, self.declined),
            (60, self.shelved),
            (30, self.joined),
            (26, self.overdue),
            (15, self.extended),
            (9, self.instructed),
            (6, self.deciding),
            (4, self.disputed),
            (3, self.asked),
            (3, self.replied),
            (2, self.asks_to_shelve),
            (2, self.in_review),
            (2, self.to_send),
            (1, self.handling),
            (1, self.returned),
            (1, self.dispatched),
            (1, self.urgent),
            (1, self.enquiry),
            (1, self.registered),
            (1, self.report_of_a_wrong),
            (1, self.just_arrived),
        ]

    def ruled(self, day: date) -> None:
        """Returned twice, ruled on, closed: a precedent."""
        subject = BY_TITLE["广告牌松动有危险"]
        matter = self.play.dispatched(self.play.take(day, subject), day)
        article = "示例市城市管理局内设机构职责规定第八条"
        matter = self.play.go(
            matter, "return", "handler", at(day, 60), article=article, reason="设施日常维护属片区大队"
        )
        matter = self.play.go(matter, "dispatch", "desk", at(day, 80), unit=self.play.stage.unit("brigade1"))
        matter = self.play.go(
            matter, "dispute", "handler", at(day, 100), article=article, reason="户外广告归口市容科"
        )
        matter = self.play.go(
            matter, "rule", "chief", at(day, 150), unit=self.play.stage.unit("appearance"), article=article,
            reason="户外广告设施的安全责任由审批科室牵头，片区大队协助",
        )  # fmt: skip
        matter = self.play.sent(self.play.drafted(matter, day, subject, 160), day, 230)
        self.play.called(matter, self.play.after(day, 1))
        self.play.go(matter, "close", "caller", at(self.play.after(day, 1), 220))

    def declined(self, day: date) -> None:
        matter = self._arrived(day, "help", "", "邻居欠钱不还", "邻居借了钱不还，请城管局帮忙处理。")
        self.play.go(
            matter, "decline", "chief", at(day, 90), ground="court", reason="属于民事纠纷，可以向人民法院起诉"
        )

    def shelved(self, day: date) -> None:
        subject = BY_TITLE["建议增加临时停车位"]
        matter = self.play.dispatched(self.play.take(day, subject), day)
        matter = self.play.go(matter, "sign", "handler", at(day, 80))
        again = self.today + timedelta(days=40)
        matter = self.play.go(
            matter, "ask_shelving", "handler", at(day, 100), reason="用地正在办理手续", review_again_on=again
        )
        self.play.go(matter, "shelve", "leader", at(day, 200), review_again_on=again)

    def joined(self, day: date) -> None:
        """Three people report the same place; two are joined with the first, and everybody gets the answer."""
        subject = BY_TITLE["路面积水"]
        lead = self.play.dispatched(self.play.take(day, subject), day)
        place = {name: getattr(lead, name) for name in ("lat", "lon", "district", "grid", "address")}
        for minutes in (60, 70):
            other = self.play.take(day, subject, channel="web", minutes=minutes, **place)
            self.play.go(other, "merge", "desk", at(day, minutes + 5), lead=lead.number)
        lead = self.play.sent(self.play.drafted(lead, day, subject, 90), day, 150)
        self.play.called(lead, self.play.after(day, 1))
        self.play.go(lead, "close", "caller", at(self.play.after(day, 1), 220))

    def overdue(self, day: date) -> None:
        subject = BY_TITLE["建议增设果皮箱"]
        matter = self.play.dispatched(self.play.take(day, subject), day)
        self.play.go(matter, "sign", "handler", at(day, 80))

    def extended(self, day: date) -> None:
        subject = BY_TITLE["建议延长公厕开放时间"]
        matter = self.play.dispatched(self.play.take(day, subject), day)
        matter = self.play.go(matter, "sign", "handler", at(day, 80))
        later = self.play.after(day, 3)
        matter = self.play.go(
            matter, "ask_extension", "handler", at(later, 30), days=8, reason="需要会商延长后的值守"
        )
        self.play.go(matter, "grant_extension", "chief", at(later, 90))

    def instructed(self, day: date) -> None:
        matter = self._handling(day, BY_TITLE["夜间施工噪声扰民"])
        with clock.travel_to(at(day, 200)):
            actions.instruct(
                matter_id=matter.pk, actor=self.play.stage.actor("head"), text="请执法大队当晚到场，明确责任人，三日内报结果。",
                due_on=self.play.after(day, 3),
            )  # fmt: skip
        with clock.travel_to(at(self.play.after(day, 2), 30)):
            actions.urge(
                matter_id=matter.pk,
                actor=self.play.stage.actor("complaint-chief"),
                text="请尽快反馈批示落实情况",
            )

    def deciding(self, day: date) -> None:
        matter = self._replied(day, BY_TITLE["早市占道经营"])
        matter = self.play.called(matter, self.play.after(day, 1), "dissatisfied")
        self.play.go(matter, "refer", "caller", at(self.play.after(day, 1), 200))

    def disputed(self, day: date) -> None:
        matter = self.play.dispatched(self.play.take(day, BY_TITLE["工地扬尘没有覆盖"]), day)
        article = "示例市城市管理局内设机构职责规定第七条"
        matter = self.play.go(
            matter, "return", "handler", at(day, 60), article=article, reason="工地现场由片区大队负责"
        )
        matter = self.play.go(matter, "dispatch", "desk", at(day, 90), unit=self.play.stage.unit("brigade3"))
        self.play.go(matter, "dispute", "handler", at(day, 150), article=article, reason="扬尘防治归口渣土科")

    def asked(self, day: date) -> None:
        matter = self._handling(day, BY_TITLE["饭店油烟直排"])
        with clock.travel_to(at(day, 150)):
            row = actions.ask_reporter(
                matter_id=matter.pk,
                actor=self.play.actor(matter, "handler"),
                question="请问是哪一栋楼的哪家饭店？",
            )
        with clock.travel_to(at(self.play.after(day, 1), 10)):
            actions.add_words(
                matter_id=matter.pk,
                actor=ReporterActor(matter.pk, "cgj"),
                text="三号楼一楼东边第一家。",
                exchange_id=row.pk,
            )

    def replied(self, day: date) -> None:
        matter = self._replied(day, BY_TITLE["路灯不亮"])
        self.play.go(
            matter,
            "call_back",
            "caller",
            at(self.play.after(day, 1), 60),
            call=CallGiven(reached=False, rating="unreached"),
        )

    def asks_to_shelve(self, day: date) -> None:
        matter = self._handling(day, BY_TITLE["人行道停满汽车"])
        self.play.go(
            matter, "ask_shelving", "handler", at(day, 160), reason="需要交警部门统一规划停车位",
            review_again_on=self.today + timedelta(days=60),
        )  # fmt: skip

    def in_review(self, day: date) -> None:
        matter = self._drafted(day, BY_TITLE["店外经营占用盲道"])
        self.play.go(matter, "submit_reply", "handler", at(day, 140))

    def to_send(self, day: date) -> None:
        matter = self._drafted(day, BY_TITLE["楼道小广告多"])
        matter = self.play.go(matter, "submit_reply", "handler", at(day, 140))
        self.play.go(matter, "agree_reply", "head", at(day, 160))

    def handling(self, day: date) -> None:
        self._handling(day, BY_TITLE["渣土车沿路遗撒"], channel="hotline_12345")

    def returned(self, day: date) -> None:
        matter = self.play.dispatched(self.play.take(day, BY_TITLE["雨水井盖破损"]), day)
        article = "示例市城市管理局内设机构职责规定第九条"
        self.play.go(
            matter, "return", "handler", at(day, 90), article=article, reason="井盖产权单位属市政养护"
        )

    def dispatched(self, day: date) -> None:
        self.play.dispatched(self.play.take(day, BY_TITLE["人行道砖松动"], channel="web"), day, 300)

    def urgent(self, day: date) -> None:
        self._handling(day, BY_TITLE["行道树枝遮挡信号灯"], urgent=True)

    def enquiry(self, day: date) -> None:
        self.play.take(day, BY_TITLE["门头招牌怎么办手续"], minutes=200)

    def registered(self, day: date) -> None:
        self.play.take(day, BY_TITLE["垃圾没有及时清运"], minutes=240, channel="visit")

    def report_of_a_wrong(self, day: date) -> None:
        """A report against a brigade: hidden from it, and dispatched to nobody yet."""
        subject = complaining.Subject(
            "report", "E05-02", "反映执法人员收费不开票", "执法人员在早市收卫生费，没有给票据。", ""
        )
        self.play.take(day, subject, minutes=260, against_unit_id=self.play.stage.unit("brigade2"))

    def just_arrived(self, day: date) -> None:
        for minutes in (280, 300):
            self.play.take(day, BY_TITLE["路边堆放装修垃圾"], channel="web", minutes=minutes)

    def _arrived(self, day: date, kind: str, category: str, title: str, text: str) -> Matter:
        return self.play.take(day, complaining.Subject(kind, category, title, text, ""), channel="web")

    def _handling(self, day: date, subject: complaining.Subject, **changes: Any) -> Matter:
        matter = self.play.dispatched(self.play.take(day, subject, **changes), day)
        return self.play.go(matter, "sign", "handler", at(day, 60))

    def _drafted(self, day: date, subject: complaining.Subject) -> Matter:
        return self.play.drafted(self.play.dispatched(self.play.take(day, subject), day), day, subject)

    def _replied(self, day: date, subject: complaining.Subject) -> Matter:
        return self.play.sent(self._drafted(day, subject), day)


def climb() -> int:
    """Takes the steps of the ladder on what is still open, each in its own moment, up to now."""
    return complaint_stage.climb(clock.now())
