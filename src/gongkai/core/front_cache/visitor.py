"""What a page for anybody may depend on, and nothing else.

A cached page is right for the next reader only if it was rendered from nothing but its key. So the
application does not see the visitor's own headers when the page may be kept: it sees a request made up from
the key. What is not in the key cannot leak into the page.
"""

from __future__ import annotations

import io
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, cast

from django.http import HttpRequest, parse_cookie
from django.utils import translation

from gongkai.core import preferences

Environ = dict[str, Any]
#: Scheme, host, path, query, variant (language and the reader's view).
Key = tuple[str, str, str, str, str]

#: Longest cookie header looked at, in characters; a longer one goes to Django.
_LONGEST_COOKIES = 2048


class Visitors:
    """Tells who may be answered from memory, and under which key.

    ``session``, ``csrf`` and ``language`` are names of cookies. ``language`` is None where the address alone
    decides the language (``/en/…``); otherwise that cookie and Accept-Language are part of the key. Below the
    paths ``negotiated`` Accept-Language is part of it in any case.
    """

    def __init__(
        self,
        *,
        session: str = "gongkai_session",
        csrf: str = "gongkai_csrf",
        language: str | None = "django_language",
        negotiated: tuple[str, ...] = ("/api/",),
    ) -> None:
        self._session, self._csrf = f"{session}=", f"{csrf}="
        self._language = language
        self._negotiated = negotiated
        self._variant = lru_cache(maxsize=512)(self._work_out)

    def key(self, environ: Environ) -> Key | None:
        """The key of an anonymous request for a page, None for every other request."""
        get = environ.get
        cookies = get("HTTP_COOKIE", "")
        if (
            "HTTP_AUTHORIZATION" in environ
            or "HTTP_RANGE" in environ
            or "HTTP_HX_REQUEST" in environ  # answered with a part of a page
            or len(cookies) > _LONGEST_COOKIES
        ):
            return None
        asks = environ["PATH_INFO"].startswith(self._negotiated)
        variant = self._variant(cookies, get("HTTP_ACCEPT_LANGUAGE", ""), asks)
        if variant is None:
            return None
        scheme = get("HTTP_X_FORWARDED_PROTO", environ["wsgi.url_scheme"])
        if scheme not in ("http", "https"):
            return None
        host = get("HTTP_HOST")
        if host is None:
            return None
        return (scheme, host, environ["PATH_INFO"], get("QUERY_STRING", ""), variant)

    def may_keep_for(self, environ: Environ) -> bool:
        """Whether the answer to this visitor may be kept.

        Not for one who holds a form token: Django would draw the form with that visitor's token.
        """
        return self._csrf not in str(environ.get("HTTP_COOKIE", ""))

    def request_for(self, key: Key, environ: Environ) -> Environ:
        """The request the application sees: the key and the server's settings, no other header, no body."""
        scheme, host, _path, _query, variant = key
        language, _, view = variant.partition(";")
        seen = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        seen.update(REQUEST_METHOD="GET", CONTENT_LENGTH="", CONTENT_TYPE="", HTTP_HOST=host)
        seen["wsgi.input"] = io.BytesIO()
        if language:
            seen["HTTP_ACCEPT_LANGUAGE"] = language
        if "HTTP_X_FORWARDED_PROTO" in environ:
            seen["HTTP_X_FORWARDED_PROTO"] = scheme
        if view:
            seen["HTTP_COOKIE"] = f"{preferences.COOKIE}={view}"
        return seen

    def crowd(self, key: Key, environ: Environ) -> bool:
        """Whether anybody can make up keys like this one at will: see ``shelf.Shelf``."""
        _scheme, host, _path, query, _variant = key
        _name, colon, port = host.rpartition(":")
        odd_port = bool(colon) and not host.endswith("]") and port != environ.get("SERVER_PORT")
        return bool(query) or odd_port or host != host.lower()

    def _work_out(self, cookies: str, accept_language: str, asks: bool) -> str | None:
        if self._session in cookies:
            return None
        held = parse_cookie(cookies) if cookies else {}
        view = preferences.parse(held.get(preferences.COOKIE, ""))
        language = self._chosen_language(held, accept_language, asks)
        return f"{language};{preferences.serialise(view) if view else ''}"

    def _chosen_language(self, held: dict[str, str], accept_language: str, asks: bool) -> str:
        """What Django's LocaleMiddleware, or the API, will choose."""
        if self._language is None and not asks:
            return ""
        asked = SimpleNamespace(
            COOKIES={self._language: held[self._language]} if self._language in held else {},
            META={"HTTP_ACCEPT_LANGUAGE": accept_language},
        )
        return translation.get_language_from_request(cast(HttpRequest, asked))
