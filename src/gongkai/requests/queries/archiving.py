"""What requests, and the reviews and suits about them, tell the archive when they have ended."""

from __future__ import annotations

import json
from dataclasses import fields

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving, sealed
from gongkai.core.archiving import Source, day, rows_of
from gongkai.core.lawwords import label
from gongkai.domain.archive.records import Gone, Paper, Record
from gongkai.domain.requests import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.requests import access, own_words, words
from gongkai.requests.identity import read
from gongkai.requests.models import Answer, Applicant, Dispute, Request, Step
from gongkai.requests.queries import disputes
from gongkai.requests.queries.desk import seen_by
from gongkai.requests.queries.subjects import CONSULTATION, consultation_subject, dispute_subject, subject_of

#: The applicant's data as the application form names them.
_IDENTITY = {
    "name": "姓名", "organisation": "单位", "representative": "法定代表人", "agent": "代理人", "identity": "证件类型",
    "identity_number": "证件号码", "telephone": "电话", "email": "电子邮箱", "address": "通信地址",
    "postcode": "邮政编码", "fax": "传真",
}  # fmt: skip


def _request(pk: int) -> Record:
    found = Request.objects.select_related("agency", "unit", "officer", "parent").get(pk=pk)
    heard = list(found.consultations.order_by("id"))
    subjects = [subject_of(found), *(consultation_subject(each) for each in heard)]
    papers, gone = _papers(found)
    return Record(
        number=found.number,
        title=found.subject,
        opened_on=found.arrived_on,
        ended=words.outcome(found.outcome) if found.outcome else gettext(PROCESS.state(found.state).label),
        responsible=found.agency.name,
        rows=rows_of(
            channel=words.channel(found.channel),
            applicant_kind=words.applicant_kind(found.applicant_kind),
            received_on=found.received_on,
            rounds=found.round,
            officer=found.officer.name if found.officer else "",
            related="、".join(each.number for each in found.transfers.all()),
        ),
        papers=tuple(papers),
        gone=tuple(gone),
        subjects=tuple(subjects),
    )


def _papers(found: Request) -> tuple[list[Paper], list[Gone]]:
    papers, gone = [_application(found)], []
    given, erased = archiving.sealed_files("received", found.files.order_by("id"))
    papers += given
    gone += erased
    for answer in found.answers.order_by("round"):
        papers += _answer(answer)
    for number, heard in enumerate(found.consultations.order_by("id"), 1):
        said = [
            f"对象：{sealed.unseal(heard.name)}",
            f"征求意见：{heard.question}",
            f"发出日期：{day(heard.sent_on)}",
        ]
        said += [f"意见：{sealed.unseal(heard.opinion)}", f"答复日期：{day(heard.answered_on)}"]
        said += [f"结果：{words.consultation_result(heard.result)}"] if heard.result else []
        papers.append(archiving.text("hearing", f"征求意见记录 {number}.txt", "\n".join(said), personal=True))
    beside = _beside(found)
    papers += [archiving.text("course", "办理情况.txt", "\n".join(beside), personal=True)] if beside else []
    sent, blanked = archiving.letters(_subjects_of_letters(found))
    return papers + sent, gone + blanked


def _subjects_of_letters(found: Request) -> list[tuple[str, object]]:
    keys = found.consultations.values_list("pk", flat=True)
    return [subject_of(found), *((CONSULTATION, key) for key in keys)]


def _application(found: Request) -> Paper:
    """The application as it was made: who asks and what for; it names the applicant."""
    identity = read(Applicant.objects.filter(request=found).first())
    said = [f"登记号：{found.number}", f"所需信息：{found.subject}", f"内容描述：{found.description}"]
    said += [
        f"{_IDENTITY[each.name]}：{label('requests', 'identity', value) if each.name == 'identity' else value}"
        for each in fields(identity)
        if (value := getattr(identity, each.name))
    ]
    for name, field in (
        ("补正和补充", "supplement"),
        ("理由说明", "reasons"),
        ("收到凭据", "receipt_evidence"),
    ):
        value = own_words.read(found, field)
        said += [f"{name}：{value}"] if value else []
    return archiving.text(
        "application", "申请表.txt", "\n".join(said), personal=True, made_on=found.arrived_on
    )


