"""The page on the phone: kept by the browser for where there is no net; and the door its records come in by.

What is written there stays on the device until it is sent. Each record has a key made there, so that a second try is
the same record.
"""

from __future__ import annotations

import json
from typing import Any

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from gongkai.campaigns.actions import inspecting
from gongkai.campaigns.forms.inspecting import InspectionForm, sent_by_device
from gongkai.campaigns.queries import street as reads
from gongkai.campaigns.staff.inspections import bundle, shell, street_words
from gongkai.campaigns.staff.inspections.common import MOST, show, trail
from gongkai.core.access import staff_page
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address
from gongkai.core.text import render
from gongkai.domain.campaigns.course import INSPECTOR
from gongkai.people.middleware import actor


@staff_page
# The photos that are still on the device are shown on this page, and on no other.
@csp_update({"img-src": ["blob:"]})  # type: ignore[untyped-decorator]
def street(request: HttpRequest) -> HttpResponse:
    """The page. Without a script it is a list of links to the ordinary forms."""
    acting = actor(request)
    context: dict[str, Any] = {
        "inspector": INSPECTOR in acting.roles,
        "rows": bundle.site_rows(reads.bundle(acting)),
        "styles": shell.styles(),
        "scripts": shell.scripts(),
        "texts": street_words.texts(),
        "addresses": {
            "page": address("street"),
            "bundle": address("street_bundle"),
            "worker": address("street_worker"),
            "send": address("street_send", 0),
            "sign_in": f"{address('sign_in')}?next={address('street')}",
            "records": address("inspections"),
        },
        "crumbs": trail(None, (_("On the street"), "")),
    }
    return show(request, "street", context)


@staff_page
def street_bundle(request: HttpRequest) -> JsonResponse:
    """The sites, their check-lists and the colleagues, for the device."""
    acting = actor(request)
    return _unkept(JsonResponse(bundle.as_data(reads.bundle(acting), acting)))


@staff_page
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the page where there is no net; its scope is the page's folder."""
    told = {
        "version": shell.version(),
        "page": address("street"),
        "bundle": address("street_bundle"),
        "files": shell.addresses(),
    }
    body = f"self.STREET = {json.dumps(told)};\n{shell.worker()}"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    add_never_cache_headers(response)
    return response


@staff_page
def street_send(request: HttpRequest, pk: int) -> JsonResponse:
    """A record that was kept on a device, sent now. Asked without one: who is signed in, and a fresh form token."""
    acting = actor(request)
    if request.method != "POST":
        return _unkept(JsonResponse({"person": acting.person_id, "token": get_token(request)}))
    form = InspectionForm(request.POST)
    try:
        given = sent_by_device(form, request.POST, request.FILES)
        # A number no row can have is that of a site that is not there.
        made = inspecting.record_inspection(listed_id=min(pk, MOST - 1), actor=acting, given=given)
    except Refusal as refusal:
        status = 400 if isinstance(refusal, Invalid) else refusal.status
        told = {"error": render(refusal.reason), "field": getattr(refusal, "field", "")}
        return _unkept(JsonResponse(told, status=status))
    return _unkept(JsonResponse({"number": made.number, "url": address("inspection", made.pk)}))


def _unkept(response: JsonResponse) -> JsonResponse:
    add_never_cache_headers(response)
    return response
