"""What every staff view of the room does: find the request, tell the reader, show the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import (
    address,
    address_if_any,
    crumbs,
    due_fields,
    go,
    send_kept,
    size,
    tell,
    tell_refusal,
    upload,
    version_seen,
)
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.requests.queries import records
from gongkai.requests.queries.records import Request

__all__ = [
    "address",
    "address_if_any",
    "crumbs",
    "due_fields",
    "found",
    "go",
    "path_to",
    "send_kept",
    "show",
    "size",
    "tell",
    "tell_refusal",
    "upload",
    "version_seen",
]


def found(request: HttpRequest, pk: int) -> tuple[Request, StaffActor]:
    """The request of the law and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    matter = records.request_for_staff(acting, pk)
    if matter is None:
        raise Http404
    return matter, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``requests/staff/<name>.html``; every page knows what day it is, and no browser keeps it."""
    context = {"today": clock.today(), **context}
    response = render_page(request, f"requests/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def path_to(matter: Request, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of this request."""
    here = address("request", matter.pk) if further else ""
    return crumbs((_("Requests"), address("requests")), (matter.number, here), *further)
