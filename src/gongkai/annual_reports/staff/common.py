"""What every staff view does: find the report, tell the reader, show the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render as render_page

from gongkai.annual_reports import queries
from gongkai.annual_reports.queries import Report
from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


def found(request: HttpRequest, year: int) -> tuple[Report, StaffActor]:
    """The report of the year and who asks for it; "there is no such page" where they may not see it."""
    acting = actor(request)
    scope = "sum" if request.GET.get("scope") == "sum" else "own"
    report = queries.report_for_staff(acting, year, scope)
    if report is None:
        raise Http404
    return report, acting


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page ``annual_reports/staff/<name>.html``; every page knows what day it is."""
    context = {"today": clock.today(), **context}
    return render_page(request, f"annual_reports/staff/{name}.html", context, status=status)


def address_of(report: Report, name: str = "report", *args: object, part: str = "") -> str:
    """The address of a page of this report; the sum of several agencies has the same pages."""
    query = [f"scope={report.scope}"] if report.scope != Report.Scope.OWN else []
    query += [f"part={part}"] if part else []
    return address(name, report.year, *args) + (f"?{'&'.join(query)}" if query else "")


def go_to(report: Report, *, part: str = "") -> HttpResponseRedirect:
    """On to the report's record."""
    return HttpResponseRedirect(address_of(report, part=part))
