"""What every staff view of the room does: find the document, tell the reader, show the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page

from gongkai.core import clock
from gongkai.core.staffpages import (
    address,
    address_if_any,
    crumbs,
    go,
    tell,
    tell_refusal,
    upload,
    version_seen,
)
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.publishing import queries
from gongkai.publishing.queries import Document

__all__ = [
    "address",
    "address_if_any",
    "crumbs",
    "found",
    "go",
    "show",
    "tell",
    "tell_refusal",
    "upload",
    "version_seen",
]


def found(request: HttpRequest, pk: int) -> tuple[Document, StaffActor]:
    """The document and who asks for it; the page "there is no such page" where they may not see it."""
    acting = actor(request)
    document = queries.document_for_staff(acting, pk)
    if document is None:
        raise Http404
    return document, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``publishing/staff/<name>.html``; every page knows what day it is."""
    context = {"today": clock.today(), **context}
    return render_page(request, f"publishing/staff/{name}.html", context, status=status)
