"""Drafting, opening, closing and telling the results of a collection (征集活动)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.consultations import access_collecting as access
from gongkai.consultations.actions.base import words
from gongkai.consultations.models import Collection, CollectionStep, Document, Problem
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock, ledger, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import privacy
from gongkai.domain.consultations import questionnaires, rules
from gongkai.domain.consultations.collecting import PROCESS
from gongkai.domain.consultations.course import DRAFTER, PUBLISHER
from gongkai.domain.consultations.questionnaires import Question
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

DRAFTED = ledger.verb("consultations.collection.drafted", N_("{actor} drafted {title}"))
WRITTEN = ledger.verb("consultations.collection.written", N_("{actor} changed the draft of {title}"))
RESULTS = ledger.verb("consultations.collection.results", N_("{actor} wrote what came of {title}"))
VERBS = {move.key: ledger.verb(f"consultations.collection.{move.key}", move.done) for move in PROCESS.moves}
LONGEST = {"title": 200, "introduction": 4000, "place": 200, "sample": 2000}
LONGEST_RESULTS = {"minutes": 20_000, "results": 8000}


@dataclass(frozen=True, slots=True)
class CollectionInput:
    """What a collection says and asks."""

    kind: str
    title: str
    begins_on: date
    ends_on: date | None = None
    introduction: str = ""
    place: str = ""
    sign_up_until: date | None = None
    questions: Sequence[Question] = ()
    invited: int | None = None
    sample: str = ""
    document_id: int | None = None


def draft_collection(
    *, actor: StaffActor, agency_id: int, unit_id: int, given: CollectionInput
) -> Collection:
    """Begins a collection of the unit. Raises ``NotAllowed`` without the post, ``Invalid`` naming the field."""
    fields = _checked(given, agency_id)
    with transaction.atomic():
        ledger.take_turn()
        access.may_collect(actor, agency_id, unit_id).require()
        unit = Unit.objects.select_related("agency").filter(pk=unit_id, agency_id=agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        year, now, code = clock.today().year, clock.now(), unit.agency.code
        made = Collection.objects.create(
            agency=unit.agency,
            unit=unit,
            number=f"{code.upper()}-ZJ-{year}-{numbering.next_in(f'collection.{code}.{year}'):03d}",
            created_by_id=actor.person_id,
            created_at=now,
            updated_at=now,
            **fields,
        )
        doing = in_post(actor, made)
        note_author(made, doing)
        tell_ledger(DRAFTED, made, doing, data={"kind": made.kind})
    return made


def write_collection(
    *, collection_id: int, actor: StaffActor, expected_revision: int | None, given: CollectionInput
) -> Collection:
    """Changes a draft. Raises ``Conflict`` when somebody was faster, ``Invalid`` naming the field."""
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, expected_revision)
        access.may_write(actor, found).require()
        fields = _checked(given, found.agency_id)
        changed = [name for name, value in fields.items() if getattr(found, name) != value]
        if not changed:
            return found
        for name in changed:
            setattr(found, name, fields[name])
        doing = in_post(actor, found)
        put_back(found)
        note_author(found, doing)
        tell_ledger(WRITTEN, found, doing, data={"fields": sorted(changed)})
    return found


def write_results(
    *, collection_id: int, actor: StaffActor, expected_revision: int | None, minutes: str, results: str
) -> Collection:
    """Writes the minutes, and what came of it for the public."""
    said = {
        "minutes": words(minutes, "minutes", LONGEST_RESULTS["minutes"]),
        "results": words(results, "results", LONGEST_RESULTS["results"]),
    }
    for name, value in said.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    with transaction.atomic():
        found = take_in_hand(collection_id, actor, expected_revision)
        access.may_sort(actor, found).require()
        if found.state == "told":
            raise Refusal(say("The results are published. Open it again to change them."))
        found.minutes, found.results = said["minutes"], said["results"]
        doing = in_post(actor, found)
        put_back(found)
        note_author(found, doing)
        tell_ledger(RESULTS, found, doing)
    return found


def move_collection(
    *, collection_id: int, key: str, actor: StaffActor | None, expected_revision: int | None, reason: str = ""
) -> Collection:
    """Makes the move ``key`` (``domain.consultations.collecting``). ``actor`` ``None``: the clock, after the last day.

    Raises ``NotAllowed`` or ``Refusal`` with the table's reason, ``Conflict`` when somebody was faster. A second click
    changes nothing.
    """
    plain = words(reason, "reason", 1000)
    with transaction.atomic():
        try:
            found = take_in_hand(collection_id, actor, expected_revision)
        except Conflict:
            again = Collection.objects.select_related("agency", "unit").get(pk=collection_id)
            if done_before(again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if plain else ()
        answer = step(PROCESS, found.state, key, reads.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise refusal(found, PROCESS.move(key).roles if PROCESS.has_move(key) else (), actor, answer)
        before, found.state = found.state, answer.state.key
        day = {"open": "opened_on", "close": "closed_on", "tell": "told_on"}.get(key)
        if day:
            setattr(found, day, clock.today())
        doing = in_post(actor, found) if actor else None
        put_back(found)
        note_step(found, key, doing, reason=plain)
        tell_ledger(VERBS[key], found, doing, data={"from": before, "to": found.state}, reason=plain)
        public_version.public_changed()
    return found


def _checked(given: CollectionInput, agency_id: int) -> dict[str, Any]:
    kind = rules.row("collection", given.kind)
    if kind is None:
        raise Invalid(say("Choose how opinions are collected."), field="kind")
    _check_days(given)
    if given.invited is not None and not 0 < given.invited <= 10_000_000:
        raise Invalid(say("Write how many were asked."), field="invited")
    if given.document_id is not None:
        known = Document.objects.filter(pk=given.document_id, agency_id=agency_id).exists()
        if not known:
            raise Invalid(say("Choose a document of the agency."), field="document")
    said = {
        name: words(getattr(given, name), name, longest, needed=name == "title")
        for name, longest in LONGEST.items()
    }
    _insist_harmless(said)
    for at, each in enumerate(given.questions):
        _insist_harmless({f"question:{at}": "\n".join((each.text, *each.options))})
    rest = ("kind", "begins_on", "ends_on", "sign_up_until", "invited", "document_id")
    asked = questionnaires.kept(given.questions) if kind["asks"] else []
    return {**said, **{name: getattr(given, name) for name in rest}, "questions": asked}


def _check_days(given: CollectionInput) -> None:
    if given.ends_on is None:
        return
    if given.ends_on < given.begins_on:
        raise Invalid(say("The last day comes after the first."), field="ends_on")
    if given.sign_up_until is not None and given.sign_up_until > given.ends_on:
        raise Invalid(say("People sign up before the last day."), field="sign_up_until")


def _insist_harmless(said: Mapping[str, str]) -> None:
    """Field → words the public reads."""
    for name, value in said.items():
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)


# --- what deeds on collections and problems share -------------------------------------------------------------------


def take_in_hand(pk: int, actor: StaffActor | None, seen: int | None) -> Collection:
    """The collection, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Collection.objects.select_for_update(of=("self",), no_key=True).select_related("agency", "unit")
    if actor is not None:
        rows = rows.filter(access.visible_to(actor))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such collection, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def put_back(record: Collection | Problem) -> None:
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


