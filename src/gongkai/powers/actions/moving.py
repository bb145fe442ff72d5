"""Moving a version along its way. One door: access → the process table → effects → compare-and-set → event."""

from __future__ import annotations

from django.db import transaction

from gongkai.core import ledger
from gongkai.core.refusals import Conflict, NotAllowed, Refusal
from gongkai.domain.powers.course import PROCESS
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.powers import access
from gongkai.powers.actions import effects
from gongkai.powers.actions.base import in_post, note_step, put_back, take_in_hand, tell_ledger
from gongkai.powers.models import Version
from gongkai.powers.queries import register

VERBS = {move.key: ledger.verb(f"powers.entry.{move.key}", move.done) for move in PROCESS.moves}


def move(
    *, version_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Version:
    """Makes the move ``key`` (a move of ``domain.powers.course``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second
    click on the same button changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            version = take_in_hand(version_id, actor, expected_revision)
        except Conflict:
            again = _already_done(version_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        given = {"reason"} if reason.strip() else set()
        answer = ask_table(PROCESS, version.state, key, register.facts(version, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(version, key, actor, answer)
        _make(
            version,
            key,
            answer.state.key,
            in_post(actor, version.entry, PROCESS.move(key).roles),
            reason.strip(),
        )
    return version


def _make(version: Version, key: str, target: str, actor: StaffActor, reason: str) -> None:
    before = version.state
    version.state = target
    effects.before_saving(version, key)
    put_back(version)
    note_step(version, key, actor, reason=reason)
    effects.after_saving(version, key)
    data = {"from": before, "to": target, "digest": version.digest}
    if version.in_force_from:
        data["in_force_from"] = version.in_force_from.isoformat()
    tell_ledger(VERBS[key], version, actor, data=data, reason=reason)


def _already_done(version_id: int, key: str, actor: StaffActor, seen: int | None) -> Version | None:
    """The version, when this person made this very move as the very next deed: a double click."""
    if seen is None:
        return None
    rows = Version.objects.filter(entry__agency_id__in=access.agencies_seen(actor)).select_related(
        "entry__agency"
    )
    version = rows.filter(pk=version_id, revision=seen + 1).first()
    last = version.steps.order_by("-id").first() if version else None
    return version if last and last.move == key and last.person_id == actor.person_id else None


def _refusal(version: Version, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_over(actor, version.entry)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
