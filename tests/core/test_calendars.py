"""The installation's calendar: the library, and the notices clerks load on top."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from gongkai.core import calendars, clock, ledger, notices, public_version
from gongkai.core.models import CalendarNotice
from gongkai.core.refusals import Invalid

pytestmark = pytest.mark.django_db

DAYS_OFF = (
    *("01-01", "02-05", "02-06", "02-07", "02-08", "02-09", "02-10", "02-11", "04-05", "05-01", "05-02"),
    *("06-09", "09-15", "10-01", "10-02", "10-03"),
)


def text(*more: str, without: str = "") -> str:
    rows = [f"2027-{day},holiday,节日" for day in DAYS_OFF if day != without]
    return "\n".join(["date,kind,name", *rows, *more])


def load(content: str, **changes: Any) -> int:
    values: dict[str, Any] = {"year": 2027, "title": "通知", "document_number": "", "published_on": None}
    return notices.load_notice(**{**values, **changes}, text=content, actor=ledger.System())


def test_a_year_is_announced_once_its_notice_is_loaded() -> None:
    assert not clock.calendar().is_announced(2027)
    load(text("2027-01-02,workday,"))
    calendar = clock.calendar()
    assert calendar.is_announced(2027)
    assert calendar.is_working(date(2027, 1, 2))
    assert not calendar.is_working(date(2027, 10, 1))
    assert not calendar.day(date(2027, 10, 1)).provisional
    assert calendar.day(date(2028, 3, 1)).provisional


def test_the_calendar_is_built_once_until_a_notice_comes() -> None:
    first = clock.calendar()
    assert clock.calendar() is first
    load(text())
    second = clock.calendar()
    assert second is not first
    load(text("2027-01-04,holiday,元旦"))
    assert not clock.calendar().is_working(date(2027, 1, 4))


def test_a_notice_undone_leaves_the_old_calendar() -> None:
    with transaction.atomic():
        load(text("2027-01-04,holiday,元旦"))
        assert not clock.calendar().is_working(date(2027, 1, 4))
        transaction.set_rollback(True)
    assert not clock.calendar().is_announced(2027)
    assert clock.calendar().is_working(date(2027, 1, 4))


def test_the_later_of_two_notices_holds_for_a_day_both_name() -> None:
    load(text("2026-12-31,holiday,元旦"))
    assert not clock.calendar().is_working(date(2026, 12, 31))
    load(text())
    assert clock.calendar().is_working(date(2026, 12, 31))


def test_half_a_notice_is_refused() -> None:
    for day in ("01-01", "02-07", "10-01"):
        with pytest.raises(Invalid):
            load(text(without=day))
    assert not CalendarNotice.objects.exists()


def test_pages_that_show_dates_are_made_anew() -> None:
    before = public_version.current()
    load(text())
    assert public_version.current() > before


def test_the_ledger_says_who_loaded_what() -> None:
    with pytest.raises(Invalid):
        load("nonsense")
    load(text(), document_number="国办发明电〔2026〕9号")
    # The notice, and that every due date has followed it.
    assert ledger.verify() == (2, None)
    assert [each.year for each in calendars.notices()] == [2027]
    assert {day.notice for day in calendars.overrides()} == {"国办发明电〔2026〕9号"}
