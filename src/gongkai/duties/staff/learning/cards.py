"""The moves on the right of a record: one form each with what it needs, or why not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.domain.process import Move, Offer
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.duties.forms.learning import MoveForm
from gongkai.duties.staff.learning.common import Tried

#: What is asked before a move that cannot be taken back.
QUESTIONS = {
    "hold": N_("The attendance stays as it is after that. Close it?"),
    "release": N_("The paper is fixed and does not change after that. Release it now?"),
    "mark": N_("Nobody can sit it any more, and whoever did not begin is absent. Begin the marking?"),
    "confirm": N_("The results stand in the records after that. Confirm them?"),
    "confirm_correction": N_("The results stand in the records after that. Confirm them?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"send_back", "return_results", "return_correction", "cancel", "correct", "resit"})


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: MoveForm
    question: str
    open: bool
    url: str


def of(offers: Sequence[Offer], tried: Tried, url: str) -> list[Card]:
    """What is possible stands before what is not. ``url``: the address of a move, with ``KEY`` for the move's key."""
    offered = sorted(offers, key=lambda each: (each.refused is not None, each.move.key in ASIDE))
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine and isinstance(tried.form, MoveForm) else MoveForm(move=offer.move)
        first = not at and offer.refused is None and key not in ASIDE
        cards.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=url.replace("KEY", key),
            )
        )
    return cards
