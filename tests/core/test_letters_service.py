"""Is it on record how and when each letter was served, with what proves it?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from core.letter_stage import CLERK, DAY, issued
from gongkai.core import clock, letters
from gongkai.core.models import LetterService
from gongkai.core.refusals import Invalid
from gongkai.domain import letters as law

pytestmark = pytest.mark.django_db


def served(**changes: Any) -> LetterService:
    given: dict[str, Any] = {
        "letter": changes.pop("letter", None) or issued(),
        "way": "post",
        "served_on": date(2026, 3, 9),
        "evidence": "王小明本人签收",
        "tracking_number": "XA12345678934",
        "recipient": "王小明（本人）",
        "actor": CLERK,
    }
    with clock.travel_to(date(2026, 3, 10)), transaction.atomic():
        return letters.record_service(**{**given, **changes})


def test_what_was_recorded_is_read_again() -> None:
    row = LetterService.objects.select_related("letter").get(pk=served().pk)
    assert (row.way, row.served_on, row.tracking_number) == ("post", date(2026, 3, 9), "XA12345678934")
    assert letters.evidence_of(row) == "王小明本人签收"
    assert letters.recipient_of(row) == "王小明（本人）"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_letterservice")
        assert "王小明" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"way": "pigeon"}, "way"),
        ({"served_on": date(2026, 3, 4)}, "served_on"),
        ({"served_on": date(2026, 3, 11)}, "served_on"),
        ({"evidence": " "}, "evidence"),
        ({"tracking_number": ""}, "tracking_number"),
    ],
)
def test_a_service_that_proves_nothing_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        served(**changes)
    assert told.value.field == field
    assert not LetterService.objects.exists()


def test_every_way_of_the_law_can_be_recorded() -> None:
    letter = issued()
    for way in law.service_ways():
        served(letter=letter, way=way.key)
    assert letter.services.count() == len(law.service_ways())


def test_a_mistake_is_struck_and_stays() -> None:
    letter = issued()
    wrong = served(letter=letter)
    right = served(letter=letter, way="direct", tracking_number="")
    with pytest.raises(Invalid):
        letters.strike_service(service=right, reason=" ")
    letters.strike_service(service=right, reason="登记错了")
    assert letters.service_of(letter) == wrong
    assert LetterService.objects.count() == 2
    for changes in ({"served_on": DAY}, {"evidence": "别的"}, {"struck_reason": "别的"}):
        with pytest.raises(DatabaseError, match="struck, not changed"), transaction.atomic():
            LetterService.objects.filter(pk=right.pk).update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        LetterService.objects.filter(pk=wrong.pk).delete()


def test_a_service_belongs_to_a_deed() -> None:
    letter = issued()
    connection.in_atomic_block, before = False, connection.in_atomic_block
    try:
        with pytest.raises(RuntimeError):
            letters.record_service(letter=letter, way="direct", served_on=DAY, evidence="签收", actor=CLERK)
    finally:
        connection.in_atomic_block = before
