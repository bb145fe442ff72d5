"""What every staff view of evaluations and clean-up lists does: find the record, offer moves, address sisters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongkai.consultations.forms.evaluating import EvaluationMoveForm
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.records import CleanUp, Evaluation
from gongkai.consultations.staff.documents.cards import Card
from gongkai.consultations.staff.documents.common import Tried, typed
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.process import Offer
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "evaluation": {
        "publish": N_("Conclusion and summary become public. Publish them now?"),
        "discard": N_("The evaluation is closed for good. Discard it?"),
    },
    "clean_up": {
        "publish": N_("The list becomes public. It ends no document by itself. Publish it now?"),
        "discard": N_("The list is closed for good. Discard it?"),
    },
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"send_back", "correct", "discard"})


def found_evaluation(request: HttpRequest, pk: int) -> tuple[Evaluation, StaffActor]:
    """The evaluation and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = reads.evaluation(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def found_clean_up(request: HttpRequest, pk: int) -> tuple[CleanUp, StaffActor]:
    """The list and who asks for it."""
    acting = actor(request)
    found = reads.clean_up(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def evaluation_trail(of: Evaluation | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the evaluation, or of the evaluations as a whole."""
    steps = [
        (_("Rules and consultations"), address("consultations")),
        (_("Post-evaluations"), address("evaluations") if of is not None or rest else ""),
    ]
    if of is not None:
        steps.append((of.number, address("evaluation", of.pk) if rest else ""))
    return crumbs(*steps, *rest)


def clean_up_trail(of: CleanUp | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the list, or of the lists as a whole."""
    steps = [
        (_("Rules and consultations"), address("consultations")),
        (_("Clean-up lists"), address("clean_ups") if of is not None or rest else ""),
    ]
    if of is not None:
        steps.append((of.number, address("clean_up", of.pk) if rest else ""))
    return crumbs(*steps, *rest)


def cards(of: Evaluation | CleanUp, acting: StaffActor, tried: Tried) -> list[Card]:
    """The moves: what is possible before what is not, and what usually comes next before the rest."""
    kind = "evaluation" if isinstance(of, Evaluation) else "clean_up"
    offered: Sequence[Offer] = sorted(
        reads.offers(of, acting), key=lambda each: (each.refused is not None, each.move.key in ASIDE)
    )
    questions: Mapping[str, str] = QUESTIONS[kind]
    found: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, EvaluationMoveForm)
        form = tried.form if mine else EvaluationMoveForm(move=offer.move)
        assert isinstance(form, EvaluationMoveForm)
        first = not at and offer.refused is None and key not in ASIDE
        found.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(questions[key]) if key in questions else "",
                open=mine,
                url=address(f"{kind}_move", of.pk, key),
            )
        )
    return found


def note_refusal(tried: Tried, refusal: Refusal) -> None:
    """Puts a refusal at its field, or on top with what was typed."""
    form = tried.form
    if form is not None and isinstance(refusal, Invalid) and refusal.field in form.fields:
        refuse(form, refusal)
        return
    tried.refusal = refusal
    tried.typed = typed(form) if form is not None else []


def moved_to(of: Evaluation | CleanUp, key: str) -> str:
    """The sentence after a move."""
    table = reads.process_of(of)
    sentence = _("Done: {move}. It now stands at: {state}.")
    return sentence.format(move=_(table.move(key).label), state=_(table.state(of.state).label))


def facts(rows: Sequence[tuple[str, Any]]) -> list[dict[str, Any]]:
    """Labels and values of a record's head, those without a value left out."""
    return [{"label": label, "value": value} for label, value in rows if value]
