"""May this person do this to that document? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.disclosure import DRAFTER, LEADER, OFFICE, SECRECY_REVIEWER, SECTION_HEAD
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.publishing.models import Document

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (DRAFTER, SECTION_HEAD, SECRECY_REVIEWER, LEADER, OFFICE)
#: Who sees every document of the agency, whatever its state.
SEEING_ALL = (SECRECY_REVIEWER, LEADER, OFFICE, "people.supervisor", "people.audit_admin")
SUPERVISOR = "people.supervisor"
CITY_OFFICE = "people.city_office"


def visible_to(actor: StaffActor | None) -> Q:
    """The documents ``actor`` may see at all; ``None`` is the public."""
    public = Q(live__isnull=False, audience=Document.Audience.PUBLIC)
    if actor is None:
        return public
    own = Q(live__isnull=False, agency_id=actor.agency_id)
    own |= Q(unit_id__in=[holding.unit_id for holding in actor.holdings])
    own |= Q(author_id=actor.person_id)
    for holding in actor.holdings:
        if holding.roles & set(SEEING_ALL):
            own |= Q(agency_id=holding.agency_id)
    return public | own


def roles_over(actor: StaffActor, document: Document) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``document``, each with the post that gives it."""
    found = {
        role: actor.holds(role, agency_id=document.agency_id, unit_id=document.unit_id) for role in ROLES
    }
    return {role: holding for role, holding in found.items() if holding is not None}


def sees_working(actor: StaffActor, document: Document) -> bool:
    """Whether ``actor`` may see the revision still being worked on: its unit, its author, and the reviewing posts."""
    if document.author_id == actor.person_id:
        return True
    return any(
        holding.unit_id == document.unit_id
        or (holding.agency_id == document.agency_id and bool(holding.roles & set(SEEING_ALL)))
        for holding in actor.holdings
    )


def may_draft_in(actor: StaffActor, unit_id: int) -> Answer:
    """May ``actor`` start a document in this unit?"""
    if actor.holds(DRAFTER, unit_id=unit_id):
        return YES
    return no(
        say(
            "Your posts do not let you draft documents in this unit. "
            "Ask the permission administrator for a drafting post, or choose your own unit."
        )
    )


def may_edit(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` change the draft now?"""
    if document.working is None or document.state != "draft":
        return no(
            say(
                "Only a draft can be changed. To change what is published, begin a correction; "
                "otherwise have it returned."
            )
        )
    if DRAFTER in roles_over(actor, document):
        return YES
    if OFFICE in roles_over(actor, document) and document.live_id is not None:
        return YES
    return no(say("Only the drafters of its unit can change this draft. Ask one of them."))


def is_office(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` keep catalogue, topics, channels and wordings of the agency?"""
    if actor.holds(OFFICE, agency_id=agency_id):
        return YES
    return no(
        say("Only the openness office can do this. Ask it, or the permission administrator for the post.")
    )


def may_see_ledger(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` read the history of this document? Whoever may see the document may."""
    if Document.objects.filter(visible_to(actor), pk=document.pk, agency_id=actor.agency_id).exists():
        return YES
    return no(say("The history of a document is shown to the staff of its agency."))
