"""``gongkai serve``: the web workers and the jobs process, started, kept alive and ended together."""

from __future__ import annotations

import ctypes
import errno
import importlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.apps import apps
from granian import Granian
from granian.constants import Interfaces

from gongkai.core import public_version

TARGET = "gongkai.config.wsgi:application"
#: Threads of a worker that run Django. Named, because granian's own number is large and each holds a
#: connection.
_THREADS = 2
#: Connections that may wait for a worker.
_BACKLOG = 1024
#: Seconds a worker, and then the jobs process, has to finish what it is doing before it is ended.
_WORKER_GRACE, _JOBS_GRACE = 3, 1.5
#: Seconds before the jobs process is started again: doubled each time it dies, back to the first once it
#: has run so long.
_FIRST_WAIT, _LONGEST_WAIT, _RAN_WELL = 1.0, 30.0, 60.0
_WORKERS_FAIL = "The web workers keep ending, so the server stops; the reason stands above.\n"
_JOBS = (sys.executable, "-m", "gongkai.config.cli", "jobs")


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    *,
    target: str = TARGET,
    jobs: tuple[str, ...] | None = _JOBS,
    ready: Callable[[], object] | None = None,
) -> int:
    """Serve until SIGTERM, SIGINT or the end of the terminal; returns the exit status.

    ``workers`` are processes; two suit two cores, one saves memory. One that dies is replaced. ``target``
    is the WSGI application, ``jobs`` the command of the process that does the periodic work (None: there is
    none). ``ready`` is called once, in a thread, when the first worker answers. Ends within five seconds
    and leaves no process behind. An address that cannot be used is told in one sentence on standard error,
    with status 1.
    """
    refusal = address_refused(host, port)
    if refusal:
        sys.stderr.write(refusal + "\n")
        return 1
    _forget_connections()
    public_version.store()  # opened before any fork: a thread must not be importing then
    server = _server(host, port, workers, target)
    keeper = _Jobs(jobs) if jobs else None
    _end_together(server, keeper)
    if keeper:
        keeper.start()
    if ready:
        threading.Thread(target=_when_ready, args=(host, port, ready), daemon=True).start()
    try:
        server.serve(target_loader=partial(_load, os.getpid()))
    except SystemExit:
        sys.stderr.write(_WORKERS_FAIL)
        return 1
    finally:
        if keeper:
            keeper.end(_JOBS_GRACE)
    return 0


def address_refused(host: str, port: int) -> str:
    """Why ``host``:``port`` cannot be listened at, in a sentence; empty if it can."""
    if not 0 < port < 65536:
        return f"{port} is not a port number; it must be between 1 and 65535."
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror:
        return f"{host} is not the name or address of a machine."
    except OSError as error:
        return _SENTENCES.get(error.errno or 0, "{host}:{port} cannot be used: {why}.").format(
            host=host, port=port
        )
    return ""


_SENTENCES = {
    errno.EADDRINUSE: "Port {port} on {host} is in use already; stop that or choose another --port.",
    errno.EACCES: "Port {port} may not be used by this account; choose a --port above 1023.",
    errno.EADDRNOTAVAIL: "{host} is not an address of this machine; choose another --host.",
}


def _server(host: str, port: int, workers: int, target: str) -> Any:
    return Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, workers),
        blocking_threads=_THREADS,
        backlog=_BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=_WORKER_GRACE,
        websockets=False,
        log_enabled=False,
        log_access=False,
    )


def _load(parent: int, target: str) -> Any:
    """In the new worker of ``parent``, before anything else: import the application."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)  # until granian sets its own, not what the parent does
    _die_with_parent(parent)
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _die_with_parent(parent: int) -> None:
    """Without this, workers whose parent is killed outright would go on holding the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
        # It died before the line above. Not "is 1": whoever takes in orphans may have another number.
        if os.getppid() != parent:
            sys.exit(1)


def _forget_connections() -> None:
    """A database connection must not be shared with forked workers."""
    if apps.ready:
        from django.db import connections

        connections.close_all()


def _end_together(server: Any, keeper: _Jobs | None) -> None:
    """The signal that ends the workers ends the jobs at the same moment; losing the terminal counts as
    one."""
    interrupt = server.signal_handler_interrupt

    def end(*_: object) -> None:
        if keeper:
            keeper.ask_to_end()
        interrupt()

    server.signal_handler_interrupt = end
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup
        server.signal_handler_reload = end


class _Jobs:
    """The jobs process: started again when it dies, a little later each time."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._ended = False
        self._wake = threading.Event()
        self._process: int | None = None
        self._thread = threading.Thread(target=self._keep_alive, name="jobs-keeper", daemon=True)

    def start(self) -> None:
        """Start it, and the thread that watches it."""
        self._thread.start()

    def ask_to_end(self) -> None:
        """Send SIGTERM; safe in a signal handler."""
        self._ended = True
        self._send(signal.SIGTERM)

    def end(self, grace: float) -> None:
        """End it: asked first, and after ``grace`` seconds no longer asked."""
        self.ask_to_end()
        self._wake.set()
        self._thread.join(grace)
        if self._thread.is_alive():
            self._send(signal.SIGKILL)
            self._thread.join(grace)

    def _keep_alive(self) -> None:
        wait = _FIRST_WAIT
        while not self._over():
            began = time.monotonic()
            self._process = process = self._spawn()
            if self._over():  # asked to end in the moment it was started
                self._send(signal.SIGTERM)
            os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
            self._process = None  # before its number is free for another
            os.waitpid(process, 0)
            if self._over():
                return
            # It may have been killed between a commit and the raise after it.
            public_version.raise_version()
            if time.monotonic() - began > _RAN_WELL:
                wait = _FIRST_WAIT
            self._wake.wait(wait)
            wait = min(wait * 2, _LONGEST_WAIT)

    def _spawn(self) -> int:
        # Not subprocess: a worker forked in that moment would hold its pipe open, and it would wait for ever.
        # Its own process group: Ctrl-C in the terminal reaches it through us, not as a second signal.
        nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
        return os.posix_spawn(
            self._command[0], self._command, os.environ, file_actions=[nothing], setpgroup=0
        )

    def _send(self, number: signal.Signals) -> None:
        process = self._process
        if process is not None:
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _over(self) -> bool:
        return self._ended


def _when_ready(host: str, port: int, ready: Callable[[], object]) -> None:
    """Call ``ready`` once somebody listens."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    for _ in range(1200):
        try:
            socket.create_connection((reached, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            ready()
            return
