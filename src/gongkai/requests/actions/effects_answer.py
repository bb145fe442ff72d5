"""Issuing, serving and closing; what ends a request without an answer; the archive; answering anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.core import clock, deadlines, ledger, letters, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import outcomes
from gongkai.domain.requests import REPLY
from gongkai.domain.text import say
from gongkai.requests import checks, house
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import not_ahead
from gongkai.requests.actions.effects_fee import standing_fee
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.letters_of import (
    answer_letter,
    answer_values,
    applicant_of,
    day,
    earlier,
    send,
)
from gongkai.requests.actions.sealing import keep_note
from gongkai.requests.models import Applicant, Consultation, Correspondence, Request
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.subjects import subject_of


def close(request: Request, outcome: str, on: date) -> None:
    """Notes how and when it ended. The first end counts: answering anew changes no table of a year gone by."""
    if request.closed_on is None:
        request.outcome = outcome if request.matter == "information" else ""
        request.closed_on = on
    timing.stop(request, on=on)
    keep_until = on + timedelta(days=house.number("retention_days"))
    Applicant.objects.filter(request=request).update(erase_after=keep_until)


def issue(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The answer gets its number and its wording is kept; a third party overruled is told at the same time."""
    answer = checks.answer_of(request)
    assert answer is not None  # it was approved
    kind, group = answer_letter(request, answer)
    letter = send(request, kind, actor, answer_values(request, answer), group=group)
    answer.letter, answer.issued_on = letter, clock.today()
    answer.save(update_fields=["letter", "issued_on"])
    told = _tell_overruled(request, actor, answer.override_reason, opens=group in ("granted", "partial"))
    return {
        "letter": letter.number,
        "digest": letter.digest,
        "answer": answer.kind,
        "third_parties_told": told,
    }


def _tell_overruled(request: Request, actor: Acting, reason: str, *, opens: bool) -> int:
    if not opens:
        return 0
    overruled = request.consultations.filter(
        kind=Consultation.Kind.THIRD_PARTY, result=Consultation.Result.OBJECTS, override_letter__isnull=True
    ).select_related("letter")
    for asked in overruled:
        values = {
            "letter_number": asked.letter.number if asked.letter else "",
            "letter_date": day(asked.sent_on),
            "information": request.subject,
            "reason": reason,
            "open_on": day(clock.today()),
        }
        letter = send(
            request, "third_party_opening", actor, values,
            addressee=sealed.unseal(asked.name), group="third_party", to_applicant=False,
        )  # fmt: skip
        asked.override_letter = letter
        asked.save(update_fields=["override_letter"])
    return len(overruled)


def serve(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Served on a day, in a way, with its evidence: the request is closed."""
    answer = checks.answer_of(request)
    assert answer is not None
    assert answer.letter is not None
    on = not_ahead(given.day, "day")
    if answer.issued_on and on < answer.issued_on:
        raise Invalid(say("It cannot have been served on {day}, before it was issued.", day=on), field="day")
    letters.record_service(
        letter=answer.letter,
        way=given.way,
        served_on=on,
        evidence=given.evidence,
        tracking_number=given.tracking,
        actor=actor or ledger.System(request.agency.code),
    )
    if request.matter == "own_record":
        request.own_record_result = answer.own_record_result
    close(request, answer.outcome, on)
    return {"letter": answer.letter.number, "outcome": request.outcome, "closed_on": on.isoformat()}


def withdraw(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The applicant takes it back; the desk notes in which way that was said."""
    if not isinstance(actor, ApplicantActor) and not given.evidence.strip():
        raise Invalid(
            say("Say how the applicant withdrew it: by letter, by telephone, in person, and when."),
            field="evidence",
        )
    today = clock.today()
    request.withdrawn_on = today
    told: dict[str, Any] = {}
    if request.received_on is None:
        request.received_on = today  # it arrived and is counted, also when nobody had confirmed it yet
    if isinstance(actor, ApplicantActor):
        told["by_applicant"] = True
    else:
        keep_note(request, given.evidence)
    letter = send(request, "withdrawal_acknowledgement", actor, {"withdrawn_on": day(today)}, group="other")
    close(request, outcomes.allowed("withdrawn")[0].key, today)
    return {**told, "letter": letter.number, "outcome": request.outcome}


def lapse_correction(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Not completed in time and no good reason: given up (Article 30)."""
    values = {**earlier(request, "correction_notice"), "correct_by": day(request.correction_by)}
    return _lapse(request, actor, "overdue_correction", values)


def lapse_fee(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Not paid in time: given up (the fee measures)."""
    fee = standing_fee(request)
    running = request.fees.filter(pk=fee.pk) if fee else request.fees.none()
    running.update(lapsed_on=clock.today())
    due = _due_of_fee(request)
    return _lapse(request, actor, "overdue_fee", {**earlier(request, "fee_notice"), "pay_by": day(due)})


def _due_of_fee(request: Request) -> date | None:
    running = deadlines.running(subject_of(request), timing.FEE).first()
    return running.due_on if running else None


def _lapse(request: Request, actor: Acting, answer: str, values: dict[str, str]) -> dict[str, Any]:
    row = outcomes.allowed(answer)[0]
    letter = send(request, f"answer_{answer}", actor, values, group=row.group)
    close(request, row.key, clock.today())
    return {"letter": letter.number, "outcome": request.outcome}


def archive(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The file is complete: every letter that answers it has been served or was told electronically."""
    unserved = Correspondence.objects.filter(
        request=request, to_applicant=True, letter=_last_answer(request), letter__services__isnull=True
    )
    withdrawn = request.steps.filter(round=request.round, move="withdraw").exists()
    if not withdrawn and request.answers.exists() and unserved.exists():
        raise Refusal(say("The answer's service is not recorded. Record it first, then archive the file."))
    return {}


def _last_answer(request: Request) -> int | None:
    last = request.answers.order_by("-round").first()
    return last.letter_id if last else None


def redo(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """A review or a court wants another answer: a new round with the full period.

    ``withdrawn_on`` stays: the annual report counts withdrawals by that day, and a new round changes no figure of a
    year gone by. Whether this round was withdrawn, its steps say.
    """
    request.round += 1
    request.extension_asked = request.extension_days = 0
    request.delayed_until = None
    timing.begin(request, REPLY, clock.today())
    applicant = applicant_of(request)
    if applicant is not None:
        Applicant.objects.filter(pk=applicant.pk).update(erase_after=None)
    return {"round": request.round}
