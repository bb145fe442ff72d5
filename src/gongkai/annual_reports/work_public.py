"""What the public reads of work reports: the report's page, the records behind its numbers, its files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from gongkai.annual_reports import downloads
from gongkai.annual_reports.queries import Agency, work_reports
from gongkai.annual_reports.queries.records import WorkEdition
from gongkai.annual_reports.queries.work_reports import Published
from gongkai.annual_reports.rendering.work import empty_sentence, figure_lines, title
from gongkai.core.access import public_page
from gongkai.core.lawwords import in_chinese
from gongkai.domain.annual_report import work
from gongkai.publishing.queries import public as documents

#: References on a page of what a figure counts.
PAGE = 100


@public_page
def report(request: HttpRequest, agency: str, year: int) -> HttpResponse:
    """The work report as it was published last; its numbers open what they count."""
    edition = _edition(agency, year)
    document = edition.document
    links = {
        key: reverse("portal:work_figure", args=[agency, year, key])
        if told.get("records")
        else f"#figure-{key}"
        for key, told in document["figures"].items()
    }
    lines = figure_lines(document, links, chinese=in_chinese())
    context = {
        "document": document,
        "edition": edition,
        "lang": "" if in_chinese() else "zh-Hans",
        "links": links,
        "figures": [each for each in lines if not each["nil"]],
        "nil": gettext(", ").join(each["words"] for each in lines if each["nil"]),
        "empty_sentence": empty_sentence(document) if document.get("empty") else "",
        "files": [
            (kind.upper(), reverse("portal:work_report_file", args=[agency, year, kind]))
            for kind in ("pdf", "docx", "html", "json")
        ],
        "versions": _versions(edition),
        "crumbs": [
            {"label": gettext("Annual reports"), "url": reverse("portal:reports")},
            {"label": document["title"]},
        ],
    }
    return render(request, "annual_reports/public/work_report.html", context)


@public_page
def figure(request: HttpRequest, agency: str, year: int, key: str) -> HttpResponse:
    """What names each record a figure of the published report counts, of records anybody may open."""
    edition = _edition(agency, year)
    told, one = edition.document["figures"].get(key), work.figure(key)
    if told is None or one is None or not told.get("records"):
        raise Http404
    names = [str(each) for each in told["records"]]
    place = request.GET.get("page", "1")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 6 else 1
    if not 1 <= number <= (len(names) + PAGE - 1) // PAGE:
        raise Http404
    here = reverse("portal:work_figure", args=[agency, year, key])
    shown = names[(number - 1) * PAGE : number * PAGE]
    addresses = _addresses(one.counts, agency, shown)
    label = one.label if in_chinese() else one.label_en
    context = {
        "words": label,
        "value": told["value"],
        "year": year,
        "counted": one.count_of if in_chinese() else one.count_of_en,
        "count": len(names),
        "rows": [{"name": name, "url": addresses.get(name, "")} for name in shown],
        "previous_url": f"{here}?page={number - 1}" if number > 1 else "",
        "next_url": f"{here}?page={number + 1}" if number * PAGE < len(names) else "",
        "back_url": f"{page_address(agency, year)}#figure-{key}",
        "crumbs": [
            {"label": gettext("Annual reports"), "url": reverse("portal:reports")},
            {"label": edition.document["title"], "url": page_address(agency, year)},
            {"label": label},
        ],
    }
    return render(request, "annual_reports/public/work_figure.html", context)


#: Source → the public address of a record by agency and what names it.
_PAGES = {
    "risk_points": ("portal:power", "risk"),
    "risk_measures": ("portal:power", "risk"),
    "flowcharts": ("portal:power", "chart"),
    "leaflets": ("portal:activity",),
    "publicity_activities": ("portal:activity",),
    "consultations_on_site": ("portal:activity",),
    "normative_documents": ("portal:consultation",),
}


def _addresses(source: str, agency: str, names: list[str]) -> dict[str, str]:
    if source in ("sections", "brigades"):
        return {}
    if source not in _PAGES:
        slugs = documents.slugs_of(names)
        return {name: reverse("portal:document", args=[slug]) for name, slug in slugs.items()}
    page, *kind = _PAGES[source]
    try:
        return {name: reverse(page, args=[agency, *kind, name]) for name in names}
    except NoReverseMatch:
        return {}


@public_page
def report_file(request: HttpRequest, agency: str, year: int, kind: str) -> HttpResponse:
    """The published work report as a file."""
    if kind not in downloads.CONTENT_TYPES:
        raise Http404
    return downloads.response(_edition(agency, year).document, kind, f"{agency}-{year}-work")


def entries(agency: Agency | None = None) -> list[dict[str, Any]]:
    """The published work reports for ``components/entry.html``, the newest first."""
    return [_entry(each) for each in work_reports.published(agency)]


def entries_by_number(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The same for the reports of these numbers, as far as they are published; one query."""
    return {each.report.pk: _entry(each) for each in work_reports.published(numbers=list(numbers))}


def _entry(each: Published) -> dict[str, Any]:
    own = each.report
    return {
        "title": title(own),
        "url": page_address(own.agency.code, own.year),
        "at": each.edition.published_at,
        "unit": own.agency.name,
        "lang": "" if in_chinese() else "zh-Hans",
        "badges": [{"label": gettext("Corrected"), "kind": "info"}] if each.edition.number > 1 else [],
    }


def pages() -> list[tuple[str, datetime]]:
    """The address of every published work report's page and when it changed last, for the site map."""
    return [
        (page_address(each.report.agency.code, each.report.year), each.edition.published_at)
        for each in work_reports.published()
    ]


def page_address(code: str, year: int) -> str:
    """The address of a work report's page."""
    return reverse("portal:work_report", args=[code, year])


def _edition(code: str, year: int) -> WorkEdition:
    edition = work_reports.public_edition(code, year)
    if edition is None:
        raise Http404
    return edition


def _versions(edition: WorkEdition) -> list[dict[str, Any]]:
    """Every edition with its day and why it was corrected."""
    return [
        {
            "label": gettext("Edition {number}").format(number=each.number),
            "at": timezone.localtime(each.published_at).date(),
            "reason": each.reason,
        }
        for each in work_reports.editions(edition.report)
    ]
