"""What must hold for every period, whatever the day, the pauses and the extension."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.core import workdays
from gongkai.domain.clocks import Due, Pause, Rule, compute, rule_for, rules

CALENDAR = workdays.build()
KEYS = sorted({rule.key for rule in rules() if not rule.local})
ONE = timedelta(days=1)

starts = st.dates(date(2012, 1, 1), date(2026, 6, 30))
keys = st.sampled_from([key for key in KEYS if isinstance(rule_for(key, date(2012, 1, 1)), Rule)])


@st.composite
def pauses_from(draw: st.DrawFn, start: date) -> Pause:
    first = start + timedelta(days=draw(st.integers(-5, 30)))
    return Pause(first, first + timedelta(days=draw(st.integers(0, 20))))


@st.composite
def matters(draw: st.DrawFn) -> tuple[str, date, list[Pause]]:
    start = draw(starts)
    return draw(keys), start, draw(st.lists(pauses_from(start), max_size=3))


def ends(key: str, start: date, pauses: list[Pause] | None = None, extension: int = 0) -> date:
    due = compute(key, start, CALENDAR, pauses or [], extension)
    assert isinstance(due, Due), due
    assert due.due is not None
    return due.due


def limit(key: str, start: date) -> int:
    rule = rule_for(key, start)
    assert isinstance(rule, Rule)
    return rule.extension_limit or 0


quick = settings(max_examples=60, deadline=None)


@quick
@given(matters())
def test_a_later_start_never_ends_earlier(matter: tuple[str, date, list[Pause]]) -> None:
    key, start, pauses = matter
    if rule_for(key, start) == rule_for(key, start + ONE):
        assert ends(key, start, pauses) <= ends(key, start + ONE, pauses)


@quick
@given(matters(), st.data())
def test_another_pause_never_brings_the_end_forward(
    matter: tuple[str, date, list[Pause]], data: st.DataObject
) -> None:
    key, start, pauses = matter
    more = data.draw(pauses_from(start))
    assert ends(key, start, [*pauses, more]) >= ends(key, start, pauses)


@quick
@given(matters())
def test_pauses_count_as_their_union(matter: tuple[str, date, list[Pause]]) -> None:
    key, start, pauses = matter
    days = {
        pause.first + timedelta(days=n)
        for pause in pauses
        if pause.last
        for n in range((pause.last - pause.first).days + 1)
    }
    assert ends(key, start, pauses) == ends(key, start, [Pause(day, day) for day in sorted(days)])
    assert ends(key, start, pauses) == ends(key, start, [*reversed(pauses), *pauses])


@quick
@given(matters())
def test_a_working_day_period_ends_on_a_working_day_outside_pauses(
    matter: tuple[str, date, list[Pause]],
) -> None:
    key, start, pauses = matter
    end = ends(key, start, pauses)
    rule = rule_for(key, start)
    assert isinstance(rule, Rule)
    assert not any(pause.covers(end) for pause in pauses)
    assert end > start
    if rule.unit == "working_day":
        assert CALENDAR.is_working(end)


@quick
@given(starts, keys)
def test_without_pauses_the_days_between_are_the_length(start: date, key: str) -> None:
    rule = rule_for(key, start)
    assert isinstance(rule, Rule)
    end = ends(key, start)
    if rule.unit == "working_day":
        assert CALENDAR.between(start, end) == rule.length
        assert CALENDAR.after(start, rule.length) == end
    else:
        assert (end - start).days == rule.length


@quick
@given(matters(), st.data())
def test_an_extension_adds_up(matter: tuple[str, date, list[Pause]], data: st.DataObject) -> None:
    key, start, pauses = matter
    extension = data.draw(st.integers(0, limit(key, start)))
    due = compute(key, start, CALENDAR, pauses, extension)
    rule = rule_for(key, start)
    assert isinstance(due, Due)
    assert isinstance(rule, Rule)
    assert due.counted == rule.length + extension
    if extension:
        assert ends(key, start, pauses, extension) > ends(key, start, pauses, extension - 1)


@quick
@given(matters())
def test_the_trail_tells_every_day_once(matter: tuple[str, date, list[Pause]]) -> None:
    key, start, pauses = matter
    due = compute(key, start, CALENDAR, pauses)
    assert isinstance(due, Due)
    assert due.due is not None
    assert [day.date for day in due.trail] == [
        start + timedelta(days=n) for n in range((due.due - start).days + 1)
    ]
    assert not due.trail[0].counted
    assert due.trail[-1].counted
    assert all(str(day.reason) for day in due.trail)
    assert not any(day.counted for day in due.trail if any(pause.covers(day.date) for pause in pauses))
