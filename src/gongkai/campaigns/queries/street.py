"""What a device takes along to the street: the sites of the own units, their check-lists, and the colleagues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.campaigns.models import Listed
from gongkai.campaigns.queries import sites
from gongkai.core import clock
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.checklists import Checklist
from gongkai.domain.campaigns.course import INSPECTOR
from gongkai.people.actor import StaffActor, current_on
from gongkai.people.models import Appointment, Person


@dataclass(frozen=True, slots=True)
class Bundle:
    """The sites of running campaigns, each with its check-list of today, and who may be the second officer."""

    listed: Sequence[Listed]
    standings: Mapping[int, sites.Standing]
    lists: Mapping[str, Checklist]
    colleagues: Mapping[int, Sequence[Person]]
    """Unit → its other inspectors."""


def inspectable(actor: StaffActor) -> QuerySet[Listed]:
    """The sites of the actor's units in running campaigns."""
    today = clock.today()
    rows = Listed.objects.filter(
        Q(site__ended_on__isnull=True) | Q(site__ended_on__gte=today),
        campaign__state="running",
        site__unit_id__in=actor.units_where(INSPECTOR),
        taken_out_at__isnull=True,
    )
    return rows.select_related("campaign__agency", "site__unit", "site__agency").order_by("site__code", "id")


def bundle(actor: StaffActor) -> Bundle:
    """Everything for a day on the street; a fixed number of queries."""
    today, listed = clock.today(), list(inspectable(actor))
    keys = {each.campaign.checklist for each in listed}
    lists = {key: found for key in sorted(keys) if (found := checklists.checklist(key, today)) is not None}
    units = {each.site.unit_id for each in listed}
    return Bundle(listed, sites.standings(listed), lists, _colleagues(units, actor))


def _colleagues(units: set[int], actor: StaffActor) -> dict[int, list[Person]]:
    found: dict[int, list[Person]] = {unit: [] for unit in units}
    rows = Appointment.objects.filter(current_on(clock.today()), post__unit_id__in=units)
    for row in rows.select_related("person", "post").order_by("person__name", "id"):
        if INSPECTOR in row.post.roles and row.person_id != actor.person_id:
            known = found[row.post.unit_id]
            if row.person not in known:
                known.append(row.person)
    return found


def one(actor: StaffActor, pk: int) -> Listed | None:
    """One of the sites."""
    return inspectable(actor).filter(pk=pk).first()


def colleagues(listed: Listed, actor: StaffActor) -> list[Person]:
    """Who may be the second officer at the site."""
    return _colleagues({listed.site.unit_id}, actor)[listed.site.unit_id]
