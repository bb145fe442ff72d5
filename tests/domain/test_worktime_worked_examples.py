"""When does a period end that counts hours? Exact moments of 2026, worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from worktime_days import CALENDAR, HOURS, ZONE, answer, at, moment

from gongkai.domain.calendar import Calendar
from gongkai.domain.refusal import Refused
from gongkai.domain.worktime import DueMoment, Period, Unit, due, elapsed, later, next_office_moment


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [
        (2, "03-02 10:00", "03-02 12:00"),  # used up at noon: it ends at noon
        (3, "03-02 10:00", "03-02 15:30"),  # over the lunch break
        (2, "03-02 13:00", "03-02 16:30"),  # begun in the lunch break
        (4, "03-02 22:00", "03-03 12:00"),  # begun at night
        (2, "03-02 03:00", "03-02 10:00"),  # before the office opens
        (7, "03-06 14:30", "03-09 12:00"),  # over a weekend
        (3, "02-13 16:30", "02-14 10:00"),  # a Saturday worked in exchange for the Spring Festival
        (1, "02-14 17:00", "02-24 08:30"),  # over the Spring Festival
        (3, "05-29 17:00", "06-01 10:30"),  # into the summer
        (2, "06-01 11:00", "06-01 16:00"),  # the longer lunch of the summer
        (3, "09-30 17:00", "10-08 10:00"),  # out of the summer, over the National Day
        (0, "03-07 11:00", "03-09 08:00"),  # at once, on a Saturday
    ],
)
def test_working_hours(length: int, start: str, end: str) -> None:
    assert moment(length, "working_hour", start) == end


@pytest.mark.parametrize(
    ("length", "unit", "start", "end"),
    [
        (24, "hour", "03-07 10:00", "03-08 10:00"),
        (1, "working_day", "03-02 10:00", "03-03 17:30"),
        (1, "working_day", "03-02 23:00", "03-03 17:30"),
        (5, "working_day", "02-12 09:00", "02-26 17:30"),
        (3, "working_day", "06-01 09:00", "06-04 18:00"),
        (4, "calendar_day", "03-05 09:00", "03-09 17:30"),
        (2, "calendar_day", "03-05 09:00", "03-07 23:59"),
        (0, "calendar_day", "03-05 18:00", "03-05 23:59"),
    ],
)
def test_hours_of_every_day_and_days(length: int, unit: Unit, start: str, end: str) -> None:
    assert moment(length, unit, start) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("03-02 07:00", "03-02 17:30"),
        ("03-02 13:00", "03-02 17:30"),
        ("03-02 17:29", "03-02 17:30"),
        ("03-02 17:30", "03-03 17:30"),
        ("03-06 20:00", "03-09 17:30"),
        ("02-15 10:00", "02-24 17:30"),
    ],
)
def test_the_same_day_is_the_next_one_where_the_day_was_over(start: str, end: str) -> None:
    assert moment(0, "working_day", start) == end


def test_pauses_take_from_hours_what_they_held() -> None:
    assert moment(4, "working_hour", "03-02 08:00", ("03-02 09:00", "03-02 11:00")) == "03-02 16:30"
    overlapping = (("03-02 09:00", "03-02 11:00"), ("03-02 10:00", "03-02 15:00"))
    assert moment(4, "working_hour", "03-02 08:00", *overlapping) == "03-03 08:30"
    assert moment(4, "working_hour", "03-02 08:00", ("03-02 12:00", "03-02 14:30")) == "03-02 12:00"
    assert moment(8, "hour", "03-02 08:00", ("03-02 10:00", "03-03 10:00")) == "03-03 16:00"


def test_a_pause_takes_the_days_at_whose_end_the_clock_stood_still() -> None:
    assert moment(2, "working_day", "03-06 09:00", ("03-09 10:00", "03-11 15:00")) == "03-12 17:30"
    assert moment(2, "working_day", "03-06 09:00", ("03-09 10:00", "03-09 11:00")) == "03-10 17:30"
    assert moment(1, "working_day", "03-06 09:00", ("03-09 10:00", "03-09 17:30")) == "03-10 17:30"
    assert moment(1, "calendar_day", "03-06 09:00", ("03-07 10:00", "03-08 10:00")) == "03-08 23:59"


@pytest.mark.parametrize("unit", ["working_hour", "hour", "working_day", "calendar_day"])
def test_an_open_pause_takes_the_end_away(unit: Unit) -> None:
    held = [(at("03-02 09:00"), None, "")]
    found = answer(Period(30, unit), at("03-02 08:00"), held)
    assert (found.due, found.paused) == (None, True)


def test_what_was_used_up_before_an_open_pause_is_over() -> None:
    assert moment(1, "working_hour", "03-02 08:00", ("03-02 09:00", None)) == "03-02 09:00"
    assert moment(1, "working_day", "03-02 08:00", ("03-03 17:30", None)) == "03-03 17:30"


def test_an_extension_adds_units() -> None:
    assert moment(2, "working_hour", "03-02 10:00", extension=3) == "03-02 17:30"
    assert moment(1, "working_day", "03-05 10:00", extension=2) == "03-10 17:30"
    assert moment(0, "working_day", "03-06 20:00", extension=1) == "03-10 17:30"


def test_the_trail_says_what_counted_and_why() -> None:
    found = answer(
        Period(8, "working_hour"), at("02-13 15:30"), [(at("02-14 09:00"), at("02-14 11:00"), "甲")]
    )
    lines = [(line.date.isoformat()[5:], str(line.reason)) for line in found.trail]
    assert lines[:3] == [
        ("02-13", "2 h counted: Friday, a working day"),
        ("02-14", "5 h counted: the clock stood still: 甲"),
        ("02-15", "nothing counted: Spring Festival holiday"),
    ]
    assert lines[-1] == ("02-24", "1 h counted: Tuesday, a working day")
    assert len(lines) == 12
    late = answer(Period(1, "working_hour"), at("03-02 18:00"))
    assert str(late.trail[0].reason) == "nothing counted: begun after office hours"
    days = answer(Period(1, "working_day"), at("03-06 18:00"))
    assert [str(line.reason) for line in days.trail] == [
        "the day of the event is not counted",
        "Saturday, weekend",
        "Sunday, weekend",
        "Monday, a working day",
    ]


def test_an_end_in_a_year_without_a_notice_is_provisional() -> None:
    calendar = Calendar({}, frozenset({2026}))
    for unit, length, provisional in [
        ("working_day", 1, False),
        ("working_day", 2, True),
        ("calendar_day", 2, True),
        ("working_hour", 20, True),
        ("hour", 60, False),
    ]:
        found = due(Period(length, unit), at("12-30 09:00"), calendar, HOURS)  # type: ignore[arg-type]
        assert isinstance(found, DueMoment)
        assert (unit, length, found.provisional) == (unit, length, provisional)


def test_when_people_are_at_their_desks_next() -> None:
    for asked, found in [
        ("03-02 10:00", "03-02 10:00"),
        ("03-02 12:00", "03-02 14:30"),
        ("03-06 17:30", "03-09 08:00"),
        ("02-14 18:00", "02-24 08:00"),
    ]:
        assert next_office_moment(at(asked), CALENDAR, HOURS) == at(found)


def test_how_much_office_time_has_passed() -> None:
    assert elapsed(at("03-02 10:00"), at("03-03 10:00"), CALENDAR, HOURS) == timedelta(hours=7)
    assert elapsed(at("03-03 10:00"), at("03-02 10:00"), CALENDAR, HOURS) == -timedelta(hours=7)
    assert elapsed(at("02-15 10:00"), at("02-23 10:00"), CALENDAR, HOURS) == timedelta(0)
    assert later(at("03-02 10:00"), timedelta(hours=7), CALENDAR, HOURS) == at("03-03 10:00")


@pytest.mark.parametrize(
    ("period", "start", "words"),
    [
        (Period(1, "fortnight"), at("03-02 10:00"), "fortnight"),  # type: ignore[arg-type]
        (Period(-1, "hour"), at("03-02 10:00"), "0 or more"),
        (Period(1, "hour"), at("03-02 10:00").replace(tzinfo=None), "time zone"),
        (Period(1, "hour"), at("2003-12-31 10:00"), "2004"),
        (Period(9, "working_day"), at("2099-12-30 10:00"), "2099"),
    ],
)
def test_what_cannot_be_worked_out_is_refused_with_a_sentence(
    period: Period, start: object, words: str
) -> None:
    found = due(period, start, CALENDAR, HOURS)  # type: ignore[arg-type]
    assert isinstance(found, Refused)
    assert words in str(found)


def test_a_pause_that_ends_before_it_begins_and_a_negative_extension_are_refused() -> None:
    start = at("03-02 10:00")
    backwards = [(at("03-03 10:00"), at("03-02 11:00"), "")]
    assert "swap" in str(due(Period(1, "hour"), start, CALENDAR, HOURS, backwards))
    assert isinstance(due(Period(1, "hour"), start, CALENDAR, HOURS, [], -1), Refused)


def test_the_zone_is_that_of_the_start() -> None:
    found = answer(Period(1, "working_hour"), at("03-02 10:00").astimezone(ZONE))
    assert found.due is not None
    assert found.due.isoformat() == "2026-03-02T11:00:00+08:00"
