"""On which day is what due? Exact dates, with the working days of 2026 (and one request of 2019)."""

from __future__ import annotations

import pytest

import requesting
from cast import Cast, make_cast
from clock_stage import REPLY, day, due, in_hand, move
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import actions
from gongkai.requests.actions import by_itself
from gongkai.requests.queries.subjects import consultation_subject, subject_of
from request_stage import step, with_fee

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_twenty_working_days_from_the_day_of_receipt(cast: Cast) -> None:
    request = in_hand(cast)
    assert due(request) == day("03-30")
    notice = Deadline.objects.get(rule="request.correction_notice")
    assert (notice.due_on, notice.stopped_on) == (day("03-11"), day("03-02"))


def test_a_letter_that_was_signed_for_counts_from_its_signature(cast: Cast) -> None:
    """28 February 2026 is a Saturday that is worked."""
    with clock.travel_to(day("03-02")):
        request = requesting.entered(
            cast, channel="letter_registered", arrived_on=day("02-27"), evidence="EMS 1234567890"
        )
        request = requesting.go(cast, request, "register", "desk")
    assert request.received_on == day("02-27")
    assert due(request) == day("03-26")


def test_what_comes_online_is_to_be_confirmed_the_next_working_day(cast: Cast) -> None:
    with clock.travel_to(day("03-06")):
        request = requesting.submitted(cast)
    assert due(request, "request.confirm") == day("03-09")
    assert not deadlines.running(subject_of(request), REPLY)
    request = move(cast, request, "03-10", "register", "desk", day=None, evidence="")
    assert request.received_on == day("03-10")
    assert due(request) == day("04-08")
    assert not deadlines.running(subject_of(request), "request.confirm")


def test_a_fax_is_received_when_both_have_confirmed_and_not_before(cast: Cast) -> None:
    with clock.travel_to(day("03-02")):
        request = requesting.entered(cast, channel="fax", evidence="")
        with pytest.raises(Invalid, match="applicant has not confirmed"):
            requesting.go(cast, request, "register", "desk", evidence="电话确认")
    with clock.travel_to(day("03-05")):
        with pytest.raises(Invalid, match="evidence"):
            requesting.go(cast, request, "register", "desk", applicant_confirmed_on=day("03-04"))
        request = requesting.go(
            cast, request, "register", "desk", applicant_confirmed_on=day("03-04"), evidence="电话确认"
        )
    assert request.received_on == day("03-05")


def test_a_correction_lets_the_period_begin_anew(cast: Cast) -> None:
    request = in_hand(cast)
    request = move(cast, request, "03-05", "ask_correction", "officer", by_day=day("03-20"))
    assert due(request) is None
    assert due(request, "request.correction") == day("03-20")
    request = move(cast, request, "03-12", "corrected", "applicant", day=None)
    assert (request.corrected_on, due(request)) == (day("03-12"), day("04-10"))
    assert not deadlines.running(subject_of(request), "request.correction")


def test_a_correction_is_asked_for_within_seven_working_days_though_it_was_accepted(cast: Cast) -> None:
    request = in_hand(cast)
    with clock.travel_to(day("03-12")), pytest.raises(Refusal, match="seven working days"):
        step(cast, request, "ask_correction", "officer")
    request = move(cast, request, "03-11", "ask_correction", "officer")
    assert request.state == "correction"


def test_the_applicants_own_correction_arrives_when_it_is_sent(cast: Cast) -> None:
    request = in_hand(cast)
    request = move(cast, request, "03-05", "ask_correction", "desk")
    request = move(cast, request, "03-12", "corrected", "applicant", day=day("03-06"))
    assert request.corrected_on == day("03-12")


