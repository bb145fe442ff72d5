"""What may happen to a request next, and who may do it: the process table asked with the room's facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from gongkai.core import clock, deadlines
from gongkai.domain.process import Facts, Move, State
from gongkai.domain.process import offers as table_offers
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import APPLICANT, CORRECTION, PROCESS, REPLY
from gongkai.requests import access, checks
from gongkai.requests.models import Request, Step
from gongkai.requests.people import Acting, ApplicantActor
from gongkai.requests.queries.subjects import subject_of

#: Moves that have a place of their own on the record instead of a button beside it.
ELSEWHERE = frozenset({"opinion", "last_opinion"})


@dataclass(frozen=True, slots=True)
class Offered:
    """A button on the record: the move, and why it is disabled now, if it is."""

    move: Move
    refused: Refused | None


def flags(request: Request, *, answering: bool) -> frozenset[str]:
    """What is true of the request, in the words of ``domain.requests.FLAGS``. Two queries and those of the answer."""
    today = clock.today()
    clocks = deadlines.of(subject_of(request))
    running = {each.rule: each for each in clocks if each.stopped_on is None}
    reply = running.get(REPLY)
    # Accepting it stops this clock as kept; the officer may still ask within the seven days the law gives.
    notice = next((each for each in reversed(clocks) if each.rule == CORRECTION), None)
    fee = running.get("request.fee_payment")
    fees = list(request.fees.filter(cancelled_on__isnull=True))
    facts = {
        "correction_asked": request.correction_asked_on is not None,
        "in_correction_time": notice is not None and notice.due_on is not None and today <= notice.due_on,
        "correction_overdue": request.correction_by is not None and request.correction_by < today,
        "several_open": request.state == "consulting"
        and request.consultations.filter(answered_on__isnull=True).count() > 1,
        "in_time": reply is not None and (reply.due_on is None or today <= reply.due_on),
        "extension_pending": request.extension_asked > 0 and request.extension_days == 0,
        "extended": request.extension_days > 0,
        "reasons_asked": request.reasons_asked_on is not None,
        "reasons_overdue": request.reasons_by is not None and request.reasons_by < today,
        "fee_worked_out": any(each.notified_on is None and each.amount > 0 for each in fees),
        "fee_charged": any(each.notified_on is not None for each in fees),
        "fee_overdue": fee is not None and fee.due_on is not None and fee.due_on < today,
        "answer_ready": answering and not checks.missing(request),
    }
    return frozenset(name for name, true in facts.items() if true)


def doers(request: Request) -> dict[str, frozenset[str]]:
    """Who made which move in this round. Standing in washes no eyes: deputy and absent person have both acted."""
    found: dict[str, set[str]] = defaultdict(set)
    steps = Step.objects.filter(request=request, round=request.round)
    for move, person, absent in steps.values_list("move", "person_id", "on_behalf_of_id"):
        found[move].update(str(each) for each in (person, absent) if each is not None)
    return {move: frozenset(people) for move, people in found.items()}


def _who(actor: Acting) -> str | None:
    if isinstance(actor, ApplicantActor):
        return APPLICANT
    return str(actor.person_id) if actor is not None else None


def facts(request: Request, actor: Acting, *, given: Collection[str] = (), answering: bool = True) -> Facts:
    """The facts under which ``actor`` (``None``: the system's clock) asks to move the request."""
    return Facts(
        actor=_who(actor),
        roles=access.role_keys(actor, request),
        doers=doers(request),
        given=frozenset(given),
        flags=flags(request, answering=answering),
        system=actor is None,
    )


def offers(request: Request, actor: Acting) -> list[Offered]:
    """Every move the actor could make from here, each with the reason where it is refused now."""
    asked = facts(request, actor, answering=request.state == "handling")
    return [
        Offered(offer.move, offer.refused)
        for offer in table_offers(PROCESS, request.state, asked)
        if offer.move.key not in ELSEWHERE
    ]


def next_step(request: Request) -> State:
    """The state the request stands in, with its words and its lane (who owes the next step)."""
    return PROCESS.state(request.state)
