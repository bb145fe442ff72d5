"""What the search index holds of a published annual report: its title and its prose."""

from __future__ import annotations

from django.utils import timezone

from gongkai.annual_reports import words
from gongkai.annual_reports.models import Edition
from gongkai.core import search

KIND = "annual_report"


def put(edition: Edition) -> None:
    """Brings the edition the public sees from now on into the index, in place of the one before."""
    search.put(entry(edition))


def entry(edition: Edition) -> search.Entry:
    """The index entry of a published report; its key is the report's."""
    report = edition.report
    return search.Entry(
        kind=KIND,
        key=report.pk,
        agency=report.agency.code,
        day=timezone.localtime(edition.published_at).date(),
        title=words.title(report),
        body=" ".join(str(text) for text in edition.document.get("sections", {}).values()),
        terms=frozenset({f"year:{report.year}", f"scope:{report.scope}"}),
    )


def rebuild() -> int:
    """Indexes every published report anew. Gives how many."""
    newest: dict[int, Edition] = {}
    for edition in Edition.objects.select_related("report__agency").order_by("published_at", "id"):
        newest.pop(edition.report_id, None)
        newest[edition.report_id] = edition
    return search.rebuild(KIND, (entry(each) for each in newest.values()))
