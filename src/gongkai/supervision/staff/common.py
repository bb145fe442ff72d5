"""What every staff view of findings does: find the record, show the page, say the way to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import words
from gongkai.supervision.queries import findings
from gongkai.supervision.queries.records import Finding


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def found_finding(request: HttpRequest, pk: int) -> tuple[Finding, StaffActor]:
    """The finding and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = findings.one(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``supervision/staff/<name>.html``; titles of records may name persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"supervision/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(found: Finding | None) -> list[dict[str, str]]:
    """The way to the findings, or to one of them."""
    if found is None:
        return crumbs((_("My work"), address("home")), (_("Supervision and urging"), ""))
    return crumbs((_("Supervision and urging"), address("supervision")), (found.title, ""))


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain


def typed(form: forms.Form) -> list[tuple[str, str]]:
    """What stands in a form, for the page that has no such form any more."""
    return [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
