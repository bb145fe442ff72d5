"""Matters as rows of lists. Who reports stands in none of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import words
from gongkai.complaints.queries.desk import Item
from gongkai.complaints.queries.records import Matter
from gongkai.core.staffpages import address, due_fields
from gongkai.domain.complaints import OPEN, PROCESS

#: Step of the ladder → how its badge looks.
LIGHT_BADGES = {
    "yellow": "soon",
    "red": "danger",
    "urge": "danger",
    "supervise": "danger",
    "by_hand": "danger",
}


def state_badge(matter: Matter) -> dict[str, str]:
    """Where the matter stands, as a badge."""
    label = PROCESS.state(matter.state).label if PROCESS.has_state(matter.state) else matter.state
    return {"label": label, "kind": words.STATE_BADGES.get(matter.state, "info")}


def badges(item: Item) -> list[dict[str, str]]:
    """Where it stands and what makes it special: urgent, lights, returns, what is asked for, what joined it."""
    matter = item.matter
    found = [state_badge(matter)]
    is_open = matter.state in OPEN
    if matter.urgent:
        found.append({"label": _("Urgent"), "kind": "danger" if is_open else "plain"})
    if item.light and is_open:
        found.append({"label": words.light(item.light), "kind": LIGHT_BADGES[item.light]})
    if item.urged and is_open:
        found.append({"label": words.light("by_hand"), "kind": LIGHT_BADGES["by_hand"]})
    if matter.returns:
        text = ngettext("Returned {n} time", "Returned {n} times", matter.returns).format(n=matter.returns)
        found.append({"label": text, "kind": "plain"})
    if is_open and matter.extension_asked and not matter.extension_days:
        found.append({"label": _("More time is asked for"), "kind": "soon"})
    if is_open and matter.shelving_asked:
        found.append({"label": _("Shelving is asked for"), "kind": "soon"})
    if matter.round > 1:
        found.append({"label": _("Round {n}").format(n=matter.round), "kind": "plain"})
    if item.joined:
        text = ngettext("{n} joined it", "{n} joined it", item.joined).format(n=item.joined)
        found.append({"label": text, "kind": "plain"})
    if matter.result and matter.state == "closed":
        found.append({"label": words.result(matter.result), "kind": "plain"})
    return found


def work_row(item: Item) -> dict[str, Any]:
    """One matter for ``components/work_row.html``."""
    matter = item.matter
    return {
        "id": f"{matter.pk}:{matter.version}",
        "title": matter.title,
        "url": address("complaint", matter.pk),
        "number": matter.number,
        "unit": matter.unit.name if matter.unit else "",
        "person": matter.handler.name if matter.handler else "",
        "at": matter.received_at,
        "note": _note(matter),
        "badges": badges(item),
        **due_fields(item.standing),
    }


def _note(matter: Matter) -> str:
    parts = (words.kind(matter.kind), words.category(matter.category, matter.category_version))
    return " · ".join(each for each in (*parts, words.district(matter.district)) if each)


def work_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Matters for a list."""
    return [work_row(item) for item in items]


def plain_rows(matters: Iterable[Matter]) -> list[dict[str, Any]]:
    """Matters as plain links: number, title, where they stand."""
    return [
        {
            "number": each.number,
            "title": each.title,
            "url": address("complaint", each.pk),
            "state": state_badge(each),
            "at": each.received_on,
            "kind": words.kind(each.kind),
            "result": words.result(each.result),
        }
        for each in matters
    ]
