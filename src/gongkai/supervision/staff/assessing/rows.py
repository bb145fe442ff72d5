"""Score sheets, assessments and entries as rows of "My work"."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.people.actor import StaffActor
from gongkai.supervision import assessment_access as access
from gongkai.supervision import assessment_words as words
from gongkai.supervision.queries import assessments
from gongkai.supervision.queries.assessments import PROCESS_OF
from gongkai.supervision.queries.records import Assessed, ScoreSheet

#: Working days before its last day from which something is due soon.
SOON = 3


def work_rows(acting: StaffActor, limit: int) -> dict[str, list[dict[str, Any]]]:
    """What waits for the person; and of it what is due soon or late."""
    if not acting.roles & access.SEEING:
        return {}
    rows = [_row(each) for each in assessments.to_do(acting)[:limit]]
    return {"to_do": rows, "soon": [row for row in rows if row.get("days_left", SOON + 1) <= SOON]}


def _row(each: assessments.Record) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": each.pk,
        "at": each.updated_at,
        "note": PROCESS_OF[type(each)].state(each.state).label,
        "badges": [words.state_badge(each)],
    }
    if isinstance(each, ScoreSheet):
        return row | {"title": each.title, "url": address("score_sheet", each.pk), "person": _("Score sheet")}
    if isinstance(each, Assessed):
        of = each.assessment
        row |= {"title": of.title, "url": address("assessed", each.pk), "person": _("Assessment")}
        row["unit"] = words.who(each.unit or each.agency)
        return row | _due({"self": of.self_until, "told": of.appeal_until}.get(of.state))
    row |= {"title": each.title, "url": address("assessment", each.pk), "person": _("Assessment")}
    return row


def _due(day: date | None) -> dict[str, Any]:
    if day is None:
        return {}
    return {"due_on": day, "days_left": clock.calendar().between(clock.today(), day)}
