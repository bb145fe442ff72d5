"""Deeds on a record: moving it along its process, entering opinions and receipts, and what is beside the process."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.domain.requests import PROCESS
from gongkai.people.middleware import actor
from gongkai.requests import actions
from gongkai.requests.forms.moving import ELSEWHERE, MoveForm, OpinionForm, ReceivedForm
from gongkai.requests.forms.staff import DEEDS
from gongkai.requests.queries import records
from gongkai.requests.queries.moves import ELSEWHERE as OPINIONS
from gongkai.requests.queries.moves import flags
from gongkai.requests.queries.records import Request
from gongkai.requests.staff import beside, cards, record
from gongkai.requests.staff.common import address_if_any, found, go, path_to, show, tell, version_seen
from gongkai.requests.staff.tried import Tried


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    matter, acting = found(request, pk)
    if not PROCESS.has_move(key) or key in OPINIONS:
        raise Http404
    wanted = PROCESS.move(key)
    form = MoveForm(request.POST, move=wanted, around=cards.around(matter, acting, [key]))
    tried = Tried(key=key, move=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, status=422)
    try:
        moved = actions.move(
            request_id=pk, key=key, actor=acting, expected_version=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        return _again(request, pk, form, tried, refusal)
    tell(request, _done(wanted.label, moved))
    return go("request", pk) if records.request_for_staff(actor(request), pk) else go("home")


def _done(label: str, matter: Request) -> str:
    sentence = _("Done: {move}. It now stands at: {state}.")
    return sentence.format(move=_(label), state=_(PROCESS.state(matter.state).label))


def _again(
    request: HttpRequest, pk: int, form: Form, tried: Tried, refusal: Refusal, part: str = ""
) -> HttpResponse:
    """The record once more: the sentence at the field it is about, or on top with what was typed."""
    name = getattr(refusal, "field", "")
    name = ELSEWHERE.get(name, name)
    if isinstance(refusal, Invalid) and name in form.fields:
        form.add_error(name, render(refusal.reason))
    else:
        tried.remember(form, refusal)
    matter, acting = found(request, pk)
    return record.page(request, matter, acting, tried=tried, part=part, status=refusal.status)


@staff_page
@require_POST
def opinion(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Enters what a third party or agency said: the last one when nobody else is being heard."""
    matter, acting = found(request, pk)
    form = OpinionForm(request.POST, number=number, today=clock.today())
    tried = Tried(key="opinion", opinion=(number, form))
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, part="hearings", status=422)
    key = "opinion" if "several_open" in flags(matter, answering=False) else "last_opinion"
    try:
        moved = actions.move(
            request_id=pk, key=key, actor=acting, expected_version=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        return _again(request, pk, form, tried, refusal, "hearings")
    tell(request, _done(PROCESS.move(key).label, moved))
    return _to_hearings(pk)


@staff_page
@require_POST
def letter_received(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Enters the day on which the letter of a hearing was received."""
    matter, acting = found(request, pk)
    form = ReceivedForm(request.POST, number=number, today=clock.today())
    tried = Tried(key="received", received=(number, form))
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, part="hearings", status=422)
    try:
        actions.note_letter_received(
            request_id=pk,
            actor=acting,
            expected_version=version_seen(request),
            consultation_id=number,
            on=form.cleaned_data["on"],
        )
    except Refusal as refusal:
        return _again(request, pk, form, tried, refusal, "hearings")
    tell(request, _("The day is entered, and the period for the opinion counted anew."))
    return _to_hearings(pk)


def _to_hearings(pk: int) -> HttpResponse:
    response = go("request", pk)
    response["Location"] += "?part=hearings"
    return response


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Does something beside the process; when it cannot be done, the record shows why with everything typed kept."""
    matter, acting = found(request, pk)
    if key not in DEEDS:
        raise Http404
    form = DEEDS[key](request.POST, prefix=key)
    tried = Tried(key=key, deed=form)
    if not form.is_valid():
        return record.page(request, matter, acting, tried=tried, status=422)
    try:
        if key == "split":
            return _slips(
                request, matter, beside.split(matter, acting, version_seen(request), form.cleaned_data)
            )
        sentence = beside.do(key, matter, acting, version_seen(request), form.cleaned_data)
    except Refusal as refusal:
        if isinstance(refusal, Invalid):
            refuse(form, refusal)
            return record.page(request, *found(request, pk), tried=tried, status=refusal.status)
        return _again(request, pk, form, tried, refusal)
    tell(request, sentence)
    return go("request", pk)


def _slips(request: HttpRequest, matter: Request, taken: list[dict[str, Any]]) -> HttpResponse:
    """What is handed over to the applicant of a request that was split: number and code of every part."""
    follow = address_if_any("portal:request_follow")
    context = {
        "matter": matter,
        "taken": taken,
        "follow_url": request.build_absolute_uri(follow) if follow else "",
        "crumbs": path_to(matter, (_("Slips"), "")),
    }
    return show(request, "split_slips", context)
