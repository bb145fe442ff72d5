"""Reports and what is known of them: lists, the figures to show, last year's, what was declared and explained."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from gongkai.annual_reports import access
from gongkai.annual_reports.models import DeclaredFigure, Edition, Explanation, Report
from gongkai.annual_reports.queries import counting, filing, kept
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, Cell, Figures, Finding, Form
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency, Unit

SUBJECT = "annual_reports.report"
#: What a draft marks the places with that only people can fill: 【…】.
GAP = "【"


def subject_of(report: Report) -> tuple[str, object]:
    """The report as a subject of ledger and deadlines."""
    return SUBJECT, report.pk


def reports_for_staff(actor: StaffActor) -> QuerySet[Report]:
    """The reports of the actor's agencies, the newest first."""
    rows = Report.objects.filter(agency_id__in=access.agencies_seen(actor)).select_related("agency")
    return rows.order_by("-year", "agency_id", "scope")


def report_for_staff(actor: StaffActor, year: int, scope: str = Report.Scope.OWN) -> Report | None:
    """The report of the actor's own agency of a year."""
    rows = Report.objects.filter(access.visible_to(actor)).select_related("agency", "created_by")
    return rows.filter(agency_id=actor.agency_id, year=year, scope=scope).first()


def report_of(agency_id: int, year: int, scope: str = Report.Scope.OWN) -> Report | None:
    """The report of an agency and year, wherever it stands."""
    return Report.objects.select_related("agency").filter(agency_id=agency_id, year=year, scope=scope).first()


def form_of(report: Report) -> Form:
    """The format of the report."""
    return annual_report.form(report.form)


def frozen(report: Report) -> Figures | None:
    """The figures as they were frozen, or ``None`` while the report is a draft."""
    if report.figures is None:
        return None
    found = annual_report.parse(report.figures)
    return found if isinstance(found, Figures) else None


def current(report: Report) -> Figures:
    """The figures as the records give them now; for a sum, as the filed reports give them."""
    form = form_of(report)
    if report.scope == Report.Scope.SUM:
        return filing.summed(report.agency_id, report.year, form)
    return counting.figures(report.agency_id, report.year, form, report.dispute_rule)


def shown(report: Report) -> Figures:
    """The figures to show: frozen ones where there are."""
    return frozen(report) or current(report)


def records_of(report: Report, *, fresh: bool = False) -> dict[str, Any]:
    """What the year's records give for prose and charts: frozen ones where there are, unless ``fresh``."""
    if report.figures is not None and not fresh:
        return dict(report.records)
    if report.scope == Report.Scope.SUM:
        return filing.summed_records(report.agency_id, report.year)
    return counting.records(report.agency_id, report.year)


def previous_figures(agency_id: int, year: int, scope: str = Report.Scope.OWN) -> Figures | None:
    """The published figures of the year before, or ``None`` where no report was published here."""
    edition = latest_edition(agency_id, year - 1, scope)
    if edition is None:
        return None
    found = annual_report.parse(edition.document)
    return found if isinstance(found, Figures) else None


def latest_edition(agency_id: int, year: int, scope: str = Report.Scope.OWN) -> Edition | None:
    """The edition the public sees."""
    rows = Edition.objects.filter(report__agency_id=agency_id, report__year=year, report__scope=scope)
    return rows.select_related("report__agency", "signed_by").order_by("-number").first()


def level_of(report: Report) -> annual_report.Level:
    """Whose report it is in the sense of Article 49."""
    return "government" if report.scope == Report.Scope.SUM else "department"


def findings(report: Report, figures: Figures | None = None) -> tuple[Finding, ...]:
    """Every check that fails on the report as it stands."""
    figures = figures or shown(report)
    before = previous_figures(report.agency_id, report.year, report.scope)
    return annual_report.identities(figures, before, agency_level=level_of(report))


def explanations(report: Report) -> dict[str, Explanation]:
    """The explanations that stand, by the finding's key."""
    if not report.pk:  # counted without a report begun
        return {}
    rows = Explanation.objects.filter(report=report, replaced_at__isnull=True).select_related("person")
    return {row.key: row for row in rows}


def explained_keys(found: Sequence[Finding], given: dict[str, Explanation]) -> set[str]:
    """The findings that are explained as they stand: an explanation of other numbers is none."""
    return {
        each.key
        for each in found
        if each.key in given and (given[each.key].left, given[each.key].right) == (each.left, each.right)
    }


