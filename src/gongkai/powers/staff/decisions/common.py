"""What every staff view of decisions does: find the decision, show the page, address its sisters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import words
from gongkai.powers.queries import decisions as reads
from gongkai.powers.queries.records import Decision


def found(request: HttpRequest, pk: int) -> tuple[Decision, StaffActor]:
    """The decision and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    decision = reads.decision(acting, pk) if pk < 2**63 else None
    if decision is None:
        raise Http404
    return decision, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``powers/staff/<name>.html``; it speaks of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"powers/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(decision: Decision | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the decision, or of the decisions as a whole."""
    steps = [(_("Decisions"), address("power_decisions"))]
    if decision is not None:
        steps.append((decision.number, address("power_decision", decision.pk) if rest else ""))
    return crumbs(*steps, *rest)
