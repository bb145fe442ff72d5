"""How often somebody may ask (访问频率): so many a minute for each caller, counted by all processes together.

The count is one number for each caller: the moment at which all they have asked so far would be paid off at the
allowed pace (the "generic cell rate algorithm"). A caller may use up a whole minute's worth at once and then goes on at
that pace. The numbers lie in ``rates`` in the data folder, mapped into every process: asking costs some microseconds
and writes to no database. Callers are known by a digest; what they are called stands nowhere.

One machine: several would each allow the full number. The table holds ``SLOTS`` callers; when it is full, the one whose
number is oldest makes room, and that is one who has asked least lately.
"""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import mmap
import os
import struct
from functools import lru_cache
from math import ceil
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from gongkai.core import clock

#: Callers remembered at the same time.
SLOTS = 1 << 14
#: Seconds over which the number is allowed.
PERIOD = 60.0
#: Neighbouring places a caller may stand in.
_PROBES = 8
_ENTRY = struct.Struct("=8sd")


class Table:
    """The numbers of all callers, in a file shared by the processes of one machine. Raises OSError where it cannot
    be written."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        size = SLOTS * _ENTRY.size
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            missing = size - os.fstat(descriptor).st_size
            if missing > 0:
                # Written, not just made longer: a hole in a full disk would end the process later.
                os.pwrite(descriptor, bytes(missing), size - missing)
            self._map = mmap.mmap(descriptor, size)
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def ask(self, caller: str, per_minute: int, now: float) -> int:
        """Counts one question; gives 0, or the seconds to wait where it is one too many (it does not count then)."""
        pace = PERIOD / per_minute
        mark = hashlib.blake2b(caller.encode(errors="replace"), digest_size=8).digest()
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            # Opened anew: a lock belongs to the opened file, and one shared by threads would shut nobody out.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            place, paid = self._find(mark)
            # Further ahead than a minute's worth can be: the clock was set back, and the number says nothing.
            paid = now if paid > now + PERIOD + 1 else max(paid, now)
            if paid + pace - now > PERIOD + 1e-6:
                return max(1, ceil(paid + pace - now - PERIOD))
            _ENTRY.pack_into(self._map, place * _ENTRY.size, mark, paid + pace)
            return 0
        finally:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
            os.close(descriptor)

    def _find(self, mark: bytes) -> tuple[int, float]:
        """Where the caller stands and their number; else where they may stand, and 0."""
        first = int.from_bytes(mark, "big")
        places = [(first + step) % SLOTS for step in range(_PROBES)]
        entries = [_ENTRY.unpack_from(self._map, place * _ENTRY.size) for place in places]
        for place, (held, paid) in zip(places, entries, strict=True):
            if held == mark:
                return place, float(paid)
        oldest = min(range(_PROBES), key=lambda number: entries[number][1])
        return places[oldest], 0.0


@lru_cache(maxsize=4)
def _table(folder: Path) -> Table:
    return Table(folder / "rates")


def wait(what: str, who: str, per_minute: int) -> int:
    """Counts a question ``who`` asks of ``what``; gives 0, or the seconds to wait. ``per_minute`` 0: any number."""
    if per_minute <= 0:
        return 0
    return _table(Path(settings.DATA_DIR)).ask(f"{what}\n{who}", per_minute, clock.now().timestamp())


def caller(request: HttpRequest) -> str:
    """Where a request comes from: the address of its sender, of whole households (/64) for IPv6.

    Behind a proxy of ours (``GONGKAI_BEHIND_PROXY``) it is the address that proxy saw, the last of X-Forwarded-For.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.GONGKAI_BEHIND_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False))
