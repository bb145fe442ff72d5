"""Which days are worked, and how many lie between two days?"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.core import workdays
from gongkai.domain.calendar import HOLIDAYS, Calendar, DayFact, OutsideCalendarError
from gongkai.domain.law import load
from gongkai.domain.text import say

CALENDAR = workdays.build()
quick = settings(max_examples=60, deadline=None)
days = st.dates(date(2012, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("on", "working", "reason"),
    [
        (date(2026, 3, 2), True, "Monday, a working day"),
        (date(2026, 3, 7), False, "Saturday, weekend"),
        (date(2026, 2, 17), False, "Spring Festival holiday"),
        (date(2026, 2, 15), False, "Spring Festival holiday"),
        (date(2026, 2, 28), True, "make-up working day (Saturday)"),
        (date(2026, 1, 4), True, "make-up working day (Sunday)"),
        (date(2015, 9, 3), False, "70th anniversary of victory in 1945 holiday"),
    ],
)
def test_a_day_says_why(on: date, working: bool, reason: str) -> None:
    day = CALENDAR.day(on)
    assert (day.working, str(day.reason), day.provisional) == (working, reason, False)


def test_a_day_without_a_name_was_announced() -> None:
    calendar = Calendar({date(2026, 3, 3): DayFact(working=False)}, frozenset({2026}))
    assert str(calendar.day(date(2026, 3, 3)).reason) == "Tuesday, announced day off"


@quick
@given(days, st.integers(1, 60))
def test_after_and_between_are_each_others_inverse(start: date, count: int) -> None:
    end = CALENDAR.after(start, count)
    assert CALENDAR.is_working(end)
    assert CALENDAR.between(start, end) == count
    assert CALENDAR.between(end, start) == -count


@quick
@given(days, st.integers(0, 30), st.integers(0, 30))
def test_days_after_days_add_up(start: date, first: int, second: int) -> None:
    assert CALENDAR.after(CALENDAR.after(start, first), second) == CALENDAR.after(start, first + second)


@quick
@given(days, st.integers(0, 40), st.integers(0, 40))
def test_between_adds_up_and_never_exceeds_the_days(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert CALENDAR.between(start, middle) + CALENDAR.between(middle, end) == CALENDAR.between(start, end)
    assert 0 <= CALENDAR.between(start, end) <= first + second


@quick
@given(days, st.integers(0, 30))
def test_a_later_start_never_comes_out_earlier(start: date, count: int) -> None:
    assert CALENDAR.after(start, count) <= CALENDAR.after(start + timedelta(days=1), count)


def test_nothing_is_said_outside_the_years_known() -> None:
    with pytest.raises(OutsideCalendarError, match="2004 to 2099"):
        CALENDAR.day(date(2003, 12, 31))
    with pytest.raises(OutsideCalendarError):
        CALENDAR.after(date(2099, 12, 30), 5)
    with pytest.raises(ValueError, match="0 or more"):
        CALENDAR.after(date(2026, 1, 1), -1)


def test_the_last_day_there_is_does_no_harm() -> None:
    with pytest.raises(OutsideCalendarError):
        Calendar({}, frozenset()).after(date.max, 1)


def test_holiday_names_are_those_of_the_law_floor() -> None:
    rows = {row["key"]: row["label_en"] for row in load("calendar")["holiday"]}
    assert {key: str(name) for key, name in HOLIDAYS.items()} == rows
    assert say("Spring Festival") == HOLIDAYS["spring_festival"]
