"""Which pages come from memory, and for whom?"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from gongkai.core.front_cache import MAX_AGE, FrontCache, Visitors, wrapper
from gongkai.core.front_cache.page import LARGEST_BODY, takes_gzip

HTML = [("Content-Type", "text/html; charset=utf-8"), ("Vary", "Cookie, Accept-Language")]
LONG = "公开".encode() * 4000


@dataclass
class App:
    """Counts what it is asked and notes whether its answers were closed."""

    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [*HTML])
    parts: list[bytes] = field(default_factory=lambda: [LONG])
    seen: list[dict[str, Any]] = field(default_factory=list)
    closed: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.seen.append(environ)
        start_response(self.status, self.headers)
        return _Answer(self)

    @property
    def asked(self) -> int:
        return len(self.seen)


class _Answer:
    def __init__(self, app: App) -> None:
        self._app = app

    def __iter__(self) -> Iterator[bytes]:
        yield from self._app.parts

    def close(self) -> None:
        self._app.closed += 1


@dataclass
class Got:
    status: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Reader:
    """Asks the cache as a server does."""

    app: App = field(default_factory=App)
    number: int = 1

    def __post_init__(self) -> None:
        self.cache = FrontCache(self.app, lambda: self.number, 10_000_000)

    def get(self, path: str = "/documents/1/", method: str = "GET", **more: str) -> Got:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "127.0.0.1:8000",
            "SERVER_PORT": "8000", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(b"body"), **more,
        }  # fmt: skip
        told: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            told.extend((status, headers))

        answer = self.cache(environ, start_response)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return Got(told[0], dict(told[1]), body)


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_the_second_reader_is_answered_from_memory(reader: Reader) -> None:
    first, second = reader.get(), reader.get()
    assert reader.app.asked == 1
    assert first == second
    assert second.body == LONG
    assert second.headers["Content-Length"] == str(len(LONG))
    assert second.headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"
    assert second.headers["Cache-Control"] == "no-cache"
    assert reader.app.closed == 1


def test_raising_the_version_puts_every_page_out_of_use(reader: Reader) -> None:
    reader.get()
    reader.number += 1
    reader.get()
    assert reader.app.asked == 2


def test_a_page_rendered_while_the_version_rose_is_shown_to_nobody_else(reader: Reader) -> None:
    def raised_while_rendering() -> Iterator[bytes]:
        reader.number += 1
        yield b"the old text"

    reader.app.parts = raised_while_rendering()  # type: ignore[assignment]
    assert reader.get().body == b"the old text"
    reader.app.parts = [b"the new text"]
    assert reader.get().body == b"the new text"
    assert reader.get().body == b"the new text"
    assert reader.app.asked == 2


def test_no_page_is_kept_longer_than_a_minute(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr(wrapper, "monotonic", lambda: moment)
    monkeypatch.setattr(wrapper, "_seconds_good", lambda: MAX_AGE)
    reader.get()
    moment += MAX_AGE - 1
    reader.get()
    assert reader.app.asked == 1
    moment += 1
    reader.get()
    assert reader.app.asked == 2


@pytest.mark.parametrize(
    "more",
    [
        {"HTTP_COOKIE": "gongkai_session=abc"},
        {"HTTP_COOKIE": "a=b; gongkai_session=abc"},
        {"HTTP_COOKIE": "x" * 5000},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_X_FORWARDED_PROTO": "gopher"},
        {"method": "POST"},
        {"path": "/workspace/"},
        {"path": "/healthz"},
    ],
)
def test_these_requests_always_reach_django_unchanged(reader: Reader, more: dict[str, str]) -> None:
    for _ in range(2):
        reader.get(**more)
    assert reader.app.asked == 2
    assert reader.app.seen[0]["wsgi.input"].read() == b"body"
    assert len(reader.cache.shelf) == 0


@pytest.mark.parametrize(
    ("status", "extra"),
    [
        ("404 Not Found", []),
        ("302 Found", [("Location", "/")]),
        ("500 Internal Server Error", []),
        ("200 OK", [("Set-Cookie", "gongkai_csrf=1")]),
        ("200 OK", [("Cache-Control", "max-age=0, no-store, private")]),
        ("200 OK", [("Cache-Control", "private")]),
        ("200 OK", [("Vary", "Accept")]),
        ("200 OK", [("Vary", "*")]),
        ("200 OK", [("Content-Encoding", "br")]),
        ("200 OK", [("Content-Length", str(LARGEST_BODY + 1))]),
        ("200 OK", [("Content-Security-Policy", "script-src 'nonce-abc'")]),
    ],
)
def test_these_answers_are_never_kept(reader: Reader, status: str, extra: list[tuple[str, str]]) -> None:
    reader.app.status, reader.app.headers = status, [*HTML, *extra]
    for _ in range(2):
        assert reader.get().body == LONG
    assert reader.app.asked == reader.app.closed == 2
    assert reader.get().status == status


def test_a_kind_of_file_that_is_not_a_page_is_not_kept(reader: Reader) -> None:
    reader.app.headers = [("Content-Type", "application/pdf")]
    reader.get()
    reader.get()
    assert reader.app.asked == 2


def test_a_body_too_large_is_handed_on_whole(reader: Reader) -> None:
    reader.app.parts = [b"x" * 1000] * 1000
    for _ in range(2):
        assert reader.get().body == b"x" * 1_000_000
    assert reader.app.asked == reader.app.closed == 2


def test_the_api_is_kept_only_when_it_says_public(reader: Reader) -> None:
    reader.app.headers = [("Content-Type", "application/json")]
    reader.get("/api/documents")
    reader.get("/api/documents")
    assert reader.app.asked == 2
    reader.app.headers = [("Content-Type", "application/json"), ("Cache-Control", "public, max-age=60")]
    reader.get("/api/documents")
    assert reader.get("/api/documents").headers["Cache-Control"] == "public, max-age=60"
    assert reader.app.asked == 3


def test_the_application_sees_nothing_that_is_not_in_the_key(reader: Reader) -> None:
    reader.get(
        HTTP_COOKIE="tracker=1; gongkai_view=contrast.elder.nonsense",
        HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9",
        HTTP_USER_AGENT="Mozilla",
        HTTP_IF_NONE_MATCH='"x"',
        HTTP_X_FORWARDED_HOST="evil.example",
        CONTENT_LENGTH="4",
    )
    seen = reader.app.seen[0]
    assert {name: value for name, value in seen.items() if name.startswith("HTTP_")} == {
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": "gongkai_view=elder.contrast",
    }
    assert seen["CONTENT_LENGTH"] == ""
    assert seen["wsgi.input"].read() == b""


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_COOKIE": "gongkai_view=dark"},
        {"HTTP_COOKIE": "django_language=en"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"QUERY_STRING": "page=2"},
        {"HTTP_HOST": "localhost:8000"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_readers_who_see_different_pages_do_not_share_one(reader: Reader, other: dict[str, str]) -> None:
    reader.get()
    reader.get(**other)
    assert reader.app.asked == 2
    reader.get(**other)
    assert reader.app.asked == 2


@pytest.mark.parametrize(
    "same",
    [
        {"HTTP_COOKIE": "tracker=1"},
        {"HTTP_COOKIE": "gongkai_view=standard"},
        {"HTTP_COOKIE": "gongkai_view=%FF%00"},
        {"HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9"},
        {"HTTP_ACCEPT_LANGUAGE": "fr"},
        {"HTTP_USER_AGENT": "another"},
    ],
)
def test_readers_who_see_the_same_page_share_it(reader: Reader, same: dict[str, str]) -> None:
    reader.get()
    reader.get(**same)
    assert reader.app.asked == 1


def test_where_the_address_decides_the_language_the_browser_does_not(reader: Reader) -> None:
    reader.cache = FrontCache(reader.app, lambda: 1, 10_000_000, visitors=Visitors(language=None))
    reader.get(HTTP_ACCEPT_LANGUAGE="en")
    reader.get(HTTP_ACCEPT_LANGUAGE="zh-CN")
    assert reader.app.asked == 1
    assert "HTTP_ACCEPT_LANGUAGE" not in reader.app.seen[0]


def test_the_holder_of_a_form_token_is_served_but_leaves_nothing_behind(reader: Reader) -> None:
    token = {"HTTP_COOKIE": "gongkai_csrf=secret"}
    reader.get(**token)
    assert len(reader.cache.shelf) == 0
    assert reader.app.seen[0]["HTTP_COOKIE"] == "gongkai_csrf=secret"
    reader.get()
    assert reader.get(**token).body == LONG
    assert reader.app.asked == 2


def test_head_has_the_headers_of_get_and_no_body(reader: Reader) -> None:
    head = reader.get(method="HEAD")
    got = reader.get()
    assert reader.app.asked == 1
    assert (head.status, head.headers, head.body) == (got.status, got.headers, b"")
    reader.app.status = "404 Not Found"
    missing = reader.get("/none/", method="HEAD")
    assert (missing.status, missing.body) == ("404 Not Found", b"")
    assert reader.app.closed == 2


@pytest.mark.parametrize("held", ["{}", "W/{}", '"other", {}', "*"])
def test_a_reader_who_holds_the_page_is_told_so(reader: Reader, held: str) -> None:
    mark = reader.get().headers["ETag"]
    answer = reader.get(HTTP_IF_NONE_MATCH=held.format(mark))
    assert (answer.status, answer.body) == ("304 Not Modified", b"")
    assert answer.headers == {
        "ETag": mark, "Vary": "Cookie, Accept-Language, Accept-Encoding", "Cache-Control": "no-cache",
    }  # fmt: skip


def test_a_changed_page_is_sent_to_one_who_holds_the_old(reader: Reader) -> None:
    mark = reader.get().headers["ETag"]
    reader.number += 1
    reader.app.parts = [b"new"]
    assert reader.get(HTTP_IF_NONE_MATCH=mark).body == b"new"


def test_a_browser_that_takes_gzip_gets_it(reader: Reader) -> None:
    small = reader.get(HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    plain = reader.get()
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body == LONG
    assert small.headers["Content-Length"] == str(len(small.body))
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert reader.app.asked == 1
    for mark, accepted, status in [
        (small.headers["ETag"], "gzip", "304 Not Modified"),
        (plain.headers["ETag"], "gzip", "200 OK"),
        (plain.headers["ETag"], "", "304 Not Modified"),
    ]:
        assert reader.get(HTTP_IF_NONE_MATCH=mark, HTTP_ACCEPT_ENCODING=accepted).status == status


def test_a_short_page_or_a_picture_is_not_compressed(reader: Reader) -> None:
    reader.app.parts = [b"x" * 500]
    assert "Content-Encoding" not in reader.get(HTTP_ACCEPT_ENCODING="gzip").headers
    reader.app.parts, reader.app.headers = [LONG], [("Content-Type", "image/png")]
    assert "Content-Encoding" not in reader.get("/logo.png", HTTP_ACCEPT_ENCODING="gzip").headers


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.000", False),
        ("identity", False), ("", False), ("*;q=1, gzip;q=0", False),
    ],
)  # fmt: skip
def test_accept_encoding_is_read_as_the_standard_says(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes
