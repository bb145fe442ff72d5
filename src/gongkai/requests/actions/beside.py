"""Deeds beside the process: receipts of letters, fees worked out, splitting, help given, complaints' numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.core import clock, deadlines, ledger, letters
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import fees
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import DESK, OFFICER, OPEN, REPLY
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor
from gongkai.requests import access, own_words, secret
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import (
    in_post,
    not_ahead,
    note_step,
    put_back,
    take_in_hand,
    tell_ledger,
)
from gongkai.requests.identity import read, seal
from gongkai.requests.models import Applicant, Fee, Request, Transfer
from gongkai.requests.numbers import next_number
from gongkai.requests.queries.subjects import consultation_subject, subject_of

LETTER_RECEIVED = ledger.verb(
    "requests.consultation.letter_received", N_("{actor} entered when the letter about {number} was received")
)
FEE_WORKED_OUT = ledger.verb(
    "requests.fee.worked_out", N_("{actor} worked out a fee of {amount} yuan for {number}")
)
SPLIT = ledger.verb("requests.request.split", N_("{actor} split {number} into {count} requests"))
SPLIT_OFF = ledger.verb("requests.request.split_off", N_("{actor} split {number} off another request"))
TRANSFERRED = ledger.verb(
    "requests.request.transferred", N_("{actor} noted the complaint's number beside {number}")
)
SERVED = ledger.verb(
    "requests.letter.served", N_("{actor} entered the service of the letter {letter} of {number}")
)
HELPED = ledger.verb(
    "requests.request.helped", N_("{actor} noted the help given to the applicant of {number}")
)


def _held(request: Request, actor: StaffActor, *roles: str) -> StaffActor:
    if not set(roles) & set(access.roles_over(actor, request)):
        raise NotAllowed(say("Your posts do not let you do this to the request. Ask those who handle it."))
    doing = in_post(actor, request, roles)
    assert isinstance(doing, StaffActor)
    return doing


def note_letter_received(
    *, request_id: int, actor: StaffActor, expected_version: int | None, consultation_id: int, on: date
) -> Request:
    """The day a third party or agency received the letter: its fifteen working days run from here (Article 32)."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        doing = _held(request, actor, OFFICER, DESK)
        asked = request.consultations.filter(pk=consultation_id, answered_on__isnull=True).first()
        if asked is None:
            raise Refusal(
                say("This opinion was entered already, or nobody was asked for it. Reload the page.")
            )
        if not_ahead(on, "on") < asked.sent_on:
            raise Invalid(
                say("It cannot have been received on {day}, before it was sent.", day=on), field="on"
            )
        asked.letter_received_on = on
        asked.save(update_fields=["letter_received_on"])
        deadlines.restart(consultation_subject(asked), timing.clock_of(asked), on=on)
        put_back(request)
        tell_ledger(LETTER_RECEIVED, request, doing, data={"on": on.isoformat(), "kind": asked.kind})
    return request


