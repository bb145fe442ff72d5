"""Serving a letter (送达): the way, the day, who took it and what proves it."""

from __future__ import annotations

from datetime import date

from django.db import connection

from gongkai.core import clock, ledger, sealed
from gongkai.core.models import Letter, LetterService
from gongkai.core.refusals import Invalid
from gongkai.domain import letters
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say


def record_service(
    *,
    letter: Letter,
    way: str,
    served_on: date,
    evidence: str,
    tracking_number: str = "",
    recipient: str = "",
    actor: ledger.Actor,
) -> LetterService:
    """Notes inside the caller's transaction how and when a letter was served; no event of its own.

    ``Invalid`` names the field: a way the law does not know, a day before the letter or still to come, no evidence.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A service belongs to the transaction of its deed.")
    known = letters.service_way(way)
    if isinstance(known, Refused):
        raise Invalid(known.reason, field="way")
    today = clock.today()
    if served_on < letter.issued_on:
        raise Invalid(
            say("The letter is of {day}; it cannot have been served before.", day=letter.issued_on),
            field="served_on",
        )
    if served_on > today:
        raise Invalid(
            say("The day of service is still to come. Enter it when it has arrived."), field="served_on"
        )
    if not evidence.strip():
        raise Invalid(
            say("Say what proves the service: {evidence}.", evidence=Text(known.evidence)), field="evidence"
        )
    tracking_number = tracking_number.strip()[:60]
    if known.tracking and not tracking_number:
        raise Invalid(
            say("Enter the number of the consignment: it is on the receipt."), field="tracking_number"
        )
    return LetterService.objects.create(
        letter=letter,
        way=way,
        served_on=served_on,
        recipient=sealed.seal(recipient.strip(), _about(letter)),
        evidence=sealed.seal(evidence.strip(), _about(letter)),
        tracking_number=tracking_number,
        recorded_by=actor.person_id,
        recorded_at=clock.now(),
    )


def strike_service(*, service: LetterService, reason: str) -> LetterService:
    """Takes a service back as entered by mistake; the row stays. Part of the room's deed."""
    if not reason.strip():
        raise Invalid(say("Say why it is taken back."), field="reason")
    if service.struck_at is None:
        service.struck_at, service.struck_reason = clock.now(), reason.strip()[:200]
        service.save(update_fields=["struck_at", "struck_reason"])
    return service


def service_of(letter: Letter) -> LetterService | None:
    """The service that holds: the last one that was not struck."""
    return letter.services.filter(struck_at__isnull=True).order_by("-id").first()


def evidence_of(service: LetterService) -> str:
    """What proves the service; empty where it was erased."""
    return sealed.unseal(service.evidence, _about(service.letter))


def recipient_of(service: LetterService) -> str:
    """Who took the letter; empty where it was erased or not said."""
    return sealed.unseal(service.recipient, _about(service.letter))


def _about(letter: Letter) -> str:
    return f"service {letter.agency} {letter.number}"
