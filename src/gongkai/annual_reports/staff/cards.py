"""The moves on the right of the record: one form each with exactly the fields it needs, or why not now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from gongkai.annual_reports import forms
from gongkai.annual_reports.queries import Offered, Report
from gongkai.annual_reports.staff.common import address_of
from gongkai.core.refusals import Refusal
from gongkai.domain.process import Move
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_

#: What is asked before a move that reaches the public or puts one's name under it.
QUESTIONS = {
    "sign": N_("You sign the report with the figures as they are frozen. Sign it?"),
    "publish": N_("The report becomes public at once. Publish it now?"),
}


@dataclass
class Tried:
    """A deed that was not done: what was typed stays, and the sentence stands where the eye is."""

    key: str = ""
    move: forms.MoveForm | None = None
    explain: tuple[str, forms.ExplainForm] | None = None
    declare: forms.DeclareForm | None = None
    rule: forms.RuleForm | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Card:
    """A move as the record offers it."""

    move: Move
    kind: str
    refused: Refused | None
    form: forms.MoveForm
    question: str
    open: bool
    url: str


def of(report: Report, offered: Sequence[Offered], tried: Tried) -> list[Card]:
    """The cards: the first possible move stands out; what cannot be done now follows."""
    cards = []
    first = True
    for offer in sorted(offered, key=lambda each: each.refused is not None):
        key = offer.move.key
        kind = "" if first and offer.refused is None else "secondary"
        first = first and kind != ""
        form = tried.move if tried.move is not None and tried.key == key else None
        cards.append(
            Card(
                offer.move,
                kind,
                offer.refused,
                form or forms.MoveForm(move=offer.move),
                _(QUESTIONS[key]) if key in QUESTIONS else "",
                form is not None,
                address_of(report, "report_move", key),
            )
        )
    return cards
