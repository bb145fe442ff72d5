"""The processing fee: told, paid, cancelled (Article 42; 国办函〔2020〕109号)."""

from __future__ import annotations

from typing import Any

from gongkai.core import clock, deadlines
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import not_ahead
from gongkai.requests.actions.given import Given
from gongkai.requests.actions.letters_of import day, send
from gongkai.requests.models import Fee, Request
from gongkai.requests.people import Acting

METHODS = {"by_item": "按件计收", "by_page": "按量计收"}
#: How the fee is paid; treasury income by the Measures. Kept in the letter's template by whoever needs other words.
PAY_WAY = "凭缴款码通过非税收入收缴系统缴纳，本机关开具财政票据"


def standing_fee(request: Request) -> Fee | None:
    """The fee that is worked out or told and not cancelled."""
    return request.fees.filter(cancelled_on__isnull=True, lapsed_on__isnull=True).order_by("-id").first()


def charge_fee(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The notice, within the period of the answer; the clock waits for the payment."""
    fee = standing_fee(request)
    assert fee is not None  # the table asked for it
    today = clock.today()
    timing.hold(request, "fee", today)
    begun = timing.begin(request, timing.FEE, today)
    values = {
        "fee_method": METHODS.get(fee.method, fee.method),
        "fee_basis": "；".join(str(line) for line in fee.trace),
        "fee_amount": f"{fee.amount:.2f}".rstrip("0").rstrip("."),
        "pay_days": str(deadlines.explain(begun).rule.length),
        "pay_by": day(None if begun.provisional else begun.due_on),
        "pay_way": PAY_WAY,
    }
    letter = send(request, "fee_notice", actor, values, group="fee")
    fee.letter, fee.notified_on = letter, today
    fee.save(update_fields=["letter", "notified_on"])
    return {"amount": str(fee.amount), "method": fee.method, "letter": letter.number}


def pay(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """Paid: the period of the answer begins anew the day after the payment."""
    fee = standing_fee(request)
    assert fee is not None
    on = not_ahead(given.day, "day")
    if fee.notified_on and on < fee.notified_on:
        raise Invalid(say("It cannot have been paid on {day}, before the notice.", day=on), field="day")
    fee.paid_on, fee.receipt = on, given.receipt[:60]
    fee.save(update_fields=["paid_on", "receipt"])
    timing.stop(request, timing.FEE, on=on)
    timing.begin_anew(request, on)
    return {"amount": str(fee.amount)}


def cancel_fee(request: Request, actor: Acting, given: Given) -> dict[str, Any]:
    """The fee was wrong: it is cancelled, and the clock goes on where it was held."""
    fee = standing_fee(request)
    assert fee is not None
    today = clock.today()
    fee.cancelled_on, fee.cancel_reason = today, given.reason[:300]
    fee.save(update_fields=["cancelled_on", "cancel_reason"])
    timing.stop(request, timing.FEE)
    timing.let_go(request, "fee", today)
    return {"amount": str(fee.amount)}
