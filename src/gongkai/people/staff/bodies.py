"""Bodies: leading group, supervision group; their seats and terms of office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people import access, actions, queries
from gongkai.people.forms import BodyForm, EndForm, SeatForm
from gongkai.people.middleware import actor
from gongkai.people.staff.base import agency_here, crumbs_to, form_page, here, posted, room


def _above() -> tuple[str, str]:
    return (_("Groups"), here("people_bodies"))


@staff_page
def bodies(request: HttpRequest) -> HttpResponse:
    """The bodies of an agency with whoever sits there today."""
    who, agency = actor(request), agency_here(request)
    context = room(request, "people_bodies", agency) | {
        "bodies": queries.bodies(who, agency.pk),
        "may_keep": access.may(who, "keep_bodies", agency.pk),
    }
    return render(request, "people/staff/bodies.html", context)


@staff_page
def body_new(request: HttpRequest) -> HttpResponse:
    """Founding a body."""
    who, agency = actor(request), agency_here(request)
    access.may(who, "keep_bodies", agency.pk).require()
    return form_page(
        request,
        BodyForm(posted(request), initial={"begins_on": clock.today()}),
        lambda values: actions.found_body(actor=who, agency_id=agency.pk, **values),
        title=_("Found a body"),
        lead=agency.name,
        submit=_("Found the body"),
        back=here("people_bodies"),
        done=_("The body is on record. Give its seats now."),
        crumbs=[_above()],
    )


@staff_page
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """One body: its seats now and before, its history."""
    who = actor(request)
    row = queries.body(who, body_id)
    today = clock.today()
    context = {
        "body": row,
        "today": today,
        "sitting": [seat for seat in row.seats if seat.ends_on is None or seat.ends_on >= today],  # type: ignore[attr-defined]
        "past": [seat for seat in row.seats if seat.ends_on is not None and seat.ends_on < today],  # type: ignore[attr-defined]
        "crumbs": crumbs_to(row.name, [_above()]),
        "history": queries.history("people.body", row.pk),
        "may_keep": access.may(who, "keep_bodies", row.agency_id),
    }
    return render(request, "people/staff/body.html", context)


@staff_page
def seat_new(request: HttpRequest, body_id: int) -> HttpResponse:
    """Giving a seat."""
    who = actor(request)
    row = queries.body(who, body_id)
    access.may(who, "keep_bodies", row.agency_id).require()
    form = SeatForm(posted(request), initial={"begins_on": clock.today()})
    form.offer(
        "post", ((each.pk, f"{each.unit.name} {each.title}") for each in queries.open_posts(row.agency_id))
    )
    form.offer("person", ((each.pk, each.name) for each in queries.colleagues(row.agency_id)))

    def deed(values: dict[str, Any]) -> None:
        ids = {"post_id": values.pop("post"), "person_id": values.pop("person")}
        actions.seat_member(actor=who, body_id=body_id, **ids, **values)

    return form_page(
        request,
        form,
        deed,
        title=_("Give a seat in {body}").format(body=row.name),
        submit=_("Give the seat"),
        back=here("people_body", body_id),
        done=_("The seat is given."),
        crumbs=[_above(), (row.name, here("people_body", body_id))],
    )


@staff_page
def membership_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ending a term."""
    who = actor(request)
    row = queries.membership(who, membership_id)
    access.may(who, "keep_bodies", row.body.agency_id).require()
    name = f"{row.post.unit.name} {row.post.title}" if row.post else row.person.name if row.person else ""
    return form_page(
        request,
        EndForm(posted(request), initial={"last_day": clock.today()}),
        lambda values: actions.end_membership(actor=who, membership_id=membership_id, **values),
        title=_("End a seat"),
        lead=_("{member} in {body}. The term stays on record.").format(member=name, body=row.body.name),
        submit=_("End the seat"),
        back=here("people_body", row.body_id),
        done=_("The end of the seat is set."),
        crumbs=[_above(), (row.body.name, here("people_body", row.body_id))],
        danger=True,
    )


@staff_page
def body_dissolve(request: HttpRequest, body_id: int) -> HttpResponse:
    """Dissolving a body."""
    who = actor(request)
    row = queries.body(who, body_id)
    access.may(who, "keep_bodies", row.agency_id).require()
    form = EndForm(posted(request), initial={"last_day": clock.today()})
    form.fields["reason"].required = True
    return form_page(
        request,
        form,
        lambda values: actions.dissolve_body(actor=who, body_id=body_id, **values),
        title=_("Dissolve {body}").format(body=row.name),
        lead=_("All its seats end on the same day. The body and its terms stay on record."),
        submit=_("Dissolve the body"),
        back=here("people_body", body_id),
        done=_("The end of the body is set."),
        crumbs=[_above(), (row.name, here("people_body", body_id))],
        danger=True,
    )
