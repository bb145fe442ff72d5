"""What every deed of the room shares: taking a record in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Q

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.process import Process
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.duties import access
from gongkai.duties.models import DutyStep
from gongkai.people.actor import StaffActor


class Record(Protocol):
    """A record of the room: it counts its own changes."""

    pk: Any
    agency_id: int
    revision: int


Kept = TypeVar("Kept", bound=models.Model)
_NOT_THERE = say("There is no such record, or your posts do not show it to you.")


def in_hand(model: type[Kept], pk: int, seen_by: Q, seen: int | None, *related: str) -> Kept:
    """The record, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = model._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001 - Django's public way
    found = rows.select_related("agency", *related).filter(seen_by, pk=pk).first()
    if found is None:
        raise NotAllowed(_NOT_THERE)
    if seen is not None and getattr(found, "revision") != seen:  # noqa: B009 - not every model has one
        raise Conflict
    return found


def put_back(record: Any) -> None:
    """Saves the record one revision on; the revision is compared once more as it is set."""
    before = record.revision
    record.revision = before + 1
    record.updated_at = clock.now()
    fields = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not type(record)._default_manager.filter(pk=record.pk, revision=before).update(**fields):  # noqa: SLF001
        raise Conflict


def note_step(kind: str, record: Record, move: str, actor: StaffActor | None, *, reason: str = "") -> None:
    """Writes who made which move; ``actor`` ``None``: the operator's shell."""
    DutyStep.objects.create(
        kind=kind,
        record=record.pk,
        move=move,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(kind: str, record: Record, actor: StaffActor | None) -> None:
    """Notes once who wrote in it."""
    if actor is None:
        return
    who = {"person_id": actor.person_id, "on_behalf_of_id": actor.on_behalf_of_id}
    if not DutyStep.objects.filter(kind=kind, record=record.pk, move="author", **who).exists():
        note_step(kind, record, "author", actor)


def done_before(kind: str, record: Record, key: str, actor: StaffActor, seen: int | None) -> bool:
    """Whether this person made this very move as the very next deed: a double click."""
    if seen is None or record.revision != seen + 1:
        return False
    last = DutyStep.objects.filter(kind=kind, record=record.pk).order_by("-id").first()
    return last is not None and last.move == key and last.person_id == actor.person_id


def refusal(process: Process, key: str, answer: Refused, held: Mapping[str, object]) -> Refusal:
    """The table's refusal: ``NotAllowed`` where the move belongs to a role the person does not hold."""
    roles = set(process.move(key).roles) if process.has_move(key) else set()
    kind = NotAllowed if not roles & set(held) else Refusal
    return kind(answer.reason, citation=answer.citation)


def tell_ledger(
    kind: ledger.Verb,
    subject: tuple[str, object],
    actor: ledger.Actor | None,
    *,
    agency: str,
    number: str,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event. ``actor`` ``None``: the operator's shell."""
    ledger.record(
        kind,
        subject=subject,
        actor=actor or ledger.System(agency),
        data={"number": number, **(data or {})},
        reason=reason,
    )


def in_post(
    actor: StaffActor, agency_id: int, roles: tuple[str, ...], unit_id: int | None = None
) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, agency_id, unit_id)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def words(text: str, field: str, longest: int, *, needed: bool = False) -> str:
    """Plain words of at most ``longest`` signs. Raises ``Invalid`` naming the field."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if needed and not plain:
        raise Invalid(say("This is missing. Write it."), field=field)
    if len(plain) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return plain
