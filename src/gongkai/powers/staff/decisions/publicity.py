"""Double publicity (双公示): the published decisions of a period as the CSV the credit sites take."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, crumbs
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.people.middleware import actor
from gongkai.powers import decision_access
from gongkai.powers.case_files import double_publicity
from gongkai.powers.forms.decisions import PeriodForm
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.staff.decisions.common import show


@staff_page
def publicity(request: HttpRequest) -> HttpResponse:
    """Which period; the file itself is behind the link that follows."""
    acting = actor(request)
    decision_access.may_see_all(acting, acting.agency_id).require()
    asked = bool(request.GET)
    first = {"since": clock.today().replace(day=1), "until": clock.today()}
    form = PeriodForm(without_nul(request.GET) if asked else None, initial=first)
    url = ""
    if asked and form.is_valid():
        said = {name: str(value) for name, value in form.cleaned_data.items() if value}
        url = f"{address('power_publicity_file')}?{urlencode(said)}"
    context = {
        "form": form,
        "file_url": url,
        "columns": double_publicity.heading(),
        "errors": error_summary(form)["errors"],
        "here": address("power_publicity"),
        "crumbs": crumbs((_("Decisions"), address("power_decisions")), (_("Double publicity"), "")),
    }
    return show(request, "publicity", context, 422 if asked and form.errors else 200)


class _Line:
    """Stands in for a file: gives back what is written."""

    def write(self, text: str) -> str:
        return text


@staff_page
def file(request: HttpRequest) -> HttpResponseBase:
    """The CSV, row by row."""
    acting = actor(request)
    decision_access.may_see_all(acting, acting.agency_id).require()
    form = PeriodForm(without_nul(request.GET))
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    pieces = _pieces(double_publicity.rows(acting.agency_id, **said))
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="double-publicity.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(rows: Iterator[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"  # by which spreadsheets know UTF-8
    yield writer.writerow(double_publicity.heading())
    for row in rows:
        yield writer.writerow(row)
