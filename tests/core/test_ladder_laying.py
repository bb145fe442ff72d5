"""Do the steps of urging follow their clock through every change of its due moment?"""

from __future__ import annotations

from datetime import date

import pytest
from period_stage import FOUR_HOURS, MATTER, at, begin, laid, state

from gongkai.core import clock, deadlines, ladder, recomputing, workdays
from gongkai.core.models import Deadline, LadderStep
from gongkai.domain.calendar import Override

pytestmark = pytest.mark.django_db


def waiting(deadline: Deadline) -> list[str]:
    return [f"{step} {moment}" for step, moment, how in laid(deadline) if how == "waits"]


def fire(deadline: Deadline, *steps: str) -> None:
    LadderStep.objects.filter(deadline=deadline, step__in=steps, cancelled_at__isnull=True).update(
        fired_at=clock.now()
    )


def test_four_steps_are_laid_once_however_often_it_is_asked() -> None:
    deadline = begin("03-02 10:00", armed=True)
    ladder.arm(deadline)
    ladder.rearm(deadline)
    assert laid(deadline) == [
        ("yellow", "03-06 16:30", "waits"),
        ("red", "03-10 08:00", "waits"),
        ("urge", "03-11 08:00", "waits"),
        ("supervise", "03-17 08:00", "waits"),
    ]


def test_an_extension_lays_new_steps_and_what_fired_stays_fired() -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    fire(deadline, "yellow")
    deadlines.extend(deadline, 3)
    assert waiting(deadline) == [
        "yellow 03-03 08:36",
        "red 03-03 10:00",
        "urge 03-04 08:00",
        "supervise 03-10 08:00",
    ]


def test_the_same_due_moment_again_does_not_fire_its_steps_again() -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    fire(deadline, "yellow", "red")
    deadlines.extend(deadline, 3)
    deadlines.extend(deadline, 0)
    assert waiting(deadline) == ["urge 03-03 08:00", "supervise 03-09 08:00"]
    assert [how for *_, how in laid(deadline)].count("fired") == 2


def test_nobody_is_urged_while_the_clock_is_held() -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    deadlines.pause(MATTER, at=at("03-02 11:00"), reason="甲")
    assert waiting(deadline) == []
    deadlines.resume(MATTER, at=at("03-04 09:00"), reason="甲")
    assert waiting(deadline)[:2] == ["yellow 03-04 11:12", "red 03-04 14:30"]


def test_laid_aside_until_asked_for_again() -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS, armed=True)
    deadlines.pause(MATTER, at=at("03-02 11:00"), reason="甲")
    ladder.disarm(MATTER)
    deadlines.resume(MATTER, at=at("03-02 11:00"), reason="甲")
    assert waiting(deadline) == []
    ladder.rearm(deadline)
    assert [each.split()[0] for each in waiting(deadline)] == ["yellow", "red", "urge", "supervise"]
    assert len(laid(deadline)) == 4


def test_laying_aside_is_narrowed_by_clock_and_says_how_many() -> None:
    first = begin("03-02 10:00", armed=True)
    second = begin("03-02 10:00", rule="tests.other", armed=True)
    other = begin("03-02 10:00", matter=("tests.matter", 2), armed=True)
    fire(first, "yellow")
    assert ladder.disarm(MATTER, "tests.other") == 4
    assert ladder.disarm(MATTER) == 3
    assert ladder.disarm(MATTER) == 0
    assert [len(waiting(each)) for each in (first, second, other)] == [0, 0, 4]


def test_a_notice_moves_steps_even_where_the_due_moment_stands() -> None:
    deadline = begin("03-02 10:00", armed=True)
    fire(deadline, "yellow")
    # The Wednesday on which it was to be urged is a day off; the due moment is two days before.
    recomputing.recompute(workdays.build([Override(date(2026, 3, 11), working=False)]))
    assert waiting(deadline) == ["red 03-10 08:00", "urge 03-12 08:00", "supervise 03-18 08:00"]
    # And one before it moves everything.
    recomputing.recompute(workdays.build([Override(date(2026, 3, 9), working=False)]))
    assert waiting(deadline)[:2] == ["yellow 03-06 16:30", "red 03-11 08:00"]
    assert Deadline.objects.get().due_at == at("03-10 17:30")


def test_a_clock_in_days_has_no_ladder() -> None:
    days = deadlines.start("request.reply", subject=MATTER, on=date(2026, 3, 2), agency="cgj", title="某事")
    with pytest.raises(ValueError, match="no due moment"):
        ladder.arm(days)


def test_an_old_copy_of_the_clock_lays_the_steps_of_the_new_moment() -> None:
    old = begin("03-02 10:00", FOUR_HOURS, armed=True)
    deadlines.pause(MATTER, at=at("03-02 11:00"), reason="甲")
    deadlines.resume(MATTER, at=at("03-04 09:00"), reason="甲")
    ladder.rearm(old)
    steps = LadderStep.objects.filter(cancelled_at__isnull=True)
    assert {step.due_at for step in steps} == {at("03-04 12:00")}
    assert {state(step) for step in steps} == {"waits"}


def test_an_old_copy_of_a_clock_laid_aside_does_not_bring_its_steps_back() -> None:
    old = begin("03-02 10:00", FOUR_HOURS, armed=True)
    ladder.disarm(MATTER)
    deadlines.extend(old, 3)
    assert waiting(old) == []
    assert Deadline.objects.get().extension == 3
