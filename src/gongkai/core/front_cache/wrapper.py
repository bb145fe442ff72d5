"""The WSGI wrapper: answer from memory, or have the page rendered and keep it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from time import monotonic
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication

from django.utils import timezone

from gongkai.core import clock
from gongkai.core.front_cache.page import LARGEST_BODY, Headers, Page, may_be_kept
from gongkai.core.front_cache.shelf import Shelf
from gongkai.core.front_cache.visitor import Environ, Key, Visitors

#: Longest time a page is shown without being rendered again, in seconds: a net under the version number.
MAX_AGE = 60.0

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class FrontCache:
    """Answers anonymous GET and HEAD requests from memory; everything else goes to ``app``.

    ``version`` gives the public version number; ``max_bytes`` bounds the memory of this process (its fixed
    cost per page included, estimated). Paths beginning with one of ``private`` are never kept, those
    beginning with one of ``asked`` only when the answer says ``Cache-Control: public``.
    """

    def __init__(
        self,
        app: WSGIApplication,
        version: Callable[[], int],
        max_bytes: int,
        *,
        visitors: Visitors | None = None,
        private: tuple[str, ...] = ("/workspace/", "/healthz"),
        asked: tuple[str, ...] = ("/api/",),
    ) -> None:
        self._app = app
        self._version = version
        self._visitors = visitors or Visitors()
        self._key = self._visitors.key
        self._private = private
        self._asked = asked
        self.shelf = Shelf(max_bytes, version)
        self._get = self.shelf.get

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One request (WSGI)."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._app(environ, start_response)
        key = self._key(environ)
        if key is None or key[2].startswith(self._private):
            return self._app(environ, start_response)
        page = self._get(key)
        now = monotonic()
        if page is not None and page.version == self._version() and now < page.until:
            page.used = now
            return page.answer(environ, start_response)
        if not self._visitors.may_keep_for(environ):
            return self._app(environ, start_response)
        return self._render(key, environ, start_response, now)

    def _render(
        self, key: Key, environ: Environ, start_response: StartResponse, now: float
    ) -> Iterable[bytes]:
        # Read before the page is: whatever changes while it is rendered raises the number and makes it
        # outdated.
        version, until = self._version(), now + _seconds_good()
        started = _Started()
        body = self._app(self._visitors.request_for(key, environ), started)
        whole = None
        if may_be_kept(started.status, started.headers, asked=key[2].startswith(self._asked)):
            body = _Body(body)
            whole = body.read_whole(LARGEST_BODY)
        if whole is None:
            return _hand_on(body, started, environ, start_response)
        page = Page(started.headers, whole, version, until)
        page.used = now
        self.shelf.keep(key, page, crowd=self._visitors.crowd(key, environ))
        return page.answer(environ, start_response)


class _Started:
    """Stands in for the server's ``start_response`` and remembers what it was told."""

    status = ""
    headers: Headers

    def __call__(
        self, status: str, headers: Headers, exc_info: _ExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, headers
        return _no_write


def _no_write(data: bytes) -> None:
    raise NotImplementedError("Django answers with an iterable; WSGI's write() is not offered here.")


class _Body:
    """A body that may be read ahead and still be handed on whole."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts
        self._rest = iter(parts)
        self._ahead: list[bytes] = []

    def read_whole(self, limit: int) -> bytes | None:
        """The whole body, closed; None if it is longer than ``limit`` bytes: then iterate over it."""
        length = 0
        try:
            for part in self._rest:
                self._ahead.append(part)
                length += len(part)
                if length > limit:
                    return None
        except BaseException:
            self.close()
            raise
        self.close()
        return b"".join(self._ahead)

    def __iter__(self) -> Iterator[bytes]:
        yield from self._ahead
        yield from self._rest

    def close(self) -> None:
        """Tell the application that the request is over."""
        _close(self._parts)


def _hand_on(
    body: Iterable[bytes], started: _Started, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """An answer for this visitor only. The page was asked for with GET: for HEAD its body is dropped here."""
    start_response(started.status, started.headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        _close(body)
        return []
    return body


def _close(body: object) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _seconds_good() -> float:
    """Seconds a page rendered now may be shown: what it says of "today" ends at midnight."""
    now = timezone.localtime(clock.now())
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(MAX_AGE, (midnight - now).total_seconds())
