"""Does the demonstration show 22 flowcharts that hold together, as of the seed's year, each at its power?"""

from __future__ import annotations

import time
from datetime import date

import pytest

from gongkai.core import clock
from gongkai.demo import bureau, power_charts, power_items
from gongkai.demo.power_chart_texts import CHARTS
from gongkai.domain.powers.charts import EXECUTED, read
from gongkai.people.models import Agency
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import public, register
from gongkai.publishing.actions import sync_catalogue

pytestmark = pytest.mark.django_db
LAST_OF_2012 = date(2012, 12, 31)


@pytest.fixture
def founded() -> Agency:
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        return bureau.found()


def test_there_are_22_of_the_seeds_year_three_of_them_carried_out_here(founded: Agency) -> None:
    begun = time.process_time()
    assert power_charts.play(founded) == 22
    assert time.process_time() - begun < 5
    of_2012 = list(public.current("chart", LAST_OF_2012))
    assert len(of_2012) == 22
    executed = {each.content["executes"] for each in of_2012 if each.content["executes"]}
    assert executed == set(EXECUTED)
    assert len(list(public.current("chart"))) == 22
    several = {each.code for each in CHARTS if each.later}
    assert set(Version.objects.filter(number=2).values_list("entry__code", flat=True)) == several
    assert len(several) == 3


def test_every_version_is_whole_and_has_branches_and_an_end(founded: Agency) -> None:
    power_charts.play(founded)
    returns = branches = 0
    for version in Version.objects.select_related("entry"):
        assert register.faults(version) == []
        if version.content["executes"]:
            continue
        chart = read(version.title, version.content)
        assert 5 <= len(chart.steps) <= 14
        order = [step.key for step in chart.steps]
        branches += any(len(step.ways) > 1 for step in chart.steps)
        returns += any(order.index(way.key) <= at for at, step in enumerate(chart.steps) for way in step.ways)
    assert branches == Version.objects.count() - 3, "each chart by hand has a branch"
    assert returns > branches / 2


def test_each_belongs_to_its_power_and_playing_again_changes_nothing(founded: Agency) -> None:
    power_items.play(founded)
    power_charts.play(founded)
    charts = Entry.objects.filter(kind="chart").select_related("parent")
    assert {each.code for each in charts if each.parent is None} == set()
    parents = {each.code: each.parent.code for each in charts if each.parent}
    assert parents["C-WASTE-1"] == "W-01"
    assert parents["C-OFFICE-2"] == "O-02"
    assert parents["C-LAW-3"] == "L-03"
    count = Version.objects.count()
    power_charts.play(founded)
    assert Version.objects.count() == count
