"""Moving a document along its process. One door: access → the process table → compare-and-set → effects → event."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions import effects
from gongkai.publishing.actions.base import note_step, put_back, take_in_hand, tell_ledger
from gongkai.publishing.models import Document
from gongkai.publishing.queries.moves import facts

log = logging.getLogger(__name__)

VERBS = {move.key: ledger.verb(f"publishing.document.{move.key}", move.done) for move in PROCESS.moves}


@dataclass(frozen=True, slots=True)
class Given:
    """What the form supplied for a move; empty where nothing was asked."""

    reason: str = ""
    moment: datetime | None = None
    ground: str = ""
    review_again_on: date | None = None
    agency: str = ""
    opinion: str = ""
    #: Index number of the other document.
    link: str = ""

    def names(self) -> frozenset[str]:
        """The needs of the process table that are met."""
        return frozenset(name for name, value in asdict(self).items() if value)

    def for_ledger(self) -> dict[str, Any]:
        """What the event keeps, apart from the reason, which has its own place."""
        values = {name: value for name, value in asdict(self).items() if value and name != "reason"}
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()
        }


NOTHING = Given()


def move(
    *,
    document_id: int,
    key: str,
    actor: StaffActor | None,
    expected_version: int | None,
    given: Given = NOTHING,
) -> Document:
    """Makes the move ``key`` (a move of ``domain.disclosure``). ``actor`` ``None``: the system's clock.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster, ``Invalid``
    when what was given cannot be. A second click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            document = take_in_hand(document_id, actor, expected_version)
        except Conflict:
            again = _already_done(document_id, key, actor, expected_version)
            if again is None:
                raise
            return again
        answer = ask_table(
            PROCESS,
            document.state,
            key,
            facts(document, actor, given=given.names(), with_checks=key == "submit"),
        )
        if isinstance(answer, Refused):
            raise _refusal(document, key, actor, answer)
        _make(document, key, answer.state.key, actor, given)
        effects.after(document, key, actor, given)
    return document


def _make(document: Document, key: str, target: str, actor: StaffActor | None, given: Given) -> None:
    doing = _in_post(document, key, actor)
    revision_id = document.working_id or document.live_id
    before = document.state
    digest = effects.before(document, key, actor, given)
    document.state = target
    put_back(document)
    note_step(
        document,
        key,
        doing,
        revision_id=revision_id,
        reason=given.reason,
        data=given.for_ledger(),
        digest=digest,
    )
    data: Mapping[str, Any] = {"from": before, "to": target, "digest": digest, **given.for_ledger()}
    tell_ledger(VERBS[key], document, doing, data=data, reason=given.reason)


def _in_post(document: Document, key: str, actor: StaffActor | None) -> StaffActor | None:
    """The actor in the post that gives this move, so that the ledger names it."""
    if actor is None:
        return None
    held = access.roles_over(actor, document)
    for role in PROCESS.move(key).roles:
        if role in held:
            return actor.acting_as(held[role])
    return actor


def _already_done(document_id: int, key: str, actor: StaffActor | None, seen: int | None) -> Document | None:
    """The document, when this person made this very move as the very next deed: a double click."""
    if actor is None or seen is None:
        return None
    document = Document.objects.filter(pk=document_id, version=seen + 1).first()
    last = document.steps.order_by("-id").first() if document else None
    return document if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(document: Document, key: str, actor: StaffActor | None, answer: Refused) -> Refusal:
    known = PROCESS.has_move(key)
    roles = set(PROCESS.move(key).roles) if known else set()
    if actor is not None and known and not roles & set(access.roles_over(actor, document)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)


def publish_due() -> int:
    """Publishes what was set for a time that has come. Gives how many; two workers publish each once."""
    waiting = Document.objects.filter(state="scheduled", scheduled_for__lte=clock.now()).values_list(
        "pk", "version"
    )
    return sum(_by_clock(pk, version, "publish_scheduled") for pk, version in list(waiting))


def lapse_due() -> int:
    """Marks as lapsed what was valid until a day now past. Gives how many."""
    over = Document.objects.filter(state="published", live__expires_on__lt=clock.today()).values_list(
        "pk", "version"
    )
    return sum(_by_clock(pk, version, "lapse") for pk, version in list(over))


def _by_clock(pk: int, version: int, key: str) -> int:
    try:
        move(document_id=pk, key=key, actor=None, expected_version=version)
    except Conflict:
        return 0
    except Refusal as refusal:
        # One that cannot be done keeps none of the others waiting.
        log.error("Document %s: %s was refused: %s", pk, key, refusal)  # noqa: TRY400 - the sentence says it
        return 0
    return 1