def declared_cells(form: Form) -> list[Cell]:
    """The cells whose records live in other systems."""
    table = form.of_kind("declared")
    if table is None:
        return []
    return [*table.cells(), *(Cell(FEE, "", column.key) for column in annual_report.fee_columns())]


def declared(agency_id: int, year: int) -> QuerySet[DeclaredFigure]:
    """What was declared and stands, unit by unit."""
    rows = DeclaredFigure.objects.filter(agency_id=agency_id, year=year, replaced_at__isnull=True)
    return rows.select_related("unit", "declared_by", "file").order_by("key", "unit__position", "id")


def declared_before(agency_id: int, year: int, key: str) -> QuerySet[DeclaredFigure]:
    """Declarations that were replaced, the newest first."""
    rows = DeclaredFigure.objects.filter(agency_id=agency_id, year=year, key=key, replaced_at__isnull=False)
    return rows.select_related("unit", "declared_by").order_by("-id")


def declared_figure(report: Report, pk: int) -> DeclaredFigure | None:
    """One declaration for the report's year, one that was replaced too."""
    rows = DeclaredFigure.objects.filter(agency_id=report.agency_id, year=report.year, pk=pk)
    return rows.select_related("file").first()


def undeclared(report: Report) -> list[Cell]:
    """The cells nobody has declared; fees, decisions and rules kept here are counted from records, need not be."""
    if report.scope == Report.Scope.SUM:
        return []
    known = set(declared(report.agency_id, report.year).values_list("key", flat=True))
    known |= set(kept.counted(report.agency_id, report.year))
    cells = [cell for cell in declared_cells(form_of(report)) if cell.table != FEE]
    return [cell for cell in cells if annual_report.field_name(cell) not in known]


def section_keys(form: Form) -> list[str]:
    """The keys under which a report's prose is kept: ``section`` or ``section.topic``."""
    keys: list[str] = []
    for section in form.sections:
        if section.topics:
            keys += [f"{section.key}.{topic.key}" for topic in section.topics]
        elif not section.table:
            keys.append(section.key)
    return keys


def unwritten(report: Report) -> list[str]:
    """The sections without prose, or with a gap the draft left open."""
    texts = {key: str(report.sections.get(key, "")).strip() for key in section_keys(form_of(report))}
    return [key for key, text in texts.items() if not text or GAP in text]


def units_of(agency_id: int) -> QuerySet[Unit]:
    """The open units of an agency."""
    return Unit.objects.filter(agency_id=agency_id, closed_on__isnull=True).order_by("position", "pk")


@dataclass(frozen=True, slots=True)
class Published:
    """A report the public sees: how many editions it has, when the first and when the last was published."""

    report: Report
    editions: int
    first_at: datetime
    last_at: datetime


def published(agency: Agency | None = None, *, numbers: Collection[int] | None = None) -> list[Published]:
    """The reports the public sees, the newest year first; one query. ``numbers``: of these reports alone."""
    rows = Edition.objects.select_related("report__agency").order_by("number").defer("document")
    if agency is not None:
        rows = rows.filter(report__agency=agency)
    if numbers is not None:
        rows = rows.filter(report__in=numbers)
    found: dict[int, Published] = {}
    for each in rows:
        first = found.get(each.report_id)
        found[each.report_id] = Published(
            each.report, each.number, first.first_at if first else each.published_at, each.published_at
        )
    return sorted(
        found.values(), key=lambda each: (-each.report.year, each.report.agency.name, each.report.scope)
    )


def state_counts() -> dict[str, int]:
    """How many reports stand in each state, of every agency: numbers only. One query."""
    return dict(Report.objects.values_list("state").annotate(number=Count("pk")).order_by())


def public_edition(code: str, year: int, scope: str) -> Edition | None:
    """The edition the public sees of an agency's report."""
    rows = Edition.objects.filter(report__agency__code=code, report__year=year, report__scope=scope)
    return rows.select_related("report__agency").order_by("-number").first()


def editions(report: Report) -> QuerySet[Edition]:
    """Every edition, the newest first."""
    return report.editions.select_related("signed_by", "published_by").order_by("-number")


def due(report: Report) -> annual_report.Deadline | None:
    """The day by which the report is submitted and published."""
    found = annual_report.deadline(report.year, level_of(report))
    return None if isinstance(found, Refused) else found


def told(report: Report) -> list[Event]:
    """The events of a report's ledger, oldest first."""
    subjects = [subject_of(report), ("annual_reports.declared", f"{report.agency.code}-{report.year}")]
    return list(ledger.events_of(subjects))
