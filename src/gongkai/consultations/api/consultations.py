"""Drafts as open data: the list, one of them with its text, and the opinions on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.consultations import document_words as words
from gongkai.consultations.api import schemas
from gongkai.consultations.api.asking import SHOWN, check_cursor, next_page
from gongkai.consultations.public import files, present
from gongkai.consultations.public.pages import FORMS, file_address
from gongkai.consultations.queries import naming, paging
from gongkai.consultations.queries import opinions as placing
from gongkai.consultations.queries import public as reads
from gongkai.consultations.queries.naming import Names
from gongkai.consultations.queries.opinions import Placed
from gongkai.consultations.queries.records import Document, Version
from gongkai.core.open_data import Missing, Problem
from gongkai.domain.text import N_, say

router = Router(tags=["consultations"])
AGENCY = param.Path(..., description=N_("Code of an agency."), example="cgj")
NUMBER = param.Path(
    ..., description=N_("Number of the project, as the list gives it."), example="CGJ-JCGK-2026-001"
)
LIST = "/api/v1/consultations"


@router.get(
    "/consultations",
    response={200: schemas.ConsultationPage, 422: Problem},
    summary=N_("List drafts that were put out for opinions"),
    description=N_("Drafts of rules and decisions, the newest first. Follow “next” until it is empty."),
)
def consultations(request: HttpRequest, question: Query[schemas.ConsultationQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor)
    rows = paging.documents(question.state or "", question.agency)
    listed = paging.documents_page(rows, question.cursor, question.limit)
    newest = reads.newest_of(listed.rows)
    return {
        "items": [_short(request, each, newest[each.pk]) for each in listed.rows],
        "next": next_page(request, LIST, listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/consultations/{agency}/{number}",
    response={200: schemas.ConsultationWhole, 404: Problem},
    summary=N_("Read a draft with its text"),
    description=N_(
        "The newest version that was put out, provision by provision; keys stay the same through all versions."
    ),
)
def consultation(request: HttpRequest, agency: str = AGENCY, number: str = NUMBER) -> dict[str, Any]:
    found = _found(agency, number)
    versions = reads.versions(found)
    newest, counts = versions[-1], reads.counts(found)
    published = found.published_on is not None
    return {
        **_short(request, found, newest),
        "need": found.need,
        "explanation": newest.explanation,
        "identity": newest.identity,
        "interpretation": found.interpretation if published else "",
        "channels": found.channels if published else "",
        "in_force_from": found.in_force_from if published else None,
        "lapses_on": found.lapses_on,
        "received": reads.received(found),
        "shown": sum(counts.values()),
        "provisions": [{**each, "opinions": counts.get(each["key"], 0)} for each in files.provisions(newest)],
        "versions": [_version(request, found, each) for each in versions],
        "report": _report(request, found) if reads.answered(found) else None,
        "files": [present.absolute(request, file_address(found, newest, form)) for form in FORMS],
    }


@router.get(
    "/consultations/{agency}/{number}/opinions",
    response={200: schemas.OpinionPage, 404: Problem, 422: Problem},
    summary=N_("List the opinions on a draft"),
    description=N_(
        "The opinions that are shown, the oldest first, each where its words stand in the newest text. Answers are "
        "given once every opinion has one. Nobody is named. Follow “next” until it is empty."
    ),
)
def consultation_opinions(
    request: HttpRequest,
    question: Query[schemas.OpinionsQuestion],
    agency: str = AGENCY,
    number: str = NUMBER,
) -> dict[str, Any]:
    check_cursor(question.cursor)
    found = _found(agency, number)
    answered = reads.answered(found)
    clause = {"": None, "whole": ""}.get(question.clause, question.clause)
    rows = paging.opinions(found, clause=clause, verdict=question.verdict or "")
    rows = rows.none() if question.verdict and not answered else rows
    listed = paging.opinions_page(rows, question.cursor, question.limit)
    versions = reads.versions(found)
    numbers = {each.pk: each.number for each in versions}
    versions[-1].document = found
    cited = naming.cited(versions) if answered else naming.NOBODY
    return {
        "items": [
            _opinion(each, numbers, cited, answered=answered)
            for each in placing.place(listed.rows, versions[-1])
        ],
        "next": next_page(request, f"{LIST}/{found.agency.code}/{found.number}/opinions", listed.after),
        "cursor": listed.after or None,
    }


def _found(agency: str, number: str) -> Document:
    found = None if "\x00" in f"{agency}{number}" else reads.document(agency, number)
    if found is None:
        raise Missing(
            say("There is no draft {number}. /api/v1/consultations lists them.", number=number[:SHOWN])
        )
    return found


def _short(request: HttpRequest, found: Document, newest: Version) -> dict[str, Any]:
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "kind": found.kind,
        "unit": found.unit.code,
        "state": found.state,
        "open": reads.is_open(found),
        "version": newest.number,
        "opens_on": newest.opens_on,
        "closes_on": newest.closes_on,
        "formal_number": found.formal_number if found.published_on else "",
        "published_on": found.published_on,
        "url": present.absolute(request, present.address_of(found)),
    }


def _version(request: HttpRequest, found: Document, each: Version) -> dict[str, Any]:
    return {
        "number": each.number,
        "opens_on": each.opens_on,
        "closes_on": each.closes_on,
        "shorter_reason": each.shorter_reason,
        "digest": each.digest,
        "url": present.absolute(request, present.version_address(found, each)),
    }


def _report(request: HttpRequest, found: Document) -> dict[str, Any]:
    tally = reads.tally(found)
    return {
        "opinions": tally.opinions,
        "by_verdict": dict(tally.by_verdict),
        "by_channel": dict(tally.by_channel),
        "hidden": reads.hidden(found),
        "url": present.absolute(request, present.address_of(found, "consultation_report")),
    }


def _opinion(each: Placed, numbers: Mapping[int, int], cited: Names, *, answered: bool) -> dict[str, Any]:
    row, anchor = each.opinion, each.carried.anchor
    led = cited.get(row.answer_clause)
    return {
        "reference": row.reference,
        "version": numbers[row.version_id],
        "clause": row.clause,
        "quote": row.quote if row.start is not None else "",
        "start": anchor.start if anchor else None,
        "end": anchor.end if anchor else None,
        "orphan": each.orphan,
        "words": row.public_words,
        "channel": row.channel,
        "received_on": row.received_on,
        "verdict": row.verdict if answered else "",
        "reason": row.reason if answered else "",
        "answer_clause": row.answer_clause if answered else "",
        "answer_provision": words.cited_name(led),
        "answer_version": led.version if led else None,
    }
