"""What does the public page of procedures tell of matters: numbers and medians, and nobody?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import mattering
from cast import Cast, make_cast
from gongkai.complaints.queries import public_counts
from gongkai.core import clock
from gongkai.domain.complaints import PROCESS
from request_stage import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def closed(cast: Cast, days: int) -> None:
    """Signed for today, answered, called back and closed some days later."""
    with clock.travel_to(TODAY):
        matter = mattering.drafted(cast)
    with clock.travel_to(TODAY + timedelta(days=days)):
        mattering.go(cast, matter, "submit_reply", "handler")
        mattering.go(cast, matter, "agree_reply", "unit_head")
        mattering.go(cast, matter, "send_reply", "taker", way="telephone")
        mattering.go(cast, matter, "call_back", "caller", call=mattering.HAPPY)
        mattering.go(cast, matter, "close", "caller")


def test_very_small_numbers_are_not_counted_out(cast: Cast) -> None:
    for _ in range(3):
        mattering.dispatched(cast)
    mattering.handling(cast)
    numbers = public_counts.standing().numbers
    assert (numbers["dispatched"], numbers["handling"], numbers["closed"]) == (3, None, 0)
    assert set(numbers) == {state.key for state in PROCESS.states}
    assert public_counts.standing(cast.agency.pk + 1000).numbers["dispatched"] == 0


def test_the_median_is_of_working_days_and_of_enough_stays(cast: Cast) -> None:
    for days in (1, 2, 3, 4):
        closed(cast, days)
    with clock.travel_to(TODAY + timedelta(days=30)):
        assert public_counts.standing().days == {}, "four are too few"
    closed(cast, 10)
    with clock.travel_to(TODAY + timedelta(days=30)):
        told = public_counts.standing().days
        assert (told["handling"], told["review"]) == (3, 0)
        assert "closed" not in told, "nobody owes anything there"
        assert public_counts.standing(cast.agency.pk).days == told
        assert public_counts.standing(cast.agency.pk + 1000).days == {}
    with clock.travel_to(TODAY + timedelta(days=500)):
        assert public_counts.standing().days == {}, "what is long past tells nothing of today"


def test_the_page_tells_days_and_asks_as_often_for_many_as_for_few(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for most in (2, 5):
        for days in range(1, most):
            closed(cast, days)
        client.get("/processes/complaint/")  # host agency and calendar are read once and kept
        with django_assert_num_queries(5):
            html = client.get("/en/processes/complaint/").content.decode()
    assert "Working days there" in html
    for hidden in (*mattering.MARKERS.values(), mattering.TITLE):
        assert hidden not in html
