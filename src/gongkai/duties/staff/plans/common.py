"""What every staff view of plans, tasks, meetings and themes does: find the record, show the page, way and moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.domain.process import Move, Offer, Process
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.duties import plan_words as words
from gongkai.duties.forms.plans import MoveForm
from gongkai.duties.queries import plan_lists
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: What is asked before a move that reaches the public or cannot be taken back, by kind and move.
QUESTIONS = {
    "plan.adopt": N_("The plan becomes public with its tasks, and their limits begin to run. Adopt it now?"),
    "plan.close": N_("Nothing of the plan changes any more. Close it?"),
    "plan.discard": N_("The draft is closed for good. Discard it?"),
    "task.strike": N_("The task leaves the draft. Take it out?"),
    "meeting.call": N_("Every member of the body is called and told by e-mail. Call the meeting now?"),
    "meeting.sign": N_("The minutes do not change any more, and the decisions become tasks. Sign them?"),
    "theme.open": N_("The theme becomes public. Open it now?"),
    "theme.close": N_("Nothing is put under the theme any more. Close it?"),
    "theme.discard": N_("The draft is closed for good. Discard it?"),
}
#: Moves that are not what usually comes next.
ASIDE = frozenset({"take_back", "send_back", "discard", "drop", "strike", "reopen", "not_enough", "cancel"})


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


def cards(kind: str, pk: int, offers: Sequence[Offer], tried: Tried) -> list[Card]:
    """What is possible stands before what is not, and what usually comes next before the rest."""
    offered = sorted(offers, key=lambda each: (each.refused is not None, each.move.key in ASIDE))
    found: list[Card] = []
    for at, offer in enumerate(offered):
        key = offer.move.key
        mine = tried.form if tried.key == key and isinstance(tried.form, MoveForm) else None
        question = QUESTIONS.get(f"{kind}.{key}", "")
        found.append(
            Card(
                move=offer.move,
                kind="" if not at and offer.refused is None and key not in ASIDE else "secondary",
                refused=offer.refused,
                form=mine or MoveForm(move=offer.move),
                question=_(question) if question else "",
                open=mine is not None,
                url=address(f"{kind}_move", pk, key),
            )
        )
    return found


def found_in(request: HttpRequest, read: Callable[[StaffActor, int], Any], pk: int) -> tuple[Any, StaffActor]:
    """The record and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = read(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def planned_agency(acting: StaffActor) -> int:
    """The agency the person plans for; the own one first. ``NotAllowed`` without one."""
    agencies = plan_lists.agencies_planned(acting)
    if not agencies:
        raise NotAllowed(say("Only the planner of duties does this. Ask that person."))
    return agencies[0]


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``duties/staff/plans/<name>.html``; it may speak of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"duties/staff/plans/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


_ROOMS = {
    "plan": (N_("Work plans"), "plans"),
    "task": (N_("Tasks"), "tasks"),
    "meeting": (N_("Meetings"), "meetings"),
    "theme": (N_("Themes"), "themes"),
}


def trail(kind: str, found: Any, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the record, or of its kind as a whole."""
    label, name = _ROOMS[kind]
    steps = [(_("Work plans"), address("plans"))] if kind != "plan" else []
    steps.append((_(label), address(name) if found is not None or rest else ""))
    if found is not None:
        steps.append((found.number, address(kind, found.pk) if rest else ""))
    return crumbs(*steps, *rest)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    plain = (name for name in form.fields if not isinstance(form.fields[name], forms.FileField))
    return [(str(form[name].label), str(form[name].value() or "")) for name in plain]


def revision_now(request: HttpRequest, found: Any, refusal: Refusal | None) -> int | str:
    """The revision a form sends along: after a refusal that of the record as it stands now."""
    if found is None:
        return 0
    if refusal is not None:
        found.refresh_from_db(fields=["revision"])
        return int(found.revision)
    return request.POST.get("version", str(found.revision))


def status_of(refusal: Refusal | None, *asked: Any) -> int:
    """The status of a page with forms."""
    return refusal.status if refusal else 422 if any(each.errors for each in asked) else 200


def make_move(
    request: HttpRequest,
    process: Process,
    kind: str,
    pk: int,
    key: str,
    do: Callable[[int, str], Any],
    again: Callable[[Tried, int], HttpResponse],
) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept.

    ``do`` takes the revision seen and the reason, ``again`` shows the record after a refusal.
    """
    if not process.has_move(key):
        raise Http404
    form = MoveForm(without_nul(request.POST), move=process.move(key))
    tried = Tried(key, form)
    if not form.is_valid():
        return again(tried, 422)
    try:
        moved = do(version_seen(request), form.reason())
    except Refusal as refusal:
        tried.refusal, tried.typed = refusal, typed(form)
        return again(tried, refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(process.state(moved.state).label)
    tell(request, sentence.format(move=_(process.move(key).label), state=state))
    return go(kind, pk)
