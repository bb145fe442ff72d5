"""Does every branch of the law lead where the law says, from the form to the end?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from gongkai.annual_reports.queries import counting
from gongkai.core import clock, ledger, letters, sealed
from gongkai.core.refusals import Invalid, Refusal
from gongkai.requests import actions, own_words
from gongkai.requests.actions import AnswerInput, by_itself
from gongkai.requests.models import Request, SealedFile
from gongkai.requests.queries.subjects import subject_of
from request_stage import ANSWERS, TODAY, ready_for, stand, step, with_fee, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def fresh(request: Request) -> Request:
    return Request.objects.select_related("agency").get(pk=request.pk)


def sent(request: Request) -> list[str]:
    """The kinds of the letters, in the order in which they went out."""
    return [each.letter.kind for each in request.letters.select_related("letter")]


def deeds_of(request: Request) -> list[str]:
    return [event.verb.rpartition(".")[2] for event in ledger.events_of([subject_of(request)])]


def closed(cast: Cast, request: Request) -> Request:
    return fresh(requesting.walk_to(cast, request, "closed"))


def test_objection_of_a_third_party_and_a_refusal(cast: Cast) -> None:
    request = step(cast, requesting.handling(cast), "hear_third_party", "officer")
    request = step(cast, request, "last_opinion", "officer", result="objects", opinion="属于商业秘密")
    request = requesting.answered(cast, request, AnswerInput(kind="refused", **ANSWERS["refused"]))
    request = closed(cast, request)
    assert (request.outcome, request.closed_on) == ("refused_third_party_rights", TODAY)
    assert sent(request) == ["registration_receipt", "third_party_letter", "hearing_notice", "answer_refused"]
    heard = request.consultations.get()
    assert (heard.result, heard.override_letter) == ("objects", None)
    assert sealed.unseal(heard.opinion) == "属于商业秘密"


def test_opened_against_the_objection_the_third_party_is_told_in_writing(cast: Cast) -> None:
    request = step(cast, requesting.handling(cast), "hear_third_party", "officer")
    request = step(cast, request, "last_opinion", "officer", result="objects", opinion="不同意")
    content = {"kind": "open", **ANSWERS["open"]}
    request = requesting.answered(cast, request, AnswerInput(**content))
    with pytest.raises(Refusal, match="not complete"):
        requesting.go(cast, request, "submit_answer", "officer")
    request = requesting.answered(
        cast, request, AnswerInput(**content, override_reason="渣土运输安全关系公共安全。")
    )
    request = closed(cast, request)
    assert request.outcome == "granted"
    assert sent(request)[-2:] == ["answer_open", "third_party_opening"]
    told = request.consultations.get().override_letter
    assert told is not None
    assert letters.addressee_of(told) == "示例环卫公司"
    assert "申请行政复议" in told.remedies
    assert "渣土运输安全" in str(letters.content_of(told))
    to_applicant = request.letters.filter(to_applicant=True).values_list("letter__kind", flat=True)
    assert list(to_applicant) == ["registration_receipt", "hearing_notice", "answer_open"]


def test_a_third_party_that_agrees_is_not_told_anything_more(cast: Cast) -> None:
    request = step(cast, requesting.handling(cast), "hear_third_party", "officer")
    request = step(cast, request, "last_opinion", "officer", result="agrees")
    request = closed(cast, requesting.answered(cast, request, AnswerInput(kind="open", **ANSWERS["open"])))
    assert "third_party_opening" not in sent(request)


def test_silence_of_a_co_maker_is_consent_and_of_a_third_party_is_not_an_objection(cast: Cast) -> None:
    request = step(cast, requesting.handling(cast), "ask_agency", "officer", joint=True)
    request = step(cast, request, "hear_third_party", "officer")
    with clock.travel_to(TODAY.replace(month=4)):
        assert by_itself.run() == 2
        request = fresh(request)
        assert request.state == "handling"
        assert {each.kind: each.result for each in request.consultations.all()} == {
            "joint": "silent",
            "third_party": "silent",
        }
        request = requesting.answered(cast, request, AnswerInput(kind="open", **ANSWERS["open"]))
        request = closed(cast, request)
    assert request.outcome == "granted"
    assert "joint_opinion_letter" in sent(request)


def test_too_many_requests_reasons_and_not_processed(cast: Cast) -> None:
    request = requesting.handling(cast)
    request = requesting.answered(cast, request, AnswerInput(kind="excessive", **ANSWERS["excessive"]))
    with pytest.raises(Refusal, match="not complete"):  # nobody has asked for the reasons
        requesting.go(cast, request, "submit_answer", "officer")
    request = closed(cast, ready_for(cast, "excessive"))
    assert request.outcome == "not_processed_excessive"
    assert own_words.read(request, "reasons") == "用于研究"
    assert sent(request) == ["registration_receipt", "reasons_letter", "answer_excessive"]


def test_the_reasons_letter_counts_the_applicants_requests_of_the_year(cast: Cast) -> None:
    for _ in range(3):
        requesting.submitted(cast)
    requesting.submitted(cast, identity={"identity_number": "11010119900307001X"})
    request = step(cast, requesting.handling(cast), "ask_reasons", "officer")
    letter = request.letters.select_related("letter").last()
    assert letter is not None
    assert letter.letter.facts["request_count"] == "4"


def test_a_fee_not_paid_ends_it(cast: Cast) -> None:
    request = step(cast, with_fee(cast), "charge_fee", "head")
    letter = request.fees.get().letter
    assert letter is not None
    assert (letter.facts["fee_amount"], letter.facts["pay_days"]) == ("880", "20")
    with clock.travel_to(TODAY.replace(month=4)):
        assert by_itself.run() == 1
    request = fresh(request)
    assert (request.state, request.outcome) == ("closed", "other_overdue_fee")
    assert sent(request) == ["registration_receipt", "fee_notice", "answer_overdue_fee"]
    assert deeds_of(request)[-1] == "lapse_fee"


def test_a_fee_paid_and_answered(cast: Cast) -> None:
    request = step(cast, with_fee(cast), "charge_fee", "head")
    request = step(cast, request, "pay", "desk", receipt="财票0007")
    fee = request.fees.get()
    assert (fee.receipt, fee.paid_on, str(fee.amount)) == ("财票0007", TODAY, "880.00")
    with pytest.raises(Refusal, match="one method"):
        actions.work_out_fee(
            request_id=request.pk,
            actor=cast.officer,
            expected_version=request.version,
            method="by_item",
            count=12,
        )
    assert closed(cast, request).outcome == "refused_internal_affairs"


def test_a_fee_worked_out_anew_replaces_the_one_not_told(cast: Cast) -> None:
    request = with_fee(cast)
    actions.work_out_fee(
        request_id=request.pk, actor=cast.desk, expected_version=request.version, method="by_page", count=68
    )
    request = step(cast, request, "charge_fee", "head")
    told = request.fees.get(notified_on__isnull=False)
    assert str(told.amount) == "380.00"
    assert request.fees.get(cancelled_on__isnull=False).count == 109


def test_a_cancelled_fee_may_be_charged_anew(cast: Cast) -> None:
    request = step(cast, with_fee(cast), "charge_fee", "head")
    request = step(cast, request, "cancel_fee", "head", reason="算错")
    actions.work_out_fee(
        request_id=request.pk, actor=cast.desk, expected_version=request.version, method="by_page", count=68
    )
    request = step(cast, request, "charge_fee", "head")
    assert request.state == "fee"


def test_nothing_to_pay_is_no_fee_notice(cast: Cast) -> None:
    request = fresh(written(cast))
    actions.work_out_fee(
        request_id=request.pk, actor=cast.desk, expected_version=request.version, method="by_page", count=30
    )
    with pytest.raises(Refusal, match="No fee is worked out"):
        step(cast, request, "charge_fee", "head")


@pytest.mark.parametrize("state", ["received", "registered", "correction", "consulting", "fee", "approval"])
def test_withdrawn_by_the_applicant(cast: Cast, state: str) -> None:
    request = fresh(requesting.go(cast, stand(cast, state), "withdraw", "applicant"))
    assert (request.state, request.outcome, request.withdrawn_on) == ("closed", "other_other", TODAY)
    assert request.received_on == TODAY
    assert sent(request)[-1] == "withdrawal_acknowledgement"
    assert requesting.go(cast, request, "archive", "desk").state == "archived"


def test_withdrawn_at_the_desk_with_its_evidence(cast: Cast) -> None:
    request = stand(cast, "handling")
    with pytest.raises(Invalid, match="Say how the applicant withdrew it"):
        requesting.go(cast, request, "withdraw", "desk")
    request = requesting.go(
        cast, request, "withdraw", "desk", evidence=f"{requesting.MARKERS['name']}当面撤回"
    )
    assert (request.state, request.outcome) == ("closed", "other_other")
    kept = SealedFile.objects.get(request=request, kind="evidence")
    _, content = actions.open_file(file_id=kept.pk, actor=cast.desk, purpose="核对撤回")
    assert content.read().decode() == f"{requesting.MARKERS['name']}当面撤回"


def test_correcting_ones_own_record(cast: Cast) -> None:
    request = requesting.handling(cast, matter="own_record", subject="门前三包责任书中的店名")
    content = AnswerInput(own_record_result="corrected", text="经核对，已更正为“示例路小明便利店”。")
    request = closed(cast, requesting.answered(cast, request, content))
    assert (request.outcome, request.own_record_result) == ("", "corrected"), "no row of the annual table"
    assert request.closed_on == TODAY
    assert sent(request) == ["registration_receipt", "rectification_answer"]


def test_an_own_record_that_lapses_is_in_no_row_either(cast: Cast) -> None:
    request = requesting.handling(cast, matter="own_record")
    request = step(cast, request, "ask_correction", "officer")
    with clock.travel_to(TODAY.replace(month=5)):
        assert by_itself.run() == 1
    request = fresh(request)
    assert (request.state, request.outcome) == ("closed", "")


def test_a_complaint_in_the_form_of_a_request_keeps_both_numbers(cast: Cast) -> None:
    came = requesting.submitted(cast, from_complaint="12345-2026-0099", from_system="12345热线")
    assert [(each.direction, each.number) for each in came.transfers.all()] == [
        ("from_complaint", "12345-2026-0099")
    ]
    request = closed(cast, ready_for(cast, "petition"))
    actions.note_transfer(
        request_id=request.pk,
        actor=cast.desk,
        expected_version=request.version,
        number="12345-2026-0100",
        system="12345热线",
        reason="噪声扰民",
    )
    assert request.outcome == "not_processed_petition"
    assert request.transfers.get().direction == "to_complaint"
    (event,) = [each for each in ledger.events_of([subject_of(request)]) if each.verb.endswith("transferred")]
    assert (event.data["number"], event.data["complaint"]) == (request.number, "12345-2026-0100")


def test_what_is_no_request_is_set_aside_and_counted_nowhere(cast: Cast) -> None:
    request = requesting.go(cast, stand(cast, "received"), "void", "head", reason="重复提交")
    assert (request.state, request.received_on, request.closed_on, request.outcome) == (
        "void",
        None,
        None,
        "",
    )
    assert request.void_reason == "重复提交"
    assert sent(request) == []


def test_answering_anew_keeps_the_first_outcome(cast: Cast) -> None:
    request = fresh(requesting.closed(cast))
    with clock.travel_to(TODAY.replace(month=9)):
        request = requesting.go(cast, request, "redo", "legal", reason="行政复议决定重新答复")
        assert (request.state, request.round, request.outcome) == ("handling", 2, "refused_internal_affairs")
        with pytest.raises(Refusal, match="not complete"):  # the old answer is not the new one
            requesting.go(cast, request, "submit_answer", "officer")
        request = requesting.answered(cast, request, AnswerInput(kind="open", **ANSWERS["open"]))
        request = closed(cast, request)
    assert (request.outcome, request.closed_on) == ("refused_internal_affairs", TODAY)
    assert [(each.round, each.outcome) for each in request.answers.all()] == [
        (1, "refused_internal_affairs"),
        (2, "granted"),
    ]
    assert sent(request)[-2:] == ["answer_refused", "answer_open"]
    assert requesting.go(cast, request, "archive", "desk").state == "archived"


def test_the_new_round_is_checked_by_people_of_its_own(cast: Cast) -> None:
    """Whoever wrote the first answer may check the second, and the other way round; not both in one round."""
    from cast import person

    cast.people["jack"] = person(
        "jack", cast.agency, cast.units["waste"], ["requests.officer", "requests.legal"]
    )
    request = requesting.answered(cast, requesting.handling(cast), who="jack")
    request = requesting.walk_to(cast, request, "closed")
    request = requesting.go(cast, request, "redo", "legal", reason="复议")
    request = requesting.answered(cast, request)
    request = requesting.go(cast, request, "submit_answer", "officer")
    assert requesting.go(cast, request, "legal_agree", "jack").state == "approval"


def test_answering_anew_keeps_the_day_of_a_withdrawal_for_the_table_of_its_year(cast: Cast) -> None:
    request = requesting.go(cast, requesting.handling(cast), "withdraw", "applicant")
    before = counting.records(cast.agency.pk, TODAY.year)["withdrawn"]
    request = requesting.go(cast, request, "redo", "legal", reason="复议")
    request = closed(cast, requesting.answered(cast, request))
    assert (request.outcome, request.withdrawn_on, request.closed_on) == ("other_other", TODAY, TODAY)
    assert (before, counting.records(cast.agency.pk, TODAY.year)["withdrawn"]) == (1, 1)
    assert requesting.go(cast, request, "archive", "desk").state == "archived"


def test_several_matters_are_split_and_each_is_answered(cast: Cast) -> None:
    request = fresh(requesting.handling(cast))
    parts = actions.split(
        request_id=request.pk,
        actor=cast.desk,
        expected_version=request.version,
        subjects=["核准名单", " 处罚决定 ", "", "收费标准"],
    )
    request = fresh(request)
    assert [each.subject for each in (request, *parts)] == ["核准名单", "处罚决定", "收费标准"]
    assert len({request.number, *(each.number for each in parts)}) == 3
    for part in parts:
        assert (part.parent_id, part.state, part.received_on) == (request.pk, "handling", TODAY)
        shown = actions.reveal(request_id=part.pk, actor=cast.officer, purpose="撰写答复")
        assert shown.name == requesting.MARKERS["name"]
        assert closed(cast, requesting.answered(cast, part)).outcome == "refused_internal_affairs"
    assert closed(cast, requesting.answered(cast, request)).state == "closed"
    assert [next(ledger.events_of([subject_of(part)])).data.get("from") for part in parts] == [
        request.number
    ] * 2


@pytest.mark.parametrize(("key", "who", "state"), [
    ("legal_return", "legal", "legal_check"), ("approve_return", "approver", "approval"),
    ("desk_return", "desk", "approved"),
])  # fmt: skip
def test_a_returned_answer_is_mended_and_goes_through_both_checks_again(
    cast: Cast, key: str, who: str, state: str
) -> None:
    request = requesting.go(cast, stand(cast, state), key, who, reason="理由不充分")
    assert request.state == "handling"
    content: dict[str, Any] = {**ANSWERS["refused"], "reason": "第三方书面不同意，理由合理。"}
    request = requesting.answered(cast, request, AnswerInput(kind="refused", **content))
    request = closed(cast, request)
    assert request.outcome == "refused_third_party_rights"
    assert [move for move in deeds_of(request) if move in ("legal_agree", "approve")][-2:] == [
        "legal_agree",
        "approve",
    ]


def test_a_spoken_request_is_written_down_with_the_help_that_was_given(cast: Cast) -> None:
    request = requesting.entered(
        cast, channel="oral", evidence="工作人员代填", help_needed=("reading", "writing")
    )
    assert request.written_by_staff
    request = requesting.go(cast, request, "register", "desk")
    assert request.received_on == TODAY
    request = actions.note_help(
        request_id=request.pk, actor=cast.desk, expected_version=request.version, text="已朗读告知书"
    )
    assert (request.help_given, request.help_needed) == ("已朗读告知书", ["reading", "writing"])
