"""Does each step fire exactly once, in office hours, whatever happens to the worker that fires it?"""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from period_stage import FOUR_HOURS, at, begin, laid, state, told

from gongkai.core import clock, deadlines, ladder
from gongkai.core.models import Deadline, LadderStep, Mail
from together import Together, own_database

MORNING = "03-10 10:00"


def tell(step: LadderStep, deadline: Deadline) -> None:
    """Writes down who was told what: nothing keeps it from being written twice but the ladder."""
    now = clock.now()
    Mail.objects.create(
        title=f"{deadline.subject} {step.step}", subject_type="told", subject="1", queued_at=now, due_at=now
    )


def told_of() -> dict[str, int]:
    return dict(Counter(Mail.objects.filter(subject_type="told").values_list("title", flat=True)))


def fire(now: str, limit: int = 500) -> int:
    with clock.travel_to(at(now)):
        return ladder.fire_due(tell, limit)


@pytest.mark.django_db
def test_a_step_fires_at_its_moment_and_no_second_time() -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    assert [fire(now) for now in ("03-02 15:41", "03-02 15:42", "03-02 15:43", "03-02 16:29")] == [0, 1, 0, 0]
    assert [fire(now) for now in ("03-02 16:30", "03-02 17:00", "03-03 08:00")] == [1, 0, 1]
    assert told_of() == {"1 yellow": 1, "1 red": 1, "1 urge": 1}
    assert [how for *_, how in laid(deadline)] == ["fired", "fired", "fired", "waits"]


@pytest.mark.django_db
@pytest.mark.parametrize("late", ["03-02 23:00", "03-03 12:30", "03-07 10:00", "03-03 07:59"])
def test_a_late_worker_fires_nothing_outside_office_hours(late: str) -> None:
    begin("03-02 10:00", FOUR_HOURS, armed=True)
    assert fire(late) == 0
    assert told_of() == {}
    assert fire("03-09 08:00") == 4


@pytest.mark.django_db
def test_a_round_that_runs_into_the_evening_stops() -> None:
    for number in range(3):
        begin("03-02 10:00", FOUR_HOURS, ("tests.matter", number), armed=True)

    def slow(step: LadderStep, deadline: Deadline) -> None:
        tell(step, deadline)
        clock.step(timedelta(minutes=20))

    with clock.travel_to(at("03-02 17:00")):
        assert ladder.fire_due(slow) == 2
    assert fire("03-03 08:00") == 7


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["stopped", "laid aside", "moved past the ladder"])
def test_a_clock_that_stopped_or_moved_is_left_alone(change: str) -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    if change == "stopped":
        deadlines.stop(("tests.matter", 1))
    elif change == "laid aside":
        Deadline.objects.update(urging=False)
    else:
        Deadline.objects.update(due_at=at("03-20 10:00"))
    assert fire("03-03 09:00") == 0
    assert told_of() == {}
    assert [how for *_, how in laid(deadline)] == ["aside", "aside", "aside", "waits"]


@pytest.mark.django_db
def test_one_that_cannot_be_told_waits_and_the_others_go_on() -> None:
    begin("03-02 10:00", FOUR_HOURS, ("tests.matter", "bad"), armed=True)
    begin("03-02 10:00", FOUR_HOURS, ("tests.matter", "good"), armed=True)

    def picky(step: LadderStep, deadline: Deadline) -> None:
        tell(step, deadline)
        if deadline.subject == "bad":
            raise RuntimeError("nobody there")

    with clock.travel_to(at("03-02 17:00")):
        assert ladder.fire_due(picky, limit=2) == 2
        assert told_of() == {"good yellow": 1, "good red": 1}
        assert ladder.fire_due(tell) == 2
    assert told_of() == {"good yellow": 1, "good red": 1, "bad yellow": 1, "bad red": 1}


@pytest.mark.django_db
def test_what_is_due_is_one_indexed_query_however_many_there_are(django_assert_num_queries: object) -> None:
    for number in range(12):
        begin("03-02 10:00", FOUR_HOURS, ("tests.matter", number), armed=True)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = ladder.due_steps(at("03-03 09:00"), 20)
        assert [step.deadline.title for step in found] == ["路灯不亮"] * 20
    moments = [step.fire_at for step in found]
    assert moments == sorted(moments)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # So few rows are sorted sooner than read in order: forbidden, the planner shows what it does with many.
            for way in ("seqscan", "bitmapscan", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
    waiting = LadderStep.objects.filter(
        fired_at__isnull=True, cancelled_at__isnull=True, fire_at__lte=clock.now()
    )
    assert "ladder_to_fire" in waiting.order_by("fire_at", "id")[:20].explain()
    assert "deadline_next_moment" in deadlines.overdue().explain()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(deadlines.overdue(now=at("03-02 17:00"), rule_prefix="tests.")) == 12
    assert not deadlines.overdue(now=at("03-02 16:30"))


# --- Workers that meet, and one that is killed ---------------------------------------------------------------


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found


def begun(count: int) -> None:
    for number in range(count):
        begin("03-02 10:00", FOUR_HOURS, ("tests.matter", number), armed=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_fire_each_step_once(together: Together) -> None:
    together.alone(lambda: begun(10))
    results = together.at_once(lambda: fire(MORNING), lambda: fire(MORNING))
    # One that found a clock in the other's hands leaves it for the next round.
    rest = together.alone(lambda: fire(MORNING))
    counts = together.alone(told_of)
    assert sum(results) + rest == 40
    assert sorted(counts) == sorted(
        f"{n} {step}" for n in range(10) for step in ("yellow", "red", "urge", "supervise")
    )
    assert set(counts.values()) == {1}


@pytest.mark.django_db(transaction=True)
def test_firing_and_extending_at_once_leave_one_ladder(together: Together) -> None:
    together.alone(lambda: begun(4))

    def extend() -> None:
        for row in Deadline.objects.order_by("id"):
            deadlines.extend(row, 70)

    results = together.at_once(lambda: fire("03-02 17:00"), extend)
    assert not any(isinstance(result, Exception) for result in results)
    steps = together.alone(
        lambda: [(s.deadline_id, s.step, s.due_at, state(s)) for s in LadderStep.objects.all()]
    )
    counts = together.alone(told_of)
    assert set(counts.values()) <= {1}
    assert sum(counts.values()) == sum(how == "fired" for *_, how in steps)
    waiting = [(pk, told(due)) for pk, _, due, how in steps if how == "waits"]
    assert len(waiting) == 16
    assert len(set(waiting)) == 4
    assert together.alone(lambda: fire("03-02 17:10")) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("killed_at", [1, 6])
def test_a_worker_killed_in_the_middle_repeats_nothing_and_loses_nothing(
    together: Together, killed_at: int
) -> None:
    together.alone(lambda: begun(3))

    def tell_and_die(step: LadderStep, deadline: Deadline) -> None:
        tell(step, deadline)
        if Mail.objects.count() == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def die_firing() -> int:
        child = os.fork()
        if child == 0:
            try:
                with clock.travel_to(at(MORNING)):
                    ladder.fire_due(tell_and_die)
            finally:
                os._exit(1)
        return os.waitpid(child, 0)[1]

    status = together.alone(die_firing)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    before = together.alone(told_of)
    assert sum(before.values()) == killed_at - 1
    assert together.alone(lambda: LadderStep.objects.filter(fired_at__isnull=False).count()) == killed_at - 1
    assert together.alone(lambda: fire(MORNING)) == 12 - (killed_at - 1)
    after = together.alone(told_of)
    assert len(after) == 12
    assert set(after.values()) == {1}
