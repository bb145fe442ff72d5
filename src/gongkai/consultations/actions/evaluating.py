"""Evaluating rules in force (后评估): beginning, writing and moving an evaluation; and what deeds on lists share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.actions.base import words
from gongkai.consultations.models import CleanUp, Document, Evaluation, EvaluationStep
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.evaluating import Record
from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import privacy
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.evaluating import PROCESS, UNDER_WAY
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

BEGUN = ledger.verb("consultations.evaluation.begun", N_("{actor} began evaluation {number} of {title}"))
WRITTEN = ledger.verb("consultations.evaluation.written", N_("{actor} wrote in evaluation {number}"))
VERBS = {move.key: ledger.verb(f"consultations.evaluation.{move.key}", move.done) for move in PROCESS.moves}
LONGEST = {"evaluators": 300, "approach": 2000, "findings": 8000, "summary": 4000}
#: What everybody reads once it is published.
PUBLIC = ("evaluators", "approach", "summary")
LONGEST_REASON = 2000
Kept = TypeVar("Kept", Evaluation, CleanUp)


@dataclass(frozen=True, slots=True)
class EvaluationInput:
    """What an evaluation says."""

    evaluated_on: date | None = None
    evaluators: str = ""
    methods: Sequence[str] = ()
    approach: str = ""
    findings: str = ""
    conclusion: str = ""
    summary: str = ""


def begin_evaluation(*, document_id: int, actor: StaffActor) -> Evaluation:
    """Begins the evaluation of a normative document in force; a second click gives the same.

    Raises ``NotAllowed`` without a drafting post of the unit, ``Refusal`` for a document that is not in force.
    """
    with transaction.atomic():
        ledger.take_turn()
        found = Document.objects.select_related("agency", "unit").filter(pk=document_id).first()
        if found is None:
            raise NotAllowed(say("There is no such document, or your posts do not show it to you."))
        access.may_evaluate(actor, found).require()
        if not reads.is_in_force(found, clock.today()):
            raise Refusal(say("Only a normative document in force is evaluated."))
        before = found.evaluations.filter(state__in=UNDER_WAY).select_related("agency", "unit").first()
        if before is not None:
            return before
        due = reads.due_of(found)
        assert due is not None  # it is in force
        year, now, code = clock.today().year, clock.now(), found.agency.code
        made = Evaluation.objects.create(
            agency=found.agency,
            unit=found.unit,
            document=found,
            number=f"{code.upper()}-PG-{year}-{numbering.next_in(f'evaluation.{code}.{year}'):03d}",
            due_on=due,
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        doing = in_post(actor, made, PROCESS.move("submit").roles)
        note_author(made, doing)
        tell_ledger(BEGUN, made, doing, data={"document": found.number, "due_on": due.isoformat()})
    return made


def write_evaluation(
    *, evaluation_id: int, actor: StaffActor, expected_revision: int | None, given: EvaluationInput
) -> Evaluation:
    """Writes what was done and found. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    fields = _checked(given)
    with transaction.atomic():
        found = take_in_hand(Evaluation, evaluation_id, actor, expected_revision)
        access.may_write(actor, found).require()
        day, first = given.evaluated_on, found.document.in_force_from
        if day is not None and (day > clock.today() or (first is not None and day < first)):
            raise Invalid(say("Give a day from the first day in force to today."), field="evaluated_on")
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found, PROCESS.move("submit").roles)
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data={"fields": sorted(changed)})
    return found


def move_evaluation(
    *,
    evaluation_id: int,
    key: str,
    actor: StaffActor,
    expected_revision: int | None,
    given: Mapping[str, str] | None = None,
) -> Evaluation:
    """Makes the move ``key`` (``domain.consultations.evaluating``).

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second click
    changes nothing.
    """
    with transaction.atomic():
        found, doing, said, before = begin_move(
            Evaluation, evaluation_id, key, actor, expected_revision, given
        )
        if doing is None:
            return found
        if key == "publish":
            found.published_on = clock.today()
        finish_move(found, key, doing, VERBS[key], {"from": before, "conclusion": found.conclusion}, said)
    return found


