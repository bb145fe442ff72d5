"""What the system's own clock does to requests: silence, corrections and fees that lapse. Safe to run twice."""

from __future__ import annotations

import logging

from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.core.refusals import Conflict, Refusal
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.moving import move
from gongkai.requests.models import Consultation, Request
from gongkai.requests.queries.subjects import CONSULTATION, SUBJECT

log = logging.getLogger(__name__)


def run() -> int:
    """Everything whose time has come. Gives how many moves were made."""
    return silence_due() + lapse_due()


def silence_due() -> int:
    """Third parties and agencies that let their period pass: noted as silent (Articles 32 and 34)."""
    over = _overdue(CONSULTATION)
    asked = Consultation.objects.filter(pk__in=over, answered_on__isnull=True).select_related("request")
    done = 0
    for each in asked.order_by("pk"):
        open_beside = each.request.consultations.filter(answered_on__isnull=True).count() > 1
        key = "opinion" if open_beside else "last_opinion"
        silent = Given(consultation=each.pk, result=Consultation.Result.SILENT, opinion="—")
        done += _by_clock(each.request_id, key, silent)
    return done


def lapse_due() -> int:
    """Corrections, reasons and fees that did not come in time."""
    rules = {
        "request.correction": ("correction", "lapse_correction"),
        "request.reasons": ("excessive", "no_reasons"),
        "request.fee_payment": ("fee", "lapse_fee"),
    }
    done = 0
    for rule, (state, key) in rules.items():
        waiting = Request.objects.filter(pk__in=_overdue(SUBJECT, rule), state=state)
        done += sum(_by_clock(pk, key, Given()) for pk in list(waiting.values_list("pk", flat=True)))
    return done


def _overdue(kind: str, rule: str | None = None) -> list[int]:
    rows = Deadline.objects.filter(subject_type=kind, stopped_on__isnull=True, due_on__lt=clock.today())
    if rule is not None:
        rows = rows.filter(rule=rule)
    return [int(key) for key in rows.values_list("subject", flat=True)]


def _by_clock(pk: int, key: str, given: Given) -> int:
    try:
        move(request_id=pk, key=key, actor=None, expected_version=None, given=given)
    except Conflict:
        return 0
    except Refusal as refusal:
        # One that cannot be done keeps none of the others waiting.
        log.error("Request %s: %s was refused: %s", pk, key, refusal)  # noqa: TRY400 - the sentence says it
        return 0
    return 1
