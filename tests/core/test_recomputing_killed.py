"""Computing again that was killed outright: is every clock old or new, and does a second run do the rest?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from period_stage import at, begin

from gongkai.core import clock, ladder, ledger, notices, recomputing
from gongkai.core.models import Deadline, Event, LadderStep
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 10
DAYS_OFF = (
    *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "04-05", "05-01", "05-02"),
    *("06-09", "09-15", "10-01", "10-02", "10-03", "01-04"),
)
NOTICE = "\n".join(["date,kind,name", *(f"2027-{day},holiday,节日" for day in DAYS_OFF)])
BEGUN = "2026-12-30 10:00"


@pytest.fixture
def together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Together]:
    """Ten clocks with their steps, computed three at a time."""
    monkeypatch.setattr(recomputing, "AT_ONCE", 3)
    with own_database(tmp_path) as found:
        found.alone(there(stage))
        yield found


def there(work: Any) -> Any:
    def then() -> Any:
        with clock.travel_to(at(BEGUN)):
            return work()

    return then


def stage() -> None:
    for number in range(COUNT):
        begin(BEGUN, matter=("tests.matter", number), armed=True)


def load() -> int:
    return notices.load_notice(
        year=2027, title="通知", document_number="", published_on=None, text=NOTICE, actor=ledger.System()
    )


def state() -> list[tuple[date | None, set[datetime]]]:
    """Clock after clock: its last day, and the due moments its waiting steps were laid for."""
    waiting = LadderStep.objects.filter(cancelled_at__isnull=True)
    return [
        (row.due_on, set(waiting.filter(deadline=row).values_list("due_at", flat=True)))
        for row in Deadline.objects.order_by("id")
    ]


def killed_in_the_third_chunk() -> None:
    """A process of its own loads the notice and is killed before the third chunk is committed."""
    child = os.fork()
    if child == 0:  # pragma: no cover - it dies
        try:
            real, calls = ladder.rearm_all, []

            def deadly(*given: Any) -> None:
                real(*given)
                calls.append(1)
                if len(calls) == 3:
                    os.kill(os.getpid(), signal.SIGKILL)

            ladder.rearm_all = deadly
            load()
        finally:
            os._exit(9)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL


def test_killed_in_the_midst_it_is_finished_later(together: Together) -> None:
    (old,) = {due for due, _steps in together.alone(state)}
    together.alone(there(killed_in_the_third_chunk))
    half = together.alone(state)
    new = half[0][0]
    assert [due for due, _steps in half] == [new] * 6 + [old] * 4 != [old] * COUNT
    # The steps stand with their clock, moved or not.
    assert all({moment.date() for moment in steps} == {due} for due, steps in half)
    assert together.alone(there(notices.unfinished)) is not None
    assert together.alone(there(lambda: notices.recompute(actor=ledger.System()))) == 4
    whole = together.alone(state)
    assert whole == [half[0]] * COUNT
    assert together.alone(there(notices.unfinished)) is None
    assert together.alone(ledger.verify) == (2, None)
    assert together.alone(lambda: Event.objects.get(verb=notices.RECOMPUTED.key).data["moved"]) == 4


def test_two_runs_at_once_move_each_clock_once(together: Together) -> None:
    found = together.at_once(there(load), there(load))
    assert sum(found) == COUNT, found
    assert len({str(each) for each in together.alone(state)}) == 1
    assert together.alone(there(notices.unfinished)) is None


def test_a_run_for_an_older_notice_that_ends_last_leaves_nothing_unfinished(together: Together) -> None:
    together.alone(there(load))
    newer = together.alone(there(notices.unfinished))
    assert newer is None
    last = together.alone(lambda: Event.objects.filter(verb=notices.NOTICE_LOADED.key).latest("seq"))

    def late() -> None:
        with transaction.atomic():
            data = {"year": 2027, "moved": 0, "after": last.seq - 1}
            ledger.record(
                notices.RECOMPUTED, subject=("core.calendar", 2027), actor=ledger.System(), data=data
            )

    together.alone(late)
    assert together.alone(there(notices.unfinished)) is None
