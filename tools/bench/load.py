"""Load on one address: ``wrk`` where it is installed, otherwise a small loop of our own."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Load:
    """What came back: answers per second, and how many were not 200 or did not come."""

    rate: float
    errors: int


def tool() -> str:
    """A sentence about what makes the load."""
    if shutil.which("wrk"):
        return f"Load: wrk, 1 thread, {CONNECTIONS} kept connections, over the loopback."
    return (
        f"Load: wrk is not installed, so a Python loop with {CONNECTIONS} connections; "
        "it takes most of a core itself and flattens the differences between fast servers."
    )


def run(url: str, seconds: float, headers: dict[str, str] | None = None) -> Load:
    """Ask for ``url`` over and over for so many seconds."""
    if shutil.which("wrk"):
        return _wrk(url, seconds, headers or {})
    return asyncio.run(_loop(url, seconds, headers or {}))


def _wrk(url: str, seconds: float, headers: dict[str, str]) -> Load:
    named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *named, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    errors = int(wrong[1]) if wrong else 0
    errors += sum(map(int, sockets.groups())) if sockets else 0
    return Load(float(rate[1]) if rate else 0.0, errors)


async def _loop(url: str, seconds: float, headers: dict[str, str]) -> Load:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [f"GET {target} HTTP/1.1", f"Host: {parts.netloc}", *(f"{k}: {v}" for k, v in headers.items())]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    begin = time.perf_counter()
    done = await asyncio.gather(*(_connection(parts, request, begin + seconds) for _ in range(CONNECTIONS)))
    return Load(sum(good for good, _ in done) / (time.perf_counter() - begin), sum(bad for _, bad in done))


async def _connection(parts: SplitResult, request: bytes, until: float) -> tuple[int, int]:
    good = bad = 0
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    except OSError:
        return 0, 1
    while time.perf_counter() < until:
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
        except (OSError, EOFError):
            bad += 1
            break
        good, bad = (good + 1, bad) if b" 200 " in head[:20] else (good, bad + 1)
    writer.close()
    return good, bad
