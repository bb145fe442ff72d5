"""May this person do this to that activity, board or partner? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.duties.publicity import PREPARED, WRITABLE
from gongkai.domain.text import say
from gongkai.duties.access import LEADER, PUBLICIST, SUPERVISOR, agencies_seen, roles_over
from gongkai.duties.models import Activity
from gongkai.people.actor import StaffActor

#: Who sees the publicity of the agency, whatever its state.
SEEING = frozenset({PUBLICIST, LEADER, SUPERVISOR})


def activities_seen(actor: StaffActor) -> Q:
    """The activities ``actor`` may see; boards and partners likewise."""
    return Q(agency_id__in=agencies_seen(actor, SEEING))


def may_record(actor: StaffActor, agency_id: int, unit_id: int | None = None) -> Answer:
    """May ``actor`` record publicity of the unit (``None``: of any unit of the agency)?"""
    own = [each for each in actor.holdings if PUBLICIST in each.roles and each.agency_id == agency_id]
    if any(unit_id in (None, each.unit_id) for each in own):
        return YES
    return no(say("Only the keeper of publicity of the unit does this. Ask that person."))


def may_write(actor: StaffActor, found: Activity) -> Answer:
    """May ``actor`` change what the activity says now?"""
    if found.state not in WRITABLE:
        return no(say("This activity is no draft any more. Take it back, or have it returned, to change it."))
    return may_record(actor, found.agency_id, found.unit_id)


def may_prepare_photos(actor: StaffActor, found: Activity) -> Answer:
    """May ``actor`` veil photos of the activity or keep them from the public?"""
    if found.state not in PREPARED:
        return no(say("This activity is public or over: its photos stay as they are."))
    if roles_over(actor, found.agency_id, found.unit_id).keys() & {PUBLICIST, LEADER}:
        return YES
    return no(say("Only the keeper of publicity or the leader prepares the photos of an activity."))
