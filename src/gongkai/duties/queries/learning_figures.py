"""Figures of training and examinations in a year, counted as they stood on its 31 December; and the records behind.

The yearly work report reads these. A course counts by its last day, with the attendance closed by then. An examination
counts where results confirmed by then belong to a sitting of the year; the last result confirmed by then holds for each
candidacy, and a person counts once in an examination however often that person sat it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from gongkai.domain.duties.examining import pass_rate
from gongkai.duties.models import Attendance, Course, Examination, Result


@dataclass(frozen=True, slots=True)
class LearningFigures:
    """``candidates``: persons who sat an examination, ``passed``: persons who passed it; each once an examination."""

    courses: int
    person_times: int
    hours: Decimal
    examinations: int
    candidates: int
    passed: int

    @property
    def rate(self) -> Decimal | None:
        """Passed of candidates in per cent with two places; ``None`` where nobody sat."""
        return pass_rate(self.passed, self.candidates)


@dataclass(frozen=True, slots=True)
class Sat:
    """A person at an examination of the year: the result that counts, the best of those that stood."""

    result: Result
    passed: bool


def of_year(agency_id: int, year: int) -> LearningFigures:
    """The figures of a year; four queries."""
    held = courses(agency_id, year)
    there = Attendance.objects.filter(course__in=held, present=True)
    sums = there.aggregate(n=Count("pk"), hours=Sum("hours"))
    stood = _persons(_standing(agency_id, year))
    return LearningFigures(
        courses=held.count(),
        person_times=sums["n"],
        hours=sums["hours"] or Decimal(0),
        examinations=len({exam for exam, _person in stood}),
        candidates=len(stood),
        passed=sum(each for each in stood.values()),
    )


def courses(agency_id: int, year: int) -> QuerySet[Course]:
    """The courses behind the figure, the latest first."""
    last = date(year, 12, 31)
    rows = Course.objects.filter(
        agency_id=agency_id, ends_on__range=(date(year, 1, 1), last), state="held", held_on__lte=last
    )
    return rows.order_by("-ends_on", "-id")


def sat_by_examination(agency_id: int, year: int) -> dict[int, tuple[int, int]]:
    """Examination → how many persons sat it and how many passed, by the results that stood; one query."""
    found: dict[int, tuple[int, int]] = {}
    for (exam, _person), passed in _persons(_standing(agency_id, year)).items():
        sat, through = found.get(exam, (0, 0))
        found[exam] = (sat + 1, through + passed)
    return found


def attendances(agency_id: int, year: int) -> QuerySet[Attendance]:
    """The study records behind person-times and hours."""
    rows = Attendance.objects.filter(course__in=courses(agency_id, year), present=True)
    return rows.select_related("course", "learner", "unit").order_by("-id")


def examinations(agency_id: int, year: int) -> QuerySet[Examination]:
    """The examinations behind the figure, the latest first."""
    keys = _standing(agency_id, year).order_by().values("candidate__sitting__examination")
    return Examination.objects.filter(pk__in=keys).order_by("-id")


def candidates(
    agency_id: int, year: int, *, passed: bool = False, after: int = 0, size: int = 50
) -> list[Sat]:
    """The persons behind the figure, those who passed or all, a page after the key of a result; the first of it first.

    ``after`` is the key of the last result shown; a person's row is the result that counts: the passing one, else the
    last.
    """
    chosen = _chosen(_standing(agency_id, year))
    keys = sorted(pk for pk, has_passed in chosen.items() if pk > after and (has_passed or not passed))[:size]
    rows = Result.objects.filter(pk__in=keys).select_related(
        "candidate__learner", "candidate__unit", "candidate__sitting__examination"
    )
    return [Sat(each, chosen[each.pk]) for each in rows.order_by("pk")]


def by_unit(agency_id: int, year: int) -> list[tuple[int, str, int, Decimal]]:
    """Unit, its name, person-times and hours of study in the year; one query."""
    rows = attendances(agency_id, year).order_by().values_list("unit_id", "unit__name")
    counted = rows.annotate(n=Count("pk"), hours=Sum("hours")).order_by("unit__position", "unit_id")
    return [(pk, name, n, hours) for pk, name, n, hours in counted]


def by_unit_and_examination(agency_id: int, year: int) -> list[tuple[int, int, str, bool]]:
    """Unit, examination, its number, whether it was passed: each person of each examination once; two queries."""
    chosen = _chosen(_standing(agency_id, year))
    rows = Result.objects.filter(pk__in=chosen).order_by("pk")
    listed = rows.values_list(
        "pk",
        "candidate__unit_id",
        "candidate__sitting__examination_id",
        "candidate__sitting__examination__number",
    )
    return [(unit, exam, number, chosen[pk]) for pk, unit, exam, number in listed]


def _standing(agency_id: int, year: int) -> QuerySet[Result]:
    """For each candidacy of a sitting of the year the last result that was confirmed by its end, of those present."""
    first, end = _moment(year), _moment(year + 1)
    latest = Result.objects.filter(candidate=OuterRef("candidate"), confirmed_at__lt=end).order_by("-id")
    rows = Result.objects.filter(
        confirmed_at__lt=end,
        candidate__sitting__examination__agency_id=agency_id,
        candidate__sitting__begins_at__gte=first,
        candidate__sitting__begins_at__lt=end,
        pk=Subquery(latest.values("pk")[:1]),
    )
    return rows.filter(present=True)


def _persons(rows: QuerySet[Result]) -> dict[tuple[int, int], bool]:
    """(examination, learner) → passed in one of the sittings; one query."""
    found: dict[tuple[int, int], bool] = {}
    for exam, person, passed in rows.order_by().values_list(
        "candidate__sitting__examination_id", "candidate__learner_id", "passed"
    ):
        found[exam, person] = found.get((exam, person), False) or passed
    return found


def _chosen(rows: QuerySet[Result]) -> dict[int, bool]:
    """Key of the result that counts → passed; one of each person and examination."""
    best: dict[tuple[int, int], tuple[bool, int]] = {}
    listed: Sequence[tuple[int, int, int, bool]] = list(
        rows.order_by().values_list(
            "pk", "candidate__sitting__examination_id", "candidate__learner_id", "passed"
        )
    )
    for pk, exam, person, passed in listed:
        best[exam, person] = max(best.get((exam, person), (False, 0)), (passed, pk))
    return {pk: passed for passed, pk in best.values()}


def _moment(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=timezone.get_current_timezone())
