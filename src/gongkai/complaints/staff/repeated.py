"""Repeated matters: one class again and again in one grid, to be passed on to where the cause is dealt with."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gongkai.complaints import actions, figure_words, house, words
from gongkai.complaints.forms.deeds import ClueForm
from gongkai.complaints.queries import desk
from gongkai.complaints.queries import repeated as reads
from gongkai.complaints.queries.repeated import Group
from gongkai.complaints.staff.common import address, address_if_any, crumbs, go, show, tell
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
def repeated(request: HttpRequest) -> HttpResponse:
    """The groups the reader sees, the largest first."""
    acting = actor(request)
    context = {
        "rows": [_row(each, acting) for each in reads.groups(acting)],
        "count": house.number("repeat_count"),
        "days": house.number("repeat_days"),
        "sees": desk.sees_matters(acting),
        "crumbs": _crumbs((_("Repeated matters"), "")),
    }
    return show(request, "repeated", context)


def _crumbs(*further: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs(
        (_("Complaints"), address("complaints")),
        (_("Figures about matters"), address("complaint_figures")),
        *further,
    )


def _row(group: Group, acting: StaffActor) -> dict[str, Any]:
    at = urlencode({"category": group.category, "grid": group.grid})
    return {
        "category": words.category(group.category, on=clock.today()),
        "place": figure_words.place(group.grid),
        "number": ngettext("{n} matter", "{n} matters", group.number).format(n=group.number),
        "first": group.first,
        "last": group.last,
        "matters": [{"number": each.number, "url": address("complaint", each.pk)} for each in group.newest],
        "more": group.number - len(group.newest),
        "clues": [
            {"kind": words.clue(each.kind), "number": each.number, "on": each.on} for each in group.clues
        ],
        "pass_url": f"{address('complaint_pass_on')}?{at}"
        if reads.may_pass_on(acting, group.newest[0])
        else "",
        "list_url": f"{address('complaints')}?{urlencode({'category': group.category, 'repeated': 'on'})}",
    }


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest) -> HttpResponse:
    """Passes the group on as a clue, from its newest matter, looked up anew each time."""
    acting = actor(request)
    category, grid = request.GET.get("category", ""), request.GET.get("grid", "")
    group = next(
        (each for each in reads.groups(acting) if (each.category, each.grid) == (category, grid)), None
    )
    if group is None:
        raise Http404
    form = ClueForm(request.POST or None, initial={"kind": "risk_point", "note": _note(group)})
    if request.method == "POST" and form.is_valid() and _done(form, group, acting):
        tell(request, _("The clue is passed on; the matter itself goes on here."))
        return go("complaint_repeated")
    context = {
        "form": form,
        "row": _row(group, acting),
        "newest": group.newest[0].number,
        "case_url": address_if_any("workspace:complaint_to_penalty_case", group.newest[0].pk),
        "risk_url": address_if_any("workspace:complaint_to_risk_point", group.newest[0].pk),
        "crumbs": _crumbs(
            (_("Repeated matters"), address("complaint_repeated")), (_("Pass on as a clue"), "")
        ),
    }
    return show(request, "pass_on", context, 200 if not form.errors else 422)


def _done(form: ClueForm, group: Group, acting: StaffActor) -> bool:
    """Passes it on; why it cannot be is told at the form."""
    data = form.cleaned_data
    if any((each.kind, each.number) == (data["kind"], data["number"]) for each in group.clues):
        form.add_error("number", _("This clue was passed on before under the same number."))
        return False
    try:
        actions.link(
            matter_id=group.newest[0].pk,
            actor=acting,
            kind=data["kind"],
            number=data["number"],
            note=data["note"],
            system=data["system"],
        )
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def _note(group: Group) -> str:
    """What is passed on, to be added to: class, place, how often, and the numbers."""
    numbers = ("、" if words.in_chinese() else ", ").join(each.number for each in group.newest)
    return _("{category}, {place}: {n} matters within {days} days ({numbers}).").format(
        category=words.category(group.category, on=clock.today()),
        place=figure_words.place(group.grid),
        n=group.number,
        days=house.number("repeat_days"),
        numbers=numbers,
    )
