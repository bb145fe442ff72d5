"""Requests as rows of lists. Who asks stands in none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gongkai.core.staffpages import address, due_fields
from gongkai.domain.requests import PROCESS
from gongkai.requests import words
from gongkai.requests.queries.desk import Item
from gongkai.requests.queries.records import Request


def state_badge(matter: Request) -> dict[str, str]:
    """Where the request stands, as a badge."""
    label = PROCESS.state(matter.state).label if PROCESS.has_state(matter.state) else matter.state
    return {"label": label, "kind": words.STATE_BADGES.get(matter.state, "info")}


def badges(matter: Request) -> list[dict[str, str]]:
    """Where it stands, and how it ended."""
    found = [state_badge(matter)]
    if matter.outcome:
        found.append({"label": words.outcome(matter.outcome), "kind": "plain"})
    return found


def work_row(item: Item) -> dict[str, Any]:
    """One request for ``components/work_row.html``."""
    matter = item.request
    return {
        "id": f"{matter.pk}:{matter.version}",
        "title": matter.subject,
        "url": address("request", matter.pk),
        "number": matter.number,
        "unit": matter.unit.name if matter.unit else "",
        "person": matter.officer.name if matter.officer else "",
        "at": matter.received_on or matter.arrived_on,
        "note": words.channel(matter.channel),
        "badges": badges(matter),
        **due_fields(item.standing),
    }


def work_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Requests for a list."""
    return [work_row(item) for item in items]
