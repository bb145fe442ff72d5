"""Is every change made to the ledger behind the system's back found, and the first broken link named?"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from gongkai.core import ledger
from gongkai.core.models import Event, EventSecret, LedgerHead
from meddling import past_the_triggers

pytestmark = pytest.mark.django_db
TESTED = ledger.verb("tests.deed", "{actor} did {what}")
COUNT = 8
#: The event that carries a personal value.
PERSONAL = 6


@pytest.fixture(autouse=True)
def eight_events() -> None:
    for number in range(1, COUNT + 1):
        with transaction.atomic():
            ledger.record(
                TESTED,
                subject=("tests", number),
                actor=ledger.System("cgj", person_id=number, post_title="科员", on_behalf_of_id=9),
                data={"what": number},
                private={"name": "某人"} if number == PERSONAL else None,
                reason="因为",
            )


def tamper(statement: str, *values: Any) -> None:
    with past_the_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken() -> int:
    """The number of the first broken link."""
    _, found = ledger.verify()
    assert found is not None, "nothing was noticed"
    return found.seq


def test_nothing_is_found_where_nothing_was_done() -> None:
    with past_the_triggers():
        pass
    assert ledger.verify() == (COUNT, None)


OTHER: dict[str, Any] = {
    "at": None,
    "agency": "zjj",
    "person": 99,
    "post": "局长",
    "on_behalf_of": 98,
    "verb": "tests.other",
    "subject_type": "others",
    "subject": "77",
    "reason": "别的",
    "data": {"what": "else"},
    "sealed": {"name": "0" * 64},
    "digest_name": "sm3",
    "previous": "1" * 64,
    "digest": "2" * 64,
}


def test_every_column_is_tried() -> None:
    columns = {field.name for field in Event._meta.concrete_fields}
    assert columns - {"seq"} == set(OTHER)


@pytest.mark.parametrize("column", OTHER)
def test_a_changed_column_of_any_row(column: str) -> None:
    for seq in range(1, COUNT + 1):
        with transaction.atomic():
            value = OTHER[column]
            if column == "at":
                value = Event.objects.get(pk=seq).at + timedelta(microseconds=1)
            with past_the_triggers():
                Event.objects.filter(pk=seq).update(**{column: value})
            assert broken() == seq, column
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ["SHA256", "md5", "nonsense", ""])
def test_another_name_for_the_digest(name: str) -> None:
    tamper("UPDATE core_event SET digest_name = %s WHERE seq = 4", name)
    assert broken() == 4


@pytest.mark.parametrize("seq", [1, 4, COUNT])
def test_a_row_taken_away(seq: int) -> None:
    tamper("DELETE FROM core_event WHERE seq = %s", seq)
    assert broken() == (COUNT if seq == COUNT else seq + 1)


def test_every_row_taken_away() -> None:
    tamper("DELETE FROM core_eventsecret")
    tamper("DELETE FROM core_event")
    count, found = ledger.verify()
    assert count == 0
    assert found is not None


def test_rows_and_head_taken_away_together_are_missed_by_the_anchor() -> None:
    ledger.anchor()
    tamper("DELETE FROM core_eventsecret")
    tamper("DELETE FROM core_event")
    tamper("DELETE FROM core_ledgerhead")
    assert broken() == 1


def test_a_row_renumbered() -> None:
    tamper("UPDATE core_event SET seq = 400 WHERE seq = 4")
    assert broken() == 5
    tamper("UPDATE core_event SET seq = -4 WHERE seq = 400")
    assert broken() == -4


def test_two_rows_swapped() -> None:
    for statement in (
        "UPDATE core_event SET seq = 100 WHERE seq = 3",
        "UPDATE core_event SET seq = 3 WHERE seq = 5",
        "UPDATE core_event SET seq = 5 WHERE seq = 100",
    ):
        tamper(statement)
    assert broken() == 3


def _forge(event: Event) -> None:
    """Makes the digest right again for what the row now says."""
    content = ledger._canonical(ledger._fields(event))
    event.digest = hashlib.new(event.digest_name, content).hexdigest()


def _rewrite_from(seq: int) -> None:
    """Changes an event and computes every later link again: what only the head or the anchor file gives away."""
    with past_the_triggers():
        previous = Event.objects.get(pk=seq - 1).digest if seq > 1 else ledger.GENESIS
        for event in Event.objects.filter(seq__gte=seq).order_by("seq"):
            if event.seq == seq:
                event.reason = "改写"
            event.previous = previous
            _forge(event)
            event.save(force_update=True)
            previous = event.digest


def test_an_event_put_in_between() -> None:
    with past_the_triggers():
        forged = Event.objects.get(pk=4)
        forged.pk, forged.reason = COUNT + 1, "补记"
        forged.previous = Event.objects.get(pk=COUNT).digest
        _forge(forged)
        forged.save(force_insert=True)
    assert broken() == COUNT + 1


def test_a_chain_computed_again_from_the_middle() -> None:
    _rewrite_from(4)
    assert broken() == COUNT  # its end is not the one in the head


def test_a_chain_and_its_head_computed_again_contradict_the_anchor() -> None:
    ledger.anchor()
    _rewrite_from(4)
    LedgerHead.objects.update(digest=Event.objects.get(pk=COUNT).digest)
    assert broken() == COUNT


def test_a_later_note_in_the_anchor_file_hides_nothing() -> None:
    ledger.anchor()
    _rewrite_from(4)
    LedgerHead.objects.update(digest=Event.objects.get(pk=COUNT).digest)
    ledger.anchor()  # the periodic job goes on
    assert (settings.DATA_DIR / "ledger.anchors").read_text().count("\n") == 2
    assert broken() == COUNT


@pytest.mark.parametrize(
    "line", ["nonsense", "2026-01-01 x y", "2026-01-01 99999999999999999999999 abc", "\xff"]
)
def test_an_unreadable_anchor_file(line: str) -> None:
    ledger.anchor()
    path = settings.DATA_DIR / "ledger.anchors"
    path.write_bytes(path.read_bytes() + line.encode("latin-1") + b"\n")
    assert broken() == 0


@pytest.mark.parametrize("change", [{"seq": 3}, {"seq": 90}, {"digest": "3" * 64}])
def test_a_changed_head(change: dict[str, Any]) -> None:
    LedgerHead.objects.update(**change)
    assert broken() in (COUNT, COUNT + 1)


def test_a_missing_head() -> None:
    tamper("DELETE FROM core_ledgerhead")
    assert broken() == COUNT


SECRETS = (
    "UPDATE core_eventsecret SET value = 'x'",
    "UPDATE core_eventsecret SET salt = 'x'",
    "UPDATE core_eventsecret SET name = 'x'",
    "UPDATE core_eventsecret SET event_id = 2",
    "UPDATE core_eventsecret SET erased_by = 1",
    "UPDATE core_eventsecret SET value = '', salt = ''",
    "DELETE FROM core_eventsecret",
)


@pytest.mark.parametrize("statement", SECRETS)
def test_a_changed_personal_value(statement: str) -> None:
    tamper(statement)
    assert broken() == (2 if "event_id" in statement else PERSONAL)


def test_a_value_erased_without_a_deed() -> None:
    # The triggers let a value be erased; the ledger must say who did it.
    EventSecret.objects.update(value="", salt="", erased_by=3)
    assert broken() == PERSONAL


def test_an_erased_value_put_back() -> None:
    ledger.erase(
        Event.objects.get(pk=PERSONAL), "name", actor=ledger.System("cgj", person_id=3), reason="要求"
    )
    assert ledger.verify() == (COUNT + 1, None)
    tamper("UPDATE core_eventsecret SET value = 'x'")
    _, found = ledger.verify()
    assert found is not None
    assert found.seq == PERSONAL


@pytest.mark.parametrize("name", ledger.TRIGGERS)
def test_protection_taken_away(name: str) -> None:
    table = ledger.TRIGGERS[name]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    count, found = ledger.verify()
    assert (count, found and found.seq) == (COUNT, 0)
    assert name in str(found and found.reason)


def test_protection_that_protects_nothing() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_event DISABLE TRIGGER ledger_event_update")
        else:
            cursor.execute("DROP TRIGGER ledger_event_update")
            cursor.execute(
                "CREATE TRIGGER ledger_event_update BEFORE UPDATE ON core_event BEGIN SELECT 1; END"
            )
    assert broken() == 0
