"""What does the public page of procedures tell of documents: how many stand where, and how long they stay?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

import cast as people
from cast import Cast, make_cast
from gongkai.core import clock
from gongkai.publishing.models import Document
from gongkai.publishing.queries import standing as reads
from request_stage import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def published(cast: Cast, days: int) -> Document:
    """Drafted today, and walked to publication in one day some days later."""
    with clock.travel_to(TODAY):
        document = people.draft(cast)
    with clock.travel_to(TODAY + timedelta(days=days)):
        for key, who in people.WAY:
            document = people.go(cast, document, key, who)
    return document


def test_the_median_is_of_working_days_and_of_enough_stays(cast: Cast) -> None:
    for days in (1, 2, 3, 4):
        published(cast, days)
    with clock.travel_to(TODAY + timedelta(days=30)):
        assert reads.standing().days == {}, "four are too few"
        assert reads.standing().numbers["published"] == 4
    published(cast, 10)
    with clock.travel_to(TODAY + timedelta(days=30)):
        told = reads.standing().days
        assert told["draft"] == 3
        assert told["approval"] == 0
        assert "published" not in told, "nobody owes anything there"
        assert reads.standing(cast.agency.pk).days == told
        assert reads.standing(cast.agency.pk + 1000).days == {}
    with clock.travel_to(TODAY + timedelta(days=500)):
        assert reads.standing().days == {}, "what is long past tells nothing of today"


def test_what_was_brought_in_did_not_go_this_way(cast: Cast) -> None:
    for days in (1, 2, 3, 4, 5):
        published(cast, days)
    Document.objects.update(imported=True)
    with clock.travel_to(TODAY + timedelta(days=30)):
        assert reads.standing().days == {}
        assert reads.standing().numbers["published"] == 5


def test_the_page_asks_as_often_for_many_as_for_few(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for most in (2, 5):
        for days in range(1, most):
            published(cast, days)
        client.get("/processes/disclosure/")  # host agency and calendar are read once and kept
        with django_assert_num_queries(5):
            html = client.get("/en/processes/disclosure/").content.decode()
    assert "Working days there" in html
