"""The moves on the right of the record: one form each with exactly the fields it needs, or why not now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.core.refusals import Refusal
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.powers.forms.moves import MoveForm
from gongkai.powers.queries import register
from gongkai.powers.queries.records import Version
from gongkai.powers.staff.common import address_of

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "publish": N_("This version becomes public and never changes after that. Publish it now?"),
    "withdraw": N_("The public no longer sees this version; the one before goes on. Withdraw it?"),
    "discard": N_("This draft is kept in the ledger but is worked on no more. Discard it?"),
}


@dataclass
class Tried:
    """A deed that was not done: what was typed stays, and the sentence stands where the eye is."""

    version: int = 0
    key: str = ""
    form: MoveForm | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    version: Version
    move: Move
    kind: str
    refused: Refused | None
    form: MoveForm
    question: str
    open: bool
    url: str

    @property
    def identity(self) -> str:
        """A name of the card that is alone on the page."""
        return f"{self.move.key}-{self.version.number}"


def of(versions: Iterable[Version], actor: StaffActor, tried: Tried) -> list[Card]:
    """The cards of the versions something can be done with: what is possible stands before what is not."""
    offered = [(version, offer) for version in versions for offer in register.offers(version, actor)]
    cards = []
    first = True
    for version, offer in sorted(offered, key=lambda pair: pair[1].refused is not None):
        key = offer.move.key
        kind = "" if first and offer.refused is None and key != "withdraw" else "secondary"
        first = first and kind != ""
        mine = tried.form is not None and (tried.version, tried.key) == (version.pk, key)
        form = (
            tried.form
            if mine and tried.form
            else MoveForm(move=offer.move, auto_id=f"id_{version.number}_%s")
        )
        question = _(QUESTIONS[key]) if key in QUESTIONS else ""
        url = address_of(version.entry, "power_move", key)
        cards.append(Card(version, offer.move, kind, offer.refused, form, question, mine, url))
    return cards
