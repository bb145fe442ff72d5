"""Clocks that run from moment to moment: started, held, extended, stopped, computed again, and how they stand."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from period_stage import FIVE_DAYS, FOUR_HOURS, MATTER, at, begin, due, told

from gongkai.core import clock, deadlines, ledger, recomputing, workdays
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal
from gongkai.domain.calendar import Override

pytestmark = pytest.mark.django_db


def test_a_period_is_stored_with_its_moment_and_that_moments_day() -> None:
    deadline = begin("03-02 10:00")
    assert (told(deadline.due_at), deadline.due_on, deadline.started_on) == (
        "03-09 17:30",
        date(2026, 3, 9),
        date(2026, 3, 2),
    )
    kept = Deadline.objects.get()
    assert kept.period == {**FIVE_DAYS}
    assert list(deadlines.board()) == [kept]


def test_its_days_are_explained_like_those_of_a_legal_clock() -> None:
    explained = deadlines.explain(begin("03-06 10:00", FOUR_HOURS))
    assert (explained.due, explained.rule.label, str(explained.citation)) == (
        date(2026, 3, 6),
        "办理期限",
        "《办法》第十条",
    )
    assert [(str(day.reason), day.counted) for day in explained.trail] == [
        ("4 h counted: Friday, a working day", True)
    ]
    assert not explained.rule.verified


@pytest.mark.parametrize(
    "wrong",
    [{"length": -1}, {"length": "5"}, {"length": True}, {"unit": "week"}, {"source": " "}, {"label": ""}],
    ids=str,
)
def test_what_is_no_period_or_has_no_source_is_refused_and_leaves_nothing(wrong: dict[str, object]) -> None:
    with pytest.raises(Refusal):
        begin(period={**FIVE_DAYS, **wrong})
    with pytest.raises(Refusal):
        begin("2003-01-01 10:00")
    assert not Deadline.objects.exists()


def test_a_pause_holds_the_moment_until_it_ends() -> None:
    begin("03-02 10:00", FOUR_HOURS)
    deadlines.pause(MATTER, at=at("03-02 11:00"), reason="挂账")
    held = Deadline.objects.get()
    assert (held.due_at, held.due_on, deadlines.standing(held).state) == (None, None, "paused")
    assert list(deadlines.board()) == []
    deadlines.resume(MATTER, at=at("03-04 09:00"), reason="挂账")
    assert due() == "03-04 12:00"


def test_overlapping_pauses_end_by_their_own_reason() -> None:
    begin("03-02 10:00", FOUR_HOURS)
    deadlines.pause(MATTER, at=at("03-02 11:00"), reason="甲")
    deadlines.pause(MATTER, at=at("03-02 15:00"), reason="乙")
    deadlines.resume(MATTER, at=at("03-03 10:00"), reason="甲")
    assert due() is None
    deadlines.resume(MATTER, at=at("03-03 11:00"), reason="乙")
    assert due() == "03-03 16:30"


def test_days_given_to_a_period_and_moments_to_a_clock_in_days_are_turned_into_what_each_needs() -> None:
    begin("03-02 10:00")
    deadlines.start("request.reply", subject=MATTER, on=date(2026, 3, 2), agency="cgj", title="同一件事")
    deadlines.pause(MATTER, at=at("03-04 10:00"), reason="甲")
    deadlines.resume(MATTER, at=at("03-06 10:00"), reason="甲")
    pauses = {row.rule: row.pauses for row in deadlines.running(MATTER)}
    assert pauses["request.reply"] == [["2026-03-05", "2026-03-06", "甲"]]
    assert pauses["tests.handle"] == [["2026-03-04T10:00:00+08:00", "2026-03-06T10:00:00+08:00", "甲"]]
    deadlines.pause(MATTER, first=date(2026, 3, 9), reason="乙", rule="tests.handle")
    deadlines.resume(MATTER, last=date(2026, 3, 9), reason="乙")
    row = Deadline.objects.get(rule="tests.handle")
    assert row.pauses[1] == ["2026-03-09T00:00:00+08:00", "2026-03-10T00:00:00+08:00", "乙"]


def test_extended_restarted_fixed_and_given_another_period() -> None:
    deadline = begin("03-02 10:00")
    deadlines.extend(deadline, 5)
    assert due() == "03-16 17:30"
    deadlines.fix(deadline, date(2026, 3, 14))
    assert due() == "03-14 23:59"
    deadlines.fix(deadline, None)
    deadlines.restart(MATTER, "tests.handle", at=at("03-03 09:00"), title="改题")
    again = Deadline.objects.get()
    assert (due(), again.extension, again.pauses, again.title) == ("03-10 17:30", 0, [], "改题")
    deadlines.change_period(again, period=FOUR_HOURS, at=at("03-03 09:00"))
    assert due() == "03-03 15:30"
    with pytest.raises(Refusal):
        deadlines.extend(again, -1)


def test_stopped_in_time_or_late_by_the_moment() -> None:
    for number, (stopped, state) in enumerate([("03-02 16:30", "stopped"), ("03-02 16:31", "late")]):
        matter = ("tests.matter", number)
        begin("03-02 10:00", FOUR_HOURS, matter)
        with clock.travel_to(at(stopped)):
            assert deadlines.stop(matter) == 1
        (row,) = deadlines.of(matter)
        assert deadlines.standing(row).state == state


@pytest.mark.parametrize(
    ("now", "state", "minutes"),
    [
        ("03-02 10:30", "today", 210),
        ("03-02 13:00", "today", 120),
        ("03-02 16:30", "today", 0),
        ("03-02 17:00", "overdue", -30),
        ("03-03 09:00", "overdue", -120),
        ("02-27 17:00", "soon", 30 + 420 + 360),
    ],
)
def test_how_a_period_in_hours_stands(now: str, state: str, minutes: int) -> None:
    deadline = begin("03-02 10:00", FOUR_HOURS)
    standing = deadlines.standing(deadline, now=at(now))
    assert (standing.state, standing.minutes_left) == (state, minutes)


@pytest.mark.parametrize(
    ("now", "state", "days", "minutes"),
    [
        ("03-03 10:00", "running", 4, None),
        ("03-06 10:00", "soon", 1, None),
        ("03-09 10:00", "today", 0, 300),
        ("03-09 17:31", "overdue", 0, 0),
        ("03-10 10:00", "overdue", -1, None),
    ],
)
def test_how_a_period_in_days_stands(now: str, state: str, days: int, minutes: int | None) -> None:
    standing = deadlines.standing(begin(), now=at(now))
    assert (standing.state, standing.days_left, standing.minutes_left) == (state, days, minutes)
    assert standing.hours_left == (None if minutes is None else minutes / 60)


def test_a_late_notice_moves_the_moments_of_running_periods_only() -> None:
    begin("03-02 10:00")
    begin("03-02 10:00", FOUR_HOURS, ("tests.matter", 2))
    begin("03-02 10:00", matter=("tests.matter", 3))
    deadlines.stop(("tests.matter", 3), on=date(2026, 3, 3))
    calendar = workdays.build([Override(date(2026, 3, 5), working=False, name="停电")])
    assert recomputing.recompute(calendar) == 1
    found = list(Deadline.objects.order_by("id").values_list("due_at", flat=True))
    assert [told(each) for each in found] == ["03-10 17:30", "03-02 16:30", "03-09 17:30"]


def test_computing_again_asks_as_often_for_many_as_for_few(django_assert_num_queries: object) -> None:
    for number in range(30):
        begin("03-02 10:00", matter=("tests.matter", number), armed=number % 2 == 0)
    calendar = workdays.build([Override(date(2026, 3, 5), working=False)])
    with transaction.atomic():
        ledger.take_turn()  # the end of the ledger is there
    # A chunk, its turn, the clocks, their new moments, the steps laid aside and laid anew, its end.
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert recomputing.recompute(calendar) == 30
