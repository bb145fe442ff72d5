"""Does wrong input get a clear sentence beside its field, and is nothing written?"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

import requesting
from cast import Cast, make_cast
from everybody import written
from gongkai.core import clock
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.domain import fees
from gongkai.requests import actions, checks
from gongkai.requests.actions import AnswerInput, DisputeInput, Upload
from gongkai.requests.models import Request
from request_stage import ANSWERS, TODAY, ready_for, stand, step

pytestmark = pytest.mark.django_db
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.travel_to(TODAY):
        yield make_cast()


def fresh(request: Request) -> Request:
    return Request.objects.select_related("agency").get(pk=request.pk)


ONLINE = [
    ({"subject": " "}, "subject", "in a line"),
    ({"subject": "长" * 201}, "subject", "longer than 200"),
    ({"description": ""}, "description", "Describe the information"),
    ({"description": "长" * 4001}, "description", "longer than 4000"),
    ({"identity": {"name": ""}}, "name", "Give your name"),
    ({"identity": {"identity_number": " "}}, "identity_number", "identity document"),
    ({"identity": {"telephone": "", "email": "", "address": ""}}, "telephone", "how to reach you"),
    ({"identity": {"identity": "library_card"}}, "identity", "none of the choices"),
    ({"applicant_kind": "robot"}, "applicant_kind", "who is asking"),
    ({"applicant_kind": "commercial_enterprise"}, "organisation", "organisation's name"),
    ({"matter": "complaint"}, "matter", "about"),
    ({"channel": "pigeon"}, "channel", "no way in"),
    ({"channel": "in_person"}, "channel", "comes in online"),
    ({"form_wanted": "papyrus"}, "form_wanted", "none of the choices"),
    ({"way_wanted": "drone"}, "way_wanted", "none of the choices"),
    ({"help_needed": ("seeing", "flying")}, "help_needed", "none of the choices"),
    ({"way_wanted": "post", "identity": {"address": ""}}, "address", "posted to"),
    ({"way_wanted": "email", "identity": {"email": ""}}, "email", "e-mail address"),
    ({"arrived_on": date(2999, 1, 1)}, "arrived_on", "lies ahead"),
]


@pytest.mark.parametrize(("changes", "field", "words"), ONLINE)
def test_an_application_that_lacks_something_says_what(
    cast: Cast, changes: dict[str, Any], field: str, words: str
) -> None:
    before = written()
    with pytest.raises(Invalid, match=words) as refused:
        requesting.submitted(cast, **changes)
    assert refused.value.field == field
    assert written() == before


def test_a_paper_request_may_be_incomplete_and_is_then_asked_to_be_corrected(cast: Cast) -> None:
    identity = dict.fromkeys(requesting.MARKERS, "")
    request = requesting.entered(cast, description="", identity=identity)
    assert request.state == "received"
    with pytest.raises(Invalid, match="in a line"):
        requesting.entered(cast, subject="")


def test_an_agency_that_is_closed_or_unknown_takes_nothing(cast: Cast) -> None:
    for agency in (0, 10**9):
        with pytest.raises(Refusal, match="takes no requests"):
            actions.submit(agency_id=agency, actor=None, application=requesting.application())


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([Upload(io.BytesIO(b"x"), f"{n}.txt") for n in range(11)], "At most 10"),
        ([Upload(io.BytesIO(b""), "空.txt")], "file is empty"),
        ([Upload(io.BytesIO(b"MZ" + b"\0" * 200), "a.pdf")], "[Ff]ile"),
    ],
    ids=["too many", "empty", "a program"],
)
def test_files_that_cannot_be_taken_are_refused_with_the_whole(
    cast: Cast, files: list[Upload], words: str
) -> None:
    before = written()
    with pytest.raises(Refusal, match=words):
        actions.submit(
            agency_id=cast.agency.pk, actor=None, application=requesting.application(), files=files
        )
    assert written() == before


MOVES = [
    # stand, move, who, what is wrong, the words
    ("received", "register", "desk", {"arrived_on": TOMORROW, "agency_confirmed_on": TOMORROW}, "lies ahead"),
    ("received", "register", "desk", {"agency_confirmed_on": YESTERDAY}, "before it arrived"),
    ("received", "void", "head", {"reason": ""}, "also needs: the reason"),
    ("registered", "accept", "desk", {"unit": 0}, "also needs: the unit"),
    ("registered", "accept", "desk", {"unit": 10**9}, "no such unit"),
    ("registered", "accept", "desk", {"officer": 10**9}, "no post in that unit"),
    ("registered", "ask_correction", "desk", {"correction": ""}, "what is to be completed"),
    ("registered", "ask_correction", "desk", {"by_day": TODAY}, "must lie ahead"),
    ("registered", "ask_correction", "desk", {"by_day": None}, "also needs: the day"),
    ("correction", "corrected", "applicant", {"supplement": ""}, "also needs: the correction"),
    ("correction", "allow_longer", "desk", {"by_day": YESTERDAY}, "must lie ahead"),
    ("handling", "hear_third_party", "officer", {"party": "", "reason": ""}, "the third party, the reason"),
    ("handling", "ask_extension", "officer", {"days": 21}, "between 1 and 20"),
    ("handling", "ask_reasons", "officer", {"by_day": YESTERDAY}, "must lie ahead"),
    ("handling, reasons asked", "delay", "head", {"by_day": TODAY}, "must lie ahead"),
    ("consulting", "last_opinion", "officer", {"result": "perhaps"}, "agrees, objects"),
    ("consulting", "last_opinion", "officer", {"opinion": " "}, "in its words"),
    ("consulting", "last_opinion", "officer", {"consultation": 10**9}, "entered already"),
    ("consulting", "last_opinion", "officer", {"day": TOMORROW}, "lies ahead"),
    ("fee", "pay", "desk", {"day": YESTERDAY}, "before the notice"),
    ("fee", "pay", "desk", {"receipt": ""}, "number of the receipt"),
    ("issued", "serve", "desk", {"way": "pigeon"}, "no way of serving"),
    ("issued", "serve", "desk", {"way": "post"}, "number of the consignment"),
    ("issued", "serve", "desk", {"evidence": " "}, "proves"),
    ("issued", "serve", "desk", {"day": YESTERDAY}, "before it was issued"),
    ("issued", "serve", "desk", {"day": TOMORROW}, "lies ahead"),
    ("closed", "redo", "legal", {"reason": ""}, "also needs: the reason"),
    ("handling", "withdraw", "desk", {"evidence": "\n"}, "how the applicant withdrew"),
]


@pytest.mark.parametrize(("name", "key", "who", "changes", "words"), MOVES)
def test_a_move_filled_in_wrong_says_what_and_changes_nothing(
    cast: Cast, name: str, key: str, who: str, changes: dict[str, Any], words: str
) -> None:
    request = stand(cast, name)
    before = written()
    with pytest.raises(Refusal, match=words) as refused:
        step(cast, request, key, who, **changes)
    assert not isinstance(refused.value, NotAllowed | Conflict)
    assert "{" not in str(refused.value)
    assert written() == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "maybe"}, "kind"),
        ({"outcome": "maybe"}, "outcome"),
        ({"ground": "because"}, "ground"),
        ({"own_record_result": "perhaps"}, "own_record_result"),
        ({"text": "长" * 20_001}, "text"),
        ({"right_agency": "长" * 161}, "right_agency"),
        ({"earlier_number": "长" * 81}, "earlier_number"),
    ],
)
def test_an_answer_that_cannot_be_kept_names_its_field(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    request = fresh(requesting.handling(cast))
    before = written()
    with pytest.raises(Invalid) as refused:
        actions.save_answer(
            request_id=request.pk,
            actor=cast.officer,
            expected_version=request.version,
            content=AnswerInput(**changes),
        )
    assert refused.value.field == field
    assert written() == before


LACKS = [
    ({}, "kind"),
    ({"kind": "refused"}, "kind"),
    ({"kind": "withdrawn", "outcome": "other_other"}, "kind"),
    ({"kind": "overdue_fee", "outcome": "other_overdue_fee"}, "kind"),
    ({"kind": "open", "outcome": "refused_state_secret"}, "outcome"),
    ({"kind": "refused", **ANSWERS["refused"], "ground": ""}, "ground"),
    ({"kind": "refused", **ANSWERS["refused"], "ground": "internal_affairs"}, "outcome"),
    ({"kind": "refused", **ANSWERS["refused"], "reason": " "}, "reason"),
    ({"kind": "not_exist", **ANSWERS["not_exist"], "search_record": ""}, "search_record"),
    ({"kind": "public", **ANSWERS["public"], "pointer": ""}, "pointer"),
    ({"kind": "petition", **ANSWERS["petition"], "pointer": ""}, "pointer"),
    ({"kind": "repeat", **ANSWERS["repeat"], "earlier_number": ""}, "earlier_number"),
    ({"kind": "repeat", **ANSWERS["repeat"], "earlier_on": None}, "earlier_on"),
    ({"kind": "special_query", **ANSWERS["special_query"], "regime": ""}, "regime"),
    ({"kind": "open", "outcome": "granted"}, "files"),
    ({"kind": "partial", **ANSWERS["partial"]}, "files"),
    ({"kind": "unclear", **ANSWERS["unclear"]}, "kind"),
    ({"kind": "excessive", **ANSWERS["excessive"]}, "kind"),
    ({"kind": "other", **ANSWERS["other"], "text": ""}, "text"),
]


@pytest.mark.parametrize(("content", "field"), LACKS)
def test_an_answer_that_lacks_something_is_not_submitted(
    cast: Cast, content: dict[str, Any], field: str
) -> None:
    request = requesting.handling(cast)
    if content:
        requesting.answered(cast, request, AnswerInput(**content))
    lacking = checks.missing(fresh(request))
    assert field in [each.field for each in lacking]
    assert all(str(each.reason.msgid).endswith((".", "”.")) for each in lacking)
    with pytest.raises(Refusal, match="not complete"):
        requesting.go(cast, request, "submit_answer", "officer")


def test_a_redacted_copy_without_its_proof_is_none(cast: Cast) -> None:
    request = ready_for(cast, "partial")
    copy = request.answers.get().files.get(delivered=True)
    actions.remove_file(
        request_id=request.pk, actor=cast.officer, expected_version=request.version, file_id=copy.pk
    )
    request = fresh(request)
    assert [each.field for each in checks.missing(request)] == ["files"]
    with pytest.raises(Invalid, match="no longer on the answer"):
        actions.remove_file(
            request_id=request.pk, actor=cast.officer, expected_version=request.version, file_id=copy.pk
        )


@pytest.mark.parametrize(
    ("method", "count", "before"),
    [("by_page", -1, 0), ("by_page", fees.MOST["by_page"] + 1, 0), ("by_item", 5, -1), ("by_weight", 3, 0)],
)
def test_a_fee_that_cannot_be_worked_out(cast: Cast, method: str, count: int, before: int) -> None:
    request = stand(cast, "handling")
    state = written()
    with pytest.raises(Invalid):
        actions.work_out_fee(
            request_id=request.pk,
            actor=cast.officer,
            expected_version=request.version,
            method=method,
            count=count,
            before=before,
        )
    assert written() == state


def test_deeds_beside_the_process_filled_in_wrong(cast: Cast) -> None:
    request = stand(cast, "consulting")
    heard = request.consultations.get()
    seen: dict[str, Any] = {
        "request_id": request.pk, "actor": cast.desk, "expected_version": request.version,
    }  # fmt: skip
    before = written()
    for day, words in ((TOMORROW, "lies ahead"), (YESTERDAY, "before it was sent")):
        with pytest.raises(Invalid, match=words):
            actions.note_letter_received(**seen, consultation_id=heard.pk, on=day)
    with pytest.raises(Refusal, match="nobody was asked"):
        actions.note_letter_received(**seen, consultation_id=0, on=TODAY)
    with pytest.raises(Invalid, match="two at least"):
        actions.split(**seen, subjects=["一件事", " "])
    with pytest.raises(Refusal, match="while it is registered or being handled"):
        actions.split(**seen, subjects=["一", "二"])
    with pytest.raises(Invalid, match="number under which"):
        actions.note_transfer(**seen, number=" ", system="12345")
    assert written() == before


def test_an_own_record_is_not_split_and_what_is_over_gets_no_help(cast: Cast) -> None:
    own = fresh(requesting.handling(cast, matter="own_record"))
    with pytest.raises(Refusal):
        actions.split(request_id=own.pk, actor=cast.desk, expected_version=own.version, subjects=["一", "二"])
    over = stand(cast, "closed")
    with pytest.raises(Refusal, match="is closed"):
        actions.note_help(request_id=over.pk, actor=cast.desk, expected_version=over.version, text="朗读")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "duel"}, "kind"),
        ({"filed_on": TOMORROW}, "filed_on"),
        ({"request_number": "341600CG-2026-99999"}, "request_number"),
        ({"kind": "litigation_after_review", "after": 10**9}, "after"),
    ],
)
def test_a_dispute_filled_in_wrong_names_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    content = DisputeInput(kind="administrative_review", filed_on=TODAY)
    before = written()
    with pytest.raises(Invalid) as refused:
        actions.file_dispute(actor=cast.legal, agency_id=cast.agency.pk, content=replace(content, **changes))
    assert refused.value.field == field
    assert written() == before


def test_a_dispute_ends_after_it_began_and_with_a_result(cast: Cast) -> None:
    content = DisputeInput(kind="administrative_review", filed_on=TODAY)
    kept = actions.file_dispute(actor=cast.legal, agency_id=cast.agency.pk, content=content)
    seen: dict[str, Any] = {"actor": cast.legal, "dispute_id": kept.pk}
    for result, day in (("won", TODAY), ("upheld", YESTERDAY), ("upheld", TOMORROW)):
        with pytest.raises(Invalid):
            actions.conclude(**seen, expected_version=1, result=result, on=day)
    with pytest.raises(Conflict):
        actions.conclude(**seen, expected_version=7, result="upheld", on=TODAY)
    assert actions.conclude(**seen, expected_version=1, result="upheld", on=TODAY).version == 2
