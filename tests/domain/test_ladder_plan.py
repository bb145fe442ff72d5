"""When is who urged? The steps of the ladder on exact days, and what must hold for every period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from worktime_days import CALENDAR, HOURS, ZONE, answer, at, matters

from gongkai.domain import ladder
from gongkai.domain.ladder import Planned, Step
from gongkai.domain.refusal import Refused
from gongkai.domain.worktime import Pause, Period, is_office_moment, next_office_moment

STEPS = ladder.steps_on(date(2026, 3, 2))
(YELLOW, RED, URGE, SUPERVISE) = STEPS
quick = settings(max_examples=80, deadline=None)
Matter = tuple[Period, datetime, list[Pause]]


@dataclass(frozen=True)
class Ending:
    start: datetime
    due: datetime | None


def planned(ending: Ending, *steps: Step, pauses: list[Pause] | None = None) -> list[Planned]:
    found = ladder.plan(ending, steps or STEPS, CALENDAR, HOURS, pauses or [])
    assert not isinstance(found, Refused), found
    return list(found)


def falls(start: str, due: str, *steps: Step) -> list[str]:
    return [each.at.strftime("%m-%d %H:%M") for each in planned(Ending(at(start), at(due)), *steps)]


@pytest.mark.parametrize(
    ("start", "due", "moments"),
    [
        # Due with the office hours: nobody is there any more, so red waits for the morning.
        ("03-02 10:00", "03-06 17:30", ["03-06 08:24", "03-09 08:00", "03-10 08:00", "03-16 08:00"]),
        # Due in the middle of a day: at that moment.
        ("03-02 08:00", "03-02 10:00", ["03-02 09:36", "03-02 10:00", "03-03 08:00", "03-09 08:00"]),
        # Due at noon: red after the break.
        ("03-02 09:00", "03-02 12:00", ["03-02 11:24", "03-02 14:30", "03-03 08:00", "03-09 08:00"]),
        # A night and a Sunday: everything waits for Monday, and yellow is not after red.
        ("03-07 20:00", "03-08 20:00", ["03-09 08:00", "03-09 08:00", "03-10 08:00", "03-16 08:00"]),
        # Over the Spring Festival, whose Saturdays before and after are worked.
        ("02-12 08:00", "02-14 17:30", ["02-14 10:48", "02-24 08:00", "02-25 08:00", "03-02 08:00"]),
    ],
)
def test_the_shipped_ladder(start: str, due: str, moments: list[str]) -> None:
    assert falls(start, due) == moments


def test_steps_in_working_days_and_hours_before_and_after() -> None:
    day_before = replace(YELLOW, when="before", amount=1, unit="working_day")
    hours_before = replace(YELLOW, when="before", amount=4, unit="working_hour")
    hours_after = replace(URGE, amount=4, unit="working_hour")
    assert falls("03-02 10:00", "03-09 16:30", day_before, hours_before, hours_after) == [
        "03-06 08:00",
        "03-09 10:00",
        "03-10 11:00",
    ]
    # Never before it begins.
    assert falls("03-09 15:00", "03-09 16:30", day_before, hours_before) == ["03-09 15:00", "03-09 15:00"]


def test_the_time_of_pauses_is_no_part_of_a_share() -> None:
    start, held = at("03-02 08:00"), [(at("03-02 10:00"), at("03-10 10:00"), "")]
    due = answer(Period(10, "working_hour"), start, held).due
    (yellow,) = planned(Ending(start, due), YELLOW, pauses=held)
    assert yellow.at == at("03-11 09:00")


def test_a_held_clock_has_no_steps_and_the_end_of_the_calendar_is_refused() -> None:
    assert planned(Ending(at("03-02 08:00"), None)) == []
    end = datetime(2099, 12, 31, 17, 0, tzinfo=ZONE)
    assert isinstance(ladder.plan(Ending(end, end), STEPS, CALENDAR, HOURS), Refused)


@quick
@given(matters())
def test_every_step_falls_into_office_hours_and_in_its_order(matter: Matter) -> None:
    period, start, pauses = matter
    steps = planned(Ending(start, answer(period, start, pauses).due), pauses=pauses)
    moments = [each.at for each in steps]
    assert [each.step for each in steps] == list(STEPS)
    assert moments == sorted(moments)
    assert all(is_office_moment(moment, CALENDAR, HOURS) for moment in moments)


@quick
@given(matters())
def test_red_is_the_first_office_moment_at_which_it_is_over_and_urging_comes_on_later_days(
    matter: Matter,
) -> None:
    period, start, pauses = matter
    due = answer(period, start, pauses).due
    assert due is not None
    _, red, urge, supervise = (each.at for each in planned(Ending(start, due), pauses=pauses))
    assert red == next_office_moment(due, CALENDAR, HOURS)
    assert CALENDAR.between(red.date(), urge.date()) == 1
    assert CALENDAR.between(red.date(), supervise.date()) == 5


@quick
@given(matters())
def test_an_extension_never_brings_a_step_forward(matter: Matter) -> None:
    period, start, pauses = matter
    before = planned(Ending(start, answer(period, start, pauses).due), pauses=pauses)
    after = planned(Ending(start, answer(period, start, pauses, 3).due), pauses=pauses)
    assert all(first.at <= then.at for first, then in zip(before, after, strict=True))


def test_every_step_has_its_source_and_somebody_to_tell() -> None:
    for step in ladder.steps():
        assert step.citation.instrument
        assert step.to
        assert set(step.to) <= {"handler", "head", "leader"}
        assert step.when in {"share", "before", "due", "after"}
        assert not step.citation.verified
    assert ladder.step_of("red") == RED
    assert ladder.step_of("purple") is None
