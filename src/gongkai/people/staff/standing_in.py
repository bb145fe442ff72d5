"""Standing in during an absence (委托代理)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people import actions, queries
from gongkai.people.forms import DelegateForm, Form
from gongkai.people.middleware import actor
from gongkai.people.staff.base import agency_here, form_page, here, number, posted, room


@staff_page
def delegations(request: HttpRequest) -> HttpResponse:
    """Who stands in for whom, now and later, and who did."""
    who = actor(request)
    context = room(request, "people_delegations", agency_here(request)) | {
        "running": queries.delegations(who),
        "past": queries.delegations(who, past=True),
        "today": clock.today(),
        "longest": actions.longest_delegation(),
    }
    return render(request, "people/staff/delegations.html", context)


@staff_page
def delegation_new(request: HttpRequest) -> HttpResponse:
    """Having somebody stand in."""
    who = actor(request)
    form = DelegateForm(
        posted(request),
        initial={"begins_on": clock.today(), "appointment": number(request, "appointment")},
    )
    rows = list(queries.appointments_to_delegate(who))
    rows.sort(key=lambda row: row.person_id != who.person_id)
    form.offer(
        "appointment", ((row.pk, f"{row.person.name}: {row.post.unit.name} {row.post.title}") for row in rows)
    )
    agencies = {row.post.unit.agency_id for row in rows} | {who.agency_id}
    people = [
        each
        for agency_id in sorted(agencies)
        for each in queries.colleagues(agency_id, without=[who.person_id])
    ]
    form.offer("deputy", ((row.pk, f"{row.name} ({row.username})") for row in people))

    def deed(values: dict[str, Any]) -> None:
        ids = {"appointment_id": values.pop("appointment"), "deputy_id": values.pop("deputy")}
        actions.delegate(actor=who, **ids, **values)

    return form_page(
        request,
        form,
        deed,
        title=_("Have somebody stand in"),
        lead=_(
            "During an absence a colleague acts in the post, at most {days} days. "
            "The ledger names both: who did it and in whose place."
        ).format(days=actions.longest_delegation()),
        submit=_("Have them stand in"),
        back=here("people_delegations"),
        done=_("The standing in is arranged."),
        crumbs=[(_("Standing in"), here("people_delegations"))],
    )


@staff_page
def delegation_end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Ending it at once."""
    who = actor(request)
    row = queries.delegation(who, delegation_id)
    return form_page(
        request,
        Form(posted(request)),
        lambda _values: actions.end_delegation(actor=who, delegation_id=delegation_id),
        title=_("End the standing in"),
        lead=_("{deputy} stands in for {person} ({unit} {post}). It ends at once.").format(
            deputy=row.deputy.name,
            person=row.appointment.person.name,
            unit=row.appointment.post.unit.name,
            post=row.appointment.post.title,
        ),
        submit=_("End it now"),
        back=here("people_delegations"),
        done=_("The standing in has ended."),
        crumbs=[(_("Standing in"), here("people_delegations"))],
        danger=True,
    )
