"""The calls of GeoReport v2 and its updates extension."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.api.open311 import read, receive, serialize, source
from gongkai.api.open311.answering import call, check_jurisdiction, limit_reads, limit_writes
from gongkai.api.open311.fields import SHOWN, Fields
from gongkai.api.open311.read import IDENTIFIER
from gongkai.api.open311.serialize import MEDIA_TYPES, Tree
from gongkai.api.open311.shapes import Discovery, Endpoint, Filter, Problem, Problems, ServiceRequest
from gongkai.core import api_keys
from gongkai.core.access import public_page
from gongkai.core.text import render
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people.context import host_agency
from gongkai.publishing.public.present import absolute

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def _ours(request: HttpRequest) -> None:
    check_jurisdiction(request, Fields(request.GET))


def _discovery(request: HttpRequest) -> Tree:
    agency = host_agency()
    changeset = source.changeset()
    contact = (
        " ".join(part for part in (agency.name, agency.telephone, agency.email) if part) if agency else ""
    )
    address = absolute(request, reverse("portal:contact"))
    endpoints = tuple(
        Endpoint(SPECIFICATION, absolute(request, path).rstrip("/"), changeset, "production", MEDIA_TYPES)
        for path in ("/open311/v2/", "/open311/v2/en/")
    )
    key_service = render(
        say("Keys are given by the office that runs this site; ask there: {address}", address=address)
    )
    return serialize.discovery(Discovery(changeset, contact or address, key_service, endpoints))


def _services(request: HttpRequest) -> Tree:
    _ours(request)
    return serialize.services(source.services())


def _definition(request: HttpRequest, code: str) -> Tree:
    _ours(request)
    found = source.definition(code) if IDENTIFIER.fullmatch(code) else None
    if found is None:
        raise Problems(
            Problem(
                404,
                say("There is no service “{code}” here. services lists those there are.", code=code[:SHOWN]),
            )
        )
    return serialize.definition(found)


def _requests(request: HttpRequest) -> Tree:
    _ours(request)
    asked = read.question(request, source.codes())
    found = [_illustrated(request, each) for each in source.requests(asked.filter)]
    return serialize.requests(found, extended=asked.extended)


def _illustrated(request: HttpRequest, found: ServiceRequest) -> ServiceRequest:
    """With the addresses of its photos."""
    places = range(1, found.photos + 1)
    addresses = (f"/open311/v2/media/{found.service_request_id}/{number}" for number in places)
    return (
        replace(found, media_urls=tuple(absolute(request, address) for address in addresses))
        if places
        else found
    )


def _request(request: HttpRequest, matter: str) -> Tree:
    _ours(request)
    extended = read.extended(request)
    return serialize.requests([_illustrated(request, _found(matter))], extended=extended)


def _found(identity: str) -> ServiceRequest:
    found = source.requests(Filter(ids=(identity,), named=True)) if IDENTIFIER.fullmatch(identity) else []
    if not found:
        raise Problems(
            Problem(404, say("There is no public matter “{identity}” here.", identity=identity[:SHOWN]))
        )
    return found[0]


@public_page
def media(request: HttpRequest, matter: str, number: str) -> HttpResponse:
    """A released photo: the copy on which faces and number plates are veiled."""
    try:
        limit_reads(request)
    except Problems as often:
        return HttpResponse(status=often.status, headers={"Retry-After": str(often.wait)})
    found = source.photo(matter, int(number)) if IDENTIFIER.fullmatch(matter) else None
    if found is None:
        return HttpResponse(status=404)
    response = HttpResponse(found[0], content_type=found[1])
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-cache"
    return response


def _token(request: HttpRequest, token: str) -> Tree:
    """A number is given at once, so no token is ever; asked for all the same, a number stands for itself."""
    _ours(request)
    return serialize.token(_found(token).service_request_id, token)


def _post(request: HttpRequest) -> Tree:
    key, form = _key(request)
    check_jurisdiction(request, Fields(form.sent))
    report = receive.submission(form, source.definition, request.headers.get("Idempotency-Key", ""))
    return serialize.receipt(source.post(report, key))


def _key(request: HttpRequest) -> tuple[api_keys.Key, receive.Form]:
    """The key is looked at before anything else that was sent."""
    form = receive.form(request)
    given = Fields(form.sent).all("api_key") or Fields(request.GET).all("api_key")
    found = api_keys.check(given[-1] if given else "", api_keys.OPEN311_WRITE)
    if isinstance(found, Refused):
        raise Problems(Problem(403, found.reason))
    limit_writes(found.prefix)
    return found, form


def _updates(request: HttpRequest) -> Tree:
    _ours(request)
    return serialize.updates(source.updates(read.changes(request)))


def _post_update(request: HttpRequest) -> Tree:
    _key(request)
    raise Problems(
        Problem(
            400,
            say(
                "Updates are not taken here. Whoever reported a matter adds to it on this site, with number and code."
            ),
        )
    )


def _nothing(request: HttpRequest, path: str = "") -> Tree:
    raise Problems(Problem(404, say("There is nothing at this address. discovery tells what there is.")))


discovery = call(get=_discovery)
services = call(get=_services)
definition = call(get=_definition)
requests = call(get=_requests, post=_post)
request = call(get=_request)
token = call(get=_token)
updates = call(get=_updates, post=_post_update)
nothing_here = call(get=_nothing, post=_nothing)
