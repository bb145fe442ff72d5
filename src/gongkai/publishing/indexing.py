"""What the search index holds of a public document."""

from __future__ import annotations

from django.utils import timezone

from gongkai.core import search
from gongkai.domain import prose
from gongkai.publishing.models import Document

KIND = "document"


def put(document: Document) -> None:
    """Brings the index into step with the document: what is public is found, nothing else."""
    document = Document.objects.select_related("live", "agency").get(pk=document.pk)
    if document.live is None or document.audience != Document.Audience.PUBLIC:
        search.remove(KIND, document.pk)
        return
    search.put(entry(document))


def entry(document: Document) -> search.Entry:
    """The index entry of a public document."""
    live = document.live
    assert live is not None
    assert document.published_at is not None
    rows = list(live.catalogue.values_list("key", flat=True))
    return search.Entry(
        kind=KIND,
        key=document.pk,
        agency=document.agency.code,
        day=timezone.localtime(document.published_at).date(),
        title=live.title,
        body=" ".join([live.document_number, live.keywords, live.summary, prose.plain_text(live.body)]),
        terms=frozenset(
            {
                *rows,
                *(f"validity:{document.validity}",),
                *(f"topic:{t}" for t in live.topics.values_list("slug", flat=True)),
            }
        ),
    )


def rebuild() -> int:
    """Indexes every public document anew. Gives how many."""
    documents = (
        Document.objects.filter(live__isnull=False, audience=Document.Audience.PUBLIC)
        .select_related("live", "agency")
        .order_by("published_at", "id")
    )
    return search.rebuild(KIND, (entry(document) for document in documents.iterator(chunk_size=500)))
