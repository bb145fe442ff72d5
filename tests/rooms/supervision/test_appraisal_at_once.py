"""Two at the same moment: is a code good once, a form one sheet, a call one call, a draw one draw?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import appraisal_stage as stage
import pytest

from cast import Cast, make_cast
from gongkai.core import ledger, secret_codes
from gongkai.core.refusals import Refusal
from gongkai.supervision.actions import appraisal_answers as answering
from gongkai.supervision.models import AppraisalAnswer, FrameEntry, Invitation, Round
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _mailing(settings: Any) -> None:
    settings.GONGKAI_EMAIL_URL = "smtp://localhost"
    settings.PUBLIC_URL = "https://xxgk.example.gov.cn"


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        assert found.alone(lambda: ledger.verify()[1]) is None


def peopled() -> Cast:
    cast = make_cast()
    stage.applied(cast, 4, email="reader{}@example.cn")
    stage.reported(cast, 4)
    return cast


def test_answers_at_once_by_one_code_one_form_and_one_call(together: Together) -> None:
    def begin() -> tuple[Cast, Round]:
        cast = peopled()
        return cast, stage.at(cast, "open")

    cast, found = together.alone(begin)
    written = together.alone(lambda: Invitation.objects.exclude(code_digest="").order_by("place")[0])
    code = stage.code(written)
    results = together.at_once(*[lambda: answering.answer_by_code(code=code, answers=stage.graded())] * 3)
    assert sum(isinstance(each, Round) for each in results) == 1, results
    assert sum(isinstance(each, Refusal) for each in results) == 2, results

    token = secret_codes.new_token()

    def fill_in() -> bool:
        return answering.fill_in(round_id=found.pk, token=token, answers=stage.graded())

    assert sorted(together.at_once(*[fill_in] * 3)) == [False, False, True]

    called = together.alone(
        lambda: Invitation.objects.filter(code_digest="", outcome="").order_by("place")[0]
    )
    caller, supervisor = together.alone(lambda: (cast.caller, cast.supervisor))

    def call(actor: Any) -> Any:
        return answering.note_call(
            invitation_id=called.pk, actor=actor, tries_seen=0, result="answered", answers=stage.graded()
        )

    results = together.at_once(lambda: call(caller), lambda: call(supervisor))
    assert sum(isinstance(each, Invitation) for each in results) == 1, results
    assert sum(isinstance(each, Refusal) for each in results) == 1, results
    counts = together.alone(
        lambda: [AppraisalAnswer.objects.filter(way=way).count() for way in ("sample", "open")]
    )
    assert counts == [2, 1]


def test_a_draw_at_once_is_one(together: Together) -> None:
    def begin() -> tuple[Any, Round]:
        cast = peopled()
        return cast.supervisor, stage.prepared(cast)

    supervisor, found = together.alone(begin)
    results = together.at_once(*[lambda: stage.moved(found, "draw", supervisor, seen=1)] * 2)
    assert all(isinstance(each, Round) for each in results), results
    assert together.alone(lambda: FrameEntry.objects.count()) == 8
