"""The staff's list of opinions: narrowed, paged by its last row, and read piece by piece for files.

Nothing here reads all opinions of a document at once: a consultation may bring fifty thousand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongkai.consultations.models import Document, Opinion, OpinionGroup
from gongkai.consultations.queries import opinions as reads

#: Opinions on a page, and in a piece of a file.
SIZE, PIECE = 50, 500
#: In a filter: what lies on the whole text.
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Opinion]
    after: str


def listed(
    document: Document,
    *,
    verdict: str = "",
    channel: str = "",
    on: str = "",
    state: str = "",
    group: int = 0,
    alike: int = 0,
    reference: str = "",
) -> QuerySet[Opinion]:
    """Opinions for the list, oldest first, without their versions' texts.

    ``on``: a provision's key or ``WHOLE``; ``alike``: the opinion they say the same as; verdict ``none``: those that
    still need an answer.
    """
    clause = "" if on == WHOLE else on
    rows = reads.asked(document, verdict=verdict, channel=channel, clause=clause, state=state, group=group)
    if on == WHOLE:
        rows = rows.filter(clause="")
    if verdict == "none":
        rows = rows.filter(hidden_reason="")
    if alike:
        mark = Opinion.objects.filter(document=document, pk=alike).values("words_mark")[:1]
        rows = rows.filter(words_mark__in=mark).exclude(words_mark="")
    if reference:
        rows = rows.filter(reference=reference.strip().upper())
    return rows.select_related(None).select_related("group")


def page(rows: QuerySet[Opinion], after: str) -> Page:
    """The opinions after the cursor; one query."""
    last = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found = list(rows.filter(pk__gt=last)[: SIZE + 1])
    return Page(found[:SIZE], str(found[SIZE - 1].pk) if len(found) > SIZE else "")


def ticked(document: Document, keys: Collection[int]) -> list[Opinion]:
    """These opinions of the document, oldest first; one query."""
    return list(listed(document).filter(pk__in=list(keys)))


def alike_counts(document: Document, rows: Sequence[Opinion]) -> dict[str, int]:
    """Mark of words → how many opinions say the very same, where there are several; one query."""
    marks = {each.words_mark for each in rows if each.words_mark}
    if not marks:
        return {}
    same = Opinion.objects.filter(document=document, words_mark__in=marks).order_by()
    counted = same.values_list("words_mark").annotate(n=Count("id")).filter(n__gt=1)
    return dict(counted)


def clauses_spoken_of(document: Document) -> dict[str, int]:
    """Provision → opinions on it; the empty key: on the whole text. One query."""
    rows = Opinion.objects.filter(document=document).order_by()
    return dict(rows.values_list("clause").annotate(n=Count("id")))


def group(document: Document, pk: int) -> OpinionGroup | None:
    """A group of the document, with ``count``."""
    return reads.groups(document).filter(pk=pk).first()


def counts_of_group(found: OpinionGroup) -> Mapping[str, int]:
    """How many are in it, hidden, and answered already; one query."""
    rows = Opinion.objects.filter(group=found)
    return rows.aggregate(
        all=Count("id"),
        hidden=Count("id", filter=~Q(hidden_reason="")),
        answered=Count("id", filter=Q(hidden_reason="") & ~Q(verdict="")),
    )


def pieces(document: Document, *, shown: bool = False) -> Iterator[list[Opinion]]:
    """Every opinion, oldest first, a piece at a time; ``shown``: only what the public reads."""
    rows = listed(document, state="shown" if shown else "")
    last = 0
    while found := list(rows.filter(pk__gt=last)[:PIECE]):
        yield found
        last = found[-1].pk


def look_stamp(row: Opinion) -> str:
    """Changes when somebody else shows or hides the opinion."""
    return _stamp(row.shown_at, row.hidden_reason, row.public_words)


def answer_stamp(row: Opinion) -> str:
    """Changes when somebody else answers the opinion or passes it on."""
    return _stamp(row.verdict, row.reason, row.answer_clause, row.answered_at, row.passed_on)


def _stamp(*parts: object) -> str:
    return hashlib.sha256("\x00".join(map(str, parts)).encode()).hexdigest()[:12]
