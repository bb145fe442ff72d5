"""Moving a finding on: urging, answering, settling, dismissing. One door for each move."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision.course import PROCESS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.supervision import access
from gongkai.supervision.models import Finding, FindingStep
from gongkai.supervision.queries import findings
from gongkai.supervision.queries.subjects import subject_of

VERBS = {
    move.key: ledger.verb(f"supervision.finding.{move.key}", move.done)
    for move in PROCESS.moves
    if move.roles
}
LONGEST = 2000
#: Days from today up to which a last day may lie: what is later was mistyped.
FARTHEST = 366


def move_finding(
    *,
    finding_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    words: str = "",
    act_by: date | None = None,
    reason: str = "",
) -> Finding:
    """Makes the move ``key`` (``domain.supervision.course``).

    ``words``: what the notice asks for, or what was done. ``act_by``: until when. Raises ``NotAllowed`` or ``Refusal``
    with the table's reason, ``Invalid`` naming the field, ``Conflict`` when somebody was faster. A second click
    changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            found = _in_hand(finding_id, actor, expected_revision)
        except Conflict:
            again = _done_before(finding_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        plain, why = _words(words, "words"), _words(reason, "reason")
        given = {"reason"} if why else set()
        if key in ("urge", "not_enough"):
            _check_day(act_by)
        given |= {"worded"} if plain and key == "urge" else {"told"} if plain and key == "answer" else set()
        answer = step(PROCESS, found.state, key, findings.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise _refusal(found, key, actor, answer)
        before, found.state = found.state, answer.state.key
        _effects(found, key, plain, act_by)
        held = access.roles_over(actor, found)
        doing = next((actor.acting_as(held[role]) for role in PROCESS.move(key).roles if role in held), actor)
        _put_back(found)
        FindingStep.objects.create(
            finding=found,
            move=key,
            person_id=actor.person_id,
            on_behalf_of_id=doing.on_behalf_of_id,
            post=doing.post_title[:120],
            at=clock.now(),
            reason=why or plain,
        )
        data = {
            "title": found.title,
            "monitor": found.monitor,
            "unit": found.unit.name if found.unit else found.agency.name,
            "from": before,
            "to": found.state,
            "act_by": found.act_by.isoformat(),
        }
        ledger.record(VERBS[key], subject=subject_of(found), actor=doing, data=data, reason=why or plain)
    return found


def _check_day(act_by: date | None) -> None:
    if act_by is None:
        raise Invalid(say("Write until when it must be done."), field="act_by")
    if act_by < clock.today():
        raise Invalid(say("This day is over already."), field="act_by")
    if (act_by - clock.today()).days > FARTHEST:
        raise Invalid(say("This day is more than a year away."), field="act_by")


def _effects(found: Finding, key: str, words: str, act_by: date | None) -> None:
    today = clock.today()
    if key == "urge":
        found.asked, found.urged_on = words, today
    if key in ("urge", "not_enough") and act_by is not None:
        found.act_by = act_by
    if key == "answer":
        found.answer, found.answered_on = words, today
    if key in ("settle", "dismiss"):
        found.closed_on = today
    if key == "settle":
        # Were the fault still there, the next look would find it anew.
        found.standing = False


def _words(text: str, field: str) -> str:
    plain = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(plain) > LONGEST:
        raise Invalid(
            say("This is longer than {longest} characters. Shorten it.", longest=LONGEST), field=field
        )
    return plain


def _in_hand(pk: int, actor: StaffActor, seen: int | None) -> Finding:
    ledger.take_turn()
    rows = Finding.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    found = rows.filter(access.visible_to(actor), pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def _put_back(found: Finding) -> None:
    before = found.revision
    found.revision, found.updated_at = before + 1, clock.now()
    fields = {
        field.attname: getattr(found, field.attname)
        for field in found._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Finding.objects.filter(pk=found.pk, revision=before).update(**fields):
        raise Conflict


def _done_before(pk: int, key: str, actor: StaffActor, seen: int | None) -> Finding | None:
    """The finding, when this person made this very move as the very next deed: a double click."""
    again = findings.one(actor, pk)
    if again is None or seen is None or again.revision != seen + 1:
        return None
    last = again.steps.order_by("-id").first()
    return again if last is not None and last.move == key and last.person_id == actor.person_id else None


def _refusal(found: Finding, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_over(actor, found)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
