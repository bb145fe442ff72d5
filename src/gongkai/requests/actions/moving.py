"""Moving a request along its process. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.requests import access
from gongkai.requests.actions import effects, telling
from gongkai.requests.actions.base import in_post, note_step, put_back, take_in_hand, tell_ledger
from gongkai.requests.actions.given import NOTHING, Given
from gongkai.requests.models import Request
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.moves import facts

VERBS = {move.key: ledger.verb(f"requests.request.{move.key}", move.done) for move in PROCESS.moves}


def move(
    *,
    request_id: int,
    key: str,
    actor: Acting,
    expected_version: int | None,
    given: Given = NOTHING,
) -> Request:
    """Makes the move ``key`` (a move of ``domain.requests``). ``actor`` ``None``: the system's clock.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster, ``Invalid``
    when what was given cannot be. A second click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            request = take_in_hand(request_id, actor, expected_version)
        except Conflict:
            again = _already_done(request_id, key, actor, expected_version)
            if again is None:
                raise
            return again
        asked = facts(request, actor, given=given.names(), answering=key == "submit_answer")
        answer = ask_table(PROCESS, request.state, key, asked)
        if isinstance(answer, Refused):
            raise _refusal(request, key, actor, answer)
        _make(request, key, answer.state.key, actor, given)
        telling.tell_applicant(request, key)
    return request


def _make(request: Request, key: str, target: str, actor: Acting, given: Given) -> None:
    doing = in_post(actor, request, PROCESS.move(key).roles)
    before = request.state
    told: dict[str, Any] = effects.of(request, key, doing, given)
    request.state = target
    put_back(request)
    data = {**given.for_ledger(), **told}
    note_step(request, key, doing, states=(before, target), reason=given.reason, data=data)
    tell_ledger(VERBS[key], request, doing, data={"from": before, "to": target, **data}, reason=given.reason)


def _already_done(request_id: int, key: str, actor: Acting, seen: int | None) -> Request | None:
    """The request, when the same hand made this very move as the very next deed: a double click."""
    if actor is None or seen is None:
        return None
    request = Request.objects.select_related("agency").filter(pk=request_id, version=seen + 1).first()
    last = request.steps.order_by("-id").first() if request else None
    if last is None or last.move != key:
        return None
    if isinstance(actor, ApplicantActor):
        return request if last.by_applicant and actor.request_id == request_id else None
    return request if last.person_id == actor.person_id else None


def _refusal(request: Request, key: str, actor: Acting, answer: Refused) -> Refusal:
    known = PROCESS.has_move(key)
    roles = set(PROCESS.move(key).roles) if known else set()
    if isinstance(actor, StaffActor) and known and not roles & set(access.roles_over(actor, request)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
