"""Campaigns as open data: the list, one of them with its figures, and its sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.campaigns.api import schemas
from gongkai.campaigns.public import present, said
from gongkai.campaigns.queries import paging
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Campaign, SiteParty
from gongkai.core.open_data import Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, say

router = Router(tags=["campaigns"])
#: Longest part of what was asked for that is repeated, and what marks the cursor of a list of sites.
SHOWN, MARK = 60, "~"
AGENCY = param.Path(..., description=N_("Code of an agency."), example="cgj")
NUMBER = param.Path(
    ..., description=N_("Number of the campaign, as the list gives it."), example="CGJ-ZX-2026-001"
)


@router.get(
    "/campaigns",
    response={200: schemas.CampaignPage, 422: Problem},
    summary=N_("List campaigns on the street"),
    description=N_("The announced campaigns, the newest first. Follow “next” until it is empty."),
)
def campaigns(request: HttpRequest, question: Query[schemas.CampaignQuestion]) -> dict[str, Any]:
    _cursor(question.cursor, paging.MARK)
    listed = paging.page(
        paging.announced(question.state or "", question.agency), question.cursor, question.limit
    )
    return {
        "items": [_short(request, each) for each in listed.rows],
        "next": _next(request, "/api/v1/campaigns", listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/campaigns/{agency}/{number}",
    response={200: schemas.CampaignWhole, 404: Problem, 422: Problem},
    summary=N_("Read a campaign on the street"),
    description=N_(
        "Aim, basis, check-list and the figures over published inspections. “checklist_verified” is false where the "
        "agency itself set the items."
    ),
)
def campaign(request: HttpRequest, agency: str = AGENCY, number: str = NUMBER) -> dict[str, Any]:
    found = _found(agency, number)
    rows = reads.site_rows(found)
    figures, listed = reads.figures(rows), reads.checklist_of(found)
    found.site_count, found.inspection_count = figures.sites, figures.inspections  # type: ignore[attr-defined]
    return {
        **_short(request, found),
        "aim": found.aim,
        "basis": found.basis,
        "results": found.results if found.state == "closed" else "",
        "checklist": found.checklist,
        "checklist_label": listed.name(said.language()) if listed else "",
        "checklist_source": str(listed.citation) if listed else "",
        "checklist_verified": listed.citation.verified if listed else False,
        "requirements": [
            {"key": each["key"], "label": each["label"], "looked_for": each["seen"], "unmet": each["unmet"]}
            for each in said.requirements(listed, figures)
        ],
        "stands": figures.stands,
        "found_wrong": figures.found_wrong,
        "put_right": figures.put_right,
        "records": [present.absolute(request, present.file_address(found, form)) for form in ("csv", "json")],
    }


@router.get(
    "/campaigns/{agency}/{number}/sites",
    response={200: schemas.SitePage, 404: Problem, 422: Problem},
    summary=N_("List the sites of a campaign"),
    description=N_(
        "The sites by their code, with the organisations there and what the published inspections say. No person is "
        "named. Follow “next” until it is empty."
    ),
)
def campaign_sites(
    request: HttpRequest,
    question: Query[schemas.SitesQuestion],
    agency: str = AGENCY,
    number: str = NUMBER,
) -> dict[str, Any]:
    _cursor(question.cursor, MARK)
    found = _found(agency, number)
    after = question.cursor.removesuffix(MARK)
    rows = sorted(reads.site_rows(found, question.stand or ""), key=lambda row: row.site.code)
    rows = [row for row in rows if row.site.code > after]
    shown = rows[: question.limit]
    cursor = f"{shown[-1].site.code}{MARK}" if len(rows) > len(shown) else ""
    parties = reads.parties_of(shown)
    return {
        "items": [_site(request, found, row, parties[row.site.pk]) for row in shown],
        "next": _next(request, f"/api/v1/campaigns/{found.agency.code}/{found.number}/sites", cursor),
        "cursor": cursor or None,
    }


def _cursor(cursor: str, mark: str) -> None:
    """Refuses what is no cursor of the list."""
    if cursor and mark not in cursor:
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=cursor[:SHOWN],
            )
        )


def _found(agency: str, number: str) -> Campaign:
    found = None if "\x00" in f"{agency}{number}" else reads.campaign(agency, number)
    if found is None:
        raise Missing(
            say("There is no campaign {number}. /api/v1/campaigns lists them.", number=number[:SHOWN])
        )
    return found


def _next(request: HttpRequest, path: str, cursor: str) -> str | None:
    following = urlencode({**request.GET.dict(), "cursor": cursor})
    return f"{present.absolute(request, path)}?{following}" if cursor else None


def _short(request: HttpRequest, found: Campaign) -> dict[str, Any]:
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "unit": found.unit.code,
        "state": found.state,
        "begins_on": found.begins_on,
        "ends_on": found.ends_on,
        "announced_on": found.announced_on,
        "closed_on": found.closed_on,
        "sites": found.site_count,  # type: ignore[attr-defined]
        "inspections": found.inspection_count,  # type: ignore[attr-defined]
        "url": present.absolute(request, present.address_of(found)),
    }


def _site(
    request: HttpRequest, found: Campaign, row: reads.SiteRow, parties: Sequence[SiteParty]
) -> dict[str, Any]:
    site, standing = row.site, row.standing
    return {
        "code": site.code,
        "name": site.name,
        "address": site.address,
        "lat": site.lat,
        "lon": site.lon,
        "works": site.works,
        "permit": site.permit,
        "unit": site.unit.code,
        "ended_on": site.ended_on,
        "organisations": [{"role": each.role, "name": each.name} for each in parties],
        "stand": standing.stand,
        "correct_by": standing.correct_by,
        "inspected_on": present.day_of(standing.newest) if standing.newest else None,
        "record": row.newest.number if row.newest else "",
        "inspections": standing.turn.inspections,
        "found_wrong": standing.turn.found_wrong,
        "put_right": standing.turn.put_right,
        "url": present.absolute(request, present.site_address(found, site)),
    }
