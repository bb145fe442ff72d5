"""Are very many rows written as an object each would have been, and does the database still refuse what it must?"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.core import bulk, clock
from gongkai.core.models import Deadline

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
