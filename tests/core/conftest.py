"""A mail server for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from core.mail_server import Desk, Post


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Post]:
    """One server for all of them: it takes half a second to start."""
    from core.mail_server import serving

    with serving() as post:
        yield post


@pytest.fixture
def post(mail_server: Post, settings: Any) -> Post:
    """The server with an empty mailbox, which is the one that is read."""
    mail_server.empty()
    settings.GONGKAI_MAILBOX_URL = mail_server.url()
    return mail_server


@pytest.fixture
def desk() -> Desk:
    """A handler that files mails."""
    from core.mail_server import Desk

    return Desk()
