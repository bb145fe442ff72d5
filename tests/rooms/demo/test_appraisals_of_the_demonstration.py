"""Does the demonstration hold last year's appraisal with its results, and this year's open, quickly and the same?"""

from __future__ import annotations

import random
import time
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from gongkai.complaints.models import Matter
from gongkai.core import clock, ledger
from gongkai.demo import appraising, bureau
from gongkai.demo.stage import Stage
from gongkai.people.models import Agency, Unit
from gongkai.publishing.actions import sync_catalogue
from gongkai.requests.models import Request
from gongkai.supervision.models import AppraisalWords, Round, RoundResult
from gongkai.supervision.queries.appraisal_figures import satisfaction
from rooms.supervision import appraisal_stage
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
#: Seconds of the processor that both rounds may take.
MOST = 3.0


def played() -> float:
    """Both rounds over people who dealt with the bureau; gives how long they took."""
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    agency = Agency.objects.get(code="cgj")
    units = {each.code: each for each in Unit.objects.filter(agency=agency)}
    cast: Any = SimpleNamespace(agency=agency, units=units)
    appraisal_stage.reported(cast, 60)
    appraisal_stage.applied(cast, 20, "office")
    # The stage has them in the year before; the play asks for the last twelve months.
    Matter.objects.update(received_on=date(2026, 1, 20))
    Request.objects.update(arrived_on=date(2026, 1, 21))
    with clock.travel_to(NOW):
        begun = time.process_time()
        scenes = appraising.Course(Stage(random.Random(2012)), clock.today()).scenes()
        for _day, _order, scene in sorted(scenes, key=lambda each: each[:2]):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture
def took(built: float) -> float:
    return on_stage(built)


def test_it_is_quick_and_the_ledger_holds(took: float) -> None:
    assert took < MOST
    assert ledger.verify()[1] is None


def test_last_years_round_is_published_and_this_years_is_open(took: float) -> None:
    last, now = Round.objects.get(year=2025), Round.objects.get(year=2026)
    assert (last.state, now.state) == ("published", "open")
    assert now.closes_on > NOW.date() + timedelta(days=7)
    result = RoundResult.objects.get()
    assert result.sample["enough"]
    assert result.open["answers"] == len(appraising.UNASKED)
    assert {"answered", "refused", "not_reached"} <= result.outcomes.keys()
    assert all(row["mean"] for row in result.sample["dimensions"])
    agency = Agency.objects.get(code="cgj")
    told = satisfaction(agency.pk, 2025)
    assert told is not None
    assert told[2] == last.pk
    shown = AppraisalWords.objects.filter(round=last).values_list("public_words", flat=True)
    assert any(shown)
    assert not any("电话" in text for text in shown)
