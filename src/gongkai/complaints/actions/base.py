"""What every deed of the room shares: taking the matter in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.complaints import access
from gongkai.complaints.models import Matter, Step
from gongkai.complaints.people import Acting, ReporterActor
from gongkai.complaints.queries.subjects import subject_of
from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


def take_in_hand(matter_id: int, actor: Acting, expected_version: int | None) -> Matter:
    """The matter, locked for this transaction; ``Conflict`` when it is no longer the version the person saw."""
    ledger.take_turn()
    matter = (
        Matter.objects.select_for_update(of=("self",), no_key=True)
        .select_related("agency", "unit")
        .filter(pk=matter_id)
        .first()
    )
    if matter is None or not may_see(actor, matter):
        raise NotAllowed(say("There is no such matter, or your posts do not show it to you."))
    if expected_version is not None and matter.version != expected_version:
        raise Conflict
    return matter


def may_see(actor: Acting, matter: Matter) -> bool:
    """Whether the actor may see the matter at all: what ``access.visible_to`` says, asked of one in hand."""
    if actor is None:
        return True
    if isinstance(actor, ReporterActor):
        return actor.matter_id == matter.pk
    return access.sees(actor, matter)


def put_back(matter: Matter) -> None:
    """Saves the matter one version on; the version is compared once more as it is set."""
    before = matter.version
    matter.version = before + 1
    matter.updated_at = clock.now()
    fields = {
        field.attname: getattr(matter, field.attname)
        for field in matter._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Matter.objects.filter(pk=matter.pk, version=before).update(**fields):
        raise Conflict


def note_step(
    matter: Matter,
    move: str,
    actor: Acting,
    *,
    states: tuple[str, str] = ("", ""),
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> Step:
    """Writes who made which move in this round."""
    staff = actor if isinstance(actor, StaffActor) else None
    return Step.objects.create(
        matter=matter,
        round=matter.round,
        move=move,
        from_state=states[0],
        to_state=states[1],
        person_id=staff.person_id if staff else None,
        on_behalf_of_id=staff.on_behalf_of_id if staff else None,
        post=staff.post_title[:120] if staff else "",
        by_reporter=isinstance(actor, ReporterActor),
        at=clock.now(),
        reason=reason,
        data=dict(data or {}),
    )


def note_author(matter: Matter, actor: StaffActor) -> None:
    """Notes once a round who wrote in the reply; two pairs of eyes look at it."""
    known = matter.steps.filter(
        round=matter.round,
        move="author",
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
    )
    if not known.exists():
        note_step(matter, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    matter: Matter,
    actor: Acting,
    *,
    data: Mapping[str, Any] | None = None,
    private: Mapping[str, str] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event. Names and words of reporters never stand in it."""
    ledger.record(
        kind,
        subject=subject_of(matter),
        actor=actor or ledger.System(matter.agency.code),
        data={"number": matter.number, **(data or {})},
        private=private,
        reason=reason,
    )


def in_post(actor: Acting, matter: Matter, roles: tuple[str, ...]) -> Acting:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    if not isinstance(actor, StaffActor):
        return actor
    held = access.roles_over(actor, matter)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def needed(text: str, field: str, longest: int = 4000) -> str:
    """``text`` without blanks around it; refused when nothing is left or too much."""
    plain = text.strip()
    if not plain:
        raise Invalid(say("Write something here; an empty entry tells nobody anything."), field=field)
    if len(plain) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return plain


def ahead(day: date | None, field: str) -> date:
    """The day given; it must be named and lie ahead."""
    if day is None or day <= clock.today():
        raise Invalid(say("Choose a day that lies ahead."), field=field)
    return day
