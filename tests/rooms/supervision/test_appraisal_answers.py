"""Is an answer taken once, by code, by call or through the open sheet, and only while the round is open?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import appraisal_stage as stage
import pytest

import everybody
from cast import Cast, make_cast
from gongkai.core import clock, sealed, secret_codes
from gongkai.core.models import Event, Mail
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.supervision import appraisal_files as files
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.actions.appraisal_asking import run
from gongkai.supervision.models import (
    AppraisalAnswer,
    Invitation,
    Round,
    RoundResult,
)
from gongkai.supervision.queries import appraisals
from gongkai.supervision.queries.appraisal_figures import satisfaction
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db


def make() -> Cast:
    with clock.travel_to(stage.NOW):
        cast = make_cast()
        stage.reported(cast, 30)
        stage.applied(cast, 10, "other")
    return cast


built = once_a_file(make)


@pytest.fixture
def cast(built: Cast) -> Iterator[Cast]:
    everybody.forget_actors()
    with clock.travel_to(stage.NOW):
        yield on_stage(built)


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("supervision.")]


def sheets(found: Round) -> list[Invitation]:
    return list(found.invitations.order_by("place"))


def test_those_written_to_answer_by_code_once(cast: Cast, mailing: None) -> None:
    stage.applied(cast, 6, first=7000, email="reader{}@example.cn")
    found = stage.at(cast, "open")
    written = list(found.invitations.exclude(code_digest=""))
    assert written
    assert Mail.objects.count() == len(written)
    texts = [sealed.unseal(each.text) for each in Mail.objects.all()]
    assert all(any(stage.code(each) in text for text in texts) for each in written)
    assert {sealed.unseal(each.recipient) for each in Mail.objects.all()} <= {
        f"reader{n}@example.cn" for n in range(7000, 7006)
    }
    # They are not called before they were reminded.
    calls = {each.pk for each in appraisals.to_call(cast.supervisor)}
    assert not calls & {each.pk for each in written}
    code = stage.code(written[0])
    answering.answer_by_code(code=code.lower().replace("-", " "), answers=stage.graded())
    assert Invitation.objects.get(pk=written[0].pk).outcome == "answered"
    with pytest.raises(Refusal, match="not good any more"):
        answering.answer_by_code(code=code, answers=stage.graded())
    for wrong in ("", "AAAAA-AAAAA", "\x00", "x" * 5000):
        with pytest.raises(Refusal, match="not good any more"):
            answering.answer_by_code(code=wrong, answers=stage.graded())
    with pytest.raises(Invalid) as refused:
        answering.answer_by_code(code=stage.code(written[1]), answers={"overall": 9})
    assert refused.value.field == "q:overall"
    later = stage.code(written[1])
    with clock.travel_to(stage.NOW + timedelta(days=7)):
        assert run() == 1
        assert run() == 0
        assert Mail.objects.count() == len(written) + len(written) - 1
        assert {each.pk for each in written[1:]} <= {each.pk for each in appraisals.to_call(cast.supervisor)}
    stage.closed(found)
    with pytest.raises(Refusal, match="not good any more"):
        answering.answer_by_code(code=later, answers=stage.graded())
    assert AppraisalAnswer.objects.count() == 1


def test_without_mail_everybody_is_called_and_who_left_no_number_is_not_in_the_frame(cast: Cast) -> None:
    stage.applied(cast, 6, first=7000, email="reader{}@example.cn")
    found = stage.at(cast, "open")
    assert not found.invitations.exclude(code_digest="").exists()
    assert not found.invitations.exclude(email="").exists()
    assert not Mail.objects.exists()


def test_the_open_sheet_sent_twice_is_one_and_taken_only_while_it_is_open(cast: Cast) -> None:
    found = stage.at(cast, "drawn")
    with pytest.raises(Refusal, match="No answers are taken"):
        stage.filled_in(found)
    stage.moved(found, "open", cast.supervisor)
    token = secret_codes.new_token()
    assert answering.fill_in(round_id=found.pk, token=token, answers=stage.graded()) is True
    assert answering.fill_in(round_id=found.pk, token=token, answers=stage.graded()) is False
    with pytest.raises(Invalid, match="at least one question"):
        answering.fill_in(round_id=found.pk, token=secret_codes.new_token(), answers={})
    with pytest.raises(Invalid):
        answering.fill_in(round_id=found.pk, token="x" * 65, answers=stage.graded())
    assert appraisals.answer_counts(found) == {"sample": 0, "open": 1}
    stage.closed(found)
    with pytest.raises(Refusal, match="No answers are taken"):
        stage.filled_in(found)


def test_a_call_noted_twice_is_one_and_another_interviewer_is_told(cast: Cast) -> None:
    found = stage.at(cast, "open")
    first, second, *_ = sheets(found)
    for _ in range(2):
        answering.note_call(invitation_id=first.pk, actor=cast.caller, tries_seen=0, result="no_answer")
    assert Invitation.objects.get(pk=first.pk).tries == 1
    with pytest.raises(Conflict):
        answering.note_call(invitation_id=first.pk, actor=cast.supervisor, tries_seen=0, result="refused")
    for _ in range(2):
        answering.note_call(
            invitation_id=second.pk,
            actor=cast.caller,
            tries_seen=0,
            result="answered",
            answers=stage.graded(),
        )
    assert AppraisalAnswer.objects.count() == 1
    with pytest.raises(NotAllowed):
        answering.note_call(invitation_id=second.pk, actor=cast.supervisor, tries_seen=1, result="refused")
    with pytest.raises(Invalid, match="what came of the call"):
        answering.note_call(invitation_id=first.pk, actor=cast.caller, tries_seen=1, result="waiting")
    with pytest.raises(Invalid, match="at least one question"):
        answering.note_call(
            invitation_id=first.pk, actor=cast.caller, tries_seen=1, result="answered", answers={}
        )


def test_no_answers_and_all_refuse(cast: Cast) -> None:
    found = stage.at(cast, "open")
    for each in sheets(found):
        stage.called(cast, each, "refused")
    stage.closed(found)
    stage.moved(found, "count", cast.supervisor)
    stage.moved(found, "publish", cast.leader)
    result = RoundResult.objects.get()
    assert result.outcomes == {"refused": 32}
    assert result.sample == {
        "answers": 0,
        "enough": False,
        "questions": [],
        "dimensions": [],
        "overall": None,
    }
    assert satisfaction(cast.agency.pk, stage.YEAR) is None
    assert "refused" in files.json_of(found, result).decode()
    assert files.csv_of(found, result).decode().count("\n") == 3
