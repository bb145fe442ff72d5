"""May this person see or move that case of accountability (责任追究)? Yes, or no with a reason.

A case never reaches whom it concerns before they are told, and never through a post they hold or stand in for.
"""

from __future__ import annotations

from typing import Literal

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.supervision.accountability import CONCERNED, HEADS, LEADER, REVIEWERS, ROLES, SUPERVISOR
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.people.models import Unit
from gongkai.supervision.access import agencies_seen, units_headed
from gongkai.supervision.models import Case

SEEING_ALL = frozenset({SUPERVISOR, LEADER})
SEEING = SEEING_ALL | set(REVIEWERS) | set(HEADS)
#: Who sees how matters went from who was asked first.
SEEING_FIRST_CONTACT = frozenset({SUPERVISOR})

#: How much of a case is shown: everything, what whom it concerns must know, or what a head must know.
Sight = Literal["full", "concerned", "head"]


def about(actor: StaffActor) -> Q:
    """The cases about the actor, about whom they stand in for, or about a unit they answer for."""
    people = {actor.person_id, *(each.absent for each in actor.holdings if each.absent is not None)}
    # An empty column is no answer to "in": said first, or every case of a unit would be hidden as well.
    person = Q(person_id__isnull=False, person_id__in=people)
    return person | Q(person_id__isnull=True, unit_id__in=units_headed(actor))


def is_about(actor: StaffActor, case: Case) -> bool:
    """The same of one case in hand."""
    if case.person_id is None:
        return case.unit_id in units_headed(actor)
    people = {actor.person_id, *(each.absent for each in actor.holdings)}
    return case.person_id in people


def _own(actor: StaffActor) -> Q:
    """The cases in which the actor speaks for themselves or for the unit, once they are told."""
    own = Q(person_id=actor.person_id) | Q(person_id__isnull=True, unit_id__in=units_headed(actor))
    return own & Q(told_on__isnull=False)


def visible_to(actor: StaffActor) -> Q:
    """The cases ``actor`` may see at all."""
    seen = Q(agency_id__in=agencies_seen(actor, SEEING_ALL))
    seen |= Q(agency_id__in=agencies_seen(actor, frozenset(REVIEWERS)), appealed_on__isnull=False)
    seen |= Q(person_id__isnull=False, unit_id__in=units_headed(actor), told_on__isnull=False)
    return _own(actor) | (seen & ~about(actor))


def sight(actor: StaffActor, case: Case) -> Sight:
    """How much of a case that is visible is shown to ``actor``."""
    if is_about(actor, case):
        return "concerned"
    if case.agency_id in agencies_seen(actor, SEEING_ALL):
        return "full"
    if case.appealed_on is not None and case.agency_id in agencies_seen(actor, frozenset(REVIEWERS)):
        return "full"
    return "head"


def roles_over(actor: StaffActor, case: Case) -> dict[str, Holding | None]:
    """The roles ``actor`` holds over the case, each with its post; whom it concerns has only their own."""
    if is_about(actor, case):
        speaks = case.told_on is not None and (case.person_id in (None, actor.person_id))
        return {CONCERNED: _post_in(actor, case)} if speaks else {}
    found: dict[str, Holding | None] = {}
    for role in ROLES:
        holding = actor.holds(role, agency_id=case.agency_id)
        if holding is not None:
            found[role] = holding
    return found


def _post_in(actor: StaffActor, case: Case) -> Holding | None:
    """The post in which whom it concerns speaks: that of the unit, or any; ``None``: they hold none any more."""
    here = [each for each in actor.holdings if each.unit_id == case.unit_id and each.absent is None]
    return next(iter(here or actor.holdings), None)


def may_open(actor: StaffActor, unit: Unit, person_id: int | None) -> Answer:
    """May ``actor`` open a case about the unit, or about a person of it?"""
    if actor.holds(SUPERVISOR, agency_id=unit.agency_id) is None:
        return no(say("Only supervision opens cases. Tell supervision what you know."))
    probe = Case(agency_id=unit.agency_id, unit=unit, person_id=person_id)
    if is_about(actor, probe):
        return no(say("This case would be about yourself. Another colleague of supervision must open it."))
    return YES


def opening_in(actor: StaffActor) -> list[int]:
    """The agencies in which ``actor`` opens cases, the own one first."""
    found = agencies_seen(actor, frozenset({SUPERVISOR}))
    return sorted(found, key=lambda pk: (pk != actor.agency_id, pk))
