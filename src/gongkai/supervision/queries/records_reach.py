"""Which of many records may the person open? One query for each kind of record, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from gongkai.annual_reports import access as report_access
from gongkai.annual_reports.models import Report
from gongkai.complaints.queries.desk import seen_by as matters_seen
from gongkai.duties import access_learning, access_publicity, plan_access
from gongkai.duties.models import Activity, Course, Examination, Task
from gongkai.people.actor import StaffActor
from gongkai.publishing import access as document_access
from gongkai.publishing.models import Document
from gongkai.requests import access as request_access
from gongkai.requests.models import Dispute
from gongkai.requests.queries.desk import seen_by as requests_seen
from gongkai.supervision import access
from gongkai.supervision.models import Finding
from gongkai.supervision.queries import appraisals, cases

#: Name of an address, and what fills it in.
Place = tuple[str, tuple[Any, ...]]
Seen = Callable[[StaffActor], QuerySet[Any]]


def _documents(actor: StaffActor) -> QuerySet[Document]:
    agencies = {actor.agency_id, *(holding.agency_id for holding in actor.holdings)}
    return Document.objects.filter(document_access.visible_to(actor), agency_id__in=agencies)


_SEEN: Mapping[str, Seen] = {
    "workspace:document": _documents,
    "workspace:request": requests_seen,
    "workspace:dispute": lambda actor: Dispute.objects.filter(request_access.disputes_visible_to(actor)),
    "workspace:complaint": matters_seen,
    "workspace:task": lambda actor: Task.objects.filter(plan_access.tasks_seen(actor)),
    "workspace:learning_course": lambda actor: Course.objects.filter(access_learning.courses_seen(actor)),
    "workspace:learning_examination": lambda actor: Examination.objects.filter(
        access_learning.examinations_seen(actor)
    ),
    "workspace:activity": lambda actor: Activity.objects.filter(access_publicity.activities_seen(actor)),
    "workspace:accountability_case": cases.for_staff,
    "workspace:appraisal": appraisals.for_staff,
    "workspace:supervision_finding": lambda actor: Finding.objects.filter(access.visible_to(actor)),
}


def openable(actor: StaffActor, agency_id: int, places: Iterable[Sequence[Any]]) -> set[Place]:
    """The places (name of an address, what fills it) whose pages show themselves to the actor.

    ``agency_id``: of whom the records are; a report's address names a year alone and means the reader's own agency.
    """
    wanted: dict[str, set[Any]] = {}
    for name, filled in places:
        if name and len(filled) == 1:
            wanted.setdefault(name, set()).add(filled[0])
    found: set[Place] = set()
    for name, keys in wanted.items():
        if name in _SEEN:
            rows = _SEEN[name](actor).filter(pk__in=keys).order_by().values_list("pk", flat=True)
            found |= {(name, (pk,)) for pk in rows}
        elif name == "workspace:report" and agency_id == actor.agency_id:
            own = Report.objects.filter(report_access.visible_to(actor), agency_id=agency_id, year__in=keys)
            years = own.filter(scope=Report.Scope.OWN).order_by().values_list("year", flat=True)
            found |= {(name, (year,)) for year in years}
    return found
