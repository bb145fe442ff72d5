"""Who may do what: every move and every other deed, tried by everybody, from every stand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast, person
from everybody import EVERYBODY, attempt, forget_actors, who_may
from gongkai.core import clock
from gongkai.core.refusals import NotAllowed
from gongkai.domain.process import permission_matrix
from gongkai.domain.requests import APPLICANT, PROCESS
from gongkai.people.actor import StaffActor
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, DisputeInput, Given
from gongkai.requests.actions.letters import save_letter_text, save_letterhead
from gongkai.requests.models import Consultation, Dispute, Request, SealedFile
from gongkai.requests.people import ApplicantActor
from request_stage import STANDS, TODAY, filled, stand, step, written

pytestmark = pytest.mark.django_db
#: Who holds each role over a request of the waste section.
HOLDERS = {
    "requests.desk": {"desk"},
    "requests.officer": {"officer", "second_officer"},
    "requests.legal": {"legal"},
    "requests.head": {"head"},
    "requests.leader": {"approver"},
}
OFFICERS, HANDLERS = HOLDERS["requests.officer"], {"officer", "second_officer", "desk"}
#: Moves that only something else makes possible → the stands where it is so.
ONLY = {
    "opinion": {"consulting, two"},
    "last_opinion": {"consulting"},
    "grant_extension": {"handling, more time asked for"},
    "refuse_extension": {"handling, more time asked for"},
    "delay": {"handling, reasons asked"},
    "charge_fee": {"handling, fee worked out"},
    # Their day has not come; ``test_the_clocks_of_a_request`` waits for it.
    "lapse_correction": set(),
    "no_reasons": set(),
    "lapse_fee": set(),
}
NOT = {
    "ask_extension": {"handling, more time asked for", "handling, more time allowed"},
    "submit_answer": {"handling, more time asked for"},
    "ask_reasons": {"handling, reasons asked"},
}


@pytest.fixture
def cast() -> Iterator[Cast]:
    forget_actors()
    with clock.travel_to(TODAY):
        yield make_cast()


def try_move(request: Request, key: str, given: dict[str, Any]) -> Callable[[Any], object]:
    return lambda actor: actions.move(
        request_id=request.pk, key=key, actor=actor, expected_version=request.version, given=Given(**given)
    )


@pytest.mark.parametrize("name", STANDS)
def test_every_move_by_everybody(cast: Cast, name: str) -> None:
    request = stand(cast, name)
    given = filled(cast, request)
    own = ApplicantActor(request.pk, cast.agency.code)
    stranger = ApplicantActor(requesting.submitted(cast).pk, cast.agency.code)
    for move in PROCESS.moves:
        roles = {
            role
            for row in permission_matrix(PROCESS)
            if (row.state, row.move) == (request.state, move.key)
            for role in row.roles
        }
        if name not in ONLY.get(move.key, {name}) or name in NOT.get(move.key, set()):
            roles = set()
        expected = {holder for role in roles - {APPLICANT} for holder in HOLDERS[role]}
        if request.unit_id is None:
            expected -= OFFICERS  # it is not in their hands yet
        # What does not leave this state is nobody's: tried by those who hold its roles elsewhere.
        elsewhere = [who for role in set(move.roles) - {APPLICANT} for who in HOLDERS[role]]
        among = EVERYBODY if request.state in move.sources else elsewhere
        work = try_move(request, move.key, given)
        assert who_may(cast, work, among) == expected, f"{name}: {move.key}"
        assert (attempt(partial(work, own)) is None) == (APPLICANT in roles), f"{name}: {move.key}"
        assert attempt(partial(work, stranger)) is not None, f"{name}: {move.key} by another applicant"
        by_clock = attempt(partial(work, None)) is None
        assert by_clock == (move.timer and bool(roles)), f"{name}: {move.key} by the clock"


@pytest.mark.parametrize("key", ["nonsense", "", "received"])
def test_an_unknown_move_is_refused(cast: Cast, key: str) -> None:
    assert who_may(cast, try_move(stand(cast, "handling"), key, {})) == set()


def test_a_refusal_says_whether_it_is_the_person_or_the_moment(cast: Cast) -> None:
    request = stand(cast, "approval")
    assert isinstance(attempt(lambda: try_move(request, "approve", {})(cast.desk)), NotAllowed)
    refused = attempt(lambda: try_move(request, "issue", {})(cast.desk))
    assert refused is not None
    assert not isinstance(refused, NotAllowed)


def test_one_person_with_every_post_still_needs_two_others(cast: Cast) -> None:
    cast.people["jack"] = person("jack", cast.agency, cast.units["waste"], list(HOLDERS))
    own = requesting.answered(cast, requesting.handling(cast), who="jack")
    own = requesting.go(cast, own, "submit_answer", "jack")
    for key, other in (("legal_agree", "legal"), ("approve", "approver")):
        assert who_may(cast, try_move(own, key, {}), ["jack"]) == set(), key
        own = requesting.go(cast, own, key, other)
    own = requesting.go(cast, own, "issue", "jack")

    theirs = requesting.go(cast, written(cast), "submit_answer", "jack")
    theirs = requesting.go(cast, theirs, "legal_agree", "jack")
    assert who_may(cast, try_move(theirs, "approve", {}), ["jack", "approver"]) == {"approver"}


def test_whoever_only_added_a_file_has_written_too(cast: Cast) -> None:
    cast.people["jack"] = person("jack", cast.agency, cast.units["waste"], list(HOLDERS))
    request = Request.objects.get(pk=written(cast).pk)
    actions.add_file(
        request_id=request.pk,
        actor=cast.jack,
        expected_version=request.version,
        source=io.BytesIO("名单".encode()),
        name="名单.txt",
    )
    request = requesting.go(cast, request, "submit_answer", "officer")
    assert who_may(cast, try_move(request, "legal_agree", {}), ["jack", "legal"]) == {"legal"}


def test_who_asked_for_more_time_does_not_allow_it(cast: Cast) -> None:
    cast.people["jack"] = person("jack", cast.agency, cast.units["waste"], list(HOLDERS))
    request = step(cast, written(cast), "ask_extension", "jack")
    assert who_may(cast, try_move(request, "grant_extension", {}), ["jack", "head"]) == {"head"}


def test_a_deputy_is_not_another_pair_of_eyes(cast: Cast) -> None:
    """The legal officer stands in for the officer and writes: neither of the two may check it."""
    from gongkai.people.models import Appointment, Delegation

    absent = Appointment.objects.get(person=cast.person("officer"))
    Delegation.objects.create(
        appointment=absent,
        deputy=cast.person("legal"),
        begins_on=TODAY,
        ends_on=TODAY,
        reason="出差",
    )
    request = requesting.answered(cast, requesting.handling(cast), who="legal")
    request = requesting.go(cast, request, "submit_answer", "legal")
    assert who_may(cast, try_move(request, "legal_agree", {}), ["legal"]) == set()


def test_the_officers_of_another_unit_see_nothing(cast: Cast) -> None:
    cast.people["elsewhere"] = person("elsewhere", cast.agency, cast.units["other"], ["requests.officer"])
    request = Request.objects.get(pk=written(cast).pk)
    for name, deed in deeds(cast, request).items():
        assert who_may(cast, deed, ["elsewhere"]) == set(), name
    moved = step(cast, request, "reassign", "desk", unit=cast.units["other"].pk, officer=None)
    save = deeds(cast, moved)["save"]
    # Whoever had it in the end no longer writes in it.
    assert who_may(cast, save, ["elsewhere", "officer", "second_officer"]) == {"elsewhere"}


def deeds(cast: Cast, request: Request) -> dict[str, Callable[[StaffActor], object]]:
    """Every deed on a request besides the moves."""
    pk, seen = request.pk, request.version
    answer = request.answers.first()
    file = answer.files.first() if answer else None
    asked = Consultation.objects.filter(request=request).first()
    own_file = SealedFile.objects.filter(request=request).first()
    letter = request.letters.first()
    return {
        "save": lambda who: actions.save_answer(
            request_id=pk, actor=who, expected_version=seen, content=AnswerInput(kind="open", pointer="窗口")
        ),
        "add_file": lambda who: actions.add_file(
            request_id=pk, actor=who, expected_version=seen, source=io.BytesIO(b"hello"), name="a.txt"
        ),
        "add_redacted": lambda who: actions.add_redacted(
            request_id=pk,
            actor=who,
            expected_version=seen,
            original_id=file.pk if file else 0,
            source=io.BytesIO(b"black"),
            name="b.txt",
            boxes=[],
            proof={"text": ""},
        ),
        "remove_file": lambda who: actions.remove_file(
            request_id=pk, actor=who, expected_version=seen, file_id=file.pk if file else 0
        ),
        "work_out_fee": lambda who: actions.work_out_fee(
            request_id=pk, actor=who, expected_version=seen, method="by_page", count=68
        ),
        "split": lambda who: actions.split(
            request_id=pk, actor=who, expected_version=seen, subjects=["名单", "处罚"]
        ),
        "note_transfer": lambda who: actions.note_transfer(
            request_id=pk, actor=who, expected_version=seen, number="12345-1", system="12345"
        ),
        "note_help": lambda who: actions.note_help(
            request_id=pk, actor=who, expected_version=seen, text="已代为填写"
        ),
        "note_letter_received": lambda who: actions.note_letter_received(
            request_id=pk,
            actor=who,
            expected_version=seen,
            consultation_id=asked.pk if asked else 0,
            on=clock.today(),
        ),
        "reveal": lambda who: actions.reveal(request_id=pk, actor=who, purpose="电话联系申请人"),
        "open_file": lambda who: actions.open_file(
            file_id=own_file.pk if own_file else 0, actor=who, purpose="核对身份证明"
        ),
        "open_letter": lambda who: actions.open_letter(
            request_id=pk, letter_id=letter.letter_id if letter else 0, actor=who, purpose="打印送达"
        ),
    }


ANSWERING = {"save", "add_file", "add_redacted", "remove_file"}
SEEING = {"reveal", "open_file", "open_letter"}


def furnished(cast: Cast) -> Request:
    """In hand: a file of the applicant, an answer with a file, and an opinion that has come."""
    upload = actions.Upload(io.BytesIO("身份证明".encode()), "证明.txt", SealedFile.Kind.IDENTITY)
    made = actions.submit(
        agency_id=cast.agency.pk, actor=None, application=requesting.application(), files=[upload]
    ).request
    requesting.go(cast, made, "register", "desk")
    made = step(cast, made, "accept", "desk")
    made = requesting.answered(cast, made)
    made = Request.objects.get(pk=made.pk)
    actions.add_file(
        request_id=made.pk,
        actor=cast.officer,
        expected_version=made.version,
        source=io.BytesIO("名单".encode()),
        name="名单.txt",
    )
    return Request.objects.select_related("agency").get(pk=made.pk)


def expected_in_hand(name: str) -> set[str]:
    if name in ANSWERING:
        return OFFICERS
    if name in SEEING:
        return HANDLERS | {"legal", "head"}
    if name == "note_letter_received":
        return set()  # nobody is being heard
    return {"desk"} if name == "split" else HANDLERS


def test_every_deed_on_a_request_in_hand_by_everybody(cast: Cast) -> None:
    request = furnished(cast)
    for name, deed in deeds(cast, request).items():
        assert who_may(cast, deed) == expected_in_hand(name), name


def test_while_others_are_heard_their_letters_receipt_is_noted(cast: Cast) -> None:
    request = step(cast, furnished(cast), "hear_third_party", "officer")
    for name, deed in deeds(cast, request).items():
        changes = {"note_letter_received": HANDLERS, "split": set(), "work_out_fee": set()}
        expected = changes.get(name, set() if name in ANSWERING else expected_in_hand(name))
        assert who_may(cast, deed) == expected, name


@pytest.mark.parametrize("state", ["legal_check", "approved", "closed", "archived"])
def test_what_is_checked_or_over_is_changed_by_nobody(cast: Cast, state: str) -> None:
    request = requesting.walk_to(cast, furnished(cast), state)
    over = state in ("closed", "archived")
    for name, deed in deeds(cast, request).items():
        expected = expected_in_hand(name)
        if name in ANSWERING | {"split", "work_out_fee"} or (name == "note_help" and over):
            expected = set()
        assert who_may(cast, deed) == expected, name


def test_only_the_desk_takes_requests_in(cast: Cast) -> None:
    form = requesting.application(channel="in_person", evidence="窗口")
    agency = cast.agency.pk
    assert who_may(cast, lambda who: actions.submit(agency_id=agency, actor=who, application=form)) == {
        "desk"
    }


def test_the_register_of_disputes_and_the_letters_texts_are_the_legal_officers(cast: Cast) -> None:
    agency = cast.agency.pk
    content = DisputeInput(kind=Dispute.Kind.REVIEW, filed_on=TODAY, copy_received_on=TODAY)
    kept = actions.file_dispute(actor=cast.legal, agency_id=agency, content=content)
    own: dict[str, Callable[[StaffActor], object]] = {
        "file": lambda who: actions.file_dispute(actor=who, agency_id=agency, content=content),
        "reply": lambda who: actions.note_reply(actor=who, dispute_id=kept.pk, expected_version=1, on=TODAY),
        "conclude": lambda who: actions.conclude(
            actor=who, dispute_id=kept.pk, expected_version=1, result="upheld", on=TODAY
        ),
        "text": lambda who: save_letter_text(
            actor=who,
            agency_id=agency,
            kind="delay_notice",
            title="延迟答复告知书",
            text="{you}好：因{reason}，延迟至{delayed_to}。",
            reason="简化",
            expected_version=0,
        ),
        "head": lambda who: save_letterhead(
            actor=who,
            agency_id=agency,
            mark="测",
            review_authority="测试市人民政府",
            reason="改",
            expected_version=1,
        ),
    }
    for name, deed in own.items():
        assert who_may(cast, deed) == {"legal"}, name


def test_an_applicant_touches_no_other_request(cast: Cast) -> None:
    request = stand(cast, "correction")
    stranger = ApplicantActor(requesting.submitted(cast).pk, cast.agency.code)
    own = ApplicantActor(request.pk, cast.agency.code)

    def completing(actor: ApplicantActor) -> object:
        return actions.complete(
            request_id=request.pk, actor=actor, expected_version=request.version, text="补正"
        )

    assert isinstance(attempt(lambda: completing(stranger)), NotAllowed)
    assert attempt(lambda: completing(own)) is None
    for on in (True, False):
        switch = partial(actions.switch_notices, request_id=request.pk, on=on)
        assert isinstance(attempt(partial(switch, actor=stranger)), NotAllowed)
        assert attempt(partial(switch, actor=own)) is None
