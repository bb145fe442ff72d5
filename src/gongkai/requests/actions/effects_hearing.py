"""Third parties and agencies heard, more time, many requests (Articles 32 to 35)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.core import clock, deadlines, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain.text import say
from gongkai.requests import house, own_words
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import not_ahead
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.letters_of import applicant_of, day, send
from gongkai.requests.models import Applicant, Consultation, Request
from gongkai.requests.people import Acting
from gongkai.requests.queries.subjects import consultation_subject, subject_of


def hear_third_party(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The letter to the third party; silence leaves it to the agency (Article 32)."""
    return _ask(request, actor, given, Consultation.Kind.THIRD_PARTY, given.party)


def ask_agency(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The letter to another agency; silence of one that made it jointly is consent (Article 34)."""
    kind = Consultation.Kind.JOINT if given.joint else Consultation.Kind.AGENCY
    return _ask(request, actor, given, kind, given.agency)


def _ask(request: Request, actor: Acting, given: Given, kind: str, name: str) -> dict[str, Any]:
    today = clock.today()
    asked = Consultation.objects.create(
        request=request, kind=kind, name=sealed.seal(name), contact=sealed.seal(given.contact),
        question=given.reason, sent_on=today,
    )  # fmt: skip
    rule = timing.clock_of(asked)
    begun = deadlines.start(
        rule,
        subject=consultation_subject(asked),
        on=today,
        agency=request.agency.code,
        title=f"{request.number} {request.subject}",
        unit=request.unit_id,
    )
    timing.hold(request, timing.hold_of(asked), today, asked.pk)
    values = {
        "information": request.subject,
        "interest": given.reason,
        "question": given.reason,
        "opinion_days": str(deadlines.explain(begun).rule.length),
        "reply_by": day(begun.due_on),
    }
    kinds = {
        Consultation.Kind.THIRD_PARTY: "third_party_letter",
        Consultation.Kind.JOINT: "joint_opinion_letter",
    }
    letter_kind = kinds.get(Consultation.Kind(kind), "agency_consultation")
    letter = send(request, letter_kind, actor, values, addressee=name, to_applicant=False)
    asked.letter = letter
    asked.save(update_fields=["letter"])
    heard = "第三方" if kind == Consultation.Kind.THIRD_PARTY else "其他行政机关"
    send(request, "hearing_notice", actor, {"heard": heard, "heard_on": day(today), "reason": given.reason})
    return {"kind": kind, "letter": letter.number, "consultation": asked.pk}


def opinion(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """What a third party or agency said, or that it kept silent; the hold of its hearing ends."""
    asked = request.consultations.filter(pk=given.consultation or 0, answered_on__isnull=True).first()
    if asked is None:
        raise Refusal(say("This opinion was entered already, or nobody was asked for it. Reload the page."))
    if given.result not in Consultation.Result.values:
        raise Invalid(say("Say whether it agrees, objects or kept silent."), field="result")
    on = not_ahead(given.day, "day")
    if on < asked.sent_on:
        raise Invalid(say("It cannot have answered on {day}, before it was asked.", day=on), field="day")
    if given.result == Consultation.Result.SILENT:
        on = _end_of_silence(asked, on)
    elif not given.opinion.strip():
        raise Invalid(say("Enter the opinion in its words."), field="opinion")
    asked.result, asked.answered_on = given.result, on
    asked.opinion = sealed.seal(given.opinion)
    asked.save(update_fields=["result", "answered_on", "opinion"])
    deadlines.stop(consultation_subject(asked), on=on)
    timing.let_go(request, timing.hold_of(asked), on, asked.pk)
    return {"kind": asked.kind}


def _end_of_silence(asked: Consultation, on: date) -> date:
    """The last day it could have answered: a period let pass holds the clock no longer, whenever it is entered."""
    running = deadlines.running(consultation_subject(asked)).first()
    if running is None or running.due_on is None:
        return on
    if clock.today() <= running.due_on:
        raise Refusal(
            say("It may answer until {day}; silence can be entered only after that.", day=running.due_on),
            citation=deadlines.explain(running).citation,
        )
    return running.due_on


def ask_extension(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The officer asks; the limit is the law's, in the rule the clock runs under."""
    running = timing.reply_clock(request)
    assert running is not None  # the table asked whether it is in time
    rule = deadlines.explain(running).rule
    limit = rule.extension_limit or 0
    if not 1 <= given.days <= limit:
        raise Invalid(
            say("An extension is between 1 and {limit} working days.", limit=limit),
            field="days",
            citation=rule.citation,
        )
    request.extension_asked = given.days
    return {}


def grant_extension(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The head agrees, the clock is extended, the applicant is told."""
    running = timing.reply_clock(request)
    assert running is not None  # the table asked whether it is in time
    before = running.due_on
    request.extension_days = request.extension_asked
    deadlines.extend(running, request.extension_days)
    asked = request.steps.filter(move="ask_extension").order_by("-id").first()
    values = {
        "extension_days": str(request.extension_days),
        "reason": asked.reason if asked else "",
        "due_on": day(before),
        "new_due_on": day(None if running.provisional else running.due_on),
    }
    letter = send(request, "extension_notice", actor, values)
    due = running.due_on.isoformat() if running.due_on else ""
    return {"days": request.extension_days, "due_on": due, "letter": letter.number}


def refuse_extension(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The wish is gone; another may be asked for."""
    request.extension_asked = 0
    return {}


def ask_reasons(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Clearly too many or too often: the applicant is asked why."""
    today = clock.today()
    by_day = timing.ahead(given.by_day, house.number("reasons_days"), "by_day")
    request.reasons_asked_on, request.reasons_by = today, by_day
    timing.begin(request, timing.REASONS, today, fixed_on=by_day)
    first, count = many(request)
    values = {
        "period": f"{day(first)}至{day(today)}",
        "request_count": str(count),
        "reasons_by": day(by_day),
    }
    letter = send(request, "reasons_letter", actor, values)
    return {"by_day": by_day.isoformat(), "letter": letter.number, "count": count}


def many(request: Request) -> tuple[Any, int]:
    """Since when, and how many requests this applicant has handed in over the last year."""
    applicant = applicant_of(request)
    since = clock.today().replace(month=1, day=1)
    if applicant is None or not applicant.mark:
        return since, 1
    same = Applicant.objects.filter(
        mark=applicant.mark, request__agency_id=request.agency_id, request__arrived_on__gte=since
    )
    return since, max(same.count(), 1)


def reasons_given(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The reasons are on the file; the officer weighs them."""
    own_words.put(request, "reasons", given.reasons)
    request.reasons_by = None
    timing.stop(request, timing.REASONS)
    return {}


def no_reasons(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The day is past; the officer decides on what is there."""
    request.reasons_by = None
    timing.stop(request, timing.REASONS)
    return {}


def delay(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Good reasons, but not to be answered in time: a later day is set and told (outside 20 + 20)."""
    until = timing.ahead(given.by_day, 1, "by_day")
    running = timing.reply_clock(request)
    if running is not None:
        deadlines.fix(running, until)
    request.delayed_until = until
    letter = send(request, "delay_notice", actor, {"reason": given.reason, "delayed_to": day(until)})
    return {"until": until.isoformat(), "letter": letter.number, "subject": subject_of(request)[0]}
