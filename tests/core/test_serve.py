"""Does ``gongkai serve`` start, keep alive and end its processes, leaving none behind?"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from gongkai.config import serve

T = TypeVar("T")

APP = """
import os

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""
RUN = """
import sys
from pathlib import Path
from gongkai.config.serve import serve

program = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} '); time.sleep(600)"
jobs = (sys.executable, "-c", program, sys.argv[2])
sys.exit(serve(port=int(sys.argv[1]), workers=2, target=sys.argv[3], jobs=jobs,
               ready=lambda: Path(sys.argv[2] + ".ready").touch()))
"""


def until(what: Callable[[], T | None], seconds: float = 30) -> T:
    """The first true answer of ``what``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")


def alive(process: int) -> bool:
    """Whether it runs (a zombie does not)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Running:
    def __init__(self, folder: Path, target: str = "trivial:application") -> None:
        (folder / "trivial.py").write_text(APP)
        (folder / "broken.py").write_text("raise ValueError('This application is broken.')")
        self.port, self.pids = free_port(), folder / "jobs.pids"
        environment = {**os.environ, "PYTHONPATH": str(folder), "GONGKAI_DATA_DIR": str(folder / "data")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(self.port), str(self.pids), target],
            env={**environment, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def worker(self) -> int:
        """The process that answers now; 0 if none does."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5) as answer:
                return int(answer.read())
        except (urllib.error.URLError, OSError):
            return 0

    def jobs(self) -> list[int]:
        """Every jobs process started so far."""
        return [int(pid) for pid in self.pids.read_text().split()] if self.pids.exists() else []

    def version(self) -> int:
        return int.from_bytes((self.pids.parent / "data" / "public.version").read_bytes(), sys.byteorder)

    def children(self) -> list[int]:
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(pid) for pid in re.findall(r"\d+", found.stdout)]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    server = Running(tmp_path)
    yield server
    server.process.kill()
    server.process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_says_nothing_and_ends_leaving_no_child(running: Running, number: signal.Signals) -> None:
    until(running.worker)
    until(running.jobs)
    until(Path(f"{running.pids}.ready").exists)
    children = running.children()
    assert len(children) == 3
    running.process.send_signal(number)
    assert running.process.communicate(timeout=10) == ("", "")
    assert running.process.returncode == 0
    assert [child for child in children if alive(child)] == []


def test_a_killed_worker_is_replaced_and_killed_jobs_are_started_again(running: Running) -> None:
    worker = until(running.worker)
    first = until(running.jobs)
    assert running.version() == 1
    os.kill(worker, signal.SIGKILL)
    os.kill(first[0], signal.SIGKILL)
    until(lambda: len(running.jobs()) == 2)
    until(lambda: len([child for child in running.children() if alive(child)]) == 3)
    until(lambda: running.worker() not in (0, worker))
    # What the killed jobs process may have left unsaid, its parent says.
    assert running.version() == 2
    running.process.terminate()
    _, said = running.process.communicate(timeout=10)
    assert running.process.returncode == 0
    assert said == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent is gone")
def test_when_the_parent_is_killed_outright_the_port_is_free_again(running: Running) -> None:
    worker = until(running.worker)
    until(running.jobs)  # one that has not said its number yet could not be ended below
    running.process.kill()
    until(lambda: not alive(worker))
    until(lambda: serve.address_refused("127.0.0.1", running.port) == "")
    for process in running.jobs():
        os.kill(process, signal.SIGKILL)


def test_an_application_that_cannot_start_ends_the_server_and_says_why(tmp_path: Path) -> None:
    server = Running(tmp_path, target="broken:application")
    _, said = server.process.communicate(timeout=60)
    assert server.process.returncode == 1
    assert "This application is broken." in said
    assert said.endswith("The web workers keep ending, so the server stops; the reason stands above.\n")
    assert [process for process in server.jobs() if alive(process)] == []


def test_a_port_in_use_is_told_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.serve(port=port) == 1
    said = f"Port {port} on 127.0.0.1 is in use already; stop that or choose another --port.\n"
    assert capsys.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("127.0.0.1", 70000, "70000 is not a port number; it must be between 1 and 65535."),
        ("192.0.2.1", 8000, "192.0.2.1 is not an address of this machine; choose another --host."),
        ("no such host", 8000, "no such host is not the name or address of a machine."),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(host: str, port: int, sentence: str) -> None:
    assert serve.address_refused(host, port) == sentence
