"""Reading behind a report: the records of a figure, the files it is exported as, the evidence of declarations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gongkai.annual_reports import access, downloads, queries, rendering, words
from gongkai.annual_reports.queries import Behind
from gongkai.annual_reports.staff import parts
from gongkai.annual_reports.staff.common import address_of, found, show
from gongkai.core.access import staff_page
from gongkai.core.lawwords import label
from gongkai.core.staffpages import address, address_if_any, crumbs, send_kept


@staff_page
def figure(request: HttpRequest, year: int, table: str, row: str, column: str) -> HttpResponse:
    """The records a figure counts."""
    report, acting = found(request, year)
    access.may_see(acting, report.agency_id).require()
    form = queries.form_of(report)
    cell = queries.cell_at(form, table, row, column)
    if cell is None:
        raise Http404
    behind = queries.behind(acting, report, cell, request.GET.get("after", ""))
    value = queries.shown(report)[cell]
    here = address_of(report, "report_figure", table, row, column)
    context = {
        "report": report,
        "words": words.cell_words(form, cell),
        "value": rendering.written(value),
        "counted": words.counted(report, cell),
        "behind": behind,
        "rows": _rows(behind),
        "declared": [parts.declared_row(each, report) for each in behind.declared],
        "filings": parts.filed_rows(behind.filed, cell),
        # Records go on changing; what is frozen does not.
        "moved_on": report.frozen_at is not None and _shows_all(behind) and behind.count != value,
        "next_url": _with(here, after=behind.after) if behind.after else "",
        "first_url": here if request.GET.get("after") else "",
        "back_url": address_of(report),
        "crumbs": crumbs(
            (_("Annual reports"), address("reports")),
            (str(report.year), address_of(report)),
            (_("Behind a figure"), ""),
        ),
    }
    return show(request, "figure", context)


def _with(url: str, **query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _shows_all(behind: Behind) -> bool:
    return behind.kind in ("requests", "disputes", "decisions", "rules")


def _rows(behind: Behind) -> list[dict[str, Any]]:
    told = {
        "requests": lambda each: _request(each, opens=each.pk in behind.open_ids),
        "disputes": _dispute,
        "decisions": _decision,
        "rules": _rule,
    }.get(behind.kind, _fee)
    return [told(each) for each in behind.rows]


def _request(each: Any, *, opens: bool) -> dict[str, Any]:
    return {
        "title": each.number,
        "url": address_if_any("workspace:request", each.pk) if opens else "",
        "subject": each.subject,
        "cells": [
            (_("Received"), each.received_on),
            (_("Kind of applicant"), label("outcomes", "applicant_kind", each.applicant_kind)),
            (_("Outcome"), label("outcomes", "outcome", each.outcome) if each.outcome else ""),
            (_("Day of closing"), each.closed_on),
        ],
    }


def _dispute(each: Any) -> dict[str, Any]:
    return {
        "title": each.number or label("outcomes", "dispute_kind", each.kind),
        "url": "",
        "subject": each.request.number if each.request else "",
        "cells": [
            (_("Filed"), each.filed_on),
            (_("Result"), label("outcomes", "dispute_result", each.result or "pending")),
            (_("Day of closing"), each.closed_on),
        ],
    }


def _decision(each: Any) -> dict[str, Any]:
    return {
        "title": each.number,
        "url": address_if_any("workspace:power_decision", each.pk),
        "subject": each.conduct,
        "cells": [(_("Decided"), each.decided_on), (_("Unit"), each.unit.name)],
    }


def _rule(each: Any) -> dict[str, Any]:
    return {
        "title": each.formal_number or each.number,
        "url": address_if_any("workspace:consultation", each.pk),
        "subject": each.title,
        "cells": [
            (_("Published"), each.published_on),
            (_("Ended"), each.ended_on),
            (_("Unit"), each.unit.name),
        ],
    }


def _fee(each: Any) -> dict[str, Any]:
    return {
        "title": each.request.number,
        "url": "",
        "subject": "",
        "cells": [
            (_("Told"), each.notified_on),
            (_("Amount (yuan)"), each.amount),
            (_("Paid on"), each.paid_on),
        ],
    }


@staff_page
def file(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """The report as it stands now, as a file."""
    report, acting = found(request, year)
    access.may_see(acting, report.agency_id).require()
    if kind not in downloads.CONTENT_TYPES:
        raise Http404
    return downloads.response(rendering.document(report), kind, f"{report.agency.code}-{report.year}")


@staff_page
def evidence(request: HttpRequest, year: int, pk: int) -> HttpResponseBase:
    """The file somebody gave as evidence of a declared figure."""
    report, acting = found(request, year)
    access.may_see(acting, report.agency_id).require()
    row = queries.declared_figure(report, pk)
    if row is None or row.file is None:
        raise Http404
    return send_kept(row.file.sha256, row.file_name, row.file.content_type)
