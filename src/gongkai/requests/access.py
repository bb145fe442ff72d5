"""May this person do this to that request? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.requests import APPLICANT, DESK, HEAD, LEADER, LEGAL, OFFICER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.requests.models import Request
from gongkai.requests.people import Acting, ApplicantActor

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (OFFICER, DESK, LEGAL, HEAD, LEADER)
SUPERVISOR = "people.supervisor"
#: Who sees every request of the agency; officers see those of their unit.
SEEING_ALL = (DESK, LEGAL, HEAD, LEADER, SUPERVISOR)
#: Who may have the applicant's data shown, for a purpose that is written down.
SEEING_APPLICANTS = (DESK, OFFICER, LEGAL, HEAD)


def visible_to(actor: StaffActor) -> Q:
    """The requests ``actor`` may see at all."""
    seen = Q(officer_id=actor.person_id, agency_id=actor.agency_id)
    for holding in actor.holdings:
        if holding.roles & set(SEEING_ALL):
            seen |= Q(agency_id=holding.agency_id)
        if OFFICER in holding.roles:
            seen |= Q(unit_id=holding.unit_id)
    return seen


def disputes_visible_to(actor: StaffActor) -> Q:
    """The reviews and suits ``actor`` may see: those of agencies where they see every request."""
    agencies = [each.agency_id for each in actor.holdings if each.roles & set(SEEING_ALL)]
    return Q(agency_id__in=agencies)


def roles_over(actor: StaffActor, request: Request) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``request``, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=request.agency_id, unit_id=request.unit_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}


def role_keys(actor: Acting, request: Request) -> frozenset[str]:
    """The roles under which ``actor`` asks the table."""
    if actor is None:
        return frozenset()
    if isinstance(actor, ApplicantActor):
        return frozenset({APPLICANT}) if actor.request_id == request.pk else frozenset()
    return frozenset(roles_over(actor, request))


def _holds(actor: StaffActor, agency_id: int, roles: tuple[str, ...]) -> bool:
    return any(actor.holds(role, agency_id=agency_id) for role in roles)


def may_register(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` take requests in for the agency?"""
    if actor.holds(DESK, agency_id=agency_id):
        return YES
    return no(
        say(
            "Only the request desk takes requests in. Pass it on, or ask the permission administrator for the post."
        )
    )


def may_edit_answer(actor: StaffActor, request: Request) -> Answer:
    """May ``actor`` write in the answer now?"""
    if OFFICER not in roles_over(actor, request):
        return no(say("Only the officers of the unit that handles it write the answer."))
    if request.state != "handling":
        return no(
            say("The answer can be changed only while the request is being handled. Have it returned first.")
        )
    return YES


def may_see_applicant(actor: StaffActor, request: Request) -> Answer:
    """May ``actor`` have the applicant's data shown?"""
    if set(roles_over(actor, request)) & set(SEEING_APPLICANTS):
        return YES
    return no(say("The applicant's data are shown only to those who handle the request."))


def may_edit_letters(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` change the texts of the agency's letters?"""
    if actor.holds(LEGAL, agency_id=agency_id):
        return YES
    return no(say("Only the legal officer changes the texts of letters. Ask that person."))


def may_keep_disputes(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` keep the register of reviews and suits?"""
    if actor.holds(LEGAL, agency_id=agency_id):
        return YES
    return no(say("Only the legal officer keeps the register of reviews and suits."))


def may_see_register(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` take the register out as a file?"""
    if _holds(actor, agency_id, SEEING_ALL):
        return YES
    return no(say("The register is open to the request desk, the legal officer, the heads and supervision."))
