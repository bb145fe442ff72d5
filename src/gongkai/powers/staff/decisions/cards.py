"""The moves on the right of a decision's record: one form each with what it needs, or why not now."""

from __future__ import annotations

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.powers.forms.decisions import MoveForm
from gongkai.powers.queries import decisions as reads
from gongkai.powers.queries.records import Decision

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "decide": N_("The decision is made with your name. Decide it now?"),
    "publish": N_("The public text becomes public. Publish it now?"),
    "revoke": N_(
        "The decision counts no more, and what is public must be withdrawn within three working days. Go on?"
    ),
    "withdraw": N_("The public page shows only that it was withdrawn, and why. Withdraw it?"),
    "drop": N_("The case is closed for good. Close it?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"object", "send_back", "withhold", "revoke", "drop"})


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


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


def of(found: Decision, actor: StaffActor, tried: Tried, *, notice: bool) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(
        reads.offers(found, actor), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    cards: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine else fresh(offer.move, notice=notice)
        assert isinstance(form, MoveForm)
        cards.append(
            Card(
                move=offer.move,
                kind="" if not at and offer.refused is None and key not in ASIDE else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address("power_decision_move", found.pk, key),
            )
        )
    return cards


def fresh(move: Move, *, notice: bool) -> MoveForm:
    """The move's form before anything is typed: days are today's."""
    return MoveForm(move=move, notice=notice, initial={"on": clock.today()})
