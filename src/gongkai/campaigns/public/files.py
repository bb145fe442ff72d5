"""A campaign's published records for machines: CSV with a line for each item of a record, JSON with one for each."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from gongkai.campaigns.public import present, said
from gongkai.campaigns.public.pages import found_or_404
from gongkai.campaigns.queries import public as reads
from gongkai.campaigns.queries.records import Campaign, Inspection
from gongkai.core.access import public_page
from gongkai.core.cells import harmless

OF_RECORD = (
    *("record", "campaign", "site", "site_name", "site_address", "unit", "made_on", "cause", "checklist"),
    *("result", "correct_by", "published_on", "remark"),
)
COLUMNS = (*OF_RECORD, "item", "item_label", "verdict", "note", "url")


@public_page
def file(request: HttpRequest, agency: str, number: str, form: str) -> HttpResponseBase:
    """Every published record of the campaign as one file; row by row."""
    if form not in ("csv", "json"):
        raise Http404
    found = found_or_404(agency, number)
    rows = reads.published(found).iterator(chunk_size=500)
    pieces = _csv(request, found, rows) if form == "csv" else _json(request, found, rows)
    kind = "text/csv" if form == "csv" else "application/json"
    response = StreamingHttpResponse(pieces, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}-records.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def record(request: HttpRequest, of: Campaign, found: Inspection) -> dict[str, Any]:
    """A published record as plain data: no officer, nobody who was there, no matter it came from."""
    site = found.listed.site
    return {
        "record": found.number,
        "campaign": of.number,
        "site": site.code,
        "site_name": site.name,
        "site_address": site.address,
        "unit": site.unit.code,
        "made_on": present.day_of(found.made_at).isoformat(),
        "cause": found.cause,
        "checklist": found.checklist,
        "result": found.result,
        "correct_by": found.correct_by.isoformat() if found.correct_by else None,
        "published_on": found.published_on.isoformat() if found.published_on else None,
        "remark": found.remark,
        "items": [
            {name: each[name] for name in ("key", "label", "verdict", "note")} for each in said.answers(found)
        ],
        "photos": [present.absolute(request, present.photo_address(each)) for each in reads.shown(found)],
        "url": present.absolute(request, f"{present.site_address(of, site)}#{found.number}"),
    }


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv(request: HttpRequest, of: Campaign, rows: Iterable[Inspection]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # by which spreadsheets know UTF-8
    yield writer.writerow(COLUMNS)
    for each in rows:
        told = record(request, of, each)
        head = [told[name] for name in OF_RECORD]
        for item in told["items"]:
            cells = [*head, item["key"], item["label"], item["verdict"], item["note"], told["url"]]
            yield writer.writerow(["" if cell is None else harmless(cell) for cell in cells])


def _json(request: HttpRequest, of: Campaign, rows: Iterable[Inspection]) -> Iterator[str]:
    yield '{"records": ['
    for at, each in enumerate(rows):
        yield (",\n" if at else "\n") + json.dumps(record(request, of, each), ensure_ascii=False)
    yield "\n]}\n"
