"""Training and examinations in numbers, and the leading bodies by their posts; no person is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from gongkai.core import clock
from gongkai.core.open_data import Missing, Problem
from gongkai.domain.text import N_, say
from gongkai.duties import learning_words
from gongkai.duties import plan_words as words
from gongkai.duties.api import schemas
from gongkai.duties.api.asking import SHOWN, missing
from gongkai.duties.public import plan_words as said
from gongkai.duties.queries import bodies as body_reads
from gongkai.duties.queries import learning_figures, open_data
from gongkai.duties.queries.learning import public

router = Router(tags=["duties"])


@router.get(
    "/examinations",
    response={200: schemas.TrainingYear, 404: Problem, 422: Problem},
    summary=N_("Examinations of a year in numbers"),
    description=N_(
        "Courses, candidates and passes of a year, and its examinations with confirmed results; a person counts once "
        "an examination. No person is named and no mark is told. Without an agency: the one the site belongs to."
    ),
)
def examinations(request: HttpRequest, question: Query[schemas.YearQuestion]) -> dict[str, Any]:
    agency = open_data.agency_that_trains(question.agency)
    if agency is None:
        raise _no_agency(question.agency)
    years = public.years(agency.pk)
    year = question.year or years[0]
    found = learning_figures.of_year(agency.pk, year)
    return {
        "agency": agency.code,
        "year": year,
        "years": years,
        "courses": found.courses,
        "person_times": found.person_times,
        "candidates": found.candidates,
        "passed": found.passed,
        "items": [_examination(each) for each in public.shown(agency.pk, year)],
        "url": f"{said.absolute(request, reverse('portal:training'))}?year={year}",
    }


@router.get(
    "/bodies",
    response={200: schemas.Bodies, 404: Problem, 422: Problem},
    summary=N_("The bodies that lead and supervise openness"),
    description=N_(
        "Seats by post, founding document and changes, those that sit first. Without an agency: the first that has one."
    ),
)
def bodies(request: HttpRequest, question: Query[schemas.BodiesQuestion]) -> dict[str, Any]:
    agency = open_data.agency_with_bodies(question.agency)
    if agency is None and question.agency:
        raise _no_agency(question.agency)
    here = said.absolute(request, reverse("portal:organisation"))
    return {
        "agency": agency.code if agency else "",
        "items": [_body(each) for each in body_reads.of(agency)] if agency else [],
        "url": f"{here}?agency={agency.code}" if agency else here,
    }


def _no_agency(code: str) -> Missing:
    return missing(say("There is no agency “{key}”. See /api/v1/agencies.", key=code[:SHOWN]))


def _examination(each: public.Shown) -> dict[str, Any]:
    count = each.count
    return {
        "title": each.title,
        "subject": each.subject,
        "subject_label": learning_words.of_law("subject", each.subject),
        "sittings": each.sittings,
        "resits": each.resits,
        "last_on": each.last_on,
        "enrolled": count.enrolled,
        "candidates": count.present,
        "passed": count.passed,
        "rate": float(count.rate) if count.rate is not None else None,
    }


def _body(row: body_reads.BodyRow) -> dict[str, Any]:
    body = row.body
    over = body.ends_on is not None and body.ends_on < clock.today()
    return {
        "name": body.name,
        "kind": body.kind,
        "duties": body.duties,
        "basis": body.basis,
        "begins_on": body.begins_on,
        "ends_on": body.ends_on if over else None,
        "meetings": row.meetings,
        "seats": [
            {
                "seat": each.seat,
                "unit": words.name_of(each.post.unit) if each.post else "",
                "post": each.post.title if each.post else "",
                "begins_on": each.begins_on,
                "ends_on": each.ends_on,
            }
            for each in row.seats
        ],
        "changes": [
            {
                "on": each.day,
                "what": each.what,
                "seat": each.member.seat if each.member else "",
                "post": each.member.post.title if each.member and each.member.post else "",
                "basis": each.basis,
            }
            for each in row.changes
        ],
    }
