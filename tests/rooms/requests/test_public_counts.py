"""What does the public page of procedures tell of requests: numbers only, and none that points at somebody?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.test import Client

import requesting
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.domain.requests import PROCESS
from gongkai.requests.models import Request
from gongkai.requests.queries import public_counts
from request_stage import TODAY, stand, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def concluded(cast: Cast, days: int) -> Request:
    """Begun today; some days with the officer, then answered and served in one day."""
    with clock.travel_to(TODAY):
        request = requesting.answered(cast, requesting.handling(cast))
    with clock.travel_to(TODAY + timedelta(days=days)):
        return requesting.walk_to(cast, request, "closed")


def test_very_small_numbers_are_not_counted_out(cast: Cast) -> None:
    for _ in range(3):
        stand(cast, "received")
    stand(cast, "handling")
    stand(cast, "fee")
    numbers = public_counts.standing().numbers
    assert (numbers["received"], numbers["handling"], numbers["fee"], numbers["closed"]) == (3, None, None, 0)
    assert set(numbers) == {state.key for state in PROCESS.states}


def test_the_median_is_of_working_days_and_of_enough_stays(cast: Cast) -> None:
    for days in (1, 2, 3, 4):
        concluded(cast, days)
    with clock.travel_to(TODAY + timedelta(days=30)):
        assert public_counts.standing().days == {}, "four are too few"
    concluded(cast, 10)  # from Monday to Thursday of the week after: eight working days
    with clock.travel_to(TODAY + timedelta(days=30)):
        told = public_counts.standing().days
        assert (told["handling"], told["received"], told["approved"]) == (3, 0, 0)
        assert "closed" not in told, "nobody owes anything there"
    with clock.travel_to(TODAY + timedelta(days=500)):
        assert public_counts.standing().days == {}, "what is long past tells nothing of today"


def test_stays_of_requests_still_on_their_way_are_not_counted(cast: Cast) -> None:
    for _ in range(6):
        step(cast, stand(cast, "handling"), "hear_third_party", "officer")
    assert public_counts.standing().days == {}


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_shows_the_process_and_nobody(cast: Cast, client: Client, prefix: str) -> None:
    for days in (1, 2, 3, 4, 5):
        concluded(cast, days)
    stand(cast, "fee")
    html = client.get(f"{prefix}/processes/request/").content.decode()
    html5lib.HTMLParser(strict=True).parse(html)
    assert 'role="img"' in html
    assert client.get("/processes/request.bpmn").status_code == 200
    assert "/processes/request/" in client.get(f"{prefix}/processes/").content.decode()
    for hidden in (*requesting.MARKERS.values(), requesting.SUBJECT, "341600CG-2026"):
        assert hidden not in html
    if prefix:
        assert "fewer than 3" in html
        assert "Working days there" in html


def test_three_queries_however_many_requests(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for most in (2, 6):
        for days in range(1, most):
            concluded(cast, days)
        client.get("/processes/request/")  # host agency and calendar are read once and kept
        with django_assert_num_queries(5):
            client.get("/processes/request/")
