"""The measures (考核数据): what records count for a score sheet, of one agency and year, for all its units at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from gongkai.people.models import Agency
from gongkai.supervision.measures import duties, findings, held, matters, openness
from gongkai.supervision.measures.base import Measured, Record

__all__ = ["MEASURES", "Measured", "Record", "measure"]

Measures = Callable[[Agency, int], Measured]

MEASURES: Mapping[str, Measures] = {
    "late_documents": openness.late_documents,
    "faulty_documents": openness.faulty_documents,
    "corrected_documents": openness.corrected_documents,
    "exposed_data": findings.of_monitors("privacy"),
    "report_late": openness.report_late,
    "report_copied": openness.report_copied,
    "late_answers": openness.late_answers,
    "corrected_answers": openness.corrected_answers,
    "stale_columns": findings.of_monitors("stale_column", "empty_column"),
    "dead_links": findings.of_monitors("dead_link"),
    "urged": findings.urged,
    "urged_late": findings.urged_late,
    "late_matters": matters.late,
    "returned_matters": matters.returned,
    "discontent": matters.discontent,
    "late_tasks": duties.late_tasks,
    "failed_examinations": duties.failed_examinations,
    "courses": duties.courses,
    "activities": duties.activities,
    "overdue_risks": findings.of_monitors("risk_review"),
    "accountable": held.accountable,
    "discontented": held.discontented,
}


def measure(agency: Agency, year: int, keys: Iterable[str]) -> dict[str, Measured]:
    """The measures named, each counted once."""
    return {key: MEASURES[key](agency, year) for key in dict.fromkeys(keys) if key in MEASURES}
