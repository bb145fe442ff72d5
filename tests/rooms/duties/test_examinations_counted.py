"""Is everybody counted once, by the best they did, and as it stood at the end of the year?"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from cast import Cast
from gongkai.core import clock
from gongkai.core.table_files import Row
from gongkai.duties.actions.learning import results, sittings
from gongkai.duties.models import Candidate, Examination, Result
from gongkai.duties.queries import learning_figures
from gongkai.duties.queries.learning import examinations
from rooms.duties import training

pytestmark = pytest.mark.django_db


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, tzinfo=timezone.get_current_timezone())


def figures(cast: Cast, year: int) -> learning_figures.LearningFigures:
    return learning_figures.of_year(cast.agency.pk, year)


def test_who_was_absent_is_no_candidate_and_who_failed_did_not_pass(cast: Cast) -> None:
    one, two, three = training.people(cast, 3)
    exam, _place = training.confirmed(cast, {one: 60, two: 59, three: None})
    count = examinations.count(exam)
    assert (count.enrolled, count.present, count.passed) == (3, 2, 1)
    found = figures(cast, clock.today().year)
    assert (found.examinations, found.candidates, found.passed, found.rate) == (1, 2, 1, Decimal("50.00"))


def test_a_resit_makes_nobody_two(cast: Cast) -> None:
    one, two, three = training.people(cast, 3)
    exam, _place = training.confirmed(cast, {one: 80, two: 30, three: None})
    training.move(exam, "resit", cast.trainer)
    again = training.sitting(cast, exam, resit=True)
    assert training.enrol(cast, again, short=True) == 2
    training.move(exam, "mark", cast.trainer)
    training.enter(cast, again, {two: 75, three: 20})
    training.move(exam, "hand_in", cast.trainer)
    training.move(exam, "confirm", cast.duty_leader)
    count = examinations.count(Examination.objects.get(pk=exam.pk))
    assert (count.enrolled, count.present, count.passed) == (3, 3, 2)
    found = figures(cast, clock.today().year)
    assert (found.candidates, found.passed) == (3, 2)
    behind = learning_figures.candidates(cast.agency.pk, clock.today().year)
    assert len(behind) == 3
    passed = learning_figures.candidates(cast.agency.pk, clock.today().year, passed=True)
    assert {each.result.candidate.learner.name for each in passed} == {one.name, two.name}


def test_a_year_is_counted_as_it_stood_on_its_last_day(cast: Cast) -> None:
    with clock.travel_to(moment(2025, 11, 3)):
        one, two = training.people(cast, 2)
        exam, place = training.confirmed(cast, {one: 70, two: 50})
    assert figures(cast, 2025).passed == 1
    with clock.travel_to(moment(2026, 2, 2)):
        training.move(exam, "correct", cast.trainer, "一道题的答案有误")
        training.enter(cast, place, {two: 65}, reason="第十二题答案更正")
        training.move(exam, "hand_in_correction", cast.trainer)
        training.move(exam, "confirm_correction", cast.duty_leader)
    assert Candidate.objects.get(sitting=place, learner=two).passed
    assert (figures(cast, 2025).candidates, figures(cast, 2025).passed) == (2, 1)
    assert figures(cast, 2026).candidates == 0
    assert list(Result.objects.filter(candidate__learner=two).values_list("passed", flat=True)) == [
        False,
        True,
    ]


def test_results_nobody_confirmed_count_nowhere(cast: Cast) -> None:
    [one] = training.people(cast, 1)
    exam = training.released(cast)
    place = training.sitting(cast, exam)
    sittings.enrol(sitting_id=place.pk, actor=cast.trainer, learner_ids=[one.pk])
    training.move(exam, "mark", cast.trainer)
    training.enter(cast, place, {one: 90})
    assert figures(cast, clock.today().year).candidates == 0


def test_936_sat_844_passed_and_the_queries_do_not_grow(cast: Cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    people = training.people(cast, 936)
    exam = training.released(cast)
    place = training.sitting(cast, exam)
    with django_assert_max_num_queries(40):
        assert training.enrol(cast, place, "waste") == 936
    training.move(exam, "mark", cast.trainer)
    rows = [
        Row(n, {"number": each.staff_number, "marks": "75" if n < 844 else "45"})
        for n, each in enumerate(people)
    ]
    with django_assert_max_num_queries(60):
        results.bring_results(sitting_id=place.pk, actor=cast.trainer, rows=rows)
    training.move(exam, "hand_in", cast.trainer)
    training.move(exam, "confirm", cast.duty_leader)
    found = figures(cast, clock.today().year)
    assert (found.candidates, found.passed, found.rate) == (936, 844, Decimal("90.17"))


def test_a_course_counts_persons_and_hours_in_its_year(cast: Cast) -> None:
    one, two = training.people(cast, 2)
    day = clock.today() - timedelta(days=1)
    training.held(cast, [one, two], begins_on=day, ends_on=day, hours=Decimal("2.5"))
    training.course(cast, title="还没有举办")
    found = figures(cast, day.year)
    assert (found.courses, found.person_times, found.hours) == (1, 2, Decimal("5.0"))
    assert [row[1:] for row in learning_figures.by_unit(cast.agency.pk, day.year)] == [
        (cast.units["waste"].name, 2, Decimal("5.0"))
    ]
