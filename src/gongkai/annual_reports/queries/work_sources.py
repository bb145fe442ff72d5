"""What the work report's figures count: for each source the records of a year, and how they are added up.

Counted are the records as they stand when the report is counted: one that is added, closed or withdrawn later changes
the next count, and ``report verify`` names the difference. Registers with days in force are read as of 31 December.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from gongkai.campaigns.models import Inspection
from gongkai.complaints.models import Matter
from gongkai.consultations.models import Opinion
from gongkai.consultations.queries import yearly as rules
from gongkai.duties.models import Activity, Candidate, Course, Meeting, Result, Task
from gongkai.people.models import Unit
from gongkai.powers.models import Version
from gongkai.powers.queries.public import in_force
from gongkai.publishing.models import Document, Release
from gongkai.requests.models import Dispute, Request

Kind = Literal[
    "unit", "version", "matter", "activity", "candidate", "course", "meeting", "task", "rule", "opinion",
    "inspection", "document", "request", "dispute",
]  # fmt: skip
Rows = Callable[[int, int], QuerySet[Any]]
#: Category of ``law/complaint_categories.toml`` under which open-information work is reported on.
OPENNESS = "E06-07"
_NOT_TAKEN_UP = ("declined", "converted")
_ASIDE = ("merged", "withdrawn")


@dataclass(frozen=True, slots=True)
class Source:
    """What is counted: ``kind`` of record, the records of agency and year, ``reference`` the field that names one.

    ``adds``: the field that is added up ("": each record counts once).
    """

    kind: Kind
    rows: Rows
    reference: str
    adds: str = ""

    def number(self, agency_id: int, year: int) -> int:
        """How many, or how much in all."""
        found = self.rows(agency_id, year).order_by()
        if self.adds:
            return int(found.aggregate(total=Sum(self.adds))["total"] or 0)
        return found.count()

    def references(self, agency_id: int, year: int) -> list[str]:
        """What names each record counted, in order. A person is named by place alone, never by name."""
        rows = self.rows(agency_id, year)
        if self.kind == "candidate":
            numbers = rows.order_by("sitting__examination__number", "pk")
            return [
                f"{number}#{pk}" for number, pk in numbers.values_list("sitting__examination__number", "pk")
            ]
        return [str(each) for each in rows.order_by(self.reference).values_list(self.reference, flat=True)]


def _first(year: int) -> date:
    return date(year, 1, 1)


def _last(year: int) -> date:
    return date(year, 12, 31)


def _units(kind: str) -> Rows:
    def rows(agency_id: int, year: int) -> QuerySet[Any]:
        there = Q(closed_on__isnull=True) | Q(closed_on__gt=_last(year))
        return Unit.objects.filter(there, agency_id=agency_id, kind=kind, opened_on__lte=_last(year))

    return rows


def _register(kind: str, *, measured: bool = False) -> Rows:
    def rows(agency_id: int, year: int) -> QuerySet[Any]:
        found = Version.objects.filter(
            in_force(_last(year)), entry__agency_id=agency_id, entry__kind=kind
        ).select_related("entry__unit")
        return found.exclude(content__measure="").exclude(content__measure=None) if measured else found

    return rows


def _accepted(agency_id: int, year: int) -> QuerySet[Any]:
    rows = Matter.objects.filter(agency_id=agency_id, received_on__range=(_first(year), _last(year)))
    return rows.exclude(state__in=_NOT_TAKEN_UP)


def _to_close(agency_id: int, year: int) -> QuerySet[Any]:
    return _accepted(agency_id, year).exclude(state__in=_ASIDE)


def _closed(agency_id: int, year: int) -> QuerySet[Any]:
    return _accepted(agency_id, year).filter(state="closed")


def _openness_reports(agency_id: int, year: int) -> QuerySet[Any]:
    rows = Matter.objects.filter(agency_id=agency_id, received_on__range=(_first(year), _last(year)))
    return rows.filter(category=OPENNESS, kind="report")


def _activities(agency_id: int, year: int) -> QuerySet[Any]:
    return Activity.objects.filter(
        agency_id=agency_id, state="published", begins_on__range=(_first(year), _last(year))
    )


def _sat(agency_id: int, year: int, **same: Any) -> QuerySet[Any]:
    """Who was there by the last result that was confirmed: a mark under correction counts once it is confirmed."""
    confirmed = Result.objects.filter(candidate=OuterRef("candidate"), confirmed_at__isnull=False)
    last = Subquery(confirmed.order_by("-pk").values("pk")[:1])
    return Candidate.objects.filter(
        Exists(Result.objects.filter(candidate=OuterRef("pk"), pk=last, present=True, **same)),
        sitting__examination__agency_id=agency_id,
        sitting__examination__confirmed_on__isnull=False,
        sitting__begins_at__year=year,
        withdrawn_at__isnull=True,
    )


def _candidates(agency_id: int, year: int) -> QuerySet[Any]:
    """Each person once an examination: of several sittings the first one."""
    return _first_of_each(_sat(agency_id, year), agency_id, year)


def _passed(agency_id: int, year: int) -> QuerySet[Any]:
    return _first_of_each(_sat(agency_id, year, passed=True), agency_id, year, passed=True)


def _first_of_each(rows: QuerySet[Any], agency_id: int, year: int, **same: Any) -> QuerySet[Any]:
    earlier = _sat(agency_id, year, **same).filter(
        learner=OuterRef("learner"),
        sitting__examination=OuterRef("sitting__examination"),
        pk__lt=OuterRef("pk"),
    )
    return rows.filter(~Exists(earlier)).select_related("sitting__examination", "unit")


def _courses(agency_id: int, year: int) -> QuerySet[Any]:
    return Course.objects.filter(
        agency_id=agency_id, held_on__isnull=False, begins_on__range=(_first(year), _last(year))
    )


def _meetings(agency_id: int, year: int) -> QuerySet[Any]:
    return Meeting.objects.filter(agency_id=agency_id, held_on__range=(_first(year), _last(year)))


def _tasks(agency_id: int, year: int) -> QuerySet[Any]:
    return Task.objects.filter(
        agency_id=agency_id, plan__year=year, given_on__isnull=False, dropped_on__isnull=True
    )


def _tasks_done(agency_id: int, year: int) -> QuerySet[Any]:
    return _tasks(agency_id, year).filter(state="done")


def _rules(agency_id: int, year: int) -> QuerySet[Any]:
    return rules.behind(agency_id, year, rules.ISSUED)


def _opinions(agency_id: int, year: int) -> QuerySet[Any]:
    return Opinion.objects.filter(
        document__agency_id=agency_id, received_on__range=(_first(year), _last(year))
    )


def _adopted(agency_id: int, year: int) -> QuerySet[Any]:
    return _opinions(agency_id, year).filter(verdict__in=("adopted", "partly"))


def _inspections(agency_id: int, year: int) -> QuerySet[Any]:
    rows = Inspection.objects.filter(agency_id=agency_id, made_at__year=year)
    return rows.exclude(state="withdrawn")


def _released(channel: str) -> Rows:
    def rows(agency_id: int, year: int) -> QuerySet[Any]:
        releases = Release.objects.filter(
            channel__kind=channel,
            channel__agency_id=agency_id,
            released_on__range=(_first(year), _last(year)),
            struck_at__isnull=True,
        )
        return Document.objects.filter(
            agency_id=agency_id,
            audience=Document.Audience.PUBLIC,
            withdrawn_at__isnull=True,
            pk__in=releases.order_by().values("document"),
        )

    return rows


def _on_request(agency_id: int, year: int) -> QuerySet[Any]:
    return Document.objects.filter(
        agency_id=agency_id,
        first_published_at__year=year,
        withdrawn_at__isnull=True,
        live__openness="on_request",
    )


def _requests(agency_id: int, year: int) -> QuerySet[Any]:
    return Request.objects.filter(
        agency_id=agency_id, matter="information", received_on__range=(_first(year), _last(year))
    )


def _disputes(kind: str) -> Rows:
    def rows(agency_id: int, year: int) -> QuerySet[Any]:
        return Dispute.objects.filter(
            agency_id=agency_id, kind__startswith=kind, filed_on__range=(_first(year), _last(year))
        )

    return rows


SOURCES: Mapping[str, Source] = {
    "sections": Source("unit", _units(Unit.Kind.SECTION), "code"),
    "brigades": Source("unit", _units(Unit.Kind.BRIGADE), "code"),
    "risk_points": Source("version", _register("risk"), "entry__code"),
    "risk_measures": Source("version", _register("risk", measured=True), "entry__code"),
    "flowcharts": Source("version", _register("chart"), "entry__code"),
    "complaints_accepted": Source("matter", _accepted, "number"),
    "complaints_to_close": Source("matter", _to_close, "number"),
    "complaints_closed": Source("matter", _closed, "number"),
    "leaflets": Source("activity", _activities, "number", adds="printed"),
    "consultations_on_site": Source("activity", _activities, "number", adds="consulted"),
    "publicity_activities": Source("activity", _activities, "number"),
    "exam_candidates": Source("candidate", _candidates, "pk"),
    "exam_passed": Source("candidate", _passed, "pk"),
    "training_courses": Source("course", _courses, "number"),
    "meetings": Source("meeting", _meetings, "number"),
    "tasks": Source("task", _tasks, "number"),
    "tasks_done": Source("task", _tasks_done, "number"),
    "normative_documents": Source("rule", _rules, "number"),
    "opinions_received": Source("opinion", _opinions, "reference"),
    "opinions_adopted": Source("opinion", _adopted, "reference"),
    "inspections": Source("inspection", _inspections, "number"),
    "published_disclosure_site": Source("document", _released("disclosure_site"), "index_number"),
    "published_portal": Source("document", _released("own_portal"), "index_number"),
    "published_superior_site": Source("document", _released("superior_site"), "index_number"),
    "requests_received": Source("request", _requests, "number"),
    "request_catalogue_items": Source("document", _on_request, "index_number"),
    "openness_reports": Source("matter", _openness_reports, "number"),
    "reviews": Source("dispute", _disputes("administrative_review"), "number"),
    "suits": Source("dispute", _disputes("litigation"), "number"),
}
