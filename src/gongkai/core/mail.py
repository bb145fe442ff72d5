"""E-mail notices: queued in the transaction of the deed, sent by a periodic job, tried again with growing pauses.

A notice names no person and tells nothing of the matter: it says that there is news, and where. Without
``GONGKAI_EMAIL_URL`` nothing is queued and nothing is offered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from gongkai.core import clock, sealed
from gongkai.core.models import Mail

#: Pauses between tries; after the last one the message is given up.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)


def available() -> bool:
    """Whether this installation sends e-mail at all."""
    return bool(settings.GONGKAI_EMAIL_URL)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to one address; ``headers`` beside the usual ones, such as List-Unsubscribe (RFC 2369)."""

    to: str
    title: str
    text: str
    headers: Mapping[str, str] | None = None


def queue(*, to: str, title: str, text: str, subject: tuple[str, object]) -> Mail | None:
    """Queues a message inside the deed's transaction: a rollback takes it back. ``None`` where no e-mail is sent."""
    if not available() or not to:
        return None
    _insist_on_a_deed()
    made = _row(Letter(to, title, text), subject)
    made.save()
    return made


def queue_all(letters: Iterable[Letter], subject: tuple[str, object]) -> int:
    """Queues many messages at once, in the transaction of their deed. Gives how many; 0 where no e-mail is sent."""
    if not available():
        return 0
    _insist_on_a_deed()
    rows = [_row(each, subject) for each in letters if each.to]
    Mail.objects.bulk_create(rows, batch_size=200)
    return len(rows)


def _insist_on_a_deed() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A message belongs to the transaction of its deed.")


def _row(letter: Letter, subject: tuple[str, object]) -> Mail:
    now = clock.now()
    return Mail(
        recipient=sealed.seal(letter.to),
        title=letter.title[:200],
        text=sealed.seal(letter.text),
        headers=sealed.seal(json.dumps(dict(letter.headers))) if letter.headers else "",
        subject_type=subject[0],
        subject=str(subject[1]),
        queued_at=now,
        due_at=now,
    )


def send_due(limit: int = 100) -> int:
    """Sends what is due. Each message is claimed first, so that two workers send it once. Gives how many went out."""
    waiting = Mail.objects.filter(
        sent_at__isnull=True, given_up_at__isnull=True, due_at__lte=clock.now()
    ).order_by("due_at")
    return sum(_send(message) for message in list(waiting[:limit]))


def _send(message: Mail) -> int:
    now = clock.now()
    pause = PAUSES[min(message.tries, len(PAUSES) - 1)]
    claimed = Mail.objects.filter(
        pk=message.pk, tries=message.tries, sent_at__isnull=True, given_up_at__isnull=True
    ).update(tries=message.tries + 1, due_at=now + pause)
    if not claimed:
        return 0
    try:
        to, text = sealed.unseal(message.recipient), sealed.unseal(message.text)
        # RFC 3834: whoever answers by machine must not answer this.
        machine = {"Auto-Submitted": "auto-generated"}
        more = json.loads(sealed.unseal(message.headers)) if message.headers else {}
        EmailMessage(
            message.title, text, settings.DEFAULT_FROM_EMAIL, [to], headers={**more, **machine}
        ).send()
    except Exception as error:
        over = message.tries + 1 >= len(PAUSES)
        Mail.objects.filter(pk=message.pk).update(
            last_error=type(error).__name__, given_up_at=clock.now() if over else None
        )
        return 0
    Mail.objects.filter(pk=message.pk).update(
        sent_at=clock.now(), recipient="", text="", headers="", last_error=""
    )
    return 1
