"""The list of reports, and the beginning of a new one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.annual_reports import access, actions, forms, queries
from gongkai.annual_reports.queries import worklists
from gongkai.annual_reports.staff import rows
from gongkai.annual_reports.staff.common import address_of, go_to, show
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, tell
from gongkai.domain import annual_report
from gongkai.people.middleware import actor

#: Years back for which a report can be begun: as far as there are uniform tables.
FIRST = min(form.from_year for form in annual_report.forms() if form.tables)


@staff_page
def reports(request: HttpRequest) -> HttpResponse:
    """The agency's reports, year by year; the preparer begins a new one here."""
    acting = actor(request)
    may_prepare = bool(access.may_prepare(acting, acting.agency_id))
    this_year = clock.today().year
    form = forms.BeginForm(
        request.POST if request.method == "POST" else None,
        years=range(this_year, FIRST - 1, -1),
        may_sum=queries.agencies_below(acting.agency_id, this_year).count() > 1,
        initial={"year": this_year - 1},
    )
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_report(
                actor=acting,
                agency_id=acting.agency_id,
                year=form.cleaned_data["year"],
                scope=form.cleaned_data["scope"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(
                request,
                _("The report for {year} is begun, with a draft of its text.").format(year=begun.year),
            )
            return go_to(begun)
    context = {
        "rows": rows.work_rows(worklists.items(list(queries.reports_for_staff(acting)))),
        "form": form if may_prepare else None,
        "work_url": address("work_reports"),
        "crumbs": crumbs((_("My work"), address("home")), (_("Annual reports"), "")),
    }
    return show(request, "reports", context, 422 if form.errors else 200)


@staff_page
def by_number(request: HttpRequest, pk: int) -> HttpResponse:
    """From the deadline board, which knows a report by its number, to its record."""
    report = queries.reports_for_staff(actor(request)).filter(pk=pk).first()
    if report is None:
        raise Http404
    return HttpResponseRedirect(address_of(report))
