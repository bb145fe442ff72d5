"""Who is acting: a person with the posts they hold today, their own and those they stand in for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.core import clock
from gongkai.people.models import Appointment, Delegation, Person
from gongkai.people.roles import BY_KEY


@dataclass(frozen=True, slots=True)
class Holding:
    """A post as held today. ``absent`` is the person stood in for, if any."""

    post_id: int
    title: str
    unit_id: int
    unit_name: str
    agency_id: int
    agency_code: str
    roles: frozenset[str]
    absent: int | None = None


@dataclass(frozen=True, slots=True)
class StaffActor:
    """A signed-in person acting; satisfies ``core.ledger.Actor``."""

    person_id: int
    name: str
    agency_id: int
    agency_code: str
    holdings: tuple[Holding, ...]
    #: The post in which the present deed is done; chosen by ``acting_as``.
    acting: Holding | None = None

    @property
    def post_title(self) -> str:
        holding = self.acting or (self.holdings[0] if self.holdings else None)
        return f"{holding.unit_name} {holding.title}" if holding else ""

    @property
    def on_behalf_of_id(self) -> int | None:
        return self.acting.absent if self.acting else None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for holding in self.holdings for role in holding.roles)

    def holds(self, role: str, *, agency_id: int | None = None, unit_id: int | None = None) -> Holding | None:
        """The holding that gives ``role`` over the agency and unit asked about, own posts first."""
        reach = BY_KEY[role].reach
        for holding in sorted(self.holdings, key=lambda h: h.absent is not None):
            if role not in holding.roles:
                continue
            if reach != "installation" and agency_id is not None and holding.agency_id != agency_id:
                continue
            if reach == "unit" and unit_id is not None and holding.unit_id != unit_id:
                continue
            return holding
        return None

    def acting_as(self, holding: Holding | None) -> StaffActor:
        """The same person, doing a deed in this post."""
        return StaffActor(self.person_id, self.name, self.agency_id, self.agency_code, self.holdings, holding)

    def units_where(self, role: str) -> list[int]:
        """The units over which a unit-wide role is held."""
        return [holding.unit_id for holding in self.holdings if role in holding.roles]


def _holding(appointment: Appointment, absent: int | None) -> Holding:
    post = appointment.post
    return Holding(
        post_id=post.pk,
        title=post.title,
        unit_id=post.unit_id,
        unit_name=post.unit.name,
        agency_id=post.unit.agency_id,
        agency_code=post.unit.agency.code,
        roles=frozenset(post.roles),
        absent=absent,
    )


def current_on(day: date) -> Q:
    """Rows with ``begins_on``/``ends_on`` in force on ``day``."""
    return Q(begins_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def actor_of(person: Person, on: date | None = None) -> StaffActor:
    """``person`` with the posts held on the day ``on`` (today); two queries."""
    day = on or clock.today()
    own: Iterable[Appointment] = (
        Appointment.objects.filter(current_on(day), person=person)
        .select_related("post__unit__agency")
        .order_by("begins_on", "id")
    )
    stood_in: Iterable[Delegation] = (
        Delegation.objects.filter(
            Q(ended_early_on__isnull=True) | Q(ended_early_on__gt=day),
            deputy=person,
            begins_on__lte=day,
            ends_on__gte=day,
        )
        .select_related("appointment__post__unit__agency")
        .order_by("begins_on", "id")
    )
    holdings = [_holding(a, None) for a in own]
    holdings += [
        _holding(d.appointment, d.appointment.person_id)
        for d in stood_in
        if d.appointment.ends_on is None or d.appointment.ends_on >= day
    ]
    return StaffActor(person.pk, person.name, person.agency_id, person.agency.code, tuple(holdings))
