"""A report as one JSON document: figures, prose with its fields filled, how each figure came about."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation

from gongkai.annual_reports import words
from gongkai.annual_reports.models import Report, Step
from gongkai.annual_reports.queries import reports
from gongkai.core.text import render
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, NARRATIVE, SCHEMA, Figures, Number


def document(
    report: Report,
    *,
    edition: int = 0,
    signed: Step | None = None,
    reason: str = "",
    with_months: bool = True,
    counted: Figures | None = None,
) -> dict[str, Any]:
    """The whole report. Labels and prose are Chinese: it is a Chinese document.

    ``edition`` 0: not published. ``with_months``: with the counts for prose and charts, which cost queries of
    their own. ``counted``: figures counted just now, to be used also where others are frozen.
    """
    with translation.override("zh-hans"):
        figures = counted or reports.shown(report)
        records = reports.records_of(report, fresh=counted is not None) if with_months else {}
        form = reports.form_of(report)
        tables = annual_report.dump(figures)
        return {
            "schema": SCHEMA,
            "id": f"{report.agency.code}-{report.year}"
            + ("-sum" if report.scope == Report.Scope.SUM else ""),
            "title": words.title(report),
            "agency": report.agency.name,
            "agency_code": report.agency.code,
            "agency_level": reports.level_of(report),
            "scope": report.scope,
            "year": report.year,
            "as_of": f"{report.year}-12-31",
            "report_format": form.citation.instrument,
            **{table.key: tables[table.key] for table in form.tables},
            NARRATIVE: {
                key: plain(value) for key, value in annual_report.text_values(form, figures.values).items()
            },
            FEE: tables[FEE],
            "sections": prose(report, figures, records),
            "records": records,
            "dispute_rule": report.dispute_rule,
            "counted": _counted(report),
            "declared": _declared(report),
            "explanations": _explanations(report, figures),
            "state": report.state,
            "edition": edition,
            "correction": reason,
            "signed": {"post": signed.post, "on": _day(signed.at)} if signed else None,
            "digest": annual_report.digest(figures),
        }


def prose(report: Report, figures: Figures, records: dict[str, Any]) -> dict[str, str]:
    """Every section's text with its fields filled."""
    before = reports.previous_figures(report.agency_id, report.year, report.scope)
    numbers = {name: value for name, value in records.items() if isinstance(value, int)}
    return {
        key: annual_report.fill(
            str(report.sections.get(key, "")), figures, before, records=numbers, render=render
        )
        for key in reports.section_keys(reports.form_of(report))
    }


def plain(number: Number) -> int | float:
    """A figure as JSON writes it."""
    return int(number) if number == int(number) else float(number)


def _day(moment: Any) -> str:
    return timezone.localtime(moment).date().isoformat()


def _counted(report: Report) -> dict[str, str]:
    """Row → how its figures are counted."""
    return {cell.row or cell.table: words.counted(report, cell) for cell in reports.form_of(report).cells()}


def _declared(report: Report) -> list[dict[str, Any]]:
    if report.scope == Report.Scope.SUM:
        return []
    form = reports.form_of(report)
    cells = {annual_report.field_name(cell): cell for cell in form.cells()}
    return [
        {
            "key": row.key,
            "label": form.words(cells[row.key]) if row.key in cells else row.key,
            "value": plain(row.value),
            "unit": row.unit.name if row.unit else report.agency.name,
            "post": row.post,
            "on": _day(row.declared_at),
            "evidence": row.evidence,
        }
        for row in reports.declared(report.agency_id, report.year)
    ]


def _explanations(report: Report, figures: Figures) -> list[dict[str, str]]:
    found = {each.key: each for each in reports.findings(report, figures)}
    given = reports.explanations(report)
    return [
        {
            "key": key,
            "cell": found[key].place(),
            "left": row.left,
            "right": row.right,
            "text": row.text,
            "post": row.post,
            "on": _day(row.at),
        }
        for key, row in given.items()
        if key in found
    ]