def work_out_fee(
    *,
    request_id: int,
    actor: StaffActor,
    expected_version: int | None,
    method: str,
    count: int,
    before: int = 0,
) -> Fee:
    """Works the fee out by one method; the head tells it to the applicant. A fee not yet told is replaced."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        doing = _held(request, actor, OFFICER, DESK)
        if request.state != "handling":
            raise Refusal(say("A fee is worked out while the request is being handled."))
        if request.fees.filter(notified_on__isnull=False, cancelled_on__isnull=True).exists():
            raise Refusal(say("A fee was told before; one method applies to a request."))
        charge = _charge(request, method, count, before)
        request.fees.filter(notified_on__isnull=True, cancelled_on__isnull=True).update(
            cancelled_on=clock.today(), cancel_reason="worked out anew"
        )
        fee = Fee.objects.create(
            request=request,
            method=method,
            count=count,
            before=before,
            amount=charge.amount,
            trace=trace_lines(charge),
            created_at=clock.now(),
        )
        put_back(request)
        data = {"amount": str(charge.amount), "method": method, "count": count, "before": before}
        tell_ledger(FEE_WORKED_OUT, request, doing, data=data)
    return fee


def _charge(request: Request, method: str, count: int, before: int) -> fees.Charge:
    on = request.received_on or clock.today()
    if method == "by_page":
        charge = fees.by_page(count, on)
    elif method == "by_item":
        charge = fees.by_item(count, before, on)
    else:
        raise Invalid(say("Choose by item or by page; one method applies to a request."), field="method")
    if isinstance(charge, Refused):
        raise Invalid(charge.reason, field="count", citation=charge.citation)
    return charge


def trace_lines(charge: fees.Charge) -> list[str]:
    """The calculation as the notice writes it, band by band."""
    unit = next(each.unit_label for each in fees.tariffs() if each.key == charge.method)
    return [
        f"第{band.first}至{band.last}{unit}"
        + (f"每{unit}{_yuan(band.price)}元，计{_yuan(band.amount)}元" if band.price else "不收费")
        for band in charge.bands
    ]


def _yuan(amount: Decimal) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def split(
    *, request_id: int, actor: StaffActor, expected_version: int | None, subjects: list[str]
) -> list[Request]:
    """One request with several matters becomes several: the first keeps the number, each other gets its own.

    All of them were received on the same day. Gives the new ones, each with a secret code of its own
    (``secret.code_of`` its token). A second click on the same button gives those of the first.
    """
    wanted = [each.strip()[:200] for each in subjects if each.strip()]
    if len(wanted) < 2:
        raise Invalid(say("Write each matter on a line of its own; two at least."), field="subjects")
    with transaction.atomic():
        try:
            request = take_in_hand(request_id, actor, expected_version)
        except Conflict:
            known = _split_just_now(request_id, actor, expected_version, wanted)
            if not known:
                raise
            return known
        doing = _held(request, actor, DESK)
        if request.state not in ("registered", "handling") or request.matter != "information":
            raise Refusal(say("A request is split while it is registered or being handled."))
        request.subject = wanted[0]
        made = [_split_off(request, doing, subject) for subject in wanted[1:]]
        put_back(request)
        numbers = [each.number for each in made]
        note_step(request, "split", doing, states=(request.state, request.state), data={"numbers": numbers})
        tell_ledger(SPLIT, request, doing, data={"count": len(wanted), "numbers": numbers})
    return made


def _split_just_now(request_id: int, actor: StaffActor, seen: int | None, wanted: list[str]) -> list[Request]:
    """The parts, when this person split the request into these matters as the very next deed: a double click."""
    request = Request.objects.filter(pk=request_id, version=(seen or 0) + 1, subject=wanted[0]).first()
    last = request.steps.order_by("-id").first() if request else None
    if last is None or last.move != "split" or last.person_id != actor.person_id:
        return []
    parts = Request.objects.select_related("agency", "unit").filter(parent_id=request_id)
    made = list(parts.filter(number__in=last.data["numbers"]).order_by("id"))
    return made if [each.subject for each in made] == wanted[1:] else []


def _split_off(request: Request, actor: StaffActor, subject: str) -> Request:
    now = clock.now()
    part = Request.objects.select_related("agency", "unit").get(pk=request.pk)
    part.pk = None
    part.number = next_number(request.agency, clock.today().year)
    part.token = secret.new_token()
    part.code_digest = secret.digest_of(part.number, secret.code_of(part.token))
    part.tries, part.locked_until = 0, None
    part.subject, part.parent_id, part.version = subject, request.pk, 1
    own_words.take_over(part, request)
    part.created_at = part.updated_at = now
    part.extension_asked = part.extension_days  # a wish nobody has decided stays with the first
    part._state.adding = True  # noqa: SLF001 - Django's documented way to copy a row
    part.save()
    applicant = Applicant.objects.filter(request=request).first()
    if applicant is not None:
        identity = read(applicant)
        Applicant.objects.create(
            request=part,
            sealed=seal(part.pk, identity),
            by_email=applicant.by_email,
            language=applicant.language,
            mark=applicant.mark,
        )
    for each in deadlines.of(subject_of(request)):
        if each.rule == timing.CORRECTION_NOTICE or (each.rule == REPLY and each.stopped_on is None):
            timing.go_on(part, each)
    note_step(part, "split_off", actor, states=("", part.state), data={"from": request.number})
    tell_ledger(SPLIT_OFF, part, actor, data={"from": request.number})
    return part


def note_transfer(
    *,
    request_id: int,
    actor: StaffActor,
    expected_version: int | None,
    number: str,
    system: str,
    reason: str = "",
) -> Transfer:
    """The complaint's number beside the request's: it was handed over there (Article 39), and both stay findable."""
    if not number.strip():
        raise Invalid(say("Enter the number under which the complaint is kept."), field="number")
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        doing = _held(request, actor, DESK, OFFICER)
        transfer = Transfer.objects.create(
            request=request,
            direction=Transfer.Direction.TO_COMPLAINT,
            number=number.strip()[:80],
            system=system.strip()[:80],
            on=clock.today(),
            reason=reason.strip()[:300],
        )
        put_back(request)
        tell_ledger(
            TRANSFERRED,
            request,
            doing,
            data={"complaint": transfer.number, "system": transfer.system},
            reason=reason,
        )
    return transfer


def record_letter_service(
    *,
    request_id: int,
    actor: StaffActor,
    expected_version: int | None,
    letter_number: str,
    way: str,
    day: date | None,
    evidence: str,
    tracking: str = "",
) -> Request:
    """How and when a letter other than the answer was served: the correction notice, the fee notice, a third party's.

    The answer's own service is a move of the process, because it closes the request.
    """
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        doing = _held(request, actor, DESK)
        sent = request.letters.filter(letter__number=letter_number.strip()).select_related("letter").first()
        if sent is None:
            raise Invalid(
                say("There is no letter “{number}” of this request.", number=letter_number), field="letter"
            )
        if request.state == "issued" and request.answers.filter(letter=sent.letter).exists():
            raise Refusal(say("The service of the answer closes the request: use “Enter the service”."))
        if letters.service_of(sent.letter) is not None:
            raise Refusal(say("The service of this letter is recorded already."))
        on = not_ahead(day, "day")
        letters.record_service(
            letter=sent.letter,
            way=way,
            served_on=on,
            evidence=evidence,
            tracking_number=tracking,
            actor=doing,
        )
        put_back(request)
        tell_ledger(
            SERVED, request, doing, data={"letter": sent.letter.number, "way": way, "on": on.isoformat()}
        )
    return request


def note_help(*, request_id: int, actor: StaffActor, expected_version: int | None, text: str) -> Request:
    """What help was given for reading, seeing, hearing or writing (Article 43)."""
    with transaction.atomic():
        request = take_in_hand(request_id, actor, expected_version)
        doing = _held(request, actor, DESK, OFFICER)
        if request.state not in OPEN:
            raise Refusal(say("The request is closed."))
        request.help_given = text.strip()[:300]
        put_back(request)
        tell_ledger(HELPED, request, doing, data={"needs": request.help_needed})
    return request


def suggested_before(request: Request) -> dict[str, Any]:
    """How many requests of the same applicant came before this one in the same month (for a fee by item)."""
    applicant = Applicant.objects.filter(request=request).first()
    if applicant is None or not applicant.mark:
        return {"before": 0, "known": False}
    day = request.arrived_on
    same = Applicant.objects.filter(
        mark=applicant.mark,
        request__agency_id=request.agency_id,
        request__arrived_on__year=day.year,
        request__arrived_on__month=day.month,
        request_id__lt=request.pk,
    )
    return {"before": same.count(), "known": True}
