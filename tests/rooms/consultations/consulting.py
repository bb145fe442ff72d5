"""Documents for tests: a draft, one that is open for opinions, opinions on it, and its way to the public page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.consultations.actions import answering, opinions, records, writing
from gongkai.consultations.actions.moving import Given, move
from gongkai.consultations.actions.opinions import Kept, OpinionInput
from gongkai.consultations.actions.records import Voice
from gongkai.consultations.actions.writing import DocumentInput
from gongkai.consultations.authors import Author
from gongkai.consultations.models import Document, Opinion, Version
from gongkai.consultations.queries import texts
from gongkai.core import clock, secret_codes
from gongkai.domain.consultations.clauses import Provision, read
from gongkai.domain.consultations.rules import Answer

TEXT = """第一章 总则
第一条 为了加强建筑垃圾管理，改善市容环境，制定本办法。
第二条 本办法适用于城市规划区内建筑垃圾的排放、运输和消纳。
第二章 运输
第三条 运输单位应当具备下列条件：
（一）有密闭的运输车辆；
（二）有安全管理制度。
第四条 运输车辆应当在二十二时至次日六时之间行驶。
第五条 本办法自公布之日起施行。""".splitlines()


def said(**changes: Any) -> DocumentInput:
    """What a complete project says."""
    given: dict[str, Any] = {
        "kind": "normative",
        "title": "示例市城市建筑垃圾管理暂行办法",
        "need": "现行规定对运输环节缺少要求。",
        "closes_on": clock.today() + timedelta(days=30),
        **changes,
    }
    return DocumentInput(**given)


def project(cast: Cast, **changes: Any) -> Document:
    """A project of the drafter's."""
    return writing.begin_project(
        actor=cast.rule_drafter,
        agency_id=cast.agency.pk,
        unit_id=cast.units["waste"].pk,
        given=said(**changes),
    )


def now(document: Document) -> Document:
    """The document as it stands."""
    return Document.objects.select_related("agency", "unit").get(pk=document.pk)


def write(
    cast: Cast, document: Document, lines: Sequence[str] | Sequence[Provision] = TEXT, **given: Any
) -> Version:
    """The text written; lines are read as a file is."""
    rows = [each for each in lines if isinstance(each, Provision)] or list(
        read([str(each) for each in lines]).provisions
    )
    return writing.write_text(
        document_id=document.pk,
        actor=given.pop("actor", cast.rule_drafter),
        expected_revision=None,
        provisions=rows,
        explanation=given.pop("explanation", "主要内容：规范运输单位条件和行驶时间。"),
        **given,
    )


def go(document: Document, key: str, actor: Any, **given: Any) -> Document:
    """The document after the move."""
    return move(
        document_id=document.pk,
        key=key,
        actor=actor,
        expected_revision=now(document).revision,
        given=Given(**given),
    )


def drafted(cast: Cast, **changes: Any) -> Document:
    """A draft with its text."""
    made = project(cast, **changes)
    go(made, "begin", cast.rule_drafter)
    write(cast, made)
    return now(made)


def consulting(cast: Cast, **changes: Any) -> Document:
    """A draft that is open for opinions."""
    made = drafted(cast, **changes)
    go(made, "submit", cast.rule_drafter)
    return go(made, "consult", cast.rule_publisher)


def clause(document: Document, name: str) -> str:
    """The key of the provision called that in the newest text."""
    return next(key for key, each in texts.names(texts.newest(document)).items() if each == name)


def opinion(document: Document, text: str = "建议放宽行驶时间。", **changes: Any) -> Kept:
    """An opinion given on the site."""
    version = texts.newest_public(document)
    assert version is not None
    given = OpinionInput(words=text, **changes)
    return opinions.give_opinion(
        document_id=document.pk, version_number=version.number, token=secret_codes.new_token(), given=given
    )


def entered(
    cast: Cast, document: Document, text: str = "建议增加消纳场。", channel: str = "meeting", **changes: Any
) -> Opinion:
    """An opinion that came another way."""
    version = texts.newest_public(document)
    assert version is not None
    given = {"author": Author("示例甲", "某某运输公司"), **changes}
    return opinions.enter_opinion(
        document_id=document.pk,
        actor=cast.rule_drafter,
        version_number=version.number,
        channel=channel,
        received_on=clock.today(),
        given=OpinionInput(words=text, **given),
    )


def ended(document: Document) -> Document:
    """The document after the last day of its consultation."""
    Document.objects.filter(pk=document.pk).update(closes_on=clock.today() - timedelta(days=1))
    return move(document_id=document.pk, key="end", actor=None, expected_revision=None)


def answered(cast: Cast, document: Document, verdict: str = "not_adopted", **given: Any) -> int:
    """Every opinion answered alike."""
    keys = list(Opinion.objects.filter(document=document, verdict="").values_list("pk", flat=True))
    said_of = {"reason": "与上位法的规定不一致。", **given}
    return answering.answer_opinions(
        document_id=document.pk, actor=cast.rule_drafter, opinion_ids=keys, answer=Answer(verdict, **said_of)
    )


def discussed(cast: Cast, document: Document) -> None:
    """Its discussion on record, the head last."""
    records.put_on_record(
        document_id=document.pk,
        actor=cast.rule_drafter,
        kind="discussion",
        held_on=clock.today(),
        outcome="会议同意，按程序签发。",
        voices=[
            Voice("分管负责人", "同意。"),
            Voice("法制机构负责人", "建议再研究行驶时间。", dissent=True),
            Voice("局长", "同意签发。", head=True),
        ],
    )


def signed(cast: Cast, document: Document) -> Document:
    """From sorted opinions to the signature."""
    go(document, "review_fairly", cast.rule_drafter)
    go(document, "fairly_reviewed", cast.rule_legal, opinion="未发现排除、限制竞争的内容。")
    go(document, "review_legally", cast.rule_drafter)
    go(document, "legally_reviewed", cast.rule_legal, opinion="主体、权限、内容、程序合法。")
    discussed(cast, document)
    return go(document, "sign", cast.rule_leader)


def published(cast: Cast, document: Document) -> Document:
    """From the signature to the public page."""
    writing.write_with_it(
        document_id=document.pk,
        actor=cast.rule_drafter,
        expected_revision=None,
        interpretation="为什么制定、主要内容、怎么执行。",
        channels="本局网站、政务公开栏、新闻发布会",
        in_force_from=None,
        validity_years=None,
    )
    return go(document, "publish", cast.rule_publisher)


def second_version(cast: Cast, document: Document, lines: Sequence[str] | None = None) -> Document:
    """The document with its opinions on the first version over, and a second version open for opinions."""
    ended(document)
    go(document, "redraft", cast.rule_drafter, reason="按意见修改")
    again = list(lines or [line.replace("二十二时", "二十一时") for line in TEXT])
    write(cast, document, again, from_file=True)
    Document.objects.filter(pk=document.pk).update(closes_on=clock.today() + timedelta(days=30))
    go(document, "submit", cast.rule_drafter)
    return go(document, "consult", cast.rule_publisher)


def shown(cast: Cast, *opinions: Opinion) -> None:
    """The opinions let through to the public."""
    document = opinions[0].document_id
    keys = [each.pk for each in opinions]
    answering.show_opinions(document_id=document, actor=cast.rule_drafter, opinion_ids=keys)