def test_what_came_by_post_is_entered_with_its_own_day(cast: Cast) -> None:
    request = in_hand(cast)
    request = move(cast, request, "03-05", "ask_correction", "desk")
    with clock.travel_to(day("03-12")):
        for wrong in ("03-13", "03-04"):
            with pytest.raises(Invalid):
                step(cast, request, "corrected", "desk", day=day(wrong))
        request = step(cast, request, "corrected", "desk", day=day("03-10"))
    assert (request.corrected_on, due(request)) == (day("03-10"), day("04-08"))


def test_a_correction_not_made_lapses_the_day_after_and_a_later_day_may_be_allowed(cast: Cast) -> None:
    request = in_hand(cast)
    move(cast, request, "03-05", "ask_correction", "desk", by_day=day("03-20"))
    with clock.travel_to(day("03-18")):
        request = step(cast, request, "allow_longer", "desk", by_day=day("03-25"))
    assert due(request, "request.correction") == day("03-25")
    with clock.travel_to(day("03-25")):
        assert by_itself.run() == 0
    with clock.travel_to(day("03-26")):
        assert (by_itself.run(), by_itself.run()) == (1, 0)
    request.refresh_from_db()
    assert (request.state, request.outcome) == ("closed", "other_overdue_correction")
    assert not deadlines.running(subject_of(request))


def test_hearings_that_overlap_are_counted_once(cast: Cast) -> None:
    request = in_hand(cast)
    request = move(cast, request, "03-04", "hear_third_party", "officer")
    third = request.consultations.get()
    assert due(request) is None
    with clock.travel_to(day("03-09")):
        actions.note_letter_received(
            request_id=request.pk,
            actor=cast.desk,
            expected_version=request.version,
            consultation_id=third.pk,
            on=day("03-06"),
        )
        request = step(cast, request, "ask_agency", "officer", joint=True)
    (heard,) = deadlines.running(consultation_subject(third))
    assert (heard.rule, heard.due_on) == ("request.third_party", day("03-27"))
    joint = request.consultations.get(kind="joint")
    (asked,) = deadlines.running(consultation_subject(joint))
    assert (asked.rule, asked.due_on) == ("request.joint_opinion", day("03-30"))
    request = move(cast, request, "03-12", "opinion", "officer", consultation=third.pk, day=None)
    assert due(request) is None
    request = move(cast, request, "03-17", "last_opinion", "officer", consultation=joint.pk, day=None)
    assert (request.state, due(request)) == ("handling", day("04-13"))
    (running,) = deadlines.running(subject_of(request), REPLY)
    assert [each[:2] for each in running.pauses] == [
        ["2026-03-05", "2026-03-12"],
        ["2026-03-10", "2026-03-17"],
    ]


@pytest.mark.parametrize("noticed", ["03-28", "03-31", "04-09"])
def test_silence_holds_the_clock_until_the_last_day_of_the_period_only(cast: Cast, noticed: str) -> None:
    """However late the system, or the officer, notices it."""
    request = in_hand(cast)
    request = move(cast, request, "03-04", "hear_third_party", "officer")
    third = request.consultations.get()
    with clock.travel_to(day("03-09")):
        actions.note_letter_received(
            request_id=request.pk,
            actor=cast.officer,
            expected_version=request.version,
            consultation_id=third.pk,
            on=day("03-06"),
        )
    with clock.travel_to(day("03-27")):
        assert by_itself.run() == 0
        with pytest.raises(Refusal, match="may answer until"):
            step(cast, request, "last_opinion", "officer", result="silent")
    with clock.travel_to(day(noticed)):
        if noticed == "03-31":
            step(cast, request, "last_opinion", "officer", result="silent")
        else:
            assert by_itself.run() == 1
    third.refresh_from_db()
    request.refresh_from_db()
    assert (third.result, third.answered_on) == ("silent", day("03-27"))
    assert (request.state, due(request)) == ("handling", day("04-23"))


