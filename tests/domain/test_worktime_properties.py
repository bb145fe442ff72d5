"""What must hold for every period in hours or days, whatever the start, the pauses and the extension."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from worktime_days import CALENDAR, HOUR, HOURS, MINUTE, answer, matters, moments, pause_from, working

from gongkai.domain.worktime import (
    HOUR_UNITS,
    DueMoment,
    Pause,
    Period,
    due,
    earlier,
    elapsed,
    is_office_moment,
    later,
    next_office_moment,
)

quick = settings(max_examples=80, deadline=None)
Matter = tuple[Period, datetime, list[Pause]]
spans = st.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes))


def end(period: Period, start: datetime, pauses: list[Pause], extension: int = 0) -> datetime:
    found = answer(period, start, pauses, extension).due
    assert found is not None
    return found


def by_the_minute(start: datetime, end: datetime, pauses: list[Pause]) -> int:
    """The plainest way to count office minutes: look at each."""
    count, at = 0, start
    while at < end:
        held = any(first <= at and (last is None or at < last) for first, last, _ in pauses)
        count += is_office_moment(at, CALENDAR, HOURS) and not held
        at += MINUTE
    return count


@quick
@given(matters(), st.integers(1, 3 * 1440))
def test_a_later_start_never_ends_earlier(matter: Matter, minutes: int) -> None:
    period, start, pauses = matter
    assert end(period, start, pauses) <= end(period, start + minutes * MINUTE, pauses)


@quick
@given(matters(), st.data())
def test_another_pause_never_brings_the_end_forward(matter: Matter, data: st.DataObject) -> None:
    period, start, pauses = matter
    more = data.draw(pause_from(start))
    assert end(period, start, [*pauses, more]) >= end(period, start, pauses)


@quick
@given(matters())
def test_pauses_count_as_their_union(matter: Matter) -> None:
    period, start, pauses = matter
    cut = [
        piece
        for first, last, why in pauses
        if last is not None
        for piece in ((first, first + (last - first) / 2, why), (first + (last - first) / 2, last, why))
    ]
    assert end(period, start, [*reversed(cut), *pauses]) == end(period, start, pauses)


@quick
@given(matters(), st.integers(0, 20))
def test_an_extension_is_a_longer_period(matter: Matter, extension: int) -> None:
    period, start, pauses = matter
    longer = Period(period.length + 1 + extension, period.unit)
    assert end(Period(period.length + 1, period.unit), start, pauses, extension) == end(longer, start, pauses)


@quick
@given(matters())
def test_no_period_ends_before_it_begins_or_inside_a_pause(matter: Matter) -> None:
    period, start, pauses = matter
    over = end(period, start, pauses)
    assert over >= start
    assert not any(last is not None and first < over < last for first, last, _ in pauses)


@quick
@given(matters())
def test_days_end_with_the_office_or_at_midnight(matter: Matter) -> None:
    period, start, pauses = matter
    if period.unit in HOUR_UNITS or not period.length:
        return
    over = end(period, start, pauses)
    closing = HOURS.closing(over.date(), working(over.date()))
    assert over.replace(tzinfo=None) == closing
    assert period.unit == "calendar_day" or working(over.date())
    assert over.date() > start.date()


@quick
@given(matters())
def test_as_much_office_time_passes_as_the_period_has(matter: Matter) -> None:
    period, start, pauses = matter
    if period.unit == "working_hour":
        over = end(period, start, pauses)
        assert elapsed(start, over, CALENDAR, HOURS, pauses) == period.length * HOUR


@quick
@given(matters())
def test_the_trail_adds_up_and_is_not_needed_for_the_answer(matter: Matter) -> None:
    period, start, pauses = matter
    told = answer(period, start, pauses)
    bare = due(period, start, CALENDAR, HOURS, pauses, explain=False)
    assert isinstance(bare, DueMoment)
    assert (bare.due, bare.provisional, bare.trail) == (told.due, told.provisional, ())
    if period.unit in HOUR_UNITS:
        assert sum((line.time for line in told.trail), timedelta(0)) == period.length * HOUR
    elif period.length:
        assert sum(line.counted for line in told.trail) == period.length
    dates = [line.date for line in told.trail]
    assert dates == sorted(set(dates))


@quick
@given(moments)
def test_the_next_office_moment_is_office_time_and_none_is_skipped(moment: datetime) -> None:
    found = next_office_moment(moment, CALENDAR, HOURS)
    assert found >= moment
    assert is_office_moment(found, CALENDAR, HOURS)
    assert next_office_moment(found, CALENDAR, HOURS) == found
    assert elapsed(moment, found, CALENDAR, HOURS) == timedelta(0)
    assert (found == moment) == is_office_moment(moment, CALENDAR, HOURS)


@quick
@given(moments, st.integers(0, 4 * 1440), st.data())
def test_office_time_is_what_counting_minutes_gives(
    start: datetime, minutes: int, data: st.DataObject
) -> None:
    over = start + minutes * MINUTE
    pauses = data.draw(st.lists(pause_from(start), max_size=2))
    assert elapsed(start, over, CALENDAR, HOURS, pauses) == by_the_minute(start, over, pauses) * MINUTE


@quick
@given(st.lists(moments, min_size=3, max_size=3))
def test_office_time_adds_up_and_turns_round(three: list[datetime]) -> None:
    first, second, third = three
    parts = elapsed(first, second, CALENDAR, HOURS) + elapsed(second, third, CALENDAR, HOURS)
    assert parts == elapsed(first, third, CALENDAR, HOURS)
    assert elapsed(second, first, CALENDAR, HOURS) == -elapsed(first, second, CALENDAR, HOURS)


@quick
@given(moments, spans)
def test_later_and_earlier_are_as_far_away_as_asked(moment: datetime, by: timedelta) -> None:
    assert elapsed(moment, later(moment, by, CALENDAR, HOURS), CALENDAR, HOURS) == by
    assert elapsed(earlier(moment, by, CALENDAR, HOURS), moment, CALENDAR, HOURS) == by
