"""Moving plans, tasks, meetings and themes on. One door: access → the process table → effects → set → event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from gongkai.core import ledger
from gongkai.core.refusals import Conflict
from gongkai.domain.process import Facts, Process, step
from gongkai.domain.refusal import Refused
from gongkai.duties import access
from gongkai.duties.actions.base import (
    done_before,
    in_hand,
    in_post,
    note_step,
    put_back,
    refusal,
    tell_ledger,
)
from gongkai.duties.queries.plan_subjects import STEP_KINDS, subject_of
from gongkai.people.actor import StaffActor

LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Way:
    """How the records of one kind are moved."""

    model: Any
    process: Process
    seen: Callable[[StaffActor], Q]
    facts: Callable[[Any, StaffActor, tuple[str, ...]], Facts]
    verbs: dict[str, ledger.Verb]
    #: What the move does beside the state: record, move, who does it.
    effects: Callable[[Any, str, StaffActor], None]
    related: tuple[str, ...] = ()


def verbs_of(kind: str, process: Process) -> dict[str, ledger.Verb]:
    """The ledger's verbs of a process."""
    return {move.key: ledger.verb(f"duties.{kind}.{move.key}", move.done) for move in process.moves}


def move(
    way: Way, *, pk: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Any:
    """Makes the move ``key``. Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when late.

    A second click on the same button changes nothing and is not an error.
    """
    kind = STEP_KINDS[way.model]
    with transaction.atomic():
        try:
            found = in_hand(way.model, pk, way.seen(actor), expected_revision, *way.related)
        except Conflict:
            again = way.model.objects.filter(way.seen(actor), pk=pk).first()
            if again is not None and done_before(kind, again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if reason.strip() else ()
        answer = step(way.process, found.state, key, way.facts(found, actor, given))
        if isinstance(answer, Refused):
            held = access.roles_over(actor, found.agency_id, getattr(found, "unit_id", None))
            raise refusal(way.process, key, answer, held)
        before, found.state = found.state, answer.state.key
        roles = way.process.move(key).roles
        doing = in_post(actor, found.agency_id, roles, getattr(found, "unit_id", None))
        way.effects(found, key, doing)
        put_back(found)
        why = reason.strip()[:LONGEST_REASON]
        note_step(kind, found, key, doing, reason=why)
        tell_ledger(
            way.verbs[key],
            subject_of(found),
            doing,
            agency=found.agency.code,
            number=found.number,
            data={"from": before, "to": found.state},
            reason=why,
        )
    return found
