"""Units and posts: the tree, the records, opening, changing, closing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people import access, actions, queries
from gongkai.people.forms import PostForm, ReasonForm, RolesForm, UnitForm
from gongkai.people.middleware import actor
from gongkai.people.staff.base import agency_here, crumbs_to, form_page, here, posted, room


def _above() -> tuple[str, str]:
    return (_("Units"), here("people_units"))


@staff_page
def units(request: HttpRequest) -> HttpResponse:
    """The tree: units, their posts, who holds them today."""
    who, agency = actor(request), agency_here(request)
    context = room(request, "people_units", agency) | {
        "units": queries.units(who, agency.pk),
        "may_open": access.may(who, "keep_units", agency.pk),
        "may_open_post": access.may(who, "keep_posts", agency.pk),
    }
    return render(request, "people/staff/units.html", context)


@staff_page
def unit_new(request: HttpRequest) -> HttpResponse:
    """Opening a unit."""
    who, agency = actor(request), agency_here(request)
    access.may(who, "keep_units", agency.pk).require()

    def deed(values: dict[str, Any]) -> None:
        code = values.pop("code")
        actions.open_unit(actor=who, agency_id=agency.pk, code=code, data=actions.UnitData(**values))

    return form_page(
        request,
        UnitForm(posted(request), new=True),
        deed,
        title=_("Open a unit"),
        lead=agency.name,
        submit=_("Open the unit"),
        back=here("people_units"),
        done=_("The unit is open."),
        crumbs=[_above()],
    )


@staff_page
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit with all its posts and its history."""
    who = actor(request)
    row = queries.unit(who, unit_id)
    context = {
        "unit": row,
        "crumbs": crumbs_to(row.name, [_above()]),
        "history": queries.history("people.unit", row.pk),
        "may_keep": access.may(who, "keep_units", row.agency_id),
        "may_open_post": access.may(who, "keep_posts", row.agency_id),
    }
    return render(request, "people/staff/unit.html", context)


@staff_page
def unit_change(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Changing what is written of a unit."""
    who = actor(request)
    row = queries.unit(who, unit_id)
    access.may(who, "keep_units", row.agency_id).require()
    names = ("name", "name_en", "kind", "duties", "telephone", "position")
    seen = request.POST.get("seen", "")
    return form_page(
        request,
        UnitForm(posted(request), new=False, initial={name: getattr(row, name) for name in names}),
        lambda values: actions.change_unit(
            actor=who, unit_id=unit_id, data=actions.UnitData(**values), seen=seen
        ),
        title=_("Change the unit {unit}").format(unit=row.name),
        submit=_("Save"),
        back=here("people_unit", unit_id),
        done=_("The unit is changed."),
        crumbs=[_above(), (row.name, here("people_unit", unit_id))],
        seen=seen or queries.stamp(row),
    )


@staff_page
def unit_close(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Closing a unit."""
    who = actor(request)
    row = queries.unit(who, unit_id)
    access.may(who, "keep_units", row.agency_id).require()
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda values: actions.close_unit(actor=who, unit_id=unit_id, **values),
        title=_("Close the unit {unit}").format(unit=row.name),
        lead=_("Its posts have to be closed before. Its documents and its history stay."),
        submit=_("Close the unit"),
        back=here("people_unit", unit_id),
        done=_("The unit is closed."),
        crumbs=[_above(), (row.name, here("people_unit", unit_id))],
        danger=True,
    )


@staff_page
def post_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Opening a post in a unit."""
    who = actor(request)
    row = queries.unit(who, unit_id)
    access.may(who, "keep_posts", row.agency_id).require()
    return form_page(
        request,
        PostForm(posted(request)),
        lambda values: actions.open_post(actor=who, unit_id=unit_id, **values),
        title=_("Open a post in {unit}").format(unit=row.name),
        submit=_("Open the post"),
        back=here("people_unit", unit_id),
        done=_("The post is open. The permission administrator gives it to people."),
        crumbs=[_above(), (row.name, here("people_unit", unit_id))],
    )


@staff_page
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    """One post: roles, whoever holds or held it, history."""
    who = actor(request)
    row = queries.post(who, post_id)
    agency_id = row.unit.agency_id
    context = {
        "post": row,
        "today": clock.today(),
        "crumbs": crumbs_to(row.title, [_above(), (row.unit.name, here("people_unit", row.unit_id))]),
        "history": queries.history("people.post", row.pk),
        "may_change": access.may(who, "change_roles", agency_id),
        "may_close": access.may(who, "keep_posts", agency_id),
        "may_appoint": access.may(who, "appoint", agency_id),
        "may_see_accounts": access.may(who, "see_accounts", agency_id),
    }
    return render(request, "people/staff/post.html", context)


@staff_page
def post_roles(request: HttpRequest, post_id: int) -> HttpResponse:
    """Changing what a post may do."""
    who = actor(request)
    row = queries.post(who, post_id)
    access.may(who, "change_roles", row.unit.agency_id).require()
    seen = request.POST.get("seen", "")
    return form_page(
        request,
        RolesForm(posted(request), initial={"roles": row.roles}),
        lambda values: actions.change_post_roles(actor=who, post_id=post_id, seen=seen, **values),
        title=_("Change the roles of {post}").format(post=row.title),
        lead=_("It holds at once for everybody who holds the post."),
        submit=_("Save"),
        back=here("people_post", post_id),
        done=_("The roles are changed."),
        crumbs=[
            _above(),
            (row.unit.name, here("people_unit", row.unit_id)),
            (row.title, here("people_post", post_id)),
        ],
        seen=seen or queries.stamp(row),
    )


@staff_page
def post_close(request: HttpRequest, post_id: int) -> HttpResponse:
    """Closing a post."""
    who = actor(request)
    row = queries.post(who, post_id)
    access.may(who, "keep_posts", row.unit.agency_id).require()
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda values: actions.close_post(actor=who, post_id=post_id, **values),
        title=_("Close the post {post}").format(post=row.title),
        lead=_("Nobody may hold it any more. What was done in it stays on record."),
        submit=_("Close the post"),
        back=here("people_unit", row.unit_id),
        done=_("The post is closed."),
        crumbs=[
            _above(),
            (row.unit.name, here("people_unit", row.unit_id)),
            (row.title, here("people_post", post_id)),
        ],
        danger=True,
    )
