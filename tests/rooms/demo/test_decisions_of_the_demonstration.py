"""Do the demonstration's decisions fill three years in little time, stand in every state, and name nobody in public?"""

from __future__ import annotations

import time

import pytest
from django.test import Client

from gongkai.core import clock, ledger
from gongkai.demo import bureau, decision_scenes, decisions_year, discretion_tables, power_items
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.people.models import Agency
from gongkai.powers.models import Decision
from gongkai.powers.queries import oversight, public_decisions
from gongkai.powers.queries.decisions import personal
from gongkai.publishing.actions import sync_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded() -> Agency:
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        made = bureau.found()
    power_items.play(made)
    discretion_tables.play(made)
    return made


def test_three_years_of_decisions_and_this_years_along_the_whole_way(founded: Agency) -> None:
    begun = time.process_time()
    count = decisions_year.play(founded)
    assert time.process_time() - begun < 10
    assert Decision.objects.count() == count > 300
    assert {scene.end for scene in decision_scenes.SCENES} == {state.key for state in PROCESS.states}
    along = Decision.objects.filter(officer__isnull=False)
    states = sorted(along.values_list("state", flat=True))
    assert states == sorted(scene.end for scene in decision_scenes.SCENES)
    assert along.filter(outside_range=True).exclude(deviation="").exists()
    assert along.filter(outcome="spared").exclude(education="").exists()
    assert along.exclude(review_opinion="").exists()
    year = clock.today().year
    assert oversight.years(founded.pk)[0] in (year, year - 1)
    spread = [
        oversight.dispersion(each.table, each_year)
        for each_year in oversight.years(founded.pk)
        for each in oversight.tables(founded.pk, each_year)
    ]
    assert any(each.outliers for each in spread), "somebody lies far from the others"
    for found in public_decisions.published():
        assert not personal(found.public_text), found.public_text
    assert ledger.verify()[1] is None
    page = Client().get("/powers/decisions/").content.decode()
    assert "曹示例丙" not in page
