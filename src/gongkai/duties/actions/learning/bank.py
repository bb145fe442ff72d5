"""Keeping the question bank: a question by hand, many from a file, and taking one out of use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, numbering
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.table_files import Fault, Row
from gongkai.domain.duties import learning
from gongkai.domain.duties.examining import Question as Asked
from gongkai.domain.duties.examining import question_faults
from gongkai.domain.text import N_, say
from gongkai.duties import access_learning as access
from gongkai.duties.actions.base import in_hand, put_back, words
from gongkai.duties.actions.learning.base import tell, tell_agency, training
from gongkai.duties.actions.learning.roster import Brought
from gongkai.duties.models import Question
from gongkai.duties.queries.learning import looking
from gongkai.duties.queries.learning.subjects import BANK
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency

WRITTEN = ledger.verb("duties.question.written", N_("{actor} wrote question {number}"))
RETIRED = ledger.verb("duties.question.retired", N_("{actor} took question {number} out of use"))
BROUGHT = ledger.verb("duties.bank.brought", N_("{actor} brought questions in: {new} new, {changed} changed"))

LONGEST = {"text": 2000, "key": 2000, "source": 120}
#: Signs of one option.
LONGEST_OPTION = 300


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question as it is typed."""

    subject: str
    kind: str
    text: str
    key: str
    marks: int
    options: Sequence[str] = ()
    source: str = ""


def write_question(
    *,
    actor: StaffActor,
    agency_id: int,
    given: QuestionInput,
    question_id: int | None = None,
    expected_revision: int | None = None,
) -> Question:
    """Adds a question or changes one. Papers that were released keep what they have. ``Invalid`` names the field."""
    with transaction.atomic():
        ledger.take_turn()
        access.may_train(actor, agency_id).require()
        fields = _checked(given)
        if question_id is None:
            agency, now = Agency.objects.get(pk=agency_id), clock.now()
            found = Question(agency=agency, code=_code(agency), created_at=now, updated_at=now, **fields)
            found.save(force_insert=True)
        else:
            found = in_hand(Question, question_id, access.questions_seen(actor), expected_revision)
            access.may_train(actor, found.agency_id).require()
            if found.retired_on is not None:
                raise Refusal(say("This question is out of use: write a new one."))
            for name, value in fields.items():
                setattr(found, name, value)
            put_back(found)
        # The ledger is read by more people than the bank: it tells that a question was written, not which.
        tell(
            WRITTEN,
            found,
            found.code,
            training(actor, found.agency_id),
            {"subject": found.subject, "kind": found.kind},
        )
    return found


def retire_question(*, question_id: int, actor: StaffActor, expected_revision: int | None) -> Question:
    """Takes a question out of use: it is drawn no more. A second click changes nothing."""
    with transaction.atomic():
        found = in_hand(Question, question_id, access.questions_seen(actor), None)
        access.may_train(actor, found.agency_id).require()
        if found.retired_on is not None:
            return found
        in_hand(Question, question_id, access.questions_seen(actor), expected_revision)
        found.retired_on = clock.today()
        put_back(found)
        tell(RETIRED, found, found.code, training(actor, found.agency_id))
    return found


def bring_questions(*, actor: StaffActor | None, agency_id: int, rows: Iterable[Row | Fault]) -> Brought:
    """Adds and changes questions as the file says, all of it or nothing; the same file again changes nothing."""
    with transaction.atomic():
        ledger.take_turn()
        if actor is not None:
            access.may_train(actor, agency_id).require()
        look = looking.of_bank(agency_id, rows)
        if look.faults:
            raise look.faults[0].refusal()
        now = clock.now()
        Question.objects.bulk_create(
            (
                Question(agency_id=agency_id, code=each.code, created_at=now, updated_at=now, **each.fields)
                for each in look.new
            ),
            batch_size=500,
        )
        for each in look.changed:
            for name, value in each.fields.items():
                setattr(each.record, name, value)
            put_back(each.record)
        if look.new or look.changed:
            data = {"new": len(look.new), "changed": len(look.changed)}
            tell_agency(BROUGHT, BANK, Agency.objects.get(pk=agency_id), training(actor, agency_id), data)
    return Brought(len(look.new), len(look.changed), len(look.same))


def _code(agency: Agency) -> str:
    """The next number no file has brought in."""
    while True:
        code = f"ST-{numbering.next_in(f'duties.question.{agency.code}'):04d}"
        if not Question.objects.filter(agency=agency, code=code).exists():
            return code


def _checked(given: QuestionInput) -> dict[str, Any]:
    plain = {name: words(getattr(given, name), name, longest) for name, longest in LONGEST.items()}
    options = [words(each, "options", LONGEST_OPTION) for each in given.options]
    options = [each for each in options if each]
    if learning.row("subject", given.subject) is None:
        raise Invalid(say("Choose the subject."), field="subject")
    key = plain["key"]
    if given.kind in ("single", "multiple"):
        key = "".join(sorted(sign for sign in key.upper() if sign.isalnum()))
    asked = Asked(given.kind, plain["text"], tuple(options), key, given.marks, plain["source"])
    for name, reason in question_faults(asked):
        raise Invalid(reason, field=name)
    return {
        **plain,
        "key": key,
        "subject": given.subject,
        "kind": given.kind,
        "options": options,
        "marks": given.marks,
    }
