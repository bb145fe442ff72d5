"""Deeds on a work report: its text, the agency's template, its moves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.annual_reports import access, forms
from gongkai.annual_reports.actions import work as actions
from gongkai.annual_reports.queries import work_reports
from gongkai.annual_reports.queries.records import WorkReport
from gongkai.annual_reports.rendering.work import title
from gongkai.annual_reports.staff.cards import Tried
from gongkai.annual_reports.staff.common import show
from gongkai.annual_reports.staff.work import record
from gongkai.annual_reports.staff.work.common import address_of, figure_rows, found, section_names
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, tell, version_seen
from gongkai.domain.annual_report.work_course import PROCESS
from gongkai.people.middleware import actor


@staff_page
@require_POST
def move(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    report, acting = found(request, year)
    if not PROCESS.has_move(key):
        raise Http404
    wanted = PROCESS.move(key)
    form = forms.MoveForm(request.POST, move=wanted)
    tried = Tried(key=key, move=form)
    if not form.is_valid():
        return record.page(request, report, acting, tried=tried, status=422)
    try:
        moved = actions.move_work_report(
            report_id=report.pk,
            key=key,
            actor=acting,
            expected_revision=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal = refusal
        tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
        report, acting = found(request, year)
        return record.page(request, report, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    tell(request, sentence.format(move=_(wanted.label), state=_(PROCESS.state(moved.state).label)))
    return HttpResponseRedirect(address_of(moved))


@staff_page
def edit(request: HttpRequest, year: int) -> HttpResponse:
    """The text of the report, with the list of figures it may use."""
    report, acting = found(request, year)
    if request.method != "POST":
        access.may_write_work(acting, report).require()
    form = forms.WorkTextForm(
        request.POST if request.method == "POST" else None, names=section_names(), texts=report.texts
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_work_texts(
                report_id=report.pk, actor=acting, expected_revision=version_seen(request), texts=form.texts()
            )
        except Invalid as invalid:
            _beside(form, invalid)
        except Refusal as other:
            refusal = other
            report, acting = found(request, year)
        else:
            tell(request, _("The text is saved."))
            return HttpResponseRedirect(address_of(report))
    context = {
        "report": report,
        "heading": _("Text of the work report"),
        "lede": title(report),
        "note": "",
        "form": form,
        "refusal": refusal,
        "typed": form.typed() if refusal else None,
        "version": request.POST.get("version", report.revision) if refusal is None else report.revision,
        "back_url": address_of(report),
        "crumbs": crumbs(
            (_("Work reports"), address("work_reports")),
            (str(report.year), address_of(report)),
            (_("Text"), ""),
        ),
    }
    return _page(request, context, report, form, refusal)


@staff_page
def template(request: HttpRequest) -> HttpResponse:
    """The text with which the agency's work reports begin."""
    acting = actor(request)
    access.may_prepare(acting, acting.agency_id).require()
    form = forms.WorkTextForm(
        request.POST if request.method == "POST" else None,
        names=section_names(),
        texts=work_reports.template_of(acting.agency_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_template(agency_id=acting.agency_id, actor=acting, texts=form.texts())
        except Refusal as refusal:
            _beside(form, refusal)
        else:
            tell(request, _("The template is saved; the next work reports begin with it."))
            return HttpResponseRedirect(address("work_reports"))
    # Counted for last year, so that whoever writes sees what a figure gives.
    sample = work_reports.blank(acting.agency_id, clock.today().year - 1)
    context = {
        "heading": _("Template of the work reports"),
        "lede": "",
        "note": _("Reports that are begun already keep their own text."),
        "form": form,
        "back_url": address("work_reports"),
        "crumbs": crumbs(
            (_("Annual reports"), address("reports")),
            (_("Work reports"), address("work_reports")),
            (_("Template"), ""),
        ),
    }
    return _page(request, context, sample, form, None)


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    report: WorkReport,
    form: forms.WorkTextForm,
    refusal: Refusal | None,
) -> HttpResponse:
    context["figures"] = figure_rows(report, work_reports.counts_of(report))
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "work_edit", context, status)


def _beside(form: forms.WorkTextForm, refusal: Refusal) -> None:
    """The sentence beside the section it is about: fields are called without a dot."""
    if isinstance(refusal, Invalid) and refusal.field:
        refuse(form, Invalid(refusal.reason, field=forms.field_of(refusal.field)))
    else:
        refuse(form, refusal)
