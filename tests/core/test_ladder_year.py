"""A year of urging: clocks begun, held, extended, restarted, merged and closed at any hour, holidays announced late."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from period_stage import FIVE_DAYS, FOUR_HOURS, begin

from gongkai.core import calendars, clock, deadlines, ladder, recomputing
from gongkai.core.models import CalendarDay, CalendarNotice, Deadline, LadderStep
from gongkai.domain import worktime

pytestmark = pytest.mark.django_db

#: When the worker looks: in the lunch break and at night too.
LOOKS = (time(8), time(10, 40), time(13), time(17, 29), time(23))
PERIODS = (
    FIVE_DAYS,
    FOUR_HOURS,
    {**FIVE_DAYS, "length": 30, "unit": "hour"},
    {**FIVE_DAYS, "unit": "calendar_day"},
)
FIRST, LAST = date(2026, 1, 5), date(2026, 12, 18)


class Year:
    """What happened to whom, decided by a fixed throw of dice."""

    def __init__(self) -> None:
        self.dice = random.Random(2026)
        self.fired: Counter[tuple[int, str, datetime]] = Counter()
        self.at: list[datetime] = []
        self.crashed: set[int] = set()
        self.calm: dict[int, datetime] = {}

    def handle(self, step: LadderStep, deadline: Deadline) -> None:
        if step.pk % 7 == 0 and step.pk not in self.crashed:
            self.crashed.add(step.pk)
            raise RuntimeError("killed before the end")
        assert deadline.stopped_on is None
        assert deadline.due_at == step.due_at
        self.fired[deadline.pk, step.step, step.due_at] += 1
        self.at.append(clock.now())

    def begin(self, number: int, *, calm: bool) -> None:
        matter = ("tests.matter", number)
        start = timezone.localtime(clock.now()).strftime("%Y-%m-%d %H:%M")
        row = begin(start, self.dice.choice(PERIODS), matter, armed=True)
        if calm:
            self.calm[row.pk] = clock.now()

    def disturb(self) -> None:
        """One running clock that may be disturbed is held, released, extended, restarted, merged or closed."""
        rows = [row for row in Deadline.objects.filter(stopped_on__isnull=True) if row.pk not in self.calm]
        if not rows:
            return
        row = self.dice.choice(rows)
        matter, now = (row.subject_type, row.subject), clock.now()
        if row.due_at is None:
            deadlines.resume(matter, at=now, reason="挂账")
            ladder.rearm(row)
            return
        deed = self.dice.randrange(6)
        if deed == 0:
            deadlines.pause(matter, at=now, reason="挂账")
        elif deed == 1:
            deadlines.pause(matter, at=now, reason="挂账")
            ladder.disarm(matter)
        elif deed == 2:
            deadlines.extend(row, row.extension + 3)
        elif deed == 3:
            deadlines.extend(row, 0)
            ladder.rearm(row)
        elif deed == 4:
            deadlines.restart(matter, row.rule, at=now)
        else:
            deadlines.stop(matter)
            ladder.disarm(matter)


def announce(*days: tuple[date, bool]) -> None:
    """A notice comes late: some days of this year are off, others worked."""
    notice = CalendarNotice.objects.create(year=2026, title="补充通知", loaded_at=clock.now())
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, date=day, working=works, name="") for day, works in days
    )
    recomputing.recompute(calendars.current())


def looks() -> Iterator[datetime]:
    day = FIRST
    while day <= LAST:
        for hour in LOOKS:
            yield timezone.make_aware(datetime.combine(day, hour))
        day += timedelta(days=1)


NOTICES = {
    date(2026, 3, 16): ((date(2026, 3, 18), False), (date(2026, 3, 21), True)),
    date(2026, 7, 29): ((date(2026, 7, 30), False), (date(2026, 7, 31), False), (date(2026, 8, 8), True)),
}


def test_each_step_fires_once_for_each_due_moment_and_never_outside_office_hours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("CRITICAL")
    year, number = Year(), 0
    for now in looks():
        with clock.travel_to(now):
            if now.date() in NOTICES and now.hour == 8:
                announce(*NOTICES[now.date()])
            # New matters come at any hour until the autumn, every third one of them is never disturbed.
            if year.dice.random() < 0.05 and now.date() < date(2026, 10, 20):
                number += 1
                year.begin(number, calm=number % 3 == 0)
            if year.dice.random() < 0.1:
                year.disturb()
            ladder.fire_due(year.handle)
            if now.time() == time(17, 29) and now.weekday() == 4:
                waiting = [step for step in ladder.due_steps(now) if step.pk % 7]
                assert waiting == [] or not clock.calendar().is_working(now.date())
    assert set(year.fired.values()) == {1}
    assert len(year.fired) > 150
    assert all(
        worktime.is_office_moment(timezone.localtime(each), calendars.current(), worktime.office_hours())
        for each in year.at
    )
    check_the_calm(year)
    assert len(year.crashed) > 20
    left = LadderStep.objects.filter(fired_at__isnull=True, cancelled_at__isnull=True).select_related(
        "deadline"
    )
    assert all(step.deadline.due_at == step.due_at for step in left if step.deadline.stopped_on is None)


def check_the_calm(year: Year) -> None:
    """Whoever was left in peace was urged by all four steps, each at the first look at or after its moment."""
    steps = LadderStep.objects.filter(deadline__in=year.calm, cancelled_at__isnull=True)
    moments = {step: step.fired_at for step in steps if step.fired_at is not None}
    assert len(moments) == 4 * len(year.calm) > 40
    last_look = time(17, 29)
    for step, fired in moments.items():
        planned, happened = timezone.localtime(step.fire_at), timezone.localtime(fired)
        assert happened >= planned
        # One whose worker was killed once had to wait for the next look.
        late = planned.time() > last_look or step.pk in year.crashed
        assert late or happened.date() == planned.date(), (step.step, planned, happened)