def _checked(given: EvaluationInput) -> dict[str, Any]:
    said = {name: words(getattr(given, name), name, longest) for name, longest in LONGEST.items()}
    for name in PUBLIC:
        if privacy.findings(said[name]):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    if any(rules.row("evaluation_method", each) is None for each in given.methods):
        raise Invalid(say("Choose how it was evaluated."), field="methods")
    if given.conclusion and rules.row("conclusion", given.conclusion) is None:
        raise Invalid(say("Choose the conclusion."), field="conclusion")
    known = [row["key"] for row in rules.rows("evaluation_method")]
    methods = [key for key in known if key in set(given.methods)]
    return {
        **said,
        "methods": methods,
        "evaluated_on": given.evaluated_on,
        "conclusion": given.conclusion,
    }


# --- what deeds on evaluations and lists share ------------------------------------------------------------------------


def take_in_hand(kind: type[Kept], pk: int, actor: StaffActor, seen: int | None) -> Kept:
    """The record, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = kind.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    found: Kept | None = rows.filter(access.visible_to(actor), pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such record, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def put_back(record: Record) -> None:
    """Saves the record one revision on; the revision is compared once more as it is set."""
    before = record.revision
    record.revision = before + 1
    record.updated_at = clock.now()
    fields = {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields  # noqa: SLF001 - Django's public way to list fields
        if not field.primary_key
    }
    if not type(record).objects.filter(pk=record.pk, revision=before).update(**fields):
        raise Conflict


def begin_move(
    kind: type[Kept],
    pk: int,
    key: str,
    actor: StaffActor,
    seen: int | None,
    given: Mapping[str, str] | None,
) -> tuple[Kept, StaffActor | None, str, str]:
    """The record in its new state, who does it in which post, what was said, and the state before.

    Nobody does it (``None``) where the very same click was done before.
    """
    said = {name: words(text, name, LONGEST_REASON) for name, text in (given or {}).items()}
    try:
        found = take_in_hand(kind, pk, actor, seen)
    except Conflict:
        again: Kept = kind.objects.select_related("agency", "unit").get(pk=pk)
        if _done_before(again, key, actor, seen):
            return again, None, "", again.state
        raise
    table = reads.process_of(found)
    names = [name for name, text in said.items() if text]
    answer = step(table, found.state, key, reads.facts(found, actor, names))
    roles = table.move(key).roles if table.has_move(key) else ()
    if isinstance(answer, Refused):
        held = access.roles_over(actor, found)
        refusal = Refusal if set(roles) & set(held) else NotAllowed
        raise refusal(answer.reason, citation=answer.citation)
    before, found.state = found.state, answer.state.key
    return found, in_post(actor, found, roles), "\n".join(said[name] for name in names), before


def finish_move(
    record: Record, key: str, doing: StaffActor, verb: ledger.Verb, data: Mapping[str, Any], said: str
) -> None:
    """Saves the record, its step and its event; what the public read or reads is anew."""
    put_back(record)
    note_step(record, key, doing, reason=said)
    tell_ledger(verb, record, doing, data={**data, "to": record.state}, reason=said)
    if record.published_on is not None:
        public_version.public_changed()


def note_step(record: Record, move: str, actor: StaffActor, *, reason: str = "") -> None:
    """Writes who made which move."""
    of = {"evaluation": record} if isinstance(record, Evaluation) else {"clean_up": record}
    EvaluationStep.objects.create(
        **of,
        move=move,
        person_id=actor.person_id,
        on_behalf_of_id=actor.on_behalf_of_id,
        post=actor.post_title[:120],
        at=clock.now(),
        reason=reason,
    )


def note_author(record: Record, actor: StaffActor) -> None:
    """Notes once who wrote in it; others review, decide and publish it."""
    known = record.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(record, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    record: Record,
    actor: StaffActor,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event."""
    title = record.document.title if isinstance(record, Evaluation) else record.title
    ledger.record(
        kind,
        subject=reads.subject_of(record),
        actor=actor,
        data={"number": record.number, "title": title, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, record: Record, roles: Sequence[str]) -> StaffActor:
    """The actor in the post that gives one of ``roles``, so that the ledger names it."""
    held = access.roles_over(actor, record)
    return next((actor.acting_as(held[role]) for role in roles if role in held), actor)


def _done_before(again: Record, key: str, actor: StaffActor, seen: int | None) -> bool:
    """Whether this person made this very move as the very next deed: a double click."""
    if seen is None or again.revision != seen + 1:
        return False
    last = again.steps.order_by("-id").first()
    return last is not None and last.move == key and last.person_id == actor.person_id
