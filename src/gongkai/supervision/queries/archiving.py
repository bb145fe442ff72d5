"""What findings tell the archive when they are settled; the rest of supervision in ``archiving_rounds``."""

from __future__ import annotations

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.core.text import render
from gongkai.domain.archive.records import Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.supervision.course import PROCESS
from gongkai.domain.supervision.monitors import monitors
from gongkai.supervision.models import Finding, FindingStep
from gongkai.supervision.queries import archiving_rounds, findings
from gongkai.supervision.queries.subjects import subject_of

STATES = kinds()["finding"].states


def _finding(pk: int) -> Record:
    found = Finding.objects.select_related("agency", "unit").get(pk=pk)
    monitor = monitors().get(found.monitor)
    said = [
        found.title,
        f"问题：{render(findings.said(found))}",
        f"督办要求：{found.asked}",
        f"答复：{found.answer}",
    ]
    return Record(
        number=f"DB-{found.pk}",
        title=found.title,
        opened_on=found.found_on,
        ended=gettext(PROCESS.state(found.state).label),
        responsible=found.unit.name if found.unit else found.agency.name,
        rows=rows_of(category=monitor.label if monitor else found.monitor, due_on=found.act_by),
        papers=(archiving.text("body", "督办.txt", "\n".join(said), personal=True, made_on=found.closed_on),),
        subjects=(subject_of(found),),
    )


SOURCES = (
    Source(
        kind="finding",
        rows=Finding.objects.all,
        closed=Coalesce(F("closed_on"), TruncDate("updated_at")),
        told=_finding,
        shows=lambda actor, pk: findings.one(actor, pk) is not None,
        url=lambda pk: ("workspace:supervision_finding", (pk,)),
        steps=FindingStep.objects.filter(
            finding=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, STATES)
        ).order_by("-pk"),
        number="pk",
    ),
    *archiving_rounds.SOURCES,
)
