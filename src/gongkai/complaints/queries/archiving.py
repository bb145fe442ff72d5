"""What matters tell the archive when they have ended."""

from __future__ import annotations

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.complaints import words
from gongkai.complaints.identity import read
from gongkai.complaints.models import Matter, Reporter, Step
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.subjects import instruction_subject, subject_of
from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Gone, Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.complaints import PROCESS

STATES = kinds()["complaint"].states


def _matter(pk: int) -> Record:
    found = Matter.objects.select_related("agency", "unit", "handler", "lead").get(pk=pk)
    papers, gone = _papers(found)
    instructed = found.instructions.order_by("id")
    return Record(
        number=found.number,
        title=found.title,
        opened_on=found.received_on,
        ended=words.result(found.result) if found.result else gettext(PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            channel=words.channel(found.channel),
            category=words.category(found.category, found.category_version) if found.category else "",
            rounds=found.round,
            officer=found.handler.name if found.handler else "",
            rating=words.rating(found.rating) if found.rating else "",
            related=_related(found),
        ),
        papers=tuple(papers),
        gone=tuple(gone),
        subjects=(subject_of(found), *(instruction_subject(each) for each in instructed)),
    )


def _related(found: Matter) -> str:
    numbers = [found.outside_number, found.lead.number if found.lead else ""]
    numbers += found.links.order_by("id").values_list("number", flat=True)
    return "、".join(each for each in numbers if each)


def _papers(found: Matter) -> tuple[list[Paper], list[Gone]]:
    papers = [_reported(found), *_replies(found)]
    handled = _handled(found)
    papers += [handled] if handled else []
    rows = found.files.filter(removed_at__isnull=True).order_by("id")
    given, gone = archiving.sealed_files("received", rows)
    sent, blanked = archiving.letters([subject_of(found)])
    return papers + given + sent, gone + blanked


def _reported(found: Matter) -> Paper:
    """What was reported and by whom; it names the reporter, so no copy is kept."""
    contact = read(Reporter.objects.filter(matter=found).first())
    said = [f"受理编号：{found.number}", f"类型：{words.kind(found.kind)}", f"标题：{found.title}"]
    said += [f"内容：{found.text}", f"地点：{found.address}"]
    named = (
        ("姓名", contact.name),
        ("电话", contact.telephone),
        ("邮箱", contact.email),
        ("地址", contact.address),
    )
    said += [f"{label}：{value}" for label, value in named if value]
    return archiving.text(
        "application", "诉求登记表.txt", "\n".join(said), personal=True, made_on=found.received_on
    )


def _replies(found: Matter) -> list[Paper]:
    return [
        archiving.text(
            "answer",
            f"第{each.round}轮答复.txt",
            f"结果：{words.result(each.result) if each.result else ''}\n{each.text}\n{each.evidence}",
            personal=True,
        )
        for each in found.replies.filter(sent_at__isnull=False).order_by("round")
    ]


def _handled(found: Matter) -> Paper | None:
    """Checks on the spot, instructions and what the helping units did, in the order of their kinds."""
    said = [f"现场核查：{each.text}" for each in found.checks.order_by("id")]
    for each in found.instructions.order_by("id"):
        said += [f"批示：{each.text}", f"批示办理情况：{each.report}"]
    said += [f"协办：{each.contribution}" for each in found.co_units.order_by("id") if each.contribution]
    said += [f"退回：{each.article} {each.reason}" for each in found.sent_back.order_by("id")]
    said += [f"裁定：{each.article} {each.reason}" for each in found.rulings.order_by("id")]
    return archiving.text("course", "办理记录.txt", "\n".join(said), personal=True) if said else None


SOURCES = (
    Source(
        kind="complaint",
        rows=Matter.objects.all,
        closed=TruncDate(Coalesce(F("closed_at"), F("updated_at"))),
        told=_matter,
        shows=lambda actor, pk: seen_by(actor).filter(pk=pk).exists(),
        url=lambda pk: ("workspace:complaint", (pk,)),
        steps=Step.objects.filter(
            matter=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, STATES)
        ).order_by("-pk"),
    ),
)
