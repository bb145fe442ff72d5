"""The installation the journeys walk through: the demonstration, built once and really served, and one browser.

``GONGKAI_JOURNEYS_AT=http://127.0.0.1:8000`` walks through a demonstration that is served already, which is
quicker while writing a journey; it should be thrown away afterwards.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from psycopg import sql

from journeys.steps import House, Visitor

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_GONGKAI = (sys.executable, "-m", "gongkai.config.cli")
#: Seconds in which the demonstration must be built and served.
_PATIENCE = 400


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    """A database for the journeys alone beside the one named; nothing to do on SQLite."""
    if not url:
        yield ""
        return
    parts = urlsplit(url)
    name = f"gongkai_journeys_{os.getpid()}"
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _served(folder: Path, database: str) -> Iterator[House]:
    """The demonstration in ``folder``, served until the block ends."""
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")},
        "GONGKAI_DATA_DIR": str(folder / "data"),
        "GONGKAI_SIGN_IN_FAILURES": "4",
    }
    if database:
        environment["GONGKAI_DATABASE_URL"] = database
    port = _free_port()
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
        subprocess.run(
            [*_GONGKAI, "demo", "--no-serve"],
            env=environment,
            check=True,
            stdout=log,
            stderr=log,
            timeout=_PATIENCE,
        )
        server = subprocess.Popen(
            [*_GONGKAI, "serve", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
        )
        try:
            house = House(f"http://127.0.0.1:{port}", folder / "log.txt", environment)
            _wait_for(house, server)
            yield house
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(house: House, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(house.address + "/healthz", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail("The demonstration is not served:\n" + house.said())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The served demonstration."""
    if served := os.environ.get("GONGKAI_JOURNEYS_AT"):
        yield House(served.rstrip("/"), None)
        return
    folder = Path(tempfile.mkdtemp(prefix="gongkai-journeys-"))
    try:
        with (
            _own_database(os.environ.get("GONGKAI_DATABASE_URL", "")) as database,
            _served(folder, database) as house,
        ):
            yield house
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium, of the machine. It ends with the file: while it is there, Django takes this thread for
    asynchronous and refuses the database to other tests."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("GONGKAI_CHROMIUM") or shutil.which("chromium"), args=_QUIET
        )
        yield chromium
        chromium.close()


Opening = Callable[..., Visitor]


@pytest.fixture
def visit(house: House, browser: Browser) -> Iterator[Opening]:
    """Opens a window for one visitor; at the end nothing may have gone wrong in any of them."""
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def open_window(width: int = 1366, *, scripts: bool = True, language: str = "zh-CN") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale=language,
            base_url=house.address,
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        visitors.append(Visitor(context.new_page(), house, scripts))
        return visitors[-1]

    yield open_window
    for context in contexts:
        context.close()
    for visitor in visitors:
        visitor.check()


@pytest.fixture
def page(visit: Opening) -> Page:
    """A window of somebody who has not signed in."""
    return visit().page
