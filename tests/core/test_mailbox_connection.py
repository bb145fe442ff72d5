"""Does the operator learn what is wrong with the way to the mailbox?"""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from core.mail_samples import LAMP
from core.mail_server import Desk, Post, Wire, certificate
from gongkai.core import mailbox
from gongkai.core.mailbox import Unreachable, server
from gongkai.core.mailbox.address import parse
from gongkai.core.refusals import Refusal

pytestmark = pytest.mark.django_db


def refused(why: str, desk: Desk) -> None:
    with pytest.raises(Unreachable) as raised:
        mailbox.fetch(desk)
    assert why in str(raised.value.reason)
    assert desk.seen == []
    assert raised.value.status == 503


def test_nobody_answers(desk: Desk, settings: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.GONGKAI_MAILBOX_URL = f"imap://a:b@127.0.0.1:{free.getsockname()[1]}/INBOX"
        refused("Nothing answers at 127.0.0.1", desk)


def test_the_password_is_wrong(post: Post, desk: Desk, settings: Any) -> None:
    settings.GONGKAI_MAILBOX_URL = post.url().replace("rd%231", "wrong")
    with pytest.raises(Unreachable) as raised:
        mailbox.fetch(desk)
    assert "does not let “petitions@bureau.example” in" in str(raised.value.reason)
    assert "wrong" not in str(raised.value.reason).replace("may be wrong", "")


def test_the_folder_is_missing(post: Post, desk: Desk, settings: Any) -> None:
    settings.GONGKAI_MAILBOX_URL = post.url(folder="Nowhere")
    refused("no folder “Nowhere”", desk)


@pytest.mark.parametrize("silent_after", ["the greeting", "the search", "the fetch"])
def test_a_server_that_hangs_is_left(
    post: Post, desk: Desk, settings: Any, monkeypatch: pytest.MonkeyPatch, silent_after: str
) -> None:
    monkeypatch.setattr(server, "TIMEOUT", 0.5)
    post.put(LAMP)
    words = {"the greeting": b"CAPABILITY", "the search": b"SEARCH", "the fetch": b"BODY.PEEK"}[silent_after]
    with Wire(post.port, sent=lambda data: b"" if words in data else data) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(port=wire.port)
        refused("does not answer", desk)
    assert post.folders() == {"INBOX": 1}


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00" * 100 + b"\r\n", b""])
def test_something_that_is_no_mail_server(desk: Desk, settings: Any, greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings.GONGKAI_MAILBOX_URL = f"imap://a:b@127.0.0.1:{other.getsockname()[1]}/INBOX"

        def greet() -> None:
            line, _ = other.accept()
            line.sendall(greeting)
            line.close()

        threading.Thread(target=greet, daemon=True).start()
        refused("broke", desk)


def test_tls_with_a_trusted_authority_and_without(
    post: Post, desk: Desk, settings: Any, tmp_path: Path
) -> None:
    context, authority = certificate(tmp_path)
    post.put(LAMP)
    with Wire(post.port, tls=context) as wire:
        settings.GONGKAI_MAILBOX_URL = post.url(way="imaps", port=wire.port)
        refused("cannot be trusted", desk)
        settings.GONGKAI_MAILBOX_URL = post.url(way="imaps", port=wire.port, more=f"?ca={authority}")
        assert mailbox.fetch(desk).handled == 1


def test_tls_where_there_is_none(post: Post, desk: Desk, settings: Any) -> None:
    for way in ("imaps", "imap+tls"):
        settings.GONGKAI_MAILBOX_URL = post.url(way=way)
        refused("does not speak TLS", desk)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://host/INBOX",
        "https://a:b@host/INBOX",
        "imaps://a:b@host:port/INBOX",
        "imaps://a@host",
        "x",
        "imaps://[::1",
    ],
)
def test_an_address_that_is_none_is_explained(url: str) -> None:
    with pytest.raises(Refusal, match="cannot be understood"):
        parse(url)


def test_the_address_is_taken_apart() -> None:
    found = parse("imaps://a%40b.example:p%40s%3As@mail.example/INBOX%2F%E4%BF%A1?ca=/etc/ca.pem")
    assert (found.user, found.password, found.port) == ("a@b.example", "p@s:s", 993)
    assert (found.folder, found.ca) == ("INBOX/信", Path("/etc/ca.pem"))
    assert "p@s:s" not in repr(found)
    assert parse("imap+tls://a:b@h").folder == "INBOX"
