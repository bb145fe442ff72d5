"""On which day is what due? Exact dates, with the working days of 2026 (and one request of 2019)."""

from __future__ import annotations

from datetime import date

import pytest

import requesting
from cast import Cast, make_cast
from gongkai.core import clock, deadlines
from gongkai.core.models import Deadline
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import actions
from gongkai.requests.actions import by_itself
from gongkai.requests.models import Request
from gongkai.requests.queries.subjects import consultation_subject, subject_of
from request_stage import step, with_fee, written

pytestmark = pytest.mark.django_db
REPLY = "request.reply"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def day(text: str) -> date:
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def due(request: Request, rule: str = REPLY) -> date | None:
    (running,) = deadlines.running(subject_of(request), rule)
    return running.due_on


def in_hand(cast: Cast, arrived: str = "03-02", **changes: object) -> Request:
    """Confirmed, registered and accepted on one day, and the answer written."""
    with clock.travel_to(day(arrived)):
        return Request.objects.get(pk=written(cast, **changes).pk)


def move(cast: Cast, request: Request, when: str, key: str, who: str, **given: object) -> Request:
    with clock.travel_to(day(when)):
        return step(cast, request, key, who, **given)


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


def test_while_reasons_are_awaited_the_clock_runs(cast: Cast) -> None:
    request = move(cast, in_hand(cast), "03-04", "ask_reasons", "officer", by_day=day("03-18"))
    assert (due(request), due(request, "request.reasons")) == (day("03-30"), day("03-18"))
    with clock.travel_to(day("03-18")):
        assert by_itself.run() == 0
    with clock.travel_to(day("03-19")):
        assert by_itself.run() == 1
    request.refresh_from_db()
    assert (request.state, due(request)) == ("handling", day("03-30"))
    assert not deadlines.running(subject_of(request), "request.reasons")


def delayed(cast: Cast, until: str) -> Request:
    request = move(cast, in_hand(cast), "03-04", "ask_reasons", "officer", by_day=day("03-18"))
    request = move(cast, request, "03-06", "reasons_given", "applicant", reasons="用于研究")
    return move(cast, request, "03-09", "delay", "head", by_day=day(until))


def test_a_later_day_is_a_date_and_hearings_do_not_move_it(cast: Cast) -> None:
    request = delayed(cast, "06-30")
    assert (request.delayed_until, due(request)) == (day("06-30"), day("06-30"))
    request = move(cast, request, "03-10", "hear_third_party", "officer")
    assert due(request) == day("06-30")
    request = move(cast, request, "03-20", "last_opinion", "officer", day=None)
    assert due(request) == day("06-30")


@pytest.mark.parametrize(("until", "after"), [("06-30", "06-30"), ("03-20", "04-16")])
def test_a_period_that_begins_anew_and_ends_later_takes_the_place_of_a_later_day(
    cast: Cast, until: str, after: str
) -> None:
    request = delayed(cast, until)
    with clock.travel_to(day("03-10")):
        request = Request.objects.get(pk=request.pk)
        actions.work_out_fee(
            request_id=request.pk,
            actor=cast.officer,
            expected_version=request.version,
            method="by_page",
            count=68,
        )
        request = step(cast, request, "charge_fee", "head")
    request = move(cast, request, "03-18", "pay", "desk", day=day("03-18"))
    assert due(request) == day(after)


def test_an_old_request_keeps_its_old_law_also_when_it_begins_anew(cast: Cast) -> None:
    """Received on 13 May 2019, two days before the new text: 15 + 15 working days for ever."""
    request = in_hand(cast, "2019-05-13")
    assert due(request) == day("2019-06-03")
    request = move(cast, request, "2019-05-16", "ask_correction", "officer", by_day=day("2019-05-31"))
    request = move(cast, request, "2019-05-23", "corrected", "desk", day=day("2019-05-23"))
    assert due(request) == day("2019-06-14")
    request = move(cast, request, "2019-05-24", "accept", "desk")
    with clock.travel_to(day("2019-05-27")), pytest.raises(Invalid, match="between 1 and 15"):
        step(cast, request, "ask_extension", "officer", days=16)
    request = move(cast, request, "2019-05-27", "ask_extension", "officer", days=15)
    request = move(cast, request, "2019-05-28", "grant_extension", "head")
    assert due(request) == day("2019-07-05")


