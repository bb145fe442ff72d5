"""Computed again all at once: the same as one at a time, and whole after it was broken off?"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from period_stage import FIVE_DAYS, at, begin

from gongkai.core import clock, deadlines, ladder, ledger, notices, periods, recomputing, workdays
from gongkai.core.models import Deadline, Event, LadderStep
from gongkai.core.refusals import Refusal
from gongkai.domain import ladder as domain_ladder
from gongkai.domain import worktime
from gongkai.domain.calendar import Calendar, Override

OFF = workdays.build([Override(date(2026, 3, day), working=False) for day in (5, 11)])
PLAIN = workdays.build([])
UNITS = ("working_day", "working_hour", "hour", "calendar_day")
STARTS = [at(f"03-0{day} {hour}") for day in (2, 3, 6, 7) for hour in ("08:30", "10:00", "17:30", "20:15")]


@st.composite
def clocks(draw: st.DrawFn) -> Deadline:
    """A row of either shape, one of few enough that several are alike."""
    start = draw(st.sampled_from(STARTS))
    fixed = draw(st.sampled_from([None, None, None, date(2026, 3, 13), date(2026, 3, 14)]))
    if draw(st.integers(0, 3)) == 0:
        held: list[Any] = draw(st.sampled_from([[], [], [["2026-03-04", "2026-03-06", "甲"]]]))
        days = Deadline(rule="request.reply", started_on=timezone.localtime(start).date(), pauses=held)
        days.fixed_on, days.extension = fixed, draw(st.sampled_from([0, 0, 5]))
        return days
    period = {
        **FIVE_DAYS,
        "unit": draw(st.sampled_from(UNITS)),
        "length": draw(st.sampled_from([0, 1, 5, 9])),
    }
    pauses = [["2026-03-04T10:00:00+08:00", draw(st.sampled_from([None, "2026-03-06T11:00:00+08:00"])), "甲"]]
    row = Deadline(rule="tests.handle", period=period, started_at=start, fixed_on=fixed)
    row.started_on = timezone.localtime(start).date()
    row.extension, row.pauses = draw(st.sampled_from([0, 0, 3])), draw(st.sampled_from([[], [], pauses]))
    return row


@dataclass(frozen=True)
class Ending:
    start: datetime
    due: datetime


def answer(row: Deadline) -> tuple[object, ...]:
    return row.due_on, row.due_at, row.provisional


@settings(max_examples=60, deadline=None)
@given(st.lists(clocks(), min_size=2, max_size=25))
def test_clocks_that_are_alike_get_the_answer_each_would_get_alone(rows: list[Deadline]) -> None:
    known = recomputing.Answers(OFF)
    for number, row in enumerate(rows):
        row.pk = number
        alone = copy.deepcopy(row)
        deadlines.put_due(alone, OFF)
        assert known.put(row)
        assert answer(row) == answer(alone), recomputing.alike(row)


# --- In the database ------------------------------------------------------------------------------------


def throw(dice: random.Random, number: int) -> None:
    """A matter with a clock that something happened to."""
    matter = ("tests.matter", number)
    start = dice.choice(STARTS)
    period = {**FIVE_DAYS, "unit": dice.choice(UNITS), "length": dice.choice([1, 5, 9])}
    row = begin(
        timezone.localtime(start).strftime("%Y-%m-%d %H:%M"), period, matter, armed=dice.random() < 0.8
    )
    happens = dice.randrange(8)
    if happens == 0:
        deadlines.pause(matter, at=start + timedelta(hours=3), reason="甲")
    elif happens == 1:
        deadlines.pause(matter, at=start + timedelta(hours=3), reason="甲")
        deadlines.resume(matter, at=start + timedelta(days=2), reason="甲")
    elif happens == 2:
        deadlines.extend(row, 3)
    elif happens == 3:
        deadlines.stop(matter)
        ladder.disarm(matter)
    elif happens == 4:
        LadderStep.objects.filter(deadline=row, step="yellow").update(fired_at=clock.now())
    elif happens == 5:
        deadlines.start("request.reply", subject=matter, on=date(2026, 3, 2), agency="cgj", title="同一件事")


def expected(calendar: Calendar) -> dict[int, tuple[object, ...]]:
    """Clock → its due date and its waiting steps, each worked out alone."""
    found = {}
    for row in Deadline.objects.all():
        if row.stopped_on is None:
            deadlines.put_due(row, calendar)
        found[row.pk] = (*answer(row), steps_alone(row, calendar))
    return found


def steps_alone(row: Deadline, calendar: Calendar) -> list[tuple[str, datetime]]:
    if row.stopped_on is not None or not row.urging or row.due_at is None:
        return []
    assert row.started_at is not None
    ending = Ending(timezone.localtime(row.started_at), timezone.localtime(row.due_at))
    steps, hours = domain_ladder.steps_on(row.started_on), worktime.office_hours()
    planned = domain_ladder.plan(ending, steps, calendar, hours, periods.moments(row.pauses))
    assert isinstance(planned, tuple)
    fired = LadderStep.objects.filter(deadline=row, due_at=row.due_at, fired_at__isnull=False)
    gone = set(fired.values_list("step", flat=True))
    return sorted((each.step.key, each.at) for each in planned if each.step.key not in gone)


def found() -> dict[int, tuple[object, ...]]:
    """The same as the database has it."""
    waiting: dict[int, list[tuple[str, datetime]]] = {row.pk: [] for row in Deadline.objects.all()}
    for step in LadderStep.objects.filter(fired_at__isnull=True, cancelled_at__isnull=True):
        assert step.due_at == step.deadline.due_at
        waiting[step.deadline_id].append((step.step, step.fire_at))
    return {row.pk: (*answer(row), sorted(waiting[row.pk])) for row in Deadline.objects.all()}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(recomputing, "AT_ONCE", 7)
    with clock.travel_to(at("03-02 07:00")):
        dice = random.Random(5)
        for number in range(40):
            throw(dice, number)


def test_many_at_once_are_as_one_at_a_time(stage: None) -> None:
    before = found()
    wanted = expected(OFF)
    moved = [pk for pk, known in wanted.items() if known[:3] != before[pk][:3]]
    assert recomputing.recompute(OFF) == len(moved) > 10
    assert found() == wanted
    assert recomputing.recompute(OFF) == 0
    # And back: what was laid aside waits again, and fired steps stay fired.
    assert recomputing.recompute(PLAIN) == len(moved)
    assert found() == before
    assert LadderStep.objects.filter(fired_at__isnull=False).exists()


def test_broken_off_half_way_every_clock_is_old_or_new_and_a_second_run_does_the_rest(
    stage: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, wanted = found(), expected(OFF)
    laying, chunks = ladder.rearm_all, []

    def killed(*given: Any) -> None:
        laying(*given)
        chunks.append(given)
        if len(chunks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(ladder, "rearm_all", killed)
    with pytest.raises(KeyboardInterrupt):
        recomputing.recompute(OFF)
    half = found()
    assert all(half[pk] in (before[pk], wanted[pk]) for pk in half)
    done = sum(half[pk] != before[pk] for pk in half)
    assert 0 < done < sum(wanted[pk] != before[pk] for pk in half)
    # The third chunk was undone with everything it had written.
    numbers = sorted(pk for pk in half if Deadline.objects.get(pk=pk).stopped_on is None)
    assert [half[pk] for pk in numbers[14:]] == [before[pk] for pk in numbers[14:]]
    monkeypatch.setattr(ladder, "rearm_all", laying)
    recomputing.recompute(OFF)
    assert found() == wanted


def test_progress_is_told_chunk_by_chunk(stage: None) -> None:
    told: list[tuple[int, int]] = []
    recomputing.recompute(OFF, lambda done, total: told.append((done, total)))
    total = Deadline.objects.filter(stopped_on__isnull=True).count()
    assert told[0] == (7, total)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_one_clock_that_cannot_be_computed_holds_up_no_other(
    stage: None, caplog: pytest.LogCaptureFixture
) -> None:
    odd = Deadline.objects.filter(stopped_on__isnull=True, period__isnull=False, due_at__isnull=False).first()
    assert odd is not None
    Deadline.objects.filter(pk=odd.pk).update(extension=30000, period={**FIVE_DAYS, "length": 30000})
    with pytest.raises(Refusal):
        deadlines.put_due(Deadline.objects.get(pk=odd.pk), OFF)
    others = Deadline.objects.exclude(pk=odd.pk).filter(stopped_on__isnull=True)
    assert recomputing.recompute(OFF) > 10
    assert f"Clock {odd.pk} stays as it is" in caplog.text
    assert Deadline.objects.get(pk=odd.pk).due_at == odd.due_at
    for row in others:
        known = answer(row)
        deadlines.put_due(row, OFF)
        assert answer(row) == known


# --- After a notice -------------------------------------------------------------------------------------

NOTICE = "date,kind,name\n" + "".join(
    f"2027-{day},holiday,节日\n"
    for day in (
        *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "04-05"),
        *("05-01", "05-02", "06-09", "09-15", "10-01", "10-02", "10-03"),
    )
)


def load() -> int:
    return notices.load_notice(
        year=2027, title="通知", document_number="", published_on=None, text=NOTICE, actor=ledger.System()
    )


@pytest.mark.django_db
def test_what_was_broken_off_after_a_notice_is_taken_up_again_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with clock.travel_to(at("2026-12-28 10:00")):
        begin("2026-12-28 10:00", armed=True)
        assert Deadline.objects.get().provisional
        assert notices.unfinished() is None

        def killed(*given: Any, **named: Any) -> int:
            raise KeyboardInterrupt

        with monkeypatch.context() as broken:
            broken.setattr(recomputing, "recompute", killed)
            with pytest.raises(KeyboardInterrupt):
                load()
        # In force, and not all clocks have followed; whoever loads it is left some time.
        assert clock.calendar().is_announced(2027)
        assert notices.unfinished() is not None
        assert Deadline.objects.get().provisional
        assert notices.finish() == 0
        clock.step(notices.PATIENCE)
        assert notices.finish() == 1
        assert not Deadline.objects.get().provisional
        assert notices.unfinished() is None
        assert notices.finish() == 0
    assert [each.verb.rpartition(".")[2] for each in Event.objects.order_by("seq")] == [
        "notice_loaded",
        "recomputed",
    ]
    assert ledger.verify() == (2, None)


@pytest.mark.django_db
def test_a_notice_of_the_time_when_both_were_one_deed_is_finished() -> None:
    with transaction.atomic():
        data = {"year": 2026, "days": 3, "moved": 4, "title": "通知"}
        ledger.record(
            notices.NOTICE_LOADED, subject=("core.calendar", 2026), actor=ledger.System(), data=data
        )
    assert notices.unfinished() is None


def test_a_notice_that_comes_meanwhile_is_followed_by_the_run_that_is_going_on(
    stage: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the older run would move clocks back that the newer one has moved."""
    wanted, asked = expected(OFF), []

    def calendar() -> Calendar:
        asked.append(PLAIN if not asked else OFF)
        return asked[-1]

    monkeypatch.setattr(clock, "calendar", calendar)
    recomputing.recompute()
    numbers = sorted(Deadline.objects.filter(stopped_on__isnull=True).values_list("pk", flat=True))
    known = found()
    assert [known[pk] for pk in numbers[7:]] == [wanted[pk] for pk in numbers[7:]]
    assert [known[pk] for pk in numbers[:7]] != [wanted[pk] for pk in numbers[:7]]
