"""May this person do this to that finding? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.supervision.course import HEADS, OFFICE, SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.supervision.models import Finding

ROLES = (SUPERVISOR, *OFFICE, *HEADS)
#: Who sees every finding of the agency: those who urge, and the leader.
SEEING_ALL = frozenset({SUPERVISOR, "duties.leader"})
#: Who sees those of the openness work: not those of complaints, whose titles are the complaints desk's.
SEEING_OPENNESS = frozenset({*OFFICE, "duties.planner"})
OF_COMPLAINTS = ("late_handling", "unanswered", "false_closing")
SEEING = SEEING_ALL | SEEING_OPENNESS | set(HEADS)


def agencies_seen(actor: StaffActor, roles: frozenset[str] = SEEING_ALL) -> set[int]:
    """The agencies in which ``actor`` holds one of the roles."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def units_headed(actor: StaffActor) -> set[int]:
    """The units for which ``actor`` answers."""
    return {holding.unit_id for holding in actor.holdings if holding.roles & set(HEADS)}


def visible_to(actor: StaffActor) -> Q:
    """The findings ``actor`` may see: all of the agency, those of the openness work, or those of the own unit."""
    openness = Q(agency_id__in=agencies_seen(actor, SEEING_OPENNESS)) & ~Q(monitor__in=OF_COMPLAINTS)
    return Q(agency_id__in=agencies_seen(actor)) | openness | Q(unit_id__in=units_headed(actor))


def roles_over(actor: StaffActor, finding: Finding) -> dict[str, Holding]:
    """The roles ``actor`` holds over the finding, each with the post that gives it.

    Of a finding that is a unit's, its heads answer; of one that is nobody's, the openness office.
    """
    found = {}
    for role in ROLES:
        if role in HEADS and finding.unit_id is None:
            continue
        if role in OFFICE and finding.unit_id is not None:
            continue
        unit = finding.unit_id if role in HEADS else None
        holding = actor.holds(role, agency_id=finding.agency_id, unit_id=unit)
        if holding is not None and (role not in HEADS or holding.unit_id == finding.unit_id):
            found[role] = holding
    return found


def may_look(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` let the monitors look now?"""
    if actor.holds(SUPERVISOR, agency_id=agency_id):
        return YES
    return no(say("Only supervision lets the monitors look; they look every night by themselves."))
