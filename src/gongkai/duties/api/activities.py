"""Publicity as open data: published activities; of a withdrawn one when and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.core.open_data import Gone, Problem
from gongkai.domain.text import N_, say
from gongkai.duties.api import schemas
from gongkai.duties.api.asking import AGENCY, SHOWN, check_cursor, clean, missing, next_page
from gongkai.duties.public.publicity import record
from gongkai.duties.queries import publicity_lists
from gongkai.duties.queries import publicity_public as reads
from gongkai.duties.queries.records_publicity import Activity

router = Router(tags=["duties"])
NUMBER = param.Path(
    ..., description=N_("Number of the activity, as the list gives it."), example="CGJ-XC-2026-001"
)


@router.get(
    "/activities",
    response={200: schemas.ActivityPage, 422: Problem},
    summary=N_("List the publicity"),
    description=N_("The published activities, the latest first. Follow “next” until it is empty."),
)
def activities(request: HttpRequest, question: Query[schemas.ActivitiesQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor, good=bool(publicity_lists.behind(question.cursor)))
    rows = reads.published(agency=question.agency, year=question.year or 0, kind=question.kind)
    listed = reads.page(rows.prefetch_related("partners", "photos"), question.cursor, question.limit)
    return {
        "items": [_told(request, each) for each in listed.rows],
        "next": next_page(request, "/api/v1/activities", listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/activities/{agency}/{number}",
    response={200: schemas.ActivityShape, 404: Problem, 410: schemas.Withdrawn},
    summary=N_("Read an activity of publicity"),
    description=N_("What took place, copies and people in numbers, its photos as the public sees them."),
)
def activity(request: HttpRequest, agency: str = AGENCY, number: str = NUMBER) -> dict[str, Any]:
    found = reads.activity(agency, number) if clean(agency, number) else None
    if found is None:
        raise missing(
            say("There is no activity {number}. /api/v1/activities lists them.", number=number[:SHOWN])
        )
    if found.state == "withdrawn":
        raise Gone(
            say(
                "This activity was withdrawn on {day}. Reason: {reason}",
                day=found.withdrawn_on or "",
                reason=found.withdrawn_reason,
            ),
            {
                "number": found.number,
                "withdrawn_on": found.withdrawn_on.isoformat() if found.withdrawn_on else None,
                "reason": found.withdrawn_reason,
            },
        )
    return _told(request, found)


def _told(request: HttpRequest, found: Activity) -> dict[str, Any]:
    return {**record(request, found), "agency": found.agency.code}
