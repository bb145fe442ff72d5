"""Mails as the programs of citizens send them, byte for byte."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from urllib.parse import quote

ARRIVED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WORDS = "建设路路灯坏了三盏，晚上很黑，请派人来修。"
TRADITIONAL = "建設路的路燈壞了，請儘快派人處理，謝謝。"


def encoded(text: str, charset: str, codec: str = "") -> str:
    """An encoded word (RFC 2047)."""
    return f"=?{charset}?B?{base64.b64encode(text.encode(codec or charset)).decode()}?="


def head(**lines: str) -> bytes:
    """A mail's head; ``from_`` stands for From, underlines for hyphens."""
    given = {
        "Message_ID": "<one@citizen.example>",
        "From_": "Zhang San <zhang@citizen.example>",
        "Subject": "Street lamp",
        "Date": "Mon, 02 Mar 2026 08:59:00 +0800",
        **lines,
    }
    shown = [f"{name.rstrip('_').replace('_', '-')}: {value}\r\n" for name, value in given.items() if value]
    return "".join(shown).encode("utf-8", "surrogateescape")


def mail(body: bytes = b"Hello\r\n", kind: str = "text/plain; charset=utf-8", **lines: str) -> bytes:
    """A mail of one part."""
    return head(Content_Type=kind, **lines) + b"\r\n" + body


def part(content: bytes, kind: str, *, disposition: str = "", encoding: str = "") -> bytes:
    """One part of a mail; ``encoding`` may be ``base64``."""
    lines = [f"Content-Type: {kind}"]
    lines += [f"Content-Disposition: {disposition}"] if disposition else []
    lines += [f"Content-Transfer-Encoding: {encoding}"] if encoding else []
    body = base64.encodebytes(content).replace(b"\n", b"\r\n") if encoding == "base64" else content
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body


def several(*parts: bytes, kind: str = "mixed", boundary: str = "cut", **lines: str) -> bytes:
    """A mail of several parts."""
    cut = f"--{boundary}".encode()
    inside = b"".join(cut + b"\r\n" + each + b"\r\n" for each in parts) + cut + b"--\r\n"
    return head(Content_Type=f'multipart/{kind}; boundary="{boundary}"', **lines) + b"\r\n" + inside


def nested(*parts: bytes, kind: str, boundary: str) -> bytes:
    """A part that holds parts."""
    cut = f"--{boundary}".encode()
    inside = b"".join(cut + b"\r\n" + each + b"\r\n" for each in parts) + cut + b"--\r\n"
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + inside


def rfc2231(name: str, charset: str) -> str:
    """A file name in the words of RFC 2231."""
    return f"attachment; filename*={charset}''{quote(name.encode(charset))}"


LAMP, ROAD, TREE = (
    mail(WORDS.encode(), Message_ID=f"<{name}@citizen.example>", Subject=name)
    for name in ("lamp", "road", "tree")
)
