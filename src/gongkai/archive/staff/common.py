"""What every staff view of the archive does: find the package, show the page, say the way to it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render as render_page
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.archive import words
from gongkai.archive.queries import packages
from gongkai.archive.queries.records import Package
from gongkai.core import clock
from gongkai.core.staffpages import address, crumbs
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


def found_package(request: HttpRequest, pk: int) -> tuple[Package, StaffActor]:
    """The package and who asks for it; "there is no such page" where they may not open it."""
    acting = actor(request)
    found = packages.one(acting, pk) if pk < 2**63 else None
    if found is None:
        raise Http404
    return found, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``archive/staff/<name>.html``; titles of records may name persons, so no browser keeps it."""
    context = {"today": clock.today(), "lang": words.content_lang(), **context}
    response = render_page(request, f"archive/staff/{name}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to the archive, and from there on."""
    if not steps:
        return crumbs((_("My work"), address("home")), (_("Archive"), ""))
    return crumbs((_("Archive"), address("archive")), *steps)


def without_nul(data: QueryDict) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in data:
        plain.setlist(key, [value.replace("\x00", "") for value in data.getlist(key)])
    return plain
