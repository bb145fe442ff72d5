"""May this person do this to that document or opinion? Yes, or no with a reason."""

from __future__ import annotations

from django.db.models import Q

from gongkai.consultations.models import Document
from gongkai.core.access import YES, Answer, no
from gongkai.domain.consultations.course import (
    ANSWERING,
    DRAFTER,
    LEADER,
    LEGAL,
    PUBLISHER,
    WRITABLE,
)
from gongkai.domain.text import say
from gongkai.people.actor import Holding, StaffActor

#: Roles of the process, in the order in which a person with several of them acts.
ROLES = (DRAFTER, PUBLISHER, LEGAL, LEADER)
SUPERVISOR = "people.supervisor"
#: Who sees everything of the agency; a drafter sees what the own unit drafts.
SEEING_ALL = frozenset({PUBLISHER, LEGAL, LEADER, SUPERVISOR})
SEEING = SEEING_ALL | {DRAFTER}


def agencies_seen(actor: StaffActor, roles: frozenset[str] = SEEING) -> set[int]:
    """The agencies in which ``actor`` holds one of the roles."""
    return {holding.agency_id for holding in actor.holdings if holding.roles & roles}


def visible_to(actor: StaffActor) -> Q:
    """The documents ``actor`` may see on their way."""
    return Q(agency_id__in=agencies_seen(actor, SEEING_ALL)) | Q(unit_id__in=actor.units_where(DRAFTER))


def roles_over(actor: StaffActor, document: Document) -> dict[str, Holding]:
    """The roles ``actor`` holds over the document, each with the post that gives it."""
    found = {
        role: actor.holds(role, agency_id=document.agency_id, unit_id=document.unit_id) for role in ROLES
    }
    return {role: holding for role, holding in found.items() if holding is not None}


def may_draft(actor: StaffActor, agency_id: int, unit_id: int) -> Answer:
    """May ``actor`` begin a document of the unit and write its text?"""
    if actor.holds(DRAFTER, agency_id=agency_id, unit_id=unit_id):
        return YES
    return no(say("Only a drafter of the unit begins and writes its documents. Ask that person."))


def may_write(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` change the text now?"""
    if document.state not in WRITABLE:
        return no(say("This text is not being drafted now. Begin the next version to change it."))
    return may_draft(actor, document.agency_id, document.unit_id)


def may_handle_opinions(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` enter, look at, group and answer opinions?"""
    if document.state not in ANSWERING:
        return no(say("Opinions are entered and answered from the consultation to the publication."))
    if roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the drafting unit and the publisher handle the opinions. Ask one of them."))


def may_see_author(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` have shown who wrote an opinion? Whoever handles them, also later when one is asked about."""
    if roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the drafting unit and the publisher see who wrote an opinion. Ask one of them."))


def may_open_files(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` open the files that came with opinions? Whoever handles them, also later."""
    if roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(
        say("Only the drafting unit and the publisher open what came with an opinion. Ask one of them.")
    )


def may_record(actor: StaffActor, document: Document, kind: str) -> Answer:
    """May ``actor`` put a hearing, an expert argument, a risk assessment or the discussion on record?"""
    states = ("discussion",) if kind == "discussion" else ("drafting", "consulting", "sorting")
    if document.state not in states:
        return no(say("This is put on record at another stage of the document."))
    if roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the drafting unit and the publisher put this on record."))


def may_prepare_publication(actor: StaffActor, document: Document) -> Answer:
    """May ``actor`` write interpretation, channels and validity?"""
    if document.state not in ("sorting", "fair_review", "legality", "discussion", "signed"):
        return no(say("Interpretation and channels are written between the opinions and the publication."))
    if roles_over(actor, document).keys() & {DRAFTER, PUBLISHER}:
        return YES
    return no(say("Only the drafting unit and the publisher write the interpretation."))
