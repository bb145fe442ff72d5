"""Catalogue, topics and channels as open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params import functions as param

from gongkai.core import clock
from gongkai.core.open_data import Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.domain import clocks
from gongkai.domain.refusal import Refused
from gongkai.domain.text import N_, say
from gongkai.people import directory
from gongkai.publishing import queries
from gongkai.publishing.api import schemas, shaping

router = Router(tags=["catalogue"])
#: The regulation's own years and some after: what anybody may ask channels for.
FIRST_YEAR, LAST_YEAR = 1990, 2999


@router.get(
    "/catalogue",
    response={200: schemas.Catalogue, 422: Problem},
    summary=N_("Read the catalogue"),
    description=N_(
        "The rows of the disclosure catalogue in force today as a tree: the law's own, and with “agency” that agency's "
        "besides; each with its period and how many public documents stand under it."
    ),
)
def catalogue(
    request: HttpRequest,
    agency: str = param.Query("", max_length=40, pattern=schemas.KEY, description=N_("Code of an agency.")),
) -> dict[str, Any]:
    found = directory.agency(agency) if agency else None
    if agency and found is None:
        raise Invalid(say("There is no agency “{key}”. See /api/v1/agencies.", key=agency))
    tree = queries.catalogue_tree(agency_code=agency, agency_id=found.pk if found else None)
    return {"items": [_row(request, node) for node in tree]}


def _row(request: HttpRequest, node: queries.Node) -> dict[str, Any]:
    row = node.entry
    return {
        "key": row.key,
        "label": {"zh": row.label, "en": row.label_en or row.label},
        "scheme": row.scheme,
        "citation": shaping.citation_of(row.instrument, row.article),
        "content": row.content,
        "limit": _limit(row.rule),
        "agency": row.agency.code if row.agency else None,
        "in_force_from": row.in_force_from,
        "in_force_until": row.in_force_until,
        "count": node.count,
        "url": shaping.page_address(request, "catalogue_row", row.key),
        "children": [_row(request, child) for child in node.children],
    }


def _limit(key: str) -> dict[str, Any] | None:
    rule = clocks.rule_for(key, clock.today())
    if isinstance(rule, Refused):
        return None
    return {
        "rule": rule.key,
        "label": {"zh": rule.label, "en": rule.label_en},
        "length": rule.length,
        "unit": rule.unit,
        "citation": str(rule.citation),
    }


@router.get(
    "/topics",
    response={200: schemas.Topics},
    summary=N_("List topics"),
    description=N_("All topics with how many public documents each gathers, the newest first."),
)
def topics(request: HttpRequest) -> dict[str, Any]:
    return {
        "items": [
            {
                "slug": topic.slug,
                "title": topic.title,
                "description": topic.description,
                "agency": topic.agency.code,
                "opened_on": topic.opened_on,
                "closed_on": topic.closed_on,
                "count": getattr(topic, "shown", 0),
                "url": shaping.page_address(request, "topic", topic.slug),
                "documents": f"{shaping.api_address(request, 'documents')}?topic={topic.slug}",
            }
            for topic in queries.topics(with_closed=True)
        ]
    }


@router.get(
    "/agencies/{code}/releases/{year}",
    response={200: schemas.ReleaseYear, 404: Problem, 422: Problem},
    summary=N_("Count the releases of a year"),
    description=N_("How many releases of an agency each of its channels saw in a year."),
)
def releases(
    request: HttpRequest,
    code: str = param.Path(
        ..., max_length=40, pattern=schemas.KEY, description=N_("Code of an agency."), example="cgj"
    ),
    year: int = param.Path(..., ge=FIRST_YEAR, le=LAST_YEAR, description=N_("The year."), example=2012),
) -> dict[str, Any]:
    agency = directory.agency(code)
    if agency is None:
        raise Missing(say("There is no agency “{key}”. See /api/v1/agencies.", key=code))
    counted = queries.channel_counts(agency.pk, year)
    return {
        "agency": agency.code,
        "year": year,
        "items": [
            {"name": channel.name, "kind": channel.kind, "url": channel.url, "count": count}
            for channel, count in counted
        ],
        "total": sum(count for _, count in counted),
    }
