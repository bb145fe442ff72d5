"""May this person do this to that decision? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.powers.decision_course import HANDLER, LEADER, PUBLISHER, REVIEWER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.powers.models import Decision

ROLES = (HANDLER, REVIEWER, LEADER, PUBLISHER)
SUPERVISOR = "people.supervisor"
#: Who sees every case of the agency; a handler sees those of the own unit.
SEEING_ALL = frozenset({REVIEWER, LEADER, PUBLISHER, SUPERVISOR})
SEEING = SEEING_ALL | {HANDLER}
#: States in which the handler still writes.
WRITABLE = ("filed", "notified")


def visible_to(actor: StaffActor) -> Q:
    """The decisions ``actor`` may see on their way."""
    agencies = {each.agency_id for each in actor.holdings if each.roles & SEEING_ALL}
    return Q(agency_id__in=agencies) | Q(unit_id__in=actor.units_where(HANDLER))


def may_see_all(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` see the decisions of all units side by side?"""
    if any(each.agency_id == agency_id and each.roles & SEEING_ALL for each in actor.holdings):
        return YES
    return no(
        say("Decisions of all units are shown to legal review, deciding leaders, publishers and supervision.")
    )


def roles_over(actor: StaffActor, decision: Decision) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``decision``, each with the post that gives it."""
    found = {
        role: actor.holds(role, agency_id=decision.agency_id, unit_id=decision.unit_id) for role in ROLES
    }
    return {role: holding for role, holding in found.items() if holding is not None}


def may_file(actor: StaffActor, agency_id: int, unit_id: int) -> Answer:
    """May ``actor`` file a case for the unit?"""
    if actor.holds(HANDLER, agency_id=agency_id, unit_id=unit_id):
        return YES
    return no(say("Only a case handler of the unit files its cases."))


def may_write(actor: StaffActor, decision: Decision) -> Answer:
    """May ``actor`` change facts, reasons and amount now?"""
    if decision.state not in WRITABLE:
        return no(say("The case is with somebody else, or decided. Have it returned to change it."))
    return may_file(actor, decision.agency_id, decision.unit_id)


def may_note_receipt(actor: StaffActor, decision: Decision) -> Answer:
    """May ``actor`` note how a letter of the case was served? At any stage: receipts come back when they come."""
    return may_file(actor, decision.agency_id, decision.unit_id)


def may_publish(actor: StaffActor, decision: Decision) -> Answer:
    """May ``actor`` judge the social impact and write the public text?"""
    if decision.state not in ("decided", "served", "withheld"):
        return no(say("Only a decision that was made is prepared for the public."))
    if actor.holds(PUBLISHER, agency_id=decision.agency_id) or actor.holds(
        HANDLER, agency_id=decision.agency_id, unit_id=decision.unit_id
    ):
        return YES
    return no(say("The handler of the case or a publisher prepares a decision for the public."))
