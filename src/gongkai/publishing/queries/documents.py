"""Documents as the public and the staff see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline, Event
from gongkai.core.segment import words
from gongkai.domain import clocks, prose
from gongkai.domain import comparison as domain_comparison
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.content import FIELDS, fields_of
from gongkai.publishing.models import Attachment, CatalogueEntry, Document, Link, Release, Revision

SUBJECT = "publishing.document"


def subject_of(document: Document) -> tuple[str, int]:
    """How ledger and deadlines name the document."""
    return SUBJECT, document.pk


def _living_attachments() -> Prefetch[str, QuerySet[Attachment], str]:
    return Prefetch(
        "live__attachments",
        Attachment.objects.filter(removed_at__isnull=True).select_related("file"),
        to_attr="shown_attachments",
    )


def public_documents(
    *,
    agency: str = "",
    row: str = "",
    topic: str = "",
    validity: str = "",
    made_from: date | None = None,
    made_until: date | None = None,
) -> QuerySet[Document]:
    """What is public, the newest first, narrowed by the filters given."""
    query = (
        Document.objects.filter(access.visible_to(None))
        .select_related("live", "agency")
        .order_by("-published_at", "-id")
    )
    if agency:
        query = query.filter(agency__code=agency)
    if row:
        # Rows form a tree by key: the parts of a row are its key and a dot.
        chosen = CatalogueEntry.objects.filter(Q(key=row) | Q(key__startswith=f"{row}."))
        query = query.filter(
            live__in=Revision.catalogue.through.objects.filter(catalogueentry__in=chosen).values(
                "revision_id"
            )
        )
    if topic:
        query = query.filter(live__topics__slug=topic)
    if validity:
        query = query.filter(validity=validity)
    if made_from:
        query = query.filter(live__date_made__gte=made_from)
    if made_until:
        query = query.filter(live__date_made__lte=made_until)
    return query


def latest(count: int = 10, **filters: str) -> list[Document]:
    """The ``count`` newest public documents."""
    return list(public_documents(**filters)[:count])  # type: ignore[arg-type]


def public_document(slug: str) -> Document | None:
    """The public document at this address, with what its page shows; three queries however long it is."""
    return (
        Document.objects.filter(access.visible_to(None), slug=slug)
        .select_related("live", "agency", "unit")
        .prefetch_related("live__catalogue", "live__topics", _living_attachments())
        .first()
    )


def tombstone(slug: str) -> Document | None:
    """A document that was public and was withdrawn: its page says when and why."""
    return (
        Document.objects.filter(
            slug=slug, live__isnull=True, withdrawn_at__isnull=False, audience=Document.Audience.PUBLIC
        )
        .select_related("agency")
        .first()
    )


def versions(document: Document) -> list[Revision]:
    """The published revisions, the newest first."""
    return list(
        document.revisions.filter(published_at__isnull=False)
        .exclude(audience=Document.Audience.STAFF)
        .order_by("-number")
    )


def revision_of(document: Document, number: int, *, public: bool) -> Revision | None:
    """One revision by number; ``public``: only if it was published to everybody."""
    query = document.revisions.filter(number=number)
    if public:
        query = query.filter(published_at__isnull=False, audience=Document.Audience.PUBLIC)
    return query.prefetch_related("catalogue", "topics", "attachments__file").first()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two revisions side by side."""

    old: Revision
    new: Revision
    rows: Sequence[domain_comparison.Row]
    fields: Sequence[object]


def comparison(old: Revision, new: Revision) -> Compared:
    """What changed between two revisions, in the text and in the metadata."""
    rows = domain_comparison.compare(prose.blocks(old.body), prose.blocks(new.body), words)
    fields = domain_comparison.compare_fields(fields_of(old), fields_of(new))
    return Compared(old, new, rows, fields)


@dataclass(frozen=True, slots=True)
class Related:
    """A document that bears on another: how, and in which direction."""

    kind: str
    outgoing: bool
    document: Document


