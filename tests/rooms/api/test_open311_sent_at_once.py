"""Is a report that arrives several times at the same moment one matter?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import cast as people
from gongkai.complaints.models import Matter
from gongkai.core import clock
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import NOW, Program
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found


@pytest.mark.parametrize("token", ["", "at once"])
def test_sent_many_times_at_once_it_is_one_matter(together: Together, token: str) -> None:
    key = together.alone(lambda: stage.key_for(people.make_cast()))

    def send() -> str:
        with clock.travel_to(NOW):
            return Program(key=key).report(client_token=token)

    found = together.at_once(*[send] * 6)
    assert len(set(found)) == 1, found
    assert together.alone(Matter.objects.count) == 1
