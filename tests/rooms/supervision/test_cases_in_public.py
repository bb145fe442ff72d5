"""What does the public read of accountability: numbers, and none so small that it points at somebody?"""

from __future__ import annotations

import case_stage as stage
import pytest
from django.test import Client

import everybody
from cast import Cast, make_cast
from desk import words_of
from gongkai.core import clock
from gongkai.supervision.models import Case
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


def test_the_public_counts_nothing_so_small_that_it_points_at_somebody(cast: Cast) -> None:
    def words() -> str:
        return words_of(Client().get("/en/accountability/"))

    assert "No case was decided yet" in words()
    rows = [stage.at(cast, "decided") for _ in range(2)]
    assert "Fewer than 3 cases were decided" in words()
    rows += [stage.at(cast, "decided", fault="stale") for _ in range(2)]
    assert "4 cases were decided." in words()
    assert "told once the year is over" in words()
    last = clock.today().replace(year=clock.today().year - 1)
    Case.objects.update(decided_on=last)
    page = words()
    assert str(last.year) in page
    table = page.partition("<caption>By kind of fault</caption>")[2].partition("</table>")[0]
    assert "Others together" in table
    assert "Answered or handled late" not in table
    results = page.partition("<caption>By result</caption>")[2].partition("</table>")[0]
    assert "Criticism in a talk" in results
    Case.objects.filter(pk=rows[0].pk).update(state="revoked")
    assert "3 cases were decided." in words()


def test_the_process_is_public_with_its_numbers_and_nothing_else(cast: Cast) -> None:
    for _ in range(3):
        stage.opened(cast)
    stage.at(cast, "hearing")
    response = Client().get("/en/processes/accountability/")
    by_step = {cells[0]: cells[2] for cells in response.context["table"]["rows"]}
    assert by_step["Opened, to be looked into"] == "3"
    assert by_step["Told, to be heard"] == "fewer than 3"
    assert stage.TITLE not in words_of(response)
