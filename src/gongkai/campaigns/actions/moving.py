"""Moving campaigns and records on. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from django.db import transaction

from gongkai.campaigns import access, indexing
from gongkai.campaigns.actions.base import (
    campaign_in_hand,
    in_post,
    inspection_in_hand,
    note_author,
    note_step,
    put_back,
    tell_ledger,
)
from gongkai.campaigns.models import Campaign, Inspection
from gongkai.campaigns.queries import campaigns, inspections
from gongkai.campaigns.queries.subjects import subject_of
from gongkai.core import clock, deadlines, ledger, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import privacy
from gongkai.domain.campaigns.course import PROCESS
from gongkai.domain.campaigns.inspection_course import PROCESS as RECORDS
from gongkai.domain.process import Process, step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

VERBS = {move.key: ledger.verb(f"campaigns.campaign.{move.key}", move.done) for move in PROCESS.moves}
RECORD_VERBS = {
    move.key: ledger.verb(f"campaigns.inspection.{move.key}", move.done) for move in RECORDS.moves
}
#: Moves whose reason the public reads.
SAID_IN_PUBLIC = ("withdraw",)
LONGEST_REASON = 1000


def move_campaign(
    *, campaign_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Campaign:
    """Makes the move ``key`` (``domain.campaigns.course``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second click
    on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = campaign_in_hand(campaign_id, actor, expected_revision)
        except Conflict:
            again = campaigns.for_staff(actor).filter(pk=campaign_id).first()
            if again is not None and _done_before(again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if reason.strip() else ()
        answer = step(PROCESS, found.state, key, campaigns.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(PROCESS, found, key, actor, answer)
        before, found.state = found.state, answer.state.key
        if key == "announce":
            found.announced_on = clock.today()
        elif key == "close":
            found.closed_on = clock.today()
        doing = in_post(actor, found.agency_id, PROCESS.move(key).roles)
        put_back(found)
        note_step(found, key, doing, reason=reason.strip()[:LONGEST_REASON])
        tell_ledger(VERBS[key], found, doing, data={"from": before, "to": found.state}, reason=reason.strip())
        if key in ("announce", "close"):
            indexing.follow(found)
            public_version.public_changed()
    return found


def move_inspection(
    *, inspection_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Inspection:
    """Makes the move ``key`` (``domain.campaigns.inspection_course``); raises as ``move_campaign`` does."""
    with transaction.atomic():
        try:
            found = inspection_in_hand(inspection_id, actor, expected_revision)
        except Conflict:
            again = inspections.for_staff(actor).filter(pk=inspection_id).first()
            if again is not None and _done_before(again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if reason.strip() else ()
        answer = step(RECORDS, found.state, key, inspections.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(RECORDS, found, key, actor, answer)
        _harmless(key, reason)
        before, found.state = found.state, answer.state.key
        doing = in_post(actor, found.agency_id, RECORDS.move(key).roles, found.unit_id)
        _effects(found, key, reason.strip()[:LONGEST_REASON])
        put_back(found)
        note_step(found, key, doing, reason=reason.strip()[:LONGEST_REASON])
        if key == "amend":
            note_author(found, doing)
        if any(effect.action == "stop" for effect in RECORDS.move(key).effects):
            deadlines.stop(subject_of(found))
        tell_ledger(
            RECORD_VERBS[key], found, doing, data={"from": before, "to": found.state}, reason=reason.strip()
        )
        if "published" in (before, found.state):
            public_version.public_changed()
    return found


def _effects(found: Inspection, key: str, reason: str) -> None:
    if key == "publish":
        found.published_on = clock.today()
    elif key == "withdraw":
        found.withdrawn_reason = reason
    elif key == "amend":
        added = f"补充说明：{reason}"
        found.remark = f"{found.remark}\n{added}" if found.remark else added


def _harmless(key: str, reason: str) -> None:
    """What is added to a record, and why one is withdrawn, stands on the public page."""
    if key in (*SAID_IN_PUBLIC, "amend") and privacy.findings(reason):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="reason")


def _done_before(again: Campaign | Inspection, key: str, actor: StaffActor, seen: int | None) -> bool:
    """Whether this person made this very move as the very next deed: a double click."""
    if seen is None or again.revision != seen + 1:
        return False
    last = again.steps.order_by("-id").first()
    return last is not None and last.move == key and last.person_id == actor.person_id


def _refusal(
    process: Process, found: Campaign | Inspection, key: str, actor: StaffActor, answer: Refused
) -> Refusal:
    roles = set(process.move(key).roles) if process.has_move(key) else set()
    if not roles & set(access.roles_over(actor, found.agency_id, found.unit_id)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
