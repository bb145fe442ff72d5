"""Who did which move, as the process tables ask it."""

from __future__ import annotations

from typing import Any


def doers(steps: Any) -> dict[str, frozenset[str]]:
    """Move → everybody who made it, and for whom; from the ``steps`` of a record."""
    found: dict[str, set[str]] = {}
    for move, person, absent in steps.values_list("move", "person_id", "on_behalf_of_id"):
        found.setdefault(move, set()).update(str(each) for each in (person, absent) if each is not None)
    return {key: frozenset(who) for key, who in found.items()}
