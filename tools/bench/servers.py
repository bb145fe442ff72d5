"""The servers that are compared: each on a free port of the loopback, its files in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TOOLS = Path(__file__).resolve().parent.parent
_NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log warn; {user}
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type "text/html;
  charset=utf-8"; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path
  {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e; server {{ listen 127.0.0.1:{port}; root
  {root}; }}
}}
"""


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def nginx(files: Path, folder: Path) -> Iterator[str | None]:
    """nginx over the files of ``files``; gives its address, or None where it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        yield None
        return
    folder.mkdir(parents=True)
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""  # the files belong to us, in a folder closed to others
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port, root=files, user=user), encoding="utf-8")
    with _running([program, "-e", f"{folder}/error.log", "-p", str(folder), "-c", str(config)], port, {}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def bare(files: Path) -> Iterator[str]:
    """The files as bytes from the smallest WSGI application, served as Gongkai is."""
    with _granian(
        "bench.bare:application", {"BENCH_FILES": str(files), "GONGKAI_DATA_DIR": f"{files}-data"}
    ) as address:
        yield address


@contextmanager
def gongkai(data: Path, *, cache: bool, target: str = "gongkai.config.wsgi:application") -> Iterator[str]:
    """Gongkai over a data folder, with or without its front cache."""
    environment = {"GONGKAI_DATA_DIR": str(data)}
    if not cache:
        environment["GONGKAI_FRONT_CACHE_BYTES"] = "0"
    with _granian(target, environment) as address:
        yield address


@contextmanager
def _granian(target: str, environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    program = (
        "import sys; from gongkai.config.serve import serve;"
        f"sys.exit(serve(port={port}, target={target!r}, jobs=None))"
    )
    path = os.pathsep.join(filter(None, [str(_TOOLS), os.environ.get("PYTHONPATH")]))
    environment = {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings", **environment}
    with _running([sys.executable, "-c", program], port, environment):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _running(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        _wait_for(process, port, command[0])
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, name: str) -> None:
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"{name} ended before it served; what it said stands above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{name} did not begin to serve within a minute.")


def fetch(url: str) -> bytes:
    """The body of a page; raises urllib's errors."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
    return body