def test_an_opinion_entered_later_ends_the_hold_on_its_own_day(cast: Cast) -> None:
    request = move(cast, in_hand(cast), "03-04", "hear_third_party", "officer")
    with clock.travel_to(day("03-20")):
        for wrong in ("03-21", "03-03"):
            with pytest.raises(Invalid):
                step(cast, request, "last_opinion", "officer", day=day(wrong))
        request = step(cast, request, "last_opinion", "officer", day=day("03-10"))
    assert due(request) == day("04-03")


def test_more_time_is_at_most_twenty_days_once_and_not_after_the_end(cast: Cast) -> None:
    request = in_hand(cast)
    with clock.travel_to(day("03-30")):
        for days in (21, 99, -1):
            with pytest.raises(Invalid, match="between 1 and 20"):
                step(cast, request, "ask_extension", "officer", days=days)
        with pytest.raises(Refusal, match="also needs"):
            step(cast, request, "ask_extension", "officer", days=0)
        request = step(cast, request, "ask_extension", "officer", days=20)
        assert due(request) == day("03-30"), "asking moves nothing"
        request = step(cast, request, "grant_extension", "head")
    assert (request.extension_days, due(request)) == (20, day("04-28"))
    with clock.travel_to(day("04-01")), pytest.raises(Refusal, match="once"):
        step(cast, request, "ask_extension", "officer", days=1)


def test_what_is_over_is_not_extended(cast: Cast) -> None:
    late, asked = in_hand(cast), in_hand(cast)
    asked = move(cast, asked, "03-30", "ask_extension", "officer")
    with clock.travel_to(day("03-31")):
        for request, key, who in ((late, "ask_extension", "officer"), (asked, "grant_extension", "head")):
            with pytest.raises(Refusal, match="period is over"):
                step(cast, request, key, who)
        # The wish is taken back, and the answer goes its way.
        asked = step(cast, asked, "refuse_extension", "head")
        asked = step(cast, asked, "submit_answer", "officer")
    assert asked.state == "legal_check"


def test_a_wish_not_granted_may_be_made_again(cast: Cast) -> None:
    request = move(cast, in_hand(cast), "03-05", "ask_extension", "officer", days=20)
    request = move(cast, request, "03-06", "refuse_extension", "head")
    request = move(cast, request, "03-09", "ask_extension", "officer", days=3)
    request = move(cast, request, "03-10", "grant_extension", "head")
    assert due(request) == day("04-02")


def test_a_fee_holds_the_clock_and_the_payment_begins_it_anew(cast: Cast) -> None:
    with clock.travel_to(day("03-02")):
        request = with_fee(cast)
    request = move(cast, request, "03-04", "charge_fee", "head")
    assert (due(request), due(request, "request.fee_payment")) == (None, day("04-01"))
    with clock.travel_to(day("03-18")):
        for wrong in ("03-19", "03-03"):
            with pytest.raises(Invalid):
                step(cast, request, "pay", "desk", day=day(wrong))
        request = step(cast, request, "pay", "desk", day=day("03-16"))
    assert due(request) == day("04-14")
    assert not deadlines.running(subject_of(request), "request.fee_payment")


def test_a_cancelled_fee_lets_the_clock_go_on(cast: Cast) -> None:
    with clock.travel_to(day("03-02")):
        request = with_fee(cast)
    request = move(cast, request, "03-04", "charge_fee", "head")
    request = move(cast, request, "03-10", "cancel_fee", "head")
    assert due(request) == day("04-03")


def test_a_fee_not_paid_lapses_the_day_after(cast: Cast) -> None:
    with clock.travel_to(day("03-02")):
        request = with_fee(cast)
    move(cast, request, "03-04", "charge_fee", "head")
    with clock.travel_to(day("04-01")):
        assert by_itself.run() == 0
    with clock.travel_to(day("04-02")):
        assert by_itself.run() == 1
    request.refresh_from_db()
    assert (request.state, request.outcome) == ("closed", "other_overdue_fee")
    assert request.fees.get().lapsed_on == day("04-02")
