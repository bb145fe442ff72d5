"""Deeds on a report: its prose, the rule for disputes, explanations, declared figures, moves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.annual_reports import access, actions, forms, queries, rendering, words
from gongkai.annual_reports.actions import Declaration
from gongkai.annual_reports.staff import record
from gongkai.annual_reports.staff.cards import Tried
from gongkai.annual_reports.staff.common import address_of, found, go_to, show
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.lawwords import in_chinese
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, tell, upload, version_seen
from gongkai.domain import annual_report
from gongkai.domain.annual_report.course import PROCESS


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
        moved = actions.move(
            report_id=report.pk,
            key=key,
            actor=acting,
            expected_version=version_seen(request),
            reason=form.reason(),
        )
    except Refusal as refusal:
        tried.refusal = refusal
        tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
        report, acting = found(request, year)
        return record.page(request, report, acting, tried=tried, status=refusal.status)
    sentence = _("Done: {move}. It now stands at: {state}.")
    tell(request, sentence.format(move=_(wanted.label), state=_(PROCESS.state(moved.state).label)))
    return go_to(moved)


@staff_page
def edit(request: HttpRequest, year: int) -> HttpResponse:
    """The prose of the report, with the list of figures it may use."""
    report, acting = found(request, year)
    form_of = queries.form_of(report)
    answer = access.may_edit(acting, report)
    if not answer and request.method != "POST":
        answer.require()
    initial = {key: report.sections.get(key, "") for key in queries.section_keys(form_of)}
    form = forms.SectionsForm(
        request.POST if request.method == "POST" else None, form=form_of, initial=initial
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_sections(
                report_id=report.pk,
                actor=acting,
                expected_version=version_seen(request),
                sections=form.texts(),
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The text is saved."))
            return go_to(report, part="text")
    figures = queries.shown(report)
    context = {
        "report": report,
        "title": words.title(report),
        "form": form,
        "refusal": refusal,
        "version": request.POST.get("version", report.version) if refusal is None else report.version,
        "fields": _fields(report, figures),
        "cells": _cells(figures),
        "back_url": address_of(report, part="text"),
        "crumbs": crumbs(
            (_("Annual reports"), address("reports")),
            (str(report.year), address_of(report)),
            (_("Text"), ""),
        ),
    }
    status = refusal.status if refusal else 422 if form.errors else 200
    return show(request, "edit", context, status)


def _fields(report: queries.Report, figures: annual_report.Figures) -> list[dict[str, object]]:
    """The figures prose may use: their names, their words, and what they are now."""
    text_values = annual_report.text_values(figures.form, figures.values)
    named = annual_report.text_names(chinese=in_chinese())
    usual = [
        {"name": "{" + key + "}", "words": named[key], "value": rendering.written(value)}
        for key, value in text_values.items()
    ]
    counted = queries.records_of(report)
    records = [
        {
            "name": "{records." + name + "}",
            "words": words.record_words(name),
            "value": str(counted.get(name, 0)),
        }
        for name in queries.RECORDS
    ]
    return [
        {"title": _("Usual figures"), "rows": usual},
        {"title": _("Counts of the year"), "rows": records},
    ]


def _cells(figures: annual_report.Figures) -> list[dict[str, object]]:
    """Every cell by its name, table by table."""
    form, chinese = figures.form, in_chinese()
    return [
        {
            "title": words.named(table.name),
            "rows": [
                {
                    "name": "{" + annual_report.field_name(cell) + "}",
                    "words": form.words(cell, chinese=chinese),
                    "value": rendering.written(figures[cell]),
                }
                for cell in table.cells()
            ],
        }
        for table in form.tables
    ]


@staff_page
@require_POST
def choose_rule(request: HttpRequest, year: int) -> HttpResponse:
    """Chooses how reviews and suits of several years are counted."""
    report, acting = found(request, year)
    form = forms.RuleForm(request.POST)
    tried = Tried(rule=form)
    if form.is_valid():
        try:
            actions.choose_dispute_rule(
                report_id=report.pk,
                actor=acting,
                expected_version=version_seen(request),
                rule=form.cleaned_data["rule"],
            )
        except Refusal as refusal:
            tried.refusal = refusal
            return record.page(request, report, acting, tried=tried, part="figures", status=refusal.status)
        tell(request, _("The figures are counted by this rule now."))
        return go_to(report)
    return record.page(request, report, acting, tried=tried, part="figures", status=422)


@staff_page
@require_POST
def explain(request: HttpRequest, year: int) -> HttpResponse:
    """Explains a failing check on the record."""
    report, acting = found(request, year)
    key = request.POST.get("key", "")
    form = forms.ExplainForm(request.POST, auto_id="explain-tried-%s")
    tried = Tried(explain=(key, form))
    if form.is_valid():
        try:
            actions.explain(
                report_id=report.pk,
                actor=acting,
                expected_version=version_seen(request),
                key=key,
                text=form.cleaned_data["text"],
            )
        except Refusal as refusal:
            tried.refusal = refusal
            tried.typed = [(str(form["text"].label), form.cleaned_data["text"])]
            report, acting = found(request, year)
            return record.page(request, report, acting, tried=tried, status=refusal.status)
        tell(request, _("The explanation is on the record."))
        return go_to(report)
    return record.page(request, report, acting, tried=tried, status=422)


@staff_page
@require_POST
def declare(request: HttpRequest, year: int) -> HttpResponse:
    """Declares a figure for a unit or the whole agency."""
    report, acting = found(request, year)
    units = queries.units_of(report.agency_id)
    form = forms.DeclareForm(request.POST, request.FILES, form=queries.form_of(report), units=units)
    tried = Tried(declare=form)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.declare_figure(
                actor=acting,
                agency_id=report.agency_id,
                year=report.year,
                figure=Declaration(data["key"], data["value"], data["evidence"], data["unit"]),
                file=upload(data["file"]) if data["file"] else None,
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The figure is declared."))
            return go_to(report, part="declared")
    return record.page(request, report, acting, tried=tried, part="declared", status=422)
