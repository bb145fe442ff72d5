"""The search field of the header: straight to a request, matter or power by its number, else into a room's list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.complaints.queries import desk as matters
from gongkai.complaints.queries import register
from gongkai.core.access import staff_page
from gongkai.core.formfields import one_line
from gongkai.people.middleware import actor
from gongkai.powers.queries import lists as powers
from gongkai.powers.queries import worklists as power_worklists
from gongkai.requests.queries import desk, records

#: Letters of a search that are read.
LONGEST = 100


@staff_page
def search(request: HttpRequest) -> HttpResponse:
    """By number, title and index number."""
    acting = actor(request)
    text = one_line(request.GET.get("q", ""), LONGEST)
    if text and desk.sees_requests(acting):
        matter = records.request_numbered(acting, text)
        if matter is not None:
            return HttpResponseRedirect(reverse("workspace:request", args=[matter.pk]))
    if text and matters.sees_matters(acting):
        found = register.matter_numbered(acting, text)
        if found is not None:
            return HttpResponseRedirect(reverse("workspace:complaint", args=[found.pk]))
    if text and power_worklists.sees_register(acting):
        entry = powers.coded(acting, text)
        if entry is not None:
            return HttpResponseRedirect(reverse("workspace:power", args=[entry.kind, entry.code]))
    publishes = any(role.startswith("publishing.") for role in acting.roles)
    asked = desk.sees_requests(acting)
    # Who works in one room alone searches there; who works in several is led to the first of them.
    name = "documents"
    if not publishes and (asked or matters.sees_matters(acting)):
        name = "requests" if asked else "complaints"
    elif not publishes and power_worklists.works_here(acting):
        name = "powers"
    return HttpResponseRedirect(f"{reverse(f'workspace:{name}')}?{urlencode({'text': text})}")
