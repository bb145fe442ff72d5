"""Projections of what is in force: rows a kind is counted and searched by, written anew with each publication."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.core import clock
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries.register import in_force_on

Follow = Callable[[Entry, Version | None], None]
#: Kind → what follows the version in force (``None``: there is none any more).
FOLLOWING: dict[str, Follow] = {}


def follow(entry: Entry) -> None:
    """Writes the projection of the entry's kind, where it has one."""
    following = FOLLOWING.get(entry.kind)
    if following is not None:
        following(entry, in_force_on(entry, clock.today()))
