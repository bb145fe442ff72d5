"""The records behind a figure: what a click on it lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Q, QuerySet

from gongkai.annual_reports.models import DeclaredFigure, Report
from gongkai.annual_reports.queries import counting, filing, kept, reports
from gongkai.domain import annual_report
from gongkai.domain.annual_report import FEE, TOTAL, Cell, Form
from gongkai.people.actor import StaffActor
from gongkai.requests import access as requests_access
from gongkai.requests.models import Dispute, Request

PAGE = 50
Kind = Literal["requests", "disputes", "fees", "declared", "decisions", "rules", "filed"]


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the records behind a figure; ``after`` is the cursor of the next one (""; the last).

    ``rows`` are requests, disputes, fees, decisions or rules as ``kind`` says. ``count`` is how many there are in all;
    ``open_ids`` the requests the reader may open.
    """

    kind: Kind
    rows: Sequence[Any]
    count: int
    after: str
    declared: Sequence[DeclaredFigure] = ()
    filed: Sequence[filing.Filing] = ()
    open_ids: frozenset[int] = frozenset()


def cell_at(form: Form, table: str, row: str, column: str) -> Cell | None:
    """The cell an address names ("-" stands for a row or column without a key)."""
    cell = Cell(table, "" if row == "-" else row, "" if column == "-" else column)
    return cell if cell in set(form.cells()) else None


def requests_in(report: Report, cell: Cell) -> QuerySet[Request]:
    """The requests a figure of table three counts."""
    days = counting.year_of(report.year)
    form = reports.form_of(report)
    rows = counting.requests_of(report.agency_id, report.year)
    row = next(each for each in form.table(cell.table).rows if each.key == cell.row)
    if cell.column != TOTAL:
        rows = rows.filter(applicant_kind=cell.column)
    if row.key == "new_received":
        return rows.filter(received_on__gte=days.first)
    if row.key == "carried_over_in":
        return rows.filter(received_on__lt=days.first)
    if row.flow == "out":
        return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=days.last))
    rows = rows.filter(closed_on__lte=days.last)
    return rows if row.is_total else rows.filter(outcome__in=row.outcomes)


def disputes_in(report: Report, cell: Cell) -> QuerySet[Dispute]:
    """The reviews and suits a figure of table four counts."""
    days = counting.year_of(report.year)
    rows = counting.disputes_of(report.agency_id, report.year, report.dispute_rule).filter(kind=cell.row)
    if cell.column == TOTAL:
        return rows
    if cell.column == "pending":
        return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=days.last))
    return rows.filter(closed_on__lte=days.last, result=cell.column)


def behind(actor: StaffActor, report: Report, cell: Cell, after: str = "") -> Behind:
    """One page of the records behind a figure."""
    if report.scope == Report.Scope.SUM:
        filed = filing.filings(report.agency_id, report.year)
        return Behind("filed", (), len(filed), "", filed=filed)
    if cell.table == FEE:
        page = _page(counting.fees_of(report.agency_id, report.year).select_related("request"), after)
        return Behind("fees", *page, declared=_declared(report, cell))
    kind = reports.form_of(report).table(cell.table).kind
    if kind == "declared":
        rows = _declared(report, cell)
        source, made = kept.behind(report.agency_id, report.year, annual_report.field_name(cell))
        if not rows and made.exists():
            return Behind(source, *_page(made.select_related("unit"), after))
        return Behind("declared", (), len(rows), "", declared=rows)
    if kind == "disputes":
        return Behind("disputes", *_page(disputes_in(report, cell).select_related("request"), after))
    listed, count, following = _page(requests_in(report, cell), after)
    seen = Request.objects.filter(requests_access.visible_to(actor), pk__in=[row.pk for row in listed])
    return Behind("requests", listed, count, following, open_ids=frozenset(seen.values_list("pk", flat=True)))


def _declared(report: Report, cell: Cell) -> list[DeclaredFigure]:
    name = annual_report.field_name(cell)
    return list(reports.declared(report.agency_id, report.year).filter(key=name))


def _page(rows: QuerySet, after: str) -> tuple[list, int, str]:  # type: ignore[type-arg]
    count = rows.count()
    listed = rows.order_by("pk")
    if after.isascii() and after.isdigit() and len(after) < 19:
        listed = listed.filter(pk__gt=int(after))
    found = list(listed[: PAGE + 1])
    following = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return found[:PAGE], count, following
