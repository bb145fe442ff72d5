"""Going through the mailbox: each mail is given to the handler once, then moved away.

**What happens once, and what may happen twice.** The handler runs inside one transaction together with the row that
says this mail is settled; only after that transaction has committed is the mail moved. So whatever the handler writes
into the database happens exactly once, also when the program is killed at any moment. What it does outside the
database (files, other servers) may be repeated with the same ``Message.key`` after a crash before the commit: **the
handler must be idempotent**. A crash between commit and move leaves the mail where it was; the next look finds its row
and only moves it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from gongkai.core import clock
from gongkai.core.mailbox import address, reading, server
from gongkai.core.mailbox.model import FAILED, TOO_LARGE, UNREADABLE, Fetched, Message, Outcome
from gongkai.core.models import ReceivedMail
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[Message], Outcome]
Refuser: TypeAlias = Callable[[Message, Text], Outcome]

#: Pauses between tries of a mail whose handler failed; after the last one it is put away as unreadable.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
#: Mails of one look; the next look goes on.
MOST = 200


def configured() -> bool:
    """Whether this installation reads a mailbox."""
    return bool(settings.GONGKAI_MAILBOX_URL)


def limit() -> int:
    """The largest mail, in bytes; files travel as text there, a third larger than they are."""
    return int(settings.GONGKAI_MAX_UPLOAD) * 4 // 3


def fetch(handle: Handler, *, refuse: Refuser | None = None, most: int = MOST) -> Fetched:
    """Gives every new mail to ``handle``, oldest first, at most ``most`` of them, and tells what came of it.

    ``handle`` gets the mail inside a transaction and must be idempotent (see above); what it raises undoes that
    transaction. The mail is then tried again after growing pauses, and put into the folder of unreadable mails in the
    end, at once when it raised ``Refusal``. A mail that lies in the inbox again afterwards, because somebody moved it
    back, is tried afresh. ``refuse`` is given mails above ``limit()`` without text and files, and the sentence for the
    sender; without it they are only put away. Raises ``server.Unreachable`` when the mailbox cannot be read or the
    connection breaks; then everything settled so far stays settled.
    """
    box = address.parse(settings.GONGKAI_MAILBOX_URL)
    fetched = Fetched()
    with server.opened(box) as opened:
        _Round(opened, box.digest, handle, refuse, fetched).go(most)
    return fetched


class _Round:
    """One look into the mailbox."""

    def __init__(
        self, opened: server.Server, mailbox: str, handle: Handler, refuse: Refuser | None, fetched: Fetched
    ) -> None:
        self.server, self.mailbox, self.fetched = opened, mailbox, fetched
        self.handle, self.refuse = handle, refuse

    def go(self, most: int) -> None:
        waiting = self.server.uids()
        known = self._known(waiting)
        moves = most
        for uid in waiting:
            row = known.get(uid)
            if row is not None and row.outcome:  # settled; only the move is missing
                self.fetched.repeated += 1
                moves -= 1
                if moves >= 0:
                    self._move(uid, row.outcome)
            elif row is not None and row.again_at is not None and row.again_at > clock.now():
                self.fetched.waiting += 1
            elif most > 0:
                most -= 1
                try:
                    self._deal(uid)
                except server.Refused as error:
                    log.warning("The server does not hand out mail %s: %s.", uid, error)
                    self._put_away(uid, self._place(uid), "Refused")

    def _known(self, uids: list[int]) -> dict[int, ReceivedMail]:
        found: dict[int, ReceivedMail] = {}
        here = ReceivedMail.objects.filter(mailbox=self.mailbox, validity=self.server.validity)
        for at in range(0, len(uids), 500):
            found |= {row.uid: row for row in here.filter(uid__in=uids[at : at + 500])}
        return found

    def _deal(self, uid: int) -> None:
        lying = self.server.look(uid)
        if lying is None:
            return
        large = lying.size > limit()
        raw = self.server.take(uid, head=large)
        if raw is None:
            return
        arrived = lying.received_at or clock.now()
        try:
            message = reading.read_head(raw, arrived) if large else reading.read(raw, arrived)
        except Exception as error:  # whatever a strange mail leads the parser into
            log.warning("Mail %s cannot be read: %s.", uid, type(error).__name__)
            self._put_away(uid, reading.digest(raw), type(error).__name__)
            return
        self._settle(uid, message, self._refused if large else self.handle)

    def _place(self, uid: int) -> str:
        """The key of a mail nobody has seen: where it lies."""
        return reading.digest(f"{self.mailbox} {self.server.validity} {uid}".encode())

    def _refused(self, message: Message) -> Outcome:
        reason = say(
            "Your mail is larger than {most} MB and was not taken. Send the files in several mails, or use the form "
            "on our website.",
            most=limit() // 1_000_000,
        )
        made = self.refuse(message, reason) if self.refuse else None
        return Outcome(TOO_LARGE, made.subject if made else None)

    def _settle(self, uid: int, message: Message, handle: Handler) -> None:
        """Handler and row in one transaction; the move after it."""
        try:
            with transaction.atomic(durable=True):
                row = self._row(message.key, uid)
                again = bool(row.outcome) and not self._moved_back(row, uid)
                if not again:
                    made = handle(message)
                    row.outcome, row.last_error, row.again_at = made.word, "", None
                    row.subject_type, row.subject = map(str, made.subject or ("", ""))
                row.uid, row.validity = uid, self.server.validity
                row.save()
        except (OperationalError, InterfaceError):
            raise  # the database is in trouble, not the mail
        except Exception as error:
            self._failed(uid, message, error)
            return
        if again:
            self.fetched.repeated += 1
        elif row.outcome == TOO_LARGE:
            log.warning("Mail %s is larger than %s bytes and was refused.", uid, limit())
            self.fetched.refused += 1
        else:
            self.fetched.handled += 1
        self._move(uid, row.outcome)

    def _row(self, key: str, uid: int) -> ReceivedMail:
        """The mail's row, held until the transaction ends, so that two workers never handle one mail."""
        row, _created = ReceivedMail.objects.select_for_update().get_or_create(
            digest=key,
            defaults={
                "mailbox": self.mailbox, "validity": self.server.validity, "uid": uid, "at": clock.now(),
            },
        )  # fmt: skip
        return row

    def _moved_back(self, row: ReceivedMail, uid: int) -> bool:
        """Whether somebody put a mail that had failed into the inbox again: it has a new number there."""
        return row.outcome in {FAILED, UNREADABLE} and (row.validity, row.uid) != (self.server.validity, uid)

    def _failed(self, uid: int, message: Message, error: Exception) -> None:
        with transaction.atomic(durable=True):
            row = self._row(message.key, uid)
            row.tries = 1 if row.outcome else row.tries + 1
            row.uid, row.validity, row.last_error = uid, self.server.validity, type(error).__name__
            over = row.tries > len(PAUSES) or isinstance(error, Refusal)
            row.outcome = FAILED if over else ""
            row.again_at = None if over else clock.now() + PAUSES[row.tries - 1]
            row.save()
        log.warning("Mail %s failed for the %s. time.", uid, row.tries, exc_info=error)
        if not over:
            self.fetched.waiting += 1
            return
        self.fetched.unreadable += 1
        self._move(uid, FAILED)

    def _put_away(self, uid: int, key: str, error: str) -> None:
        with transaction.atomic(durable=True):
            row = self._row(key, uid)
            row.uid, row.validity = uid, self.server.validity
            row.outcome, row.last_error = UNREADABLE, error
            row.save()
        self.fetched.unreadable += 1
        self._move(uid, UNREADABLE)

    def _move(self, uid: int, outcome: str) -> None:
        away = outcome in {UNREADABLE, TOO_LARGE, FAILED}
        folder = settings.GONGKAI_MAILBOX_UNREADABLE if away else settings.GONGKAI_MAILBOX_PROCESSED
        try:
            self.server.move(uid, folder)
        except server.Refused as error:
            log.warning("Mail %s could not be moved to the folder %s: %s.", uid, folder, error)
            self.fetched.unmoved += 1
