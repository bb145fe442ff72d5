"""What rules and decisions tell the archive when they have ended; the rest in ``archiving_beside``."""

from __future__ import annotations

from django.db.models import F, OuterRef
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.consultations import access, authors, document_words
from gongkai.consultations.models import Document, DocumentStep, Opinion, Version
from gongkai.consultations.queries import archiving_beside, documents
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import archiving
from gongkai.core.archiving import Source, day, rows_of
from gongkai.domain.archive.records import Gone, Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.consultations.course import PROCESS

STATES = kinds()["consultation"].states


def _document(pk: int) -> Record:
    found = Document.objects.select_related("agency", "unit").get(pk=pk)
    opinions = list(found.opinions.select_related("version").order_by("id"))
    papers = [_text(each) for each in found.versions.order_by("number")]
    papers += [_course(found), *_besides(found)]
    if found.interpretation:
        papers.append(archiving.text("attachment", "解读.txt", found.interpretation, personal=False))
    if opinions:
        papers.append(_opinions(opinions))
    files, gone = _files(opinions)
    return Record(
        number=found.number,
        title=found.title,
        opened_on=archiving.day_of(found.created_at),
        ended=gettext(PROCESS.state(found.state).label),
        responsible=found.agency.name,
        document_number=found.formal_number,
        rows=rows_of(
            category=document_words.kind_name(found.kind),
            published_on=found.published_on,
            in_force_from=found.in_force_from,
            in_force_until=found.lapses_on,
            index_number=found.publication,
            counted=len(opinions),
        ),
        papers=(*papers, *files),
        gone=tuple(gone),
        subjects=(subject_of(found),),
    )


def _text(version: Version) -> Paper:
    """A text of the document, each provision on a line of its own, set in by its level."""
    said = [f"{each.get('level', '')}\t{each.get('text', '')}" for each in version.provisions]
    if version.explanation:
        said += ["", "起草说明", version.explanation]
    return archiving.text("body", f"第{version.number}稿.txt", "\n".join(said), personal=False)


def _course(found: Document) -> Paper:
    """Why it was made, how it was put out, published and ended, and the risks that were passed on."""
    said = [f"项目编号：{found.number}", f"制定理由和依据：{found.need}"]
    for each in found.versions.filter(opens_on__isnull=False).order_by("number"):
        short = f"，期限较短的理由：{each.shorter_reason}" if each.shorter_reason else ""
        said.append(f"第{each.number}稿征求意见：{day(each.opens_on)}至{day(each.closes_on)}{short}")
    for label, value in (
        ("统一编号", found.formal_number),
        ("签署日期", day(found.signed_on)),
        ("公布日期", day(found.published_on)),
        ("公布渠道", found.channels),
        ("施行日期", day(found.in_force_from)),
        ("有效期至", day(found.lapses_on)),
        ("备案日期", day(found.filed_on)),
        ("终止日期", day(found.ended_on)),
        ("终止理由", found.ended_reason),
    ):
        said += [f"{label}：{value}"] if value else []
    said += [f"风险线索：{each.code} {each.note}" for each in found.risk_clues.order_by("id")]
    return archiving.text("course", "制定过程.txt", "\n".join(said), personal=False)


def _besides(found: Document) -> list[Paper]:
    """Hearings, expert argument, reviews, the discussion."""
    papers = []
    for each in found.besides.filter(struck_at__isnull=True).order_by("id"):
        said = [each.held_on.isoformat(), each.outcome]
        said += [f"{voice.get('who', '')}：{voice.get('says', '')}" for voice in each.voices]
        name = f"{document_words.beside_name(each.kind)}.txt"
        papers.append(archiving.text("course", name, "\n".join(said), personal=False, made_on=each.held_on))
    return papers


def _opinions(rows: list[Opinion]) -> Paper:
    """Every opinion as it came and what became of it; people name themselves in them."""
    head = ("编号", "收到日期", "稿次", "渠道", "条款", "意见", "公开的文字", "采纳情况", "理由")
    lines = [
        [
            each.reference,
            each.received_on,
            each.version.number,
            document_words.row_name("channel", each.channel),
            each.clause,
            authors.read_words(each.reference, each.words),
            each.public_words if each.shown_at else "",
            document_words.row_name("verdict", each.verdict) if each.verdict else "",
            each.reason,
        ]
        for each in rows
    ]
    return archiving.table("opinions", "意见和采纳情况.csv", head, lines, personal=True)


def _files(rows: list[Opinion]) -> tuple[list[Paper], list[Gone]]:
    return archiving.parted(
        "received",
        (
            (file.key, f"{each.reference} {file.name}", file.content_type)
            for each in rows
            for file in each.files.order_by("id")
        ),
    )


SOURCES = (
    Source(
        kind="consultation",
        rows=Document.objects.all,
        closed=Coalesce(F("ended_on"), F("filed_on"), F("published_on"), TruncDate("updated_at")),
        told=_document,
        shows=lambda actor, pk: documents.document(actor, pk) is not None,
        url=lambda pk: ("workspace:consultation", (pk,)),
        whole=lambda actor, pk: bool(access.may_open_files(actor, Document.objects.get(pk=pk))),
        steps=DocumentStep.objects.filter(
            document=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, STATES)
        ).order_by("-pk"),
    ),
    *archiving_beside.SOURCES,
)
