"""Projections of what is in force: rows a kind is counted and searched by, written anew with each publication."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gongkai.core import clock
from gongkai.powers import indexing
from gongkai.powers.actions import projecting_risks
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.register import in_force_on

Follow = Callable[[Entry, Version | None], None]
#: Kind → what follows the version in force (``None``: there is none any more).
FOLLOWING: dict[str, Follow] = {
    "risk": projecting_risks.follow,
    **dict.fromkeys(indexing.KINDS, indexing.follow),
}
#: Kinds whose projections can be written for many entries at once.
TOGETHER: dict[str, Callable[[Sequence[tuple[Entry, Version | None]]], None]] = {
    "risk": projecting_risks.follow_all,
}


def follow(entry: Entry) -> None:
    """Writes the projection of the entry's kind, where it has one."""
    following = FOLLOWING.get(entry.kind)
    if following is not None:
        following(entry, in_force_on(entry, clock.today()))


def follow_all(kind: str, entries: Sequence[tuple[Entry, Version | None]]) -> None:
    """The same for many entries of a kind, each with its version in force."""
    together, following = TOGETHER.get(kind), FOLLOWING.get(kind)
    if together is not None:
        together(entries)
    elif following is not None:
        for entry, version in entries:
            following(entry, version)
