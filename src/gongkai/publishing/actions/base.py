"""What every deed of the room shares: taking the document in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.publishing import access
from gongkai.publishing.models import Document, Step
from gongkai.publishing.queries.documents import subject_of


def take_in_hand(document_id: int, actor: StaffActor | None, expected_version: int | None) -> Document:
    """The document, locked for this transaction; ``Conflict`` when it is no longer the version the person saw."""
    ledger.take_turn()
    document = Document.objects.select_for_update(no_key=True).filter(pk=document_id).first()
    visible = document and (
        actor is None or Document.objects.filter(access.visible_to(actor), pk=document_id).exists()
    )
    if document is None or not visible:
        raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
    if expected_version is not None and document.version != expected_version:
        raise Conflict
    return document


def put_back(document: Document, *, touched: bool = True) -> None:
    """Saves the document one version on; the version is compared once more as it is set."""
    before = document.version
    document.version = before + 1
    if touched:
        document.updated_at = clock.now()
    fields = {
        field.attname: getattr(document, field.attname)
        for field in document._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Document.objects.filter(pk=document.pk, version=before).update(**fields):
        raise Conflict


def note_step(
    document: Document,
    move: str,
    actor: StaffActor | None,
    *,
    revision_id: int | None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    digest: str = "",
) -> Step:
    """Writes who did which move on which revision."""
    return Step.objects.create(
        document=document,
        revision_id=revision_id,
        move=move,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
        data=dict(data or {}),
        digest=digest,
    )


def note_author(document: Document, actor: StaffActor) -> bool:
    """Notes once who wrote in the working revision; two pairs of eyes look at it. Gives whether it was new."""
    known = document.steps.filter(
        revision=document.working,
        move="author",
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
    )
    if known.exists():
        return False
    note_step(document, "author", actor, revision_id=document.working_id)
    return True


def tell_ledger(
    kind: ledger.Verb,
    document: Document,
    actor: StaffActor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event."""
    ledger.record(
        kind,
        subject=subject_of(document),
        actor=actor or ledger.System(document.agency.code),
        data={"index": document.index_number, **(data or {})},
        reason=reason,
    )


def as_drafter(actor: StaffActor, document: Document) -> StaffActor:
    """The actor in the post in which they change the draft."""
    return actor.acting_as(
        actor.holds("publishing.drafter", agency_id=document.agency_id, unit_id=document.unit_id)
        or actor.holds("publishing.office", agency_id=document.agency_id)
    )


def editable(document_id: int, actor: StaffActor) -> Document:
    """The document, if the actor may change its draft now."""
    document = Document.objects.filter(access.visible_to(actor), pk=document_id).first()
    if document is None:
        raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
    access.may_edit(actor, document).require()
    return document


def tell_change(kind: ledger.Verb, document: Document, actor: StaffActor, data: Mapping[str, Any]) -> None:
    """The event of a change to the draft, and its author: files, links and reasons are published like the text."""
    doing = as_drafter(actor, document)
    note_author(document, doing)
    tell_ledger(kind, document, doing, data=data)


def insist(answer: object) -> None:
    """Raises the refusal when the domain gave one."""
    if isinstance(answer, Refused):
        raise Refusal(answer.reason, citation=answer.citation)
