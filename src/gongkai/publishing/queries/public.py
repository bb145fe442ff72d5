"""What the public pages, feeds and the site map read. Every read begins from ``visible_to(None)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.domain import clocks
from gongkai.domain.law import Citation
from gongkai.people.models import Agency
from gongkai.publishing import access
from gongkai.publishing.models import Attachment, CatalogueEntry, Document, Release, Revision
from gongkai.publishing.queries.documents import Reader, public_documents, subject_of

__all__ = [
    "COUNT_CAP",
    "SITEMAP_PAGE",
    "Attachment",
    "CatalogueEntry",
    "Document",
    "Page",
    "Revision",
    "Taken",
    "agencies",
    "attachments_of",
    "by_numbers",
    "count_of",
    "index_rows",
    "marked",
    "newest",
    "page_of",
    "public_attachment",
    "publication_taken",
    "releases",
    "sitemap",
    "sitemap_pages",
    "slugs_of",
    "state_counts",
]

#: Documents named in one file of the site map.
SITEMAP_PAGE = 10_000
PUBLICATION = "publication."
COUNT_CAP = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of documents. ``following`` is the cursor of the next page, if there is one."""

    documents: list[Document]
    following: str


def page_of(query: QuerySet[Document], cursor: str = "", size: int = 20) -> Page:
    """The documents after ``cursor``; one that makes no sense gives the first page. One query."""
    reader = Reader.parse(cursor) if cursor else None
    found = list(_without_bodies(reader.after(query) if reader else query)[: size + 1])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    following = str(Reader(last.published_at, last.pk)) if last and last.published_at else ""
    return Page(shown, following)


def _without_bodies(query: QuerySet[Document]) -> QuerySet[Document]:
    """The same rows without the texts, which may be long and which no list shows."""
    return query.defer("live__body", "live__explanations")


def newest(number: int, query: QuerySet[Document] | None = None) -> list[Document]:
    """The first ``number`` documents of ``query``, or of all that is public, without their texts."""
    return list(_without_bodies(public_documents() if query is None else query)[:number])


def count_of(query: QuerySet[Document]) -> int:
    """How many documents ``query`` gives, up to one more than ``COUNT_CAP``."""
    return query.order_by()[: COUNT_CAP + 1].count()


def by_numbers(numbers: Iterable[int]) -> dict[int, Document]:
    """The public documents among these, by number; for the hits of a search."""
    query = Document.objects.filter(access.visible_to(None)).select_related("live", "agency")
    return _without_bodies(query).in_bulk(list(numbers))


def slugs_of(index_numbers: Iterable[str]) -> dict[str, str]:
    """Index number → the slug of the public document, of those that are public; one query."""
    rows = Document.objects.filter(access.visible_to(None), index_number__in=list(index_numbers))
    return dict(rows.values_list("index_number", "slug"))


def marked(topic: str, label: str) -> QuerySet[Document]:
    """What belongs to a standing column of the site, such as the annual reports.

    Documents in the topic ``topic`` (or ``topic-…``, for another agency's), or in an agency's own catalogue row
    whose label contains ``label``.
    """
    inside = Revision.objects.filter(
        Q(topics__slug=topic)
        | Q(topics__slug__startswith=f"{topic}-")
        | Q(catalogue__scheme="local", catalogue__label__contains=label)
    )
    return public_documents().filter(live__in=inside.values("pk"))


def attachments_of(revision: Revision) -> list[Attachment]:
    """The attachments a reader sees, in their order."""
    return list(
        revision.attachments.filter(removed_at__isnull=True).select_related("file").order_by("position", "id")
    )


def public_attachment(slug: str, number: int, name: str) -> Attachment | None:
    """An attachment of a public document, of a published revision of it that everybody may read."""
    return (
        Attachment.objects.filter(
            pk=number,
            name=name,
            removed_at__isnull=True,
            revision__published_at__isnull=False,
            revision__audience=Document.Audience.PUBLIC,
            revision__document__in=Document.objects.filter(access.visible_to(None), slug=slug),
        )
        .select_related("file")
        .first()
    )


def releases(document: Document) -> list[Release]:
    """Where the document was put out, without what was recorded by mistake."""
    return list(
        document.releases.filter(struck_at__isnull=True)
        .select_related("channel")
        .order_by("released_on", "id")
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """How long publication took: working (or calendar) days counted, and the period it had."""

    rule: str
    started_on: date
    published_on: date
    days: int
    due: clocks.Due
    citation: Citation
    in_time: bool


def publication_taken(document: Document) -> Taken | None:
    """How long the first publication took against its limit; ``None`` where no clock ran. Two queries at most."""
    kind, number = subject_of(document)
    first = (
        Deadline.objects.filter(
            subject_type=kind, subject=str(number), rule__startswith=PUBLICATION, stopped_on__isnull=False
        )
        .order_by("id")
        .first()
    )
    if first is None or first.stopped_on is None:
        return None
    calendar = clock.calendar()
    due = deadlines.explain(first, calendar)
    counted = sum(day.counted for day in due.trail if day.date <= first.stopped_on)
    if due.due is not None and first.stopped_on > due.due:
        # The trail ends with the last day in time; what came after is counted on.
        late = calendar.between(due.due, first.stopped_on)
        counted += late if due.rule.unit == "working_day" else (first.stopped_on - due.due).days
    return Taken(
        rule=first.rule,
        started_on=first.started_on,
        published_on=first.stopped_on,
        days=counted,
        due=due,
        citation=due.citation,
        in_time=due.due is None or first.stopped_on <= due.due,
    )


def state_counts() -> dict[str, int]:
    """How many documents for the public stand in each state: numbers only. One query."""
    rows = Document.objects.filter(audience=Document.Audience.PUBLIC).values_list("state")
    return dict(rows.annotate(number=Count("pk")).order_by())


def sitemap_pages() -> int:
    """How many files the site map needs for the documents."""
    number = Document.objects.filter(access.visible_to(None)).count()
    return (number + SITEMAP_PAGE - 1) // SITEMAP_PAGE


def sitemap(page: int) -> list[tuple[str, datetime | None]]:
    """Address part and last publication of the documents in file ``page``, which begins at 1."""
    first = (page - 1) * SITEMAP_PAGE
    query = Document.objects.filter(access.visible_to(None)).order_by("id")
    return list(query.values_list("slug", "published_at")[first : first + SITEMAP_PAGE])


def index_rows(query: QuerySet[Document]) -> Iterator[Document]:
    """Every document of ``query`` with its catalogue rows, a thousand at a time, for the exported index."""
    rows: Prefetch[str, QuerySet[CatalogueEntry], str] = Prefetch(
        "live__catalogue", CatalogueEntry.objects.only("key", "label")
    )
    return _without_bodies(query).prefetch_related(rows).iterator(chunk_size=1000)


def agencies() -> list[Agency]:
    """The agencies of this installation that still exist, the host first. One query."""
    return list(Agency.objects.filter(closed_on__isnull=True).order_by("-is_host", "id"))
