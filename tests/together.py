"""Several people at the same moment: each in a thread with a database connection of its own, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections

PATIENCE = 60


class Together:
    """Runs callables at once. What one of them raises is its result."""

    def at_once(self, *works: Callable[[], Any]) -> list[Any]:
        """All of ``works``, released together; their results or exceptions, in the order given."""
        results: list[Any] = [None] * len(works)
        gate = threading.Barrier(len(works))

        def run(number: int, work: Callable[[], Any]) -> None:
            try:
                gate.wait(PATIENCE)
                results[number] = work()
            except Exception as error:
                results[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "two deeds wait for each other"
        return results

    def alone(self, work: Callable[[], Any]) -> Any:
        """One callable, on the database the others use."""
        (result,) = self.at_once(work)
        if isinstance(result, BaseException):
            raise result
        return result


@contextmanager
def own_database(tmp_path: Path) -> Iterator[Together]:
    """A database several threads can write: PostgreSQL's test database, or a copy of SQLite's in a file.

    SQLite's test database lives in memory, where threads would share one cache and refuse each other at once.
    Everything in the block goes through the ``Together``; the test's own connection stays with the memory.
    """
    if connection.vendor != "sqlite":
        yield Together()
        return
    import sqlite3

    path = tmp_path / "together.sqlite3"
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    given = connections.settings["default"]
    before = given["NAME"]
    given["NAME"] = str(path)
    try:
        yield Together()
    finally:
        given["NAME"] = before
