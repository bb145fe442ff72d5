"""Do the demonstration's plans show every state, and does 2012 count as it should?"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils import timezone

from gongkai.core import clock, ledger
from gongkai.demo import bureau, duties_plans_2012, duties_plans_year
from gongkai.demo.stage import Stage
from gongkai.domain.duties import meetings, plans, tasks, themes
from gongkai.duties.models import Meeting, Task, TaskReminder, Theme, WorkPlan
from gongkai.duties.queries import plan_figures
from gongkai.duties.queries import tasks as reads
from gongkai.people.models import Agency
from gongkai.publishing.actions import sync_catalogue
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
#: Seconds of the processor that both years may take.
MOST = 8.0


def played() -> float:
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    with clock.travel_to(NOW):
        stage = Stage(random.Random(2012))
        begun = time.process_time()
        duties_plans_2012.play(stage)
        for _day, _order, scene in sorted(
            duties_plans_year.Course(stage, clock.today()).scenes(), key=lambda each: each[:2]
        ):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture(autouse=True)
def took(built: float) -> float:
    return on_stage(built)


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with clock.travel_to(NOW):
        yield


def test_the_years_of_plans_take_little_time(took: float) -> None:
    assert took < MOST


def test_the_plan_of_2012_counts_twelve_tasks_done_and_three_meetings() -> None:
    bureau_of_it = Agency.objects.get(code="cgj")
    figures = plan_figures.of_year(bureau_of_it.pk, 2012)
    assert figures == plan_figures.PlanFigures(plans=1, tasks=12, done=12, overdue=0, meetings=3)
    theme = Theme.objects.get(title="政务公开深化年")
    assert theme.closed_on is not None
    assert (theme.state, theme.tasks.count(), theme.closed_on.year) == ("closed", 12, 2012)
    assert WorkPlan.objects.get(year=2012).closed_on is not None


def test_every_state_is_there() -> None:
    for model, process in (
        (WorkPlan, plans.PROCESS), (Task, tasks.PROCESS), (Meeting, meetings.PROCESS), (Theme, themes.PROCESS),
    ):  # fmt: skip
        kept = set(model.objects.values_list("state", flat=True))  # type: ignore[attr-defined]
        missing = {state.key for state in process.states} - kept
        assert missing <= {"discarded"}, process.key


def test_tasks_are_overdue_and_their_units_were_reminded() -> None:
    late = list(reads.overdue([Agency.objects.get(code="cgj").pk]))
    assert len(late) >= 3
    assert TaskReminder.objects.filter(task__in=late, days=-1).count() == len(late)
    assert Meeting.objects.filter(state="called", begins_at__gt=NOW).exists()


def test_the_ledger_of_the_plans_is_whole() -> None:
    assert ledger.verify()[1] is None
