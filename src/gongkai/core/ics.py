"""Calendar files (RFC 5545): whole days with a title, for the calendar programs people have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Octets of a line; what is longer goes on in the next one after a space.
_LONGEST = 75
_CRLF = "\r\n"


@dataclass(frozen=True, slots=True)
class Day:
    """A whole day in the calendar. ``uid`` stays the same for the same matter, so that a newer file moves it.

    ``tentative``: the day may still move. ``alarm_days``: days before on which the program reminds; ``None``: never.
    """

    uid: str
    on: date
    title: str
    text: str = ""
    url: str = ""
    tentative: bool = False
    alarm_days: int | None = None


def calendar(name: str, days: Iterable[Day], *, made_at: datetime, product: str) -> str:
    """The file: every line ended by CR LF and folded at 75 octets, texts escaped."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_escaped(product)}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for day in days:
        lines += _event(day, stamp)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + _CRLF for line in lines)


def _event(day: Day, stamp: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{day.uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(day.title)}",
    ]
    if day.text:
        lines.append(f"DESCRIPTION:{_escaped(day.text)}")
    if day.url:
        lines.append(f"URL:{day.url}")
    lines += [f"STATUS:{'TENTATIVE' if day.tentative else 'CONFIRMED'}", "TRANSP:TRANSPARENT"]
    if day.alarm_days is not None:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_escaped(day.title)}",
            f"TRIGGER:-P{day.alarm_days}D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    """A text as a value: line ends become ``\\n``, and what has a meaning of its own is marked."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in plain if sign >= " " and sign != "\x7f")


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a character."""
    pieces, piece, size = [], "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    return _CRLF.join([*pieces, piece])
