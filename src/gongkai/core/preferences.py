"""How a reader wants pages to look: a cookie, put on ``<html>`` as classes, never tied to a person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

COOKIE = "gongkai_view"
#: A year, in seconds: a pensioner sets the view once.
LASTS = 365 * 24 * 3600
#: ``elder`` large type and targets (适老模式), ``contrast`` high contrast, ``dark`` or ``light`` instead of
#: what the device asks for.
KNOWN = ("elder", "contrast", "dark", "light")
STANDARD = "standard"


def parse(value: str) -> frozenset[str]:
    """The preferences named in ``value``, joined by dots; what is not known is left out, dark beats light."""
    wanted = {part for part in value.split(".") if part in KNOWN}
    if "dark" in wanted:
        wanted.discard("light")
    return frozenset(wanted)


def serialise(wanted: frozenset[str] | set[str]) -> str:
    """The value for the cookie and for ``?set=``, always in the same order; ``standard`` for none."""
    return ".".join(name for name in KNOWN if name in wanted) or STANDARD


def remember(response: HttpResponse, wanted: frozenset[str] | set[str]) -> None:
    """Set the cookie on ``response``; a standard view is remembered by having no cookie."""
    if wanted & set(KNOWN):
        response.set_cookie(
            COOKIE,
            serialise(wanted),
            max_age=LASTS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
