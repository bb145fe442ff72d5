"""The city's work orders (12345 工单) for programs: handed in and asked about with a key (``docs/work_orders.md``).

``POST`` takes one order or many in, each once by its number; ``GET`` tells how each stands. The key goes into the
header ``Authorization: Bearer …``. What is personal comes in and never goes out.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.dateparse import parse_datetime

from gongkai.api.answering import problem, reader_language
from gongkai.complaints import orders
from gongkai.complaints.actions.orders import Taken, take_orders
from gongkai.complaints.orders import Fault
from gongkai.complaints.queries import orders as queries
from gongkai.core import api_keys, rate
from gongkai.core.access import key_page
from gongkai.core.refusals import Refusal
from gongkai.core.text import render
from gongkai.domain.refusal import Refused
from gongkai.domain.text import say
from gongkai.people import directory

#: Orders in one request, and orders told about in one answer.
MOST = 1000


@key_page
def work_orders(request: HttpRequest) -> HttpResponse:
    """Hands orders in (POST) or tells how they stand (GET)."""
    with translation.override(reader_language(request)):
        response = _answer(request)
    response["Allow"] = "GET, POST, OPTIONS"
    return response


work_orders.csrf_exempt = True  # type: ignore[attr-defined]  # a key stands for the program, never a cookie


def _answer(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204)
    if request.method not in ("GET", "POST"):
        return problem(say("Only GET and POST are possible here."), 405)
    wait = rate.wait("work orders", rate.caller(request), settings.GONGKAI_OPEN311_READS)
    if wait:
        response = problem(say("You ask too often. Try again in {seconds} seconds.", seconds=wait), 429)
        response["Retry-After"] = str(wait)
        return response
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    key = api_keys.check(given, api_keys.WORK_ORDERS)
    if isinstance(key, Refused):
        return problem(key.reason, 403)
    agency = directory.agency(key.agency)
    if agency is None or agency.closed_on is not None:
        return problem(say("The agency this key writes for is closed."), 403)
    try:
        return _take(request, agency.pk) if request.method == "POST" else _tell(request, agency.pk)
    except Refusal as refusal:
        return problem(refusal.reason, refusal.status)


def _take(request: HttpRequest, agency_id: int) -> HttpResponse:
    if int(request.headers.get("Content-Length") or 0) > settings.GONGKAI_MAX_UPLOAD:
        return problem(say("This is too large for one request. Divide it."), 413)
    body = request.body
    csv = "csv" in request.headers.get("Content-Type", "")
    found = orders.read_csv(body) if csv else orders.read_json(body)
    if found.rows > MOST:
        return problem(say("At most {most} work orders in one request. Divide them.", most=MOST), 413)
    taken = take_orders(agency_id=agency_id, actor=None, orders=found.orders)
    faults = [*found.faults, *taken.faults]
    return JsonResponse(
        {**_numbers(taken), "refused": [_fault(each) for each in faults]},
        status=422 if faults and not taken.new and not taken.known else 200,
        json_dumps_params={"ensure_ascii": False},
    )


def _numbers(taken: Taken) -> dict[str, Any]:
    return {
        "new": [{"number": number, "matter": matter} for number, matter in taken.new],
        "known": [{"number": number, "matter": matter} for number, matter in taken.known],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"row": fault.row, "field": fault.field, "message": render(fault.reason)}


def _tell(request: HttpRequest, agency_id: int) -> HttpResponse:
    asked = request.GET.get("updated_after", "").replace(" ", "+")
    try:
        since = parse_datetime(asked) if asked else None
    except ValueError:
        since = None
    if asked and (since is None or since.tzinfo is None):
        return problem(say("“updated_after” is written as 2026-11-23T09:30:00+08:00."), 422)
    listed = [each.strip()[:80] for each in request.GET.get("number", "").replace("\x00", "").split(",")]
    numbers = tuple(each for each in listed if each)[:MOST]
    rows = list(queries.progress(agency_id, since=since, numbers=numbers, limit=MOST))
    return JsonResponse(
        {"work_orders": rows, "complete": len(rows) < MOST}, json_dumps_params={"ensure_ascii": False}
    )
