"""The moves on the right of the record: one form each with exactly the fields it needs, or why not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.domain.law import load
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.publishing import forms
from gongkai.publishing.queries import Offered, Revision

if TYPE_CHECKING:
    from gongkai.publishing.staff.tried import Tried

#: Conditions that say what kind of matter this is; a move they forbid is no step anybody waits for.
KIND_OF_MATTER = {"live", "taken_down", "closed_before"}
DANGEROUS = {"withdraw", "abandon", "refuse_history"}
#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "publish": N_("The document becomes public at once. Publish it now?"),
    "withdraw": N_("The document leaves the public page, which then says when and why. Withdraw it?"),
    "abandon": N_("The draft is given up for good; it stays in the ledger. Give it up?"),
    "refuse_history": N_("The import is turned down for good. Turn it down?"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: forms.MoveForm
    question: str
    open: bool
    #: It is not a matter of this record at all (a correction's move where nothing is being corrected).
    beside: bool


def of(offered: Sequence[Offered], revision: Revision | None, tried: Tried) -> list[Card]:
    """The cards: the first possible move stands out; what cannot be done now follows; what cannot be undone is last."""
    cards = []
    first = True
    for offer in sorted(offered, key=lambda each: (each.move.key in DANGEROUS, each.refused is not None)):
        key = offer.move.key
        kind = "danger" if key in DANGEROUS else "" if first and offer.refused is None else "secondary"
        first = first and kind != ""
        form = tried.move if tried.move is not None and tried.key == key else None
        cards.append(
            Card(
                offer.move,
                kind,
                offer.refused,
                form or forms.MoveForm(move=offer.move, initial=_initial(revision)),
                _(QUESTIONS[key]) if key in QUESTIONS else "",
                form is not None,
                _beside(offer),
            )
        )
    return cards


def _beside(offer: Offered) -> bool:
    reasons = {guard.refusal for guard in offer.move.guards if guard.flag in KIND_OF_MATTER}
    return offer.refused is not None and offer.refused.reason.msgid in reasons


def _initial(revision: Revision | None) -> dict[str, Any]:
    """What the drafter proposed, for the reviewer to confirm or change."""
    if revision is None:
        return {}
    return {
        "ground": "on_request" if revision.openness == "on_request" else revision.closing_ground,
        "review_again_on": revision.review_again_on or in_a_while(clock.today()),
    }


def in_a_while(today: date) -> date:
    """The day to look at a closed document again, by the house's period (law/limits.toml)."""
    months = int(load("limits")["closed_review"]["months"])
    year, month = divmod(today.month - 1 + months, 12)
    return date(today.year + year, month + 1, min(today.day, 28))