def test_the_clock_goes_with_the_request_to_another_unit(cast: Cast) -> None:
    request = in_hand(cast)
    units = [running.unit for running in deadlines.running(subject_of(request))]
    assert units == [cast.units["waste"].pk]
    request = move(cast, request, "03-04", "reassign", "head", unit=cast.units["other"].pk, officer=None)
    (running,) = deadlines.running(subject_of(request))
    assert (running.unit, running.due_on) == (cast.units["other"].pk, day("03-30"))


def test_the_parts_of_a_request_go_on_under_its_clock(cast: Cast) -> None:
    """Held from the 5th to the 10th, ten days more: the part is due on the same day as the first."""
    request = move(cast, in_hand(cast), "03-04", "hear_third_party", "officer")
    request = move(cast, request, "03-10", "last_opinion", "officer", day=None)
    request = move(cast, request, "03-10", "ask_extension", "officer", days=10)
    request = move(cast, request, "03-11", "grant_extension", "head")
    with clock.travel_to(day("03-11")):
        (part,) = actions.split(
            request_id=request.pk,
            actor=cast.desk,
            expected_version=request.version,
            subjects=["核准名单", "处罚决定"],
        )
        assert (part.received_on, part.state) == (day("03-02"), "handling")
        assert due(part) == due(request) == day("04-20")
        # The seven days for asking a correction are the first one's too: today is the last of them.
        part = step(cast, part, "ask_correction", "officer")
    assert part.state == "correction"
    assert due(request) == day("04-20"), "what happens to the part does not touch the first"


def test_a_wish_for_more_time_stays_with_the_first(cast: Cast) -> None:
    request = move(cast, in_hand(cast), "03-04", "ask_extension", "officer", days=10)
    with clock.travel_to(day("03-05")):
        (part,) = actions.split(
            request_id=request.pk, actor=cast.desk, expected_version=request.version, subjects=["一", "二"]
        )
        with pytest.raises(Refusal, match="Nobody has asked"):
            step(cast, part, "grant_extension", "head")
        step(cast, request, "grant_extension", "head")


def test_answering_anew_has_the_whole_period_and_closing_stops_everything(cast: Cast) -> None:
    with clock.travel_to(day("03-02")):
        request = requesting.closed(cast)
        assert not deadlines.running(subject_of(request))
    request = move(cast, request, "06-01", "redo", "legal")
    assert due(request) == day("06-30")
    request = move(cast, request, "06-02", "hear_third_party", "officer")
    request = move(cast, request, "06-03", "withdraw", "applicant")
    assert not Deadline.objects.filter(stopped_on__isnull=True).exists()
    heard = request.consultations.get()
    assert (heard.answered_on, heard.result) == (day("06-03"), ""), "nobody is heard any more"


def test_a_hearing_cut_short_does_not_hold_up_the_next_round(cast: Cast) -> None:
    request = move(cast, in_hand(cast), "03-04", "hear_third_party", "officer")
    request = move(cast, request, "03-05", "withdraw", "desk")
    request = move(cast, request, "03-06", "redo", "head")
    request = move(cast, request, "03-09", "hear_third_party", "officer")
    request = move(cast, request, "03-10", "last_opinion", "officer", day=None)
    assert request.state == "handling"
    assert due(request) == day("04-07")


def test_every_clock_of_the_room_is_one_of_the_laws() -> None:
    from gongkai.domain import clocks
    from gongkai.requests.actions import disputes, timing

    used = {REPLY, timing.CONFIRM, timing.CORRECTION_NOTICE, timing.CORRECTION, timing.REASONS, timing.FEE}
    used |= {"request.third_party", "request.joint_opinion"}
    used |= {disputes.SIMPLE, disputes.ORDINARY, disputes.SUIT}
    known = {key for key in clocks.rule_keys() if key.startswith(("request.", "dispute."))}
    assert used == known
