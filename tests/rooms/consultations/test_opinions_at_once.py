"""Two deeds with one opinion at the same moment: is it done once, and is the second told so?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import consulting as stage
import pytest

from cast import Cast, make_cast
from desk import client_of, post
from gongkai.complaints.models import Matter
from gongkai.consultations.actions import answering
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Refusal
from gongkai.domain.consultations.rules import Answer
from gongkai.journeys import opinion_to_complaint
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)
Stage = tuple[Cast, Document, Opinion]


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        assert found.alone(lambda: ledger.verify()[1]) is None


@pytest.fixture
def here(together: Together) -> Stage:
    def build() -> Stage:
        cast = make_cast()
        made = stage.consulting(cast)
        return cast, made, stage.opinion(made).opinion

    built: Stage = together.alone(build)
    return built


def test_an_opinion_is_passed_on_once(here: Stage, together: Together) -> None:
    cast, made, row = here

    def pass_on() -> Any:
        return opinion_to_complaint.pass_on(
            document_id=made.pk, opinion_id=row.pk, actor=cast.rule_drafter, kind="complaint"
        )

    results = together.at_once(pass_on, pass_on)
    assert sum(isinstance(each, Refusal) for each in results) == 1, results
    assert together.alone(lambda: Matter.objects.count()) == 1


def test_of_two_answers_the_second_is_told(here: Stage, together: Together) -> None:
    cast, made, row = here
    seen = {row.pk: lists.answer_stamp(row)}

    def answer(reason: str) -> Any:
        return answering.answer_opinions(
            document_id=made.pk,
            actor=cast.rule_drafter,
            opinion_ids=[row.pk],
            answer=Answer("outside", reason),
            seen=seen,
        )

    results = together.at_once(lambda: answer("一"), lambda: answer("二"))
    assert sorted(type(each) for each in results if each != 1) == [Conflict]
    assert together.alone(lambda: Event.objects.filter(verb="consultations.opinion.answered").count()) == 1


def test_a_letter_entered_by_two_clicks_is_one_opinion(here: Stage, together: Together) -> None:
    cast, made, _row = here
    address = f"/workspace/consultations/{made.pk}/opinions/enter/"

    def read() -> dict[str, Any]:
        form = client_of(cast, "rule_drafter").get(address).context["form"]
        return {"token": form["token"].value(), "received_on": form["received_on"].value().isoformat()}

    said = {
        **together.alone(read),
        "do": "keep",
        "channel": "letter",
        "version": 1,
        "on": "whole",
        "words": "应当放宽。",
    }
    send = lambda: post(client_of(cast, "rule_drafter"), address, **said).status_code  # noqa: E731
    assert together.at_once(send, send) == [302, 302]
    assert together.alone(lambda: Opinion.objects.filter(channel="letter").count()) == 1
