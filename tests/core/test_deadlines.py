"""The rooms' clocks: started, paused, resumed, extended, stopped, computed again."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.refusals import Refusal

pytestmark = pytest.mark.django_db
MATTER = ("tests.matter", 1)


def start(
    rule: str = "request.reply", on: date = date(2026, 3, 2), matter: tuple[str, object] = MATTER
) -> Deadline:
    return deadlines.start(rule, subject=matter, on=on, agency="cgj", title="某事" * 200, unit=3)


def the_only() -> Deadline:
    return Deadline.objects.get()


def test_a_clock_is_stored_with_its_date() -> None:
    deadline = start()
    assert (deadline.due_on, deadline.provisional, len(deadline.title)) == (date(2026, 3, 30), False, 300)
    assert deadlines.explain(deadline).due == deadline.due_on


def test_one_running_clock_for_each_rule_of_a_matter() -> None:
    start()
    start("request.third_party")
    with pytest.raises(IntegrityError), transaction.atomic():
        start()
    assert deadlines.stop(MATTER, "request.reply") == 1
    start()
    assert len(deadlines.of(MATTER)) == 3


def test_a_pause_takes_the_date_away_until_it_ends() -> None:
    start()
    deadlines.pause(MATTER, first=date(2026, 3, 9), reason="征求第三方意见")
    assert the_only().due_on is None
    assert deadlines.standing(the_only()).state == "paused"
    assert list(deadlines.board()) == []
    deadlines.resume(MATTER, last=date(2026, 3, 13), reason="征求第三方意见")
    assert the_only().due_on == date(2026, 4, 7)
    trail = deadlines.explain(the_only()).trail
    assert not any(day.counted for day in trail if date(2026, 3, 9) <= day.date <= date(2026, 3, 13))


def test_a_pause_ends_by_its_own_reason() -> None:
    start()
    deadlines.pause(MATTER, first=date(2026, 3, 9), reason="甲")
    deadlines.pause(MATTER, first=date(2026, 3, 10), reason="乙")
    deadlines.resume(MATTER, last=date(2026, 3, 11), reason="甲")
    assert the_only().due_on is None
    deadlines.resume(MATTER, last=date(2026, 3, 13), reason="乙")
    assert the_only().due_on == date(2026, 4, 7)


def test_an_extension_up_to_the_legal_limit() -> None:
    deadline = start()
    deadlines.extend(deadline, 20)
    assert the_only().due_on == date(2026, 4, 28)
    for days in (21, -1):
        with pytest.raises(Refusal):
            deadlines.extend(deadline, days)
    assert the_only().extension == 20


def test_a_restart_forgets_pauses_and_extension() -> None:
    deadline = start()
    deadlines.extend(deadline, 5)
    deadlines.pause(MATTER, first=date(2026, 3, 9), reason="甲")
    deadlines.restart(MATTER, "request.reply", on=date(2026, 3, 10), title="改题")
    again = the_only()
    assert (again.due_on, again.extension, again.pauses, again.title) == (date(2026, 4, 8), 0, [], "改题")


def test_an_unknown_rule_or_an_impossible_day_is_refused_and_leaves_nothing() -> None:
    for rule, day in (
        ("nonsense", date(2026, 3, 2)),
        ("request.reply", date(1990, 1, 1)),
        ("request.reply", date(2199, 1, 1)),
    ):
        with pytest.raises(Refusal):
            start(rule, day)
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    ("today", "state", "left"),
    [
        (date(2026, 3, 3), "running", 19),
        (date(2026, 3, 25), "soon", 3),
        (date(2026, 3, 30), "today", 0),
        (date(2026, 3, 31), "overdue", -1),
        (date(2026, 4, 4), "overdue", -4),
    ],
)
def test_how_a_clock_stands(today: date, state: str, left: int) -> None:
    start()
    standing = deadlines.standing(the_only(), today=today)
    assert (standing.state, standing.days_left) == (state, left)


@pytest.mark.parametrize(("day", "state"), [(date(2026, 3, 30), "stopped"), (date(2026, 3, 31), "late")])
def test_a_stopped_clock_says_whether_it_was_in_time(day: date, state: str) -> None:
    start()
    with clock.travel_to(day):
        deadlines.stop(MATTER)
    standing = deadlines.standing(the_only(), today=date(2027, 1, 1))
    assert (standing.state, standing.days_left) == (state, None)


def test_the_board_is_narrowed_by_agency_and_unit() -> None:
    for number, day in enumerate((20, 2, 11)):
        start(on=date(2026, 3, day), matter=("tests.matter", number))
    assert [each.started_on.day for each in deadlines.board(agency="cgj")] == [2, 11, 20]
    assert not deadlines.board(agency="zjj")
    assert deadlines.board(units=[3]).count() == 3
    assert not deadlines.board(units=[4])
