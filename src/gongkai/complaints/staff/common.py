"""What every staff view of the room does: find the matter, tell the reader, show the page."""

from __future__ import annotations

from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.complaints.queries import records
from gongkai.complaints.queries.records import Matter
from gongkai.core import clock
from gongkai.core.staffpages import (
    address,
    address_if_any,
    crumbs,
    due_fields,
    go,
    size,
    tell,
    tell_refusal,
    version_seen,
)
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

Response = TypeVar("Response", bound=HttpResponseBase)

__all__ = [
    "address", "address_if_any", "crumbs", "due_fields", "found", "go", "part_of", "path_to", "private", "show", "size",
    "tell", "tell_refusal", "version_seen",
]  # fmt: skip


def found(request: HttpRequest, pk: int) -> tuple[Matter, StaffActor]:
    """The matter and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    matter = records.matter_for_staff(acting, pk)
    if matter is None:
        raise Http404
    return matter, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``complaints/staff/<name>.html``; every page knows what day it is, and no browser keeps it."""
    context = {"today": clock.today(), **context}
    response = render_page(request, f"complaints/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def path_to(matter: Matter, *further: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of this matter."""
    here = address("complaint", matter.pk) if further else ""
    return crumbs((_("Complaints"), address("complaints")), (matter.number, here), *further)


def part_of(matter: Matter, part: str, anchor: str = "") -> str:
    """The address of a part of the record."""
    return f"{address('complaint', matter.pk)}?part={part}{f'#{anchor}' if anchor else ''}"


def private(response: Response) -> Response:
    """An answer that no browser and no cache may keep."""
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response
