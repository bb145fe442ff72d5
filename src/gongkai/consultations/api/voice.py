"""Standing channels as open data: collections with their figures, what people said, and the problems that showed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.consultations import collecting_words as words
from gongkai.consultations.api import voice_schemas as schemas
from gongkai.consultations.api.asking import SHOWN, check_cursor, next_page
from gongkai.consultations.public.present import absolute
from gongkai.consultations.public.voice import present
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries import public, voice_data
from gongkai.consultations.queries.records import Collection, Problem
from gongkai.core import open_data
from gongkai.core.open_data import Missing
from gongkai.domain.consultations import questionnaires
from gongkai.domain.text import N_, say

router = Router(tags=["voice"])
COLLECTIONS, PROBLEMS = "/api/v1/collections", "/api/v1/problems"
AGENCY = param.Path(..., description=N_("Code of an agency."), example="cgj")
NUMBER = param.Path(
    ..., description=N_("Number of the collection, as the list gives it."), example="CGJ-ZJ-2026-004"
)
PROBLEM = param.Path(
    ..., description=N_("Number of the problem, as the list gives it."), example="CGJ-WT-2026-002"
)


@router.get(
    "/collections",
    response={200: schemas.CollectionPage, 422: open_data.Problem},
    summary=N_("List the ways opinions are collected"),
    description=N_(
        "Opinion boxes, surveys, meetings and visits that were opened, the newest first. Follow “next” until it is "
        "empty."
    ),
)
def collections(request: HttpRequest, question: Query[schemas.CollectionQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor)
    rows = voice_data.collections(question.state or "", question.agency, question.kind)
    listed = lists.newest_first(rows, question.cursor, question.limit)
    return {
        "items": [_short(request, each) for each in listed.rows],
        "next": next_page(request, COLLECTIONS, listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/collections/{agency}/{number}",
    response={200: schemas.CollectionWhole, 404: open_data.Problem},
    summary=N_("Read a collection with what came of it"),
    description=N_(
        "What it asks and whom, how many took part, and, once its results are published, the figures of its "
        "questionnaire. Answers in one's own words are counted and never given."
    ),
)
def collection(request: HttpRequest, agency: str = AGENCY, number: str = NUMBER) -> dict[str, Any]:
    found = _found(agency, number)
    told, kind, numbers = found.state == "told", words.kind_of(found.kind), voice_data.numbers(found)
    sheets = reads.sheet_number(found) if kind["asks"] else 0
    return {
        **_short(request, found),
        **{
            name: getattr(found, name)
            for name in ("introduction", "place", "sign_up_until", "invited", "sample")
        },
        "channels": list(kind["channels"]),
        "draft": _draft(found),
        "questions": questionnaires.kept(reads.questions(found)),
        "sheets": sheets,
        "remarks_received": numbers.received,
        "remarks_shown": numbers.shown,
        "problems": numbers.problems,
        "response_rate": questionnaires.response_rate(found.invited, sheets) if told else None,
        "figures": _figures(found) if told and kind["asks"] else None,
        "minutes": found.minutes if told else "",
        "results": found.results if told else "",
    }


@router.get(
    "/collections/{agency}/{number}/remarks",
    response={200: schemas.RemarkPage, 404: open_data.Problem, 422: open_data.Problem},
    summary=N_("List what people said through a collection"),
    description=N_(
        "The remarks that are shown, the oldest first. Nobody is named. Follow “next” until it is empty."
    ),
)
def collection_remarks(
    request: HttpRequest,
    question: Query[schemas.RemarksQuestion],
    agency: str = AGENCY,
    number: str = NUMBER,
) -> dict[str, Any]:
    check_cursor(question.cursor)
    found = _found(agency, number)
    listed = lists.oldest_first(reads.public_remarks(found), question.cursor, question.limit)
    numbers = reads.problem_numbers(found)
    return {
        "items": [
            {
                "reference": each.reference,
                "words": each.public_words,
                "channel": each.channel,
                "received_on": each.received_on,
                "problem": numbers.get(each.problem_id or 0, ""),
            }
            for each in listed.rows
        ],
        "next": next_page(request, f"{COLLECTIONS}/{found.agency.code}/{found.number}/remarks", listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/problems",
    response={200: schemas.ProblemPage, 422: open_data.Problem},
    summary=N_("List problems that are put right"),
    description=N_("Problems that opinions showed, the newest first. Follow “next” until it is empty."),
)
def problems(request: HttpRequest, question: Query[schemas.ProblemsQuestion]) -> dict[str, Any]:
    check_cursor(question.cursor)
    rows = voice_data.problems(question.state or "", question.agency)
    listed = lists.newest_first(rows, question.cursor, question.limit)
    return {
        "items": [_problem(request, each) for each in listed.rows],
        "next": next_page(request, PROBLEMS, listed.after),
        "cursor": listed.after or None,
    }


@router.get(
    "/problems/{agency}/{number}",
    response={200: schemas.ProblemShape, 404: open_data.Problem},
    summary=N_("Read how a problem is put right"),
    description=N_(
        "Its measure, its last day, and, once it was found put right, what was done and what proves it."
    ),
)
def problem(request: HttpRequest, agency: str = AGENCY, number: str = PROBLEM) -> dict[str, Any]:
    found = None if "\x00" in f"{agency}{number}" else voice_data.problem(agency, number)
    if found is None:
        raise Missing(
            say("There is no problem {number}. /api/v1/problems lists them.", number=number[:SHOWN])
        )
    return _problem(request, found)


def _found(agency: str, number: str) -> Collection:
    found = None if "\x00" in f"{agency}{number}" else reads.public_one(agency, number)
    if found is None:
        raise Missing(
            say("There is no collection {number}. /api/v1/collections lists them.", number=number[:SHOWN])
        )
    return found


def _short(request: HttpRequest, found: Collection) -> dict[str, Any]:
    told = found.state == "told"
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "kind": found.kind,
        "unit": found.unit.code,
        "state": found.state,
        "open": reads.is_open(found) or reads.may_sign_up(found),
        "begins_on": found.begins_on,
        "ends_on": found.ends_on,
        # One that was opened again has days of before.
        "closed_on": found.closed_on if found.state != "open" else None,
        "told_on": found.told_on if told else None,
        "url": absolute(request, present.address_of(found)),
    }


def _draft(found: Collection) -> str:
    """Number of the draft it is about, once the public reads that."""
    of = found.document
    known = public.document(found.agency.code, of.number) if of is not None else None
    return known.number if known is not None else ""


def _figures(found: Collection) -> list[dict[str, Any]]:
    return [
        {
            "question": each.question.key,
            "answered": each.answered,
            "counts": [{"place": place, "count": count} for place, count in each.counts.items()],
            "mean": each.mean,
        }
        for each in reads.figures(found)
    ]


def _problem(request: HttpRequest, found: Problem) -> dict[str, Any]:
    settled = found.state == "settled"
    return {
        "number": found.number,
        "agency": found.agency.code,
        "title": found.title,
        "collection": found.collection.number,
        "unit": found.unit.code if found.unit else "",
        "state": found.state,
        "measure": found.measure,
        "due_on": found.due_on,
        "settled_on": found.settled_on if settled else None,
        "outcome": found.outcome if settled else "",
        "evidence": found.evidence if settled else "",
        "remarks": found.remark_count,  # type: ignore[attr-defined]
        "url": absolute(request, present.problem_address(found)),
    }
