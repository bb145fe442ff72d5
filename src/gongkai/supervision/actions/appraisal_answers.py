"""Answers: by the code of an invitation, by a call, through the open sheet. What is answered is tied to nobody."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from gongkai.core import clock, ledger, sealed, secret_codes
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain.supervision.appraisal import CALLER, SUPERVISOR
from gongkai.domain.supervision.appraisal_sheet import WORDS, answer_faults
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.supervision.actions.appraisal_base import in_post, tell_ledger
from gongkai.supervision.models import (
    AppraisalAnswer,
    AppraisalWords,
    InterviewCall,
    Invitation,
    OpenForm,
    Round,
)
from gongkai.supervision.queries import appraisal_public as public
from gongkai.supervision.queries import appraisals

ANSWERED = ledger.verb("supervision.appraisal.answered", N_("Somebody drawn for {number} answered"))
FILLED_IN = ledger.verb(
    "supervision.appraisal.filled_in", N_("Somebody filled in the open sheet of {number}")
)
CALLED = ledger.verb("supervision.appraisal.called", N_("{actor} called no. {place} of {number}"))
#: What may come of a call: a key of ``outcome``, or that nobody took it up.
RESULTS = ("answered", "no_answer", "refused", "wrong_number")
_KIND = "appraisal form"
#: Who is not asked again need not be reached any more.
FORGOTTEN = {"telephone": "", "email": "", "code_digest": "", "units": ""}


def answer_by_code(*, code: str, answers: Mapping[str, Any]) -> Round:
    """Keeps the sheet of somebody who was invited. A code is good once; of two at once one is taken.

    Raises ``Refusal`` for a code that is used, closed or none, ``Invalid`` with the question as field (``q:KEY``).
    """
    with transaction.atomic():
        ledger.take_turn()
        found = public.invitation_by_code(code)
        if found is None:
            raise Refusal(public.WHY_NO_CODE)
        of = found.round
        _check(of, answers)
        # Of two at once one gets the row that still waits; the other finds the code used.
        waiting = Invitation.objects.filter(pk=found.pk, outcome="")
        if not waiting.update(outcome="answered", **FORGOTTEN):
            raise Refusal(public.WHY_NO_CODE)
        _keep(of, AppraisalAnswer.Way.SAMPLE, answers)
        tell_ledger(ANSWERED, of, None)
    return of


def fill_in(*, round_id: int, token: str, answers: Mapping[str, Any]) -> bool:
    """Keeps the open sheet of anybody; sent twice it is one. Gives whether it was taken now.

    Raises ``Refusal`` when it is not open, ``Invalid`` with the question as field (``q:KEY``).
    """
    if not token or len(token) > secret_codes.LONGEST_TOKEN:
        raise Invalid(
            say("This form is no longer valid. Open the page again; what you wrote is still there.")
        )
    mark = secret_codes.mark_of(_KIND, token)
    with transaction.atomic():
        ledger.take_turn()
        of = Round.objects.select_related("agency").filter(pk=round_id).first()
        if OpenForm.objects.filter(token_mark=mark, round_id=round_id).exists():
            return False
        if of is None or not public.is_open(of):
            raise Refusal(say("No answers are taken now."))
        _check(of, answers)
        OpenForm.objects.create(round=of, token_mark=mark)
        _keep(of, AppraisalAnswer.Way.OPEN, answers)
        tell_ledger(FILLED_IN, of, None)
    return True


def note_call(
    *,
    invitation_id: int,
    actor: StaffActor,
    tries_seen: int,
    result: str,
    answers: Mapping[str, Any] | None = None,
) -> Invitation:
    """Notes a call, and keeps the sheet where it was answered. The third call nobody takes up is the last.

    Raises ``NotAllowed`` for who may not call them, ``Conflict`` when another called meanwhile, ``Invalid``. A second
    click changes nothing and is not an error.
    """
    if result not in RESULTS:
        raise Invalid(say("Choose what came of the call."), field="result")
    with transaction.atomic():
        ledger.take_turn()
        found = appraisals.call_one(actor, invitation_id)
        if found is None:
            return _called_before(invitation_id, actor, result)
        if found.tries != tries_seen:
            if _twice(found, actor, result, tries_seen):
                return found
            raise Conflict
        if result == "answered":
            _check(found.round, answers or {})
        outcome = _outcome(result, found.tries + 1)
        changes: dict[str, Any] = {"tries": found.tries + 1, "outcome": outcome}
        if outcome:
            changes |= FORGOTTEN
        if not Invitation.objects.filter(pk=found.pk, outcome="", tries=found.tries).update(**changes):
            raise Conflict
        InterviewCall.objects.create(
            invitation=found, result=result, person_id=actor.person_id, at=clock.now()
        )
        if result == "answered":
            _keep(found.round, AppraisalAnswer.Way.SAMPLE, answers or {})
        doing = in_post(actor, found.round, (CALLER, SUPERVISOR))
        tell_ledger(CALLED, found.round, doing, data={"place": found.place, "result": result})
        found.outcome, found.tries = outcome, found.tries + 1
    return found


def _outcome(result: str, tries: int) -> str:
    if result != "no_answer":
        return result
    return "not_reached" if tries >= appraisals.tries() else ""


def _called_before(pk: int, actor: StaffActor, result: str) -> Invitation:
    """The invitation this person's last call ended: a double click. Raises ``NotAllowed`` otherwise."""
    last = (
        InterviewCall.objects.filter(invitation_id=pk).select_related("invitation__round").order_by("-id").first()
    )  # fmt: skip
    if last is None or last.person_id != actor.person_id or last.result != result:
        raise NotAllowed(say("There is nobody to call here: it is done, closed, or not yours to do."))
    return last.invitation


def _twice(found: Invitation, actor: StaffActor, result: str, seen: int) -> bool:
    last = found.calls.order_by("-id").first()
    return (
        last is not None and found.tries == seen + 1 and (last.person_id, last.result) == (actor.person_id, result)
    )  # fmt: skip


def _check(of: Round, answers: Mapping[str, Any]) -> None:
    faults = answer_faults(appraisals.sheet_of(of), answers)
    for key, reason in faults.items():
        raise Invalid(reason, field=f"q:{key}" if key else "")


def _keep(of: Round, way: str, answers: Mapping[str, Any]) -> None:
    """Grades and words as rows of their own, under keys drawn by lot: nothing ties one to the other."""
    sheet = appraisals.sheet_of(of)
    given = {key: value for key, value in answers.items() if value not in (None, "")}
    in_words = {each.key for each in sheet.questions if each.kind == WORDS}
    AppraisalAnswer.objects.create(
        id=uuid.uuid4(),
        round=of,
        way=way,
        grades={key: value for key, value in given.items() if key not in in_words},
    )
    for key in sorted(in_words & given.keys()):
        text = str(given[key]).replace("\x00", "").replace("\r\n", "\n").strip()
        if text:
            AppraisalWords.objects.create(
                id=uuid.uuid4(),
                round=of,
                way=way,
                question=key,
                words=sealed.seal(text, appraisals.words_about(of.pk)),
            )
