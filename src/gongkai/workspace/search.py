"""The search field of the header: straight to a request by its number, else into the list of the person's room."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.core.access import staff_page
from gongkai.people.middleware import actor
from gongkai.requests.queries import desk, records

#: Letters of a search that are read.
LONGEST = 100


@staff_page
def search(request: HttpRequest) -> HttpResponse:
    """By number, title and index number."""
    acting = actor(request)
    text = request.GET.get("q", "").strip()[:LONGEST]
    if text and desk.sees_requests(acting):
        matter = records.request_numbered(acting, text)
        if matter is not None:
            return HttpResponseRedirect(reverse("workspace:request", args=[matter.pk]))
    publishes = any(role.startswith("publishing.") for role in acting.roles)
    name = "requests" if desk.sees_requests(acting) and not publishes else "documents"
    return HttpResponseRedirect(f"{reverse(f'workspace:{name}')}?{urlencode({'text': text})}")
