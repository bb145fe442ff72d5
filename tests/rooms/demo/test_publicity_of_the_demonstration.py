"""Does the demonstration's publicity show every state, the figures of 2012, and a month of accounts that is missing?"""

from __future__ import annotations

import random
import time
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.core import clock, ledger
from gongkai.demo import bureau, duties_publicity_2012, duties_publicity_year
from gongkai.demo.stage import Stage
from gongkai.domain.duties.publicity import PROCESS, PublicityFigures
from gongkai.duties.models import Activity, ActivityPhoto, Board
from gongkai.duties.queries import publicity, publicity_figures, publicity_lists, publicity_public
from gongkai.people.actor import actor_of
from gongkai.people.models import Agency, Person
from gongkai.publishing import queries
from gongkai.publishing.actions import sync_catalogue
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
#: Seconds of the processor that both years may take.
MOST = 12.0


def played() -> float:
    """Both years without the other rooms; gives how long they took."""
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    with clock.travel_to(NOW):
        stage = Stage(random.Random(2012))
        begun = time.process_time()
        duties_publicity_2012.play(stage)
        scenes = duties_publicity_year.Course(stage, clock.today()).scenes()
        for _day, _order, scene in sorted(scenes, key=lambda each: (each[0], each[1])):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture(autouse=True)
def took(built: float) -> float:
    return on_stage(built)


def bureau_pk() -> int:
    return Agency.objects.get(code="cgj").pk


def test_publicity_is_played_in_little_time(took: float) -> None:
    assert took < MOST


def test_2012_has_its_leaflets_and_a_hundred_and_some_people() -> None:
    found = publicity_figures.of_year(bureau_pk(), 2012)
    assert found == PublicityFigures(9, 3000, 2860, 126)
    days = [each.begins_on for each in publicity_figures.behind(bureau_pk(), 2012) if each.kind == "law_day"]
    assert [(day.month, day.day) for day in days] == [(9, 19), (12, 4)]
    kinds = {each.kind for each in publicity_figures.behind(bureau_pk(), 2012)}
    assert {"corridor", "press", "radio", "hotline"} <= kinds


def test_there_is_an_activity_in_every_state_and_nothing_personal_in_it() -> None:
    assert set(Activity.objects.values_list("state", flat=True)) == {state.key for state in PROCESS.states}
    assert [each.number for each in Activity.objects.all() if publicity.personal(each)] == []
    assert ledger.verify()[1] is None


def test_a_board_is_stale_and_the_others_are_not() -> None:
    with clock.travel_to(NOW):
        office = actor_of(Person.objects.get(username="law-drafter"))
        stale = [each.board.name for each in publicity_lists.stale_boards(office)]
        assert stale == [duties_publicity_2012.SQUARE]
        assert Board.objects.count() == 3


def test_one_month_of_the_accounts_is_missing() -> None:
    today = NOW.date()
    whole = queries.internal_calendar(bureau_pk(), 2012, today)
    assert whole.missing == []
    accounts = next(row for row in whole.rows if row.kind.key == "accounts")
    assert [cell.count for cell in accounts.cells] == [1] * 12
    now = queries.internal_calendar(bureau_pk(), today.year, today)
    assert [(kind.key, month.month) for kind, month in now.missing] == [("accounts", 5)]


def test_only_veiled_photos_are_shown() -> None:
    shown = [photo for each in Activity.objects.all() for photo in publicity_public.shown(each)]
    assert len(shown) >= 10
    assert ActivityPhoto.objects.filter(veiled_key="").exists(), "one still waits for somebody to look"
    assert Client().get(f"/publicity/photos/{shown[0].pk}.jpg").status_code == 200
    waiting = ActivityPhoto.objects.filter(veiled_key="").first()
    assert waiting is not None
    assert Client().get(f"/publicity/photos/{waiting.pk}.jpg").status_code == 404
