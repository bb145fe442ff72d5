"""What annual reports and work reports tell the archive once they are published."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import BigIntegerField, CharField, F, OuterRef, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext

from gongkai.annual_reports.models import Report, Step, WorkReport, WorkStep
from gongkai.annual_reports.queries import reports, work_reports
from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.annual_report import course, work_course
from gongkai.domain.archive.records import Paper, Record


def _papers(editions: Any) -> tuple[Paper, ...]:
    """Every edition as it was published: all of the document, as data."""
    return tuple(
        archiving.text(
            "body",
            f"第{each.number}版.json",
            json.dumps(each.document, ensure_ascii=False, sort_keys=True, indent=1),
            personal=False,
            made_on=archiving.day_of(each.published_at),
        )
        for each in editions.order_by("number")
    )


def _report(pk: int) -> Record:
    found = Report.objects.select_related("agency").get(pk=pk)
    last = found.editions.order_by("-number").first()
    return Record(
        number=f"{found.year}",
        title=_title(found.agency.name, found.year, "政府信息公开工作年度报告"),
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            version=last.number if last else "",
            published_on=archiving.day_of(last.published_at) if last else None,
            content_digest=last.digest if last else "",
        ),
        papers=_papers(found.editions),
        subjects=(reports.subject_of(found),),
    )


def _work_report(pk: int) -> Record:
    found = WorkReport.objects.select_related("agency").get(pk=pk)
    last = found.editions.order_by("-number").first()
    return Record(
        number=f"{found.year}",
        title=_title(found.agency.name, found.year, "年度工作报告"),
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(work_course.PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            version=last.number if last else "",
            published_on=archiving.day_of(last.published_at) if last else None,
            content_digest=last.digest if last else "",
        ),
        papers=_papers(found.editions),
        subjects=(work_reports.subject_of(found),),
    )


def _title(agency: str, year: int, words: str) -> str:
    return f"{agency}{year}年{words}"


def _named(words: str) -> Concat:
    return Concat(F("agency__name"), Cast("year", CharField()), Value(f"年{words}"), output_field=CharField())


def _work_reports() -> Any:
    return WorkReport.objects.annotate(named=_named("年度工作报告"), no_unit=Value(None, BigIntegerField()))


def _reports() -> Any:
    return Report.objects.annotate(
        named=_named("政府信息公开工作年度报告"), no_unit=Value(None, BigIntegerField())
    )


SOURCES = (
    Source(
        kind="annual_report",
        rows=_reports,
        closed=TruncDate("updated_at"),
        told=_report,
        shows=lambda actor, pk: reports.reports_for_staff(actor).filter(pk=pk).exists(),
        url=lambda pk: ("workspace:report_by_number", (pk,)),
        steps=Step.objects.filter(
            report=OuterRef("pk"), move__in=archiving.moves_into(course.PROCESS, ("published",))
        ).order_by("-pk"),
        number="year",
        title="named",
        unit="no_unit",
    ),
    Source(
        kind="work_report",
        rows=_work_reports,
        closed=TruncDate("updated_at"),
        told=_work_report,
        shows=lambda actor, pk: work_reports.for_staff(actor).filter(pk=pk).exists(),
        url=lambda pk: (
            "workspace:work_report",
            (WorkReport.objects.values_list("year", flat=True).get(pk=pk),),
        ),
        steps=WorkStep.objects.filter(
            report=OuterRef("pk"), move__in=archiving.moves_into(work_course.PROCESS, ("published",))
        ).order_by("-pk"),
        number="year",
        title="named",
        unit="no_unit",
    ),
)
