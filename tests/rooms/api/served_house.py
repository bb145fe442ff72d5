"""An empty installation of one agency, really served, for programs that come over the network."""

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

GONGKAI = (sys.executable, "-m", "gongkai.config.cli")
#: Seconds in which it must be installed, and served.
PATIENCE = 300


@dataclass(frozen=True)
class Served:
    """Where it is, a key to write with, and what it has said so far."""

    address: str
    key: str
    log: Path

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def _database() -> Iterator[str]:
    """A database of its own beside the one of the tests; nothing to do on SQLite."""
    url = os.environ.get("GONGKAI_DATABASE_URL", "")
    if not url:
        yield ""
        return
    name = f"gongkai_served_{os.getpid()}"
    with psycopg.connect(url.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _told(environment: dict[str, str], *words: str) -> str:
    """What a command prints; it must do what it was asked."""
    done = subprocess.run(
        [*GONGKAI, *words], env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(house: Served, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(house.address + "/healthz", timeout=5) as answer,
        ):
            if answer.status == 200:
                return
        time.sleep(0.1)
    pytest.fail("The installation is not served:\n" + house.said())


@contextmanager
def served() -> Iterator[Served]:
    """The installation, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="gongkai-served-"))
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    environment = {**kept, "GONGKAI_DATA_DIR": str(folder / "data")}
    try:
        with _database() as database, (folder / "log.txt").open("w", encoding="utf-8") as log:
            environment |= {"GONGKAI_DATABASE_URL": database} if database else {}
            _told(environment, "init", "--agency-name", "测试市城市管理局", "--agency-code", "cg")
            key, port = _told(environment, "api-key", "create", "随手拍"), _free_port()
            server = subprocess.Popen(
                [*GONGKAI, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
            )
            try:
                house = Served(f"http://127.0.0.1:{port}", key, folder / "log.txt")
                _wait_for(house, server)
                yield house
            finally:
                server.send_signal(signal.SIGTERM)
                try:
                    server.wait(10)
                except subprocess.TimeoutExpired:
                    server.kill()
                    server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
