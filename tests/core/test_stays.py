"""Is the median of a step that of whole stays in working days, and of enough of them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongkai.core import stays

pytestmark = pytest.mark.django_db
#: A Monday, at eight in the office's zone.
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
OPEN = frozenset({"draft", "review"})


def way(number: int, *states: tuple[str, int]) -> list[stays.Entered]:
    """A matter that came into each state so many days after that Monday."""
    return [(number, state, MONDAY + timedelta(days=days)) for state, days in states]


def told(*ways: list[stays.Entered]) -> dict[str, float]:
    return stays.medians([entry for each in ways for entry in each], OPEN)


def test_a_stay_is_counted_in_working_days_from_one_state_to_the_next() -> None:
    ways = [way(at, ("draft", 0), ("review", at), ("done", 8)) for at in range(1, 6)]
    # Left on Tuesday to Saturday: one to four working days, the Saturday counts none; the median is three.
    assert told(*ways)["draft"] == 3
    assert "done" not in told(*ways)


def test_four_stays_are_too_few() -> None:
    assert told(*(way(at, ("draft", 0), ("review", 1)) for at in range(4))) == {}
    assert set(told(*(way(at, ("draft", 0), ("review", 1)) for at in range(5)))) == {"draft"}, (
        "the last stay goes on"
    )


def test_coming_into_the_same_state_again_begins_nothing_new() -> None:
    again = [way(at, ("draft", 0), ("draft", 1), ("review", 2)) for at in range(5)]
    assert told(*again) == {"draft": 2}


def test_each_return_is_a_stay_of_its_own_and_matters_do_not_run_into_each_other() -> None:
    back = [way(at, ("draft", 0), ("review", 1), ("draft", 2), ("review", 4), ("done", 4)) for at in range(3)]
    assert told(*back) == {"draft": 1.5, "review": 0.5}
