"""The legs of a matter (流转段): who held it, from when to when. The clock does not stop between them."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.complaints.models import CoUnit, Leg, Matter
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.people.models import Unit


def begin(matter: Matter, unit: Unit) -> None:
    """A new leg from now on."""
    Leg.objects.create(matter=matter, unit=unit, dispatched_at=clock.now())


def sign(matter: Matter, person_id: int | None) -> None:
    """The running leg was signed for."""
    now = clock.now()
    Leg.objects.filter(matter=matter, ended_at__isnull=True).update(signed_at=now, signed_by_id=person_id)


def end(matter: Matter, move: str) -> None:
    """The running leg ends with this move."""
    Leg.objects.filter(matter=matter, ended_at__isnull=True).update(ended_at=clock.now(), ended_by=move)


def open_unit(matter: Matter, unit_id: int | None, field: str = "unit") -> Unit:
    """The unit named, which must be open and of the same agency, and not the one the report is against."""
    unit = Unit.objects.filter(pk=unit_id or 0, agency_id=matter.agency_id, closed_on__isnull=True).first()
    if unit is None:
        raise Invalid(say("Choose a unit of this agency that is open."), field=field)
    if unit.pk == matter.against_unit_id:
        raise Invalid(
            say("The report is against this unit; it must not reach it. Choose another."), field=field
        )
    return unit


def help_by(matter: Matter, unit_ids: Iterable[int]) -> list[str]:
    """The units that help from now on (协办); those not named any more are let go."""
    wanted = {open_unit(matter, each, "co_units").pk for each in unit_ids} - {matter.unit_id}
    running = CoUnit.objects.filter(matter=matter, ended_at__isnull=True)
    running.exclude(unit_id__in=wanted).update(ended_at=clock.now())
    known = set(running.values_list("unit_id", flat=True))
    for unit_id in sorted(wanted - known):
        CoUnit.objects.create(matter=matter, unit_id=unit_id, asked_at=clock.now())
    return sorted(Unit.objects.filter(pk__in=wanted).values_list("code", flat=True))
