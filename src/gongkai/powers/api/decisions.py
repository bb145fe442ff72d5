"""Published decisions as open data: the list and one of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.core.formfields import one_line
from gongkai.core.open_data import Gone, Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, say
from gongkai.powers.api import decision_schemas as schemas
from gongkai.powers.public.decision_files import record
from gongkai.powers.public.decisions import address_of
from gongkai.powers.public.present import absolute
from gongkai.powers.queries import public_decisions as reads
from gongkai.powers.queries.day_paging import MARK, page

router = Router(tags=["powers"])
#: Longest part of what was asked for that is repeated.
SHOWN = 60
AGENCY = param.Path(..., description=N_("Code of an agency."), example="cgj")
NUMBER = param.Path(..., description=N_("Number of the decision, as the list gives it."), example=1)


@router.get(
    "/decisions",
    response={200: schemas.DecisionPage, 422: Problem},
    summary=N_("List published decisions"),
    description=N_(
        "Published penalties, licences and coercive measures, the newest first. Persons are shown by their family "
        "name only. Amounts are in yuan. Follow “next” until it is empty."
    ),
)
def decisions(request: HttpRequest, question: Query[schemas.DecisionQuestion]) -> dict[str, Any]:
    if question.cursor and MARK not in question.cursor:
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=question.cursor[:SHOWN],
            )
        )
    rows = reads.published(
        question.agency,
        question.kind or "",
        one_line(question.q, 60),
        code=question.table,
        year=question.year,
    )
    listed = page(rows, question.cursor, by="published_on", size=question.limit)
    following = urlencode({**request.GET.dict(), "cursor": listed.after})
    return {
        "items": [record(each, absolute(request, address_of(each))) for each in listed.rows],
        "next": f"{absolute(request, '/api/v1/decisions')}?{following}" if listed.after else None,
        "cursor": listed.after or None,
    }


@router.get(
    "/decisions/{agency}/{number}",
    response={200: schemas.DecisionWhole, 404: Problem, 410: schemas.DecisionWithdrawn, 422: Problem},
    summary=N_("Read a published decision"),
    description=N_("One decision; of a withdrawn one only when and why."),
)
def decision(request: HttpRequest, agency: str = AGENCY, number: int = NUMBER) -> dict[str, Any]:
    known = 0 < number < 2**63 and "\x00" not in agency
    found = reads.one(agency, number) if known else None
    if found is None:
        raise Missing(
            say("There is no published decision {number}. /api/v1/decisions lists them.", number=number)
        )
    if found.state == "withdrawn":
        day = found.revoked_on.isoformat() if found.revoked_on else None
        facts = {"number": found.number, "withdrawn_on": day, "reason": found.revoked_reason}
        raise Gone(say("This decision was withdrawn: {reason}", reason=found.revoked_reason), facts)
    return record(found, absolute(request, address_of(found)))
