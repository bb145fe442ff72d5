"""May this person do this to that collection or problem? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.consultations import access
from gongkai.consultations.models import Collection, Problem
from gongkai.core.access import YES, Answer, no
from gongkai.domain.consultations.course import DRAFTER, LEADER, PUBLISHER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

ROLES = (DRAFTER, PUBLISHER, LEADER)


def visible_to(actor: StaffActor) -> Q:
    """The collections ``actor`` may see: all of the agency, or those of the own unit."""
    return Q(agency_id__in=access.agencies_seen(actor, access.SEEING_ALL)) | Q(
        unit_id__in=actor.units_where(DRAFTER)
    )


def problems_seen(actor: StaffActor) -> Q:
    """The problems ``actor`` may see: all of the agency, those the own unit puts right, or collected."""
    units = actor.units_where(DRAFTER)
    everything = Q(agency_id__in=access.agencies_seen(actor, access.SEEING_ALL))
    return everything | Q(unit_id__in=units) | Q(collection__unit_id__in=units)


def roles_over(actor: StaffActor, agency_id: int, unit_id: int | None) -> dict[str, Holding]:
    """The roles ``actor`` holds over the agency and unit, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=agency_id, unit_id=unit_id) for role in ROLES}
    if unit_id is None:
        found[DRAFTER] = None
    return {role: holding for role, holding in found.items() if holding is not None}


def may_collect(actor: StaffActor, agency_id: int, unit_id: int) -> Answer:
    """May ``actor`` draft collections of the unit, enter what came in and look at it?"""
    if roles_over(actor, agency_id, unit_id).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the unit that collects and the publisher do this. Ask one of them."))


def may_write(actor: StaffActor, collection: Collection) -> Answer:
    """May ``actor`` change title, days and questions now?"""
    if collection.state != "draft":
        return no(say("It is open or over: what was asked does not change."))
    return may_collect(actor, collection.agency_id, collection.unit_id)


def may_enter(actor: StaffActor, collection: Collection) -> Answer:
    """May ``actor`` enter what came in another way?"""
    if collection.state not in ("open", "closed"):
        return no(say("Entries are made while it is open or being evaluated."))
    return may_collect(actor, collection.agency_id, collection.unit_id)


def may_sort(actor: StaffActor, collection: Collection) -> Answer:
    """May ``actor`` look at what came in, and find problems in it?"""
    if collection.state not in ("open", "closed", "told"):
        return no(say("Nothing has come in yet."))
    return may_collect(actor, collection.agency_id, collection.unit_id)


def may_plan(actor: StaffActor, problem: Problem) -> Answer:
    """May ``actor`` write measure, unit and last day?"""
    if problem.state not in ("found", "planned"):
        return no(say("The measure is written before the problem is reported done."))
    if actor.holds(PUBLISHER, agency_id=problem.agency_id):
        return YES
    return no(say("Only the publisher assigns what is to be put right."))


def may_report(actor: StaffActor, problem: Problem) -> Answer:
    """May ``actor`` write what was done?"""
    if problem.state != "planned":
        return no(say("What was done is written while it is being put right."))
    if roles_over(actor, problem.agency_id, problem.unit_id).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the unit that puts it right, or the publisher, writes what was done."))
