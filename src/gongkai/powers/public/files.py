"""Files of the register: the lists as CSV and JSON, an entry on paper, its address as a QR code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from gongkai.core.access import public_page
from gongkai.core.formfields import one_line
from gongkai.core.paper.sheet import PrintError
from gongkai.core.sending import attachment
from gongkai.domain.powers.schema import kinds
from gongkai.powers import exchange
from gongkai.powers.paper import paper, svg
from gongkai.powers.public import present
from gongkai.powers.public.pages import on_day
from gongkai.powers.queries import catalogue
from gongkai.powers.queries import public as reads
from gongkai.powers.queries.records import Version

NAMES = {"item": "items", "service": "services"}


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


@public_page
def register(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """Everything of a kind in force today, or on the day asked for, as one file; row by row."""
    if form not in ("csv", "json") or present.misread(request):
        raise Http404
    agency = one_line(request.GET.get("agency", ""), 40)
    versions = catalogue.everything(kind, present.asked_day(request), agency)
    if form == "csv":
        return _file(_csv(kind, versions), "text/csv; charset=utf-8", f"{NAMES[kind]}.csv")
    return _file(_json(versions), "application/json; charset=utf-8", f"{NAMES[kind]}.json")


def _csv(kind: str, versions: Iterable[Version]) -> Iterator[str]:
    writer = csv.DictWriter(_Line(), exchange.columns(kind))
    yield "\ufeff"  # by which spreadsheets know UTF-8
    yield writer.writerow(dict(zip(writer.fieldnames, writer.fieldnames, strict=True)))
    for version in versions:
        yield writer.writerow(exchange.line(version))


def _json(versions: Iterable[Version]) -> Iterator[str]:
    yield '{"entries": ['
    for at, version in enumerate(versions):
        yield (",\n" if at else "\n") + json.dumps(exchange.record(version), ensure_ascii=False)
    yield "\n]}\n"


def _file(pieces: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public_page
def sheet(request: HttpRequest, agency: str, kind: str, code: str) -> HttpResponseBase:
    """An entry as PDF, as it is in force on the day asked for (today); a service as the guide for the counter."""
    of = reads.entry(agency, kind, code) if kind in kinds() else None
    day = present.asked_day(request) or present.today()
    version = on_day(reads.history(of), day) if of else None
    if of is None or version is None:
        raise Http404
    try:
        content = paper(version, present.absolute(request, present.address_of(of)))
    except PrintError as error:
        context = {"error": str(error), "crumbs": present.trail(of)}
        return render(request, "powers/public/register_not_printed.html", context, status=503)
    return attachment(content, name=f"{of.code}.pdf", content_type="application/pdf")


@public_page
def qr(request: HttpRequest, agency: str, kind: str, code: str) -> HttpResponse:
    """The address of the entry's page as a QR code, for the counter."""
    of = reads.entry(agency, kind, code) if kind in kinds() else None
    if of is None:
        raise Http404
    drawn = svg(present.absolute(request, present.address_of(of)))
    return HttpResponse(drawn, content_type="image/svg+xml")
