"""The publicity of 2012: two law-publicity days, 3,000 leaflets, 126 people consulted, a corridor renewed; the accounts
of each month for the staff."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from gongkai.demo.publicity_stage import PublicityStage
from gongkai.demo.stage import Stage
from gongkai.domain import internal

#: The boards, by what the living year calls them.
CORRIDOR, NOTICES, SQUARE = "局机关法制走廊", "办事大厅公示栏", "文化广场法制走廊"
PAPER, RADIO, SCHOOL, CHANNEL = "示例晚报", "示例人民广播电台", "示例市第三中学", "示例电视台"

ACTIVITIES: tuple[tuple[date, dict[str, Any]], ...] = (
    (
        date(2012, 3, 15),
        {
            "kind": "stall", "title": "市容环境法规现场咨询", "place": "人民广场", "printed": 600, "given_out": 560,
            "consulted": 31, "counted_how": "咨询台登记表逐人计数",
            "words": "在人民广场设咨询台，解答户外广告、门前三包和建筑垃圾运输方面的问题，发放宣传材料。",
        },
    ),
    (
        date(2012, 5, 8),
        {
            "kind": "lecture", "title": "市容法规进校园", "place": SCHOOL, "printed": 300, "given_out": 300,
            "words": "向学生讲解不乱扔、不乱贴、不乱画的道理和有关规定。", "helped": (SCHOOL,),
        },
    ),
    (
        date(2012, 6, 5),
        {
            "kind": "press", "title": "渣土运输新规定解读见报", "press_title": "工地出口要冲洗，渣土车辆要密闭",
            "press_outlet": PAPER, "press_on": date(2012, 6, 5), "photos": 0, "helped": (PAPER,),
            "words": "以问答形式介绍建筑垃圾运输的主要规定和举报方式。",
        },
    ),
    (
        date(2012, 7, 12),
        {
            "kind": "corridor", "title": "局机关法制走廊更新", "renews": CORRIDOR, "place": "局机关一楼",
            "words": "更换展板十二块，新增处罚裁量基准和办事流程图。",
        },
    ),
    (
        date(2012, 8, 21),
        {
            "kind": "hotline", "title": "参加政风行风热线直播", "press_title": "政风行风热线：城市管理专场",
            "press_outlet": RADIO, "press_on": date(2012, 8, 21), "photos": 0, "unit": "office", "helped": (RADIO,),
            "words": "现场接听听众来电，能答复的当场答复，需要办理的转有关单位限期办结。",
        },
    ),
    (
        date(2012, 9, 19),
        {
            "kind": "law_day", "title": "江淮普法行宣传日", "place": "南部新区文化广场", "printed": 900,
            "given_out": 850, "consulted": 38, "counted_how": "咨询台登记表逐人计数",
            "words": "联合社区开展法制宣传，展出典型案例展板，现场解答市民咨询。",
        },
    ),
    (
        date(2012, 10, 16),
        {
            "kind": "notice_board", "title": "办事大厅公示栏更新", "renews": NOTICES, "place": "办事大厅",
            "unit": "office", "words": "公示许可事项、办理时限、收费依据和监督电话。",
        },
    ),
    (
        date(2012, 11, 6),
        {
            "kind": "radio", "title": "冬季市容保障专题节目", "press_title": "冬季市容保障怎么做", "press_outlet": RADIO,
            "press_on": date(2012, 11, 6), "photos": 0, "helped": (RADIO,),
            "words": "介绍除雪保畅、便民服务点设置和违规占道的处理办法。",
        },
    ),
    (
        date(2012, 12, 4),
        {
            "kind": "law_day", "title": "12·4法制宣传日广场活动", "place": "人民广场", "printed": 1200,
            "given_out": 1150, "consulted": 57, "counted_how": "咨询台登记表逐人计数", "photos": 2,
            "words": "全国法制宣传日当天，法制科和各执法大队在人民广场设台，发放材料、解答咨询、展出普法展板。",
            "helped": (PAPER, CHANNEL),
        },
    ),
)  # fmt: skip


def play(stage: Stage) -> None:
    """The year from its boards and partners to 4 December, and the accounts of its months."""
    acting = PublicityStage(stage)
    boards = {
        CORRIDOR: acting.board(CORRIDOR, "corridor", "局机关一楼", date(2011, 9, 5)),
        NOTICES: acting.board(NOTICES, "notice_board", "办事大厅", date(2011, 9, 6), unit="office"),
        SQUARE: acting.board(SQUARE, "corridor", "南部新区文化广场", date(2012, 10, 22)),
    }
    partners = {
        name: acting.partner(name, kind, date(2012, 1, 9))
        for name, kind in ((PAPER, "press"), (RADIO, "radio"), (CHANNEL, "television"), (SCHOOL, "school"))
    }
    for day, said in ACTIVITIES:
        given = dict(said)
        helped = tuple(partners[name].pk for name in given.pop("helped", ()))
        board = given.pop("renews", "")
        acting.publish(day, partner_ids=helped, board_id=boards[board].pk if board else None, **given)
    for number in range(1, 13):
        accounts(stage, date(2012, number, 1))


def accounts(stage: Stage, month: date, day: date | None = None) -> None:
    """The accounts of a month for the staff, published in the month after; dice of their own, so that the play's stay."""
    dice, stage.rng = stage.rng, random.Random(month.isoformat())  # noqa: S311 - dice for a play
    try:
        stage.publish(
            "budget",
            day or internal.after(month).replace(day=9),
            unit="office",
            title=f"局机关{month.year}年{month.month}月财务收支（内部公开）",
            audience="staff",
            internal_kind="accounts",
            internal_month=month,
            topics=[],
        )
    finally:
        stage.rng = dice
