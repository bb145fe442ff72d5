"""What every screen of assessments does: find the record, offer its moves, draw its way."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import tell
from gongkai.domain import swimlane
from gongkai.domain.process import Kind, Move, Process
from gongkai.domain.refusal import Refused
from gongkai.domain.supervision import assessment as course
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.records import Assessed, Assessment
from gongkai.supervision.staff.common import Tried, typed

PROCESSES = {process.key: process for process in course.PROCESSES}
Again = Callable[[Tried, int], HttpResponse]


@dataclass(frozen=True, slots=True)
class Card:
    """A move as a record offers it; ``anchor``: where on the page its form stands, if not in the card."""

    move: Move
    kind: str
    refused: Refused | None
    form: forms.Form
    question: str
    open: bool
    url: str
    anchor: str = ""


def found_assessment(request: HttpRequest, pk: int) -> tuple[Assessment, StaffActor]:
    """The assessment and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = assessments.one(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def found_entry(request: HttpRequest, pk: int) -> tuple[Assessed, StaffActor]:
    """The entry and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = assessments.entry(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def sorted_offers(
    record: Assessment | Assessed, acting: StaffActor, aside: Collection[str] = ()
) -> list[Any]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = assessments.offers(record, acting)
    return sorted(offered, key=lambda each: (each.refused is not None, each.move.key in aside))


def attempt(
    request: HttpRequest, key: str, form: forms.Form, do: Callable[[], object], done: str, again: Again
) -> HttpResponse | None:
    """Does a deed with its form. The page it was done on with everything typed where it was not; else nothing."""
    if not form.is_valid():
        return again(Tried(key, form), 422)
    try:
        do()
    except Invalid as invalid:
        refuse(form, invalid)
        return again(Tried(key, form), 422)
    except Refusal as refusal:
        return again(Tried(key, form, refusal, typed(form)), refusal.status)
    tell(request, done)
    return None


def next_step(process: Process, state: str) -> str:
    """Who has the next step; nothing once it is over."""
    found = process.state(state)
    if found.kind is not Kind.OPEN:
        return ""
    return gettext("The next step is with: {lane}.").format(lane=gettext(process.lane(found.lane).label))


@lru_cache(maxsize=32)
def picture(_language: str, key: str, state: str) -> SafeString:
    """The swim lanes with the current step marked; drawn once for a language and a state."""
    drawing = swimlane.svg(PROCESSES[key], label=gettext, title_id="process-title", current=state)
    return SafeString(drawing)  # made by us from the process table, every word escaped


def table(process: Process) -> dict[str, Any]:
    """The same in words."""
    rows = swimlane.text_alternative(process, gettext)
    return {
        "head": [gettext("Step"), gettext("Whose"), gettext("What may follow")],
        "rows": [
            [
                each.step,
                each.who,
                gettext("; ").join(f"{move.words} → {move.leads_to}" for move in each.next) or "—",
            ]
            for each in rows
        ],
    }