def _answer(answer: Answer) -> list[Paper]:
    """The answer of a round, and its files: what the applicant got, and what it was made from."""
    said = [f"答复类型：{words.answer(answer.kind)}"] if answer.kind else []
    for name, value in (
        ("答复内容", answer.text), ("依据", answer.ground), ("理由", answer.reason),
        ("检索记录", answer.search_record), ("获取途径", answer.pointer), ("掌握信息的机关", answer.right_agency),
    ):  # fmt: skip
        said += [f"{name}：{value}"] if value else []
    name = f"第{answer.round}轮答复.txt"
    papers = [archiving.text("answer", name, "\n".join(said), personal=True, made_on=answer.issued_on)]
    rows = list(
        answer.files.filter(removed_at__isnull=True).select_related("file", "redacted_from").order_by("id")
    )
    if rows:
        head = ("文件", "名称", "提供给申请人", "遮盖自", "遮盖处和依据")
        lines = [
            [
                each.name,
                each.title,
                "是" if each.delivered else "否",
                each.redacted_from.name if each.redacted_from else "",
                json.dumps(each.boxes, ensure_ascii=False, sort_keys=True) if each.boxes else "",
            ]
            for each in rows
        ]
        papers.append(
            archiving.table("answer", f"第{answer.round}轮答复文件清单.csv", head, lines, personal=True)
        )
    return papers + [archiving.stored("answer", each.file, each.name) for each in rows]


def _beside(found: Request) -> list[str]:
    """Correction, split, fees, transfers, and the disputes about it: those have packages of their own."""
    said = (
        [f"要求补正（{day(found.correction_asked_on)}）：{found.correction_wanted}"]
        if found.correction_wanted
        else []
    )
    said += [f"分拆自：{found.parent.number}"] if found.parent else []
    said += [
        f"收费：{each.amount}元 通知{day(each.notified_on)} 缴纳{day(each.paid_on)} {each.receipt} {each.cancel_reason}"
        for each in found.fees.order_by("id")
    ]
    said += [
        f"转办：{each.system} {each.number} {day(each.on)} {each.reason}"
        for each in found.transfers.order_by("id")
    ]
    said += [
        f"争议：{words.dispute_kind(each.kind)} {each.number} {each.authority} {day(each.filed_on)} "
        f"{words.dispute_result(each.result) if each.result else '尚未审结'}"
        for each in found.disputes.order_by("id")
    ]
    return [" ".join(each.split()) for each in said]


def _dispute(pk: int) -> Record:
    found = Dispute.objects.select_related("agency", "request").get(pk=pk)
    said = [
        f"类型：{words.dispute_kind(found.kind)}",
        f"案号：{found.number}",
        f"审理机关：{found.authority}",
    ]
    said += [f"提出日期：{day(found.filed_on)}", f"收到副本日期：{day(found.copy_received_on)}"]
    said += [f"答复日期：{day(found.replied_on)}", f"结果：{words.dispute_result(found.result)}", found.note]
    name = f"{words.dispute_kind(found.kind)} {found.number}".strip()
    return Record(
        number=found.number or f"{found.agency.code.upper()}-{found.pk}",
        title=f"{name}（{found.request.number}）" if found.request else name,
        opened_on=found.filed_on,
        ended=words.dispute_result(found.result),
        responsible=found.agency.name,
        rows=rows_of(authority=found.authority, related=found.request.number if found.request else ""),
        papers=(archiving.text("course", "案件登记.txt", "\n".join(said), personal=True),),
        subjects=(dispute_subject(found),),
    )


def _sees_applicant(actor: StaffActor, pk: int) -> bool:
    return bool(access.may_see_applicant(actor, Request.objects.get(pk=pk)))


SOURCES = (
    Source(
        kind="request",
        rows=Request.objects.all,
        closed=Coalesce(F("closed_on"), F("withdrawn_on"), TruncDate("updated_at")),
        told=_request,
        shows=lambda actor, pk: seen_by(actor).filter(pk=pk).exists(),
        url=lambda pk: ("workspace:request", (pk,)),
        whole=_sees_applicant,
        erased=F("applicant__erased_at"),
        steps=Step.objects.filter(
            request=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, ("closed",))
        ).order_by("-pk"),
        title="subject",
    ),
    Source(
        kind="dispute",
        rows=Dispute.objects.all,
        closed=F("closed_on"),
        told=_dispute,
        shows=lambda actor, pk: disputes.dispute_for_staff(actor, pk) is not None,
        url=lambda pk: ("workspace:dispute", (pk,)),
        title="authority",
        state="result",
        unit="request__unit_id",
    ),
)