def note_step(record: Collection | Problem, move: str, actor: StaffActor | None, *, reason: str = "") -> None:
    """Writes who made which move."""
    of = {"collection": record} if isinstance(record, Collection) else {"problem": record}
    CollectionStep.objects.create(
        **of,
        move=move,
        person_id=actor.person_id if actor else None,
        on_behalf_of_id=actor.on_behalf_of_id if actor else None,
        post=actor.post_title[:120] if actor else "",
        at=clock.now(),
        reason=reason,
    )


def note_author(record: Collection | Problem, actor: StaffActor) -> None:
    """Notes once who wrote in it."""
    known = record.steps.filter(
        move="author", person_id=actor.person_id, on_behalf_of_id=actor.on_behalf_of_id
    )
    if not known.exists():
        note_step(record, "author", actor)


def tell_ledger(
    kind: ledger.Verb,
    record: Collection | Problem,
    actor: ledger.Actor | None,
    *,
    data: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Appends the deed's event; nothing of who said what stands in it. ``actor`` ``None``: the system."""
    ledger.record(
        kind,
        subject=reads.subject_of(record),
        actor=actor or ledger.System(record.agency.code),
        data={"number": record.number, "title": record.title, **(data or {})},
        reason=reason,
    )


def in_post(actor: StaffActor, record: Collection | Problem) -> StaffActor:
    """The actor in the post that lets them do it, so that the ledger names it."""
    held = access.roles_over(actor, record.agency_id, record.unit_id)
    return next((actor.acting_as(held[role]) for role in (DRAFTER, PUBLISHER, *held) if role in held), actor)


def done_before(again: Collection | Problem, key: str, actor: StaffActor | None, seen: int | None) -> bool:
    """Whether this person made this very move as the very next deed: a double click."""
    if seen is None or actor is None or again.revision != seen + 1:
        return False
    last = again.steps.order_by("-id").first()
    return last is not None and last.move == key and last.person_id == actor.person_id


def refusal(
    record: Collection | Problem, roles: Sequence[str], actor: StaffActor | None, answer: Refused
) -> Refusal:
    """The refusal as an error: not allowed, or not now."""
    held = access.roles_over(actor, record.agency_id, record.unit_id) if actor else {}
    if actor is not None and not set(roles) & set(held):
        return NotAllowed(answer.reason, citation=answer.citation)
    return Refusal(answer.reason, citation=answer.citation)
