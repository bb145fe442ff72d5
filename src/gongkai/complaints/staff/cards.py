"""The moves on the right of the record: one form each with exactly the fields it needs, or why not now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.complaints.forms.moving import WITH_PEOPLE, WITH_UNITS, Around, MoveForm
from gongkai.complaints.queries import handling, proposals
from gongkai.complaints.queries.moves import Offered
from gongkai.complaints.queries.proposals import Answered
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.common import address, address_if_any
from gongkai.complaints.staff.tried import Tried
from gongkai.core import clock
from gongkai.domain.complaints.routing import Routed
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_

#: Conditions that say what kind of matter this is; a move they forbid is no step anybody waits for.
KIND_OF_MATTER = {
    "enquiry", "extension_pending", "shelving_pending", "look_again_due", "has_merged", "in_objection_time", "returned",
    "ruled", "extended",
}  # fmt: skip
#: Moves that bring it forward on the usual way: the first of them that is possible stands out.
FORWARD = (
    "register", "dispatch", "sign", "rule", "grant_extension", "shelve", "submit_reply", "agree_reply", "send_reply",
    "close", "refer", "call_back", "answer_directly", "reopen",
)  # fmt: skip
#: Moves that end it, or give it out of the hand: they stand apart.
DANGEROUS = {"decline", "convert", "merge", "withdraw", "close_unsettled"}
#: What is asked before a move that reaches the reporter or cannot be taken back.
QUESTIONS = {
    "decline": N_("The reporter is told that it is not taken up. End it now?"),
    "convert": N_("The matter ends here and goes on as a request. Pass it on now?"),
    "answer_directly": N_("The reply goes out and its wording stays. Send it now?"),
    "return": N_("It can be returned once. Return it now?"),
    "dispute": N_("The head of the complaints desk rules, and that holds. Dispute it now?"),
    "rule": N_("The ruling holds and is a precedent. Rule now?"),
    "send_reply": N_("The reply goes out and its wording stays. Send it now?"),
    "close_unsettled": N_(
        "It is closed although the reporter is not content; that is counted. Close it now?"
    ),
    "withdraw": N_("The matter ends as withdrawn. End it now?"),
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
    #: It is not a matter of this record at all (deciding on more time where nobody asked for it).
    beside: bool
    url: str
    #: A page that is looked at first, in place of the form.
    look: str = ""
    #: Where what is missing is put right.
    mend: str = ""

    @property
    def ending(self) -> bool:
        """Whether it stands apart."""
        return self.kind == "danger"


def of(matter: Matter, offered: Sequence[Offered], around: Around, tried: Tried) -> list[Card]:
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
                address("complaint_move", matter.pk, key),
                _looked_at_first(matter, key),
                _mend(matter, offer),
            )
        )
    return cards


def _order(offer: Offered) -> tuple[bool, bool, int]:
    key = offer.move.key
    return key in DANGEROUS, offer.refused is not None, FORWARD.index(key) if key in FORWARD else len(FORWARD)


def _looked_at_first(matter: Matter, key: str) -> str:
    if key == "merge":
        return address("complaint_merge", matter.pk)
    if key == "convert":
        return address_if_any("workspace:complaint_to_requests", matter.pk)
    return ""


def _mend(matter: Matter, offer: Offered) -> str:
    """The page on which what a refused move waits for is put right."""
    if offer.refused is None:
        return ""
    reasons = {guard.refusal: guard.flag for guard in offer.move.guards}
    flag = reasons.get(offer.refused.reason.msgid, "")
    pages = {"categorised": "complaint_correct", "reply_ready": "complaint_reply"}
    return address(pages[flag], matter.pk) if flag in pages else ""


def _beside(offer: Offered) -> bool:
    reasons = {guard.refusal for guard in offer.move.guards if guard.flag in KIND_OF_MATTER}
    return offer.refused is not None and offer.refused.reason.msgid in reasons


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the moves' forms must know, and routing's answer where one of them dispatches."""

    around: Around
    routed: Answered | None = None


def around(matter: Matter, keys: Collection[str]) -> Surroundings:
    """Asks for units, people and routing only where one of these moves needs them."""
    routed = proposals.for_one(matter) if {"dispatch", "redirect", "rule"} & set(keys) else None
    wanted = set(keys)
    more = handling.most_more(matter) if "ask_extension" in wanted else None
    made = Around(
        today=clock.today(),
        unit=matter.unit_id,
        proposed=routed.proposal.unit if routed else None,
        co_units=routed.proposal.co_units if routed else (),
        rule=routed.proposal.rule if routed else "",
        officer=matter.handler_id,
        most_more=more.length if more else 0,
        more_unit=more.unit if more else "",
        more_asked=matter.extension_asked,
        again_on=matter.review_again_on,
        units=routed.units if routed else (),
        all_units=handling.units(matter) if wanted & WITH_UNITS else (),
        people=handling.people(matter) if wanted & WITH_PEOPLE else (),
    )
    return Surroundings(made, routed)


def routing_shown(routed: Answered) -> dict[str, Any]:
    """Routing's answer in words: the unit, the rule with its trace, faults of the rules, the precedent beside it."""
    answer = routed.answer
    offered = answer.precedent
    fits = isinstance(answer, Routed)
    return {
        "fits": fits,
        "unit": routed.proposal.unit_name,
        "co": [routed.names.get(code, code) for code in answer.co] if isinstance(answer, Routed) else [],
        "rule": answer.rule.key if isinstance(answer, Routed) else "",
        "note": answer.rule.note if isinstance(answer, Routed) else "",
        "source": answer.rule.source if isinstance(answer, Routed) else "",
        "reason": routed.proposal.reason,
        "trace": answer.trace,
        "faults": [
            {"rules": each.rules, "sentence": each.reason, "grave": each.grave} for each in routed.faults
        ],
        "precedent": {
            "sentence": offered.reason,
            "agrees": offered.agrees,
            "article": offered.precedent.article,
            "number": offered.precedent.number,
        }
        if offered
        else None,
    }
