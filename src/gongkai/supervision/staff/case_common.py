"""What every staff view of cases does: find the case, show the page, say the way to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.supervision import words
from gongkai.supervision.queries import cases
from gongkai.supervision.queries.cases import Case


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    key: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None
    typed: list[tuple[str, str]] = field(default_factory=list)


def found_case(request: HttpRequest, pk: int) -> tuple[Case, StaffActor]:
    """The case and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    found = cases.one(acting, pk)
    if found is None:
        raise Http404
    return found, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``supervision/staff/<name>.html``; it tells of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"supervision/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of accountability; without steps to the list of cases itself."""
    if not steps:
        return crumbs((_("My work"), address("home")), (_("Accountability"), ""))
    return crumbs((_("Accountability"), address("accountability")), *steps)
