"""What decisions, and versions of the register that are in force no more, tell the archive."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving, clock
from gongkai.core.archiving import Source, day, rows_of
from gongkai.core.lawwords import label
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.powers import course, decision_course
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_words, identity
from gongkai.powers.models import Decision, DecisionStep, Version
from gongkai.powers.queries import decisions, register
from gongkai.powers.queries.subjects import subject_of

STATES = kinds()["decision"].states


def _decision(pk: int) -> Record:
    found = Decision.objects.select_related(
        "agency", "unit", "officer", "item", "table", "table_version"
    ).get(pk=pk)
    letters, gone = archiving.letters([decisions.subject_of(found)])
    return Record(
        number=found.number,
        title=found.conduct,
        opened_on=found.filed_on,
        ended=gettext(decision_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        document_number=found.number,
        rows=rows_of(
            category=decision_words.kind_name(found.kind),
            conduct=found.conduct,
            outcome=decision_words.outcome_name(found.outcome) if found.outcome else "",
            amount=found.amount,
            served_on=found.served_on,
            published_on=found.published_on,
            officer=found.officer.name if found.officer else found.officer_code,
            basis="、".join(each.code for each in (found.item, found.table) if each),
            related=found.outside_number,
        ),
        papers=(_file(found), *letters),
        gone=tuple(gone),
        subjects=(decisions.subject_of(found),),
    )


def _file(found: Decision) -> Paper:
    """The case in words; it names the party."""
    party = identity.read(found.number, found.party_sealed)
    said = [f"当事人：{party.name}", f"证件号码：{party.number}", f"行为：{found.conduct}"]
    said += [f"行为日期：{day(found.conduct_on)}", f"立案日期：{day(found.filed_on)}"]
    said += [
        f"告知日期：{day(found.notice_on)}",
        f"决定日期：{day(found.decided_on)}",
        f"送达日期：{day(found.served_on)}",
    ]
    if found.minimum is not None or found.maximum is not None:
        said.append(
            f"裁量幅度：{found.minimum}元至{found.maximum}元{'（幅度外）' if found.outside_range else ''}"
        )
    if found.table is not None:
        version = f"第{found.table_version.number}版" if found.table_version else ""
        said.append(f"裁量基准：{found.table.code} {version}")
    for name, value in (
        ("事实", json.dumps(found.facts, ensure_ascii=False, sort_keys=True) if found.facts else ""),
        ("情节", "、".join(label("discretion", "circumstance", each) for each in found.circumstances)),
        ("送达方式", label("letters", "service_way", found.served_way) if found.served_way else ""),
        ("社会影响", {"yes": "有", "no": "无"}.get(found.impact, "")),
        ("说理", found.reasons), ("偏离说明", found.deviation), ("教育记录", found.education),
        ("陈述申辩", identity.read_words(found.number, found.defence_sealed)), ("审核意见", found.review_opinion),
        ("社会影响判断", found.impact_reason), ("公开文本", found.public_text), ("撤销理由", found.revoked_reason),
    ):  # fmt: skip
        said += [f"{name}：{value}"] if value else []
    return archiving.text("body", "案件材料.txt", "\n".join(said), personal=True, made_on=found.decided_on)


def _past() -> Any:
    """Versions whose time is over: withdrawn, or followed by another."""
    over = Q(state="withdrawn") | Q(in_force_until__lt=clock.today())
    return Version.objects.filter(over, published_at__isnull=False)


def _version(pk: int) -> Record:
    found = Version.objects.select_related("entry__agency", "entry__unit").get(pk=pk)
    content = json.dumps(found.content, ensure_ascii=False, sort_keys=True, indent=1)
    return Record(
        number=found.entry.code,
        title=found.title,
        opened_on=found.in_force_from,
        ended=gettext(course.PROCESS.state(found.state).label),
        responsible=found.entry.agency.name,
        rows=rows_of(
            version=found.number,
            in_force_from=found.in_force_from,
            in_force_until=found.in_force_until,
            content_digest=found.digest,
        ),
        papers=(archiving.text("body", f"第{found.number}版.json", content, personal=False),),
        subjects=(subject_of(found.entry),),
    )


def _sees_version(actor: StaffActor, pk: int) -> bool:
    return register.entries(actor).filter(versions__pk=pk).exists()


def _entry_url(pk: int) -> tuple[str, tuple[object, ...]]:
    found = Version.objects.select_related("entry__agency").get(pk=pk)
    return "workspace:power", (found.entry.agency.code, found.entry.kind, found.entry.code)


SOURCES = (
    Source(
        kind="decision",
        rows=Decision.objects.all,
        closed=Coalesce(
            F("revoked_on"), F("published_on"), F("served_on"), F("decided_on"), TruncDate("updated_at")
        ),
        told=_decision,
        shows=lambda actor, pk: decisions.decision(actor, pk) is not None,
        url=lambda pk: ("workspace:power_decision", (pk,)),
        steps=DecisionStep.objects.filter(
            decision=OuterRef("pk"), move__in=archiving.moves_into(decision_course.PROCESS, STATES)
        ).order_by("-pk"),
        title="conduct",
    ),
    Source(
        kind="power",
        rows=_past,
        closed=Coalesce(F("in_force_until"), TruncDate("updated_at")),
        told=_version,
        shows=_sees_version,
        url=_entry_url,
        number="entry__code",
        unit="entry__unit_id",
        agency="entry__agency_id",
    ),
)
