"""Asks other sites whether a link still opens: politely, and never an address inside an own network.

A name is resolved first, every address it has is looked at, and the connection is made to that very address: what the
name answers a moment later changes nothing. Each redirect goes the same way. No cookies, no proxies, hardly any bytes.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

from django.conf import settings

from gongkai.domain.supervision.monitors import walk as numbers
from gongkai.domain.supervision.outside import (
    FORBIDDEN,
    NO_ANSWER,
    NO_NAME,
    ROBOTS,
    TOO_MANY,
    UNSAFE,
    Target,
    is_public,
    target,
)

#: The name robots.txt may speak of.
NAME = "Gongkai-Link-Check"
#: Longest pause a site may ask for, in seconds.
_LONGEST_PAUSE = 10.0
_MOVED = (301, 302, 303, 307, 308)


class Failed(Exception):  # noqa: N818 - it reads as a sentence
    """No answer came; the word for why (``domain.supervision.outside``)."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class _Plain(http.client.HTTPConnection):
    """A connection to an address that was looked at; the name goes along in the head alone."""

    def __init__(self, to: Target, address: str, seconds: float) -> None:
        super().__init__(to.host, to.port, timeout=seconds)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _Safe(http.client.HTTPSConnection):
    """The same over TLS: the certificate must be the name's."""

    def __init__(self, to: Target, address: str, seconds: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(to.host, to.port, timeout=seconds, context=self._tls)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str = ""
    body: bytes = b""


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(slots=True)
class Asker:
    """Asks one link after the other. ``lets``: whether an address may be asked; tests let their own server in."""

    lets: Callable[[str], bool] = is_public
    resolve: Callable[[str, int], list[str]] = _resolved
    sleep: Callable[[float], object] = time.sleep
    given: dict[str, Any] = field(default_factory=numbers)
    _last: dict[str, float] = field(default_factory=dict)
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)

    def ask(self, url: str) -> str:
        """What became of it: a status of HTTP as text, or a word of ``domain.supervision.outside``."""
        try:
            to = self._target(url)
            for _ in range(int(self.given["redirects"]) + 1):
                if not self._allowed(to):
                    return ROBOTS
                answer = self._page(to)
                if answer.status not in _MOVED or not answer.location:
                    return str(answer.status)
                to = self._target(urljoin(to.url, answer.location))
        except Failed as failed:
            return failed.outcome
        return TOO_MANY

    def _target(self, url: str) -> Target:
        found = target(url, self.given["ports"])
        if found is None:
            raise Failed(FORBIDDEN)
        return found

    def _page(self, to: Target) -> _Answer:
        """Asked for its head; by what knows no such question, or says no to it, a single byte is asked for."""
        answer = self._send(to, "HEAD")
        if answer.status < 400 or answer.status == 429:
            return answer
        return self._send(to, "GET")

    def _allowed(self, to: Target) -> bool:
        """Whether the site's robots.txt lets it be asked; a site that cannot give one is left alone."""
        rules = self._rules.get(to.site)
        if rules is None:
            rules = self._rules[to.site] = self._read_rules(to)
        return rules.can_fetch(NAME, to.url)

    def _read_rules(self, to: Target) -> RobotFileParser:
        rules, at = RobotFileParser(), Target(to.scheme, to.host, to.port, "/robots.txt")
        for _ in range(int(self.given["redirects"]) + 1):
            answer = self._send(at, "GET", body=int(self.given["robots_bytes"]))
            if answer.status not in _MOVED or not answer.location:
                break
            at = self._target(urljoin(at.url, answer.location))
        if answer.status == 200:
            rules.parse(answer.body.decode("utf-8", "replace").splitlines())
        elif 400 <= answer.status < 500:
            rules.parse(())
        else:
            rules.parse(("User-agent: *", "Disallow: /"))
        return rules

    def _send(self, to: Target, method: str, body: int = 0) -> _Answer:
        address = self._address(to)
        self._wait(to)
        headers = {"User-Agent": agent(), "Accept": "*/*", "Connection": "close"}
        if method == "GET" and not body:
            headers["Range"] = "bytes=0-0"
        seconds = float(self.given["timeout_seconds"])
        kind = _Safe if to.scheme == "https" else _Plain
        connection = kind(to, address, seconds)
        try:
            with _ended_after(connection, seconds):
                connection.request(method, to.rest, headers=headers)
                answer = connection.getresponse()
                read = answer.read(body) if body else b""
                return _Answer(answer.status, answer.getheader("Location") or "", read)
        except ssl.SSLError as error:
            raise Failed(UNSAFE) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Failed(NO_ANSWER) from error
        finally:
            connection.close()
            self._last[to.host] = time.monotonic()

    def _address(self, to: Target) -> str:
        """The address to connect to; refused where any address of the name lies inside."""
        try:
            found = self.resolve(to.host, to.port)
        except socket.gaierror as error:
            # A resolver that could not look just now has said nothing about the name.
            raise Failed(FORBIDDEN if error.errno == socket.EAI_AGAIN else NO_NAME) from error
        except (OSError, UnicodeError) as error:
            raise Failed(NO_NAME) from error
        if not found:
            raise Failed(NO_NAME)
        if not all(self.lets(each) for each in found):
            raise Failed(FORBIDDEN)
        return found[0]

    def _wait(self, to: Target) -> None:
        rules = self._rules.get(to.site)
        asked = float(rules.crawl_delay(NAME) or 0) if rules else 0.0
        pause = min(max(float(self.given["pause_seconds"]), asked), _LONGEST_PAUSE)
        last = self._last.get(to.host)
        if last is not None and (left := pause - (time.monotonic() - last)) > 0:
            self.sleep(left)


def agent() -> str:
    """Who asks: the name, and where the installation is found."""
    return f"{NAME}/1.0 (+{settings.PUBLIC_URL})" if settings.PUBLIC_URL else f"{NAME}/1.0"


@contextmanager
def _ended_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Cuts off an answer that drips: a time-out alone begins anew with every byte."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds * 2, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
