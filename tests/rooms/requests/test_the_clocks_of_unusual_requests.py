"""What becomes of a period that ends on a set day, begins anew, or is older than the law?"""

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
from gongkai.requests.models import Request
from gongkai.requests.queries.subjects import subject_of
from request_stage import step

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


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
