"""What the browser of an applicant keeps for a while: whose request it may show, and what was just handed in.

Two signed cookies, sent to the room's own addresses alone (one for each language): no page for everybody ever gets
them. They hold no name and, apart from the sealed token of the form, no secret.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from gongkai.core import sealed
from gongkai.core.refusals import Refusal

#: Whose request is shown, and what was handed in.
COOKIE, HANDED_IN = "gongkai_request", "gongkai_handed_in"
#: Seconds after the last page for which a request stays open, and for which a confirmation can be shown again.
LASTS, SHOWN_FOR = 3600, 1800
_ABOUT = "requests.handed_in"


def _places(name: str) -> Iterator[tuple[str, str]]:
    """The cookie's name and path for each language; one response cannot set one name for two paths."""
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            path = reverse("portal:request_follow").removesuffix("follow/")
        yield (name if code == settings.LANGUAGE_CODE else f"{name}_{code.replace('-', '_')}"), path


def _keep(response: HttpResponseBase, name: str, value: str, seconds: int) -> None:
    signed = signing.TimestampSigner(salt=name).sign(value)
    for cookie, path in _places(name):
        response.set_cookie(
            cookie,
            signed,
            max_age=seconds,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _read(request: HttpRequest, name: str, seconds: int) -> str:
    for cookie, _path in _places(name):
        if cookie in request.COOKIES:
            try:
                return signing.TimestampSigner(salt=name).unsign(request.COOKIES[cookie], max_age=seconds)
            except signing.BadSignature:
                continue
    return ""


def let_in(response: HttpResponseBase, request_id: int) -> None:
    """Lets this browser see the request from now on, for an hour after each page."""
    _keep(response, COOKIE, str(request_id), LASTS)


def request_id(request: HttpRequest) -> int | None:
    """The request this browser may see; ``None``: number and code have to be shown first."""
    value = _read(request, COOKIE, LASTS)
    return int(value) if value.isascii() and value.isdigit() else None


def hand_in(response: HttpResponseBase, token: str) -> None:
    """Lets this browser see the confirmation again for a while; the token is sealed, not only signed."""
    _keep(response, HANDED_IN, sealed.seal(token, _ABOUT), SHOWN_FOR)


def handed_in(request: HttpRequest) -> str:
    """The token of the form that was sent from this browser a moment ago; nothing otherwise."""
    try:
        return sealed.unseal(_read(request, HANDED_IN, SHOWN_FOR), _ABOUT)
    except Refusal:
        return ""


def forget(response: HttpResponseBase) -> None:
    """Takes everything back."""
    for name in (COOKIE, HANDED_IN):
        for cookie, path in _places(name):
            response.delete_cookie(cookie, path=path, samesite="Lax")
