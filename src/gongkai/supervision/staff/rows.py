"""Findings as rows of lists and worklists, and the monitors as cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.domain.calendar import Calendar
from gongkai.domain.supervision.course import OPEN
from gongkai.domain.supervision.monitors import monitors
from gongkai.people.actor import StaffActor
from gongkai.supervision import words
from gongkai.supervision.queries import findings, lists
from gongkai.supervision.queries.records import Finding, Look

#: Working days before its last day from which a finding is due soon.
SOON = 3


def finding_row(found: Finding, days: Calendar) -> dict[str, Any]:
    """One finding: the monitor, the record, what is wrong with it, whose it is, until when."""
    row: dict[str, Any] = {
        "id": found.pk,
        "title": found.title,
        "url": address("supervision_finding", found.pk),
        "unit": words.unit_name(found.unit),
        "person": words.monitor_name(found.monitor),
        "note": findings.said(found),
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }
    if found.state in OPEN:
        row |= {"due_on": found.act_by, "days_left": lists.days_left(found, days)}
    return row


def listed_row(found: Finding, days: Calendar, ticks: Collection[int], *, urges: bool) -> dict[str, Any]:
    """One finding of the list; who urges may tick what waits for a notice."""
    tick = f"{found.pk}:{found.revision}" if urges and found.state == "found" else ""
    return {**finding_row(found, days), "tick": tick, "ticked": found.pk in ticks}


def work_rows(acting: StaffActor, limit: int) -> dict[str, list[dict[str, Any]]]:
    """What waits for the person: notices to answer, answers to look at; and of these what is due soon or late."""
    days = clock.calendar()
    rows = [finding_row(each, days) for each in findings.to_do(acting)[:limit]]
    return {"to_do": rows, "soon": [row for row in rows if row["days_left"] <= SOON]}


def monitor_cards(
    counts: Mapping[tuple[str, str], int], looks: Mapping[str, Look]
) -> dict[str, list[dict[str, Any]]]:
    """Each monitor with what is open and its last look: ``busy`` those that found something or failed, ``quiet``."""
    cards: dict[str, list[dict[str, Any]]] = {"busy": [], "quiet": []}
    for key, monitor in monitors().items():
        look = looks.get(key)
        number = sum(counts.get((key, state), 0) for state in OPEN)
        failed = bool(look and look.error)
        cards["busy" if number or failed else "quiet"].append(
            {
                "name": words.monitor_name(key),
                "says": words.says(monitor),
                "note": words.monitor_note(key),
                "open": number,
                "url": f"{address('supervision')}?monitor={key}",
                "looked": look.at if look else None,
                "error": look.error if look else "",
            }
        )
    return cards
