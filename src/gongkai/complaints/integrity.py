"""Proves that every reply (答复) still says what was sent to the reporter, and that none is gone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from gongkai.complaints.models import Reply
from gongkai.complaints.queries.subjects import SUBJECT
from gongkai.core import ledger, triggers
from gongkai.core.models import Event
from gongkai.domain.text import Text, say

#: The moves that send a reply; their events hold its digest and its result.
SENDING = [f"{SUBJECT}.{key}" for key in ("send_reply", "answer_directly")]
#: The database's own protection: trigger → table.
TRIGGERS = {"complaints_reply_delete": "complaints_reply"}


@dataclass(slots=True)
class _Told:
    """What the ledger says of one matter's replies: digest and result, in the order in which they were sent."""

    number: str = ""
    sent: list[tuple[str, str]] = field(default_factory=list)


def verify() -> tuple[int, Text | None]:
    """Compares every reply sent with its digest and with the ledger: how many were whole, and the first fault."""
    while True:
        before = ledger.head()[0]
        checked, fault = _compare()
        if fault is None or ledger.head()[0] == before:
            return checked, fault
        # A reply was sent meanwhile; what looked like a fault may only be news.


def _compare() -> tuple[int, Text | None]:
    told, checked = _told(), 0
    sent = Reply.objects.filter(sent_at__isnull=False).select_related("matter").order_by("matter_id", "round")
    for reply in sent.iterator(chunk_size=500):
        rest = told[str(reply.matter_id)].sent
        known = rest.pop(0) if rest else None
        digest = hashlib.sha256(reply.text.encode()).hexdigest()
        if digest != reply.digest or known != (digest, reply.result):
            return checked, say(
                "The reply to {number}, round {round}, is not as it was sent.",
                number=reply.matter.number,
                round=reply.round,
            )
        checked += 1
    gone = next((each for each in told.values() if each.sent), None)
    if gone is not None:
        return checked, say("A reply to {number} that was sent is missing.", number=gone.number)
    return checked, _protection()


def _told() -> dict[str, _Told]:
    told: dict[str, _Told] = defaultdict(_Told)
    events = Event.objects.filter(subject_type=SUBJECT, verb__in=SENDING).order_by("seq")
    for subject, data in events.values_list("subject", "data").iterator(chunk_size=2000):
        told[subject].number = data["number"]
        told[subject].sent.append((data["digest"], data["result"]))
    return told


def _protection() -> Text | None:
    missing = set(TRIGGERS) - triggers.standing(connection, TRIGGERS)
    if not missing:
        return None
    return say("The database's own protection of replies is gone: {names}.", names=", ".join(sorted(missing)))
