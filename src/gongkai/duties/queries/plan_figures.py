"""The year's figures of plans, tasks and meetings as they stood on 31 December, and the records behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.core import clock
from gongkai.domain.duties.tasks import stood_done
from gongkai.duties.models import DutyStep, Meeting, Task, WorkPlan
from gongkai.duties.queries import meetings


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """Plans adopted, tasks in force, of these done and past their limit, and meetings held."""

    plans: int
    tasks: int
    done: int
    overdue: int
    meetings: int


def of_year(agency_id: int, year: int) -> PlanFigures:
    """The figures of an agency's year; a fixed number of queries. Before the year ends they stand as of today."""
    given = tasks(agency_id, year)
    finished = _done_among(given, last_day(year))
    late = [each for each in given if each.pk not in finished and each.due_on <= _over(year)]
    return PlanFigures(
        plans(agency_id, year).count(), len(given), len(finished), len(late), held(agency_id, year).count()
    )


def last_day(year: int) -> date:
    """The day as of which a year is counted: its last, or today while it runs."""
    return min(date(year, 12, 31), clock.today())


def _over(year: int) -> date:
    """The latest limit that is over at the end of that day."""
    day = last_day(year)
    return day if day < clock.today() else date.fromordinal(day.toordinal() - 1)


def plans(agency_id: int, year: int) -> QuerySet[WorkPlan]:
    """The plans of the year adopted by its last day."""
    rows = WorkPlan.objects.filter(agency_id=agency_id, year=year, adopted_on__lte=last_day(year))
    return rows.select_related("agency").order_by("adopted_on", "id")


def tasks(agency_id: int, year: int) -> list[Task]:
    """The tasks of the year in force by its last day: of its plans, and of its meetings. One query."""
    day = last_day(year)
    of_it = Q(plan__year=year, plan__adopted_on__lte=day)
    of_meeting = Q(plan__isnull=True, meeting__held_on__year=year)
    rows = Task.objects.filter(of_it | of_meeting, agency_id=agency_id, given_on__lte=day)
    rows = rows.exclude(dropped_on__lte=day).select_related("agency", "unit", "plan", "meeting")
    return list(rows.order_by("due_on", "id"))


def done(agency_id: int, year: int) -> list[Task]:
    """Those of them that stood as done on the last day, whatever became of them later."""
    given = tasks(agency_id, year)
    finished = _done_among(given, last_day(year))
    return [each for each in given if each.pk in finished]


def overdue(agency_id: int, year: int) -> list[Task]:
    """Those of them whose limit was over and that did not stand as done."""
    given = tasks(agency_id, year)
    finished = _done_among(given, last_day(year))
    return [each for each in given if each.pk not in finished and each.due_on <= _over(year)]


def held(agency_id: int, year: int) -> QuerySet[Meeting]:
    """The special meetings held in the year."""
    return meetings.held_in(agency_id, year)


def _done_among(rows: list[Task], on: date) -> set[int]:
    """Those that stood as done at the end of the day; one query."""
    keys = [each.pk for each in rows]
    moves = DutyStep.objects.filter(kind="task", record__in=keys, move__in=("find_done", "reopen"))
    by_task: dict[int, list[tuple[str, date]]] = {}
    for record, key, at in moves.order_by("id").values_list("record", "move", "at"):
        by_task.setdefault(record, []).append((key, timezone.localtime(at).date()))
    return {pk for pk, steps in by_task.items() if stood_done(steps, on)}
