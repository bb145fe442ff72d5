"""The law floor for anybody: legal periods, due dates, the working-day calendar, the procedures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from ninja.params import functions as param
from pydantic import Field

from gongkai.api import schemas
from gongkai.core import clock
from gongkai.core.open_data import Day, Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.core.text import render
from gongkai.domain import clocks, complaints, disclosure, requests
from gongkai.domain.annual_report.course import PROCESS as ANNUAL_REPORT
from gongkai.domain.bpmn import bpmn
from gongkai.domain.clocks import Pause
from gongkai.domain.due_json import as_json, rule_json
from gongkai.domain.process import Move, Process
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.publishing.api.shaping import api_address

router = Router(tags=["law"])
PROCESSES = {
    process.key: process
    for process in (disclosure.PROCESS, requests.PROCESS, complaints.PROCESS, ANNUAL_REPORT)
}
#: Pauses one question may name.
MOST_PAUSES = 50


@router.get(
    "/clocks",
    response={200: schemas.Clocks},
    summary=N_("List the legal periods"),
    description=N_("Every version of every legal period, with its article and the days it applies."),
)
def rules(request: HttpRequest) -> dict[str, Any]:
    return {"items": [rule_json(rule) for rule in clocks.rules()]}


class DueQuestion(Schema):
    """What a due date is worked out from."""

    start: Day = Field(
        description=N_("The day of the event; it is not counted itself."),
        json_schema_extra={"example": "2026-03-02"},
    )
    pause: list[str] = Field(
        [],
        max_length=MOST_PAUSES,
        description=N_(
            "Days not counted, as first:last, both included; “first:” is a pause still open. May be given often."
        ),
        json_schema_extra={"example": ["2026-03-04:2026-03-05"]},
    )
    extend: int = Field(
        0,
        ge=0,
        le=9999,
        description=N_("Days added by an extension, in the period's unit; never more than the law allows."),
    )


@router.get(
    "/clocks/{rule}/due",
    response={200: schemas.Due, 404: Problem, 422: Problem},
    summary=N_("Work out a due date"),
    description=N_(
        "The last day of a period and the reason for every day on the way there, by the version of the rule in force "
        "on the day of the event. The answer is the one “gongkai clock --json” prints."
    ),
)
def due(
    request: HttpRequest,
    question: Query[DueQuestion],
    rule: str = param.Path(
        ..., description=N_("Key of the legal period."), example="request.correction_notice"
    ),
) -> dict[str, Any]:
    if rule not in clocks.rule_keys():
        known = ", ".join(clocks.rule_keys())
        raise Missing(say("There is no rule “{key}”. The rules are: {known}.", key=rule, known=known))
    pauses = [_pause(written) for written in question.pause]
    found = clocks.compute(rule, question.start, clock.calendar(), pauses, question.extend)
    if isinstance(found, Refused):
        raise Invalid(found.reason, citation=found.citation)
    return as_json(found, render)


def _pause(written: str) -> Pause:
    first, colon, last = written.partition(":")
    days = [_day(each) for each in ((first, last) if last else (first,))]
    if not colon or None in days:
        raise Invalid(
            say(
                "“{value}” is not a pause: write its first and last day, for example 2026-03-02:2026-03-06.",
                value=written[:60],
            )
        )
    assert days[0] is not None
    return Pause(days[0], days[1] if last else None)


def _day(written: str) -> date | None:
    try:
        on = date.fromisoformat(written)
    except ValueError:
        return None
    return on if on.isoformat() == written else None


@router.get(
    "/calendar/{year}",
    response={200: schemas.CalendarYear, 404: Problem, 422: Problem},
    summary=N_("Read a year of the calendar"),
    description=N_(
        "Every day of a year: worked or not, and why. A year whose holiday notice is not out is an estimate."
    ),
)
def calendar(
    request: HttpRequest,
    year: int = param.Path(..., ge=1, le=9999, description=N_("The year."), example=2026),
) -> dict[str, Any]:
    known = clock.calendar()
    if not known.first_year <= year <= known.last_year:
        raise Missing(
            say(
                "The working-day calendar covers the years {first} to {last}.",
                first=str(known.first_year),
                last=str(known.last_year),
            )
        )
    days = [_calendar_day(known, date(year, 1, 1) + timedelta(days=n)) for n in range(_length(year))]
    return {
        "year": year,
        "announced": known.is_announced(year),
        "working_days": sum(day["working"] for day in days),
        "days": days,
    }


def _length(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1


def _calendar_day(known: Any, on: date) -> dict[str, Any]:
    day, fact = known.day(on), known.facts.get(on)
    return {
        "date": on,
        "working": day.working,
        "name": render(fact.name) if fact is not None and not day.working else "",
        "reason": render(day.reason),
        "provisional": day.provisional,
    }


@router.get(
    "/processes",
    response={200: schemas.Processes},
    summary=N_("List the procedures"),
    description=N_("The procedures this installation follows."),
)
def processes(request: HttpRequest) -> dict[str, Any]:
    return {"items": [_process_entry(request, each) for each in PROCESSES.values()]}


def _process_entry(request: HttpRequest, each: Process) -> dict[str, Any]:
    return {
        "key": each.key,
        "title": gettext(each.title),
        "api": api_address(request, "processes", each.key),
        "bpmn": api_address(request, "processes", f"{each.key}.bpmn"),
    }


def _process(key: str) -> Process:
    if key not in PROCESSES:
        raise Missing(
            say("There is no procedure “{key}”. There are: {known}.", key=key, known=", ".join(PROCESSES))
        )
    return PROCESSES[key]


@router.get(
    "/processes/{key}.bpmn",
    response={200: None, 404: Problem},
    summary=N_("Fetch a procedure as BPMN"),
    description=N_("The procedure as a BPMN 2.0 file with its drawing."),
    openapi_extra={"x-media-type": "application/xml"},
)
def process_bpmn(
    request: HttpRequest,
    key: str = param.Path(..., description=N_("Key of the procedure."), example="disclosure"),
) -> HttpResponse:
    found = _process(key)
    response = HttpResponse(bpmn(found, gettext), content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.key}.bpmn"'
    return response


@router.get(
    "/processes/{key}",
    response={200: schemas.Process, 404: Problem},
    summary=N_("Read a procedure"),
    description=N_(
        "The table that guards every deed: states, and for each move who may make it, what it needs, whose eyes it "
        "must not share, and its article."
    ),
)
def process(
    request: HttpRequest,
    key: str = param.Path(..., description=N_("Key of the procedure."), example="disclosure"),
) -> dict[str, Any]:
    found = _process(key)
    return {
        **_process_entry(request, found),
        "start": list(found.start),
        "lanes": [{"key": lane.key, "label": gettext(lane.label)} for lane in found.lanes],
        "states": [
            {
                "key": state.key,
                "label": gettext(state.label),
                "sentence": render(state.sentence),
                "lane": state.lane,
                "kind": state.kind.value,
            }
            for state in found.states
        ],
        "moves": [_move(move) for move in found.moves],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "key": move.key,
        "label": gettext(move.label),
        "sources": list(move.sources),
        "target": move.target,
        "roles": list(move.roles),
        "needs": list(move.needs),
        "distinct_from": list(move.distinct_from),
        "only_by": list(move.only_by),
        "conditions": [gettext(guard.refusal) for guard in move.guards],
        "by_clock": move.timer,
        "citation": str(move.citation) if move.citation else None,
    }
