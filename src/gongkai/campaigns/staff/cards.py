"""The moves on the right of a campaign's record: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.campaigns.forms.campaigns import MoveForm
from gongkai.campaigns.queries import campaigns
from gongkai.campaigns.queries.records import Campaign
from gongkai.campaigns.staff.common import Tried
from gongkai.core.staffpages import address
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "announce": N_(
        "The campaign becomes public with its sites, and does not change after that. Announce it now?"
    ),
    "close": N_("Nothing is inspected in it any more, and the results stay as they are. Close it?"),
    "discard": N_("The draft is closed for good. Discard it?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"take_back", "send_back", "discard"})


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


def of(found: Campaign, actor: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        campaigns.offers(found, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
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
                url=address("campaign_move", found.pk, key),
            )
        )
    return cards
