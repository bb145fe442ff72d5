"""What does the due chip say of what is due at a moment?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from period_stage import FIVE_DAYS, FOUR_HOURS, at, begin

from gongkai.core import chips, clock, deadlines
from gongkai.core.staffpages import due_fields

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def chip(due_at: str, minutes: int | None, **more: object) -> tuple[str, str, str]:
    moment = at(due_at)
    made = chips.due(
        due_on=moment.date(),
        today=TODAY,
        days_left=0,
        due_at=moment,
        minutes_left=minutes,
        **more,  # type: ignore[arg-type]
    )
    return made.kind, made.words, made.until


@pytest.mark.parametrize(
    ("minutes", "kind", "words", "until"),
    [
        (180, "today", "3 working hours left", "by today 16:30"),
        (239, "today", "3.5 working hours left", "by today 16:30"),
        (60, "today", "1 working hour left", "by today 16:30"),
        (59, "today", "59 minutes left", "by today 16:30"),
        (1, "today", "1 minute left", "by today 16:30"),
        (-1, "overdue", "1 minute overdue", "was due today at 16:30"),
        (-95, "overdue", "1.5 working hours overdue", "was due today at 16:30"),
    ],
)
def test_hours_on_the_day_it_is_due(minutes: int, kind: str, words: str, until: str) -> None:
    assert chip("03-02 16:30", minutes) == (kind, words, until)


def test_hours_of_every_day_are_no_working_hours() -> None:
    assert chip("03-02 16:30", 180, hours="calendar")[1] == "3 hours left"
    assert chip("03-02 16:30", -180, hours="calendar")[1] == "3 hours overdue"


def test_later_days_are_named_with_the_hour_and_past_days_are_told_in_days() -> None:
    kind, words, until = chip("03-03 10:00", 420)
    assert (kind, words) == ("soon", "7 working hours left")
    assert until.endswith(" 10:00")
    assert until.startswith("by ")
    assert chip("03-03 10:00", 420, provisional=True)[2].startswith("by about ")
    kind, words, _ = chip("02-27 10:00", -900)
    assert (kind, words) == ("overdue", "1 working day overdue")


def test_a_stopped_or_finished_one_counts_no_hours() -> None:
    assert chip("03-02 16:30", 180, stopped=True)[0] == "stopped"
    assert chip("03-02 16:30", 180, done_on=TODAY)[0] == "done"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "now", "words", "exact"),
    [
        (FOUR_HOURS, "03-02 13:00", "2 working hours left", "2026-03-02T16:30+08:00"),
        ({**FOUR_HOURS, "unit": "hour"}, "03-02 13:00", "1 hour left", "2026-03-02T14:00+08:00"),
        (FIVE_DAYS, "03-03 10:00", "4 working days left", "2026-03-09T17:30+08:00"),
        (FIVE_DAYS, "03-09 14:30", "3 working hours left", "2026-03-09T17:30+08:00"),
    ],
)
def test_a_list_row_shows_hours_where_the_clock_counts_hours_or_today_is_the_day(
    period: dict[str, object], now: str, words: str, exact: str
) -> None:
    deadline = begin("03-02 10:00", period)
    with clock.travel_to(at(now)):
        row = {"title": "路灯不亮", "url": "/", **due_fields(deadlines.standing(deadline))}
        template = Template('{% include "components/work_row.html" with row=row today=today only %}')
        html = template.render(Context({"row": row, "today": clock.today()}))
    assert words in html
    assert f'datetime="{exact}"' in html
