"""Moving a case of accountability on. One door for each move; its words are personal and stand sealed in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core import clock, ledger, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.process import step as ask_table
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision import liability
from gongkai.domain.supervision.accountability import CONCERNED, PROCESS
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_accountability as access
from gongkai.supervision.actions.case_effects import EFFECTS
from gongkai.supervision.actions.opening_cases import LONGEST, plain
from gongkai.supervision.models import Case, CaseStep
from gongkai.supervision.queries import cases

VERBS = {move.key: ledger.verb(f"supervision.case.{move.key}", move.done) for move in PROCESS.moves}
#: Moves after which the yearly numbers may be others.
PUBLIC = frozenset({"decide", "change", "revoke"})
#: Days from today up to which a hearing may last: what is later was mistyped.
FARTHEST = 92
#: Longest names of those who spoke with each other, in characters.
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class CaseGiven:
    """What a move is made with: its words or its reason, a last day, a result, or a talk."""

    words: str = ""
    reason: str = ""
    until: date | None = None
    measure: str = ""
    on: date | None = None
    led_by: str = ""
    held_with: str = ""


def move_case(
    *,
    case_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    given: CaseGiven,
) -> Case:
    """Makes the move ``key`` (``domain.supervision.accountability``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Invalid`` naming the field, ``Conflict`` when
    somebody was faster. A second click changes nothing and is not an error.
    """
    with transaction.atomic():
        try:
            case = _in_hand(case_id, actor, expected_revision)
        except Conflict:
            again = _done_before(case_id, key, actor, expected_revision)
            if again is None:
                raise
            return again
        given = _tidied(given)
        answer = ask_table(PROCESS, case.state, key, cases.facts(case, actor, _names(case, key, given)))
        if isinstance(answer, Refused):
            raise _refusal(case, key, actor, answer)
        _check(case, key, given)
        before, case.state = case.state, answer.state.key
        EFFECTS[key](case, given, actor)
        _put_back(case)
        _tell(case, key, actor, before, given.reason or given.words)
        if key in PUBLIC:
            public_version.public_changed()
    return case


def _tell(case: Case, key: str, actor: StaffActor, before: str, words: str) -> None:
    """The step and its one event; words and names stand sealed beside the chain."""
    held = access.roles_over(actor, case)
    doing = actor.acting_as(next((held[role] for role in PROCESS.move(key).roles if role in held), None))
    CaseStep.objects.create(
        case=case,
        move=key,
        from_state=before,
        to_state=case.state,
        person_id=actor.person_id,
        on_behalf_of_id=doing.on_behalf_of_id,
        post=doing.post_title[:120],
        at=clock.now(),
        words=words,
    )
    measure = liability.measures().get(case.measure or case.proposed_measure)
    data = {
        "number": case.number,
        "from": before,
        "to": case.state,
        "measure": measure.label if measure is not None else "",
    }
    private = {"words": words} if words else {}
    # Who audits reads the ledger and no case: that somebody spoke for themselves would tell whom it concerns.
    unnamed = case.person is not None and CONCERNED in held
    if case.person is not None and CONCERNED in held:
        private["person"] = case.person.name
    ledger.record(
        VERBS[key],
        subject=cases.subject_of(case),
        actor=ledger.System(case.agency.code) if unnamed else doing,
        data=data,
        private=private or None,
    )


def _tidied(given: CaseGiven) -> CaseGiven:
    """The texts without outer blanks; what is too long is refused at its field."""
    texts = {
        "words": (plain(given.words), LONGEST),
        "reason": (plain(given.reason), LONGEST),
        "led_by": (plain(given.led_by), LONGEST_NAME),
        "held_with": (plain(given.held_with), LONGEST_NAME),
    }
    for field, (text, longest) in texts.items():
        if len(text) > longest:
            raise Invalid(
                say("This is longer than {longest} characters. Shorten it.", longest=longest), field=field
            )
    kept = {field: text for field, (text, _longest) in texts.items()}
    return CaseGiven(until=given.until, measure=given.measure, on=given.on, **kept)


def _names(case: Case, key: str, given: CaseGiven) -> set[str]:
    """What the table is told was given."""
    before = case.proposed_measure if key == "decide" else case.measure
    known = liability.measures_for(case.person_id is not None)
    found = {
        "reason": bool(given.reason),
        "worded": bool(given.words),
        "day_set": given.until is not None,
        "talk": all((given.words, given.on, given.led_by, given.held_with)),
        "measure": given.measure in known,
        "not_heavier": liability.no_graver(given.measure, before),
    }
    return {name for name, holds in found.items() if holds}


def _check(case: Case, key: str, given: CaseGiven) -> None:
    """Days that cannot be."""
    today = clock.today()
    if key == "tell" and given.until is not None:
        if given.until < today:
            raise Invalid(say("This day is over already."), field="until")
        if (given.until - today).days > FARTHEST:
            raise Invalid(
                say("This day is more than {days} days away. Choose a nearer one.", days=FARTHEST),
                field="until",
            )
    if key in ("enquire", "talk") and given.on is not None:
        first = case.opened_on if key == "enquire" else case.decided_on or case.opened_on
        if given.on > today:
            raise Invalid(say("This day has not come yet. A talk is recorded once it was held."), field="on")
        if given.on < first:
            raise Invalid(
                say("This day lies before {day}, when there was nothing to talk about yet.", day=first),
                field="on",
            )


def _in_hand(pk: int, actor: StaffActor, seen: int | None) -> Case:
    ledger.take_turn()
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    case = rows.filter(access.visible_to(actor), pk=pk).first()
    if case is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    if seen is not None and case.revision != seen:
        raise Conflict
    return case


def _put_back(case: Case) -> None:
    before = case.revision
    case.revision, case.updated_at = before + 1, clock.now()
    fields = {
        field.attname: getattr(case, field.attname)
        for field in case._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not Case.objects.filter(pk=case.pk, revision=before).update(**fields):
        raise Conflict


def _done_before(pk: int, key: str, actor: StaffActor, seen: int | None) -> Case | None:
    """The case, when this person made this very move as the very next deed: a double click."""
    again = cases.one(actor, pk)
    if again is None or seen is None or again.revision != seen + 1:
        return None
    last = again.steps.order_by("-id").first()
    return again if last is not None and last.move == key and last.person_id == actor.person_id else None


def _refusal(case: Case, key: str, actor: StaffActor, answer: Refused) -> Refusal:
    roles = set(PROCESS.move(key).roles) if PROCESS.has_move(key) else set()
    if not roles & set(access.roles_over(actor, case)):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
