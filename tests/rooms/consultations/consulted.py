"""A floor of consultations for tests: open in its second version, decided, by name, in the making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import consulting as stage
from django.test import Client

from cast import Cast, make_cast
from desk import words_of
from gongkai.consultations.actions import answering, records
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion
from gongkai.core import clock

#: Who gave an opinion, who handled it, and what was hidden or not looked at: nobody finds them in public.
NEVER = (
    *("示例甲", "示例乙", "某某运输公司", "0558-5550009", "opinion@example.cn", "骂人的话", "还没有人看过"),
    *("rule-drafter-name", "rule-publisher-name", "rule-legal-name", "rule-leader-name", "起草中的办法"),
    *("建议再研究行驶时间", "法制机构负责人", "未发现排除、限制竞争的内容"),
)


@dataclass
class Floor:
    """A rule in its second version, one that is decided, one by name, and one only being drafted."""

    cast: Cast
    opened: Document
    decided: Document
    by_name: Document
    on_words: Opinion
    orphan: Opinion
    whole: Opinion
    hidden: Opinion
    unseen: Opinion


def build() -> Floor:
    cast = make_cast()
    made = stage.consulting(cast)
    fourth, first = stage.clause(made, "第四条"), stage.clause(made, "第一条")
    orphan = stage.opinion(made, "夜间时间太短。", clause=fourth, start=7, end=11).opinion
    on_words = stage.opinion(made, "目的写得清楚。", clause=first, start=3, end=7).opinion
    whole = stage.entered(cast, made, "整体赞成。", author=Author("示例甲", "某某运输公司"))
    hidden = stage.opinion(made, "骂人的话").opinion
    unseen = stage.opinion(made, "还没有人看过").opinion
    stage.shown(cast, orphan, on_words, whole)
    answering.hide_opinion(
        document_id=made.pk, actor=cast.rule_drafter, opinion_id=hidden.pk, reason="attack"
    )
    records.put_on_record(
        document_id=made.pk, actor=cast.rule_drafter, kind="hearing", held_on=clock.today(), outcome="听证会已举行。"
    )  # fmt: skip
    opened = stage.second_version(cast, made)
    by_name = stage.consulting(cast, title="示例市道路挖掘管理办法", identity="name")
    given = Author("示例乙", "0558-5550009", "opinion@example.cn")
    named = stage.opinion(by_name, "加强修复。", author=given).opinion
    stage.shown(cast, named)
    stage.drafted(cast, title="起草中的办法")
    return Floor(
        cast, opened, _decided(cast), by_name, on_words, orphan, whole, hidden, unseen
    )  # fmt: skip


def _decided(cast: Cast) -> Document:
    made = stage.consulting(cast, title="示例市户外招牌设置管理办法")
    key = stage.clause(made, "第三条")
    kept = [stage.opinion(made, f"建议{word}。", clause=key).opinion for word in ("细化尺寸", "放宽材质")]
    stage.shown(cast, *kept)
    spam = stage.opinion(made, "广告广告").opinion
    answering.hide_opinion(document_id=made.pk, actor=cast.rule_drafter, opinion_id=spam.pk, reason="spam")
    stage.ended(made)
    for opinion, verdict, clause in ((kept[0], "adopted", key), (kept[1], "not_adopted", "")):
        answering.answer_opinions(
            document_id=made.pk,
            actor=cast.rule_drafter,
            opinion_ids=[opinion.pk],
            answer=stage.Answer(verdict, "已研究。", clause),
        )
    stage.signed(cast, made)
    return stage.published(cast, made)


def own(found: Document) -> str:
    return f"/consultations/{found.agency.code}/{found.number}/"


def get(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return words_of(answer)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
