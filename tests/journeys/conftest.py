"""The installation the journeys walk through: the demonstration, built once and really served, and one browser.

``GONGKAI_JOURNEYS_AT=http://127.0.0.1:8000`` walks through a demonstration that is served already, which is
quicker while writing a journey; it should be thrown away afterwards.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
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
_PATIENCE = 600


class Demonstration:
    """The demonstration as it was built: once a run, whatever the number of workers, and copied by each of them.

    On PostgreSQL its database stands beside the one named in ``GONGKAI_DATABASE_URL``.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.url = folder, os.environ.get("GONGKAI_DATABASE_URL", "")
        self.database, self._ready = f"gongkai_journeys_{name}", folder / "ready"
        self._built_here = False

    def environment(self, data: Path, database: str) -> dict[str, str]:
        """The settings of an installation with these data."""
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")},
            "GONGKAI_DATA_DIR": str(data),
            "GONGKAI_SIGN_IN_FAILURES": "4",
        }
        if self.url:
            # No commit waits for the disk: nothing of this outlives a power cut.
            address = urlsplit(self.url)._replace(
                path=f"/{database}", query="options=-c+synchronous_commit%3Doff"
            )
            environment["GONGKAI_DATABASE_URL"] = urlunsplit(address)
        return environment

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While one worker is in this block, the others wait at its door."""
        with (self.folder / "door").open("w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            yield

    def build(self) -> None:
        """Builds it unless another worker did."""
        if self._ready.exists():
            return
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        self.on_server("DROP DATABASE IF EXISTS {}", self.database)
        self.on_server("CREATE DATABASE {}", self.database)
        with (self.folder / "built.txt").open("w", encoding="utf-8") as log:
            subprocess.run(
                [*_GONGKAI, "demo", "--no-serve"],
                env=self.environment(self.folder / "data", self.database),
                check=True,
                stdout=log,
                stderr=log,
                timeout=_PATIENCE,
            )
        self._ready.touch()
        self._built_here = True

    @contextmanager
    def copied_to(self, folder: Path) -> Iterator[dict[str, str]]:
        """The settings of a copy of it, thrown away afterwards."""
        shutil.copytree(self.folder / "data", folder / "data")
        copy = f"{self.database}_{os.getpid()}"
        self.on_server("CREATE DATABASE {} TEMPLATE {}", copy, self.database)
        try:
            yield self.environment(folder / "data", copy)
        finally:
            self.on_server("DROP DATABASE {} WITH (FORCE)", copy)

    def throw_away(self) -> None:
        """At the end of the worker that built it; one that comes later builds it again."""
        if not self._built_here:
            return
        with self.alone():
            self._ready.unlink()
            self.on_server("DROP DATABASE {} WITH (FORCE)", self.database)
            shutil.rmtree(self.folder / "data")

    def on_server(self, command: str, *names: str) -> None:
        """One command of PostgreSQL about whole databases; nothing to do on SQLite."""
        if self.url:
            address = self.url.replace("postgres://", "postgresql://", 1)
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


@contextmanager
def _served(folder: Path, environment: dict[str, str]) -> Iterator[House]:
    """The installation in ``folder``, served until the block ends."""
    port = _free_port()
    with (folder / "log.txt").open("w+", encoding="utf-8") as log:
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
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """What the houses are copies of."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if run else base) / "demonstration"
    folder.mkdir(exist_ok=True)
    shared = Demonstration(folder, run or str(os.getpid()))
    yield shared
    shared.throw_away()


@contextmanager
def new_house(demonstration: Demonstration, folder: Path) -> Iterator[House]:
    """The demonstration as it was built, served until the block ends."""
    if served := os.environ.get("GONGKAI_JOURNEYS_AT"):
        yield House(served.rstrip("/"), None)
        return
    with ExitStack() as kept:
        with demonstration.alone():
            demonstration.build()
            environment = kept.enter_context(demonstration.copied_to(folder))
        yield kept.enter_context(_served(folder, environment))


@pytest.fixture(scope="session")
def house(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The served demonstration; the journeys of one worker walk through the same."""
    with new_house(demonstration, tmp_path_factory.mktemp("house")) as served:
        yield served


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
