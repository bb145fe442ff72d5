"""What the moves of the process do to a request besides changing its state. Each gives what the event tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongkai.requests.actions import effects_answer, effects_fee, effects_hearing, effects_intake
from gongkai.requests.actions.given import Given
from gongkai.requests.models import Request
from gongkai.requests.people import Acting

Effect = Callable[[Request, Acting, Given], dict[str, Any]]


def of(request: Request, key: str, actor: Acting, given: Given) -> dict[str, Any]:
    """Changes the request for the move, before it is saved; clocks and letters included."""
    effect = EFFECTS.get(key)
    return effect(request, actor, given) if effect else {}


EFFECTS: dict[str, Effect] = {
    "register": effects_intake.register,
    "void": effects_intake.void,
    "accept": effects_intake.assign,
    "reassign": effects_intake.assign,
    "ask_correction": effects_intake.ask_correction,
    "corrected": effects_intake.corrected,
    "allow_longer": effects_intake.allow_longer,
    "lapse_correction": effects_answer.lapse_correction,
    "hear_third_party": effects_hearing.hear_third_party,
    "ask_agency": effects_hearing.ask_agency,
    "opinion": effects_hearing.opinion,
    "last_opinion": effects_hearing.opinion,
    "ask_extension": effects_hearing.ask_extension,
    "grant_extension": effects_hearing.grant_extension,
    "refuse_extension": effects_hearing.refuse_extension,
    "ask_reasons": effects_hearing.ask_reasons,
    "reasons_given": effects_hearing.reasons_given,
    "no_reasons": effects_hearing.no_reasons,
    "delay": effects_hearing.delay,
    "charge_fee": effects_fee.charge_fee,
    "pay": effects_fee.pay,
    "cancel_fee": effects_fee.cancel_fee,
    "lapse_fee": effects_answer.lapse_fee,
    "issue": effects_answer.issue,
    "serve": effects_answer.serve,
    "withdraw": effects_answer.withdraw,
    "archive": effects_answer.archive,
    "redo": effects_answer.redo,
}
