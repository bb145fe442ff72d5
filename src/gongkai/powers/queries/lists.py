"""The staff's list of entries: what is in force, what is on its way, narrowed by what the address says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from gongkai.core import clock
from gongkai.domain.powers.course import EDITOR, OPEN
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit
from gongkai.powers import access
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.public import in_force

#: States of the list beside those of the process: what is public today, what is not yet, and what is no more.
IN_FORCE, COMING, NOT_IN_FORCE, ON_ITS_WAY = "in_force", "coming", "not_in_force", "open"


def listed(
    actor: StaffActor, *, kind: str = "", unit: int | None = None, state: str = "", text: str = ""
) -> QuerySet[Entry]:
    """What the actor sees; each with ``open_versions`` and ``current_versions`` (at most one of either)."""
    rows = Entry.objects.filter(access.visible_to(actor)).select_related("agency", "unit", "parent")
    rows = rows.filter(**{name: value for name, value in (("kind", kind), ("unit_id", unit)) if value})
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(code__icontains=text))
    return _with_versions(_standing(rows, state))


def _with_versions(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    on_its_way = Version.objects.filter(state__in=OPEN)
    today = Version.objects.filter(in_force()).order_by("number")
    return rows.prefetch_related(
        Prefetch("versions", queryset=on_its_way, to_attr="open_versions"),
        Prefetch("versions", queryset=today, to_attr="current_versions"),
    )


def _standing(rows: QuerySet[Entry], state: str) -> QuerySet[Entry]:
    own = Version.objects.filter(entry=OuterRef("pk"))
    if state == ON_ITS_WAY:
        return rows.filter(Exists(own.filter(state__in=OPEN)))
    if state == IN_FORCE:
        return rows.filter(Exists(own.filter(in_force())))
    if state == NOT_IN_FORCE:
        return rows.exclude(Exists(own.filter(in_force())))
    if state == COMING:
        return rows.filter(Exists(own.filter(state="published", in_force_from__gt=clock.today())))
    return rows.filter(Exists(own.filter(state=state))) if state else rows


def counts(actor: StaffActor) -> Counter[str]:
    """How many entries of each kind the actor sees; one query."""
    rows = Entry.objects.filter(access.visible_to(actor)).order_by()
    return Counter(dict(rows.values_list("kind").annotate(Count("pk"))))


def units_seen(actor: StaffActor) -> list[Unit]:
    """The units of the agencies whose register the actor sees."""
    rows = Unit.objects.filter(agency_id__in=access.agencies_seen(actor)).select_related("agency")
    return list(rows.order_by("agency_id", "position", "id"))


def units_drafted_for(actor: StaffActor) -> list[Unit]:
    """The units the actor drafts for today."""
    rows = Unit.objects.filter(pk__in=actor.units_where(EDITOR)).select_related("agency")
    open_ones = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
    return list(rows.filter(open_ones).order_by("agency_id", "position", "id"))


def powers_of(agency_ids: set[int]) -> list[Entry]:
    """The powers something may belong to."""
    rows = Entry.objects.filter(kind="item", agency_id__in=agency_ids).only(
        "pk", "agency_id", "code", "title"
    )
    return list(rows.order_by("code", "pk"))


def power_codes(agency_id: int) -> set[str]:
    """The codes of the agency's powers; one query."""
    return set(Entry.objects.filter(kind="item", agency_id=agency_id).values_list("code", flat=True))


def coded(actor: StaffActor, code: str) -> Entry | None:
    """The entry with exactly this code among those the actor sees, powers first, and those of the own agency."""
    kinds = ("item", "chart", "risk", "discretion", "service")
    rows = Entry.objects.filter(access.visible_to(actor), code__iexact=code).select_related("agency")
    return min(
        rows[: len(kinds) * 4],
        key=lambda each: (kinds.index(each.kind), each.agency_id != actor.agency_id, each.pk),
        default=None,
    )


def parts_of(entry: Entry) -> list[Entry]:
    """What belongs to a power, with the versions on their way and in force."""
    rows = Entry.objects.filter(parent=entry).select_related("agency", "unit")
    return list(_with_versions(rows).order_by("kind", "code"))


def open_versions(actor: StaffActor, pks: Collection[int]) -> list[Version]:
    """These versions on their way, of those the actor sees; one query."""
    seen = Entry.objects.filter(access.visible_to(actor))
    return list(
        Version.objects.filter(pk__in=pks, entry__in=seen).select_related("entry__agency", "entry__unit")
    )
