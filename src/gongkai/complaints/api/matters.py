"""Public matters and figures as open data: the anonymised projection, and counts."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.complaints import bulletin_words, figure_words, words
from gongkai.complaints.api import schemas
from gongkai.complaints.public.present import absolute
from gongkai.complaints.queries import figures, published
from gongkai.complaints.queries.published import Asked, Cursor
from gongkai.core import clock
from gongkai.core.formfields import one_line
from gongkai.core.open_data import Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.domain.text import N_, Text, say

router = Router(tags=["complaints"])
#: What the number of a public version may be; anything else is none.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,40}")
#: Longest part of what was asked for that is repeated.
SHOWN = 60
#: Part of the answer → the column it is counted by.
PARTS = {"channels": "channel", "kinds": "kind", "classes": "category", "districts": "district"}


@router.get(
    "/complaints",
    response={200: schemas.MatterPage, 422: Problem},
    summary=N_("List public matters"),
    description=N_(
        "Matters without anything personal, the newest first. Reports of wrongs, and what is not for the public, are "
        "never among them; words and answers are there once they were released. Follow “next” until it is empty."
    ),
)
def complaints(request: HttpRequest, question: Query[schemas.MatterQuestion]) -> dict[str, Any]:
    _known(question.agency)
    _in_order(question.received_from, question.received_until)
    if question.cursor and Cursor.parse(question.cursor) is None:
        raise Invalid(
            say(
                "“{value}” is no cursor of this list. Begin without one and follow “next”.",
                value=question.cursor,
            )
        )
    query = published.public(
        Asked(
            text=one_line(question.q, 60),
            agency=question.agency,
            kind=question.kind,
            category=question.category,
            district=question.district,
            status=question.status,
            released=question.answered,
            first=question.received_from,
            last=question.received_until,
        )
    )
    page = published.page(query, question.cursor, question.limit)
    following = urlencode({**request.GET.dict(), "cursor": page.after})
    return {
        "items": [shape(request, row) for row in page.rows],
        "next": f"{absolute(request, '/api/v1/complaints')}?{following}" if page.after else None,
        "cursor": page.after or None,
        "count": None if question.cursor else query.count(),
    }


def _known(code: str) -> None:
    if code and not figures.agency_ids(code):
        raise Invalid(say("There is no agency “{key}”. See /api/v1/agencies.", key=code))


def _in_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Invalid(
            say(
                "“received_until” ({until}) lies before “received_from” ({first}): swap the two.",
                until=last,
                first=first,
            )
        )


def shape(request: HttpRequest, row: Any) -> dict[str, Any]:
    """A public matter as plain data: what the API and the files give."""
    released = row.released_at is not None
    page = reverse("portal:complaint_published_one", args=[row.public_id])
    photos = range(1, len(row.photos) + 1) if released else ()
    return {
        "id": row.public_id,
        "agency": row.agency,
        "kind": row.kind,
        "category": row.category,
        "category_label": words.category(row.category, on=timezone.localtime(row.requested_at).date()),
        "status": row.status,
        "detailed_status": row.detailed,
        "district": row.district,
        "district_label": words.district(row.district),
        "lat": row.lat,
        "lon": row.lon,
        "requested": _at(row.requested_at),
        "updated": _at(row.updated_at),
        "closed": _at(row.closed_at),
        "result": row.result,
        "title": row.title if released else "",
        "text": row.text if released else "",
        "answer": row.answer if released else "",
        "url": absolute(request, page),
        "photos": [
            absolute(request, reverse("portal:complaint_published_photo", args=[row.public_id, at]))
            for at in photos
        ],
    }


def _at(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


@router.get(
    "/complaints/figures",
    response={200: schemas.MatterFigures, 422: Problem},
    summary=N_("Count matters"),
    description=N_(
        "Every figure about the matters that arrived in a span, each with its denominator and its definition, and the "
        "counts by way in, kind, class and district."
    ),
)
def complaint_figures(request: HttpRequest, question: Query[schemas.FigureQuestion]) -> dict[str, Any]:
    _known(question.agency)
    first, last = _span(question)
    scope = figures.Scope(figures.agency_ids(question.agency), first, last)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "agency": question.agency,
        "figures": [bulletin_words.figure_data(each) for each in figures.figures(scope)],
        **{part: _counts(scope, column) for part, column in PARTS.items()},
    }


def _span(question: schemas.FigureQuestion) -> tuple[date, date]:
    today = clock.today()
    _in_order(question.received_from, question.received_until)
    if question.received_from or question.received_until:
        last = question.received_until or max(today, question.received_from or today)
        return question.received_from or last.replace(month=1, day=1), last
    year = question.year or today.year - 1
    return date(year, 1, 1), date(year, 12, 31)


def _counts(scope: figures.Scope, column: str) -> list[dict[str, Any]]:
    return [
        {
            "key": line.key,
            "label": figure_words.thing(column, line.key, scope.last),
            "received": line.counts["received"],
            "closed": line.counts["closed"],
        }
        for line in figures.apart(scope, column, ("received", "closed"))
    ]


# After the figures: their address would be taken for a matter's.
@router.get(
    "/complaints/{public_id}",
    response={200: schemas.PublicMatterWhole, 404: Problem},
    summary=N_("Read a public matter"),
    description=N_(
        "One matter without anything personal: what the list says of it, and how it went. Words, answer and photos "
        "are there once they were released. Reports of wrongs, what is not for the public and what was taken from "
        "the public lists are answered with 404."
    ),
)
def complaint(
    request: HttpRequest,
    public_id: str = param.Path(
        ...,
        description=N_("The number of the public version, which the list gives as “id”."),
        example="m-7k4p9q2w3e5t",
    ),
) -> dict[str, Any]:
    row = published.matter(public_id) if IDENTIFIER.fullmatch(public_id) else None
    if row is None:
        raise Missing(_why_not(public_id))
    return {
        **shape(request, row),
        "agency_name": row.agency_name,
        "expected": _at(row.expected_at),
        "updates": [{"at": _at(each.at), "status": each.status} for each in published.updates(row)],
    }


def _why_not(given: str) -> Text:
    """Never says whether there is a matter that is not public."""
    if not IDENTIFIER.fullmatch(given) or not given.startswith("m-"):
        return say(
            "“{name}” is not the number of a public version: those begin with m- and are given as “id” by "
            "/api/v1/complaints. A matter's own number opens nothing here; its reporter follows it on this site.",
            name=given[:SHOWN],
        )
    return say(
        "There is no public matter “{name}”: the number may hold a slip, or the matter was taken from the public "
        "lists. /api/v1/complaints lists those there are.",
        name=given[:SHOWN],
    )
