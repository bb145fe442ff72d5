"""The records a measure counted for an entry, each with the way to it for whom it opens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, address_if_any, crumbs
from gongkai.supervision import assessment_words as words
from gongkai.supervision.queries import assessed, records_reach
from gongkai.supervision.staff.assessing.common import found_entry
from gongkai.supervision.staff.common import show
from gongkai.supervision.words import monitor_name

SIZE = 50
FINDING = "workspace:supervision_finding"


@staff_page
def records(request: HttpRequest, pk: int, measure: str) -> HttpResponse:
    """The records, fifty a page."""
    found, acting = found_entry(request, pk)
    behind = assessed.behind(found, measure)
    if behind is None:
        raise Http404
    at = _page(request.GET.get("page", ""), len(behind.records))
    rows = behind.records[(at - 1) * SIZE : at * SIZE]
    opened = records_reach.openable(acting, found.agency_id, [each[1:] for each in rows])
    here = address("assessed_records", pk, measure)
    context = {
        "name": words.who(found.unit or found.agency),
        "heading": words.measure_name(measure),
        "says": words.measure_says(measure),
        "cases": behind.cases,
        "of": behind.of,
        "unnamed": behind.unnamed,
        "live": found.assessment.state == "self",
        "counted_at": found.counted_at,
        "rows": [_row(each, opened) for each in rows],
        "first": (at - 1) * SIZE + 1,
        "next_url": f"{here}?page={at + 1}" if at * SIZE < len(behind.records) else "",
        "first_url": here if at > 1 else "",
        "back_url": address("assessed", pk),
        "crumbs": crumbs(
            (found.assessment.title, address("assessment", found.assessment_id)),
            (words.who(found.unit or found.agency), address("assessed", pk)),
            (words.measure_name(measure), ""),
        ),
    }
    return show(request, "assessed_records", context)


def _page(value: str, count: int) -> int:
    """The page asked for; what is none, or lies behind the last, is the first."""
    wanted = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
    return wanted if 1 <= wanted <= max(1, -(-count // SIZE)) else 1


def _row(each: Sequence[Any], opened: set[records_reach.Place]) -> dict[str, Any]:
    name, place, filled = each
    open_to = (place, tuple(filled)) in opened
    return {
        "name": _finding(name) if place == FINDING else name,
        "url": address_if_any(place, *filled) if open_to else "",
    }


def _finding(name: str) -> str:
    """A finding is named by its monitor and its number."""
    monitor, _mark, number = name.rpartition(" ")
    return _("{monitor}, finding {number}").format(monitor=monitor_name(monitor), number=number)
