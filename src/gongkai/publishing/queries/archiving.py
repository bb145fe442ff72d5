"""What documents tell the archive once they are published, and again when they are corrected, repealed or withdrawn."""

from __future__ import annotations

from django.db.models import Case, DateField, F, OuterRef, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext

from gongkai.core import archiving
from gongkai.core.archiving import Source, rows_of
from gongkai.domain.archive.records import Paper, Record
from gongkai.domain.archive.rules import kinds
from gongkai.domain.disclosure import PROCESS
from gongkai.publishing.models import Document, Revision, Step
from gongkai.publishing.queries.documents import document_for_staff, subject_of, with_title

STATES = kinds()["document"].states


def _document(pk: int) -> Record:
    found = Document.objects.select_related("agency", "unit", "live").get(pk=pk)
    revisions = list(found.revisions.filter(published_at__isnull=False).order_by("number"))
    last = found.live or (revisions[-1] if revisions else found.revisions.order_by("-number").first())
    return Record(
        number=found.index_number,
        title=last.title if last else found.index_number,
        opened_on=last.date_made if last else None,
        ended=gettext(PROCESS.state(found.state).label),
        responsible=(last.issuing_agency if last else "") or found.agency.name,
        document_number=last.document_number if last else "",
        rows=rows_of(
            index_number=found.index_number,
            subject=last.subject if last else "",
            version=last.number if last else "",
            published_on=archiving.day_of(found.published_at),
            in_force_from=last.in_force_from if last else None,
            in_force_until=last.expires_on if last else None,
            content_digest=last.digest if last else "",
        ),
        papers=tuple(paper for each in revisions for paper in _papers(each)),
        subjects=(subject_of(found),),
    )


def _papers(revision: Revision) -> list[Paper]:
    """A published revision as the public read it, and its attachments."""
    head = [revision.title, revision.document_number, revision.issuing_agency]
    page = "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="zh-Hans"><head><meta charset="utf-8">',
            f"<title>{_escaped(revision.title)}</title></head><body>",
            *(f"<p>{_escaped(line)}</p>" for line in head if line),
            revision.body,
            "</body></html>",
        ]
    )
    name = f"第{revision.number}版 {revision.title}.html"
    text = archiving.text(
        "body", name, page, personal=True, made_on=revision.date_made, who=revision.issuing_agency
    )
    rows = (
        revision.attachments.filter(removed_at__isnull=True).select_related("file").order_by("position", "id")
    )
    return [archiving.as_page(text), *(archiving.stored("attachment", each.file, each.name) for each in rows)]


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


#: The day it was published; of what holds no more, the day it ceased to.
_CLOSED = Case(
    When(state="published", then=TruncDate(Coalesce(F("published_at"), F("updated_at")))),
    When(state="withdrawn", then=TruncDate(Coalesce(F("withdrawn_at"), F("updated_at")))),
    default=Coalesce(F("validity_since"), TruncDate("updated_at")),
    output_field=DateField(),
)
SOURCES = (
    Source(
        kind="document",
        rows=lambda: with_title(Document.objects.all()),
        closed=_CLOSED,
        told=_document,
        shows=lambda actor, pk: document_for_staff(actor, pk) is not None,
        url=lambda pk: ("workspace:document", (pk,)),
        steps=Step.objects.filter(
            document=OuterRef("pk"), move__in=archiving.moves_into(PROCESS, STATES)
        ).order_by("-pk"),
        number="index_number",
        title="shown_title",
    ),
)
