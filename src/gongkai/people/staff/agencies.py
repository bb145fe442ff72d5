"""Agencies: the list and what the site says of each."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.people import access, actions, queries
from gongkai.people.forms import AgencyForm
from gongkai.people.middleware import actor
from gongkai.people.staff.base import agency_here, crumbs_to, form_page, here, posted, room


def _above() -> tuple[str, str]:
    return (_("Agencies"), here("people_agencies"))


@staff_page
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies one may look at."""
    who = actor(request)
    context = room(request, "people_agencies", agency_here(request)) | {
        "agencies": queries.agencies(who),
        "may_open": access.may(who, "open_agency"),
    }
    return render(request, "people/staff/agencies.html", context)


@staff_page
def agency_new(request: HttpRequest) -> HttpResponse:
    """Opening a further agency."""
    who = actor(request)
    access.may(who, "open_agency").require()
    form = AgencyForm(posted(request), new=True)
    form.offer("superior", ((row.pk, row.name) for row in queries.agencies(who)))

    def deed(values: dict[str, Any]) -> None:
        code, superior = values.pop("code"), values.pop("superior")
        actions.open_agency(actor=who, code=code, superior_id=superior, data=actions.AgencyData(**values))

    return form_page(
        request,
        form,
        deed,
        title=_("Open an agency"),
        lead=_(
            "Its units, posts and accounts are opened afterwards; this agency's administrators serve it too."
        ),
        submit=_("Open the agency"),
        back=here("people_agencies"),
        done=_("The agency is open."),
        crumbs=[_above()],
    )


@staff_page
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """What the site says of an agency."""
    who = actor(request)
    row = queries.agency(who, agency_id)
    labels = AgencyForm(new=False)
    context = {
        "agency": row,
        "rows": [
            {"question": str(bound.label), "answer": getattr(row, bound.name)}
            for bound in labels
            if bound.name != "name"
        ],
        "crumbs": crumbs_to(row.name, [_above()]),
        "history": queries.history("people.agency", row.pk),
        "may_change": access.may(who, "change_agency", row.pk),
        "query": f"?agency={row.pk}" if row.pk != who.agency_id else "",
    }
    return render(request, "people/staff/agency.html", context)


@staff_page
def agency_change(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Changing it."""
    who = actor(request)
    row = queries.agency(who, agency_id)
    access.may(who, "change_agency", row.pk).require()
    seen = request.POST.get("seen", "")
    initial = {each.name: getattr(row, each.name) for each in fields(actions.AgencyData)}
    return form_page(
        request,
        AgencyForm(posted(request), new=False, initial=initial),
        lambda values: actions.change_agency(
            actor=who, agency_id=agency_id, data=actions.AgencyData(**values), seen=seen
        ),
        title=_("Change what the site says of {agency}").format(agency=row.short_name),
        lead=_("Footer, contact page and disclosure guide show it at once."),
        submit=_("Save"),
        back=here("people_agency", agency_id),
        done=_("The agency's data are changed."),
        crumbs=[_above(), (row.name, here("people_agency", agency_id))],
        seen=seen or queries.stamp(row),
    )
