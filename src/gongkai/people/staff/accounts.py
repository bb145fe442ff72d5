"""Accounts: the list, the record, opening and closing, posts given and ended."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people import access, actions, passwords, queries
from gongkai.people.forms import AccountFilter, AccountForm, AppointForm, EndForm, ReasonForm
from gongkai.people.middleware import actor
from gongkai.people.staff.base import agency_here, crumbs_to, do, form_page, here, number, posted, room


def _list_crumb() -> tuple[str, str]:
    return (_("Accounts and posts"), here("people_accounts"))


@staff_page
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of an agency, with their posts of today."""
    who, agency = actor(request), agency_here(request)
    form = AccountFilter(request.GET)
    units = queries.units(who, agency.pk, closed=True)
    form.offer("unit", [("", _("All")), *((unit.pk, unit.name) for unit in units)], blank=False)
    form.offer("state", [("", _("All")), ("open", _("Open")), ("closed", _("Closed"))], blank=False)
    form.is_valid()
    values = form.cleaned_data
    page = queries.accounts(
        who,
        agency.pk,
        q=values.get("q", ""),
        state=values.get("state", ""),
        unit_id=values.get("unit"),
        after=request.GET.get("after", "")[:60].replace("\x00", ""),
    )
    asked = {key: value for key, value in request.GET.items() if key != "after" and value}
    context = room(request, "people_accounts", agency) | {
        "form": form,
        "page": page,
        "asked": bool({"q", "unit", "state"} & set(asked)),
        "next_url": f"?{urlencode({**asked, 'after': page.after})}" if page.after else "",
        "first_url": f"?{urlencode(asked)}" if request.GET.get("after") else "",
        "may_open": access.may(who, "keep_accounts", agency.pk),
        "may_appoint": access.may(who, "appoint", agency.pk),
    }
    return render(request, "people/staff/accounts.html", context)


@staff_page
def account_record(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account: who, which posts, standing in, and what happened to it."""
    who = actor(request)
    person = queries.account(who, person_id)
    context = {
        "person": person,
        "today": clock.today(),
        "crumbs": crumbs_to(person.name, [_list_crumb()]),
        "history": queries.history("people.person", person.pk),
        "may_keep": access.may(who, "keep_accounts", person.agency_id),
        "may_appoint": access.may_appoint(who, person, person.agency_id),
        "may_end": access.may(who, "appoint", person.agency_id),
        "itself": person.pk == who.person_id,
    }
    return render(request, "people/staff/person.html", context)


@staff_page
@never_cache
def account_new(request: HttpRequest) -> HttpResponse:
    """Opening an account; its first password is shown once, on the page that follows."""
    who, agency = actor(request), agency_here(request)
    access.may(who, "keep_accounts", agency.pk).require()
    form = AccountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        password = passwords.strong()
        made: list[Any] = []

        def open_it() -> None:
            made.append(
                actions.open_account(actor=who, agency_id=agency.pk, password=password, **form.cleaned_data)
            )

        if do(form, open_it):
            return _first_password(request, made[0], password, _("The account is open"))
    context = {
        "form": form,
        "title": _("Open an account"),
        "lead": _("For {agency}. Posts are given afterwards by the permission administrator.").format(
            agency=agency.name
        ),
        "submit": _("Open the account"),
        "back": here("people_accounts"),
        "crumbs": crumbs_to(_("Open an account"), [_list_crumb()]),
    }
    return render(request, "people/staff/form.html", context, status=422 if form.errors else 200)


@staff_page
@never_cache
def account_reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """A new first password, shown once."""
    who = actor(request)
    person = queries.account(who, person_id)
    access.may(who, "keep_accounts", person.agency_id).require()
    form = ReasonForm(posted(request))
    del form.fields["reason"]
    title = _("New password for {person}").format(person=person.name)
    if request.method == "POST":
        password = passwords.strong()
        form.is_valid()
        if do(form, lambda: actions.reset_password(person_id=person_id, password=password, actor=who)):
            return _first_password(request, person, password, _("A new password is set"))
    context = {
        "form": form,
        "title": title,
        "lead": _(
            "The present password, a lock after wrong passwords and the second step of signing in end with this. "
            "Make sure that it is {person} who asked for it."
        ).format(person=person.name),
        "submit": _("Set a new password"),
        "back": here("people_account", person_id),
        "crumbs": crumbs_to(title, [_list_crumb(), (person.name, here("people_account", person_id))]),
    }
    return render(request, "people/staff/form.html", context, status=422 if form.errors else 200)


def _first_password(request: HttpRequest, person: Any, password: str, title: str) -> HttpResponse:
    context = {
        "title": title,
        "codes": [
            {"label": _("Name of the person"), "value": person.name},
            {"label": _("User name"), "value": person.username},
            {"label": _("First password"), "value": password},
        ],
        "steps": [
            _("Hand the user name and the first password over in person."),
            _("At the first sign-in a password of one's own is asked for."),
            _("The permission administrator gives the posts."),
        ],
        "person": person,
        "crumbs": crumbs_to(title, [_list_crumb(), (person.name, here("people_account", person.pk))]),
    }
    return render(request, "people/staff/first_password.html", context)


@staff_page
def account_close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Closing an account, with the reason."""
    who = actor(request)
    person = queries.account(who, person_id)
    access.may(who, "keep_accounts", person.agency_id).require()
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda values: actions.close_account(actor=who, person_id=person_id, **values),
        title=_("Close the account of {person}").format(person=person.name),
        lead=_(
            "Signing in is no longer possible and all posts end today. Everything done before stays on record."
        ),
        submit=_("Close the account"),
        back=here("people_account", person_id),
        done=_("The account is closed."),
        crumbs=[_list_crumb(), (person.name, here("people_account", person_id))],
        danger=True,
    )


