"""Talking to the mail server: IMAP4rev1 (RFC 3501) through ``imap-tools`` and the standard library.

Nothing is ever deleted for good but the copy this program has just moved: other people's ``\\Deleted`` mails in the
same folder are left alone, which is why the library's own ``move`` and ``flag`` (they expunge the folder) are not used.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError, MailboxStarttlsError
from imap_tools.utils import encode_folder

from gongkai.core.mailbox.address import Address
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say

#: Seconds the server may be silent.
TIMEOUT = 30.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE = re.compile(rb'INTERNALDATE "([^"]{10,40})"')
_DATE_FORM = "%d-%b-%Y %H:%M:%S %z"


class Unreachable(Refusal):
    """The mailbox cannot be read just now; what was settled before stays settled, the rest waits."""

    status = 503


@dataclass(frozen=True, slots=True)
class Lying:
    """A mail as it lies on the server: its size in bytes and when it arrived."""

    size: int
    received_at: datetime | None


class Server:
    """An open mailbox folder."""

    def __init__(self, box: BaseMailBox, validity: int) -> None:
        self._box = box
        self.validity = validity
        self._made: set[str] = set()

    def uids(self) -> list[int]:
        """The numbers of all mails in the folder, oldest first, without those marked as deleted."""
        return sorted(int(each) for each in self._box.uids("UNDELETED", charset=None))

    def look(self, uid: int) -> Lying | None:
        """Size and arrival of a mail; ``None``: somebody took it away meanwhile."""
        lines = self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)")
        said = b" ".join(each if isinstance(each, bytes) else each[0] for each in lines)
        size = _SIZE.search(said)
        return Lying(int(size[1]), _moment(said)) if size else None

    def take(self, uid: int, *, head: bool = False) -> bytes | None:
        """The bytes of a mail, or of its head. It stays unread. ``None``: somebody took it away meanwhile."""
        lines = self._fetch(uid, "(UID BODY.PEEK[HEADER])" if head else "(UID BODY.PEEK[])")
        found = next((each[1] for each in lines if isinstance(each, tuple)), None)
        return bytes(found) if found is not None else None

    def _fetch(self, uid: int, what: str) -> list[Any]:
        return [each for each in self._ask("FETCH", str(uid), what) if each is not None]

    def _ask(self, *words: str | bytes) -> list[Any]:
        try:
            typ, lines = self._box.client.uid(*words)  # type: ignore[arg-type]
        except imaplib.IMAP4.abort:
            raise  # the line is broken
        except imaplib.IMAP4.error as error:
            raise Refused(str(error)) from error
        if typ != "OK":
            raise Refused(b" ".join(each for each in lines if isinstance(each, bytes)))
        return lines

    def move(self, uid: int, folder: str) -> None:
        """Marks a mail as read and moves it; makes the folder if need be. Raises ``Refused``."""
        self._make(folder)
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        can = self._box.client.capabilities
        if "MOVE" in can:
            self._ask("MOVE", str(uid), encode_folder(folder))
            return
        self._ask("COPY", str(uid), encode_folder(folder))
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in can:  # else it stays, marked as deleted, until somebody tidies the folder
            self._ask("EXPUNGE", str(uid))

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        self._made.add(folder)
        if not self._box.folder.exists(folder):
            with suppress(ImapToolsError):  # if it is needed and not there, the move says so
                self._box.folder.create(folder)


class Refused(Exception):  # noqa: N818 - the server's "NO" to one command
    """The server would not do something to one mail."""


def _moment(said: bytes) -> datetime | None:
    found = _DATE.search(said)
    try:
        return datetime.strptime(found[1].decode().strip(), _DATE_FORM).astimezone(UTC) if found else None
    except ValueError:
        return None


@contextmanager
def opened(address: Address) -> Iterator[Server]:
    """The mailbox's folder. Raises ``Unreachable`` with a sentence for every way this can fail, also half way."""
    try:
        box = _connect(address)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise Unreachable(_why(error, address)) from error
    try:
        yield _selected(box, address)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise Unreachable(_why(error, address)) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
            box.logout()
        with suppress(OSError):
            box.client.shutdown()


def _connect(address: Address) -> BaseMailBox:
    where: dict[str, Any] = {"host": address.host, "port": address.port, "timeout": TIMEOUT}
    if address.way == "imap":
        return MailBoxUnencrypted(**where)
    context = ssl.create_default_context(cafile=str(address.ca) if address.ca else None)
    kind = MailBox if address.way == "imaps" else MailBoxStartTls
    return kind(**where, ssl_context=context)


def _selected(box: BaseMailBox, address: Address) -> Server:
    try:
        if address.user.isascii() and address.password.isascii():
            box.login(address.user, address.password, initial_folder=None)
        else:
            box.login_utf8(address.user, address.password, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise Unreachable(
            say(
                "The mail server does not let “{user}” in. The password may be wrong or have run out, or reading by "
                "IMAP may have to be switched on for this account (some providers give a password of its own for it).",
                user=address.user,
            )
        ) from error
    _introduce(box)
    try:
        box.folder.set(address.folder)
    except ImapToolsError as error:
        raise Unreachable(
            say(
                "The mailbox has no folder “{folder}”, or it may not be opened. Look at GONGKAI_MAILBOX_URL.",
                folder=address.folder,
            )
        ) from error
    (validity,) = box.client.response("UIDVALIDITY")[1] or [None]
    return Server(box, int(validity or 0))


def _introduce(box: BaseMailBox) -> None:
    """Asks what the server can do now, and says who calls (RFC 2971): some providers, such as 163.com, insist."""
    typ, lines = box.client.capability()
    if typ == "OK" and lines and lines[-1]:
        box.client.capabilities = tuple(str(lines[-1], "ascii", "replace").upper().split())
    if "ID" in box.client.capabilities:
        with suppress(imaplib.IMAP4.error):
            box.client.xatom("ID", '("name" "gongkai" "version" "1")')


def _why(error: Exception, address: Address) -> Text:
    where = {"host": address.host, "port": str(address.port)}
    if isinstance(error, ssl.SSLCertVerificationError):
        return say(
            "The certificate of the mail server {host} cannot be trusted: {reason}. If it comes from an authority of "
            "your own, add ?ca=/path/to/authority.pem to GONGKAI_MAILBOX_URL.",
            reason=error.verify_message,
            **where,
        )
    if isinstance(error, ssl.SSLError | MailboxStarttlsError) or "TLS" in str(error):
        return say(
            "The mail server {host}:{port} does not speak TLS the way GONGKAI_MAILBOX_URL says: imaps:// for TLS from "
            "the start (port 993), imap+tls:// for TLS after the greeting (port 143).",
            **where,
        )
    if isinstance(error, TimeoutError):
        return say("The mail server {host}:{port} does not answer. It is asked again by itself.", **where)
    if isinstance(error, socket.gaierror):
        return say("There is no mail server named {host}. Look at GONGKAI_MAILBOX_URL.", **where)
    if isinstance(error, ConnectionRefusedError):
        return say(
            "Nothing answers at {host}:{port}. The mail server may be down, or the port in GONGKAI_MAILBOX_URL wrong.",
            **where,
        )
    return say("The connection to the mail server {host}:{port} broke. It is tried again by itself.", **where)
