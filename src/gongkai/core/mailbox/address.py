"""Where the mailbox is, from ``GONGKAI_MAILBOX_URL``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from gongkai.core.refusals import Refusal
from gongkai.domain.text import say

#: Way of connecting → the usual port.
WAYS = {"imaps": 993, "imap+tls": 143, "imap": 143}


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: ``imaps`` speaks TLS from the start, ``imap+tls`` after a greeting, ``imap`` never.

    ``ca`` is a file with the certificates to trust, where the server's comes from an authority of the office's own.
    """

    way: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    ca: Path | None = None

    @property
    def digest(self) -> str:
        """Tells this folder from others without naming anybody."""
        return hashlib.sha256(f"{self.user}@{self.host}:{self.port}/{self.folder}".encode()).hexdigest()[:32]


def parse(url: str) -> Address:
    """The mailbox at ``imaps://user:password@host:993/INBOX``. Raises ``Refusal`` that says what is wrong."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _wrong() from error
    if parts.scheme not in WAYS or not (parts.hostname and parts.username and parts.password):
        raise _wrong()
    ca = parse_qs(parts.query).get("ca", [""])[-1]
    return Address(
        way=parts.scheme,
        host=parts.hostname,
        port=port or WAYS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        ca=Path(ca) if ca else None,
    )


def _wrong() -> Refusal:
    return Refusal(
        say(
            "The mailbox's address in GONGKAI_MAILBOX_URL cannot be understood. It is written "
            "imaps://user:password@host:993/INBOX; special characters in the user's name and the password are "
            "written as in web addresses (docs/settings.md shows how)."
        )
    )
