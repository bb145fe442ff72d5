"""What the search index holds of the room: documents that were put out for opinions, with their newest public text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gongkai.consultations.models import Document, Version
from gongkai.core import search

KIND = "consultation"


def follow(found: Document, version: Version) -> None:
    """Brings the index into step with the document, whose newest public text is ``version``. Part of the deed."""
    if found.state == "given_up":
        search.remove(KIND, found.pk)
    else:
        search.put(row(found, version))


def row(found: Document, version: Version) -> search.Entry:
    """The index entry of a public document."""
    said = [found.number, found.need, version.explanation]
    if found.published_on is not None:
        said += [found.formal_number, found.interpretation]
    return search.Entry(
        kind=KIND,
        key=found.pk,
        agency=found.agency.code,
        day=found.published_on or version.opens_on or found.created_at.date(),
        title=found.title,
        body=" ".join([*said, *(each["text"] for each in version.provisions)]),
        terms=frozenset({f"unit:{found.unit.code}"}),
    )


def rebuild() -> int:
    """Indexes every public document anew. Gives how many."""
    rows = Version.objects.filter(opens_on__isnull=False).exclude(document__state="given_up")
    rows = rows.select_related("document__agency", "document__unit").order_by("document_id", "-number")
    return search.rebuild(KIND, _newest(rows.iterator(chunk_size=100)))


def _newest(rows: Iterable[Version]) -> Iterator[search.Entry]:
    """An entry for each document's first version in the row, which is its newest."""
    last = 0
    for each in rows:
        if each.document_id != last:
            last = each.document_id
            yield row(each.document, each)
