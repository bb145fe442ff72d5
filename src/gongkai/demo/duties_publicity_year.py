"""Publicity of the living year: activities in every state, a board that is stale, a month of the accounts missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from gongkai.core import clock
from gongkai.demo import duties_publicity_2012 as before
from gongkai.demo.publicity_stage import PublicityStage
from gongkai.demo.stage import Stage, at
from gongkai.domain import internal
from gongkai.duties.models import Board, Partner

Scene = tuple[date, int, Callable[[], object]]
#: Months of accounts back from today's, and the one that nobody published.
MONTHS, MISSING = 11, 4
_COUNTED = "咨询台登记表逐人计数"

PUBLISHED: tuple[tuple[int, dict[str, Any]], ...] = (
    (
        330,
        {
            "kind": "law_day", "title": "宪法宣传周广场活动", "place": "人民广场", "printed": 800, "given_out": 760,
            "consulted": 42, "counted_how": _COUNTED, "photos": 2, "helped": (before.PAPER,),
            "words": "宪法宣传周期间在人民广场设台，讲解宪法和城市管理法规，发放宣传材料。",
        },
    ),
    (
        280,
        {
            "kind": "lecture", "title": "建筑垃圾管理办法进工地", "place": "示例新区安置房工地", "printed": 200,
            "given_out": 180, "words": "向施工和运输单位讲解密闭运输、出口冲洗和夜间值守的规定。",
        },
    ),
    (
        225,
        {
            "kind": "leaflet", "title": "门前三包责任告知书发放", "place": "文化路、学院路沿街", "printed": 500,
            "given_out": 470, "consulted": 16, "counted_how": "发放时逐户登记",
            "words": "沿街逐户发放责任告知书，解答商户提出的问题。",
        },
    ),
    (
        170,
        {
            "kind": "hotline", "title": "参加政风行风热线直播", "press_title": "城市管理专场：听众问、局长答",
            "press_outlet": before.RADIO, "photos": 0, "unit": "office", "helped": (before.RADIO,),
            "press_url": "https://radio.example.cn/hotline/0317",
            "words": "现场接听听众来电，当场答复或者转办，办理结果向栏目组通报。",
        },
    ),
    (
        120,
        {
            "kind": "press", "title": "户外广告设置规定解读见报", "press_title": "店招怎么设，一图看懂",
            "press_outlet": before.PAPER, "photos": 0, "helped": (before.PAPER,),
            "words": "用图文介绍户外广告和店招设置的主要规定。",
        },
    ),
    (
        75,
        {
            "kind": "corridor", "title": "局机关法制走廊更新", "renews": before.CORRIDOR, "place": "局机关一楼",
            "words": "更换裁量基准、权责清单和办事流程展板。",
        },
    ),
    (
        40,
        {
            "kind": "notice_board", "title": "办事大厅公示栏更新", "renews": before.NOTICES, "place": "办事大厅",
            "unit": "office", "words": "公示许可事项、办理时限、收费依据和监督电话。",
        },
    ),
    (
        24,
        {
            "kind": "stall", "title": "垃圾分类现场咨询", "place": "示例社区广场", "printed": 300, "in_stock": 60,
            "given_out": 340, "consulted": 21, "counted_how": _COUNTED,
            "words": "在社区广场解答垃圾分类投放问题，发放分类指引。",
        },
    ),
)  # fmt: skip


class Course:
    """Publicity in the living year, to be sorted in between the other rooms' scenes."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage, self.today = stage, today
        self.acting = PublicityStage(stage)
        self.calendar = clock.calendar()

    def ago(self, days: int) -> date:
        """The working day on or before so many days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return day

    def scenes(self) -> list[Scene]:
        """Everything that happens, each with its day and its place in it."""
        found: list[Scene] = [
            (self.ago(days), 60, partial(self._published, self.ago(days), said)) for days, said in PUBLISHED
        ]
        found += [
            (self.ago(90), 60, self.withdrawn),
            (self.ago(30), 60, self.discarded),
            (self.ago(12), 60, self.returned),
            (self.ago(9), 60, self.in_review),
            (self.ago(5), 60, self.drafted),
            (self.ago(60), 61, self.promotion),
            (self.ago(100), 61, self.award),
        ]
        return [*found, *self._accounts()]

    def _accounts(self) -> list[Scene]:
        """The accounts of each month but one, on a working day of the month after."""
        found: list[Scene] = []
        month = internal.first_of(self.today)
        for number in range(1, MONTHS + 1):
            following, month = month, internal.first_of(month - timedelta(days=1))
            day = following.replace(day=8)
            while not self.calendar.is_working(day):
                day += timedelta(days=1)
            if day < self.today and number != MISSING:
                found.append((day, 51, partial(before.accounts, self.stage, month, day)))
        return found

    def _published(self, day: date, said: dict[str, Any]) -> None:
        self.acting.publish(day, **self._given(day, said))

    def _given(self, day: date, said: dict[str, Any]) -> dict[str, Any]:
        """With boards and partners by their keys; a piece appeared on the day itself."""
        given = dict(said)
        names, board = given.pop("helped", ()), given.pop("renews", "")
        partners = Partner.objects.filter(agency=self.acting.agency, name__in=names)
        given["partner_ids"] = tuple(partners.values_list("pk", flat=True))
        if board:
            given["board_id"] = Board.objects.get(agency=self.acting.agency, name=board).pk
        if given.get("press_title"):
            given["press_on"] = day
        return given

    def withdrawn(self) -> None:
        """The place was wrong: the page says that it was withdrawn, and why."""
        day = self.ago(90)
        made = self.acting.publish(
            day, kind="leaflet", title="背街小巷宣传材料发放", place="学院路", printed=120, given_out=110,
            words="向沿线居民发放背街小巷整治宣传材料。",
        )  # fmt: skip
        self.acting.move(made, "withdraw", at(day + timedelta(days=5), 60), "活动地点记录有误，另行补录。")

    def discarded(self) -> None:
        """Recorded twice by mistake."""
        day = self.ago(30)
        made = self.acting.record(day, photos=0, kind="press", title="重复记录的报道")
        self.acting.move(made, "discard", at(day + timedelta(days=1), 150), "与已记录的报道重复。")

    def returned(self) -> None:
        """The leader asks how the people were counted."""
        day = self.ago(12)
        made = self.acting.record(
            day, kind="stall", title="夜间便民市场普法咨询", place="便民市场", consulted=40,
            words="在便民市场向经营户讲解经营时段和卫生责任。",
        )  # fmt: skip
        self.acting.move(made, "submit", at(day + timedelta(days=1), 120))
        self.acting.move(made, "send_back", at(day + timedelta(days=2), 60), "请补充咨询人次的统计方式。")

    def in_review(self) -> None:
        """It waits for the leader; one photo was not looked at yet."""
        day = self.ago(9)
        made = self.acting.record(
            day, veil=False, kind="lecture", title="市容法规进社区", place="示例社区活动室", printed=150, given_out=130,
            words="向社区居民讲解饲养宠物、晾晒和停车秩序方面的规定。",
        )  # fmt: skip
        self.acting.move(made, "submit", at(day + timedelta(days=1), 120))

    def drafted(self) -> None:
        """A draft with a gap, and more given out than there was."""
        day = self.ago(5)
        self.acting.record(
            day,
            photos=0,
            kind="leaflet",
            title="冬季清雪责任告知",
            place="",
            printed=100,
            given_out=160,
            words="",
        )

    def promotion(self) -> None:
        """A promotion, open to the staff only."""
        self.stage.publish(
            "news",
            self.ago(60),
            unit="office",
            title="干部任用公示（内部公开）",
            audience="staff",
            internal_kind="promotion",
            body="<p>拟任用人选在局机关公示栏公示五个工作日，有意见的可以向监督小组提出。</p>",
        )

    def award(self) -> None:
        """Who was found the best of the half-year, open to the staff only."""
        self.stage.publish(
            "news",
            self.ago(100),
            unit="office",
            title="半年评先评优结果（内部公开）",
            audience="staff",
            internal_kind="award",
            body="<p>经各单位推荐、集体研究，评出先进集体三个，结果在局机关公示五个工作日。</p>",
        )
