"""What the public page of procedures tells of documents: how many stand in each step, and how long they stay there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from gongkai.core import clock, stays
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Kind
from gongkai.publishing.models import Document, Step

#: The medians are those of the last documents published first within a year, this many at most.
LOOKED_AT = 300
A_YEAR = timedelta(days=365)
OPEN = frozenset(state.key for state in PROCESS.states if state.kind is Kind.OPEN)
#: What a step brings the document into; its first author begins the draft.
_INTO = {move.key: move.target for move in PROCESS.moves} | {"author": PROCESS.start[0]}


@dataclass(frozen=True, slots=True)
class Standing:
    """How many documents for the public stand in each state, and how long those published stayed there."""

    numbers: dict[str, int]
    #: State → median of working days; states with too few stays are left out.
    days: dict[str, float]


def standing(agency_id: int | None = None) -> Standing:
    """Of one agency, or of all. Three queries and the calendar's, however many documents there are.

    Documents brought in from elsewhere did not go this way and are counted in the numbers only.
    """
    documents = Document.objects.filter(audience=Document.Audience.PUBLIC)
    if agency_id is not None:
        documents = documents.filter(agency_id=agency_id)
    counted = dict(documents.values_list("state").annotate(number=Count("pk")).order_by())
    numbers = {state.key: counted.get(state.key, 0) for state in PROCESS.states}
    recent = documents.filter(imported=False, first_published_at__gte=clock.now() - A_YEAR)
    concluded = list(recent.order_by("-first_published_at").values_list("pk", flat=True)[:LOOKED_AT])
    rows = Step.objects.filter(document_id__in=concluded, move__in=_INTO).order_by("document_id", "id")
    return Standing(numbers, stays.medians(_entered(rows.values_list("document_id", "move", "at")), OPEN))


def _entered(rows: Iterable[stays.Entered]) -> Iterator[stays.Entered]:
    """Documents with the states they came into, from documents with the steps made."""
    begun: int | None = None
    for document, move, at in rows:
        # Whoever writes on in a later draft is noted as well; only the first writing begins anything.
        if move != "author" or document != begun:
            yield document, _INTO[move], at
        begun = document
