"""What collections of opinions, problems, evaluations and clean-ups tell the archive when they have ended."""

from __future__ import annotations

import json

from django.db.models import CharField, F, OuterRef, Value
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.utils.translation import gettext

from gongkai.consultations import access_collecting, collecting_words, evaluating_words
from gongkai.consultations.models import (
    CleanUp,
    Collection,
    CollectionStep,
    Evaluation,
    EvaluationStep,
    Problem,
)
from gongkai.consultations.queries import collecting as collections
from gongkai.consultations.queries import evaluating as evaluations
from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.consultations import cleaning, collecting, evaluating, problems


def _collection(pk: int) -> Record:
    found = Collection.objects.select_related("agency", "unit", "document").get(pk=pk)
    remarks = list(found.remarks.order_by("id"))
    papers = [_about(found)]
    if remarks:
        head = ("编号", "收到日期", "意见")
        lines = [[each.reference, each.received_on, collections.words_of(each)] for each in remarks]
        papers.append(archiving.table("opinions", "收到的意见.csv", head, lines, personal=True))
    sheets = list(found.sheets.order_by("id"))
    if sheets:
        answered = [
            [each.received_on, json.dumps(each.answers, ensure_ascii=False, sort_keys=True)]
            for each in sheets
        ]
        papers.append(archiving.table("opinions", "问卷.csv", ("收到日期", "答案"), answered, personal=True))
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.begins_on,
        ended=gettext(collecting.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            category=collecting_words.kind_name(found.kind),
            begins_on=found.begins_on,
            ends_on=found.ends_on,
            published_on=found.told_on,
            place=found.place,
            counted=len(remarks) + len(sheets),
            related=found.document.number if found.document else "",
        ),
        papers=tuple(papers),
        subjects=(collections.subject_of(found),),
    )


def _about(found: Collection) -> Paper:
    said = [found.title, found.introduction]
    said += (
        [json.dumps(found.questions, ensure_ascii=False, sort_keys=True, indent=1)] if found.questions else []
    )
    for label, value in (("调查对象", found.sample), ("纪要", found.minutes), ("结果", found.results)):
        said += [f"{label}：{value}"] if value else []
    return archiving.text("body", "方案和结果.txt", "\n".join(said), personal=False, made_on=found.begins_on)


def _problem(pk: int) -> Record:
    found = Problem.objects.select_related("agency", "unit", "collection").get(pk=pk)
    said = [
        found.title,
        f"整改措施：{found.measure}",
        f"整改结果：{found.outcome}",
        f"佐证：{found.evidence}",
    ]
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(problems.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(due_on=found.due_on, related=found.collection.number),
        papers=(archiving.text("body", "问题和整改.txt", "\n".join(said), personal=False),),
        subjects=(collections.subject_of(found),),
    )


def _evaluation(pk: int) -> Record:
    found = Evaluation.objects.select_related("agency", "unit", "document").get(pk=pk)
    said = [
        f"评估人：{found.evaluators}",
        f"方法：{found.approach}",
        f"发现：{found.findings}",
        f"摘要：{found.summary}",
    ]
    return Record(
        number=found.number,
        title=f"《{found.document.title}》后评估",
        opened_on=archiving.day_of(found.created_at),
        ended=evaluating_words.result_name(found.conclusion) if found.conclusion else "",
        responsible=found.agency.name,
        rows=rows_of(due_on=found.due_on, published_on=found.published_on, related=found.document.number),
        papers=(
            archiving.text(
                "body", "评估报告.txt", "\n".join(said), personal=False, made_on=found.evaluated_on
            ),
        ),
        subjects=(evaluations.subject_of(found),),
    )


def _clean_up(pk: int) -> Record:
    found = CleanUp.objects.select_related("agency", "unit").get(pk=pk)
    entries = list(found.entries.select_related("document").order_by("id"))
    lines = [
        [
            each.document.number,
            each.document.formal_number,
            each.document.title,
            _result(each.result),
            each.reason,
        ]
        for each in entries
    ]
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(cleaning.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(published_on=found.published_on, counted=len(entries)),
        papers=(
            archiving.text("body", "清理说明.txt", f"{found.title}\n{found.introduction}", personal=False),
            archiving.table(
                "attachment",
                "清理目录.csv",
                ("项目编号", "文号", "标题", "清理结果", "理由"),
                lines,
                personal=False,
            ),
        ),
        subjects=(evaluations.subject_of(found),),
    )


def _result(key: str) -> str:
    return evaluating_words.result_name(key) if key else ""


SOURCES = (
    Source(
        kind="collection",
        rows=Collection.objects.all,
        closed=Coalesce(F("told_on"), F("closed_on"), TruncDate("updated_at")),
        told=_collection,
        shows=lambda actor, pk: collections.collection(actor, pk) is not None,
        url=lambda pk: ("workspace:collection", (pk,)),
        whole=lambda actor, pk: bool(access_collecting.may_sort(actor, Collection.objects.get(pk=pk))),
        steps=CollectionStep.objects.filter(
            collection=OuterRef("pk"), move__in=archiving.moves_into(collecting.PROCESS, ("told",))
        ).order_by("-pk"),
    ),
    Source(
        kind="problem",
        rows=Problem.objects.all,
        closed=Coalesce(F("settled_on"), TruncDate("updated_at")),
        told=_problem,
        shows=lambda actor, pk: collections.problem(actor, pk) is not None,
        url=lambda pk: ("workspace:problem", (pk,)),
        steps=CollectionStep.objects.filter(
            problem=OuterRef("pk"), move__in=archiving.moves_into(problems.PROCESS, ("settled", "dropped"))
        ).order_by("-pk"),
    ),
    Source(
        kind="evaluation",
        rows=lambda: Evaluation.objects.annotate(
            named=Concat(Value("《"), F("document__title"), Value("》后评估"), output_field=CharField())
        ),
        closed=Coalesce(F("published_on"), TruncDate("updated_at")),
        told=_evaluation,
        shows=lambda actor, pk: evaluations.evaluation(actor, pk) is not None,
        url=lambda pk: ("workspace:evaluation", (pk,)),
        steps=EvaluationStep.objects.filter(
            evaluation=OuterRef("pk"), move__in=archiving.moves_into(evaluating.PROCESS, ("published",))
        ).order_by("-pk"),
        title="named",
    ),
    Source(
        kind="clean_up",
        rows=CleanUp.objects.all,
        closed=Coalesce(F("published_on"), TruncDate("updated_at")),
        told=_clean_up,
        shows=lambda actor, pk: evaluations.clean_up(actor, pk) is not None,
        url=lambda pk: ("workspace:clean_up", (pk,)),
        steps=EvaluationStep.objects.filter(
            clean_up=OuterRef("pk"), move__in=archiving.moves_into(cleaning.PROCESS, ("published",))
        ).order_by("-pk"),
    ),
)
