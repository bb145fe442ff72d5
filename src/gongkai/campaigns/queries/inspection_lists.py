"""The staff's list of records, narrowed by what the address says, paged by its last row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongkai.campaigns import access
from gongkai.campaigns.models import Campaign, Inspection
from gongkai.campaigns.queries import campaigns, inspections
from gongkai.domain.campaigns.course import INSPECTOR, PUBLIC
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

#: Rows of a page, and what parts moment and number of a cursor.
SIZE, MARK = 30, "~"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Inspection]
    after: str


def listed(
    actor: StaffActor,
    *,
    text: str = "",
    state: str = "",
    result: str = "",
    unit: int | None = None,
    campaign: int | None = None,
) -> QuerySet[Inspection]:
    """What the actor sees of it; ``text``: a number, or words of the site's name."""
    rows = inspections.for_staff(actor)
    for word in text.split()[:4]:
        rows = rows.filter(Q(number__icontains=word) | Q(listed__site__name__icontains=word))
    wanted = {"state": state, "result": result, "unit_id": unit, "listed__campaign_id": campaign}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def page(rows: QuerySet[Inspection], after: str) -> Page:
    """The rows after the cursor, the newest first; one query."""
    found = list(rows.filter(_behind(after))[: SIZE + 1])
    if len(found) <= SIZE:
        return Page(found, "")
    last = found[SIZE - 1]
    return Page(found[:SIZE], f"{last.made_at.timestamp():.6f}{MARK}{last.pk}")


def _behind(after: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    moment, _mark, number = after.partition(MARK)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    row = Inspection.objects.filter(pk=int(number)).values_list("made_at", flat=True).first()
    known: datetime | None = row if row is not None and f"{row.timestamp():.6f}" == moment else None
    if known is None:
        return Q()
    return Q(made_at__lt=known) | Q(made_at=known, pk__lt=int(number))


def sees(actor: StaffActor) -> bool:
    """Whether any record is shown to the actor."""
    return bool(actor.roles & access.SEEING)


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units whose records the actor sees; one query."""
    every = Q(agency_id__in=access.agencies_seen(actor, access.SEEING_ALL))
    rows = Unit.objects.filter(every | Q(pk__in=actor.units_where(INSPECTOR)))
    return list(rows.select_related("agency").order_by("agency_id", "position", "id"))


def campaigns_seen(actor: StaffActor) -> list[Campaign]:
    """The campaigns that can have records; one query."""
    return list(campaigns.for_staff(actor).filter(state__in=PUBLIC))
