"""Are signs of made-up figures remarked, with the matters, and ordinary work left in peace?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gongkai.domain.complaints.figures import Row
from gongkai.domain.complaints.gaming import Thresholds, remarks, thresholds

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
FEW = Thresholds(
    equal_calls=3,
    same_minute_calls=2,
    due_minutes=10,
    due_matters=3,
    identical_replies=4,
    reply_characters=12,
)
REPLY = "您好，您反映的路灯已经修复，请您查看。"


def ordinary(number: int) -> Row:
    """A matter handled as it should be; no two alike."""
    return Row(
        number=f"T{number}",
        state="closed",
        unit="east",
        handler="li",
        dispatched=True,
        due=AT + number * HOUR + 30 * HOUR,
        first_contact_at=AT + number * HOUR,
        closed_at=AT + number * HOUR + 5 * HOUR,
        called_at=AT + number * HOUR + 4 * HOUR,
        called_by="zhao",
        call_seconds=60 + number,
        rated_by="zhao",
        reply=f"您好，第{number}号事项已经办结，情况如下。",
    )


def changed(count: int, **values: object) -> list[Row]:
    """So many ordinary matters with `values` put in (a callable is asked with the row)."""
    rows = []
    for number in range(count):
        row = ordinary(number)
        rows.append(replace(row, **{k: v(row) if callable(v) else v for k, v in values.items()}))
    return rows


def found(rows: list[Row]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.check, each.numbers, each.who) for each in remarks(rows, FEW)]


def test_ordinary_work_gives_no_remark() -> None:
    assert found([ordinary(number) for number in range(40)]) == []


def test_closed_before_any_contact() -> None:
    assert found(changed(1, first_contact_at=None)) == [("closed_before_contact", ("T0",), "li")]
    late = changed(1, first_contact_at=lambda row: row.closed_at + MINUTE)
    assert found(late) == [("closed_before_contact", ("T0",), "li")]
    assert found(changed(1, first_contact_at=None, closed_at=None)) == []
    (remark,) = remarks(late, FEW)
    assert str(remark.reason) == "T0 was closed before anybody had contact with the reporter."


@pytest.mark.parametrize("values", [{"called_by": "li"}, {"rated_by": "li"}])
def test_the_handler_rates_himself(values: dict[str, object]) -> None:
    assert found(changed(1, **values)) == [("handler_rated", ("T0",), "li")]


def test_a_rating_by_the_reporter_himself_is_no_sign() -> None:
    assert found(changed(1, rated_by="", called_by="")) == []
    assert found(changed(1, handler="", rated_by="", called_by="")) == []


def test_calls_of_equal_length() -> None:
    assert found(changed(3, call_seconds=61)) == [("same_call_length", ("T0", "T1", "T2"), "zhao")]
    assert found(changed(2, call_seconds=61)) == []
    assert found(changed(9, call_seconds=None)) == []
    several = changed(3, call_seconds=61, called_by=lambda row: f"zhao{row.number}")
    assert found(several) == []


def test_calls_within_one_minute() -> None:
    rows = changed(2, called_at=lambda row: AT + timedelta(seconds=int(row.number[1:]) * 50))
    assert found(rows) == [("same_call_minute", ("T0", "T1"), "zhao")]
    assert found(changed(2, called_at=lambda row: AT + int(row.number[1:]) * MINUTE)) == []


@pytest.mark.parametrize(
    ("before", "remarked"), [(0 * MINUTE, True), (10 * MINUTE, True), (11 * MINUTE, False), (-MINUTE, False)]
)
def test_closed_in_the_last_minutes(before: timedelta, remarked: bool) -> None:
    rows = changed(3, closed_at=lambda row: row.due - before)
    assert found(rows) == ([("closed_just_in_time", ("T0", "T1", "T2"), "east")] if remarked else [])
    assert found(rows[:2]) == []


def test_the_same_reply_again_and_again() -> None:
    rows = changed(4, reply=lambda row: REPLY + " !" * int(row.number[1:]))
    assert found(rows) == [("identical_replies", ("T0", "T1", "T2", "T3"), "")]
    assert found(rows[:3]) == []
    assert found(changed(9, reply="已办结。")) == []
    assert found(changed(9, reply="")) == []


def test_the_thresholds_are_configuration() -> None:
    assert thresholds() == FEW
