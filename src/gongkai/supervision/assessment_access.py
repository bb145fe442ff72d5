"""May this person do this to that score sheet, assessment or entry? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.supervision.assessment import LEADER
from gongkai.domain.supervision.course import HEADS, OFFICE, SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.supervision.models import Assessed, Assessment, ScoreSheet

#: Who sees every sheet, assessment and entry of the agency.
SEEING_ALL = frozenset({SUPERVISOR, LEADER})
SEEING = SEEING_ALL | set(HEADS) | set(OFFICE)


def _agencies(actor: StaffActor, roles: frozenset[str]) -> set[int]:
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def units_answered_for(actor: StaffActor) -> set[int]:
    """The units whose self-assessment the actor hands in."""
    return {holding.unit_id for holding in actor.holdings if holding.roles & set(HEADS)}


def sheets_visible_to(actor: StaffActor) -> Q:
    """Sheets being written are seen by supervision and the leader; those in use by whoever is assessed by them."""
    own = Q(agency_id__in=_agencies(actor, frozenset({*HEADS, *OFFICE})))
    used = Q(state__in=("adopted", "retired")) & (own | Q(assessments__in=_open_to(actor)))
    return Q(agency_id__in=_agencies(actor, SEEING_ALL)) | used


def _open_to(actor: StaffActor) -> object:
    return Assessed.objects.filter(_own_entries(actor)).values("assessment")


def _own_entries(actor: StaffActor) -> Q:
    units = Q(unit_id__in=units_answered_for(actor))
    return units | Q(unit__isnull=True, agency_id__in=_agencies(actor, frozenset(OFFICE)))


def visible_to(actor: StaffActor) -> Q:
    """Assessments: all of the own agency, and those in which one's own unit or bureau is assessed."""
    seen = Q(agency_id__in=_agencies(actor, SEEING_ALL))
    return seen | Q(pk__in=_open_to(actor))


def entries_visible_to(actor: StaffActor) -> Q:
    """Entries: all of the own agency's assessments, or the own one; everybody's once they are published."""
    seen = Q(assessment__agency_id__in=_agencies(actor, SEEING_ALL))
    published = Q(assessment__state="published", assessment__agency_id__in=_agencies(actor, SEEING))
    return seen | _own_entries(actor) | published


def roles_over(actor: StaffActor, record: ScoreSheet | Assessment | Assessed) -> dict[str, Holding]:
    """The roles the actor holds over the record, each with the post that gives it."""
    assessing = record.assessment.agency_id if isinstance(record, Assessed) else record.agency_id
    found = {}
    for role in (SUPERVISOR, LEADER):
        holding = actor.holds(role, agency_id=assessing)
        if holding is not None:
            found[role] = holding
    if isinstance(record, Assessed):
        found |= _assessed_roles(actor, record)
    return found


def _assessed_roles(actor: StaffActor, entry: Assessed) -> dict[str, Holding]:
    roles = HEADS if entry.unit_id is not None else OFFICE
    found = {}
    for role in roles:
        holding = actor.holds(role, agency_id=entry.agency_id, unit_id=entry.unit_id)
        if holding is not None and (entry.unit_id is None or holding.unit_id == entry.unit_id):
            found[role] = holding
    return found


def may_prepare(actor: StaffActor, agency_id: int) -> Answer:
    """May the actor write score sheets and prepare assessments of the agency?"""
    if actor.holds(SUPERVISOR, agency_id=agency_id):
        return YES
    return no(say("Only supervision writes score sheets and prepares assessments."))
