"""Moving a matter along its process. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.complaints import access
from gongkai.complaints.actions import effects, projecting, telling
from gongkai.complaints.actions.base import in_post, note_step, put_back, take_in_hand, tell_ledger
from gongkai.complaints.actions.given import NOTHING, Given
from gongkai.complaints.models import Matter
from gongkai.complaints.people import Acting, ReporterActor
from gongkai.complaints.queries.moves import facts
from gongkai.core import ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.complaints import PROCESS
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor

VERBS = {move.key: ledger.verb(f"complaints.matter.{move.key}", move.done) for move in PROCESS.moves}


def move(
    *,
    matter_id: int,
    key: str,
    actor: Acting,
    expected_version: int | None,
    given: Given = NOTHING,
) -> Matter:
    """Makes the move ``key`` (a move of ``domain.complaints``). ``actor`` ``None``: the system's clock.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster, ``Invalid``
    when what was given cannot be. A second click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            matter = take_in_hand(matter_id, actor, expected_version)
        except Conflict:
            again = _already_done(matter_id, key, actor, expected_version)
            if again is None:
                raise
            return again
        asked = facts(matter, actor, given=given.names(), key=key)
        answer = ask_table(PROCESS, matter.state, key, asked)
        if isinstance(answer, Refused):
            raise _refusal(matter, key, actor, answer)
        _make(matter, key, answer.state.key, actor, given)
    return matter


def _make(matter: Matter, key: str, target: str, actor: Acting, given: Given) -> None:
    doing = in_post(actor, matter, PROCESS.move(key).roles)
    before = matter.state
    told: dict[str, Any] = effects.of(matter, key, doing, given)
    matter.state = target
    put_back(matter)
    projecting.follow(matter, key)
    data = {**given.for_ledger(), **told}
    note_step(matter, key, doing, states=(before, target), reason=given.reason, data=data)
    tell_ledger(VERBS[key], matter, doing, data={"from": before, "to": target, **data}, reason=given.reason)
    telling.tell_reporter(matter, key)


def _already_done(matter_id: int, key: str, actor: Acting, seen: int | None) -> Matter | None:
    """The matter, when the same hand made this very move as the very next deed: a double click."""
    if actor is None or seen is None:
        return None
    matter = Matter.objects.select_related("agency").filter(pk=matter_id, version=seen + 1).first()
    last = matter.steps.order_by("-id").first() if matter else None
    if last is None or last.move != key:
        return None
    if isinstance(actor, ReporterActor):
        return matter if last.by_reporter and actor.matter_id == matter_id else None
    return matter if last.person_id == actor.person_id else None


def _refusal(matter: Matter, key: str, actor: Acting, answer: Refused) -> Refusal:
    known = PROCESS.has_move(key)
    roles = set(PROCESS.move(key).roles) if known else set()
    if isinstance(actor, StaffActor) and known and not roles & set(access.roles_over(actor, matter)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
