"""May this person do this to that round of appraisal? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.supervision.appraisal import CALLER, LEADERS, SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.supervision.models import Round

ROLES = (SUPERVISOR, *LEADERS)
#: Who sees rounds, and who sees nothing of them but whom to call.
SEEING = frozenset(ROLES)
INTERVIEWERS = frozenset({CALLER, SUPERVISOR})


def agencies_where(actor: StaffActor, roles: frozenset[str]) -> set[int]:
    """The agencies in which ``actor`` holds one of the roles."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def visible_to(actor: StaffActor) -> Q:
    """The rounds ``actor`` may see."""
    return Q(agency_id__in=agencies_where(actor, SEEING))


def callable_by(actor: StaffActor) -> Q:
    """The invitations ``actor`` may call: of the own agency, nobody the own units dealt with.

    Who handled somebody's matter does not ask them how it was.
    """
    found = Q(round__agency_id__in=agencies_where(actor, INTERVIEWERS))
    for unit in sorted({holding.unit_id for holding in actor.holdings}):
        found &= ~Q(units__contains=f",{unit},")
    return found


def roles_over(actor: StaffActor, found: Round) -> dict[str, Holding]:
    """The roles ``actor`` holds over the round, each with the post that gives it."""
    held = {role: actor.holds(role, agency_id=found.agency_id) for role in ROLES}
    return {role: holding for role, holding in held.items() if holding is not None}


def may_prepare(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` prepare a round for the agency?"""
    if actor.holds(SUPERVISOR, agency_id=agency_id):
        return YES
    return no(say("Only supervision prepares an appraisal."))


def may_write(actor: StaffActor, found: Round) -> Answer:
    """May ``actor`` change the days of the round?"""
    if found.state != "prepared":
        return no(say("The sample is drawn: nothing is changed any more. Call it off, and prepare another."))
    return may_prepare(actor, found.agency_id)


def may_look(actor: StaffActor, found: Round) -> Answer:
    """May ``actor`` look at what people wrote in their own words?"""
    if found.state not in ("closed", "counted"):
        return no(say("What people wrote is looked at once the appraisal is closed, until it is published."))
    if actor.holds(SUPERVISOR, agency_id=found.agency_id):
        return YES
    return no(say("Only supervision looks at what people wrote."))
