"""Is a register brought in whole, with its clocks and one event, or not at all?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import registers
from cast import Cast, make_cast
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Deadline, Event
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.requests import importing, own_words
from gongkai.requests.actions import importing as deeds
from gongkai.requests.importing import Findings
from gongkai.requests.models import Applicant, Dispute, Request
from gongkai.requests.queries import register as held
from register_files import DISPUTE_HEADINGS, GOOD, OPEN, table
from requesting import submitted

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "data" / "annual_reports"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(date(2026, 3, 2)):
        yield make_cast()


def look(cast: Cast, path: Path, register: Any = "requests") -> Findings:
    return importing.look(
        register,
        path,
        today=clock.today(),
        taken=held.taken(cast.agency.pk),
        before=held.brought_in(cast.agency, register),
    )


def bring_in(cast: Cast, path: Path, register: Any = "requests", who: str | None = None) -> int:
    found = look(cast, path, register)
    assert found.errors == []
    actor = getattr(cast, who) if who else None
    return deeds.bring_in(actor=actor, agency_id=cast.agency.pk, path=path, findings=found)


def test_closed_and_open_requests_stand_in_the_register(cast: Cast, tmp_path: Path) -> None:
    assert bring_in(cast, table(tmp_path / "r.csv", GOOD, OPEN.replace("in_person", "驻村干部"))) == 2
    closed, opened = Request.objects.order_by("number")
    assert (closed.state, closed.outcome, closed.closed_on) == ("archived", "granted", date(2023, 2, 1))
    assert (opened.state, opened.outcome, opened.closed_on) == ("registered", "", None)
    assert (opened.channel, own_words.read(opened, "receipt_evidence")) == ("other", "驻村干部")
    for each in (closed, opened):
        assert each.imported
        assert each.matter == "information"
        assert each.arrived_on == each.received_on
        assert each.agency == cast.agency
        assert each.token is None
    assert not Applicant.objects.exists()


def test_an_open_one_has_the_clock_it_would_have_had(cast: Cast, tmp_path: Path) -> None:
    recent = OPEN.replace("2,2023-12-20", "3,2026-02-27")
    bring_in(cast, table(tmp_path / "r.csv", GOOD, OPEN, recent))
    assert set(Deadline.objects.values_list("rule", flat=True)) == {
        "request.reply",
        "request.correction_notice",
    }
    for request in Request.objects.filter(outcome=""):
        subject = ("requests.request", request.pk)
        (reply,) = deadlines.running(subject, "request.reply")
        assert request.received_on is not None
        with_words = deadlines.start(
            "request.reply", subject=("tests", request.pk), on=request.received_on, agency="x", title="y"
        )
        assert (reply.due_on, reply.provisional) == (with_words.due_on, with_words.provisional)
        assert reply.agency == cast.agency.code
        assert reply.title == f"{request.number} {request.subject}"
        # A correction may be asked for only while the seven working days are not over.
        assert deadlines.running(subject, "request.correction_notice").exists() == (request.number == "3")


def test_one_event_tells_of_the_whole(cast: Cast, tmp_path: Path) -> None:
    before = Event.objects.count()
    bring_in(cast, table(tmp_path / "台账.csv", GOOD, OPEN), who="desk")
    event = Event.objects.get(seq__gt=before)
    assert event.verb == "requests.register.requests_imported"
    assert event.person == cast.person("desk").pk
    assert event.subject == f"{cast.agency.code}.requests"
    assert event.data["file"] == "台账.csv"
    assert (event.data["rows"], event.data["open"]) == (2, 1)
    assert len(event.data["sha256"]) == 64
    assert ledger.verify()[1] is None


def test_without_an_account_the_system_did_it_for_the_agency(cast: Cast, tmp_path: Path) -> None:
    bring_in(cast, table(tmp_path / "r.csv", GOOD))
    event = Event.objects.latest("seq")
    assert (event.person, event.agency) == (None, cast.agency.code)


@pytest.mark.parametrize(
    ("register", "allowed"), [("requests", {"desk", "operator"}), ("disputes", {"legal", "operator"})]
)
def test_only_the_keeper_of_the_register_brings_one_in(
    cast: Cast, tmp_path: Path, register: str, allowed: set[str]
) -> None:
    path = (
        table(tmp_path / "r.csv", GOOD)
        if register == "requests"
        else table(tmp_path / "d.csv", "litigation_direct,2023-03-01,,", headings=DISPUTE_HEADINGS)
    )
    found = look(cast, path, register)
    for who in {*cast.people} - allowed:
        with pytest.raises(NotAllowed):
            deeds.bring_in(actor=getattr(cast, who), agency_id=cast.agency.pk, path=path, findings=found)
    assert not Request.objects.exists()
    assert not Dispute.objects.exists()


def test_a_file_with_problems_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", GOOD, GOOD)
    found = look(cast, path)
    with pytest.raises(Refusal):
        deeds.bring_in(actor=None, agency_id=cast.agency.pk, path=path, findings=found)
    assert not Request.objects.exists()


def test_a_file_that_changed_since_is_refused(cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", GOOD)
    found = look(cast, path)
    table(path, GOOD, OPEN)
    with pytest.raises(Refusal, match="changed"):
        deeds.bring_in(actor=None, agency_id=cast.agency.pk, path=path, findings=found)
    assert not Request.objects.exists()


def test_a_number_registered_meanwhile_undoes_all_of_it(cast: Cast, tmp_path: Path) -> None:
    path = table(tmp_path / "r.csv", OPEN, GOOD)
    found = look(cast, path)
    taken = submitted(cast)
    Request.objects.filter(pk=taken.pk).update(number="1")
    events, clocks = Event.objects.count(), Deadline.objects.count()
    with pytest.raises(Refusal, match="somebody else registered"):
        deeds.bring_in(actor=None, agency_id=cast.agency.pk, path=path, findings=found)
    assert Request.objects.count() == 1
    assert (Event.objects.count(), Deadline.objects.count()) == (events, clocks)


def test_the_register_is_of_one_agency(cast: Cast, tmp_path: Path) -> None:
    """The same number may stand in the registers of two agencies, and only there."""
    path = table(tmp_path / "r.csv", GOOD)
    bring_in(cast, path)
    assert [str(each.message) for each in look(cast, path).errors] == [
        "The register already holds the number 1."
    ]
    other = cast.outside_agency
    found = importing.look(
        "requests", path, today=clock.today(), taken=held.taken(other.pk), before=lambda _sha256: None
    )
    assert found.sound
    deeds.bring_in(actor=None, agency_id=other.pk, path=path, findings=found)
    assert Request.objects.filter(number="1").count() == 2


def test_numbers_of_our_own_come_back_and_the_series_goes_on(cast: Cast, tmp_path: Path) -> None:
    code = cast.agency.code.upper()
    own = [GOOD.replace("1,", f"{code}-2026-{serial:05d},", 1) for serial in (7, 41, 12)]
    bring_in(cast, table(tmp_path / "r.csv", *own, GOOD))
    assert submitted(cast).number == f"{code}-2026-00042"


def test_disputes_are_linked_to_their_request(cast: Cast, tmp_path: Path) -> None:
    bring_in(cast, table(tmp_path / "r.csv", GOOD))
    path = table(
        tmp_path / "d.csv",
        "administrative_review,2023-03-01,upheld,2023-06-01,复1,1,市政府",
        "litigation_after_review,2023-07-01,pending,,,,",
        headings=f"{DISPUTE_HEADINGS},number,request_number,authority",
    )
    assert bring_in(cast, path, "disputes", "legal") == 2
    review, suit = Dispute.objects.order_by("filed_on")
    assert review.request is not None
    assert (review.request.number, review.result, review.authority) == ("1", "upheld", "市政府")
    assert (suit.request, suit.result, suit.closed_on, suit.imported) == (None, "", None, True)
    event = Event.objects.latest("seq")
    assert (event.verb, event.data["rows"]) == ("requests.register.disputes_imported", 2)
    again = [str(each.message) for each in look(cast, path, "disputes").errors]
    assert again == ["This very file was brought in on 2026-03-02."]


def test_statements_grow_with_batches_not_with_rows(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deeds, "BATCH", 500)

    def statements(first: int, rows: int) -> int:
        lines = [OPEN.replace("2,", f"n{n},", 1) for n in range(first, first + rows)]
        path = table(tmp_path / f"{first}.csv", *lines)
        found = look(cast, path)
        with CaptureQueriesContext(connection) as seen:
            deeds.bring_in(actor=None, agency_id=cast.agency.pk, path=path, findings=found)
        return len(seen)

    statements(0, 1)  # the ledger's first event takes two more
    assert statements(100, 10) == statements(1000, 500) < 15


def test_a_real_report_expanded_comes_back_cell_by_cell(cast: Cast, tmp_path: Path) -> None:
    document = json.loads((SAMPLES / "suqian_city_2023.json").read_text(encoding="utf-8"))
    year = document["year"]
    path = registers.write_requests(tmp_path / "r.csv", registers.requests_of(document))
    bring_in(cast, path)
    last = date(year, 12, 31)
    counted: Counter[tuple[str, str]] = Counter()
    for received, closed, kind, outcome in Request.objects.values_list(
        "received_on", "closed_on", "applicant_kind", "outcome"
    ):
        counted["new_received" if received.year == year else "carried_over_in", kind] += 1
        counted[outcome if closed and closed <= last else "carried_forward", kind] += 1
    for row, cells in document["table3_requests"].items():
        if row != "total_processed":
            assert {kind: counted[row, kind] for kind in cells if kind != "total"} == {
                kind: number for kind, number in cells.items() if kind != "total"
            }, row
    suits = registers.write_disputes(tmp_path / "d.csv", registers.disputes_of(document))
    assert bring_in(cast, suits, "disputes") == 440 + 24 + 89
    found = Counter(Dispute.objects.values_list("kind", "result"))
    for kind, results in document["table4_review_litigation"].items():
        for result in ("upheld", "corrected", "other_result", "pending"):
            assert found[kind, "" if result == "pending" else result] == results[result]
