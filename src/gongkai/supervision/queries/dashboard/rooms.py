"""The rooms of the dashboard: which records they have, when one came in and was closed, and who sees it.

The same conditions count a number and list the records behind it, so that a number never says more than its list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.annual_reports import access as reports
from gongkai.annual_reports.models import Edition, Report
from gongkai.campaigns import access as campaigns
from gongkai.campaigns.models import Inspection
from gongkai.complaints import access as complaints
from gongkai.complaints.models import Matter
from gongkai.core import periods
from gongkai.domain import complaints as complaint_course
from gongkai.domain import disclosure
from gongkai.domain import requests as request_course
from gongkai.domain.calendar import ONE_DAY
from gongkai.domain.duties import tasks as task_course
from gongkai.domain.process import Kind
from gongkai.domain.supervision.course import HEADS
from gongkai.domain.supervision.course import OPEN as OPEN_FINDINGS
from gongkai.domain.supervision.dashboard import Days
from gongkai.duties import access as duties
from gongkai.duties import plan_access
from gongkai.duties.models import Task
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access
from gongkai.powers.models import Decision
from gongkai.publishing import access as publishing
from gongkai.publishing.models import Document
from gongkai.requests import access as requests
from gongkai.requests.models import Dispute, Request
from gongkai.supervision import access as supervision
from gongkai.supervision.models import Finding
from gongkai.supervision.queries.dashboard.scope import Scope

#: A report against somebody (信访工作条例第三十条) is in no number here: nobody learns from a sum that there is one.
NAMES_NOBODY = Q(against_person__isnull=True, against_unit__isnull=True)


@dataclass(frozen=True, slots=True)
class Room:
    """``whole``: roles that see it for the agency; ``units``: those that see it for the own unit.

    ``came`` and ``closed`` name columns, of moments where they stand in ``moments``; ``unit`` names the unit's, "" none
    has one. ``open``: the states in which a record without a closing day is open; empty: any.
    """

    key: str
    whole: frozenset[str]
    units: frozenset[str]
    records: Callable[[Scope], QuerySet[Any]]
    came: str
    closed: str
    open: tuple[str, ...] = ()
    unit: str = "unit"
    moments: frozenset[str] = frozenset()

    def seen(self, actor: StaffActor, agency_id: int) -> bool:
        """Whether anything of the room is the reader's in the agency."""
        here = (each.roles for each in actor.holdings if each.agency_id == agency_id)
        return any(roles & (self.whole | self.units) for roles in here)

    def narrowed(self, scope: Scope) -> QuerySet[Any]:
        """The records the reader may see of the units asked about, in no order."""
        return self.records(scope).filter(scope.of_units(self.unit)).order_by()

    def came_in(self, days: Days) -> Q:
        """Those that came in then."""
        return self._within(self.came, days)

    def closed_in(self, days: Days) -> Q:
        """Those that were closed then."""
        return self._within(self.closed, days)

    def open_on(self, day: date) -> Q:
        """Those that were open at the end of the day, as far as their days tell."""
        without = Q(**{f"{self.closed}__isnull": True})
        if self.open:
            without &= Q(state__in=self.open)
        return self._until(self.came, day) & (without | self._after(self.closed, day))

    def lately(self, first: date) -> Q:
        """What the board looks at: what is open, and what came or was closed since the day."""
        before = first - ONE_DAY
        still = Q(**{f"{self.closed}__isnull": True})
        if self.open:
            still &= Q(state__in=self.open)
        return still | self._after(self.came, before) | self._after(self.closed, before)

    def _within(self, column: str, days: Days) -> Q:
        return self._after(column, days.first - ONE_DAY) & self._until(column, days.last)

    def _until(self, column: str, day: date) -> Q:
        if column in self.moments:
            return Q(**{f"{column}__lt": periods.midnight(day + ONE_DAY)})
        return Q(**{f"{column}__lte": day})

    def _after(self, column: str, day: date) -> Q:
        if column in self.moments:
            return Q(**{f"{column}__gte": periods.midnight(day + ONE_DAY)})
        return Q(**{f"{column}__gt": day})


def _documents(scope: Scope) -> QuerySet[Any]:
    rows = Document.objects.filter(publishing.visible_to(scope.actor), agency_id=scope.agency_id)
    return rows.filter(imported=False)


def _requests(scope: Scope) -> QuerySet[Any]:
    rows = Request.objects.filter(requests.visible_to(scope.actor), agency_id=scope.agency_id)
    return rows.exclude(state="void")


