"""The registers taken out as files, without anybody's personal data."""

from __future__ import annotations

import tempfile
from datetime import MAXYEAR, MINYEAR
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.requests import access, exporting
from gongkai.requests.exporting import CONTENT_TYPES, Form
from gongkai.requests.importing.records import Register
from gongkai.requests.queries import desk
from gongkai.requests.queries import register as held


@staff_page
def requests(request: HttpRequest, form: Form) -> HttpResponseBase:
    """The register of requests; ``?year=`` what came in in it, ``?keys=1`` for programs."""
    return _taken_out(request, "requests", form)


@staff_page
def disputes(request: HttpRequest, form: Form) -> HttpResponseBase:
    """The register of reviews and suits."""
    return _taken_out(request, "disputes", form)


def _taken_out(request: HttpRequest, register: Register, form: Form) -> HttpResponseBase:
    acting = actor(request)
    agency_id = _agency_id(request, acting)
    access.may_see_register(acting, agency_id).require()
    year, words = _number(request, "year"), not request.GET.get("keys")
    if year is not None and not MINYEAR <= year <= MAXYEAR:
        raise Http404
    rows = (
        exporting.request_rows(held.request_lines(agency_id, year), words=words)
        if register == "requests"
        else exporting.dispute_rows(held.dispute_lines(agency_id, year), words=words)
    )
    name = "-".join(str(part) for part in (register, year, clock.today().isoformat()) if part)
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(
            exporting.csv_lines(register, rows, words=words), content_type=CONTENT_TYPES[form]
        )
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "register.xlsx"
            exporting.write_xlsx(path, register, rows, words=words)
            file = path.open("rb")  # the response closes it; its name is gone at once
        response = FileResponse(file, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _agency_id(request: HttpRequest, acting: StaffActor) -> int:
    """The agency asked for, else the one whose requests the person sees."""
    asked = _number(request, "agency")
    if asked is not None:
        return asked
    seen = desk.agencies_of(acting)
    return acting.agency_id if acting.agency_id in seen or not seen else seen[0]


def _number(request: HttpRequest, name: str) -> int | None:
    written = request.GET.get(name, "")
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 10):
        raise Http404
    return int(written)


urlpatterns_staff: list[URLPattern] = [
    re_path(r"^requests/export\.(?P<form>csv|xlsx)$", requests, name="request_export"),
    re_path(r"^disputes/export\.(?P<form>csv|xlsx)$", disputes, name="dispute_export"),
]
