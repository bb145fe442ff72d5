"""Which numbers a file has named so far, and on which line: kept on disk, so that a million take no memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType


class Seen:
    """Numbers with the line each first stood on, in a database of its own that vanishes when it is closed."""

    def __init__(self) -> None:
        # An empty name: a private file in the temporary folder, written to only when the cache is full.
        self._kept = sqlite3.connect("", isolation_level=None)
        self._kept.execute("PRAGMA journal_mode=OFF")
        self._kept.execute("PRAGMA synchronous=OFF")
        self._kept.execute("PRAGMA cache_size=-16000")
        self._kept.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._kept.execute("BEGIN")

    def first_line(self, number: str, line: int) -> int | None:
        """The earlier line with this number; ``None`` where it is new, and from now on known."""
        added = self._kept.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (number, line))
        if added.rowcount:
            return None
        found: tuple[int] = self._kept.execute("SELECT line FROM seen WHERE number = ?", (number,)).fetchone()
        return found[0]

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._kept.close()
