"""Is every deed in the ledger, in one unbroken chain, and nowhere else?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.core import ledger
from gongkai.core.models import Event, EventSecret, LedgerHead
from together import Together, own_database

TESTED = ledger.verb("tests.deed", "{actor} did {what}")
ACTOR = ledger.System("cgj", person_id=7, post_title="科员")


def deed(what: str = "this", **more: Any) -> Event:
    with transaction.atomic():
        return ledger.record(TESTED, subject=("tests", 1), actor=ACTOR, data={"what": what}, **more)


@pytest.mark.django_db
def test_each_event_follows_on_the_one_before() -> None:
    events = [deed(str(number)) for number in range(5)]
    assert [event.seq for event in events] == [1, 2, 3, 4, 5]
    assert [event.previous for event in events] == [ledger.GENESIS, *[event.digest for event in events[:-1]]]
    assert ledger.verify() == (5, None)
    assert ledger.head()[:2] == (5, events[-1].digest)


@pytest.mark.django_db
def test_an_empty_ledger_is_whole() -> None:
    assert ledger.verify() == (0, None)


@pytest.mark.django_db(transaction=True)
def test_a_deed_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        ledger.record(TESTED, subject=("tests", 1), actor=ACTOR)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deed_rolled_back_leaves_no_event() -> None:
    deed()
    with transaction.atomic():
        ledger.record(TESTED, subject=("tests", 1), actor=ACTOR, private={"name": "某人"})
        transaction.set_rollback(True)
    assert Event.objects.count() == 1
    assert not EventSecret.objects.exists()
    deed()
    assert ledger.verify() == (2, None)


STATEMENTS = (
    "UPDATE core_event SET reason = 'x'",
    "UPDATE core_event SET seq = seq + 10",
    "DELETE FROM core_event",
    "UPDATE core_eventsecret SET value = 'x'",
    "UPDATE core_eventsecret SET erased_by = 1",
    "DELETE FROM core_eventsecret",
    "DELETE FROM core_ledgerhead",
)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_itself_refuses(statement: str) -> None:
    deed(private={"name": "某人"})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ledger.verify() == (1, None)


@pytest.mark.django_db
def test_postgresql_refuses_to_empty_the_table() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    deed()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_event CASCADE")
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_personal_value_can_be_erased_and_the_chain_stays_whole() -> None:
    event = deed(private={"name": "某人", "telephone": "13800000000"})
    ledger.erase(event, "name", actor=ACTOR, reason="本人要求")
    kept = {secret.name: secret.value for secret in EventSecret.objects.all()}
    assert kept == {"name": "", "telephone": "13800000000"}
    assert ledger.verify() == (2, None)
    told = Event.objects.get(seq=2)
    assert (told.verb, told.reason, told.data["name"]) == ("core.ledger.erased", "本人要求", "name")
    ledger.erase(event, "name", actor=ACTOR, reason="再次")
    assert ledger.verify() == (2, None)


@pytest.mark.django_db
def test_the_value_does_not_stand_in_the_event() -> None:
    event = deed(private={"name": "张某某"})
    told = Event.objects.values().get(seq=event.seq)
    assert "张某某" not in str(told)
    # Without the salt the digest in the chain cannot be guessed from a list of names.
    assert event.sealed["name"] != hashlib.sha256("张某某".encode()).hexdigest()


@pytest.mark.django_db
def test_sm3_where_openssl_has_it(settings: Any) -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no sm3")
    deed()
    settings.GONGKAI_LEDGER_DIGEST = "sm3"
    event = deed(private={"name": "某人"})
    assert (event.digest_name, len(event.digest)) == ("sm3", 64)
    settings.GONGKAI_LEDGER_DIGEST = "sha256"
    deed()
    assert ledger.verify() == (3, None)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["md5", "SHA256", "nonsense"])
def test_any_other_digest_is_refused(settings: Any, name: str) -> None:
    settings.GONGKAI_LEDGER_DIGEST = name
    with pytest.raises(ImproperlyConfigured):
        deed()


@pytest.mark.django_db
def test_a_long_post_title_is_no_reason_to_fail() -> None:
    with transaction.atomic():
        event = ledger.record(
            TESTED, subject=("tests", 1), actor=ledger.System(post_title="某" * 161), data={"what": "x"}
        )
    assert len(event.post) == 120
    assert ledger.verify() == (1, None)


@pytest.mark.django_db
def test_the_event_given_back_is_the_one_in_the_ledger() -> None:
    given = deed("这", reason="“x” 100 %", private={"name": "某人"})
    kept = Event.objects.get()
    for field in Event._meta.concrete_fields:
        assert getattr(given, field.attname) == getattr(kept, field.attname), field.attname
    assert not given._state.adding


@pytest.mark.django_db
def test_the_digest_is_that_of_every_chain_before() -> None:
    """Worked out here once more, the long way: a faster way of writing must never make another chain."""
    event = deed("这", reason="某")
    fields = {
        **{
            field.name: getattr(event, field.name)
            for field in Event._meta.concrete_fields
            if field.name != "digest"
        },
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert event.digest == hashlib.new("sha256", text.encode()).hexdigest()


@pytest.mark.django_db
def test_whoever_holds_an_old_end_of_the_chain_writes_nothing() -> None:
    with transaction.atomic():
        turn = ledger.take_turn()
    deed()
    entry = ledger.Entry(TESTED, ("tests", 1), ACTOR, {"what": "that"})
    with pytest.raises((RuntimeError, DatabaseError)), transaction.atomic():
        ledger.record_all([entry], turn)
    assert ledger.verify() == (1, None)
    with transaction.atomic():
        assert [event.seq for event in ledger.record_all([entry], ledger.take_turn())] == [2]
    assert ledger.verify() == (2, None)


@pytest.mark.django_db
def test_what_is_asked_with_the_turn_is_answered_with_it() -> None:
    for known in (0, 1):  # the first asking begins the chain
        with transaction.atomic():
            assert ledger.ask_in_turn(("SELECT 5", ()))[1] == [[(5,)]]
            assert ledger.take_turn()[0] == known
        deed()


@pytest.mark.django_db
def test_a_verb_is_declared_once() -> None:
    assert ledger.verb("tests.deed", "{actor} did {what}") == TESTED
    with pytest.raises(ValueError):
        ledger.verb("tests.deed", "something else")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats()
    | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.integers(0, 20), inner, max_size=3),
    max_leaves=6,
)
TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.dictionaries(TEXT, JSON, max_size=4), reason=TEXT, value=TEXT)
def test_whatever_is_recorded_verifies(data: dict[str, Any], reason: str, value: str) -> None:
    """The digest stays the same when the databases give the data back in their own way of writing."""
    with transaction.atomic():
        ledger.record(TESTED, subject=("t", 1), actor=ACTOR, data=data, reason=reason, private={"v": value})
    assert ledger.verify() == (Event.objects.count(), None)


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found


def test_many_writers_make_one_chain(together: Together) -> None:
    def write() -> list[int]:
        return [deed(private={"name": "某人"}).seq for _ in range(8)]

    given = together.at_once(*[write] * 4)
    assert sorted(seq for seqs in given for seq in seqs) == list(range(1, 33))
    assert together.alone(ledger.verify) == (32, None)
    assert together.alone(lambda: LedgerHead.objects.get().seq) == 32


def test_the_site_may_go_on_writing_while_the_chain_is_walked(together: Together) -> None:
    together.alone(lambda: [deed() for _ in range(20)])
    outcome = together.at_once(
        lambda: [deed() for _ in range(10)], *[lambda: [ledger.verify()[1] for _ in range(5)]] * 2
    )
    assert outcome[1:] == [[None] * 5, [None] * 5]
