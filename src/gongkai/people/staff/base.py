"""What the room's pages share: a form page that does a deed, tabs, crumbs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.core.text import render as put
from gongkai.people import access, queries
from gongkai.people.middleware import actor

Crumbs = Iterable[tuple[str, str]]


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, or nothing on a first look; an empty form sent counts as sent."""
    return request.POST if request.method == "POST" else None


def here(name: str, *args: object) -> str:
    """The address of a page of the workspace."""
    return reverse(f"workspace:{name}", args=args)


def do(form: Form, deed: Callable[[], object]) -> bool:
    """Does the deed; what refuses it becomes a sentence in the form, where nothing typed is lost.

    Raises ``NotAllowed``: that is a page of its own.
    """
    try:
        deed()
    except NotAllowed:
        raise
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, put(refusal.reason))
    except Refusal as refusal:
        form.add_error(None, put(refusal.reason))
    return not form.errors


def form_page(
    request: HttpRequest,
    form: Form,
    deed: Callable[[dict[str, Any]], object],
    *,
    title: str,
    submit: str,
    back: str,
    done: str,
    crumbs: Crumbs = (),
    lead: str = "",
    seen: str = "",
    danger: bool = False,
) -> HttpResponse:
    """A form page: shown, or its deed done and back to ``back`` with the sentence ``done``."""
    if request.method == "POST" and form.is_valid() and do(form, lambda: deed(form.cleaned_data)):
        messages.success(request, done)
        return redirect(back)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "danger": danger,
        "back": back,
        "seen": seen,
        "crumbs": crumbs_to(title, crumbs),
    }
    return render(request, "people/staff/form.html", context, status=422 if form.errors else 200)


def crumbs_to(title: str, above: Crumbs) -> list[dict[str, str]]:
    """The way here; the last is this page."""
    return [{"label": label, "url": url} for label, url in above] + [{"label": title, "url": ""}]


def number(request: HttpRequest, name: str) -> int | None:
    """A number in the address, or nothing."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def agency_here(request: HttpRequest) -> Any:
    """The agency the page is about: the one in the address, or one's own."""
    return queries.agency(actor(request), number(request, "agency"))


def room(request: HttpRequest, current: str, agency: Any) -> dict[str, Any]:
    """What every list page of the room has: its tabs, the agency, and the agencies to choose from."""
    who = actor(request)
    pages = [
        (_("Units"), "people_units", True),
        (_("Accounts and posts"), "people_accounts", bool(access.may(who, "see_accounts", agency.pk))),
        (_("Standing in"), "people_delegations", True),
        (_("Groups"), "people_bodies", True),
        (_("Agencies"), "people_agencies", True),
        (_("Permissions"), "people_permissions", True),
        (_("Ledger"), "people_ledger", bool(access.may(who, "see_ledger"))),
    ]
    query = f"?agency={agency.pk}" if agency.pk != who.agency_id else ""
    tabs = [
        {"label": label, "url": here(name) + query, "current": name == current}
        for label, name, shown in pages
        if shown
    ]
    return {"tabs": tabs, "agency": agency, "query": query}
