"""A government's report: the sum of its agencies' reports, and who has not filed (汇总)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.annual_reports.models import Edition, Report
from gongkai.core import clock
from gongkai.domain import annual_report
from gongkai.domain.annual_report import Figures, Form
from gongkai.domain.annual_report.course import PREPARER
from gongkai.people.actor import current_on
from gongkai.people.models import Agency, Appointment


@dataclass(frozen=True, slots=True)
class Filing:
    """An agency that has to file, and what it filed (``None``: nothing published yet)."""

    agency: Agency
    report: Report | None
    edition: Edition | None


def agencies_below(agency_id: int, year: int) -> QuerySet[Agency]:
    """The agency itself and those right below it that were open in the year."""
    last = date(year, 12, 31)
    rows = Agency.objects.filter(Q(pk=agency_id) | Q(superior_id=agency_id), opened_on__lte=last)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=last)).order_by("name", "pk")


def preparing(year: int) -> list[Agency]:
    """The agencies open at the end of ``year`` in which somebody holds the post of the preparer today; two queries."""
    posts = Appointment.objects.filter(current_on(clock.today()), person__is_active=True)
    held = posts.values_list("post__unit__agency_id", "post__roles")
    having = {agency_id for agency_id, roles in held if PREPARER in roles}
    last = date(year, 12, 31)
    rows = Agency.objects.filter(pk__in=having, opened_on__lte=last, closed_on__isnull=True)
    return list(rows.order_by("pk"))


def filings(agency_id: int, year: int) -> list[Filing]:
    """Every agency that has to file, with its own report where there is one; three queries."""
    agencies = list(agencies_below(agency_id, year))
    own = Report.objects.filter(agency__in=agencies, year=year, scope=Report.Scope.OWN)
    reports = {report.agency_id: report for report in own}
    editions: dict[int, Edition] = {}
    for edition in Edition.objects.filter(report__in=own).select_related("report").order_by("number"):
        editions[edition.report.agency_id] = edition
    return [Filing(each, reports.get(each.pk), editions.get(each.pk)) for each in agencies]


def missing(agency_id: int, year: int) -> list[Agency]:
    """The agencies that have not filed."""
    return [each.agency for each in filings(agency_id, year) if each.edition is None]


def summed(agency_id: int, year: int, form: Form) -> Figures:
    """The sum of what was filed; nought everywhere where nobody has."""
    found = [annual_report.parse(document) for document in _documents(agency_id, year)]
    whole = [each for each in found if isinstance(each, Figures) and each.form_key == form.key]
    return annual_report.add([annual_report.compose(form, year), *whole])


def summed_records(agency_id: int, year: int) -> dict[str, Any]:
    """The counts for prose and charts, added up over what was filed."""
    total: dict[str, Any] = {"months": [0] * 12}
    for document in _documents(agency_id, year):
        for name, value in dict(document.get("records", {})).items():
            if name == "months":
                total["months"] = [a + b for a, b in zip(total["months"], value, strict=True)]
            else:
                total[name] = total.get(name, 0) + value
    return total


def _documents(agency_id: int, year: int) -> Iterable[Mapping[str, Any]]:
    return [each.edition.document for each in filings(agency_id, year) if each.edition is not None]
