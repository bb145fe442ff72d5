"""The bytes of a mail as a ``Message``. Nothing here asks a server, a database or the time."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import Message as Part
from email.policy import compat32

from gongkai.core.intake import safe_name
from gongkai.core.mailbox import headers, hypertext
from gongkai.core.mailbox.charsets import clean, decode, line
from gongkai.core.mailbox.model import Attachment, Message
from gongkai.domain.text import Text, say

#: Characters of text that are kept; what is longer is a document and should have been sent as one.
MOST_TEXT = 100_000
#: Parts and nested levels of one mail.
MOST_PARTS, DEEPEST = 500, 50
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_LOCKED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_LINES = re.compile(r"\n{3,}")


class Unreadable(ValueError):  # noqa: N818 - said of the bytes
    """The bytes are no mail that can be read."""


@dataclass
class _Found:
    """What was found on the way through the parts."""

    hint: str
    texts: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    parts: int = 0

    def note(self, text: Text) -> None:
        if text not in self.notes:
            self.notes.append(text)


def read(raw: bytes, received_at: datetime) -> Message:
    """The mail. Raises ``Unreadable`` for bytes without a head, and for mails nested beyond sense."""
    try:
        whole = message_from_bytes(raw, policy=compat32)
        if not any(
            headers.value(whole, name) for name in ("From", "Sender", "Subject", "Date", "Message-ID")
        ):
            raise Unreadable("no sender, no subject, no date and no message id")
        found = _Found(headers.spoken(whole))
        _open(whole, found, 0)
        text = _LINES.sub("\n\n", clean("\n\n".join(found.texts))).strip()
    except RecursionError as error:
        raise Unreadable("nested too deep") from error
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT].rstrip()
        found.note(
            say("The mail's text was very long and is cut off after {most} characters.", most=MOST_TEXT)
        )
    return _message(whole, raw, received_at, text, found)


def read_head(raw: bytes, received_at: datetime) -> Message:
    """The mail as far as its head tells it, without text and attachments."""
    return _message(message_from_bytes(raw, policy=compat32), raw, received_at, "", _Found(""))


def digest(raw: bytes) -> str:
    """The key of a mail that cannot be read."""
    return hashlib.sha256(raw).hexdigest()


def _message(whole: Part, raw: bytes, received_at: datetime, text: str, found: _Found) -> Message:
    name, address = headers.sender(whole)
    own = headers.message_id(whole)
    return Message(
        key=_key(own, address, raw),
        message_id=own or f"<{digest(raw)}@missing.invalid>",
        sender_name=name,
        sender_address=address,
        subject=headers.subject(whole),
        text=text,
        sent_at=headers.sent_at(whole),
        received_at=received_at,
        attachments=tuple(found.files),
        auto=headers.auto(whole),
        in_reply_to=headers.in_reply_to(whole),
        notes=tuple(found.notes),
    )


def _key(own: str, address: str, raw: bytes) -> str:
    """The same for every copy of one mail (each hop adds lines to the head, none to the body)."""
    body = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)
    written = body[1] if own and len(body) > 1 else raw
    lines = b"\n".join(written.replace(b"\r\n", b"\n").rstrip().split(b"\n"))
    return hashlib.sha256(b"\0".join((own.encode(), address.lower().encode(), lines))).hexdigest()


def _open(part: Part, found: _Found, depth: int) -> None:
    """Sorts a part and what it holds into texts, files and notes."""
    found.parts += 1
    if found.parts > MOST_PARTS or depth > DEEPEST:
        raise Unreadable("too many parts, one inside the other")
    kind, inside = part.get_content_type(), _inside(part)
    if kind == "message/rfc822" or not inside:
        _leaf(part, kind, found)
    elif kind == "multipart/alternative":
        _best(inside, found, depth)
    else:
        for each in inside:
            _open(each, found, depth + 1)


def _inside(part: Part) -> list[Part]:
    """The parts a part holds. A single one is never asked this way: it would be decoded by whatever it calls itself."""
    inside = part.get_payload() if part.is_multipart() else []
    return [each for each in inside if isinstance(each, Part)] if isinstance(inside, list) else []


def _best(choices: list[Part], found: _Found, depth: int) -> None:
    """Of several forms of the same words the plain one, unless it is empty; files in any of them are kept."""
    kept: list[str] = []
    for each in sorted(choices, key=lambda part: part.get_content_type() != "text/plain"):
        before, found.texts = found.texts, []
        _open(each, found, depth + 1)
        kept, found.texts = kept or [text for text in found.texts if text.strip()], before
    found.texts += kept


def _leaf(part: Part, kind: str, found: _Found) -> None:
    if kind in _TNEF or _name(part, found.hint).lower() == "winmail.dat":
        found.note(
            say(
                "Outlook packed a part of this mail into “winmail.dat”, which only Outlook can open. Files sent "
                "with it are missing: ask the sender to send them again as plain attachments."
            )
        )
    elif kind in _SIGNATURES:
        return
    elif _is_text(part, kind, found):
        found.texts.append(_text(part, kind, found.hint))
    else:
        if kind in _LOCKED:
            found.note(
                say("This mail is encrypted and cannot be read here. Ask the sender to send it unencrypted.")
            )
        _file(part, kind, found)


def _is_text(part: Part, kind: str, found: _Found) -> bool:
    if part.is_multipart() or not (kind in {"text/plain", "text/html"} or kind.startswith("multipart/")):
        return False  # a multipart without its boundary is one text
    return part.get_content_disposition() != "attachment" and not _name(part, found.hint)


def _content(part: Part) -> bytes:
    """The part's bytes; what its transfer encoding cannot explain is taken as it stands."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: Part, kind: str, hint: str) -> str:
    content, name = _content(part), headers.charset(part)
    if kind == "text/html":
        return hypertext.plain(decode(content, name or hypertext.declared(content), hint))
    text = clean(decode(content, name, hint))
    return _unflowed(text, part) if part.get_param("format") == "flowed" else text


