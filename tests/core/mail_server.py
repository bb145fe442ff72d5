"""A real IMAP server for the tests (pymap, in memory), and a wire to it that can be cut, muted and edited."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection
from imap_tools import MailBoxUnencrypted

from gongkai.core.mailbox import Message, Outcome
from gongkai.core.models import Counter

USER, PASSWORD = "petitions@bureau.example", "p@ss:w/rd#1"
URL_USER, URL_PASSWORD = "petitions%40bureau.example", "p%40ss%3Aw%2Frd%231"


@dataclass
class Post:
    """The server, and the tests' own look into it."""

    port: int
    box: MailBoxUnencrypted

    def url(self, *, way: str = "imap", port: int = 0, folder: str = "INBOX", more: str = "") -> str:
        return f"{way}://{URL_USER}:{URL_PASSWORD}@127.0.0.1:{port or self.port}/{folder}{more}"

    def put(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Lets mails arrive."""
        for each in mails:
            self.box.append(each, folder, dt=datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def folders(self) -> dict[str, int]:
        """How many mails lie in which folder; empty ones are left out."""
        names = [each.name for each in self.box.folder.list()]
        counts = {name: self.box.folder.status(name)["MESSAGES"] for name in names}
        return {name: count for name, count in counts.items() if count}

    def flags(self, folder: str) -> list[tuple[str, ...]]:
        self.box.folder.set(folder)
        found = [each.flags for each in self.box.fetch(mark_seen=False)]
        self.box.folder.set("INBOX")
        return found

    def empty(self) -> None:
        """As it was before any test."""
        self.box.folder.set("INBOX")
        for folder in self.box.folder.list():
            if folder.name == "INBOX":
                self.box.delete(self.box.uids())
            else:
                self.box.folder.delete(folder.name)


@contextmanager
def serving() -> Iterator[Post]:
    """Starts the server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from pymap.main import main; main()", "--no-tls"]
    command += ["--host", "127.0.0.1", "--port", str(port), "dict", "--demo-data"]
    process = subprocess.Popen(
        [*command, "--demo-user", USER, "--demo-password", PASSWORD],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        box = _patiently(port, process).login(USER, PASSWORD)
        post = Post(port, box)
        post.empty()
        yield post
        box.logout()
    finally:
        process.terminate()
        process.wait(20)


def _patiently(port: int, process: subprocess.Popen[bytes]) -> MailBoxUnencrypted:
    pause = threading.Event()
    for _ in range(600):
        with contextlib.suppress(OSError):
            return MailBoxUnencrypted("127.0.0.1", port, timeout=60)
        assert process.poll() is None, "the mail server did not start"
        pause.wait(0.05)
    raise AssertionError("the mail server did not answer")


Edit = Callable[[bytes], bytes | None]


@dataclass
class Wire:
    """A line to the server. ``sent`` sees what the client sends and may change it; ``None`` cuts the line."""

    target: int
    sent: Edit = lambda data: data
    said: Edit = lambda data: data
    tls: ssl.SSLContext | None = None
    commands: list[bytes] = field(default_factory=list)
    port: int = 0
    _socket: socket.socket | None = None

    def __enter__(self) -> Wire:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._socket,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._socket is not None
        self._socket.close()

    def _accept(self, listening: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listening.accept()
                threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.tls:
                client = self.tls.wrap_socket(client, server_side=True)
            server = socket.create_connection(("127.0.0.1", self.target))
            there = threading.Thread(target=self._carry, args=(client, server, self._heard), daemon=True)
            there.start()
            self._carry(server, client, lambda data: self.said(data))
            there.join()
            client.close()
            server.close()

    def _heard(self, data: bytes) -> bytes | None:
        self.commands.append(data)
        return self.sent(data)

    @staticmethod
    def _carry(source: socket.socket, target: socket.socket, edit: Edit) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                changed = edit(data)
                if changed is None:
                    break
                target.sendall(changed)
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for 127.0.0.1, and the authority's certificate its clients must trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = timedelta(days=1)
    moment = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - day)
        .not_valid_after(moment + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "server.pem", folder / "server.key"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context, chain


class Desk:
    """A handler that files mails, and can be told to stumble over one."""

    def __init__(self) -> None:
        self.seen: list[Message] = []
        self.stumble: dict[str, Exception] = {}

    def __call__(self, message: Message) -> Outcome:
        assert connection.in_atomic_block
        self.seen.append(message)
        Counter.objects.create(series=message.key)  # a second handling would collide
        if message.subject in self.stumble:
            raise self.stumble[message.subject]
        return Outcome("filed", ("complaint", len(self.seen)))

    @property
    def subjects(self) -> list[str]:
        return [each.subject for each in self.seen]
