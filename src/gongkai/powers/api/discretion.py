"""Discretion tables as open data: the list, one table with its rows, and what it says of a case."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.core import clock
from gongkai.core.formfields import one_line
from gongkai.core.open_data import Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.core.text import render
from gongkai.domain.discretion import Milder, Outcome, what_follows
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, Text, say
from gongkai.powers.api import schemas
from gongkai.powers.public.discretion import calculator_address, record, summary
from gongkai.powers.public.present import absolute, address_of
from gongkai.powers.queries import discretion as reads
from gongkai.powers.queries import tables
from gongkai.powers.queries.paging import MARK, page

router = Router(tags=["powers"])
#: Longest part of what was asked for that is repeated.
SHOWN = 60
CODE = param.Path(..., description=N_("Code of the table, as the list gives it."), example="CG-01")


@router.get(
    "/discretion",
    response={200: schemas.TablePage, 422: Problem},
    summary=N_("List discretion tables"),
    description=N_(
        "The discretion tables in force on a day, by code. A table that was taken over as it was published may have "
        "faults; “as_published” says so. Follow “next” until it is empty."
    ),
)
def discretion(request: HttpRequest, question: Query[schemas.TableQuestion]) -> dict[str, Any]:
    if question.cursor and MARK not in question.cursor:
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=question.cursor[:SHOWN],
            )
        )
    asked = reads.Asked(text=one_line(question.q, 60), agency=question.agency, on=question.on)
    listed = page(reads.listed(asked), question.cursor, "entry__", question.limit)
    following = urlencode({**request.GET.dict(), "cursor": listed.after})
    return {
        "items": [{**summary(each), **_addresses(request, each.entry)} for each in listed.rows],
        "next": f"{absolute(request, '/api/v1/discretion')}?{following}" if listed.after else None,
        "cursor": listed.after or None,
    }


def _addresses(request: HttpRequest, entry: Any) -> dict[str, str]:
    return {
        "url": absolute(request, address_of(entry)),
        "calculator": absolute(request, calculator_address(entry)),
        "evaluate": absolute(request, reverse("api:v1:discretion_evaluate", args=[entry.code])),
    }


@router.get(
    "/discretion/{code}",
    response={200: schemas.TableWhole, 404: Problem, 422: Problem},
    summary=N_("Read a discretion table"),
    description=N_(
        "The table in force on a day: its factors, its rows with their conditions and ranges, and every fault the "
        "proof finds in it. Amounts of money are in yuan."
    ),
)
def discretion_table(
    request: HttpRequest, question: Query[schemas.OneTable], code: str = CODE
) -> dict[str, Any]:
    entry = _entry(code, question.agency)
    day = question.on or clock.today()
    version = reads.on_day(entry, day)
    table = tables.table(version) if version else None
    if version is None or table is None:
        raise Missing(
            say("No version of the table {code} was in force on {day}.", code=code[:SHOWN], day=day)
        )
    return {**record(version, table), **_addresses(request, entry)}


@router.get(
    "/discretion/{code}/evaluate",
    response={200: schemas.TableAnswer, 404: Problem, 422: Problem},
    summary=N_("Ask a discretion table about a case"),
    description=N_(
        "What the table says of the facts as of the day of the conduct: the rows, the range, why, and on which "
        "article. Where another version is in force on the day of the decision, “milder” says which of the two "
        "holds. “fault” is true where no row or more than one fits; then a person must decide."
    ),
)
def discretion_evaluate(
    request: HttpRequest, question: Query[schemas.CaseQuestion], code: str = CODE
) -> dict[str, Any]:
    entry = _entry(code, question.agency)
    today = clock.today()
    on = question.on or today
    answer = tables.judge(entry, facts_of(question.facts), on, question.decided or max(on, today))
    if isinstance(answer, Refused):
        raise Invalid(answer.reason)
    return shape(answer, on)


def _entry(code: str, agency: str) -> Any:
    entry = tables.entry_by_code(code, agency) if "\x00" not in code else None
    if entry is None or not tables.series(entry).versions:
        raise Missing(
            say("There is no discretion table {code}. /api/v1/discretion lists them.", code=code[:SHOWN])
        )
    return entry


def facts_of(text: str) -> dict[str, Any]:
    """The facts of a case from JSON. Raises ``Invalid`` with a sentence."""
    try:
        found = json.loads(text or "{}", parse_float=Decimal)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(_no_facts())
    return found


def _no_facts() -> Text:
    return say(
        "The facts are a JSON object of factor and value. Write them as {example}.", example='{"area": 7}'
    )


def shape(answer: Outcome | Milder, on: date) -> dict[str, Any]:
    """The answer as plain data: that of the version which holds, and both compared where there are two."""
    outcome = answer if isinstance(answer, Outcome) else answer.outcome
    said = {
        **outcome.as_json(),
        "on": on.isoformat(),
        "says": render(what_follows(outcome)),
        "remarks": [render(each) for each in outcome.remarks()],
        "milder": None,
    }
    if isinstance(answer, Milder):
        other = answer.other
        said["milder"] = {
            "chosen": answer.chosen,
            "sure": answer.sure,
            "reason": render(answer.reason),
            "citation": str(answer.citation),
            "other": None if isinstance(other, Refused) else _short(other),
        }
    return said


def _short(outcome: Outcome) -> dict[str, Any]:
    told = outcome.as_json()
    return {key: told[key] for key in ("version", "rows", "outcome", "minimum", "maximum", "unit", "fault")}
