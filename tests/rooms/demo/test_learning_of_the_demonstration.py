"""Does the demonstration's training show every state, 936 candidates with 844 passes, and take little time?"""

from __future__ import annotations

import random
import time
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.core import clock, ledger
from gongkai.demo import bureau, duties_learning_2012, duties_learning_year, learning_people
from gongkai.demo.stage import Stage
from gongkai.domain.duties import examining, learning
from gongkai.duties.models import Course, Examination, Learner
from gongkai.duties.queries import learning_figures
from gongkai.duties.queries.learning import certificates, mine, worklists
from gongkai.people.actor import actor_of
from gongkai.people.models import Agency, Person
from gongkai.publishing.actions import sync_catalogue
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
#: Seconds of the processor that both years of training may take.
MOST = 8.0


def played() -> float:
    """Both years without the other rooms; gives how long they took."""
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    with clock.travel_to(NOW):
        stage = Stage(random.Random(2012))
        begun = time.process_time()
        duties_learning_2012.play(stage)
        scenes = duties_learning_year.Course(stage, clock.today()).scenes()
        for _day, _order, scene in sorted(scenes, key=lambda each: (each[0], each[1])):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture(autouse=True)
def took(built: float) -> float:
    return on_stage(built)


def test_training_takes_little_time(took: float) -> None:
    assert took < MOST


def test_2012_has_936_candidates_and_844_passes() -> None:
    found = learning_figures.of_year(Agency.objects.get(code="cgj").pk, 2012)
    assert (found.candidates, found.passed, found.rate) == (936, 844, Decimal("90.17"))
    assert found.courses == 3


def test_there_is_an_examination_and_a_course_in_every_state() -> None:
    assert set(Examination.objects.values_list("state", flat=True)) == {
        state.key for state in examining.PROCESS.states
    }
    assert set(Course.objects.values_list("state", flat=True)) == {
        state.key for state in learning.PROCESS.states
    }


def test_one_is_open_online_and_certificates_run_out_soon() -> None:
    with clock.travel_to(NOW):
        assert len(mine.to_begin(actor_of(Person.objects.get(username="drafter")))) == 1
        assert certificates.expiring({Agency.objects.get(code="cgj").pk}).count() > 10
        for username in ("law-drafter", "leader"):
            assert worklists.to_do_count(actor_of(Person.objects.get(username=username))) > 1


def test_every_name_of_the_roster_is_another_one_and_none_is_public() -> None:
    names = [learning_people.name(place) for place in range(learning_people.PEOPLE)]
    assert len(set(names)) == len(names)
    page = Client().get("/training/?year=2012").content.decode()
    assert "844" in page
    assert "90.17%" in page
    assert not [name for name in names[:200] if name in page]
    assert Learner.objects.count() == learning_people.PEOPLE + len(learning_people.ACCOUNTS)


def test_the_ledger_of_training_holds() -> None:
    assert ledger.verify()[1] is None