@staff_page
@never_cache
def account_reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    """Opening a closed account again, with a first password shown once."""
    who = actor(request)
    person = queries.account(who, person_id)
    access.may(who, "keep_accounts", person.agency_id).require()
    form = ReasonForm(posted(request))
    title = _("Open the account of {person} again").format(person=person.name)
    if request.method == "POST" and form.is_valid():
        password, reason = passwords.strong(), form.cleaned_data["reason"]
        if do(
            form,
            lambda: actions.reopen_account(actor=who, person_id=person_id, password=password, reason=reason),
        ):
            return _first_password(request, person, password, _("The account is open again"))
    context = {
        "form": form,
        "title": title,
        "lead": _("The posts that ended do not come back by themselves."),
        "submit": _("Open the account again"),
        "back": here("people_account", person_id),
        "crumbs": crumbs_to(title, [_list_crumb(), (person.name, here("people_account", person_id))]),
    }
    return render(request, "people/staff/form.html", context, status=422 if form.errors else 200)


@staff_page
def appoint(request: HttpRequest) -> HttpResponse:
    """Giving a post; ``?person=`` or ``?post=`` chooses beforehand."""
    who, agency = actor(request), agency_here(request)
    access.may(who, "appoint", agency.pk).require()
    chosen = {
        "person": number(request, "person"),
        "post": number(request, "post"),
        "begins_on": clock.today(),
    }
    form = AppointForm(posted(request), initial=chosen)
    people = queries.colleagues(agency.pk, without=[who.person_id])
    form.offer("person", ((row.pk, f"{row.name} ({row.username})") for row in people))
    form.offer("post", ((row.pk, f"{row.unit.name} {row.title}") for row in queries.open_posts(agency.pk)))

    def deed(values: dict[str, Any]) -> None:
        actions.appoint(actor=who, person_id=values.pop("person"), post_id=values.pop("post"), **values)

    person = chosen["person"]
    return form_page(
        request,
        form,
        deed,
        title=_("Give a post"),
        lead=_(
            "From the first day on the person may do what the roles of the post say. Nobody appoints themselves."
        ),
        submit=_("Give the post"),
        back=here("people_account", person) if person else here("people_units"),
        done=_("The post is given."),
        crumbs=[_list_crumb()],
    )


@staff_page
def appointment_end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """Ending an appointment."""
    who = actor(request)
    row = queries.appointment(who, appointment_id)
    access.may(who, "appoint", row.post.unit.agency_id).require()
    return form_page(
        request,
        EndForm(posted(request), initial={"last_day": clock.today()}),
        lambda values: actions.end_appointment(actor=who, appointment_id=appointment_id, **values),
        title=_("End a post"),
        lead=_("{person}: {unit} {post}. Yesterday as the last day ends it at once.").format(
            person=row.person.name, unit=row.post.unit.name, post=row.post.title
        ),
        submit=_("End the post"),
        back=here("people_account", row.person_id),
        done=_("The end of the post is set."),
        crumbs=[_list_crumb(), (row.person.name, here("people_account", row.person_id))],
        danger=True,
    )
