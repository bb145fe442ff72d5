"""May this person do this to that post-evaluation or clean-up list? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.consultations import access
from gongkai.consultations.models import CleanUp, Document, Evaluation
from gongkai.core.access import YES, Answer, no
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

ROLES = access.ROLES


def visible_to(actor: StaffActor) -> Q:
    """The evaluations and lists ``actor`` may see: all of the agency, or those of the own unit."""
    return Q(agency_id__in=access.agencies_seen(actor, access.SEEING_ALL)) | Q(
        unit_id__in=actor.units_where(DRAFTER)
    )


def sees(actor: StaffActor, record: Evaluation | CleanUp) -> bool:
    """The same of one of them, without asking the database."""
    if record.agency_id in access.agencies_seen(actor, access.SEEING_ALL):
        return True
    return record.unit_id in actor.units_where(DRAFTER)


def roles_over(actor: StaffActor, record: Evaluation | CleanUp) -> dict[str, Holding]:
    """The roles ``actor`` holds over the record, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=record.agency_id, unit_id=record.unit_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}


def may_evaluate(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` begin a post-evaluation of the document?"""
    if actor.holds(DRAFTER, agency_id=document.agency_id, unit_id=document.unit_id):
        return YES
    return no(say("Only a drafter of the unit evaluates its documents. Ask that person."))


def may_draw_up(actor: StaffActor, agency_id: int, unit_id: int) -> Answer:
    """May ``actor`` begin a clean-up list of the agency?"""
    if actor.holds(DRAFTER, agency_id=agency_id, unit_id=unit_id):
        return YES
    return no(say("Only a drafter of the unit draws the list up. Ask that person."))


def may_write(actor: StaffActor, record: Evaluation | CleanUp) -> Answer:
    """May ``actor`` change it now?"""
    if record.state != "draft":
        return no(say("It is under review or over. It is changed after it was returned."))
    if actor.holds(DRAFTER, agency_id=record.agency_id, unit_id=record.unit_id):
        return YES
    return no(say("Only a drafter of the unit writes in it. Ask that person."))


def may_pass_on_risks(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` pass a risk that an assessment or an opinion showed on to the register of risks?"""
    if access.roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the drafting unit and the publisher pass risks on. Ask one of them."))
