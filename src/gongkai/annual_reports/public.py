"""What the public reads: a report's page and its files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from gongkai.annual_reports import downloads, queries, rendering, words
from gongkai.annual_reports.queries import Agency, Edition, Published
from gongkai.core.access import public_page
from gongkai.core.lawwords import in_chinese


@public_page
def report(request: HttpRequest, agency: str, year: int, scope: str = "own") -> HttpResponse:
    """The report as it was published last, with its tables, charts and how each figure was counted."""
    edition = _edition(agency, year, scope)
    document = edition.document
    context = {
        "document": document,
        "edition": edition,
        "lang": "" if in_chinese() else "zh-Hans",
        "files": [(kind.upper(), _address(edition, kind)) for kind in ("pdf", "docx", "html", "json")],
        "versions": _versions(edition),
        "crumbs": [
            {"label": gettext("Annual reports"), "url": reverse("portal:reports")},
            {"label": str(year)},
        ],
        **rendering.parts(document),
    }
    return render(request, "annual_reports/public/report.html", context)


@public_page
def report_file(request: HttpRequest, agency: str, year: int, kind: str, scope: str = "own") -> HttpResponse:
    """The published report as a file."""
    if kind not in downloads.CONTENT_TYPES:
        raise Http404
    edition = _edition(agency, year, scope)
    name = f"{agency}-{year}" + ("-sum" if scope == "sum" else "")
    return downloads.response(edition.document, kind, name)


def entries(agency: Agency | None = None) -> list[dict[str, Any]]:
    """The published reports for ``components/entry.html``, the newest first."""
    return [_entry(each) for each in queries.published(agency)]


def entries_by_number(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The same for the reports of these numbers, as far as they are published; one query."""
    return {each.report.pk: _entry(each) for each in queries.published(numbers=list(numbers))}


def _entry(each: Published) -> dict[str, Any]:
    report = each.report
    badges = []
    if report.scope == report.Scope.SUM:
        badges.append({"label": gettext("Sum of the agencies' reports"), "kind": "plain"})
    if each.editions > 1:
        badges.append({"label": gettext("Corrected"), "kind": "info"})
    return {
        "title": words.title(report),
        "url": page_address(report.agency.code, report.year, report.scope),
        "at": each.first_at,
        "unit": report.agency.name,
        "lang": "" if in_chinese() else "zh-Hans",
        "badges": badges,
    }


def pages() -> list[tuple[str, datetime]]:
    """The address of every published report's page and when it changed last, for the site map."""
    return [
        (page_address(each.report.agency.code, each.report.year, each.report.scope), each.last_at)
        for each in queries.published()
    ]


def page_address(code: str, year: int, scope: str = "own") -> str:
    """The address of a report's page."""
    return reverse("portal:report_sum" if scope == "sum" else "portal:report", args=[code, year])


def _edition(code: str, year: int, scope: str) -> Edition:
    edition = queries.public_edition(code, year, scope)
    if edition is None:
        raise Http404
    return edition


def _address(edition: Edition, kind: str) -> str:
    own = edition.report
    name = "portal:report_sum_file" if own.scope == "sum" else "portal:report_file"
    return reverse(name, args=[own.agency.code, own.year, kind])


def _versions(edition: Edition) -> list[dict[str, Any]]:
    """Every edition with its day and why it was corrected."""
    return [
        {
            "label": gettext("Edition {number}").format(number=each.number),
            "at": timezone.localtime(each.published_at).date(),
            "reason": each.reason,
        }
        for each in queries.editions(edition.report)
    ]
