"""What the search index holds of matters: the released words of the anonymised projection, and nothing besides."""

from __future__ import annotations

from django.utils import timezone

from gongkai.complaints.models import PublicMatter
from gongkai.core import search

KIND = "complaint"


def put(row: PublicMatter) -> None:
    """Brings the index into step with the projection: what is released and not hidden is found. Part of the deed."""
    if row.released_at is None or row.hidden_at is not None:
        search.remove(KIND, row.pk)
        return
    search.put(entry(row))


def entry(row: PublicMatter) -> search.Entry:
    """The index entry of a released matter."""
    return search.Entry(
        kind=KIND,
        key=row.pk,
        agency=row.agency,
        day=timezone.localtime(row.requested_at).date(),
        title=row.title,
        body=f"{row.text} {row.answer}",
        terms=frozenset({f"class:{row.category}", f"district:{row.district}"}),
    )


def rebuild() -> int:
    """Indexes every released matter anew. Gives how many."""
    rows = PublicMatter.objects.filter(released_at__isnull=False, hidden_at__isnull=True).order_by("id")
    return search.rebuild(KIND, (entry(row) for row in rows.iterator(chunk_size=500)))
