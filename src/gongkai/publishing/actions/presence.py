"""Being there: who has a document open, and who is editing its draft. No part of any record, so no event."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core import clock
from gongkai.core.models import Presence
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.actions.drafting import hold
from gongkai.publishing.models import Document
from gongkai.publishing.queries import desk
from gongkai.publishing.queries.documents import subject_of


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
