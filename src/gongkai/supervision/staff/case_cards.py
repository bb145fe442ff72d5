"""The moves on the right of a case: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.core.staffpages import address
from gongkai.domain.process import Move, Offer
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.supervision.forms.cases import CaseMoveForm
from gongkai.supervision.queries import cases
from gongkai.supervision.queries.cases import Case
from gongkai.supervision.staff.case_common import Tried

#: What is asked before a move that cannot be taken back.
QUESTIONS = {
    "decide": N_("Whom it concerns is told of the decision and may ask for a review. Decide?"),
    "drop": N_("A dropped case is not taken up again. Drop it?"),
    "decline": N_("The case ends here. Decide that nothing follows?"),
    "revoke": N_("The decision falls away for good. Revoke it?"),
    "appeal": N_("A review can be asked for once. Ask for it now?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"drop", "decline", "send_back", "look_again", "enquire", "appeal", "take_down"})
#: Of these two only the one that fits where the case stood is shown.
PAIR = frozenset({"uphold", "uphold_done"})


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: CaseMoveForm
    question: str
    open: bool
    url: str


def of(case: Case, actor: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        _offers(case, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, CaseMoveForm)
        form = CaseMoveForm(move=offer.move, case=case)
        if mine and isinstance(tried.form, CaseMoveForm):
            form = tried.form
        first = not at and offer.refused is None and key not in ASIDE
        cards.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address("accountability_move", case.pk, key),
            )
        )
    return cards


def _offers(case: Case, actor: StaffActor) -> list[Offer]:
    offered = cases.offers(case, actor)
    fits = any(each.move.key in PAIR and each.refused is None for each in offered)
    return [each for each in offered if not (fits and each.move.key in PAIR and each.refused is not None)]
