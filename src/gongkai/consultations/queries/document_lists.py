"""The staff's list of documents, narrowed by what the address says and paged by its last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongkai.consultations import access
from gongkai.consultations.models import Document
from gongkai.consultations.queries import documents as reads
from gongkai.core import clock
from gongkai.domain.consultations.course import DRAFTER, PROCESS
from gongkai.domain.process import Kind
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: Words of a question that are looked at; rows of a page; what parts moment and number of a cursor.
MOST_WORDS, SIZE, MARK = 4, 30, "~"
#: A state of the list beside those of the course: whatever is on its way.
ON_ITS_WAY = "open"
OPEN = tuple(state.key for state in PROCESS.states if state.kind is Kind.OPEN)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Document]
    after: str


def listed(
    actor: StaffActor, *, text: str = "", kind: str = "", state: str = "", unit: int | None = None
) -> QuerySet[Document]:
    """What the actor sees of it."""
    rows = reads.for_staff(actor)
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(formal_number__icontains=word)
        )
    rows = rows.filter(**{name: value for name, value in (("kind", kind), ("unit_id", unit)) if value})
    if state:
        rows = rows.filter(state__in=OPEN) if state == ON_ITS_WAY else rows.filter(state=state)
    return rows


def page(rows: QuerySet[Document], after: str) -> Page:
    """The rows after the cursor, those changed last first; one query."""
    found = list(rows.filter(_behind(after)).order_by("-updated_at", "-id")[: SIZE + 1])
    if len(found) <= SIZE:
        return Page(found, "")
    last = found[SIZE - 1]
    return Page(found[:SIZE], f"{last.updated_at.isoformat()}{MARK}{last.pk}")


def _behind(after: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    moment, mark, number = after.partition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return Q()
    if at.tzinfo is None:
        return Q()
    return Q(updated_at__lt=at) | Q(updated_at=at, pk__lt=int(number))


def numbered(actor: StaffActor, text: str) -> Document | None:
    """The document with this very number: of the project, or the unified one."""
    if "\x00" in text:
        return None
    plain = text.strip()
    rows = reads.for_staff(actor).filter(Q(number__iexact=plain) | Q(formal_number=plain))
    return rows.first() if plain else None


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units whose documents the actor sees; one query."""
    agencies = access.agencies_seen(actor, access.SEEING_ALL)
    rows = Unit.objects.filter(Q(agency_id__in=agencies) | Q(pk__in=actor.units_where(DRAFTER)))
    return list(rows.select_related("agency").order_by("agency_id", "position", "id"))


def units_drafting(actor: StaffActor) -> list[Unit]:
    """The units for which the actor begins documents today; one query."""
    rows = Unit.objects.filter(pk__in=actor.units_where(DRAFTER)).select_related("agency")
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    return list(rows.filter(still).order_by("agency_id", "position", "id"))
