"""The agencies and the end of the ledger."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params import functions as param

from gongkai.api import schemas
from gongkai.core import ledger
from gongkai.core.open_data import Missing, Problem
from gongkai.domain.text import N_, say
from gongkai.people import directory
from gongkai.publishing.api.schemas import KEY
from gongkai.publishing.api.shaping import api_address, at
from gongkai.publishing.queries import open_data

router = Router(tags=["house"])
FIELDS = (
    *("code", "name", "short_name", "name_en", "organisation_code", "credit_code", "is_host", "head_name"),
    *("functions", "working_body", "address", "postcode", "telephone", "fax", "email", "office_hours"),
    "closed_on",
)


@router.get(
    "/agencies",
    response={200: schemas.Agencies},
    summary=N_("List the agencies"),
    description=N_("The agencies of this installation, the host first."),
)
def agencies(request: HttpRequest) -> dict[str, Any]:
    counts = open_data.counts_by_agency()
    return {"items": [_agency(request, each, counts) for each in directory.agencies(with_closed=True)]}


@router.get(
    "/agencies/{code}",
    response={200: schemas.Agency, 404: Problem, 422: Problem},
    summary=N_("Read an agency"),
    description=N_("What the agency is for, where and when it can be reached."),
)
def agency(
    request: HttpRequest,
    code: str = param.Path(
        ..., max_length=40, pattern=KEY, description=N_("Code of an agency."), example="cgj"
    ),
) -> dict[str, Any]:
    found = directory.agency(code)
    if found is None:
        raise Missing(say("There is no agency “{key}”. See /api/v1/agencies.", key=code))
    return _agency(request, found, open_data.counts_by_agency())


def _agency(request: HttpRequest, each: Any, counts: dict[int, int]) -> dict[str, Any]:
    return {
        **{name: getattr(each, name) for name in FIELDS},
        "superior": each.superior.code if each.superior else None,
        "count": counts.get(each.pk, 0),
        "documents": f"{api_address(request, 'documents')}?agency={each.code}",
    }


@router.get(
    "/ledger/head",
    response={200: schemas.LedgerHead},
    summary=N_("Read the end of the ledger"),
    description=N_(
        "Number and digest of the last event. Each digest covers the one before: whoever notes it today can show "
        "tomorrow whether anything written until then was changed."
    ),
)
def ledger_head(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    # Events of the workspace raise it too, so nobody keeps it.
    response["Cache-Control"] = "no-cache"
    number, digest, moment = ledger.head()
    return {"number": number, "digest": digest, "at": at(moment)}
