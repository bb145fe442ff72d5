"""The lists of findings paged by their last row, and what stands above them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.calendar import Calendar
from gongkai.domain.supervision.course import SUPERVISOR
from gongkai.domain.supervision.monitors import monitors
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.supervision import access
from gongkai.supervision.models import Finding, Look

#: Findings on a page, and what parts day and number of a cursor.
SIZE, MARK = 30, "~"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list, and the cursor of the next one (empty: this is the last)."""

    rows: Sequence[Finding]
    after: str


def page(rows: QuerySet[Finding], after: str, size: int = SIZE) -> Page:
    """The findings after the cursor, what must be done first in front; one query."""
    found = list(rows.filter(_behind(after)).order_by("act_by", "id")[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    return Page(found[:size], f"{last.act_by.isoformat()}{MARK}{last.pk}")


def _behind(after: str) -> Q:
    """What comes after the cursor; an unreadable one means the beginning."""
    day, mark, number = after.partition(MARK)
    if not mark or not number.isascii() or not number.isdigit() or len(number) > 18:
        return Q()
    try:
        known = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(act_by__gt=known) | Q(act_by=known, pk__gt=int(number))


def units_concerned(actor: StaffActor) -> list[Unit]:
    """The units of which the actor sees findings, to choose from; one query."""
    seen = Finding.objects.filter(access.visible_to(actor), unit__isnull=False)
    return list(Unit.objects.filter(pk__in=seen.order_by().values("unit")).order_by("agency_id", "code"))


def sees_all(actor: StaffActor) -> bool:
    """Whether the actor sees every finding of an agency, not only those of the own unit."""
    return bool(access.agencies_seen(actor))


def overseen(actor: StaffActor) -> list[int]:
    """The open agencies in which the actor lets the monitors look; the own one first."""
    keys = access.agencies_seen(actor, frozenset({SUPERVISOR}))
    rows = Agency.objects.filter(pk__in=keys, closed_on__isnull=True).values_list("pk", flat=True)
    return sorted(rows, key=lambda pk: (pk != actor.agency_id, pk))


def last_looks(agencies: Collection[int]) -> dict[str, Look]:
    """Monitor → its last look at one of the agencies; one query, however often they looked."""
    newest = Look.objects.filter(agency__in=agencies).order_by().values("monitor").annotate(newest=Max("pk"))
    return {each.monitor: each for each in Look.objects.filter(pk__in=newest.values("newest"))}


def ticked(actor: StaffActor, keys: Iterable[int]) -> list[Finding]:
    """Those of the keys the actor sees, what must be done first in front; one query."""
    rows = Finding.objects.filter(access.visible_to(actor), pk__in=list(keys)).select_related(
        "agency", "unit"
    )
    return list(rows.order_by("act_by", "id"))


def last_day(found: Finding, days: Calendar) -> date:
    """The day a notice of it offers: the finding's own, or anew from today where that is over."""
    today = clock.today()
    monitor = monitors().get(found.monitor)
    if found.act_by >= today or monitor is None:
        return max(found.act_by, today)
    return days.after(today, monitor.days)


def days_left(found: Finding, days: Calendar) -> int:
    """Working days until it must be done, counted from today; negative: so many too late."""
    return days.between(clock.today(), found.act_by)
