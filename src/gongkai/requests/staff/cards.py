"""The moves on the right of the record: one form each with exactly the fields it needs, or why not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.domain import clocks
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import REPLY
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.requests import house, own_words
from gongkai.requests.forms.moving import Around, MoveForm
from gongkai.requests.queries import desk
from gongkai.requests.queries.moves import Offered
from gongkai.requests.queries.records import Request
from gongkai.requests.staff.tried import Tried

#: Conditions that say what kind of matter this is; a move they forbid is no step anybody waits for.
KIND_OF_MATTER = {
    "correction_overdue",
    "extension_pending",
    "fee_worked_out",
    "fee_overdue",
    "reasons_asked",
    "reasons_overdue",
}
#: Moves that bring it forward on the usual way: the first of them that is possible stands out.
FORWARD = {
    "register", "accept", "corrected", "reasons_given", "no_reasons", "grant_extension", "charge_fee", "pay",
    "submit_answer", "legal_agree", "approve", "issue", "serve", "archive",
}  # fmt: skip
#: Moves that end it or begin it anew: they stand apart.
DANGEROUS = {"void", "withdraw", "lapse_correction", "lapse_fee", "cancel_fee", "redo"}
#: Moves that need who there is.
_ASSIGNING = {"accept", "reassign"}
#: What is asked before a move that reaches the applicant or cannot be taken back.
QUESTIONS = {
    "register": N_("The day of receipt is fixed and the time to answer begins. Register it now?"),
    "void": N_("It is set aside as no request, and counts nowhere. Set it aside?"),
    "ask_correction": N_("The notice goes out; the law allows it once. Send it now?"),
    "hear_third_party": N_("The letters to the third party and the applicant are issued. Send them now?"),
    "ask_agency": N_("The letters to the agency and the applicant are issued. Send them now?"),
    "grant_extension": N_("The applicant is told of the new day. Allow it now?"),
    "charge_fee": N_("The fee notice goes out; one notice is allowed. Send it now?"),
    "issue": N_("The answer gets its number and can no longer be changed. Issue it now?"),
    "withdraw": N_("The request is closed as withdrawn. Close it now?"),
    "lapse_correction": N_("The request is closed without an answer. Close it now?"),
    "lapse_fee": N_("The request is closed without an answer. Close it now?"),
    "redo": N_("A new round of answering begins with the full period. Begin it now?"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: MoveForm
    question: str
    open: bool
    #: It is not a matter of this record at all (paying where no fee was told).
    beside: bool

    @property
    def ending(self) -> bool:
        """Whether it stands apart."""
        return self.kind == "danger"


def of(offered: Sequence[Offered], around: Around, tried: Tried) -> list[Card]:
    """The cards: the move that brings it forward stands out; what cannot be done now follows; endings come last."""
    cards = []
    first = True
    for offer in sorted(offered, key=_order):
        key = offer.move.key
        stands_out = first and offer.refused is None and key in FORWARD
        kind = "danger" if key in DANGEROUS else "" if stands_out else "secondary"
        first = first and not stands_out
        form = tried.move if tried.move is not None and tried.key == key else None
        cards.append(
            Card(
                offer.move,
                kind,
                offer.refused,
                form or MoveForm(move=offer.move, around=around),
                _(QUESTIONS[key]) if key in QUESTIONS else "",
                form is not None,
                _beside(offer),
            )
        )
    return cards


def _order(offer: Offered) -> tuple[bool, bool, bool]:
    key = offer.move.key
    return key in DANGEROUS, offer.refused is not None, key not in FORWARD


def _beside(offer: Offered) -> bool:
    reasons = {
        guard.refusal for guard in offer.move.guards if guard.flag in KIND_OF_MATTER and not guard.negate
    }
    return offer.refused is not None and offer.refused.reason.msgid in reasons


def around(matter: Request, acting: StaffActor, moves: Sequence[str]) -> Around:
    """What the forms of these moves must know of the request; asks for people only where one is given to somebody."""
    today, calendar = clock.today(), clock.calendar()
    assigning = bool(_ASSIGNING & set(moves))
    rule = clocks.rule_for(REPLY, matter.received_on or matter.arrived_on)
    return Around(
        channel=matter.channel,
        arrived_on=matter.arrived_on,
        agency_confirmed_on=matter.agency_confirmed_on,
        applicant_confirmed_on=matter.applicant_confirmed_on,
        evidence=own_words.read(matter, "receipt_evidence"),
        today=today,
        correction_by=calendar.after(today, house.number("correction_days")),
        reasons_by=calendar.after(today, house.number("reasons_days")),
        extension_limit=(rule.extension_limit or 0) if isinstance(rule, clocks.Rule) else 0,
        unit=matter.unit_id,
        officer=matter.officer_id,
        way_wanted=matter.way_wanted,
        units=desk.units_of([matter.agency_id]) if assigning else (),
        officers=desk.officers_of([matter.agency_id]) if assigning else (),
    )
