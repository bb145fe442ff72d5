"""May this person open, sign off or close a search for risks (风险排查)? Yes, or no with a reason."""

from __future__ import annotations

from gongkai.core.access import YES, Answer, no
from gongkai.domain.powers.course import EDITOR, PUBLISHER
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers.models import Search, SearchPart


def may_run(actor: StaffActor, agency_id: int) -> Answer:
    """May ``actor`` open and close the agency's searches?"""
    if actor.holds(PUBLISHER, agency_id=agency_id):
        return YES
    return no(say("Only the publisher of the register opens and closes a search. Ask that person."))


def may_sign(actor: StaffActor, part: SearchPart) -> Answer:
    """May ``actor`` sign the unit's part off now?"""
    if not actor.holds(EDITOR, agency_id=part.search.agency_id, unit_id=part.unit_id):
        return no(say("Only an editor of the unit signs its search off."))
    if part.search.closed_at is not None:
        return no(say("This search is closed. What is found now is written in the register all the same."))
    if part.signed_at is not None:
        return no(
            say("The unit has signed off. What is found later is written in the register all the same.")
        )
    return YES


def may_close(actor: StaffActor, search: Search) -> Answer:
    """May ``actor`` close the search now?"""
    if search.closed_at is not None:
        return no(say("This search is closed."))
    return may_run(actor, search.agency_id)
