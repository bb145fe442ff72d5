"""Deeds on a record: moving it along its process, what is beside the process, and joining it with another."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import actions, words
from gongkai.complaints.forms.deeds import DEEDS
from gongkai.complaints.forms.moving import ELSEWHERE, MoveForm
from gongkai.complaints.queries import desk, moves, records, register
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff import beside, cards, record
from gongkai.complaints.staff.common import address, found, go, path_to, show, tell, version_seen
from gongkai.complaints.staff.rows import badges
from gongkai.complaints.staff.tried import Tried
from gongkai.core.access import staff_page
from gongkai.core.formfields import one_line, refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.domain.complaints import PROCESS
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Letters of a number that are read.
LONGEST = 60


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    matter, acting = found(request, pk)
    if not PROCESS.has_move(verb) or not PROCESS.move(verb).roles:
        raise Http404
    wanted = PROCESS.move(verb)
    form = MoveForm(request.POST, move=wanted, around=cards.around(matter, [verb]).around)
    tried = Tried(key=verb, move=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, status=422)
    try:
        moved = actions.move(
            matter_id=pk, key=verb, actor=acting, expected_version=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        return _again(request, pk, form, tried, refusal)
    tell(request, _done(wanted.label, moved))
    # Given to another unit, it may be none of theirs any more.
    return go("complaint", pk) if records.matter_for_staff(actor(request), pk) else go("home")


def _done(label: str, matter: Matter) -> str:
    sentence = _("Done: {move}. It now stands at: {state}.")
    return sentence.format(move=_(label), state=_(PROCESS.state(matter.state).label))


def _again(request: HttpRequest, pk: int, form: Form, tried: Tried, refusal: Refusal) -> HttpResponse:
    """The record once more: the sentence at the field it is about, or on top with what was typed."""
    name = getattr(refusal, "field", "")
    name = ELSEWHERE.get(name, name)
    if isinstance(refusal, Invalid) and name in form.fields:
        form.add_error(name, render(refusal.reason))
    else:
        tried.remember(form, refusal)
    matter, acting = found(request, pk)
    if tried.move is not None and not _offered(matter, acting, tried.key):
        tried.move = None  # the move is not among those any more; what was typed stands on top
    return record.page(request, matter, acting, tried=tried, status=refusal.status)


def _offered(matter: Matter, acting: StaffActor, key: str) -> bool:
    return any(each.move.key == key and each.refused is None for each in moves.offers(matter, acting))


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Does something beside the process; when it cannot be done, the record shows why with everything typed kept."""
    matter, acting = found(request, pk)
    if verb not in DEEDS:
        raise Http404
    form = DEEDS[verb](request.POST, request.FILES, prefix=verb, concerns=beside.concerned(verb, matter))
    tried = Tried(key=verb, deed=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, status=422)
    try:
        sentence = beside.do(verb, matter, acting, form)
    except Refusal as refusal:
        if isinstance(refusal, Invalid):
            refuse(form, refusal)
            return record.page(request, *found(request, pk), tried=tried, status=refusal.status)
        return _again(request, pk, form, tried, refusal)
    tell(request, sentence)
    response = go("complaint", pk)
    if verb in record.PART_OF_DEED:
        response["Location"] += f"?part={record.PART_OF_DEED[verb]}"
    return response


@staff_page
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """A look at both matters beside each other; the button there joins them."""
    matter, acting = found(request, pk)
    number = one_line(request.GET.get("lead", "") or request.GET.get("merge-lead", ""), LONGEST)
    lead = register.matter_numbered(acting, number) if number else None
    if lead is not None and lead.pk == matter.pk:
        lead = None
    offer = next((each for each in moves.offers(matter, acting) if each.move.key == "merge"), None)
    if offer is None:
        raise Http404
    context = {
        "matter": matter,
        "number": number,
        "sides": [_side(each) for each in (matter, lead)] if lead else [],
        "lead": lead,
        "refused": offer.refused,
        "move_url": address("complaint_move", matter.pk, "merge"),
        "crumbs": path_to(matter, (_("Join with another matter"), "")),
    }
    return show(request, "merge", context)


def _side(matter: Matter) -> dict[str, Any]:
    item = desk.items([matter])[0]
    return {
        "matter": matter,
        "url": address("complaint", matter.pk),
        "badges": badges(item),
        "rows": [
            {"label": _("Kind"), "value": words.kind(matter.kind)},
            {"label": _("Class"), "value": words.category(matter.category, matter.category_version)},
            {"label": _("District of the city"), "value": words.district(matter.district)},
            {"label": _("Address"), "value": matter.address},
        ],
    }
