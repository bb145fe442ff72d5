"""The staff's list of decisions, narrowed by what the address says."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.core import clock
from gongkai.domain.powers.decision_course import HANDLER
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.powers import decision_access
from gongkai.powers.models import Decision, Entry
from gongkai.powers.queries import decisions as reads

#: Words of a question that are looked at.
MOST_WORDS = 4
#: States of the list beside those of the course: whatever is not finished.
ON_ITS_WAY = "open"
OPEN = ("filed", "notified", "in_review", "to_decide", "decided", "served", "revoked")


def listed(
    actor: StaffActor,
    *,
    text: str = "",
    kind: str = "",
    unit: int | None = None,
    state: str = "",
    mine: bool = False,
    outside: bool = False,
) -> QuerySet[Decision]:
    """What the actor sees of it. ``mine``: handled by the actor; ``outside``: beyond the range of its table."""
    rows = reads.for_staff(actor).select_related("officer")
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(Q(number__icontains=word) | Q(conduct__icontains=word))
    rows = rows.filter(**{name: value for name, value in (("kind", kind), ("unit_id", unit)) if value})
    if state:
        rows = rows.filter(state__in=OPEN) if state == ON_ITS_WAY else rows.filter(state=state)
    if mine:
        rows = rows.filter(officer_id=actor.person_id)
    return rows.filter(outside_range=True) if outside else rows


def sees_decisions(actor: StaffActor) -> bool:
    """Whether any decision on its way is shown to the actor."""
    return bool(actor.roles & decision_access.SEEING)


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units whose decisions the actor sees; one query."""
    agencies = {each.agency_id for each in actor.holdings if each.roles & decision_access.SEEING_ALL}
    rows = Unit.objects.filter(Q(agency_id__in=agencies) | Q(pk__in=actor.units_where(HANDLER)))
    return list(rows.select_related("agency").order_by("agency_id", "position", "id"))


def units_handled(actor: StaffActor) -> list[Unit]:
    """The units for which the actor files cases today; one query."""
    rows = Unit.objects.filter(pk__in=actor.units_where(HANDLER)).select_related("agency")
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    return list(rows.filter(still).order_by("agency_id", "position", "id"))


def entries_of(agency_id: int, kind: str) -> list[Entry]:
    """The powers or discretion tables of an agency a case may name; one query."""
    rows = Entry.objects.filter(agency_id=agency_id, kind=kind).only("pk", "code", "title", "agency_id")
    return list(rows.order_by("code", "pk"))


def entry_of(agency_id: int, code: str) -> Entry | None:
    """A discretion table of the agency by its code."""
    if "\x00" in code:
        return None
    return Entry.objects.filter(agency_id=agency_id, kind="discretion", code=code[:60]).first()
