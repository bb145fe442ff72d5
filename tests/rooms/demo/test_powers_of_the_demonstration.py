"""Does the demonstration's register hold together: versions to compare, whole services, drafts on their way?"""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import date

import pytest

from gongkai.core import clock
from gongkai.demo import bureau, power_items
from gongkai.demo.stage import Stage
from gongkai.domain.powers.completeness import completeness
from gongkai.people.models import Agency
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import catalogue, register
from gongkai.publishing.actions import sync_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded() -> Agency:
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        return bureau.found()


def test_the_list_is_whole_and_shows_its_changes(founded: Agency) -> None:
    begun = time.perf_counter()
    number = power_items.play(founded)
    assert time.perf_counter() - begun < 10
    kinds = Counter(Entry.objects.values_list("kind", flat=True))
    assert kinds["service"] == 12
    assert 55 <= kinds["item"] == number - 12 <= 70
    assert not [each for each in Version.objects.all() if register.faults(each)]
    several = Counter(Version.objects.values_list("entry__code", flat=True))
    assert several["W-01"] == 3
    assert sum(count > 1 for count in several.values()) >= 8
    for version in catalogue.everything("service"):
        assert completeness("service", version.content).whole
        assert version.entry.parent is not None
    assert set(catalogue.by_category()) >= {"licence", "penalty", "coercion", "inspection", "service"}
    assert power_items.play(founded) == number
    assert Version.objects.count() == sum(several.values())


def test_the_living_year_leaves_something_at_every_stage(founded: Agency) -> None:
    power_items.play(founded)
    today = clock.today()
    scenes = power_items.Course(Stage(random.Random(1)), today).scenes()
    assert [day for day, _order, _scene in scenes] == sorted(day for day, _order, _scene in scenes)
    for _day, _order, scene in scenes:
        scene()
    states = Counter(Version.objects.exclude(state="published").values_list("state", flat=True))
    assert states == {"draft": 2, "in_review": 1, "approved": 1}
    coming = Version.objects.get(entry__code="A-05", number=2)
    assert coming.state == "published"
    assert isinstance(coming.in_force_from, date)
    assert coming.in_force_from > today
