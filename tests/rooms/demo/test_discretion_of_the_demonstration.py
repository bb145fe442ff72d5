"""Do the demonstration's tables prove, all but the one that is meant to be faulty, and show a milder newer rule?"""

from __future__ import annotations

import time
from datetime import date

import pytest

from gongkai.core import clock
from gongkai.demo import bureau, discretion_tables, power_items
from gongkai.demo.discretion_texts import FAULTY
from gongkai.domain.discretion import FactorKind, Milder, prove
from gongkai.people.models import Agency
from gongkai.powers.models import Entry, Version
from gongkai.powers.queries import tables
from gongkai.publishing.actions import sync_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def founded() -> Agency:
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        return bureau.found()


def test_the_tables_stand_under_their_powers_and_prove(founded: Agency) -> None:
    power_items.play(founded)
    begun = time.perf_counter()
    assert discretion_tables.play(founded) == 24
    assert time.perf_counter() - begun < 10
    entries = Entry.objects.filter(kind="discretion")
    assert entries.count() == 24
    assert not entries.filter(parent=None).exists()
    kinds: set[FactorKind] = set()
    for version in Version.objects.filter(entry__kind="discretion").select_related("entry"):
        table = tables.table(version)
        assert table is not None
        kinds |= {each.kind for each in table.factors}
        cases = [str(case) for fault in prove(table) for case in fault.cases]
        faulty = version.entry.code == FAULTY
        assert version.as_published == faulty
        assert cases == (["占用面积 = 5", "占用面积 = 10"] if faulty else [])
    assert kinds == {"number", "choice", "yes_no", "count"}
    number = Version.objects.count()
    discretion_tables.play(founded)
    assert Version.objects.count() == number


def test_some_have_a_milder_newer_version(founded: Agency) -> None:
    discretion_tables.play(founded)
    entry = tables.entry_by_code("CG-B1-05")
    assert entry is not None
    found = tables.judge(entry, {"占道面积": 2, "一年内次数": 1}, date(2022, 5, 1), date(2024, 5, 1))
    assert isinstance(found, Milder)
    assert (found.chosen, found.outcome.outcome) == ("new", "spared")
    several = [
        each for each in Entry.objects.filter(kind="discretion") if len(tables.series(each).tables) > 1
    ]
    assert len(several) >= 4
