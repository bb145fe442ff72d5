"""The moves on the right of a record: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.campaigns.forms.inspections import InspectionMoveForm
from gongkai.campaigns.queries import inspections
from gongkai.campaigns.queries.records import Inspection
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "publish": N_("Everybody reads this record with its veiled photos. Publish it now?"),
    "withdraw": N_("The public page shows only that it was withdrawn, and why. Withdraw it?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"return_to", "withhold", "withdraw"})


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: InspectionMoveForm | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: InspectionMoveForm
    question: str
    open: bool
    url: str


def of(found: Inspection, actor: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        inspections.offers(found, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.form if tried.key == key else None
        cards.append(
            Card(
                move=offer.move,
                kind="" if not at and offer.refused is None and key not in ASIDE else "secondary",
                refused=offer.refused,
                form=mine or InspectionMoveForm(move=offer.move),
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine is not None,
                url=address("inspection_move", found.pk, key),
            )
        )
    return cards
