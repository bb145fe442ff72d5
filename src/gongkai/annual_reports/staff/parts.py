"""The parts of a report's record. Each asks only for its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual_reports import forms, queries, rendering, words
from gongkai.annual_reports.queries import Report
from gongkai.annual_reports.staff.cards import Tried
from gongkai.annual_reports.staff.common import address_of
from gongkai.core.lawwords import in_chinese
from gongkai.core.staffpages import address
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, Cell, Figures
from gongkai.people.sentences import tell


def of(part: str, report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    """What the template of this part needs."""
    made = {"figures": _figures, "text": _text, "declared": _declared, "filed": _filed, "course": _course}
    return made[part](report, figures, tried)


def figure_url(report: Report, cell: Cell) -> str:
    """The address of the records behind a figure."""
    return address_of(report, "report_figure", cell.table, cell.row or "-", cell.column or "-")


def _figures(report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    chinese = in_chinese()
    return {
        "grids": [rendering.grid(table, figures.values, chinese=chinese) for table in figures.form.tables],
        "links": {cell: figure_url(report, cell) for cell in figures.form.cells()},
        "fee": [
            {
                "label": words.named(column.name),
                "value": rendering.written(figures[Cell(FEE, "", column.key)]),
                "url": figure_url(report, Cell(FEE, "", column.key)),
            }
            for column in annual_report.fee_columns()
        ],
        "fee_name": words.named(annual_report.fee_name()),
        "rule_form": tried.rule or forms.RuleForm(initial={"rule": report.dispute_rule}),
        "rule_url": address_of(report, "report_rule"),
        "rule_words": dict(words.dispute_rules())[report.dispute_rule],
        "frozen_at": report.frozen_at,
    }


def _text(report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    form = figures.form
    filled = rendering.prose(report, figures, queries.records_of(report))
    return {
        "texts": [
            {"name": words.section_name(form, key), "lines": text.splitlines()}
            for key, text in filled.items()
        ],
        "charts": rendering.charts(figures, queries.records_of(report)),
    }


def _declared(report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    form = figures.form
    rows = list(queries.declared(report.agency_id, report.year))
    listed = []
    for cell in queries.declared_cells(form):
        name = annual_report.field_name(cell)
        own = [row for row in rows if row.key == name]
        listed.append(
            {
                "words": words.cell_words(form, cell),
                "url": figure_url(report, cell),
                "total": rendering.written(figures[cell]),
                "missing": not own and cell.table != FEE,
                "rows": [declared_row(each, report) for each in own],
            }
        )
    units = queries.units_of(report.agency_id)
    return {
        "declared": listed,
        "declare_form": tried.declare or forms.DeclareForm(form=form, units=units),
        "declare_url": address_of(report, "report_declare"),
    }


def declared_row(row: queries.DeclaredFigure, report: Report) -> dict[str, Any]:
    """A declared figure: for which unit, how much, by whom, when, on what evidence."""
    return {
        "unit": row.unit.name if row.unit else _("The whole agency"),
        "value": f"{row.value.normalize():f}",
        "by": row.declared_by.name if row.declared_by else _("The operator of the installation"),
        "post": row.post,
        "at": row.declared_at,
        "evidence": row.evidence,
        "file_name": row.file_name,
        "file_url": address("report_evidence", report.year, row.pk) if row.file else "",
    }


def _filed(report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    return {
        "filings": [
            {
                "agency": each.agency.name,
                "edition": each.edition,
                "state": _("Published") if each.edition else _("Begun") if each.report else _("Not begun"),
                "kind": "done" if each.edition else "soon" if each.report else "danger",
            }
            for each in queries.filings(report.agency_id, report.year)
        ]
    }


def filed_rows(filed: Sequence[queries.Filing], cell: Cell) -> list[dict[str, Any]]:
    """What each agency reported for one figure."""
    rows = []
    for each in filed:
        found = annual_report.parse(each.edition.document) if each.edition else None
        value = rendering.written(found[cell]) if isinstance(found, Figures) else ""
        rows.append({"agency": each.agency.name, "value": value})
    return rows


def _course(report: Report, figures: Figures, tried: Tried) -> dict[str, Any]:
    return {
        "timeline": list(reversed(tell(queries.told(report)))),
        "editions": list(queries.editions(report)),
    }


def checks(report: Report, figures: Figures, tried: Tried, *, editable: bool) -> list[dict[str, Any]]:
    """Every check that fails, with the way to explain it where that is allowed."""
    found = queries.findings(report, figures)
    given = queries.explanations(report)
    explained = queries.explained_keys(found, given)
    listed = []
    for place, each in enumerate(found):
        settled = each.key in explained
        form = tried.explain[1] if tried.explain and tried.explain[0] == each.key else None
        listed.append(
            {
                "key": each.key,
                "number": each.number,
                "kind": "note"
                if each.weight == "note"
                else "warned"
                if each.weight == "explainable"
                else "failed",
                "settled": settled,
                "sentence": each.text(chinese=in_chinese()),
                "explanation": given[each.key].text if settled else "",
                "url": figure_url(report, each.cells[0]) if each.cells else "",
                "form": (form or forms.ExplainForm(auto_id=f"explain-{place}-%s"))
                if editable and each.weight == "explainable"
                else None,
                "open": form is not None,
            }
        )
    return listed
