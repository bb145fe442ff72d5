"""What cases of accountability, appraisals and assessments tell the archive when they have ended."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving
from gongkai.core.archiving import Source, day, rows_of
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.supervision import accountability, appraisal, assessment
from gongkai.domain.supervision.liability import faults, measures
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_accountability
from gongkai.supervision.models import Assessed, Assessment, AssessmentStep, Case, CaseStep, Round, RoundStep
from gongkai.supervision.queries import appraisals, assessments, cases


def _case(pk: int) -> Record:
    found = Case.objects.select_related("agency", "unit", "person", "finding", "matter").get(pk=pk)
    fault, measure = faults().get(found.fault), measures().get(found.measure)
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.opened_on,
        ended=measure.label if measure else gettext(accountability.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            category=fault.label if fault else found.fault,
            outcome=gettext(accountability.PROCESS.state(found.state).label),
            related=found.matter.number if found.matter else "",
        ),
        papers=(_file(found), *_spoken(found)),
        subjects=(cases.subject_of(found),),
    )


def _file(found: Case) -> Paper:
    """The case in words; it names who it is about."""
    said = [
        found.title,
        f"对象：{found.person.name if found.person else found.unit.name}",
        f"事实：{found.facts}",
    ]
    for label, value, on in (
        ("告知", found.told, found.told_on),
        ("建议", found.proposal, None),
        ("决定", found.decision, found.decided_on),
        ("执行", found.result, found.carried_out_on),
        ("整改", found.outcome, None),
        ("复核", found.review, found.reviewed_on),
    ):
        said += [f"{label} {day(on)}：{value}"] if value else []
    return archiving.text("body", "追责材料.txt", "\n".join(said), personal=True, made_on=found.decided_on)


def _spoken(found: Case) -> list[Paper]:
    """Talks and statements in their order."""
    papers = [
        archiving.text(
            "minutes",
            f"谈话记录 {number}.txt",
            f"{each.on.isoformat()} {each.led_by} 与 {each.held_with}\n{each.words}",
            personal=True,
            made_on=each.on,
        )
        for number, each in enumerate(found.talks.order_by("id"), 1)
    ]
    return papers + [
        archiving.text("received", f"陈述申辩 {number}.txt", each.words, personal=True)
        for number, each in enumerate(found.statements.order_by("id"), 1)
    ]


def _json(kind: str, name: str, content: Any) -> Paper:
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return archiving.text(kind, name, written, personal=False)


def _round(pk: int) -> Record:
    found = Round.objects.select_related("agency").get(pk=pk)
    result = getattr(found, "result", None)
    papers = [
        _json("body", "评议规则.json", {"rules": found.rules, "seed": found.seed, "note": found.seed_note})
    ]
    if result is not None:
        told = {name: getattr(result, name) for name in ("sample", "open", "strata", "outcomes")}
        papers.append(_json("body", "评议结果.json", told))
    words = found.words.exclude(public_words="").order_by("question", "public_words")
    said = [[each.question, each.public_words] for each in words]
    papers.append(archiving.table("opinions", "公开的意见.csv", ("问题", "意见"), said, personal=True))
    return Record(
        number=found.number,
        title=f"{found.agency.name}{found.year}年度社会评议",
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(appraisal.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            begins_on=found.opened_on,
            ends_on=found.closed_on,
            published_on=found.published_on,
            content_digest=found.frame_digest,
        ),
        papers=tuple(papers),
        subjects=((appraisals.SUBJECT, found.pk),),
    )


def _assessment(pk: int) -> Record:
    found = Assessment.objects.select_related("agency").get(pk=pk)
    entries = list(found.assessed.select_related("unit", "agency").order_by("id"))
    files = [
        archiving.stored("evidence", each.file, each.file_name or each.words)
        for entry in entries
        for each in entry.evidence.select_related("file").order_by("id")
        if each.file is not None
    ]
    return Record(
        number=f"{found.year}-{found.pk}",
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(assessment.ROUND.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(published_on=found.published_on, counted=len(entries), content_digest=found.digest),
        papers=(
            _json("body", "评分表.json", found.indicators),
            _json("body", "考核结果.json", found.results),
            archiving.table(
                "course", "各单位情况.csv", ("单位", "得分率%", "等次", "名次", "申诉", "申诉答复"),
                [_entry(each) for each in entries], personal=False,
            ),
            *files,
        ),
        subjects=(
            assessments.subject_of(found), *(assessments.subject_of(each) for each in entries),
        ),
    )  # fmt: skip


def _entry(each: Assessed) -> list[object]:
    name = each.unit.name if each.unit else each.agency.name
    return [name, each.percent, each.grade, each.rank, each.appeal, each.appeal_answer]


def _of_agency(rows: QuerySet[Any]) -> QuerySet[Any]:
    answered: QuerySet[Any] = rows.annotate(no_unit=Value(None, BigIntegerField()))
    return answered


def _untold(actor: StaffActor) -> Q:
    """Cases about the actor, a unit they answer for or whom they stand in for, of which the page tells them nothing."""
    return access_accountability.about(actor) & ~access_accountability.visible_to(actor)


SOURCES = (
    Source(
        kind="accountability",
        rows=Case.objects.all,
        closed=Coalesce(F("closed_on"), F("reviewed_on"), TruncDate("updated_at")),
        told=_case,
        shows=lambda actor, pk: cases.one(actor, pk) is not None,
        url=lambda pk: ("workspace:accountability_case", (pk,)),
        whole=lambda actor, pk: access_accountability.sight(actor, Case.objects.get(pk=pk)) == "full",
        about=access_accountability.about,
        hidden=_untold,
        steps=CaseStep.objects.filter(
            case=OuterRef("pk"),
            move__in=archiving.moves_into(accountability.PROCESS, kinds()["accountability"].states),
        ).order_by("-pk"),
    ),
    Source(
        kind="appraisal",
        rows=lambda: _of_agency(Round.objects.all()),
        closed=Coalesce(F("published_on"), TruncDate("updated_at")),
        told=_round,
        shows=lambda actor, pk: appraisals.one(actor, pk) is not None,
        url=lambda pk: ("workspace:appraisal", (pk,)),
        steps=RoundStep.objects.filter(
            round=OuterRef("pk"), move__in=archiving.moves_into(appraisal.PROCESS, ("published",))
        ).order_by("-pk"),
        title="number",
        unit="no_unit",
    ),
    Source(
        kind="assessment",
        rows=lambda: _of_agency(Assessment.objects.all()),
        closed=Coalesce(F("published_on"), TruncDate("updated_at")),
        told=_assessment,
        shows=lambda actor, pk: assessments.one(actor, pk) is not None,
        url=lambda pk: ("workspace:assessment", (pk,)),
        steps=AssessmentStep.objects.filter(
            assessment=OuterRef("pk"), move__in=archiving.moves_into(assessment.ROUND, ("published",))
        ).order_by("-pk"),
        number="year",
        unit="no_unit",
    ),
)
