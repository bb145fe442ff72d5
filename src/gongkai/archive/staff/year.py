"""The yearly list (归档文件目录): as a page, CSV, XLSX and PDF."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.archive import words, year_files
from gongkai.archive.queries import packages
from gongkai.archive.queries.records import Agency, Package
from gongkai.archive.staff.common import show, trail
from gongkai.archive.staff.rows import package_row
from gongkai.core.access import staff_page
from gongkai.core.paper.pdf import pdf
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, size, tell_refusal
from gongkai.people.middleware import actor

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def _agency(request: HttpRequest) -> Agency:
    found = packages.agency_kept(actor(request))
    if found is None:
        raise Http404
    return found


@staff_page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The list of a year, a page at a time, with its sums."""
    agency = _agency(request)
    if not 1900 < year < 2200:
        raise Http404
    after = request.GET.get("after", "").replace("\x00", "")
    listed = packages.rows_after(packages.of_year(actor(request), agency.pk, year), after)
    sums = packages.summed(actor(request), agency.pk, year)
    here = address("archive_year", year)
    context = {
        "year": year,
        "agency": agency,
        "rows": [package_row(each) for each in listed.rows],
        "sums": [
            {
                "kind": words.kind_name(kind),
                "retention": words.retention_name(key),
                "count": n,
                "size": size(told),
            }
            for kind, key, n, told in sums
        ],
        "total": sum(n for _kind, _key, n, _told in sums),
        "years": [
            {"label": str(each), "url": address("archive_year", each), "current": each == year, "count": None}
            for each in packages.years(actor(request))
        ],
        "files": [{"label": form.upper(), "url": address("archive_year_file", year, form)} for form in FORMS],
        "next_url": f"{here}?{urlencode({'after': listed.after})}" if listed.after else "",
        "first_url": here if after else "",
        "crumbs": trail((_("Yearly list {year}").format(year=year), "")),
    }
    return show(request, "year", context)


@staff_page
def year_file(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The whole list of a year as a file."""
    agency = _agency(request)
    if form not in FORMS or not 1900 < year < 2200:
        raise Http404
    rows = packages.of_year(actor(request), agency.pk, year)
    try:
        content = _content(agency, year, form, rows)
    except PrintError as error:
        tell_refusal(request, Refusal(str(error)))
        return go("archive_year", year)
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="archive-{agency.code}-{year}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _content(agency: Agency, year: int, form: str, rows: QuerySet[Package]) -> bytes:
    if form == "csv":
        return year_files.as_csv(rows.iterator(chunk_size=1000))
    if form == "xlsx":
        return year_files.as_xlsx(rows.iterator(chunk_size=1000))
    shown = list(rows[: year_files.MOST])
    return pdf(year_files.sheet_of(agency, year, shown, rows.count()))
