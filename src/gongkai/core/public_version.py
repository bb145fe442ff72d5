"""The public version number: one count that every change to something public raises.

Pages for visitors who have not signed in come from a cache before Django (``core.front_cache``). Each
cached page carries the number that was current *before* it was rendered and is shown only while that is
still the current number.

**Why an action raises it twice** (:func:`public_changed`): inside its transaction and again after the commit.

- Only after the commit would not do: if the process is killed between the two, pages from before the change
  would be shown for ever. The first raise has already put every page cached so far out of use.
- Only inside the transaction would not do either: a page rendered between the raise and the commit still
  reads the old rows and would be kept under the new number. The second raise puts those few out of use as
  well.

So once an action has answered, no page rendered from the rows before it is shown. One gap remains: the
process is killed after the commit and before the second raise, and a page was rendered during the
transaction. Every worker therefore raises the number when it starts, ``gongkai serve`` starts a new worker
(or jobs process) for one that dies, and no page is kept longer than a minute (``front_cache.MAX_AGE``).

**One machine.** The number is eight bytes of a file in the data folder, mapped into the memory of every
process: reading costs some 50 nanoseconds, and no process has to ask another. Several machines do not share
memory; there the number has to live where all of them look (a database row, or Redis), read a few times a
second. A store is any class with ``current()`` and ``raise_version()``; only the mapped file is written now
(docs/decisions/0006-front-cache.md).
"""

from __future__ import annotations

import fcntl
import mmap
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

_SIZE = 8  # bytes: one unsigned 64-bit integer in the machine's own byte order


class VersionStore(Protocol):
    """Where the number lives."""

    def current(self) -> int:
        """The number now; asked on every anonymous request, so it must be cheap."""
        ...

    def raise_version(self) -> int:
        """Make the number larger than any seen before, in every process at once; returns the new one."""
        ...


class MappedVersion:
    """The number in a memory-mapped file of eight bytes, shared by all processes of one machine.

    The file is made when missing, survives restarts and only ever counts up. It must not be deleted or
    replaced while a process has it open: that process would go on looking at the old one.

    Raises OSError when the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._locked() as descriptor:
            if os.fstat(descriptor).st_size < _SIZE:
                # Written, not just made longer: a hole in a full disk would end the process at the first
                # raise.
                os.pwrite(descriptor, (1).to_bytes(_SIZE, sys.byteorder), 0)
            self._map = mmap.mmap(descriptor, _SIZE)
        # An aligned 8-byte load or store is one machine instruction: a reader never sees half a number.
        self._number = memoryview(self._map).cast("Q")

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, opened and locked against every other raise.

        Opened anew each time: a lock belongs to the opened file, so one shared by threads or inherited by a
        forked worker would shut nobody out. Unlocked by name: closing is not enough while a copy of the
        descriptor lives on in the map or in a process forked meanwhile.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def current(self) -> int:
        """The number now."""
        return self._number[0]

    def raise_version(self) -> int:
        """Count up by one, atomically across threads and processes; returns the new number."""
        with self._locked():
            self._number[0] = number = self._number[0] + 1
        return number


@cache
def store() -> VersionStore:
    """This installation's store, opened on first use: ``public.version`` in the data folder."""
    return MappedVersion(settings.DATA_DIR / "public.version")


def current() -> int:
    """The public version number now."""
    return store().current()


def raise_version() -> int:
    """Put every cached public page out of use; returns the new number."""
    return store().raise_version()


def public_changed() -> None:
    """Call in the transaction of every action that changes something the public sees.

    Raises the number now and once more after the commit; the module's text says why both. Rolled back, the
    action has cost some pages a new rendering and nothing else.
    """
    raise_version()
    transaction.on_commit(raise_version)
