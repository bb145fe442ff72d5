"""A finished page as it is kept: its bytes plain and compressed, with the headers ready to send."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from wsgiref.types import StartResponse

Headers = list[tuple[str, str]]

#: Largest body kept, in bytes; anything longer is handed through.
LARGEST_BODY = 512 * 1024
#: A body shorter than this many bytes is not worth compressing.
_WORTH_COMPRESSING = 1024
#: What one kept page costs beside its bytes and its key: objects, header strings, dictionary slots (bytes,
#: rounded up).
_OVERHEAD = 2048

_KINDS = {
    *("text/html", "text/css", "text/javascript", "text/plain", "text/xml", "image/svg+xml", "image/png"),
    *("application/atom+xml", "application/xml", "application/json", "application/javascript", "font/woff2"),
}
_COMPRESSIBLE = ("text/", "application/", "image/svg+xml")
#: What a page may be said to vary on: all of it is part of the key, or is done here (``visitor``).
_VARIES_ON = frozenset({"cookie", "accept-language", "accept-encoding"})
#: Headers that are worked out anew for the kept page.
_OWN = frozenset({"content-length", "etag", "vary", "cache-control", "date"})


class Variant:
    """One encoding of a page."""

    __slots__ = ("body", "etag", "headers", "unchanged")

    def __init__(
        self, body: bytes, etag: str, headers: Headers, encoding: Headers, freshness: Headers
    ) -> None:
        self.body = body
        self.etag = etag
        known = [("ETag", etag), *freshness]
        self.headers = [*headers, *encoding, ("Content-Length", str(len(body))), *known]
        self.unchanged = known


class Page:
    """A page and the version number it was rendered under.

    ``until`` (no longer shown then) and ``used`` (last shown) are seconds of the monotonic clock.
    """

    __slots__ = ("cost", "crowd", "packed", "plain", "until", "used", "version")

    def __init__(self, headers: Headers, body: bytes, version: int, until: float) -> None:
        self.version = version
        self.until = until
        self.used = 0.0
        self.crowd = False  # on which of the two shelves it stands
        kept = [(name, value) for name, value in headers if name.lower() not in _OWN]
        freshness = [("Vary", _vary(headers)), ("Cache-Control", _freshness(headers))]
        mark = hashlib.blake2b(body, digest_size=12).hexdigest()
        self.plain = Variant(body, f'"{mark}"', kept, [], freshness)
        self.packed: Variant | None = None
        if len(body) > _WORTH_COMPRESSING and _header(headers, "content-type").startswith(_COMPRESSIBLE):
            small = gzip.compress(body, compresslevel=6, mtime=0)
            if len(small) < len(body):
                encoding = [("Content-Encoding", "gzip")]
                self.packed = Variant(small, f'"{mark}-gz"', kept, encoding, freshness)
        self.cost = _OVERHEAD + len(body) + (len(self.packed.body) if self.packed else 0)

    def answer(self, environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
        """The page, or 304 when the reader holds it already; for HEAD the headers alone."""
        variant = self.plain
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        if accepted is not None and self.packed is not None and takes_gzip(accepted):
            variant = self.packed
        held = environ.get("HTTP_IF_NONE_MATCH")
        # Our marks are quoted digests, so one that occurs in the header is meant, weak or not.
        if held is not None and (variant.etag in held or held == "*"):
            start_response("304 Not Modified", variant.unchanged[:])
            return []
        # A copy: a server may change the list it is given.
        start_response("200 OK", variant.headers[:])
        return [variant.body] if environ["REQUEST_METHOD"] == "GET" else []


def may_be_kept(status: str, headers: Headers, *, asked: bool) -> bool:
    """Whether an answer may be shown to others: whole, of a known kind, for everyone.

    ``asked``: only if its Cache-Control says ``public`` (the rule under ``/api/``).
    """
    if not status.startswith("200") or _header(headers, "set-cookie") or _header(headers, "content-encoding"):
        return False
    control = _words(_header(headers, "cache-control"))
    if control & {"no-store", "private"} or (asked and "public" not in control):
        return False
    if "'nonce-" in _header(headers, "content-security-policy"):  # made for one reader
        return False
    length = _header(headers, "content-length")
    if length.isdigit() and int(length) > LARGEST_BODY:
        return False
    kind = _header(headers, "content-type").partition(";")[0].strip().lower()
    return kind in _KINDS and _words(_header(headers, "vary")) <= _VARIES_ON


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header takes gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, bool] = {}
    for part in accepted.lower().split(","):
        name, _, rest = part.partition(";")
        weight = rest.replace(" ", "").removeprefix("q=")
        weights[name.strip()] = not weight or weight.strip("0.") != ""
    return weights.get("gzip", weights.get("*", False))


def _header(headers: Iterable[tuple[str, str]], name: str) -> str:
    return ", ".join(value for key, value in headers if key.lower() == name)


def _words(value: str) -> set[str]:
    return {word.strip().lower() for word in value.split(",") if word.strip()}


def _vary(headers: Headers) -> str:
    named = [word.strip() for word in _header(headers, "vary").split(",") if word.strip()]
    lower = {word.lower() for word in named}
    return ", ".join([*named, *(word for word in ("Accept-Encoding", "Cookie") if word.lower() not in lower)])


def _freshness(headers: Headers) -> str:
    # A browser may keep the page but asks each time; we answer 304 while it is unchanged.
    return _header(headers, "cache-control") or "no-cache"
