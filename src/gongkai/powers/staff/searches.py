"""The yearly search for risks (风险排查): its list, its progress unit by unit, the signatures and the end."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import access_searches, risk_words
from gongkai.powers.actions import searches as actions
from gongkai.powers.forms.risks import CloseForm, SearchForm, SignForm
from gongkai.powers.queries import searches as queries
from gongkai.powers.staff.common import show
from gongkai.powers.staff.risks import opened, trail


def _way(*further: tuple[str, str]) -> list[dict[str, str]]:
    return trail((_("The yearly search"), address("risk_searches") if further else ""), *further)


@staff_page
def risk_searches(request: HttpRequest) -> HttpResponse:
    """All searches with their progress, the newest first."""
    acting, agency = opened(request)
    found = queries.progress(queries.visible(acting)[:30])
    rows = [
        {**risk_words.progress_row(each), "url": address("risk_search", each.search.pk)} for each in found
    ]
    context = {
        "rows": rows,
        "may_open": bool(access_searches.may_run(acting, agency.pk)),
        "crumbs": _way(),
    }
    return show(request, "risk_searches", context)


@staff_page
def risk_search_new(request: HttpRequest) -> HttpResponse:
    """Opens a search."""
    acting, agency = opened(request)
    access_searches.may_run(acting, agency.pk).require()
    today = clock.today()
    initial = {
        "year": today.year,
        "opens_on": today,
        "title": _("Search for integrity risks {year}").format(year=today.year),
    }
    form = SearchForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        units=queries.units_for(agency.pk, today),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            search = actions.open_search(
                actor=acting,
                agency_id=agency.pk,
                year=data["year"],
                title=data["title"],
                opens_on=data["opens_on"],
                closes_on=data["closes_on"],
                unit_ids=data["units"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The search is open; each unit sees its part."))
            return go("risk_search", search.pk)
    context = {"form": form, "crumbs": _way((_("Open a search"), ""))}
    return show(request, "risk_search_new", context, 422 if form.errors else 200)


def _found(request: HttpRequest, pk: int) -> tuple[StaffActor, queries.Progress]:
    acting = actor(request)
    search = queries.search(acting, pk)
    if search is None:
        raise Http404
    return acting, queries.progress([search])[0]


@staff_page
def risk_search(request: HttpRequest, pk: int) -> HttpResponse:
    """A search: progress of every unit, the own unit's signature, and for the publisher the end."""
    acting, found = _found(request, pk)
    return _page(request, acting, found)


def _page(
    request: HttpRequest,
    acting: StaffActor,
    found: queries.Progress,
    *,
    sign: tuple[int, SignForm] | None = None,
    close: CloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    search = found.search
    tried, form = sign or (0, None)
    own = [
        {**row, "form": form if row["pk"] == tried else SignForm(auto_id=f"id_{row['pk']}_%s")}
        for row, each in zip(risk_words.part_rows(found.parts), found.parts, strict=True)
        if access_searches.may_sign(acting, each.part)
    ]
    context: dict[str, Any] = {
        **risk_words.progress_row(found),
        "search": search,
        "rows": risk_words.part_rows(found.parts),
        "own": own,
        "begun": search.opens_on <= clock.today(),
        "close_form": (close or CloseForm()) if access_searches.may_close(acting, search) else None,
        "error_forms": [each for each in (form, close) if each is not None],
        "public_url": address_if_any("portal:risk_search", search.agency.code, search.year),
        "crumbs": _way((search.title, "")),
    }
    return show(request, "risk_search", context, status)


@staff_page
@require_POST
def risk_search_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs the unit's part off."""
    acting = actor(request)
    part = queries.part(acting, pk)
    if part is None:
        raise Http404
    form = SignForm(request.POST, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        try:
            actions.sign_off(actor=acting, part_id=pk, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The search of {unit} is signed off.").format(unit=part.unit.name))
            return go("risk_search", part.search_id)
    _acting, found = _found(request, part.search_id)
    return _page(request, acting, found, sign=(pk, form), status=422)


@staff_page
@require_POST
def risk_search_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes the search."""
    acting, found = _found(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close_search(actor=acting, search_id=pk, note=form.cleaned_data["note"])
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The search is closed."))
            return go("risk_search", pk)
    return _page(request, acting, found, close=form, status=422)
