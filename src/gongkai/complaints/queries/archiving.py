"""What matters tell the archive when they have ended."""

from __future__ import annotations

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.complaints import access, words
from gongkai.complaints.identity import read
from gongkai.complaints.models import Call, Matter, PublicMatter, Reporter, Step
from gongkai.complaints.queries.desk import seen_by
from gongkai.complaints.queries.subjects import instruction_subject, subject_of
from gongkai.core import archiving, sealed
from gongkai.core.archiving import Source, day, rows_of
from gongkai.domain.archive.records import Gone, Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.complaints import PROCESS
from gongkai.people.actor import StaffActor

STATES = kinds()["complaint"].states


def _matter(pk: int) -> Record:
    found = Matter.objects.select_related(
        "agency", "unit", "handler", "lead", "against_person", "against_unit"
    ).get(pk=pk)
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
    papers += [*_spoken(found), *([handled] if handled else []), *_told_publicly(found)]
    rows = list(found.files.filter(removed_at__isnull=True).order_by("id"))
    given, gone = archiving.sealed_files("received", rows)
    veiled, lost = archiving.parted(
        "photo", ((each.veiled_key, f"遮挡后 {each.name}", "image/jpeg") for each in rows if each.veiled_key)
    )
    given, gone = given + veiled, gone + lost
    sent, blanked = archiving.letters([subject_of(found)])
    return papers + given + sent, gone + blanked


def _reported(found: Matter) -> Paper:
    """What was reported and by whom; it names the reporter."""
    contact = read(Reporter.objects.filter(matter=found).first())
    said = [f"受理编号：{found.number}", f"类型：{words.kind(found.kind)}", f"标题：{found.title}"]
    for label, value in (
        ("内容", found.text),
        ("地点", found.address),
        ("被举报人", found.against_person.name if found.against_person else ""),
        ("被举报单位", found.against_unit.name if found.against_unit else ""),
    ):
        said += [f"{label}：{value}"] if value else []
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


def _spoken(found: Matter) -> list[Paper]:
    """Questions and supplements, and the call-backs: apart, since they are erased with the reporter's data."""
    asked = [
        line
        for each in found.exchanges.order_by("id")
        for line in (
            f"询问（{day(archiving.day_of(each.asked_at))}）：{each.question}" if each.question else "",
            f"补充（{day(archiving.day_of(each.answered_at))}）：{each.answer}" if each.answer else "",
        )
        if line
    ]
    called = [_called(found, each) for each in found.calls.select_related("person").order_by("id")]
    papers = [archiving.text("course", "问询和补充.txt", "\n".join(asked), personal=True)] if asked else []
    return papers + (
        [archiving.text("course", "回访记录.txt", "\n".join(called), personal=True)] if called else []
    )


def _called(found: Matter, call: Call) -> str:
    """One call-back, or the reporter's own rating, on a line."""
    who = "诉求人自评" if call.by_reporter else call.person.name if call.person else ""
    said = [day(archiving.day_of(call.at)), f"第{call.round}轮", who, words.way(call.way)]
    said += [] if call.reached else ["未接通"]
    for label, value in (("已答复", call.answered), ("已解决", call.solved)):
        said += [] if value is None else [f"{label}：{'是' if value else '否'}"]
    said += [f"评价：{words.rating(call.rating)}"] if call.rating else []
    note = sealed.unseal(call.note, f"complaints.call.{found.pk}")
    return " ".join(each for each in (*said, note) if each)


def _told_publicly(found: Matter) -> list[Paper]:
    """What the public reads of it, where somebody released it."""
    public = PublicMatter.objects.filter(matter=found, released_at__isnull=False).first()
    if public is None:
        return []
    said = [
        f"公开编号：{public.public_id}",
        f"标题：{public.title}",
        f"内容：{public.text}",
        f"答复：{public.answer}",
    ]
    said += [f"撤下理由：{public.hidden_reason}"] if public.hidden_at else []
    on = archiving.day_of(public.released_at)
    return [archiving.text("answer", "公开版.txt", "\n".join(said), personal=True, made_on=on)]


def _handled(found: Matter) -> Paper | None:
    """Checks on the spot, instructions and what the helping units did, in the order of their kinds."""
    said = [f"现场核查：{each.text}" for each in found.checks.order_by("id")]
    for each in found.instructions.order_by("id"):
        said += [f"批示：{each.text}", f"批示办理情况：{each.report}"]
    said += [f"协办：{each.contribution}" for each in found.co_units.order_by("id") if each.contribution]
    said += [f"退回：{each.article} {each.reason}" for each in found.sent_back.order_by("id")]
    said += [f"裁定：{each.article} {each.reason}" for each in found.rulings.order_by("id")]
    said += [f"不予受理：{words.ground(found.ground)} {found.ground_reason}"] if found.ground else []
    said += [f"未满意办结说明：{found.exception}"] if found.exception else []
    return archiving.text("course", "办理记录.txt", "\n".join(said), personal=True) if said else None


def _sees_reporter(actor: StaffActor, pk: int) -> bool:
    return bool(access.may_see_reporter(actor, Matter.objects.get(pk=pk)))


SOURCES = (
    Source(
        kind="complaint",
        rows=Matter.objects.all,
        closed=TruncDate(Coalesce(F("closed_at"), F("updated_at"))),
        told=_matter,
        shows=lambda actor, pk: seen_by(actor).filter(pk=pk).exists(),
        url=lambda pk: ("workspace:complaint", (pk,)),
        whole=_sees_reporter,
        erased=F("reporter__erased_at"),
        about=access.against,
        hidden=access.against,
        steps=Step.objects.filter(
            matter=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, STATES)
        ).order_by("-pk"),
    ),
)
