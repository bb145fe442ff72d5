"""The register of reviews and suits (行政复议、行政诉讼), with their own clocks, linked to the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.core import clock, deadlines, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import clocks
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.actions.base import not_ahead
from gongkai.requests.models import Dispute, Request
from gongkai.requests.queries.subjects import DISPUTE, dispute_subject

FILED = ledger.verb("requests.dispute.filed", N_("{actor} entered a review or suit"))
REPLIED = ledger.verb(
    "requests.dispute.replied", N_("{actor} entered the reply to the review authority or court")
)
CONCLUDED = ledger.verb("requests.dispute.concluded", N_("{actor} entered how the review or suit ended"))
#: Openness cases before a review authority may take the simple procedure, where it is in force (行政复议法 2023).
SIMPLE = "dispute.review_reply_simple"
ORDINARY = "dispute.review_reply"
SUIT = "dispute.suit_reply"


@dataclass(frozen=True, slots=True)
class DisputeInput:
    """A review or suit as it is entered."""

    kind: str
    filed_on: date
    number: str = ""
    authority: str = ""
    request_number: str = ""
    copy_received_on: date | None = None
    #: Number (pk) of the review a suit follows.
    after: int | None = None
    simple: bool = True
    note: str = ""


def file_dispute(*, actor: StaffActor, agency_id: int, content: DisputeInput) -> Dispute:
    """Enters a review, a suit or a complaint to the competent authority, and starts the clock of the reply."""
    access.may_keep_disputes(actor, agency_id).require()
    if content.kind not in Dispute.Kind.values:
        raise Invalid(say("Choose whether it is a review, a suit or a complaint."), field="kind")
    not_ahead(content.filed_on, "filed_on")
    with transaction.atomic():
        ledger.take_turn()
        dispute = Dispute.objects.create(
            agency_id=agency_id,
            request=_request(agency_id, content.request_number),
            kind=content.kind,
            number=content.number.strip()[:80],
            authority=content.authority.strip()[:120],
            filed_on=content.filed_on,
            copy_received_on=content.copy_received_on,
            after=_review(agency_id, content),
            note=content.note.strip(),
            created_at=clock.now(),
        )
        _start_clock(dispute, simple=content.simple)
        _tell(FILED, dispute, actor, {"kind": dispute.kind, "filed_on": dispute.filed_on.isoformat()})
    return dispute


def _request(agency_id: int, number: str) -> Request | None:
    if not number.strip():
        return None
    found = Request.objects.filter(agency_id=agency_id, number__iexact=number.strip()).first()
    if found is None:
        raise Invalid(
            say("There is no request “{number}” in the register.", number=number), field="request_number"
        )
    return found


def _review(agency_id: int, content: DisputeInput) -> Dispute | None:
    if content.kind != Dispute.Kind.AFTER_REVIEW or content.after is None:
        return None
    found = Dispute.objects.filter(pk=content.after, agency_id=agency_id, kind=Dispute.Kind.REVIEW).first()
    if found is None:
        raise Invalid(say("There is no such review in the register."), field="after")
    return found


def _start_clock(dispute: Dispute, *, simple: bool) -> None:
    on = dispute.copy_received_on
    if on is None or dispute.kind == Dispute.Kind.AUTHORITY:
        return
    rule = SUIT
    if dispute.kind == Dispute.Kind.REVIEW:
        in_force = isinstance(clocks.rule_for(SIMPLE, on), clocks.Rule)
        rule = SIMPLE if simple and in_force else ORDINARY
    deadlines.start(
        rule,
        subject=dispute_subject(dispute),
        on=on,
        agency=dispute.agency.code,
        title=f"{dispute.number} {dispute.authority}".strip() or dispute.kind,
    )


def note_reply(*, actor: StaffActor, dispute_id: int, expected_version: int | None, on: date) -> Dispute:
    """The agency's reply or statement of defence was sent on that day."""
    with transaction.atomic():
        dispute = _in_hand(dispute_id, actor, expected_version)
        dispute.replied_on = not_ahead(on, "on")
        deadlines.stop(dispute_subject(dispute), on=on)
        _put_back(dispute)
        _tell(REPLIED, dispute, actor, {"on": on.isoformat()})
    return dispute


def conclude(
    *, actor: StaffActor, dispute_id: int, expected_version: int | None, result: str, on: date, note: str = ""
) -> Dispute:
    """How it ended: 维持, 纠正 or 其他. The request is answered anew by a move of its own (``redo``)."""
    if result not in Dispute.Result.values:
        raise Invalid(say("Choose how it ended."), field="result")
    with transaction.atomic():
        dispute = _in_hand(dispute_id, actor, expected_version)
        if dispute.closed_on is not None:
            raise Refusal(say("How it ended is entered already; what was entered stands."))
        if not_ahead(on, "on") < dispute.filed_on:
            raise Invalid(say("It cannot have ended on {day}, before it was filed.", day=on), field="on")
        dispute.result, dispute.closed_on = result, on
        dispute.note = "\n".join(part for part in (dispute.note, note.strip()) if part)
        deadlines.stop(dispute_subject(dispute), on=on)
        _put_back(dispute)
        _tell(CONCLUDED, dispute, actor, {"result": result, "on": on.isoformat()})
    return dispute


def _in_hand(dispute_id: int, actor: StaffActor, expected_version: int | None) -> Dispute:
    ledger.take_turn()
    dispute = (
        Dispute.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency")
        .filter(access.disputes_visible_to(actor), pk=dispute_id)
        .first()
    )
    if dispute is None:
        raise NotAllowed(say("There is no such review or suit, or your posts do not show it to you."))
    access.may_keep_disputes(actor, dispute.agency_id).require()
    if expected_version is not None and dispute.version != expected_version:
        raise Conflict
    return dispute


def _put_back(dispute: Dispute) -> None:
    before = dispute.version
    dispute.version = before + 1
    values = {
        name: getattr(dispute, name) for name in ("replied_on", "result", "closed_on", "note", "version")
    }
    if not Dispute.objects.filter(pk=dispute.pk, version=before).update(**values):
        raise Conflict


def _tell(kind: ledger.Verb, dispute: Dispute, actor: StaffActor, data: dict[str, Any]) -> None:
    doing = actor.acting_as(actor.holds("requests.legal", agency_id=dispute.agency_id))
    linked = {"request": dispute.request_id} if dispute.request_id else {}
    ledger.record(
        kind, subject=(DISPUTE, dispute.pk), actor=doing, data={**data, **linked, "number": dispute.number}
    )
