"""What every deed shares: taking a document in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.consultations import access
from gongkai.consultations.models import Document, DocumentStep
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


def take_in_hand(pk: int, actor: StaffActor | None, seen: int | None) -> Document:
    """The document, locked for this transaction; ``Conflict`` when it is no longer the one the person saw.

    ``actor`` ``None``: the clock, or a member of the public; who may do that is asked by the deed.
    """
    ledger.take_turn()
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    if actor is not None:
        rows = rows.filter(access.visible_to(actor))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def put_back(document: Document) -> None:
    """Saves the document one revision on; the revision is compared once more as it is set."""
    before = document.revision
    document.revision = before + 1
    document.updated_at = clock.now()
    fields = {
        field.attname: getattr(document, field.attname)
        for field in document._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Document.objects.filter(pk=document.pk, revision=before).update(**fields):
        raise Conflict


def note_step(
    document: Document, move: str, actor: StaffActor | None, *, version: int | None = None, reason: str = ""
) -> None:
    """Writes who made which move, and on which version."""
    DocumentStep.objects.create(
        document=document,
        move=move,
        version=version,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(document: Document, actor: StaffActor) -> None:
    """Notes once who wrote in it; two pairs of eyes look at it."""
    known = document.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(document, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    document: Document,
    actor: ledger.Actor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event; nothing of who gave an opinion stands in it. ``actor`` ``None``: the system."""
    ledger.record(
        kind,
        subject=subject_of(document),
        actor=actor or ledger.System(document.agency.code),
        data={"number": document.number, "title": document.title, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, document: Document, roles: tuple[str, ...]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, document)
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
