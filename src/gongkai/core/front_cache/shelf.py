"""The memory of the front cache: bounded in bytes, read without a lock."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gongkai.core.front_cache.page import Page
from gongkai.core.front_cache.visitor import Key

#: The part of the memory for pages anybody can invent addresses for (search words, odd host names).
_CROWD_SHARE = 0.25
#: Once full, this part of a shelf is kept, so that clearing out is rare.
_KEPT = 0.9


class Shelf:
    """Pages by key, at most ``max_bytes`` of them; those unused longest go first.

    There are two shelves in one dictionary. A page with a query or under an odd host name goes to the
    *crowd*: whoever asks for ``?x=1``, ``?x=2``, … pushes out others like it, never the pages all visitors
    read.
    """

    def __init__(self, max_bytes: int, version: Callable[[], int]) -> None:
        self._version = version
        self._room = {True: int(max_bytes * _CROWD_SHARE), False: int(max_bytes * (1 - _CROWD_SHARE))}
        self._held = {True: 0, False: 0}
        self._pages: dict[Key, Page] = {}
        self._lock = threading.Lock()
        #: The page under a key, or None. The dictionary's own method: a hit takes no lock.
        self.get = self._pages.get

    def __len__(self) -> int:
        return len(self._pages)

    @property
    def held(self) -> int:
        """Bytes held now, both shelves together."""
        return self._held[True] + self._held[False]

    def keep(self, key: Key, page: Page, *, crowd: bool) -> None:
        """Keep a page, unless it is larger than its shelf or a newer one is there already."""
        page.crowd = crowd
        page.cost += sum(map(len, key))
        if page.cost > self._room[crowd]:
            return
        with self._lock:
            before = self._pages.get(key)
            if before is not None:
                if before.version > page.version:
                    return
                self._held[before.crowd] -= before.cost
            self._pages[key] = page
            self._held[crowd] += page.cost
            if self._held[crowd] > self._room[crowd]:
                self._clear_out(crowd)

    def _clear_out(self, crowd: bool) -> None:
        """Outdated pages first, then those unused longest."""
        version, enough = self._version(), self._room[crowd] * _KEPT
        candidates = [
            (page.version == version, page.used, key)
            for key, page in self._pages.items()
            if page.crowd == crowd
        ]
        for _current, _used, key in sorted(candidates):
            if self._held[crowd] <= enough:
                break
            self._held[crowd] -= self._pages.pop(key).cost
