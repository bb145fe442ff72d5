"""What is counted of the duties: tasks, examinations, courses, activities."""

from __future__ import annotations

from django.db.models import F, Q

from gongkai.core import clock
from gongkai.duties.models import Activity, Attendance, Task
from gongkai.duties.queries import learning_figures
from gongkai.people.models import Agency
from gongkai.supervision.measures.base import Measured, Record, by_unit, year_of


def late_tasks(agency: Agency, year: int) -> Measured:
    """Tasks not done by their limit."""
    first, last = year_of(year)
    rows = Task.objects.filter(
        agency=agency,
        given_on__isnull=False,
        dropped_on__isnull=True,
        due_on__range=(first, last),
        due_on__lt=clock.today(),
    )
    late = rows.filter(Q(done_on__gt=F("due_on")) | Q(done_on__isnull=True)).order_by("id")
    records = [
        Record(unit, f"{number} {title}", "workspace:task", (pk,))
        for pk, unit, number, title in late.values_list("pk", "unit", "number", "title")
    ]
    return Measured(tuple(records), by_unit(rows.order_by().values_list("unit", flat=True)))


def failed_examinations(agency: Agency, year: int) -> Measured:
    """Those who sat and did not pass, each examination apart. Nobody is named: only the examination is."""
    sat = learning_figures.by_unit_and_examination(agency.pk, year)
    records = [
        Record(unit, number, "workspace:learning_examination", (pk,))
        for unit, pk, number, passed in sat
        if not passed
    ]
    return Measured(tuple(records), by_unit(unit for unit, _pk, _number, _passed in sat))


def courses(agency: Agency, year: int) -> Measured:
    """Courses in which somebody of the unit took part."""
    rows = Attendance.objects.filter(
        course__agency=agency, course__held_on__isnull=False, course__begins_on__year=year, present=True
    )
    listed = rows.order_by().values_list("unit", "course", "course__number", "course__title").distinct()
    records = [
        Record(unit, f"{number} {title}", "workspace:learning_course", (pk,))
        for unit, pk, number, title in sorted(listed, key=lambda row: (row[1], row[0]))
    ]
    return Measured(tuple(records))


def activities(agency: Agency, year: int) -> Measured:
    """Published activities of publicity."""
    rows = Activity.objects.filter(agency=agency, state="published", begins_on__year=year).order_by("id")
    records = [
        Record(unit, f"{number} {title}", "workspace:activity", (pk,))
        for pk, unit, number, title in rows.values_list("pk", "unit", "number", "title")
    ]
    return Measured(tuple(records))
