"""The head of a mail: who, when, about what, and whether a machine wrote it."""

from __future__ import annotations

import email.errors
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message as Part
from email.utils import getaddresses, parsedate_to_datetime

from gongkai.core.mailbox.charsets import codec, decode, line

#: Characters of a subject, a name and an address that are kept.
SUBJECT, NAME, ADDRESS = 300, 120, 254
#: Characters of one header that are looked at; only an attack writes longer ones.
MOST = 10_000
#: Characters of a message id (RFC 5322 allows 998 a line).
MESSAGE_ID = 900
_ID = re.compile(rf"<[^<>\s]{{1,{MESSAGE_ID}}}>")
_ADDRESS = re.compile(r"[^\s<>()\"',;:]+@[^\s<>()\"',;:@]+")
_WORD = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]*)?\?[bq]\?", re.IGNORECASE)
_AUTO_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply",
    "X-Failed-Recipients",
    "List-Id",
    "List-Unsubscribe",
)
_AUTO_PRECEDENCE = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon)@", re.IGNORECASE)
_AUTO_SUBJECT = re.compile(
    r"^\s*(?:自动回复|自動回覆|自动答复|系统退信|退信通知|automatic reply|auto[- ]?reply|out of office)",
    re.IGNORECASE,
)


def values(part: Part, name: str) -> list[str]:
    """The header's values as they came, unfolded; bytes beyond ASCII are decoded, encoded words are not."""
    wanted = name.lower()
    return [_plain(value, part) for key, value in part.raw_items() if key.lower() == wanted]


def value(part: Part, name: str) -> str:
    """The first value of the header, or nothing."""
    return next(iter(values(part, name)), "")


def _plain(value: object, part: Part) -> str:
    raw = str(value)[:MOST]
    text = raw if raw.isascii() else decode(raw.encode("utf-8", "surrogateescape"), hint=spoken(part))
    return re.sub(r"\r?\n[ \t]*|\r", " ", text)


def spoken(part: Part) -> str:
    """A character set this mail names somewhere: the best guess for what names none."""
    for each in _parts(part):
        name = charset(each)
        if codec(name) and codec(name) != "utf-8":
            return name
    for _key, raw in part.raw_items():
        found = _WORD.search(str(raw))
        if found and codec(found[1]):
            return found[1]
    return ""


def _parts(part: Part) -> Iterator[Part]:
    """The first parts of a mail; what is wanted stands there."""
    for at, each in enumerate(part.walk()):
        if at >= 10:
            return
        yield each


def charset(part: Part) -> str:
    """The character set a part claims, or nothing."""
    try:
        return str(part.get_content_charset() or "")
    except (LookupError, ValueError, TypeError):
        return ""


def words(text: str, hint: str = "") -> str:
    """``text`` with its encoded words (RFC 2047) read."""
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (email.errors.HeaderParseError, ValueError):
        return text
    return "".join(
        decode(piece, name or "", hint) if isinstance(piece, bytes) else str(piece) for piece, name in pieces
    )


def subject(part: Part) -> str:
    """What the mail says it is about, in one line."""
    return line(words(value(part, "Subject"), spoken(part)), SUBJECT)


def sender(part: Part) -> tuple[str, str]:
    """Name and address of who wrote; either may be empty."""
    hint = spoken(part)
    for header in ("From", "Sender", "Reply-To"):
        for written in values(part, header):
            # Addresses are taken apart before encoded words are read: those may hold commas and brackets.
            for name, address in getaddresses([written]):
                if _ADDRESS.fullmatch(address):
                    return line(words(name, hint), NAME), line(address, ADDRESS)
            found = _ADDRESS.search(words(written, hint))
            if found:
                return line(words(written[: found.start()], hint).strip(' "<'), NAME), line(found[0], ADDRESS)
    return "", ""


def message_id(part: Part) -> str:
    """The mail's own id with its angle brackets, or nothing."""
    found = _ID.search(value(part, "Message-ID"))
    return found[0] if found else ""


def in_reply_to(part: Part) -> str:
    """The id of the mail this one answers, or nothing."""
    for header, at in (("In-Reply-To", 0), ("References", -1)):
        found = _ID.findall(value(part, header))
        if found:
            return str(found[at])
    return ""


def sent_at(part: Part) -> datetime | None:
    """When the sender says it was sent; ``None`` for a date that is missing or is none."""
    try:
        moment = parsedate_to_datetime(value(part, "Date"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def auto(part: Part) -> bool:
    """Whether a machine sent it: RFC 3834, bounces (empty return path, reports), lists, what programs are known by."""
    submitted = value(part, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"} or value(part, "Precedence").strip().lower() in _AUTO_PRECEDENCE:
        return True
    if any(each.strip().replace(" ", "") == "<>" for each in values(part, "Return-Path")):
        return True
    if part.get_content_type() == "multipart/report" or any(values(part, name) for name in _AUTO_HEADERS):
        return True
    return bool(_MACHINES.match(sender(part)[1]) or _AUTO_SUBJECT.match(subject(part)))
