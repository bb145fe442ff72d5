"""Reports as rows of worklists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongkai.annual_reports import words
from gongkai.annual_reports.queries import Report
from gongkai.annual_reports.queries.worklists import Item
from gongkai.annual_reports.staff.common import address_of
from gongkai.core.staffpages import due_fields
from gongkai.domain.annual_report.course import PROCESS


def state_badge(report: Report) -> dict[str, str]:
    """Where the report stands, as a badge."""
    return {
        "label": PROCESS.state(report.state).label,
        "kind": words.STATE_BADGES.get(report.state, "info"),
    }


def work_row(item: Item) -> dict[str, Any]:
    """One report for ``components/work_row.html``."""
    report = item.report
    return {
        "title": words.title(report),
        "url": address_of(report),
        "note": _("Sum of the agencies' reports") if report.scope == Report.Scope.SUM else "",
        "at": report.updated_at,
        "badges": [state_badge(report)],
        **due_fields(item.standing),
    }


def work_rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Reports for a list."""
    return [work_row(item) for item in items]
