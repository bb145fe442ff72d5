"""Are very many rows written as an object each would have been, and does the database still refuse what it must?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.core import bulk, clock
from gongkai.core.models import CalendarDay, CalendarNotice, Deadline, LadderStep

pytestmark = pytest.mark.django_db

ALIKE = {"subject_type": "tests", "agency": "cg", "rule": "request.reply", "title": "x"}


def written(*subjects: str) -> None:
    alike = Deadline(**ALIKE, opened_at=clock.now())
    writer = bulk.Writer(alike, ("subject", "started_on", "due_on", "provisional"))
    writer.write(
        (subject, "2026-03-02", None if subject == "b" else "2026-03-30", True) for subject in subjects
    )


def test_rows_are_those_an_object_would_have_made() -> None:
    written("a", "b")
    made = Deadline.objects.create(
        **ALIKE,
        subject="c",
        started_on=date(2026, 3, 2),
        due_on=date(2026, 3, 30),
        provisional=True,
        opened_at=clock.now(),
    )
    first, second, third = Deadline.objects.order_by("subject")
    for name in [field.attname for field in Deadline._meta.concrete_fields]:
        if name not in ("id", "subject", "opened_at"):
            assert getattr(first, name) == getattr(third, name), name
    assert second.due_on is None
    assert third == made
    assert (first.pauses, first.extension, first.law_of) == ([], 0, None)


def test_nothing_to_write_is_nothing_written() -> None:
    written()
    assert not Deadline.objects.exists()


def test_the_databases_own_rules_hold_and_all_is_undone() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        written("a", "b", "a")
    assert not Deadline.objects.exists()


def test_one_statement_for_all_of_them() -> None:
    with CaptureQueriesContext(connection) as seen:
        written(*(str(number) for number in range(200)))
    assert len(seen) <= 1
    assert Deadline.objects.count() == 200


WHOLE = bulk.Writer(Deadline(**ALIKE), [field.attname for field in Deadline._meta.concrete_fields])
FEW = bulk.Writer(
    Deadline(**{**ALIKE, "title": "100 %s 件"}),
    ("id", "subject", "pauses", "started_on", "opened_at", "urging"),
)
STEPS = bulk.Writer(LadderStep(), ("deadline_id", "step", "due_at", "fire_at"))


def every_column(row: Deadline) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in Deadline._meta.concrete_fields}


def test_what_is_written_is_what_the_object_says_in_every_column() -> None:
    now = clock.now()
    made = WHOLE.new(
        id=70,
        subject='a\'b\\c %s "d" 号',
        unit=12,
        started_on=date(2026, 3, 2),
        started_at=now,
        due_at=now + timedelta(microseconds=1),
        period={"length": 2.5, "label": "两天", "verified": False},
        pauses=[["2026-03-02", None, "“x”"]],
        extension=3,
        urging=True,
        opened_at=now,
    )
    bulk.write_together((WHOLE, [made]))
    found = Deadline.objects.get()
    assert every_column(found) == every_column(made)
    assert found == made
    made.provisional = True
    made.save()  # an object like any other
    assert Deadline.objects.get().provisional


def fresh(count: int) -> list[Deadline]:
    [keys] = bulk.ask(bulk.keys_of(Deadline, count))
    assert len(keys) == count
    return [
        FEW.new(
            id=key,
            subject=str(key),
            pauses=[],
            started_on=date(2026, 3, 2),
            opened_at=clock.now(),
            urging=False,
        )
        for (key,) in keys
    ]


def test_what_is_alike_is_written_as_it_stands() -> None:
    bulk.write_together((FEW, fresh(2)))
    assert {(row.title, row.extension, row.due_on) for row in Deadline.objects.all()} == {
        ("100 %s 件", 0, None)
    }


def test_keys_are_new_and_the_database_goes_on_after_them() -> None:
    first = Deadline.objects.create(**ALIKE, subject="x", started_on=date(2026, 3, 2), opened_at=clock.now())
    gone = first.pk
    first.delete()
    rows = fresh(3)
    bulk.write_together((FEW, rows))
    assert min(row.pk for row in rows) > gone
    after = Deadline.objects.create(**ALIKE, subject="y", started_on=date(2026, 3, 2), opened_at=clock.now())
    assert after.pk > max(row.pk for row in rows)
    assert fresh(1)[0].pk > after.pk


def test_tables_that_belong_together_go_together() -> None:
    rows = fresh(2)
    now = clock.now()
    steps = [STEPS.new(deadline_id=row.pk, step="remind", due_at=now, fire_at=now) for row in rows]
    with CaptureQueriesContext(connection) as seen:
        answer = bulk.write_together(
            (FEW, rows), (STEPS, steps), last=("UPDATE core_deadline SET unit = %s RETURNING unit", (7,))
        )
    assert len(seen) == (1 if connection.vendor == "postgresql" else 3)
    assert answer == [(7,), (7,)]
    assert sorted(LadderStep.objects.values_list("deadline_id", flat=True)) == [row.pk for row in rows]
    assert bulk.write_together((FEW, [])) == []


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert bulk.ask(("SELECT 1 WHERE 1 = %s", (2,)), ("SELECT %s", ("a; b",)), ("SELECT 3", ())) == [
        *([], [("a; b",)], [(3,)]),
    ]
    assert bulk.ask() == []


@pytest.mark.parametrize("name", ["subjects", "title"])
def test_a_value_that_would_not_be_written_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        FEW.new(**{name: "x"})


def test_no_two_objects_share_a_list() -> None:
    writer = bulk.Writer(Deadline(**ALIKE), ("subject", "started_on", "opened_at"))
    one, other = (writer.new(subject=subject) for subject in "ab")
    one.pauses.append("x")
    assert other.pauses == []
    assert writer.new(subject="c").pauses == []


def test_a_single_column_may_differ() -> None:
    notice = CalendarNotice.objects.create(year=2026, title="x", loaded_at=clock.now())
    writer = bulk.Writer(CalendarDay(notice=notice, working=False, name="x"), ("date",))
    bulk.write_together((writer, [writer.new(date=date(2026, 5, day)) for day in (1, 2)]))
    assert list(CalendarDay.objects.order_by("date").values_list("date", "working")) == [
        *((date(2026, 5, 1), False), (date(2026, 5, 2), False)),
    ]


@pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite knows no longest text")
def test_what_is_too_long_is_refused_and_not_cut() -> None:
    row = fresh(1)[0]
    row.subject = "x" * 65
    with pytest.raises(DataError), transaction.atomic():
        bulk.write_together((FEW, [row]))
    assert not Deadline.objects.exists()


def test_all_of_it_or_nothing() -> None:
    rows = fresh(2)
    rows[1].id = rows[0].id
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.write_together((FEW, rows))
    assert not Deadline.objects.exists()
