"""What the open data read: lists by cursor, the hits of a search, everything at once. Only what is public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from gongkai.core import search
from gongkai.publishing import access
from gongkai.publishing.indexing import KIND
from gongkai.publishing.models import Attachment, CatalogueEntry, Document, Topic
from gongkai.publishing.queries.documents import Reader, public_documents

#: Documents read at a time when all of them are asked for: what is in memory, however many there are.
BATCH = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of documents is narrowed by; empty: not at all."""

    agency: str = ""
    row: str = ""
    topic: str = ""
    validity: str = ""
    made_from: date | None = None
    made_until: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. ``count`` of all of it, where that is known; ``following``: cursor of the next page."""

    documents: list[Document]
    following: str = ""
    count: int | None = None
    found: search.Found | None = None


def _whole(query: QuerySet[Document]) -> QuerySet[Document]:
    """With rows and topics: two queries more, however many documents."""
    rows: Prefetch[str, QuerySet[CatalogueEntry], str] = Prefetch(
        "live__catalogue", CatalogueEntry.objects.only("key").order_by("position", "id")
    )
    topics: Prefetch[str, QuerySet[Topic], str] = Prefetch(
        "live__topics", Topic.objects.only("slug").order_by("id")
    )
    return query.prefetch_related(rows, topics)


def page(filters: Filters, *, after: Reader | None, limit: int) -> Page:
    """The newest documents after the cursor. The first page also knows how many there are."""
    query = public_documents(**asdict(filters))
    rows = list(_whole(after.after(query) if after else query)[: limit + 1])
    shown = rows[:limit]
    following = ""
    if len(rows) > limit and (moment := shown[-1].published_at):
        following = str(Reader(moment, shown[-1].pk))
    return Page(shown, following, None if after else query.order_by().count())


def found(filters: Filters, text: str, *, cursor: str, limit: int) -> Page:
    """What a search finds, in its own order.

    The index knows nothing of the day a document was made: that filter is applied to each page of hits, so a
    page may hold fewer than ``limit``, and the whole is then not counted.
    """
    terms = [filters.row] if filters.row else []
    terms += [f"topic:{filters.topic}"] if filters.topic else []
    terms += [f"validity:{filters.validity}"] if filters.validity else []
    answer = search.search(
        search.Query(
            text=text,
            kinds=(KIND,),
            agency=filters.agency,
            terms=tuple(terms),
            cursor=cursor,
            limit=limit,
        )
    )
    query = _whole(public_documents(**asdict(filters)))
    by_number = query.in_bulk([hit.key for hit in answer.hits])
    shown = [by_number[hit.key] for hit in answer.hits if hit.key in by_number]
    by_day = filters.made_from is not None or filters.made_until is not None
    return Page(shown, answer.next_cursor, None if by_day or cursor else answer.count, answer)


def slug_of(identity: str) -> str | None:
    """The address part of the document with this address part or index number, whatever state it is in.

    Not yet an answer: ask ``public_document`` or ``tombstone`` with it.
    """
    rows = Document.objects.filter(Q(slug=identity) | Q(index_number=identity)).values_list("slug", flat=True)
    slugs = list(rows[:2])
    return identity if identity in slugs else next(iter(slugs), None)


def all_documents() -> Iterator[Document]:
    """Every public document once, the oldest record first, with attachments; ``BATCH`` of them in memory.

    Read by number, not by date: one that is corrected while the reading lasts is neither left out nor read twice.
    """
    living: Prefetch[str, QuerySet[Attachment], str] = Prefetch(
        "live__attachments",
        Attachment.objects.filter(removed_at__isnull=True).select_related("file").order_by("position", "id"),
        to_attr="shown_attachments",
    )
    query = _whole(public_documents()).prefetch_related(living).order_by("id")
    last = 0
    while batch := list(query.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk


def counts_by_agency() -> dict[int, int]:
    """How many public documents each agency has."""
    rows = Document.objects.filter(access.visible_to(None)).order_by().values_list("agency")
    return dict(rows.annotate(number=Count("pk")))
