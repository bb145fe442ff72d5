"""Are reporters' data erased when their time is over, chunk by chunk, and finished later where it was broken off?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

import complaining
import mattering
from cast import Cast
from gongkai.complaints import actions, identity
from gongkai.complaints.actions import revealing
from gongkai.complaints.actions.files import Upload
from gongkai.complaints.actions.revealing import erase_due
from gongkai.complaints.models import Matter, Reporter
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from mattering import MARKERS

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 1, 31)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of two, so that few reporters make several."""
    monkeypatch.setattr(revealing, "CHUNK", 2)


def due(cast: Cast, *, files: int = 0) -> Matter:
    """A matter with everything a reporter leaves, whose time is over."""
    photos = [Upload(complaining.photo(f"{MARKERS['name']}.jpg").file, "a.jpg") for _ in range(files)]
    report = mattering.report(address=MARKERS["address"], answers={"where": MARKERS["address"]})
    matter = actions.submit(agency_id=cast.agency.pk, actor=None, report=report, files=photos).matter
    Reporter.objects.filter(matter=matter).update(erase_after=LONG_AGO)
    return matter


def told() -> list[str]:
    return [event.data["number"] for event in Event.objects.filter(verb=revealing.ERASED.key).order_by("seq")]


def left() -> int:
    return Reporter.objects.filter(erased_at__isnull=True).count()


def sealed_files() -> list[Path]:
    return [
        path for path in (settings.DATA_DIR / "files").rglob("*") if path.is_file() and "sealed" in str(path)
    ]


def test_everything_of_them_goes_and_nothing_of_the_others(cast: Cast, small: None) -> None:
    gone = [due(cast, files=number) for number in (2, 0, 1)]
    kept = mattering.closed(cast)
    kept.calls.update(note="说过的话")
    assert erase_due() == 3
    for matter in gone:
        matter.refresh_from_db()
        reporter = matter.reporter
        assert matter.text, "what was reported is the record; the rest goes"
        assert (matter.address, matter.answers) == ("", {})
        assert (reporter.sealed, reporter.mark, reporter.by_email) == ("", "", False)
        assert reporter.erased_at == clock.now()
        assert not identity.read(reporter)
        assert not matter.files.filter(erased_at__isnull=True).exists()
    kept.refresh_from_db()
    assert kept.text
    assert identity.read(kept.reporter).name == MARKERS["name"]
    assert kept.calls.get().note == "说过的话"
    assert erase_due() == 0
    assert ledger.verify() == (Event.objects.count(), None)


def test_one_event_for_each_with_its_own_number_and_files(cast: Cast, small: None) -> None:
    matters = [due(cast, files=number) for number in (0, 2, 1, 0, 1)]
    before = Event.objects.count()
    assert erase_due() == 5
    events = list(Event.objects.filter(verb=revealing.ERASED.key).order_by("seq"))
    assert Event.objects.count() == before + 5
    assert [(each.subject, each.data) for each in events] == [
        (str(matter.pk), {"number": matter.number, "files": count})
        for matter, count in zip(matters, (0, 2, 1, 0, 1), strict=True)
    ]
    assert {(each.agency, each.person) for each in events} == {(cast.agency.code, None)}


def test_what_was_said_in_calls_and_answers_goes_too(cast: Cast) -> None:
    matter = mattering.replied(cast)
    call = mattering.CallGiven(
        answered=True, solved=True, rating="satisfied", minutes=3, note=MARKERS["address"]
    )
    mattering.go(cast, matter, "call_back", "caller", call=call)
    matter.exchanges.create(question="哪里？", answer=MARKERS["address"])
    Reporter.objects.filter(matter=matter).update(erase_after=LONG_AGO)
    assert erase_due() == 1
    assert matter.calls.get().note == ""
    assert (matter.exchanges.get().question, matter.exchanges.get().answer) == ("哪里？", "")
    assert matter.replies.get().text == mattering.REPLY, "what was answered is kept"


@pytest.mark.parametrize("after", [None, date(2026, 11, 25), date(2027, 1, 1)])
def test_who_is_not_due_is_left_alone(cast: Cast, after: date | None) -> None:
    """The last day of keeping belongs to it; a matter that is open has none."""
    matter = due(cast)
    Reporter.objects.filter(matter=matter).update(erase_after=after)
    assert erase_due() == 0
    assert left() == 1


def test_a_matter_taken_up_again_since_it_was_listed_is_left_alone(
    cast: Cast, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, fourth = (due(cast) for _ in range(4))
    erase = revealing._erase

    def meanwhile(chunk: list[int]) -> int:
        Reporter.objects.filter(matter=third).update(erase_after=None)
        return erase(chunk)

    monkeypatch.setattr(revealing, "_erase", meanwhile)
    assert erase_due() == 3
    assert told() == [first.number, second.number, fourth.number]
    assert identity.read(Reporter.objects.get(matter=third)).name == MARKERS["name"]


def test_no_more_than_asked_for_the_longest_due_first(cast: Cast, small: None) -> None:
    matters = [due(cast) for _ in range(5)]
    Reporter.objects.filter(matter=matters[4]).update(erase_after=LONG_AGO - timedelta(days=1))
    assert erase_due(limit=3) == 3
    assert told() == [matters[4].number, matters[0].number, matters[1].number]
    assert (erase_due(limit=0), erase_due(), erase_due()) == (0, 2, 0)


def test_a_chunk_costs_what_one_costs(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            erase_due()
        return len(seen)

    due(cast, files=1)
    few = cost()
    for _ in range(7):
        due(cast, files=1)
    many = cost()
    assert left() == 0
    assert many == few


def test_a_fault_in_one_chunk_undoes_that_chunk_alone(
    cast: Cast, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    matters = [due(cast, files=1) for _ in range(5)]
    record, calls = ledger.record_all, []

    def broken(entries: Any) -> Any:
        calls.append(len(entries))
        if len(calls) == 2:
            raise RuntimeError("the disk is full")
        return record(entries)

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "record_all", broken)
        with pytest.raises(RuntimeError):
            erase_due()
    assert calls == [2, 2], "a transaction for two, not for each"
    assert told() == [matter.number for matter in matters[:2]]
    for matter in matters[2:]:
        matter.refresh_from_db()
        assert matter.text
        assert identity.read(Reporter.objects.get(matter=matter)).name == MARKERS["name"]
        assert matter.files.filter(erased_at__isnull=True).count() == 1
    assert erase_due() == 3
    assert told() == [matter.number for matter in matters]
    assert ledger.verify()[1] is None


def test_bytes_left_behind_go_the_next_time(cast: Cast, small: None) -> None:
    """Within one transaction, as here, the bytes stay until it is over: as if the machine had stopped there."""
    for _ in range(3):
        due(cast, files=1)
    assert erase_due() == 3
    assert len(sealed_files()) == 3
    with clock.travel_to(clock.now() + timedelta(days=1)):
        assert erase_due() == 0
    assert sealed_files() == []
