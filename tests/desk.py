"""Signed-in colleagues for the tests of the staff's screens."""

from __future__ import annotations

from typing import Any

import html5lib
from django.http import HttpResponse
from django.test import Client

from cast import Cast

BACKEND = "gongkai.people.sign_in.Backend"


def client_of(cast: Cast, who: str) -> Client:
    """A browser in which one of the cast is signed in."""
    client = Client()
    client.force_login(cast.person(who), backend=BACKEND)
    return client


def words_of(response: Any) -> str:
    """The page as text; it must be valid HTML, and every form that writes must carry its safety mark."""
    html = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    for form in html.split("<form ")[1:]:
        opening, _end, rest = form.partition(">")
        if 'method="post"' in opening:
            assert 'name="csrfmiddlewaretoken"' in rest.partition("</form>")[0], opening
    return str(html)


def record(pk: int) -> str:
    return f"/workspace/documents/{pk}/"


def post(client: Client, address: str, **data: Any) -> HttpResponse:
    return client.post(address, data)  # type: ignore[return-value]
