"""Documents as open data: lists, one with everything about it, its versions, and all of them at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from ninja import Query, Router
from ninja.params import functions as param

from gongkai.core.open_data import Gone, Missing, Problem
from gongkai.core.refusals import Invalid
from gongkai.core.text import render
from gongkai.domain.text import N_, say
from gongkai.people import directory
from gongkai.publishing import queries
from gongkai.publishing.api import schemas, shaping
from gongkai.publishing.queries import Document, open_data
from gongkai.publishing.queries import public as reads

router = Router(tags=["documents"])
#: Bytes gathered before a piece of the stream goes out.
PIECE = 64 * 1024
#: The kinds of cursor a search gives out.
SEARCH_CURSORS = "nrf"


@router.get(
    "/documents",
    response={200: schemas.DocumentPage, 422: Problem},
    summary=N_("List or search documents"),
    description=N_(
        "What is public, the newest first, or what a search finds. Follow “next” until it is empty: each document "
        "comes exactly once, however many are published meanwhile."
    ),
)
def documents(request: HttpRequest, question: Query[schemas.DocumentQuestion]) -> dict[str, Any]:
    filters = open_data.Filters(
        agency=question.agency,
        row=question.row,
        topic=question.topic,
        validity=question.validity,
        made_from=question.made_from,
        made_until=question.made_until,
    )
    _known(filters)
    text = question.q.strip()
    if text:
        cursor = _search_cursor(question.cursor)
        page = open_data.found(filters, text, cursor=cursor, limit=question.limit)
    else:
        page = open_data.page(filters, after=_reader(question.cursor), limit=question.limit)
    return {
        "items": [shaping.entry(request, document) for document in page.documents],
        "next": _next(request, page.following) if page.following else None,
        "cursor": page.following or None,
        "count": page.count,
        "suggestion": page.found.suggestion if page.found else None,
        "corrected": page.found.corrected if page.found else False,
        "notices": [render(notice) for notice in page.found.notices] if page.found else [],
    }


def _known(filters: open_data.Filters) -> None:
    """Refuses a filter that names nothing: an empty list would look like an answer."""
    if filters.agency and directory.agency(filters.agency) is None:
        raise Invalid(say("There is no agency “{key}”. See /api/v1/agencies.", key=filters.agency))
    if filters.row and queries.entry(filters.row) is None:
        raise Invalid(say("There is no catalogue row “{key}”. See /api/v1/catalogue.", key=filters.row))
    if filters.topic and queries.topic(filters.topic) is None:
        raise Invalid(say("There is no topic “{key}”. See /api/v1/topics.", key=filters.topic))
    if filters.made_from and filters.made_until and filters.made_until < filters.made_from:
        raise Invalid(
            say(
                "“made_until” ({until}) lies before “made_from” ({first}): swap the two.",
                until=filters.made_until,
                first=filters.made_from,
            )
        )


def _bad_cursor(text: str) -> Invalid:
    return Invalid(
        say(
            "“{value}” is no cursor of this list. Begin without one and follow “next” from page to page.",
            value=text,
        )
    )


def _reader(text: str) -> queries.Reader | None:
    if not text:
        return None
    reader = queries.Reader.parse(text)
    if reader is None or reader.published_at.tzinfo is None or not 0 < reader.pk < 1 << 63:
        raise _bad_cursor(text)
    return reader


def _search_cursor(text: str) -> str:
    number = text[1:]
    if text and not (text[0] in SEARCH_CURSORS and number.isascii() and number.isdigit()):
        raise _bad_cursor(text)
    return text


def _next(request: HttpRequest, cursor: str) -> str:
    rest = {**request.GET.dict(), "cursor": cursor}
    return f"{shaping.api_address(request, 'documents')}?{urlencode(rest)}"


@router.get(
    "/documents.ndjson",
    response={200: schemas.DocumentLine},
    summary=N_("Fetch all documents at once"),
    description=N_(
        "Every public document with its text, one JSON object a line (NDJSON), in the order in which the records "
        "were begun. The answer is streamed."
    ),
    openapi_extra={"x-media-type": "application/x-ndjson"},
)
def documents_ndjson(request: HttpRequest) -> Any:
    language = translation.get_language() or "zh-hans"
    response = StreamingHttpResponse(_pieces(request, language), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="documents.ndjson"'
    return response


def _pieces(request: HttpRequest, language: str) -> Iterator[bytes]:
    """The lines, gathered into pieces worth sending; what is in memory does not grow with their number."""
    gathered = bytearray()
    for document in open_data.all_documents():
        with translation.override(language):
            shown = schemas.DocumentLine.model_validate(shaping.line(request, document))
        gathered += json.dumps(shown.model_dump(mode="json"), ensure_ascii=False).encode() + b"\n"
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


@router.get(
    "/documents/{slug}/versions/{number}",
    response={200: schemas.DocumentVersion, 404: Problem, 410: schemas.Withdrawn, 422: Problem},
    summary=N_("Read a version of a document"),
    description=N_("A version as it was published. Published versions never change."),
)
def document_version(
    request: HttpRequest,
    slug: str = param.Path(..., description=N_("The document's part of its address."), example="2026-00002"),
    number: int = param.Path(..., ge=1, le=100_000, description=N_("Number of the version."), example=1),
) -> dict[str, Any]:
    document = _found(slug)
    revision = queries.revision_of(document, number, public=True)
    if revision is None:
        raise Missing(
            say(
                "The document {index} has no public version {number}.",
                index=document.index_number,
                number=number,
            )
        )
    return {
        **shaping.version(request, document, revision),
        "index_number": document.index_number,
        "document_number": revision.document_number,
        "date_made": revision.date_made,
        "summary": revision.summary,
        "rows": [row.key for row in revision.catalogue.all()],
        "current": revision.pk == document.live_id,
        "body": shaping.body(revision),
    }


@router.get(
    "/documents/{path:identity}",
    response={200: schemas.DocumentWhole, 404: Problem, 410: schemas.Withdrawn},
    summary=N_("Read a document"),
    description=N_(
        "A document by its part of the address or by its index number (索引号), with its text, files, versions, what "
        "bears on it, and where it was put out. One that was withdrawn is answered with 410, the day and the reason."
    ),
)
def document(
    request: HttpRequest,
    identity: str = param.Path(
        ...,
        description=N_(
            "The document's part of its address, or its index number (its slash may be written as it is)."
        ),
        example="2026-00002",
    ),
) -> dict[str, Any]:
    found = _found(identity)
    return {
        **shaping.line(request, found),
        "versions": [shaping.version(request, found, each) for each in queries.versions(found)],
        "related": [shaping.related(request, each) for each in queries.related(found, public=True)],
        "releases": [shaping.release(each) for each in reads.releases(found)],
    }


def _found(identity: str) -> Document:
    """The public document; raises ``Gone`` for a withdrawn one and ``Missing`` for anything else."""
    slug = open_data.slug_of(identity) if "\x00" not in identity and len(identity) <= 100 else None
    found = queries.public_document(slug) if slug else None
    if found is not None:
        return found
    gone = queries.tombstone(slug) if slug else None
    if gone is None or gone.withdrawn_at is None:
        raise Missing(
            say("There is no public document “{name}”. Search at /api/v1/documents?q=.", name=identity)
        )
    raise Gone(
        say(
            "This information was withdrawn on {day}. Reason: {reason}",
            day=timezone.localtime(gone.withdrawn_at).date(),
            reason=gone.withdrawal_reason,
        ),
        facts={
            "index_number": gone.index_number,
            "withdrawn_at": shaping.at(gone.withdrawn_at),
            "reason": gone.withdrawal_reason,
        },
    )
