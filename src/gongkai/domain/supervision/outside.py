"""Links to other sites (外部链接): which may be asked for, what an answer means, and when a link counts as dead.

What may be asked is narrow on purpose: whoever writes a document must not be able to make the installation ask
addresses inside the office's own network. Sources: the checks in ``law/supervision.toml``, ``[walk]``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal, TypeAlias
from urllib.parse import quote, urlsplit, urlunsplit

Verdict: TypeAlias = Literal["fine", "dead", "unsure"]

#: Longest address that is asked for, in characters.
LONGEST = 2000
#: What stands for an answer where no page came back.
NO_NAME, NO_ANSWER, UNSAFE, FORBIDDEN, ROBOTS, TOO_MANY = (
    "no_name", "no_answer", "tls", "forbidden", "robots", "redirects",
)  # fmt: skip
_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f\\]")
_SAFE = "/%:@!$&'()*+,;=~-._"
#: Address of a cloud's inner service that is not marked as private; addresses that carry others within.
_INNER = frozenset({IPv4Address("168.63.129.16")})
_SIX_TO_FOUR, _NAT64 = ip_network("2002::/16"), ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """An address that may be asked for, once its name is known to lead outside. ``rest``: path and query."""

    scheme: str
    host: str
    port: int
    rest: str

    @property
    def site(self) -> str:
        """Scheme, name and port: what one file of rules for robots is for."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{name}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.site}{self.rest}"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a link: the answer of the last time, failures in a row and since when."""

    asked_on: date | None = None
    outcome: str = ""
    failures: int = 0
    since: date | None = None


def target(url: str, ports: Collection[int] = (80, 443)) -> Target | None:
    """The address as it is asked for; ``None`` for whatever is no plain address of a public web page."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or _PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in _PORTS or not host or port not in ports or "@" in parts.netloc:
        return None
    if len(url) > LONGEST or _CONTROL.search(url.strip()):
        return None
    rest = urlunsplit(("", "", quote(parts.path or "/", _SAFE), quote(parts.query, f"{_SAFE}?/[]"), ""))
    return Target(parts.scheme, host, port, rest if rest.startswith("/") else f"/{rest}")


def is_outside(href: str) -> bool:
    """Whether a link names another host: it begins with a scheme of the web, or with ``//``."""
    return href.strip().lower().startswith(("http://", "https://", "//"))


def is_public(address: str) -> bool:
    """Whether a resolved address (not a name) lies in the public net.

    Private, loopback, link-local, shared, reserved and group addresses are refused, also where an IPv6 address carries
    them. What is no address is refused.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(found)
    if carried is not None:
        return is_public(str(carried))
    return found.is_global and not found.is_multicast and not found.is_reserved and found not in _INNER


def _carried(found: IPv4Address | IPv6Address) -> IPv4Address | None:
    if isinstance(found, IPv4Address):
        return None
    if found.ipv4_mapped is not None or found.sixtofour is not None:
        return found.ipv4_mapped or found.sixtofour
    if found.teredo is not None:
        return found.teredo[1]
    if found in _NAT64 or int(found) >> 32 == 0:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return None


def is_inner(url: str) -> bool:
    """Whether a link names, in so many words, this machine or an inner network: no citizen can open it."""
    found = target(url, range(1, 65536))
    if found is None:
        return False
    if found.host == "localhost" or found.host.endswith((".localhost", ".local", ".internal", ".lan")):
        return True
    try:
        ip_address(found.host)
    except ValueError:
        return False
    return not is_public(found.host)


def verdict(outcome: str) -> Verdict:
    """What an answer means: ``outcome`` is a status of HTTP, or one of the words above.

    Gone (404, 410), no such name and no answer at all are dead; what a site refuses to programs, or cannot do just now
    (401, 403, 429, 5xx …), is no proof of anything.
    """
    if outcome in ("404", "410", NO_NAME, NO_ANSWER):
        return "dead"
    return "fine" if outcome[:1] in ("2", "3") else "unsure"


def after(known: Known, outcome: str, today: date) -> Known:
    """What is known once a link was asked: failures in a row count days, not tries; doubt changes no count."""
    told = verdict(outcome)
    if told == "fine":
        return Known(today, outcome)
    asked = replace(known, asked_on=today, outcome=outcome)
    if told == "unsure" or known.asked_on == today:
        return asked
    return replace(asked, failures=known.failures + 1, since=known.since or today)


def is_due(known: Known, today: date, days: int) -> bool:
    """Whether the link may be asked for again: each is asked once in ``days`` days at most."""
    return known.asked_on is None or known.asked_on <= today - timedelta(days=days)
