"""What the search index holds of a published annual report: its title and its prose."""

from __future__ import annotations

from django.utils import timezone

from gongkai.annual_reports import words
from gongkai.annual_reports.models import Edition, WorkEdition
from gongkai.core import search

KIND, WORK = "annual_report", "work_report"


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


def put_work(edition: WorkEdition) -> None:
    """The same for a work report."""
    search.put(work_entry(edition))


def work_entry(edition: WorkEdition) -> search.Entry:
    """The index entry of a published work report; its key is the report's."""
    told = edition.document
    parts = [topic for part in told["parts"] for topic in (part, *part.get("topics", ()))]
    words_of = ["".join(run["text"] for run in runs) for part in parts for runs in part.get("paragraphs", ())]
    return search.Entry(
        kind=WORK,
        key=edition.report_id,
        agency=edition.report.agency.code,
        day=timezone.localtime(edition.published_at).date(),
        title=str(told["title"]),
        body=" ".join(words_of),
        terms=frozenset({f"year:{edition.report.year}"}),
    )


def rebuild_work() -> int:
    """Indexes every published work report anew. Gives how many."""
    rows = WorkEdition.objects.select_related("report__agency").order_by("number")
    newest = {edition.report_id: edition for edition in rows}
    return search.rebuild(WORK, (work_entry(each) for each in newest.values()))
