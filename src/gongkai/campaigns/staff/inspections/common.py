"""What every screen of records does: find the record, show the page, say where it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.campaigns import inspection_words as words
from gongkai.campaigns.queries import inspections
from gongkai.campaigns.queries.records import Inspection
from gongkai.core import clock
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

#: Numbers above this are no row's.
MOST = 2**63


def found(request: HttpRequest, pk: int) -> tuple[Inspection, StaffActor]:
    """The record and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    record = inspections.inspection(acting, pk) if pk < MOST else None
    if record is None:
        raise Http404
    return record, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``campaigns/staff/<name>.html``; it speaks of persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"campaigns/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(record: Inspection | None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the record, or of the records as a whole."""
    steps = [
        (_("Campaigns"), address("campaigns")),
        (_("Inspection records"), address("inspections") if record or rest else ""),
    ]
    if record is not None:
        steps.append((record.number, address("inspection", record.pk) if rest else ""))
    return crumbs(*steps, *rest)
