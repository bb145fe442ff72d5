"""The telephone seat (接听席): a matter is taken in on one page, without the mouse, and its receipt handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions, house
from gongkai.complaints.actions import Given, ReplyInput, Submitted
from gongkai.complaints.forms.entering import (
    ACCESS_KEYS,
    AGAINST,
    ANSWER,
    CALLER,
    CAME,
    REACHED,
    EnterForm,
    Offered,
    unjudged,
)
from gongkai.complaints.queries import desk, people, routing, sessions
from gongkai.complaints.queries import entering as queries
from gongkai.complaints.queries.entering import Matter, Routed
from gongkai.complaints.staff.common import address, crumbs, show
from gongkai.complaints.staff.entering_panel import dangers, panel, sketch
from gongkai.complaints.staff.receipt import receipt
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import kinds_of_files, largest, refuse
from gongkai.core.refusals import Refusal
from gongkai.domain.complaints import DESK
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Buttons and their access keys.
DEEDS = {"take": "s", "dispatch": "g", "answer": "a"}


@dataclass
class _Sheet:
    """The form on its way: who fills it in, for which agency, and what was typed."""

    acting: StaffActor
    data: QueryDict
    agency_id: int
    options: dict[str, Any] = field(default_factory=dict)


def _sheet(request: HttpRequest) -> _Sheet:
    acting = actor(request)
    agencies = desk.agencies_where(acting, DESK)
    if not agencies:
        access.may_register(acting, acting.agency_id).require()
    data = request.POST.copy() if request.method == "POST" else QueryDict(mutable=True)
    picked = str(data.get("do", ""))
    if picked.startswith("pick:"):
        data["category"] = picked.removeprefix("pick:")
    wanted = str(data.get("agency", ""))
    agency_id = next((each.pk for each in agencies if str(each.pk) == wanted), agencies[0].pk)
    offered = Offered(
        agencies,
        sessions.recent(agency_id),
        list(people.units_of(agency_id)),
        list(people.staff_of(agency_id)),
        list(people.handling_units(agency_id)),
    )
    options = {"offered": offered, "today": clock.today(), "category": str(data.get("category", ""))}
    return _Sheet(acting, data, agency_id, options)


@staff_page
def enter(request: HttpRequest) -> HttpResponse:
    """The form; taken in, the receipt with number and code. Sent twice, it gives the same ones again."""
    sheet = _sheet(request)
    if request.method != "POST":
        return _page(request, sheet, _blank(request, sheet))
    do = str(sheet.data.get("do", "look"))
    if do not in DEEDS and not do.startswith("join:"):
        return _page(request, sheet, unjudged(sheet.data, **sheet.options))
    form = EnterForm(sheet.data, request.FILES, **sheet.options)
    if form.is_valid():
        _insist(form, sheet, do)
    if not form.is_valid():
        return _page(request, sheet, form, 422)
    try:
        taken = actions.submit(
            agency_id=form.agency_id(),
            actor=sheet.acting,
            report=form.report(dangers(sketch(sheet.data, sheet.agency_id))[1]),
            token=form.sending,
            files=form.uploads(),
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, sheet, form, 422)
    return receipt(request, taken, sheet.acting, _then(form, taken, sheet, do))


@staff_page
@require_POST
def beside(request: HttpRequest) -> HttpResponse:
    """The column beside the form alone, for the script; the telephone number stands in no address and no log."""
    sheet = _sheet(request)
    form = unjudged(sheet.data, **sheet.options)
    return show(request, "new_beside", panel(sheet.acting, sheet.data, form, sheet.agency_id))


def _blank(request: HttpRequest, sheet: _Sheet) -> EnterForm:
    """An empty form; way in and session go on from the matter before."""
    channel, session = request.GET.get("channel", ""), request.GET.get("session", "")
    initial: dict[str, Any] = {}
    known = {str(each.pk) for each in sheet.options["offered"].sessions}
    if session in known:
        initial |= {"channel": "broadcast", "session": int(session)}
    elif (house.row("channel", channel) or {"entry": "online"})["entry"] != "online":
        initial["channel"] = channel
    return EnterForm(initial=initial, **sheet.options)


def _insist(form: EnterForm, sheet: _Sheet, do: str) -> None:
    """What the chosen button needs besides, asked before anything is written; danger is asked first of all."""
    known = sketch(sheet.data, sheet.agency_id)
    data = form.cleaned_data
    if set(dangers(known)[1]) - set(sheet.data.getlist("safe")):
        form.add_error(
            None, _("This may be dangerous. Tell the caller whom to call first, then confirm it beside.")
        )
    if do == "take":
        return
    if not data["category"]:
        form.add_error("category", _("Choose the class first: without it the matter can only be taken in."))
    elif do == "dispatch" and data["unit"] is None and _route(known) is None:
        form.add_error("unit", _("No rule says where this goes. Choose the unit."))
    elif do == "answer":
        _insist_on_answer(form)


def _insist_on_answer(form: EnterForm) -> None:
    # A field that is refused is no longer among the cleaned ones.
    data = dict(form.cleaned_data)
    kind = house.row("kind", data["kind"]) or {}
    if not kind.get("direct"):
        form.add_error("kind", _("Only enquiries and calls for help are answered at once. Dispatch it."))
    if len(data["answer"].strip()) < 10:
        form.add_error("answer", _("Write what was answered: at least ten characters."))
    if data["kind"] == "help" and not data["evidence"].strip():
        form.add_error("evidence", _("Say what the answer rests on: what was done, or what was seen."))


def _route(known: queries.Sketch) -> Routed | None:
    found = queries.routed(known)
    return found.answer if found is not None and isinstance(found.answer, Routed) else None


def _then(form: EnterForm, taken: Submitted, sheet: _Sheet, do: str) -> Refusal | None:
    """The deed that follows upon taking it in. What stands in its way undoes nothing: the matter is there."""
    matter = queries.fresh(taken.matter.pk)
    if do == "take" or (taken.again and matter.state != "registered"):
        return None
    try:
        if do == "dispatch":
            _dispatch(matter, form, sheet)
        elif do == "answer":
            _answer(matter, form, sheet.acting)
        else:
            _move(matter, "merge", sheet.acting, Given(lead=do.removeprefix("join:")))
    except Refusal as refusal:
        return refusal
    return None


def _dispatch(matter: Matter, form: EnterForm, sheet: _Sheet) -> None:
    chosen = form.cleaned_data["unit"]
    if chosen is not None:
        given = Given(unit=chosen)
    else:
        answer = routing.answer(matter)
        assert isinstance(answer, Routed)  # asked before it was taken in
        (lead,) = routing.unit_ids(matter.agency_id, [answer.lead])
        co = tuple(routing.unit_ids(matter.agency_id, answer.co))
        given = Given(unit=lead, co_units=co, routed_by=answer.rule.key)
    _move(matter, "dispatch", sheet.acting, given)


def _answer(matter: Matter, form: EnterForm, acting: StaffActor) -> None:
    data = form.cleaned_data
    reply = ReplyInput(
        text=data["answer"].strip(), result=data["result"] or "explained", evidence=data["evidence"].strip()
    )
    actions.write_reply(matter_id=matter.pk, actor=acting, reply=reply, expected_version=matter.version)
    _move(
        matter,
        "answer_directly",
        acting,
        Given(way="telephone" if matter.channel == "telephone" else "in_person"),
    )


def _move(matter: Matter, key: str, acting: StaffActor, given: Given) -> None:
    actions.move(matter_id=matter.pk, key=key, actor=acting, expected_version=matter.version, given=given)


def _page(request: HttpRequest, sheet: _Sheet, form: EnterForm, status: int = 200) -> HttpResponse:
    kinds = [key for key in house.keys("kind") if (house.row("kind", key) or {}).get("direct")]
    kind = str(form["kind"].value() or "")
    context = {
        **panel(sheet.acting, sheet.data, form, sheet.agency_id),
        "caller_fields": form.part(CALLER),
        "reached": form.part(REACHED),
        "against": form.part(AGAINST),
        "came": form.part(CAME),
        "answer_fields": form.part(ANSWER),
        "reached_open": any(form[name].value() for name in ("email", "home")) or _wrong(form, REACHED),
        "against_open": kind == "report" or any(form[name].value() for name in AGAINST),
        "answer_open": bool(form["answer"].value()) or _wrong(form, ANSWER),
        "came_open": form["channel"].value() != "telephone" or _wrong(form, CAME),
        "direct": " ".join(kinds),
        "deeds": DEEDS,
        "access_keys": ACCESS_KEYS,
        "file_kinds": kinds_of_files(),
        "file_largest": largest(),
        "crumbs": crumbs((_("Complaints"), address("complaints")), (_("Take a matter in"), "")),
    }
    return show(request, "new", context, status)


def _wrong(form: EnterForm, names: tuple[str, ...]) -> bool:
    return form.is_bound and any(name in form.errors for name in names)


urlpatterns_staff: list[URLPattern] = [
    path("complaints/new/", enter, name="complaint_enter"),
    path("complaints/new/beside/", beside, name="complaint_enter_beside"),
]
