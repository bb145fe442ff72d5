"""What every staff view of collections and problems does: find the record, show the page, address its sisters."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gongkai.consultations.forms.documents import MoveForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection, Problem
from gongkai.consultations.staff.documents.cards import Card
from gongkai.consultations.staff.documents.common import Tried
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.process import Offer
from gongkai.domain.text import N_
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: What is asked before a move that reaches the public or cannot be taken back.
QUESTIONS = {
    "open": N_("It becomes public, and what is asked does not change any more. Open it now?"),
    "tell": N_("What came of it becomes public. Publish it now?"),
    "discard": N_("The draft is closed for good. Discard it?"),
    "drop": N_("The problem is closed for good. Close it?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"open_again", "discard", "not_enough", "reopen", "drop"})


def found_collection(request: HttpRequest, pk: int) -> tuple[Collection, StaffActor]:
    """The collection and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = reads.collection(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def found_problem(request: HttpRequest, pk: int) -> tuple[Problem, StaffActor]:
    """The problem and who asks for it."""
    acting = actor(request)
    found = reads.problem(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def trail(of: Collection | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the collection, or of the collections as a whole."""
    steps = [
        (_("Rules and consultations"), address("consultations")),
        (_("Standing channels"), address("collections") if of is not None or rest else ""),
    ]
    if of is not None:
        steps.append((of.number, address("collection", of.pk) if rest else ""))
    return crumbs(*steps, *rest)


def problem_trail(of: Problem | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the problem, or of the problems as a whole."""
    steps = [
        (_("Rules and consultations"), address("consultations")),
        (_("Problems"), address("problems") if of is not None or rest else ""),
    ]
    if of is not None:
        steps.append((of.number, address("problem", of.pk) if rest else ""))
    return crumbs(*steps, *rest)


def cards(offers: Sequence[Offer], tried: Tried, name: str, pk: int) -> list[Card]:
    """The moves: what is possible before what is not, and what usually comes next before the rest."""
    offered = sorted(offers, key=lambda each: (each.refused is not None, each.move.key in ASIDE))
    found: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, MoveForm)
        form = tried.form if mine and isinstance(tried.form, MoveForm) else MoveForm(move=offer.move)
        first = not at and offer.refused is None and key not in ASIDE
        found.append(
            Card(
                move=offer.move,
                kind="" if first else "secondary",
                refused=offer.refused,
                form=form,
                question=_(QUESTIONS[key]) if key in QUESTIONS else "",
                open=mine,
                url=address(name, pk, key),
            )
        )
    return found
