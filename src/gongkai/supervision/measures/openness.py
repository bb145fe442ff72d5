"""What is counted of publishing, requests and annual reports. A few queries each, however many records there are."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gongkai.annual_reports.models import Edition
from gongkai.core import clock
from gongkai.core.models import Deadline
from gongkai.people.models import Agency
from gongkai.publishing.models import Document, Revision
from gongkai.requests.models import Dispute, Request
from gongkai.supervision.measures.base import Measured, Record, by_unit, year_of

#: Share of the text from which two reports are alike (0 to 1), and signs of each that are compared.
ALIKE, MOST_COMPARED = 0.8, 20_000


def over(agency: Agency, year: int, subject_type: str) -> tuple[dict[str, int | None], dict[str, int | None]]:
    """Subjects whose period ended in the year → unit: those that were late, and all of them; one query."""
    first, last = year_of(year)
    today = clock.today()
    rows = Deadline.objects.filter(
        subject_type=subject_type, agency=agency.code, due_on__range=(first, min(last, today))
    )
    late: dict[str, int | None] = {}
    ended: dict[str, int | None] = {}
    for subject, unit, due, stopped in rows.values_list("subject", "unit", "due_on", "stopped_on"):
        assert due is not None  # asked for above
        if stopped is None and due >= today:
            continue  # its last day is not over
        ended[subject] = unit
        if (stopped or today) > due:
            late[subject] = unit
    return late, ended


def late_documents(agency: Agency, year: int) -> Measured:
    """Documents past their limit."""
    late, ended = over(agency, year, "publishing.document")
    rows = Document.objects.filter(pk__in=[int(key) for key in late]).order_by("id")
    records = [
        Record(unit, title or number, "workspace:document", (pk,))
        for pk, unit, number, title in rows.values_list("pk", "unit", "index_number", "live__title")
    ]
    return Measured(tuple(records), by_unit(ended.values()))


def _published(agency: Agency, year: int) -> Any:
    return Document.objects.filter(
        agency=agency, audience=Document.Audience.PUBLIC, first_published_at__year=year, live__isnull=False
    )


def faulty_documents(agency: Agency, year: int) -> Measured:
    """Documents of the year that do not say who issued them, when they were made, or what they are about."""
    lacking = Q(live__date_made__isnull=True) | Q(live__issuing_agency="")
    lacking |= Q(live__summary="") | Q(live__keywords="")
    return Measured(_documents(_published(agency, year).filter(lacking)), _of(agency, year))


def corrected_documents(agency: Agency, year: int) -> Measured:
    """Documents withdrawn in the year, or corrected."""
    corrected = Revision.objects.filter(
        document__agency=agency, published_at__year=year, number__gt=1
    ).exclude(correction_reason="")
    rows = Document.objects.filter(agency=agency, audience=Document.Audience.PUBLIC).filter(
        Q(withdrawn_at__year=year) | Q(pk__in=corrected.order_by().values("document"))
    )
    return Measured(_documents(rows), _of(agency, year))


def _documents(rows: Any) -> tuple[Record, ...]:
    listed = rows.order_by("id").values_list("pk", "unit", "index_number", "live__title")
    return tuple(
        Record(unit, title or number, "workspace:document", (pk,)) for pk, unit, number, title in listed
    )


def _of(agency: Agency, year: int) -> Any:
    return by_unit(_published(agency, year).order_by().values_list("unit", flat=True))


def late_answers(agency: Agency, year: int) -> Measured:
    """Requests past a period."""
    late, ended = over(agency, year, "requests.request")
    rows = Request.objects.filter(pk__in=[int(key) for key in late]).order_by("id")
    records = [
        Record(unit, number, "workspace:request", (pk,))
        for pk, unit, number in rows.values_list("pk", "unit", "number")
    ]
    return Measured(tuple(records), by_unit(ended.values()))


def corrected_answers(agency: Agency, year: int) -> Measured:
    """Reviews and suits of the year that corrected."""
    rows = Dispute.objects.filter(agency=agency, closed_on__year=year).exclude(result="")
    listed = list(rows.order_by("id").values_list("pk", "request__unit", "number", "result"))
    records = [
        Record(unit, number or str(pk), "workspace:dispute", (pk,))
        for pk, unit, number, result in listed
        if result == Dispute.Result.CORRECTED
    ]
    return Measured(tuple(records), by_unit(unit for _pk, unit, _number, _result in listed))


def report_late(agency: Agency, year: int) -> Measured:
    """The report of the year before, if it was not out by 31 March."""
    limit = date(year, 3, 31)
    if clock.today() <= limit or agency.opened_on.year >= year:
        return Measured()
    first = Edition.objects.filter(report__agency=agency, report__year=year - 1, report__scope="own")
    out = first.order_by("number").first()
    if out is not None and timezone.localtime(out.published_at).date() <= limit:
        return Measured()
    return Measured((Record(None, str(year - 1), "workspace:report", (year - 1,)),))


def report_copied(agency: Agency, year: int) -> Measured:
    """The report of the year before, if its text is for the most part that of an earlier or another one."""
    editions = Edition.objects.filter(report__scope="own", report__year__in=(year - 1, year - 2))
    rows = editions.filter(Q(report__agency=agency) | Q(report__year=year - 1)).select_related("report")
    latest: dict[int, Edition] = {}
    for each in rows.order_by("number"):
        latest[each.report_id] = each
    mine = [e for e in latest.values() if e.report.agency_id == agency.pk and e.report.year == year - 1]
    if not mine:
        return Measured()
    text = _words(mine[0].document)
    others = [_words(each.document) for each in latest.values() if each is not mine[0]]
    if not text or not any(_alike(text, other) for other in others):
        return Measured()
    return Measured((Record(None, str(year - 1), "workspace:report", (year - 1,)),))


def _words(document: dict[str, Any]) -> str:
    """The sentences of a report without its numbers, which are meant to differ."""
    parts: list[str] = []
    _gather(document.get("sections", document), parts)
    return "".join(sign for sign in "".join(parts) if not sign.isdigit() and not sign.isspace())[
        :MOST_COMPARED
    ]


def _gather(value: Any, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(value)
    elif isinstance(value, dict):
        for each in value.values():
            _gather(each, parts)
    elif isinstance(value, list):
        for each in value:
            _gather(each, parts)


def _alike(left: str, right: str) -> bool:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return (
        bool(right)
        and matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and (matcher.ratio() >= ALIKE)
    )
