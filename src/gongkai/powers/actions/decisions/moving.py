"""Moving a decision along its way. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access
from gongkai.powers.actions.decisions import effects
from gongkai.powers.actions.decisions.base import in_post, note_step, put_back, take_in_hand, tell_ledger
from gongkai.powers.actions.decisions.given import NOTHING, Given
from gongkai.powers.models import Decision
from gongkai.powers.queries import decisions as reads

VERBS = {move.key: ledger.verb(f"powers.decision.{move.key}", move.done) for move in PROCESS.moves}


def move(
    *,
    decision_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    given: Given = NOTHING,
) -> Decision:
    """Makes the move ``key`` (a move of ``domain.powers.decision_course``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster, ``Invalid`` for
    a day that cannot be. A second click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = take_in_hand(decision_id, actor, expected_revision)
        except Conflict:
            again = _already_done(decision_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        answer = ask_table(PROCESS, found.state, key, reads.facts(found, actor, given.names()))
        if isinstance(answer, Refused):
            raise _refusal(found, key, actor, answer)
        doing = in_post(actor, found, PROCESS.move(key).roles)
        before, found.state = found.state, answer.state.key
        effects.before_saving(found, key, given)
        put_back(found)
        note_step(found, key, doing, states=(before, found.state), reason=given.reason or given.opinion)
        effects.after_saving(found, key, before)
        data = {"from": before, "to": found.state, **effects.told(found, key, given)}
        tell_ledger(VERBS[key], found, doing, data=data, reason=given.reason or given.opinion)
    return found


def _already_done(decision_id: int, key: str, actor: StaffActor, seen: int | None) -> Decision | None:
    """The decision, when this person made this very move as the very next deed: a double click."""
    if seen is None:
        return None
    found = reads.for_staff(actor).filter(pk=decision_id, revision=seen + 1).first()
    last = found.steps.order_by("-id").first() if found else None
    return found if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(found: Decision, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(decision_access.roles_over(actor, found)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