def _unflowed(text: str, part: Part) -> str:
    """Lines broken for the way (RFC 3676) as the paragraphs that were written."""
    joined = str(part.get_param("delsp", "")).lower() == "yes"
    paragraphs: list[str] = []
    going = False
    for each in text.split("\n"):
        written = each[1:] if each.startswith(" ") else each
        breaks = written.endswith(" ") and written != "-- "
        piece = written[:-1] if breaks and joined else written
        if going:
            paragraphs[-1] += piece
        else:
            paragraphs.append(piece)
        going = breaks
    return "\n".join(each.rstrip() for each in paragraphs)


def _file(part: Part, kind: str, found: _Found) -> None:
    number = len(found.files) + 1
    if part.is_multipart():  # a mail inside the mail, kept as a file
        name, content = _enclosed(part, number)
    else:
        name = _name(part, found.hint) or f"attachment-{number}{mimetypes.guess_extension(kind) or ''}"
        content = _content(part)
    if content:
        found.files.append(Attachment(safe_name(name), content, kind))
    else:
        found.note(
            say(
                "The attachment “{name}” arrived empty. Ask the sender to send it again.",
                name=safe_name(name),
            )
        )


def _enclosed(part: Part, number: int) -> tuple[str, bytes]:
    """Name and bytes of a mail that came inside the mail."""
    inner = next(iter(_inside(part)), None)
    if inner is None:
        return f"mail-{number}.eml", b""
    try:
        content = inner.as_bytes()
    except (
        LookupError,
        ValueError,
        TypeError,
    ):  # what cannot be written again is kept as far as it can be read
        content = decode(_content(inner)).encode()
    return f"{headers.subject(inner)[:80] or f'mail-{number}'}.eml", content


def _name(part: Part, hint: str) -> str:
    """The file's name: RFC 2231, or encoded words between quotes, or bare bytes, as programs send it."""
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        read_before = Part()  # the library would make question marks of bare bytes: they are decoded first
        read_before[header] = headers.value(part, header)
        try:
            given = read_before.get_param(parameter, header=header)
        except (ValueError, TypeError, IndexError):
            continue
        if isinstance(given, tuple):
            name = decode(given[2].encode("latin-1", "replace"), given[0] or "", hint)
        else:
            name = headers.words(str(given or ""), hint)
        name = line(name, 400)
        if name:
            return name
    return ""
