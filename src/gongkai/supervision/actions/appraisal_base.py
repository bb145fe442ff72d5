"""What deeds on rounds of appraisal share: taking one in hand, putting it back, its steps and events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain.process import AUTHOR
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision.models import Round, RoundStep
from gongkai.supervision.queries.appraisals import subject_of

#: Longest reason, in characters.
LONGEST = 2000


def take_in_hand(pk: int, actor: StaffActor, seen: int | None) -> Round:
    """The round, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Round.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    found = rows.filter(access.visible_to(actor), pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def put_back(found: Round) -> None:
    """Saves the round one revision on; the revision is compared once more as it is set."""
    before = found.revision
    found.revision, found.updated_at = before + 1, clock.now()
    fields = {
        field.attname: getattr(found, field.attname)
        for field in found._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Round.objects.filter(pk=found.pk, revision=before).update(**fields):
        raise Conflict


def in_post(actor: StaffActor, found: Round, roles: Sequence[str]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = {role: actor.holds(role, agency_id=found.agency_id) for role in roles}
    return next((actor.acting_as(holding) for holding in held.values() if holding is not None), actor)


def note_step(found: Round, move: str, actor: StaffActor | None, *, reason: str = "") -> None:
    """Writes who made which move; ``None``: the clock."""
    RoundStep.objects.create(
        round=found,
        move=move,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(found: Round, actor: StaffActor) -> None:
    """Notes once who prepared it: others publish it."""
    known = found.steps.filter(move=AUTHOR, person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id)
    if not known.exists():
        note_step(found, AUTHOR, actor)


def tell_ledger(
    kind: ledger.Verb,
    found: Round,
    actor: StaffActor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event: numbers and dates, nothing of anybody asked."""
    ledger.record(
        kind,
        subject=subject_of(found),
        actor=actor or ledger.System(found.agency.code),
        data={"number": found.number, "year": found.year, **(data or {})},
        reason=reason,
    )


def plain(text: str, field: str, longest: int = LONGEST) -> str:
    """What was typed, ready to be kept. Raises ``Invalid`` naming the field."""
    said = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(said) > longest:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
        )
    return said
