"""The calendar of staff-only publications (内部公开): which month of which kind is there, and which is missing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.domain import internal
from gongkai.domain.internal import InternalKind
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.publishing import queries, words
from gongkai.publishing.queries import InternalCell
from gongkai.publishing.staff.common import address, crumbs, show
from gongkai.publishing.staff.rows import work_rows

#: Years an address may ask for.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@staff_page
def calendar(request: HttpRequest) -> HttpResponse:
    """A year of the own agency, or of one the person supervises (``?agency=``, ``?year=``)."""
    acting = actor(request)
    agencies = queries.internal_agencies(acting)
    asked = request.GET.get("agency", "")
    agency = next((each for each in agencies if each.code == asked), agencies[0])
    years = queries.internal_years(agency.pk)
    year = _year(request.GET.get("year", ""))
    found = queries.internal_calendar(agency.pk, year)
    starts = _starts(acting, agency.pk)
    here = address("internal")
    context = {
        "agency": agency,
        "agencies": [
            {"label": each.name, "url": _asked(here, year, each.code, agencies), "current": each == agency}
            for each in agencies
        ]
        if len(agencies) > 1
        else [],
        "year": year,
        "years": [
            {"label": str(each), "url": _asked(here, each, agency.code, agencies), "current": each == year}
            for each in sorted({*years, year}, reverse=True)
        ],
        "months": [date(year, number, 1) for number in range(1, 13)],
        "rows": [
            {
                "label": words.internal_kind(row.kind.key),
                "rhythm": _rhythm(row.kind),
                "cells": [_cell(row.kind, cell, agency.code, starts=starts) for cell in row.cells],
            }
            for row in found.rows
        ],
        "missing": ngettext("{n} month is missing", "{n} months are missing", len(found.missing)).format(
            n=len(found.missing)
        )
        if found.missing
        else "",
        "unsorted": found.unsorted,
        "crumbs": crumbs(
            (_("My work"), address("home")),
            (_("Documents"), address("documents")),
            (_("Staff-only publications"), ""),
        ),
    }
    return show(request, "internal", context)


def _year(text: str) -> int:
    """The year asked for; what is none means the running one."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return number if FIRST_YEAR <= number <= LAST_YEAR else clock.today().year


def _starts(acting: StaffActor, agency_id: int) -> bool:
    """Whether the person may begin a document in the agency."""
    return bool(queries.units_of(agency_id, drafted_by=acting))


def _asked(here: str, year: int, code: str, agencies: list[Any]) -> str:
    return f"{here}?{urlencode({'year': year, **({'agency': code} if len(agencies) > 1 else {})})}"


def _rhythm(kind: InternalKind) -> str:
    if kind.monthly:
        return _("every month, by day {day} of the next").format(day=kind.last_day)
    return _("as it happens")


def _cell(kind: InternalKind, cell: InternalCell, code: str, *, starts: bool) -> dict[str, Any]:
    told = {
        "published": ngettext("{n} document", "{n} documents", cell.count).format(n=cell.count),
        "missing": _("missing"),
        "due": _("not yet owed"),
        "ahead": "",
        "none": "",
    }
    offered = starts and kind.monthly and cell.says in ("missing", "due") and not cell.begun
    link = (
        address("internal_month", kind.key, cell.month.year, cell.month.month)
        if cell.count or cell.begun
        else ""
    )
    return {
        "month": cell.month,
        "says": cell.says,
        "text": told[cell.says],
        "begun": cell.begun,
        "url": f"{link}?agency={code}" if link else "",
        "start_url": start_address(kind, cell.month) if offered else "",
    }


def start_address(kind: InternalKind, month: date) -> str:
    """The page on which a document of the kind and month begins."""
    return f"{address('document_new')}?{urlencode({'internal': kind.key, 'month': f'{month:%Y-%m}'})}"


@staff_page
def month(request: HttpRequest, kind: str, year: int, month: int) -> HttpResponse:
    """The documents of a kind and month that the person may see."""
    acting = actor(request)
    known = internal.kinds().get(kind)
    if known is None or not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        raise Http404
    agencies = queries.internal_agencies(acting)
    asked = request.GET.get("agency", "")
    agency = next((each for each in agencies if each.code == asked), agencies[0])
    first = date(year, month, 1)
    rows = queries.with_title(queries.internal_documents(acting, agency.pk, kind, first))
    heading = _("{kind}, {month}").format(
        kind=words.internal_kind(kind), month=date_format(first, "YEAR_MONTH_FORMAT")
    )
    starts = _starts(acting, agency.pk) and first <= clock.today()
    back = f"{address('internal')}?{urlencode({'year': year, 'agency': agency.code})}"
    context = {
        "agency": agency,
        "heading": heading,
        "rows": work_rows(queries.items(list(rows.select_related("unit", "author").order_by("id")))),
        "start_url": start_address(known, first) if starts else "",
        "back_url": back,
        "crumbs": crumbs(
            (_("Documents"), address("documents")), (_("Staff-only publications"), back), (heading, "")
        ),
    }
    return show(request, "internal_month", context)