def related(document: Document, *, public: bool) -> list[Related]:
    """What the document interprets, amends, repeals … and what does so to it."""
    query = Link.objects.filter(Q(source=document) | Q(target=document), removed_at__isnull=True)
    links = query.select_related(
        "source__live", "target__live", "source__working", "target__working"
    ).order_by("id")
    found = [
        Related(
            link.kind,
            link.source_id == document.pk,
            link.target if link.source_id == document.pk else link.source,
        )
        for link in links
    ]
    if public:
        return [each for each in found if each.document.live_id and each.document.audience == "public"]
    return found


def documents_for_staff(
    actor: StaffActor,
    *,
    state: str = "",
    unit: int | None = None,
    row: str = "",
    text: str = "",
    mine: bool = False,
) -> QuerySet[Document]:
    """The documents the actor may see, the last touched first."""
    query = (
        with_title(Document.objects.filter(access.visible_to(actor), agency_id__in=_agencies(actor)))
        .select_related("working", "live", "unit", "author")
        .order_by("-updated_at", "-id")
    )
    if state:
        query = query.filter(state=state)
    if unit:
        query = query.filter(unit_id=unit)
    if mine:
        query = query.filter(author_id=actor.person_id)
    if row:
        query = query.filter(Q(working__catalogue__key=row) | Q(live__catalogue__key=row)).distinct()
    if text:
        query = query.filter(
            Q(index_number__icontains=text)
            | Q(shown_title__icontains=text)
            | Q(working__document_number__icontains=text)
            | Q(live__document_number__icontains=text)
        )
    return query


def with_title(query: QuerySet[Document]) -> QuerySet[Document]:
    """Adds ``shown_title``: of what is worked on, of what is public, or of what was last there."""
    last = Revision.objects.filter(document=OuterRef("pk")).order_by("-number").values("title")[:1]
    return query.annotate(shown_title=Coalesce("working__title", "live__title", Subquery(last)))


def _agencies(actor: StaffActor) -> set[int]:
    return {actor.agency_id, *(holding.agency_id for holding in actor.holdings)}


def document_for_staff(actor: StaffActor, pk: int) -> Document | None:
    """One document of the actor's own agencies, if they may see it."""
    return (
        Document.objects.filter(access.visible_to(actor), pk=pk, agency_id__in=_agencies(actor))
        .select_related("working", "live", "unit", "author", "agency", "locked_by")
        .first()
    )


def history(document: Document) -> list[Event]:
    """The document's ledger, oldest first."""
    return list(ledger.events_of([subject_of(document)]))


def releases(document: Document) -> list[Release]:
    """Every release of the document, struck ones too."""
    return list(
        document.releases.select_related("channel", "evidence", "recorded_by", "revision").order_by("id")
    )


def explained_deadlines(document: Document) -> list[tuple[deadlines.Standing, clocks.Due]]:
    """The document's clocks, how they stand today, each with its trail."""
    found: list[Deadline] = deadlines.of(subject_of(document))
    today, calendar = clock.today(), clock.calendar()
    return [
        (deadlines.standing(each, today=today, calendar=calendar), deadlines.explain(each, calendar))
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a cursor stands in the public list: the moment and the number of the last row shown."""

    published_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.published_at.isoformat()}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Reader | None:
        """The cursor written in an address, or ``None`` when it is none."""
        moment, _, number = text.partition("~")
        try:
            return cls(datetime.fromisoformat(moment), int(number))
        except ValueError:
            return None

    def after(self, query: QuerySet[Document]) -> QuerySet[Document]:
        """The rows of ``query`` that come after the cursor."""
        return query.filter(
            Q(published_at__lt=self.published_at) | Q(published_at=self.published_at, pk__lt=self.pk)
        )


__all__ = [
    "FIELDS",
    "SUBJECT",
    "Compared",
    "Document",
    "Reader",
    "Related",
    "Revision",
    "comparison",
    "document_for_staff",
    "documents_for_staff",
    "explained_deadlines",
    "history",
    "latest",
    "public_document",
    "public_documents",
    "related",
    "releases",
    "revision_of",
    "subject_of",
    "tombstone",
    "versions",
    "with_title",
]
