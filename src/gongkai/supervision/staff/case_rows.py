"""Cases as rows of lists."""

from __future__ import annotations

from typing import Any

from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.domain.calendar import Calendar
from gongkai.people.actor import StaffActor
from gongkai.supervision import case_words, words
from gongkai.supervision.queries import cases
from gongkai.supervision.queries.cases import Case

#: Working days before its last day from which a step is due soon.
SOON = 3


def case_row(case: Case, days: Calendar) -> dict[str, Any]:
    """One case: what happened, whom it concerns, the kind of fault, where it stands, until when."""
    row: dict[str, Any] = {
        "id": case.pk,
        "title": case.title,
        "number": case.number,
        "url": address("accountability_case", case.pk),
        "unit": words.unit_name(case.unit),
        "person": case_words.person_name(case.person),
        "note": case_words.fault_name(case.fault),
        "at": case.updated_at,
        "badges": [case_words.state_badge(case)],
    }
    if case.act_by is not None:
        row |= {"due_on": case.act_by, "days_left": days.between(clock.today(), case.act_by)}
    return row


def work_rows(acting: StaffActor, limit: int) -> dict[str, list[dict[str, Any]]]:
    """What waits for the person, and of it what is due soon or late."""
    days = clock.calendar()
    rows = [case_row(each, days) for each in cases.to_do(acting)[:limit]]
    return {"to_do": rows, "soon": [row for row in rows if row.get("days_left", SOON + 1) <= SOON]}
