"""What the search index holds of decisions: those that are public, by conduct, number and public text."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.core import search
from gongkai.powers.models import Decision
from gongkai.powers.queries import public_decisions

KIND = "decision"


def follow(found: Decision) -> None:
    """Brings the index into step with the decision. Part of the deed."""
    if found.state == "published":
        search.put(row(found))
    else:
        search.remove(KIND, found.pk)


def row(found: Decision) -> search.Entry:
    """The index entry of a published decision; nothing in it names a person."""
    assert found.published_on is not None  # it is published
    return search.Entry(
        kind=KIND,
        key=found.pk,
        agency=found.agency.code,
        day=found.published_on,
        title=found.conduct,
        body=f"{found.number} {found.public_text}",
        terms=frozenset({f"decision:{found.kind}", f"unit:{found.unit.code}"}),
    )


def add(numbers: Sequence[int]) -> None:
    """Indexes the decisions of these keys that are public, and touches no other. Part of the deed."""
    if numbers:
        rows = public_decisions.published().filter(pk__in=list(numbers)).order_by("published_on", "id")
        search.put_all(KIND, (row(each) for each in rows))


def rebuild() -> int:
    """Indexes all published decisions anew. Gives how many."""
    rows = public_decisions.published().order_by("published_on", "id").iterator(chunk_size=500)
    return search.rebuild(KIND, (row(each) for each in rows))
