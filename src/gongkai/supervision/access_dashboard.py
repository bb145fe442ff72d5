"""Who sees the dashboard, of which agency, and of which units in it."""

from __future__ import annotations

from gongkai.domain.supervision.course import HEADS
from gongkai.people.actor import StaffActor

#: Who sees it for the whole agency: its leaders, supervision, the openness office.
LEADING = frozenset(
    {
        "publishing.leader",
        "requests.leader",
        "complaints.leader",
        "powers.leader",
        "consultations.leader",
        "duties.leader",
        "people.supervisor",
        "publishing.office",
    }
)
#: Who sees it for the own unit.
OF_UNIT = frozenset(HEADS)
SEEING = LEADING | OF_UNIT


def agencies_shown(actor: StaffActor) -> list[int]:
    """The agencies whose dashboard ``actor`` may see; the own one first."""
    found = {each.agency_id for each in actor.holdings if each.roles & SEEING}
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))


def units_shown(actor: StaffActor, agency_id: int) -> tuple[int, ...] | None:
    """The units to which it is narrowed; ``None``: it is the whole agency's."""
    here = [each for each in actor.holdings if each.agency_id == agency_id]
    if any(each.roles & LEADING for each in here):
        return None
    return tuple(sorted({each.unit_id for each in here if each.roles & OF_UNIT}))
