"""The moves on the right of a document's record: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.consultations.forms.documents import MoveForm
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries.records import Document
from gongkai.consultations.staff.documents.common import Tried
from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "consult": N_("The text becomes public and does not change any more. Put it out for opinions now?"),
    "sign": N_("The document is signed with your name and gets its unified number. Sign it now?"),
    "publish": N_("The document becomes public and comes into force. Publish it now?"),
    "repeal": N_("The document counts no more, for good. Repeal it?"),
    "declare_lapsed": N_("The document counts no more, for good. Declare it lapsed?"),
    "give_up": N_("The draft is closed for good. Give it up?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"send_back", "redraft", "repeal", "declare_lapsed", "give_up"})


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


def of(found: Document, actor: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        reads.offers(found, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine and isinstance(tried.form, MoveForm) else fresh(offer.move)
        first = not at and offer.refused is None and key not in ASIDE
        cards.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address("consultation_move", found.pk, key),
            )
        )
    return cards


def fresh(move: Move) -> MoveForm:
    """The move's form before anything is typed: the day is today's."""
    return MoveForm(move=move, initial={"on": clock.today()})
