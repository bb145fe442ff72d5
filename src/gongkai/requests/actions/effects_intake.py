"""Receipt, registration, assignment and the one correction (Articles 29 to 31)."""

from __future__ import annotations

from typing import Any

from gongkai.core import clock, deadlines
from gongkai.core.refusals import Invalid
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import REPLY, Shown, receipt_day
from gongkai.domain.text import say
from gongkai.people.models import Appointment, Unit
from gongkai.requests import house, own_words
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import not_ahead
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.letters_of import day, send
from gongkai.requests.models import Request
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.subjects import subject_of

#: Ways in where the applicant's own sending is the applicant's confirmation.
SENT_HERE = "online"


def register(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Fixes the day of receipt, starts the clocks, and sends the receipt."""
    today = clock.today()
    request.arrived_on = given.arrived_on or request.arrived_on
    request.agency_confirmed_on = given.agency_confirmed_on or request.agency_confirmed_on or today
    request.applicant_confirmed_on = given.applicant_confirmed_on or request.applicant_confirmed_on
    evidence = own_words.read(request, "receipt_evidence")
    if request.channel == SENT_HERE:
        request.agency_confirmed_on = given.agency_confirmed_on or today
        evidence = evidence or _online_evidence(request)
    evidence = given.evidence or evidence
    own_words.put(request, "receipt_evidence", evidence)
    received = receipt_day(
        request.channel,
        Shown(
            request.arrived_on,
            request.agency_confirmed_on,
            request.applicant_confirmed_on,
            evidence,
        ),
        today,
    )
    if isinstance(received, Refused):
        raise Invalid(received.reason, field="evidence", citation=received.citation)
    request.received_on = received
    timing.stop(request, timing.CONFIRM)
    timing.begin(request, REPLY, received)
    timing.begin(request, timing.CORRECTION_NOTICE, received)
    letter = send(request, "registration_receipt", actor, {})
    return {"received_on": received.isoformat(), "channel": request.channel, "letter": letter.number}


def _online_evidence(request: Request) -> str:
    return f"{day(request.applicant_confirmed_on)} / {day(request.agency_confirmed_on)}"


def void(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """What is no request never counts as received."""
    request.void_reason = given.reason[:300]
    timing.stop(request)
    return {}


def assign(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Gives the request to a unit and, where named, to one officer in it."""
    unit = Unit.objects.filter(
        pk=given.unit or 0, agency_id=request.agency_id, closed_on__isnull=True
    ).first()
    if unit is None:
        raise Invalid(say("There is no such unit in this agency. Choose one of the list."), field="unit")
    officer = None
    if given.officer:
        holds = Appointment.objects.filter(
            person_id=given.officer, post__unit=unit, ends_on__isnull=True, person__is_active=True
        )
        if not holds.exists():
            raise Invalid(say("This person holds no post in that unit. Choose another."), field="officer")
        officer = given.officer
    request.unit_id, request.officer_id = unit.pk, officer
    request.unit = unit
    timing.stop(request, timing.CORRECTION_NOTICE)
    timing.hand_over(request)
    return {"unit_name": unit.name}


def ask_correction(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Tells once everything that is to be completed, and holds the clock."""
    today = clock.today()
    by_day = timing.ahead(given.by_day, house.number("correction_days"), "by_day")
    request.correction_asked_on, request.correction_by = today, by_day
    request.correction_wanted = given.correction
    timing.stop(request, timing.CORRECTION_NOTICE)
    timing.hold(request, "correction", today)
    timing.begin(request, timing.CORRECTION, today, fixed_on=by_day)
    values = {"corrections": given.correction, "correct_by": day(by_day)}
    letter = send(request, "correction_notice", actor, values)
    return {"by_day": by_day.isoformat(), "letter": letter.number}


def corrected(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The answer's period runs from the receipt of the corrected request."""
    # What the applicant sends in arrives now; only the desk enters what came another way on another day.
    on = clock.today() if isinstance(actor, ApplicantActor) else not_ahead(given.day, "day")
    if request.correction_asked_on and on < request.correction_asked_on:
        raise Invalid(
            say("It cannot have been completed on {day}, before it was asked for.", day=on), field="day"
        )
    request.corrected_on = on
    before = own_words.read(request, "supplement")
    own_words.put(request, "supplement", "\n\n".join(part for part in (before, given.supplement) if part))
    timing.stop(request, timing.CORRECTION)
    timing.begin_anew(request, on)
    return {"corrected_on": on.isoformat(), "by_applicant": isinstance(actor, ApplicantActor)}


def allow_longer(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """A good reason gives the applicant a later day."""
    by_day = timing.ahead(given.by_day, house.number("correction_days"), "by_day")
    request.correction_by = by_day
    for running in deadlines.running(subject_of(request), timing.CORRECTION):
        deadlines.fix(running, by_day)
    return {"by_day": by_day.isoformat()}
