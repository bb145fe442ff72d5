"""On which day was a request received? Article 31, by the way it came in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.refusal import Refused
from gongkai.domain.requests import Shown, channels, receipt_day

TODAY = date(2026, 3, 10)
KEYS = [way.key for way in channels()]
BOTH = ["online", "fax", "email"]
AT_ONCE = ["in_person", "oral", "letter_registered"]
DAYS = st.dates(date(2026, 2, 20), date(2026, 3, 20))
MAYBE = st.none() | DAYS


def day(text: str) -> date:
    return date.fromisoformat(f"2026-03-{text}")


WORKED = [
    # key, arrived, agency confirmed, applicant confirmed, the day of receipt
    ("in_person", "03", None, None, "03"),
    ("oral", "03", None, None, "03"),
    ("letter_registered", "05", None, None, "05"),
    ("letter_ordinary", "03", "03", None, "03"),
    ("letter_ordinary", "03", "06", None, "06"),
    ("online", "07", "09", "07", "09"),
    ("online", "02", "02", "04", "04"),
    ("email", "02", "05", "03", "05"),
    ("fax", "02", "02", "02", "02"),
]


@pytest.mark.parametrize(("key", "arrived", "agency", "applicant", "received"), WORKED)
def test_worked_examples(
    key: str, arrived: str, agency: str | None, applicant: str | None, received: str
) -> None:
    shown = Shown(day(arrived), agency and day(agency), applicant and day(applicant), "如何证明")  # type: ignore[arg-type]
    assert receipt_day(key, shown, TODAY) == day(received)


@pytest.mark.parametrize("key", AT_ONCE)
def test_nobodys_confirmation_moves_what_was_handed_in_or_signed_for(key: str) -> None:
    shown = Shown(day("03"), day("09"), day("10"), "凭据")
    assert receipt_day(key, shown, TODAY) == day("03")


@pytest.mark.parametrize("key", [*BOTH, "letter_ordinary"])
def test_before_the_agency_confirms_it_is_not_received(key: str) -> None:
    refused = receipt_day(key, Shown(day("03"), None, day("03"), "凭据"), TODAY)
    assert isinstance(refused, Refused)
    assert "agency has not confirmed" in refused.reason.msgid
    assert refused.citation is not None
    assert refused.citation.article == "第三十一条"


@pytest.mark.parametrize("key", BOTH)
def test_on_the_network_the_applicant_confirms_too(key: str) -> None:
    refused = receipt_day(key, Shown(day("03"), day("03"), None, "凭据"), TODAY)
    assert isinstance(refused, Refused)
    assert "applicant has not confirmed" in refused.reason.msgid


@pytest.mark.parametrize("key", [key for key in KEYS if key != "other"])
@pytest.mark.parametrize("evidence", ["", "  \n"])
def test_without_evidence_there_is_no_day(key: str, evidence: str) -> None:
    refused = receipt_day(key, Shown(day("03"), day("03"), day("03"), evidence), TODAY)
    assert isinstance(refused, Refused)
    (way,) = (way for way in channels() if way.key == key)
    assert refused.reason.params["evidence"].msgid == way.evidence


def test_a_register_kept_before_needs_no_evidence() -> None:
    assert receipt_day("other", Shown(day("03")), TODAY) == day("03")


def test_an_unknown_way_is_refused() -> None:
    assert isinstance(receipt_day("pigeon", Shown(day("03")), TODAY), Refused)


@pytest.mark.parametrize("key", KEYS)
def test_a_day_to_come_is_refused(key: str) -> None:
    tomorrow = TODAY + timedelta(days=1)
    refused = receipt_day(key, Shown(tomorrow, tomorrow, tomorrow, "凭据"), TODAY)
    assert isinstance(refused, Refused)
    assert "lies ahead" in refused.reason.msgid


@given(st.sampled_from(KEYS), DAYS, MAYBE, MAYBE, st.sampled_from(["", "凭据"]))
def test_the_day_is_one_that_was_shown_and_never_before_it_arrived(
    key: str, arrived: date, agency: date | None, applicant: date | None, evidence: str
) -> None:
    received = receipt_day(key, Shown(arrived, agency, applicant, evidence), TODAY)
    if isinstance(received, Refused):
        return
    assert arrived <= received <= TODAY
    assert received in {arrived, agency, applicant}
    if key in AT_ONCE or key == "other":
        assert received == arrived
    if key in [*BOTH, "letter_ordinary"]:
        assert agency is not None
        assert agency <= received
    if key in BOTH:
        assert applicant is not None
        assert applicant <= received


@given(st.sampled_from(BOTH), DAYS, DAYS, DAYS)
def test_it_does_not_matter_who_of_the_two_confirms_last(
    key: str, arrived: date, one: date, two: date
) -> None:
    first = receipt_day(key, Shown(arrived, max(arrived, one), max(arrived, two), "凭据"), TODAY)
    second = receipt_day(key, Shown(arrived, max(arrived, two), max(arrived, one), "凭据"), TODAY)
    assert type(first) is type(second)
    if isinstance(first, date):
        assert first == second
