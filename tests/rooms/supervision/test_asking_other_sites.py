"""Are links to other sites asked for politely, safely and seldom, and do only lasting failures become findings?"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import planting
import pytest
from django.utils.translation import override
from planting import says, told

from cast import Cast
from gongkai.core import clock
from gongkai.domain.supervision.monitors import walk
from gongkai.publishing.models import Channel
from gongkai.supervision import asking, words
from gongkai.supervision.actions import outside_links
from gongkai.supervision.asking import NAME, Asker
from gongkai.supervision.models import OutsideLink
from stages import on_stage, once_a_file

built = once_a_file(planting.bureau)
TODAY = planting.NOW.date()


class Site(BaseHTTPRequestHandler):
    """A site that answers as its paths say, and remembers what it was asked."""

    asked: list[tuple[str, str, str]]
    heads: list[dict[str, str]]

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers.get("Range", "")))
        self.heads.append(dict(self.headers))
        status = int(digits) if (digits := self.path.strip("/").split("-")[0]).isdigit() else 200
        if self.path == "/robots.txt":
            self._send(200, b"User-agent: *\nDisallow: /hidden\n")
        elif self.path.startswith("/to/"):
            self._send(302, location=self.path.removeprefix("/to/"))
        elif self.path == "/loop":
            self._send(302, location="/loop")
        elif self.path == "/no-head" and self.command == "HEAD":
            self._send(405)
        elif self.path == "/404-head" and self.command == "GET":
            self._send(200)
        else:
            self._send(status)

    do_GET = do_HEAD = _answer  # noqa: N815 - names the server looks for

    def _send(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join(5)


@pytest.fixture
def site(server: ThreadingHTTPServer) -> str:
    Site.asked, Site.heads = [], []
    return f"http://site.test:{server.server_port}"


def resolved(host: str, _port: int) -> list[str]:
    """Names of the tests: none of them leaves the machine."""
    if host.endswith(".test"):
        return ["127.0.0.1"]
    raise socket.gaierror(socket.EAI_NONAME, "no such name")


def asker(site: str, **changes: Any) -> Asker:
    """One that may ask the tests' own server, and does not wait."""
    port = int(site.rpartition(":")[2])
    given = {**walk(), "ports": [port], "timeout_seconds": 3, "pause_seconds": 0}
    return Asker(**{"lets": lambda each: each == "127.0.0.1", "resolve": resolved, "given": given, **changes})


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("/", "200"), ("/404", "404"), ("/410", "410"), ("/403", "403"), ("/429", "429"), ("/503", "503"),
        ("/no-head", "200"), ("/404-head", "200"), ("/to//404", "404"), ("/to//", "200"), ("/loop", "redirects"),
        ("/hidden/a", "robots"), ("/to//hidden/a", "robots"), ("/to/ftp://site.test/", "forbidden"),
        ("/to/http://169.254.169.254/", "forbidden"), ("/页", "200"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_link(site: str, path: str, outcome: str) -> None:
    assert asker(site).ask(f"{site}{path}") == outcome


def test_it_is_asked_politely(site: str, settings: Any) -> None:
    settings.PUBLIC_URL = "https://open.example.cn"
    one, waited = asker(site), list[float]()
    one.sleep, one.given["pause_seconds"] = waited.append, 2.0
    assert [one.ask(f"{site}/a"), one.ask(f"{site}/no-head")] == ["200", "200"]
    assert Site.asked == [
        ("GET", "/robots.txt", ""), ("HEAD", "/a", ""), ("HEAD", "/no-head", ""), ("GET", "/no-head", "bytes=0-0"),
    ]  # fmt: skip
    assert len(waited) == 3
    assert all(1 < each <= 2 for each in waited)
    assert {head["User-Agent"] for head in Site.heads} == {f"{NAME}/1.0 (+https://open.example.cn)"}
    assert not any("Cookie" in head for head in Site.heads)


def test_at_most_five_redirects_are_followed(site: str) -> None:
    assert asker(site).ask(f"{site}/loop") == "redirects"
    assert sum(path == "/loop" for _, path, _ in Site.asked) == 6


def test_a_name_that_is_none_and_a_port_nobody_answers(site: str) -> None:
    port = site.rpartition(":")[2]
    assert asker(site).ask(f"http://nowhere.invalid:{port}/") == "no_name"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://site.test:{free.getsockname()[1]}"
    assert asker(closed).ask(f"{closed}/") == "no_answer"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
        "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0177.0.0.1:{port}/", "http://127.1:{port}/",
        "http://10.0.0.8:{port}/", "http://192.168.1.1:{port}/", "http://169.254.169.254:{port}/latest/",
        "http://100.100.100.200:{port}/", "http://[fd00::1]:{port}/", "http://0.0.0.0:{port}/", "http://site.test:22/",
        "http://user@site.test:{port}/", "gopher://site.test:{port}/", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_inner_addresses_are_refused_without_a_connection(
    site: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real guard and the real resolver: no way of writing an address gets a connection."""

    def never(*_: object, **__: object) -> socket.socket:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", never)
    port = site.rpartition(":")[2]
    one = Asker(given={**walk(), "ports": [int(port)]}, sleep=never)
    assert one.ask(url.format(port=port)) in ("forbidden", "no_name")
    assert Site.asked == []


def test_a_name_with_one_inner_address_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", None)
    both = asker(site, lets=asking.is_public, resolve=lambda *_: ["1.1.1.1", "127.0.0.1"])
    assert both.ask(f"{site}/") == "forbidden"


def test_what_a_name_answers_later_changes_nothing(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the address that was looked at, not to the name (DNS rebinding)."""
    went: list[Any] = []

    def connect(to: Any, *_: object) -> socket.socket:
        went.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    port = int(site.rpartition(":")[2])
    one = asker(site, lets=asking.is_public, resolve=lambda *_: ["1.1.1.1"])
    assert one.ask(f"{site}/") == "no_answer"
    assert went == [("1.1.1.1", port)]


@pytest.fixture
def cast(built: Cast, settings: Any) -> Iterator[Cast]:
    settings.GONGKAI_CHECK_OUTSIDE_LINKS = True
    with clock.travel_to(planting.NOW):
        Channel.objects.update(url="")
        yield on_stage(built)


class Told:
    """Answers as it was told, and remembers whom it was asked for."""

    def __init__(self, **answers: str) -> None:
        self.answers, self.asked = answers, list[str]()

    def ask(self, url: str) -> str:
        self.asked.append(url)
        return next((answer for name, answer in self.answers.items() if name in url), "200")


def night(number: int, asker: Any) -> int:
    with clock.travel_to(planting.NOW + timedelta(days=number)):
        outside_links.gather(clock.today())
        return outside_links.ask(clock.today(), asker)


LINKS = '<p>见<a href="https://gone.example.org/a#x">甲部门的办法</a>和<a href="//good.example.org">乙网站</a>。</p>'


@pytest.mark.django_db
def test_only_what_failed_on_three_nights_is_a_finding(cast: Cast) -> None:
    says(LINKS)
    asker = Told(gone="404")
    for number, found in ((0, 0), (7, 0), (14, 1)):
        assert night(number, asker) == 2
        assert night(number, asker) == 0, "each is asked once a week"
        assert len(told(cast, "dead_link")) == found
    assert asker.asked == ["https://gone.example.org/a", "https://good.example.org/"] * 3
    (said,) = told(cast, "dead_link")
    assert "https://gone.example.org/a#x" in said
    assert night(21, Told()) == 2
    assert told(cast, "dead_link") == []


@pytest.mark.django_db
def test_doubt_counts_as_nothing(cast: Cast) -> None:
    says(LINKS)
    for number, answer in enumerate(("404", "503", "403", "404", "429", "robots")):
        night(7 * number, Told(gone=answer))
    row = OutsideLink.objects.get(url__contains="gone")
    assert (row.failures, row.since, row.outcome) == (2, TODAY, "robots")


@pytest.mark.django_db
def test_a_night_without_any_line_counts_nothing(cast: Cast) -> None:
    says(LINKS)
    night(0, Told(gone="no_name", good="no_answer"))
    assert {(row.failures, row.asked_on) for row in OutsideLink.objects.all()} == {(0, TODAY)}


@pytest.mark.django_db
def test_so_many_are_asked_in_a_night(cast: Cast) -> None:
    most = int(walk()["outside_links"])
    says(
        "".join(f'<p><a href="https://example.org/{number}">页{number}</a></p>' for number in range(most + 3))
    )
    asker = Told()
    assert night(0, asker) == most
    assert night(0, asker) == 0
    assert night(1, asker) == 3


@pytest.mark.django_db
def test_links_that_stand_nowhere_any_more_are_not_asked(cast: Cast) -> None:
    says(LINKS)
    night(0, Told())
    says("<p>没有链接了。</p>")
    assert night(8, Told()) == 0
    assert OutsideLink.objects.count() == 2


@pytest.mark.django_db
def test_channels_are_asked_too(cast: Cast) -> None:
    Channel.objects.filter(agency=cast.agency).update(url="https://gone.example.org/")
    assert night(0, Told()) == 1


@pytest.mark.django_db
def test_nothing_goes_out_unless_it_is_switched_on(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(LINKS)
    for number in (0, 7, 14):
        night(number, Told(gone="404"))
    settings.GONGKAI_CHECK_OUTSIDE_LINKS = False
    monkeypatch.setattr(outside_links, "ask", None)
    assert outside_links.run() == 0
    assert told(cast, "dead_link") == []


@pytest.mark.parametrize(
    ("on", "words_"), [(False, "GONGKAI_CHECK_OUTSIDE_LINKS=1"), (True, "each once a week")]
)
def test_the_monitor_says_whether_other_sites_are_asked(settings: Any, on: bool, words_: str) -> None:
    settings.GONGKAI_CHECK_OUTSIDE_LINKS = on
    with override("en"):
        assert words_ in words.monitor_note("dead_link")
        assert words.monitor_note("privacy") == ""
