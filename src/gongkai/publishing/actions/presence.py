"""Being there: who has a document open, and who is editing its draft. No part of any record, so no event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from gongkai.core import clock
from gongkai.core.models import Presence
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions.base import editable
from gongkai.publishing.models import Document
from gongkai.publishing.queries import desk
from gongkai.publishing.queries.documents import subject_of

#: Minutes an edit lock lasts without a sign of life.
HOLD_MINUTES = 2


@dataclass(frozen=True, slots=True)
class Seats:
    """Who else has the document open, and who else is editing it (nobody: empty)."""

    people: list[str]
    locked_by: str


def be_present(*, document: Document, actor: StaffActor, editing: bool) -> Seats:
    """Notes that the actor has the document open, and with ``editing`` takes or renews the edit lock where free."""
    kind, key = subject_of(document)
    Presence.objects.update_or_create(
        subject_type=kind,
        subject=str(key),
        person=actor.person_id,
        defaults={"name": actor.name, "seen_at": clock.now()},
    )
    if editing and access.may_edit(actor, document):
        return Seats(desk.people_here(document, actor), hold(document_id=document.pk, actor=actor) or "")
    return Seats(desk.people_here(document, actor), desk.holder(document, actor))


def hold(*, document_id: int, actor: StaffActor) -> str | None:
    """Takes or renews the edit lock. Gives the name of whoever else holds it, or ``None`` when it is the actor's."""
    editable(document_id, actor)
    now = clock.now()
    until = now + timedelta(minutes=HOLD_MINUTES)
    free = (
        Document.objects.filter(pk=document_id, locked_until__lt=now)
        | Document.objects.filter(pk=document_id, locked_by__isnull=True)
        | Document.objects.filter(pk=document_id, locked_by_id=actor.person_id)
    )
    if free.update(locked_by_id=actor.person_id, locked_until=until):
        return None
    other = Document.objects.select_related("locked_by").get(pk=document_id).locked_by
    return other.name if other else None


def release_hold(*, document_id: int, actor: StaffActor) -> None:
    """Gives the edit lock back."""
    Document.objects.filter(pk=document_id, locked_by_id=actor.person_id).update(
        locked_by=None, locked_until=None
    )
