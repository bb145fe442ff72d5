"""What the browser of somebody without an account keeps for a while: whose matter it may show, what was handed in.

Two signed cookies for each room, sent to the addresses that need them alone (one for each language): no page for
everybody ever gets them. They hold no name and, apart from the sealed token of the form, no secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from gongkai.core import sealed
from gongkai.core.refusals import Refusal

#: Seconds after the last page for which a matter stays open, and for which a confirmation can be shown again.
LASTS, SHOWN_FOR = 3600, 1800


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie: its name, and the path it is sent to in the language that is active."""

    name: str
    path: Callable[[], str]

    def places(self) -> Iterator[tuple[str, str]]:
        """The name and path for each language; one response cannot set one name for two paths."""
        for code, _label in settings.LANGUAGES:
            with translation.override(code):
                path = self.path()
            own = self.name if code == settings.LANGUAGE_CODE else f"{self.name}_{code.replace('-', '_')}"
            yield own, path

    def keep(self, response: HttpResponseBase, value: str, seconds: int) -> None:
        """Gives the browser the value, signed."""
        signed = signing.TimestampSigner(salt=self.name).sign(value)
        for cookie, path in self.places():
            response.set_cookie(
                cookie,
                signed,
                max_age=seconds,
                path=path,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )

    def read(self, request: HttpRequest, seconds: int) -> str:
        """The value the browser holds; nothing where there is none, it is too old, or somebody meddled with it."""
        for cookie, _path in self.places():
            if cookie in request.COOKIES:
                try:
                    return signing.TimestampSigner(salt=self.name).unsign(
                        request.COOKIES[cookie], max_age=seconds
                    )
                except signing.BadSignature:
                    continue
        return ""

    def forget(self, response: HttpResponseBase) -> None:
        """Takes it back."""
        for cookie, path in self.places():
            response.delete_cookie(cookie, path=path, samesite="Lax")


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits of one room: who was let in to what, and what was handed in a moment ago."""

    own: Cookie
    handed: Cookie
    #: What the form's token is sealed for.
    about: str

    def let_in(self, response: HttpResponseBase, number: int) -> None:
        """Lets this browser see the matter from now on, for an hour after each page."""
        self.own.keep(response, str(number), LASTS)

    def number(self, request: HttpRequest) -> int | None:
        """The matter this browser may see; ``None``: number and code have to be shown first."""
        value = self.own.read(request, LASTS)
        return int(value) if value.isascii() and value.isdigit() else None

    def hand_in(self, response: HttpResponseBase, token: str) -> None:
        """Lets this browser see the confirmation again for a while; the token is sealed, not only signed."""
        self.handed.keep(response, sealed.seal(token, self.about), SHOWN_FOR)

    def handed_in(self, request: HttpRequest) -> str:
        """The token of the form that was sent from this browser a moment ago; nothing otherwise."""
        try:
            return sealed.unseal(self.handed.read(request, SHOWN_FOR), self.about)
        except Refusal:
            return ""

    def forget(self, response: HttpResponseBase) -> None:
        """Takes everything back."""
        for cookie in (self.own, self.handed):
            cookie.forget(response)
