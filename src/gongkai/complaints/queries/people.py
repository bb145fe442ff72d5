"""Who may handle, head or lead: the people behind a matter's posts today."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.complaints.models import Matter
from gongkai.core import clock
from gongkai.domain.complaints import HANDLER, HEAD, LEADER
from gongkai.people.actor import current_on
from gongkai.people.models import Appointment, Person, Unit


def _holders(roles: set[str], **where: int | None) -> set[int]:
    rows = Appointment.objects.filter(
        current_on(clock.today()), **{f"post__{key}": value for key, value in where.items()}
    )
    return {person for person, held in rows.values_list("person_id", "post__roles") if roles & set(held)}


def _people(ids: set[int]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk")


def handlers_of(matter: Matter) -> QuerySet[Person]:
    """The people of the unit that may handle the matter."""
    return (
        _people(_holders({HANDLER, HEAD}, unit_id=matter.unit_id))
        if matter.unit_id
        else Person.objects.none()
    )


def heads_of(matter: Matter) -> list[Person]:
    """The heads of the unit that has the matter."""
    return list(_people(_holders({HEAD}, unit_id=matter.unit_id))) if matter.unit_id else []


def leaders_of(matter: Matter) -> list[Person]:
    """The bureau's leaders for complaints."""
    return list(_people(_holders({LEADER}, unit__agency_id=matter.agency_id)))


def staff_of(agency_id: int) -> QuerySet[Person]:
    """Everybody of the agency: whom a report may be against."""
    return Person.objects.filter(agency_id=agency_id, is_active=True).order_by("name", "pk")


def units_of(agency_id: int) -> QuerySet[Unit]:
    """The open units of the agency."""
    return Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).order_by("position", "name")


def handling_units(agency_id: int) -> QuerySet[Unit]:
    """The units to which a matter can be dispatched: those where somebody can sign for it."""
    rows = Appointment.objects.filter(current_on(clock.today()), post__unit__agency_id=agency_id)
    able = {
        unit for unit, held in rows.values_list("post__unit_id", "post__roles") if {HANDLER, HEAD} & set(held)
    }
    return units_of(agency_id).filter(pk__in=able)
