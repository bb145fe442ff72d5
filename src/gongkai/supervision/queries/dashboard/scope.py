"""What the dashboard is asked about: whose eyes, which agency, which units, which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from gongkai.core import clock, deadlines
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit
from gongkai.supervision import access_dashboard

__all__ = ["NO_UNIT", "Agency", "Scope", "Unit", "agencies", "scope", "sees_every_unit", "units"]

#: A unit's number where the matter is no unit's.
NO_UNIT = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """``own``: the units to which the reader is narrowed, ``None`` none; ``unit``: the one chosen, 0 those of none."""

    actor: StaffActor
    agency_id: int
    agency_code: str
    own: tuple[int, ...] | None
    unit: int | None
    day: date
    now: datetime
    soon: date

    @property
    def is_today(self) -> bool:
        """Whether it is asked about the present day, of which also moments tell."""
        return self.day == clock.today()

    def of_units(self, column: str) -> Q:
        """Rows of the units asked about; ``column`` "": records that are no unit's."""
        if not column:
            return Q() if self.own is None and self.unit in (None, NO_UNIT) else Q(pk__in=[])
        found = Q() if self.own is None else Q(**{f"{column}__in": self.own})
        if self.unit == NO_UNIT:
            return found & Q(**{f"{column}__isnull": True})
        return found if self.unit is None else found & Q(**{column: self.unit})


def scope(actor: StaffActor, agency: Agency, *, day: date, unit: int | None = None) -> Scope:
    """The scope of the reader in the agency."""
    soon = clock.calendar().after(day, deadlines.SOON)
    own = access_dashboard.units_shown(actor, agency.pk)
    return Scope(actor, agency.pk, agency.code, own, unit, day, clock.now(), soon)


def agencies(actor: StaffActor) -> list[Agency]:
    """The agencies to choose from, the own one first; one query."""
    keys = access_dashboard.agencies_shown(actor)
    return sorted(Agency.objects.filter(pk__in=keys), key=lambda each: keys.index(each.pk))


def units(actor: StaffActor, agency_id: int) -> list[Unit]:
    """The units of the agency the reader may choose, closed ones too: their records stay; one query."""
    rows = Unit.objects.filter(agency_id=agency_id).order_by("position", "id")
    own = access_dashboard.units_shown(actor, agency_id)
    return list(rows if own is None else rows.filter(pk__in=own))


def sees_every_unit(actor: StaffActor, agency_id: int) -> bool:
    """Whether the dashboard of the agency is not narrowed to units."""
    return access_dashboard.units_shown(actor, agency_id) is None
