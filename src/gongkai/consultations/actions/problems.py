"""Sorting what came in into problems (问题), planning how each is put right, and finding that it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations import authors
from gongkai.consultations.actions.base import words
from gongkai.consultations.actions.collecting import (
    done_before,
    in_post,
    note_author,
    note_step,
    put_back,
    refusal,
    take_in_hand,
    tell_ledger,
)
from gongkai.consultations.models import Collection, Problem, Remark
from gongkai.consultations.queries import collecting as reads
from gongkai.core import clock, ledger, mail, numbering, public_version
from gongkai.core.refusals import Conflict, Invalid, NotAllowed
from gongkai.domain import privacy
from gongkai.domain.consultations import rules
from gongkai.domain.consultations.problems import PROCESS
from gongkai.domain.process import step
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Unit

SHOWN = ledger.verb("consultations.remark.shown", N_("{actor} let {count} remarks of {title} be shown"))
HIDDEN = ledger.verb("consultations.remark.hidden", N_("{actor} hid remark {reference} of {title}"))
FOUND = ledger.verb("consultations.problem.found", N_("{actor} found problem {number} in {count} remarks"))
PLANNED = ledger.verb("consultations.problem.planned", N_("{actor} wrote how problem {number} is put right"))
REPORTED = ledger.verb(
    "consultations.problem.reported", N_("{actor} wrote what was done about problem {number}")
)
VERBS = {move.key: ledger.verb(f"consultations.problem.{move.key}", move.done) for move in PROCESS.moves}
MOST = 500


def show_remarks(
    *, collection_id: int, actor: StaffActor, remark_ids: Sequence[int], public_words: str | None = None
) -> int:
    """Lets remarks be shown to the public; of a single one ``public_words`` are what is shown.

    Raises ``Invalid`` where something personal is still in it.
    """
    with transaction.atomic():
        found, rows = _rows(collection_id, actor, remark_ids)
        if public_words is not None and len(rows) != 1:
            raise Invalid(say("Words are written for one opinion at a time."), field="public_words")
        for row in rows:
            said = reads.words_of(row) if public_words is None else public_words
            plain = words(said, "public_words", 4000, needed=True)
            if privacy.findings(plain):
                raise Invalid(
                    say(
                        "Opinion {reference} holds something personal: leave it out of what is shown.",
                        reference=row.reference,
                    ),
                    field="public_words",
                )
            row.public_words, row.hidden_reason = plain, ""
            row.shown_at, row.looked_at_by_id = row.shown_at or clock.now(), actor.person_id
            row.save(update_fields=["public_words", "hidden_reason", "shown_at", "looked_at_by"])
        tell_ledger(SHOWN, found, in_post(actor, found), data={"count": len(rows)})
        public_version.public_changed()
    return len(rows)


def hide_remark(*, collection_id: int, actor: StaffActor, remark_id: int, reason: str) -> Remark:
    """Keeps a remark from the public for a reason of ``law/consultations.toml``; what was said stays."""
    if rules.row("moderation", reason) is None:
        raise Invalid(say("Choose why it is not shown."), field="hidden_reason")
    with transaction.atomic():
        found, rows = _rows(collection_id, actor, [remark_id])
        row = rows[0]
        row.hidden_reason, row.shown_at, row.public_words = reason, None, ""
        row.looked_at_by_id = actor.person_id
        row.save(update_fields=["hidden_reason", "shown_at", "public_words", "looked_at_by"])
        data = {"reference": row.reference, "why": reason}
        tell_ledger(HIDDEN, found, in_post(actor, found), data=data)
        public_version.public_changed()
    return row


def find_problem(
    *,
    collection_id: int,
    actor: StaffActor,
    title: str,
    remark_ids: Sequence[int] = (),
    problem_id: int | None = None,
) -> Problem:
    """Names the problem some remarks show, or ties them to one found before; a survey may show one without remarks."""
    with transaction.atomic():
        if remark_ids:
            found, rows = _rows(collection_id, actor, remark_ids)
        else:
            found, rows = take_in_hand(collection_id, actor, None), []
            access.may_sort(actor, found).require()
        if problem_id is not None:
            made = (
                Problem.objects.select_related("agency")
                .filter(agency_id=found.agency_id, pk=problem_id)
                .first()
            )
            if made is None:
                raise Invalid(say("Choose a problem of the agency."), field="problem")
        else:
            made = _new(found, words(title, "title", 200, needed=True), actor)
        Remark.objects.filter(pk__in=[row.pk for row in rows]).update(problem=made)
        data = {"count": len(rows), "collection": found.number, "references": [row.reference for row in rows]}
        tell_ledger(FOUND, made, in_post(actor, found), data=data)
        public_version.public_changed()
    return made


def _new(found: Collection, title: str, actor: StaffActor) -> Problem:
    if privacy.findings(title):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="title")
    year, now, code = clock.today().year, clock.now(), found.agency.code
    made = Problem.objects.create(
        agency=found.agency,
        number=f"{code.upper()}-WT-{year}-{numbering.next_in(f'problem.{code}.{year}'):03d}",
        title=title,
        collection=found,
        created_by_id=actor.person_id,
        created_at=now,
        updated_at=now,
    )
    note_author(made, in_post(actor, found))
    return made


def plan(
    *,
    problem_id: int,
    actor: StaffActor,
    expected_revision: int | None,
    unit_id: int,
    measure: str,
    due_on: date,
) -> Problem:
    """Writes the measure (整改措施), the unit that carries it out, and the last day."""
    plain = words(measure, "measure", 2000, needed=True)
    if privacy.findings(plain):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="measure")
    if due_on < clock.today():
        raise Invalid(say("This day is over."), field="due_on")
    with transaction.atomic():
        found = problem_in_hand(problem_id, actor, expected_revision)
        access.may_plan(actor, found).require()
        unit = Unit.objects.filter(pk=unit_id, agency_id=found.agency_id).first()
        if unit is None:
            raise Invalid(say("Choose a unit of the agency."), field="unit")
        found.unit, found.measure, found.due_on = unit, plain, due_on
        put_back(found)
        data = {"unit": unit.name, "due_on": due_on.isoformat()}
        tell_ledger(PLANNED, found, in_post(actor, found), data=data)
        public_version.public_changed()
    return found


def report(
    *, problem_id: int, actor: StaffActor, expected_revision: int | None, outcome: str, evidence: str
) -> Problem:
    """Writes what was done and what proves it; whoever writes it does not find it put right."""
    said = words(outcome, "outcome", 4000, needed=True)
    proof = words(evidence, "evidence", 1000, needed=True)
    for name, value in (("outcome", said), ("evidence", proof)):
        if privacy.findings(value):
            raise Invalid(say("The public reads this: leave out names and numbers of persons."), field=name)
    with transaction.atomic():
        found = problem_in_hand(problem_id, actor, expected_revision)
        access.may_report(actor, found).require()
        found.outcome, found.evidence = said, proof
        doing = in_post(actor, found)
        put_back(found)
        note_author(found, doing)
        tell_ledger(REPORTED, found, doing)
    return found


def move_problem(
    *, problem_id: int, key: str, actor: StaffActor, expected_revision: int | None, reason: str = ""
) -> Problem:
    """Makes the move ``key`` (``domain.consultations.problems``); raises as ``move_collection`` does.

    Those who raised it and wanted news are told when it is put right.
    """
    plain = words(reason, "reason", 1000)
    with transaction.atomic():
        try:
            found = problem_in_hand(problem_id, actor, expected_revision)
        except Conflict:
            again = Problem.objects.select_related("agency", "unit").get(pk=problem_id)
            if done_before(again, key, actor, expected_revision):
                return again
            raise
        given = ("reason",) if plain else ()
        answer = step(PROCESS, found.state, key, reads.facts(found, actor, given))
        if isinstance(answer, Refused):
            raise refusal(found, PROCESS.move(key).roles if PROCESS.has_move(key) else (), actor, answer)
        before, found.state = found.state, answer.state.key
        found.settled_on = clock.today() if found.state == "settled" else None
        doing = in_post(actor, found)
        put_back(found)
        note_step(found, key, doing, reason=plain)
        told = _tell_authors(found) if key == "settle" else 0
        data = {"from": before, "to": found.state, "told": told}
        tell_ledger(VERBS[key], found, doing, data=data, reason=plain)
        public_version.public_changed()
    return found


def _tell_authors(found: Problem) -> int:
    """Queues a notice for everybody who raised it and wanted one; it says that there is news, and where."""
    told = 0
    for row in found.remarks.filter(by_email=True):
        author = authors.read(row.reference, row.author)
        with authors.speaking_to(author):
            title = _("What you said led to something ({reference})").format(reference=row.reference)
            text = _(
                "The problem behind {reference} was put right.\n\nPlease read it with the reference and your code "
                "at:\n{address}\n\n{agency}"
            ).format(
                reference=row.reference,
                address=authors.page_for(author, "/voice/answer/"),
                agency=found.agency.name,
            )
        told += (
            mail.queue(to=author.email, title=title, text=text, subject=reads.subject_of(found)) is not None
        )
    return told


def problem_in_hand(pk: int, actor: StaffActor, seen: int | None) -> Problem:
    """The problem, locked for this transaction; ``Conflict`` when it is no longer the one the person saw."""
    ledger.take_turn()
    rows = Problem.objects.select_for_update(of=("self",), no_key=True).select_related(
        "agency", "unit", "collection"
    )
    found = rows.filter(access.problems_seen(actor), pk=pk).first()
    if found is None:
        raise NotAllowed(say("There is no such problem, or your posts do not show it to you."))
    if seen is not None and found.revision != seen:
        raise Conflict
    return found


def _rows(
    collection_id: int, actor: StaffActor, remark_ids: Sequence[int]
) -> tuple[Collection, list[Remark]]:
    found = take_in_hand(collection_id, actor, None)
    access.may_sort(actor, found).require()
    wanted = set(remark_ids)
    if not wanted or len(wanted) > MOST:
        raise Invalid(say("Choose at least one opinion, and at most {most}.", most=MOST), field="remarks")
    rows = list(Remark.objects.filter(collection=found, pk__in=wanted).order_by("id"))
    if len(rows) != len(wanted):
        raise NotAllowed(say("One of these opinions is not of this collection."))
    return found, rows
