"""What every deed on a decision shares: taking it in hand, writing the step and the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, NotAllowed
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access
from gongkai.powers.models import Decision, DecisionStep
from gongkai.powers.queries.decisions import subject_of


def take_in_hand(decision_id: int, actor: StaffActor, expected_revision: int | None) -> Decision:
    """The decision, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Decision.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("agency", "unit", "table", "table_version")
    found = rows.filter(decision_access.visible_to(actor), pk=decision_id).first()
    if found is None:
        raise NotAllowed(say("There is no such decision, or your posts do not show it to you."))
    if expected_revision is not None and found.revision != expected_revision:
        raise Conflict
    return found


def put_back(decision: Decision) -> None:
    """Saves the decision one revision on; the revision is compared once more as it is set."""
    before = decision.revision
    decision.revision = before + 1
    decision.updated_at = clock.now()
    fields = {
        field.attname: getattr(decision, field.attname)
        for field in decision._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Decision.objects.filter(pk=decision.pk, revision=before).update(**fields):
        raise Conflict


def note_step(
    decision: Decision,
    move: str,
    actor: StaffActor | None,
    *,
    states: tuple[str, str] = ("", ""),
    reason: str = "",
) -> DecisionStep:
    """Writes who made which move."""
    return DecisionStep.objects.create(
        decision=decision,
        move=move,
        from_state=states[0],
        to_state=states[1],
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(decision: Decision, actor: StaffActor) -> None:
    """Notes once who wrote in it; two pairs of eyes look at it."""
    known = decision.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(decision, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    decision: Decision,
    actor: StaffActor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event; nothing of the party stands in it. ``actor`` ``None``: the operator's shell."""
    ledger.record(
        kind,
        subject=subject_of(decision),
        actor=actor or ledger.System(decision.agency.code),
        data={"number": decision.number, "kind": decision.kind, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, decision: Decision, roles: tuple[str, ...]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = decision_access.roles_over(actor, decision)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)
