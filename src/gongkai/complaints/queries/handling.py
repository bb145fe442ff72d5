"""What the forms of moves offer: how much more time may be asked for, the units, and the people of the unit."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gongkai.complaints import house
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.people import handlers_of, units_of
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import deadlines
from gongkai.domain.complaints import HANDLE
from gongkai.domain.law import load
from gongkai.people.models import Person, Unit


@dataclass(frozen=True, slots=True)
class More:
    """The most that may be added to the period of handling, in its own unit."""

    length: int
    unit: str


def most_more(matter: Matter) -> More | None:
    """Worked out from the clock that runs; nothing where none does."""
    running = deadlines.running(subject_of(matter), HANDLE).first()
    if running is None or running.period is None:
        return None
    share = float(load("complaints")["house"]["extension_share"])
    return More(max(1, math.floor(int(running.period["length"]) * share)), str(running.period["unit"]))


def desk_answers(matter: Matter) -> bool:
    """Whether the desk may answer such a matter itself: enquiries and calls for help."""
    return bool((house.row("kind", matter.kind) or {}).get("direct"))


def units(matter: Matter) -> list[Unit]:
    """The open units of the agency."""
    return list(units_of(matter.agency_id))


def people(matter: Matter) -> list[Person]:
    """Who of the unit may handle it; never the person it is against."""
    return [each for each in handlers_of(matter) if each.pk != matter.against_person_id]
