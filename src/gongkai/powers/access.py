"""May this person do this to that entry of the register? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.core.access import YES, Answer, no
from gongkai.domain.powers.course import EDITOR, OPEN, PUBLISHER, REVIEWER
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor
from gongkai.powers.models import Entry, Version

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (EDITOR, REVIEWER, PUBLISHER)
SUPERVISOR = "people.supervisor"
#: Who sees versions on their way.
SEEING = frozenset({EDITOR, REVIEWER, PUBLISHER, SUPERVISOR})


def agencies_seen(actor: StaffActor) -> set[int]:
    """The agencies whose register ``actor`` may see before it is published."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & SEEING}


def visible_to(actor: StaffActor) -> Q:
    """The entries ``actor`` may see with their versions on the way: those of the own agency."""
    return Q(agency_id__in=agencies_seen(actor))


def roles_over(actor: StaffActor, entry: Entry) -> dict[str, Holding]:
    """The roles ``actor`` holds over ``entry``, each with the post that gives it."""
    found = {role: actor.holds(role, agency_id=entry.agency_id, unit_id=entry.unit_id) for role in ROLES}
    return {role: holding for role, holding in found.items() if holding is not None}


def may_draft(actor: StaffActor, agency_id: int, unit_id: int) -> Answer:
    """May ``actor`` draft entries for the unit?"""
    if actor.holds(EDITOR, agency_id=agency_id, unit_id=unit_id):
        return YES
    return no(
        say(
            "Only an editor of the unit drafts its powers, charts, risk points and services. "
            "Ask that person, or the permission administrator for the post."
        )
    )


def may_edit(actor: StaffActor, version: Version) -> Answer:
    """May ``actor`` change the version now?"""
    entry = version.entry
    if version.state != "draft":
        words = (
            say("This version is under review. Take it back to change it.")
            if version.state in OPEN
            else say("This version is finished and does not change. Draft a new version.")
        )
        return no(words)
    return may_draft(actor, entry.agency_id, entry.unit_id)
