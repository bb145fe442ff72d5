"""The moves on the right of a finding: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.supervision.forms.findings import MoveForm
from gongkai.supervision.queries import findings, lists
from gongkai.supervision.queries.records import Finding
from gongkai.supervision.staff.common import Tried

#: What is asked before a move that cannot be taken back.
QUESTIONS = {"settle": N_("The notice is closed. Find it settled?")}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"not_enough", "dismiss"})


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


def of(found: Finding, actor: StaffActor, tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        findings.offers(found, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    last_day = lists.last_day(found, clock.calendar())
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        blank = MoveForm(move=offer.move, last_day=last_day)
        form = tried.form if mine and isinstance(tried.form, MoveForm) else blank
        first = not at and offer.refused is None and key not in ASIDE
        cards.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address("supervision_move", found.pk, key),
            )
        )
    return cards
