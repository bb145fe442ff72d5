"""Moving a round of appraisal on: drawing, opening, closing, counting, publishing, calling off. One door for each."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.process import Facts, step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision.appraisal import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision.actions import appraisal_asking as asking
from gongkai.supervision.actions import appraisal_counting as counting
from gongkai.supervision.actions import appraisal_drawing as drawing
from gongkai.supervision.actions.appraisal_base import (
    in_post,
    note_step,
    plain,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.supervision.actions.appraisal_drawing import SeedInput
from gongkai.supervision.models import Round
from gongkai.supervision.queries import appraisals

VERBS = {move.key: ledger.verb(f"supervision.appraisal.{move.key}", move.done) for move in PROCESS.moves}


def move_round(
    *,
    round_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    reason: str = "",
    seed: SeedInput | None = None,
) -> Round:
    """Makes the move ``key`` (``domain.supervision.appraisal``). ``seed``: of the draw; ``None``: the ledger's.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Invalid`` naming the field, ``Conflict`` when
    somebody was faster. A second click changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = take_in_hand(round_id, actor, expected_revision)
        except Conflict:
            again = _done_before(round_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        why = plain(reason, "reason")
        given = {"reason"} if why else set()
        draw: _Draw | None = None
        if key == "draw" and found.state == "prepared":
            # Read only for whoever may draw: the frame holds everybody's contact.
            draw = _prepared_draw(found, actor, seed or SeedInput())
            given |= draw.flags
        answer = step(PROCESS, found.state, key, appraisals.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(found, key, actor, answer)
        before, found.state = found.state, answer.state.key
        doing = in_post(actor, found, PROCESS.move(key).roles)
        data = _effects(found, key, draw, why)
        put_back(found)
        note_step(found, key, doing, reason=why)
        tell_ledger(VERBS[key], found, doing, data={"from": before, "to": found.state, **data}, reason=why)
        public_version.public_changed()
    return found


class _Draw:
    """What a draw would be made with."""

    def __init__(self, seed: drawing.Seed | None, frame: list[Any]) -> None:
        self.seed, self.frame = seed, frame
        self.flags = {
            *({"seeded"} if seed is not None else ()),
            *({"peopled"} if frame else ()),
        }


def _prepared_draw(found: Round, actor: StaffActor, given: SeedInput) -> _Draw:
    if not access.may_prepare(actor, found.agency_id):
        return _Draw(None, [])
    seed = drawing.seed_of(given)
    return _Draw(seed, drawing.frame_of(found) if seed is not None else [])


def _effects(found: Round, key: str, draw: _Draw | None, why: str) -> dict[str, Any]:
    """What the move does besides; gives what the ledger tells of it."""
    today = clock.today()
    if key == "draw" and draw is not None and draw.seed is not None:
        drawn = drawing.freeze_and_draw(found, draw.seed, draw.frame)
        return {
            "seed": found.seed,
            "seed_event": found.seed_event,
            "frame_digest": found.frame_digest,
            "frame": len(draw.frame),
            "drawn": drawn,
        }
    if key == "open":
        found.opened_on = today
        return {"closes_on": found.closes_on.isoformat(), "written_to": asking.invite(found)}
    if key == "count":
        return counting.count(found)
    if key == "publish":
        found.published_on = today
        return {"words": counting.keep_public_words(found)}
    if key == "call_off":
        found.reason, found.closed_on = why, found.closed_on or today
        asking.forget(found)
        counting.forget_words(found)
    return {}


def close_round(found: Round) -> bool:
    """The clock's move: the last day is over. Contacts are erased; who did not answer is told apart by number.

    Gives whether it was closed now. Called inside a transaction, with the ledger's turn taken.
    """
    known = Facts(None, frozenset(), {}, frozenset(), appraisals.standing_flags(found), True)
    answer = step(PROCESS, found.state, "close", known)
    if isinstance(answer, Refused):
        return False
    before, found.state = found.state, answer.state.key
    found.closed_on = clock.today()
    asking.forget(found)
    put_back(found)
    note_step(found, "close", None)
    data = {"from": before, "to": found.state, "answers": appraisals.answer_counts(found)}
    tell_ledger(VERBS["close"], found, None, data=data)
    public_version.public_changed()
    return True


def _done_before(pk: int, key: str, actor: StaffActor, seen: int | None) -> Round | None:
    """The round, when this person made this very move as the very next deed: a double click."""
    again = appraisals.one(actor, pk)
    if again is None or seen is None or again.revision != seen + 1:
        return None
    last = again.steps.order_by("-id").first()
    return again if last is not None and last.move == key and last.person_id == actor.person_id else None


def _refusal(found: Round, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_over(actor, found)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
