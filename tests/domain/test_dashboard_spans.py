"""Are the spans, months, rates and bars of the dashboard right for every day and every number?"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.supervision.dashboard import (
    BELOW,
    HEIGHT,
    LEFT,
    SPANS,
    WIDTH,
    Days,
    chart,
    months,
    round_up,
    share,
    span,
)

days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
counts = st.integers(0, 10**6)


def test_examples_with_exact_days() -> None:
    today = date(2026, 3, 1)
    assert span("week", today) == Days(date(2026, 2, 23), today)
    assert span("week", today).before == Days(date(2026, 2, 16), date(2026, 2, 22))
    assert span("nonsense", today) == span("month", today) == Days(date(2026, 1, 31), today)
    assert months(today)[0] == Days(date(2025, 4, 1), date(2025, 4, 30))
    assert months(today)[-2:] == (Days(date(2026, 2, 1), date(2026, 2, 28)), Days(today, today))
    assert [share(22, 25), share(999, 1000), share(0, 0), share(5, 5)] == [88, 99, None, 100]
    assert [round_up(number) for number in (0, 1, 3, 5, 11, 41, 141)] == [2, 2, 4, 10, 20, 100, 200]


@given(days, st.sampled_from(sorted(SPANS)))
def test_a_span_ends_with_its_day_and_the_one_before_touches_it(day: date, key: str) -> None:
    found = span(key, day)
    assert (found.last, found.length) == (day, SPANS[key])
    assert found.before.length == found.length
    assert found.before.last + timedelta(days=1) == found.first


@given(days)
def test_twelve_months_follow_each_other_without_gap(day: date) -> None:
    found = months(day)
    assert len(found) == 12
    assert found[-1].last == day
    for earlier, later in pairwise(found):
        assert earlier.last + timedelta(days=1) == later.first
        assert later.first.day == 1


@given(counts, counts)
def test_only_all_of_them_are_the_whole(part: int, more: int) -> None:
    found = share(part, part + more)
    assert (found == 100) == (more == 0 and part > 0)
    assert found is None or 0 <= found <= 100


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=12))
def test_bars_stay_inside_the_drawing_and_are_as_high_as_their_numbers(pairs: list[tuple[int, int]]) -> None:
    drawn = chart(pairs)
    ground = HEIGHT - BELOW
    bars = [bar for group in drawn.groups for bar in (group.came, group.closed)]
    for bar in bars:
        assert LEFT <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= ground
        assert abs(bar.y + bar.height - ground) < 0.2
    ranked = sorted(
        zip([number for pair in pairs for number in pair], bars, strict=True), key=lambda each: each[0]
    )
    heights = [bar.height for _number, bar in ranked]
    assert heights == sorted(heights)
    assert drawn.lines[-1][1] >= max(number for pair in pairs for number in pair)


@given(st.integers(0, 10**9))
def test_a_round_number_is_not_smaller_and_even(number: int) -> None:
    assert round_up(number) >= number
    assert round_up(number) % 2 == 0
