"""Is every event told as a sentence, whatever it lacks?"""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

import cast
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.people.sentences import tell, verb_words

pytestmark = pytest.mark.django_db

GIVEN = ledger.verb("tests.given", "{actor} gave {person} {thing} on {day} as {role}, {missing}")


@pytest.fixture
def bureau(db: None) -> cast.Cast:
    return cast.make_cast()


def _event(bureau: cast.Cast, kind: ledger.Verb = GIVEN, **more: object) -> Event:
    given = {"subject": ("tests.thing", 1), "actor": bureau.office, "data": {"thing": "a book"}, **more}
    with transaction.atomic():
        return ledger.record(kind, **given)  # type: ignore[arg-type]


def test_names_days_roles_and_gaps(bureau: cast.Cast) -> None:
    data = {"thing": "a book", "day": "2026-03-02", "role": ["people.supervisor", "publishing.office"]}
    event = _event(bureau, data=data, private={"person": "王五"}, reason="asked for")
    with translation.override("en"):
        (told,) = tell([event])
    assert told.sentence.startswith("office-name gave 王五 a book on ")
    assert told.sentence.endswith("as Supervision, Openness office, …")
    assert "2026-03-02" not in told.sentence
    assert (told.person, told.post, told.reason, told.on_behalf) == (
        "office-name",
        "政务公开办公室 office",
        "asked for",
        "",
    )


def test_the_system_is_called_by_its_name(bureau: cast.Cast) -> None:
    event = _event(bureau, actor=ledger.System())
    with translation.override("zh-hans"):
        (told,) = tell([event])
    assert told.sentence.startswith("系统")
    assert told.person == ""


def test_an_erased_name_is_a_gap(bureau: cast.Cast) -> None:
    event = _event(bureau, private={"person": "王五"})
    ledger.erase(event, "person", actor=bureau.audit_admin, reason="asked for")
    with translation.override("en"):
        told = tell(Event.objects.order_by("seq").filter(seq__gte=event.seq))
    assert "王五" not in told[0].sentence
    assert "[erased]" in told[0].sentence
    assert told[1].sentence == f"audit-admin-name erased personal data from event {event.seq}"


def test_an_unknown_verb_or_a_strange_sentence_is_still_told(bureau: cast.Cast) -> None:
    event = _event(bureau)
    event.verb = "gone.verb"
    strange = _event(bureau, ledger.verb("tests.strange", "{actor} {0} {thing.nothing}"))
    told = tell([event, strange])
    assert told[0].sentence == "office-name: gone.verb"
    assert told[1].sentence


def test_the_number_of_queries_does_not_grow(bureau: cast.Cast) -> None:
    events = [_event(bureau, private={"person": str(number)}) for number in range(5)]
    with CaptureQueriesContext(connection) as few:
        tell(events[:1])
    with CaptureQueriesContext(connection) as many:
        tell(events)
    assert len(few) == len(many) == 2


def test_every_declared_verb_has_words() -> None:
    assert all(verb_words(key) for key in ledger.verbs())