def _reviews(scope: Scope) -> QuerySet[Any]:
    return Dispute.objects.filter(requests.disputes_visible_to(scope.actor), agency_id=scope.agency_id)


def _matters(scope: Scope) -> QuerySet[Any]:
    rows = Matter.objects.filter(complaints.visible_to(scope.actor), agency_id=scope.agency_id)
    return rows.filter(NAMES_NOBODY)


def _tasks(scope: Scope) -> QuerySet[Any]:
    rows = Task.objects.filter(plan_access.tasks_seen(scope.actor), agency_id=scope.agency_id)
    return rows.filter(given_on__isnull=False)


def _inspections(scope: Scope) -> QuerySet[Any]:
    return Inspection.objects.filter(campaigns.inspections_seen(scope.actor), agency_id=scope.agency_id)


def _decisions(scope: Scope) -> QuerySet[Any]:
    return Decision.objects.filter(decision_access.visible_to(scope.actor), agency_id=scope.agency_id)


def _findings(scope: Scope) -> QuerySet[Any]:
    return Finding.objects.filter(supervision.visible_to(scope.actor), agency_id=scope.agency_id)


def _reports(scope: Scope) -> QuerySet[Any]:
    first = Edition.objects.filter(report=OuterRef("pk")).order_by("number").values("published_at")[:1]
    rows = Report.objects.filter(reports.visible_to(scope.actor), agency_id=scope.agency_id)
    return rows.annotate(first_published=Subquery(first))


_OPEN_DOCUMENTS = tuple(each.key for each in disclosure.STATES if each.kind is Kind.OPEN)
_UNDECIDED = ("filed", "notified", "in_review", "to_decide")
_HANDLING_UNITS = frozenset(complaints.OF_UNIT)

ROOMS: tuple[Room, ...] = (
    Room(
        "documents", frozenset(publishing.SEEING_ALL), frozenset({"publishing.drafter", "publishing.section_head"}),
        _documents, "created_at", "first_published_at", _OPEN_DOCUMENTS,
        moments=frozenset({"created_at", "first_published_at"}),
    ),
    Room(
        "requests", frozenset(requests.SEEING_ALL), frozenset({request_course.OFFICER}),
        _requests, "arrived_on", "closed_on", request_course.OPEN,
    ),
    Room(
        "reviews", frozenset(requests.SEEING_ALL), frozenset(),
        _reviews, "filed_on", "closed_on", unit="request__unit",
    ),
    Room(
        "matters", frozenset(complaints.SEEING_ALL), _HANDLING_UNITS,
        _matters, "received_on", "closed_at", complaint_course.OPEN, moments=frozenset({"closed_at"}),
    ),
    Room(
        "tasks", plan_access.SEEING_ALL, frozenset({duties.DOER}), _tasks, "given_on", "done_on", task_course.OPEN,
    ),
    Room(
        "inspections", campaigns.SEEING_ALL, campaigns.SEEING - campaigns.SEEING_ALL,
        _inspections, "made_at", "published_on", ("recorded", "returned"), moments=frozenset({"made_at"}),
    ),
    Room(
        "decisions", decision_access.SEEING_ALL, decision_access.SEEING - decision_access.SEEING_ALL,
        _decisions, "filed_on", "decided_on", _UNDECIDED,
    ),
    Room(
        "findings", supervision.SEEING_ALL | supervision.SEEING_OPENNESS, frozenset(HEADS),
        _findings, "found_on", "closed_on", OPEN_FINDINGS,
    ),
    Room(
        "reports", frozenset(reports.SEEING), frozenset(), _reports, "created_at", "first_published",
        ("draft", "checked", "signed"), unit="", moments=frozenset({"created_at", "first_published"}),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Room] = {each.key: each for each in ROOMS}


def moments_within(column: str, days: Days) -> Q:
    """Rows whose moment lies on one of the days."""
    begin, end = periods.midnight(days.first), periods.midnight(days.last + ONE_DAY)
    return Q(**{f"{column}__gte": begin, f"{column}__lt": end})


def seen(scope: Scope, only: Collection[str] = ()) -> list[Room]:
    """The rooms that are the reader's; ``only``: these of them."""
    found = [each for each in ROOMS if each.seen(scope.actor, scope.agency_id)]
    return [each for each in found if not only or each.key in only]
