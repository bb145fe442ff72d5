"""The living year up to today: a steady flow of releases, and matters in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from gongkai.core import clock
from gongkai.demo import (
    accountability_year,
    appraising,
    assessing_year,
    attachments,
    campaigns_year,
    collecting_year,
    consultations_year,
    duties_learning_year,
    duties_plans_year,
    duties_publicity_year,
    evaluating_year,
    power_items,
    reporting,
    supervising,
    work_reports,
)
from gongkai.demo.complaints_year import ComplaintsYear, climb
from gongkai.demo.requests_year import RequestsYear
from gongkai.demo.stage import Stage, at
from gongkai.publishing import actions
from gongkai.publishing.actions.drafting import DraftInput
from gongkai.publishing.models import Document

CADENCE = (
    # series, days between two, first so many days ago
    ("waste", 30, 350),
    ("notice", 45, 325),
    ("advert", 30, 345),
    ("digital", 30, 340),
    ("penalty", 21, 335),
    ("news", 14, 361),
    ("emergency", 75, 300),
    ("integrity", 90, 330),
    ("budget", 170, 320),
    ("plan", 400, 358),
    ("service", 400, 352),
)
RULE_BODY = (
    "<h2>第一章 总则</h2><p>第一条 为了加强建筑垃圾管理，保持市容整洁，根据有关法律法规，结合本市实际，制定本办法。</p>"
    "<p>第二条 本市城市规划区内建筑垃圾的倾倒、运输、中转、回填、消纳和利用，适用本办法。</p>"
    "<h2>第二章 运输管理</h2><p>第三条 运输车辆应当密闭，按照核准的时间和路线行驶。</p>"
    "<p>第四条 工地出口应当硬化，配备冲洗设施，车辆不得带泥上路。</p>"
    "<h2>第三章 附则</h2><p>第五条 本办法自公布之日起施行，有效期五年。</p>"
)


class LivingYear:
    """Plays the year that ends today."""

    def __init__(self, stage: Stage, today: date, now: datetime) -> None:
        self.stage, self.today, self.now = stage, today, now
        self.calendar = clock.calendar()

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def play(self) -> None:
        """All scenes in the order of their days, so that the ledger reads like a diary."""
        scenes: list[tuple[date, int, Callable[[], object]]] = []
        for order, (key, every, first) in enumerate(CADENCE):
            days = [self.ago(back) for back in range(first, 1, -every)]
            scenes += [(day, order, self._publisher(key, day)) for day in days]
        scenes += [(self.ago(days), 50, scene) for days, scene in self._stories()]
        scenes += list(RequestsYear(self.stage, self.today).scenes())
        scenes += list(ComplaintsYear(self.stage, self.today).scenes())
        scenes += power_items.Course(self.stage, self.today).scenes()
        scenes += campaigns_year.Course(self.stage, self.today).scenes()
        scenes += duties_plans_year.Course(self.stage, self.today).scenes()
        scenes += consultations_year.Course(self.stage, self.today).scenes()
        scenes += collecting_year.Course(self.stage, self.today).scenes()
        scenes += evaluating_year.Course(self.stage, self.today).scenes()
        scenes += appraising.Course(self.stage, self.today).scenes()
        scenes += duties_learning_year.Course(self.stage, self.today).scenes()
        scenes += duties_publicity_year.Course(self.stage, self.today).scenes()
        scenes += accountability_year.Course(self.ago).scenes()
        scenes.sort(key=lambda scene: (scene[0], scene[1]))
        for _, _, scene in scenes:
            scene()
        climb()
        supervising.look_again(at(self.today, -180))

    def _publisher(self, key: str, day: date) -> Callable[[], object]:
        channels = (
            ("disclosure_site", "wechat") if key in ("news", "plan", "emergency") else ("disclosure_site",)
        )
        return lambda: self.stage.publish(key, day, channels=channels)

    def _stories(self) -> list[tuple[int, Callable[[], object]]]:
        return [
            (355, self.systems),
            ((self.today - self._january()).days, self.annual_report),
            (300, self.rule_and_interpretation),
            (280, self.old_rule_lapses),
            (240, self.corrected),
            (200, self.withdrawn),
            (160, self.closed),
            (120, self.superseded),
            (46, self.overdue),
            (33, self.with_a_file),
            (110, lambda: assessing_year.write(self.ago(110))),
            (105, lambda: assessing_year.open_year(self.ago(105))),
            (95, lambda: assessing_year.hand_in(self.ago(95))),
            (80, lambda: assessing_year.review(self.ago(80))),
            (76, lambda: assessing_year.appeal(self.ago(76))),
            (62, lambda: assessing_year.publish(self.ago(62))),
            (12, lambda: assessing_year.try_published(self.ago(12))),
            (20, lambda: work_reports.begin(self.ago(20))),
            (8, self.on_the_way),
            (2, lambda: supervising.play(self.ago(2))),
            (3, self.this_years_report),
        ]

    def systems(self) -> None:
        """The bureau's own rules about openness."""
        for title in ("政府信息公开工作制度", "政府信息公开保密审查制度", "首问负责制度"):
            self.stage.publish("system", self.ago(355), title=title)

    def _january(self) -> date:
        """The last twentieth of January."""
        this_year = date(self.today.year, 1, 20)
        return this_year if this_year < self.today else date(self.today.year - 1, 1, 20)

    def annual_report(self) -> None:
        """Last year's report, published in time: before the end of January."""
        reporting.last_year(self.stage, self.ago((self.today - self._january()).days))

    def this_years_report(self) -> None:
        """The report of the running year has begun."""
        reporting.this_year(self.stage, self.ago(3))

    def rule_and_interpretation(self) -> None:
        """A normative document, its interpretation, and the older one it repeals."""
        stage, day = self.stage, self.ago(300)
        old = stage.publish(
            "plan",
            day,
            unit="law",
            title="示例市建筑垃圾运输管理暂行规定",
            document_number=f"示城管〔{day.year - 4}〕31号",
            body="<p>第一条 运输建筑垃圾应当密闭。</p><p>第二条 本规定自公布之日起施行。</p>",
            catalogue=["article20.1"],
            topics=["zhatu"],
            keywords="渣土，运输，规范性文件",
        )
        new = stage.start(
            "plan",
            self.ago(292),
            unit="law",
            title="示例市城市建筑垃圾管理办法",
            document_number=f"示城管〔{day.year}〕31号",
            body=RULE_BODY,
            catalogue=["article20.1.documents"],
            topics=["zhatu"],
            keywords="渣土，建筑垃圾，规范性文件",
            summary="规范建筑垃圾的倾倒、运输、消纳和利用。",
            wants_interpretation=True,
            expires_on=date(day.year + 5, day.month, min(day.day, 28)),
        )
        with clock.travel_to(at(self.ago(292), 10)):
            actions.link(
                document_id=new.pk,
                actor=stage.actor("law-drafter"),
                kind="repeals",
                target_index=old.index_number,
                expected_version=new.version,
            )
        new = stage.bring_to(Document.objects.get(pk=new.pk), "published", self.ago(291))
        told = stage.start(
            "plan",
            self.ago(290),
            unit="law",
            title="《示例市城市建筑垃圾管理办法》解读",
            document_number="",
            body="<h2>一、为什么制定</h2><p>工程增多，渣土运输量大，群众反映路面污染。</p><h2>二、有哪些新规定</h2>"
            "<p>明确密闭运输、出口冲洗和夜间值守的要求。</p><h2>三、违反了怎么办</h2><p>首次轻微且及时改正的不予处罚，屡次违反的从重。</p>",
            catalogue=["article20.1.interpretation"],
            topics=["zhatu"],
            keywords="解读，渣土",
            summary="用问答说明办法的主要内容。",
        )
        with clock.travel_to(at(self.ago(290), 10)):
            actions.link(
                document_id=told.pk,
                actor=stage.actor("law-drafter"),
                kind="interprets",
                target_index=new.index_number,
                expected_version=told.version,
            )
        stage.bring_to(Document.objects.get(pk=told.pk), "published", self.ago(290))

    def old_rule_lapses(self) -> None:
        """A document valid until a day now past; the clock marks it as lapsed."""
        day = self.ago(280)
        document = self.stage.publish(
            "plan",
            day,
            title="冬季市容保障临时措施",
            document_number="",
            body="<p>低温期间增加夜间巡查和除雪力量，措施执行到期满为止。</p>",
            expires_on=self.ago(190),
        )
        with clock.travel_to(at(self.ago(188), 1)):
            actions.move(document_id=document.pk, key="lapse", actor=None, expected_version=document.version)

    def corrected(self) -> None:
        """A table with a wrong figure is corrected: two versions, both readable."""
        stage, day = self.stage, self.ago(240)
        document = stage.publish(
            "digital", day, title="数字城管半年运行情况通报", channels=("disclosure_site",)
        )
        document = stage.go(
            document,
            "correct",
            "drafter",
            at(self.ago(236), 30),
            reason="表中一个片区的结案数写错，予以更正。",
        )
        with clock.travel_to(at(self.ago(236), 60)):
            assert document.working is not None
            actions.save_draft(
                document_id=document.pk,
                actor=stage.who("drafter", "appearance"),
                expected_version=document.version,
                content=DraftInput(
                    body=document.working.body + "<p>更正说明：原表中一个片区的结案数有误，现已更正。</p>"
                ),
            )
        stage.bring_to(Document.objects.get(pk=document.pk), "published", self.ago(236) + timedelta(days=0))

    def withdrawn(self) -> None:
        """A list that showed too much is withdrawn at once; a page says so."""
        document = self.stage.publish(
            "news",
            self.ago(200),
            title="市容协管员夜间值守安排",
            body="<p>本月夜间值守安排已确定，由各大队组织实施。</p>",
        )
        self.stage.go(
            document,
            "withdraw",
            "office",
            at(self.ago(199), 15),
            reason="内容涉及个人排班信息，不宜公开，予以撤回。",
        )

    def closed(self) -> None:
        """Two documents are not opened, with ground and a day to look again; one of them soon."""
        for days, again, ground, title in (
            (160, self.today + timedelta(days=12), "internal_affairs", "局机关车辆调度内部流程"),
            (150, self.today + timedelta(days=200), "process", "广告设置标准修订讨论记录"),
        ):
            day = self.ago(days)
            document = self.stage.bring_to(
                self.stage.start(
                    "plan", day, unit="office", title=title, document_number="", body="<p>内部工作内容。</p>"
                ),
                "secrecy_review",
                day,
            )
            self.stage.go(
                document,
                "secrecy_close",
                "secrecy",
                at(day, 200),
                reason="属于可以不予公开的情形。",
                ground=ground,
                review_again_on=again,
            )

    def superseded(self) -> None:
        """Last year's service guide gives way to this year's."""
        stage = self.stage
        old = stage.publish(
            "service",
            self.ago(120),
            unit="appearance",
            title="户外广告设置办事指南（旧版）",
            topics=["guanggao"],
        )
        new = stage.publish(
            "service", self.ago(110), unit="appearance", title="户外广告设置办事指南", topics=["guanggao"]
        )
        stage.go(
            old,
            "supersede",
            "office",
            at(self.ago(110), 420),
            link=new.index_number,
            reason="办事指南已更新。",
        )

    def overdue(self) -> None:
        """One draft lies too long: overdue, and supervision sees it."""
        day = self.ago(46)
        document = self.stage.start("integrity", day, title="下半年廉政风险点复查情况")
        self.stage.bring_to(document, "section_review", day)

    def with_a_file(self) -> None:
        """A register with its table as a file, cleaned of its author before it was published."""
        day = self.ago(33)
        document = self.stage.start(
            "service",
            day,
            title="渣土运输车辆登记情况公布",
            document_number="",
            summary="已登记的渣土运输车辆，详见附表。",
        )
        attachments.add_table(self.stage, document, at(day, 10), clean=True)
        self.stage.bring_to(document, "published", day)

    def on_the_way(self) -> None:
        """The last days: something stands in every state."""
        stage, day = self.stage, self.ago(6)
        stage.start("news", self.ago(2), title="冬春季环境整治启动")
        draft = stage.start("service", self.ago(3), title="渣土运输车辆登记须知", unit="waste")
        attachments.add_table(stage, draft, at(self.ago(3), 30))
        stage.start(
            "news",
            self.ago(3),
            unit="waste",
            title="渣土运输企业座谈会纪要",
            body="<p>会议邀请了运输企业代表。</p><p>联系人手机：13800000000。</p>",
        )
        for state, days, key, title in (
            ("section_review", 4, "waste", "渣土运输夜间值守安排"),
            ("section_review", 14, "emergency", "大风天气户外广告排查情况"),
            ("secrecy_review", 5, "advert", "户外广告集中整治结果"),
            ("secrecy_review", 16, "penalty", ""),
            ("approval", 5, "digital", "数字城管热点问题分析"),
            ("approval", 6, "plan", "背街小巷整治方案"),
            ("release", 4, "waste", "工地“六到位”检查结果"),
            ("release", 19, "integrity", "权力运行流程图更新说明"),
        ):
            start = self.ago(days)
            changes = {"title": title, "document_number": ""} if title else {}
            stage.bring_to(stage.start(key, start, **changes), state, self._not_after_now(start))
        self._asked_and_referred(day)
        scheduled = stage.bring_to(
            stage.start("plan", self.ago(4), title="周末便民市场设置方案", document_number=""),
            "release",
            self.ago(4),
        )
        stage.go(scheduled, "schedule", "office", at(self.ago(4), 400), moment=self.now + timedelta(days=1))
        correcting = stage.publish("service", self.ago(9), unit="waste", title="建筑垃圾消纳场地名录")
        stage.go(correcting, "correct", "drafter", at(self.ago(2), 60), reason="新增一处消纳场地。")
        given_up = stage.start("news", self.ago(5), title="重复的整治动态")
        stage.go(given_up, "abandon", "drafter", at(self.ago(5), 30), reason="与已公开的内容重复。")
        attachments.history(stage, self.ago(1))

    def _not_after_now(self, day: date) -> date:
        return min(day, self.ago(1))

    def _asked_and_referred(self, day: date) -> None:
        stage = self.stage
        asked = stage.bring_to(
            stage.start("plan", day, title="跨区渣土联合检查方案", document_number=""), "secrecy_review", day
        )
        stage.go(
            asked,
            "ask_agency",
            "secrecy",
            at(day, 200),
            agency="示例市住房和城乡建设局",
            reason="方案涉及工地管理，须征求意见。",
        )
        referred = stage.bring_to(
            stage.start("news", day, title="重点区域监控点位设置说明"), "secrecy_review", day
        )
        stage.go(
            referred,
            "secrecy_refer",
            "secrecy",
            at(day, 210),
            agency="示例市保密行政管理部门",
            reason="点位信息是否可以公开，不能确定。",
        )
