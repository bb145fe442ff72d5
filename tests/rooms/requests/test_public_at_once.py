"""Several clicks, and several guesses, at the same moment: is it one request, and are guessers kept out?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

import requesting
from applying import FOLLOW, NEW, picture, typed
from cast import Cast, make_cast
from gongkai.core import clock, ledger
from gongkai.requests import actions, house, own_words
from gongkai.requests.models import Request, SealedFile
from gongkai.requests.queries.following import actor_of
from together import Together, own_database

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found
        assert found.alone(lambda: ledger.verify()[1]) is None


@pytest.fixture
def cast(together: Together) -> Cast:
    made: Cast = together.alone(make_cast)
    return made


def test_several_clicks_make_one_request(cast: Cast, together: Together) -> None:
    form = typed(agency=cast.agency.pk)
    answers = together.at_once(*[lambda: Client().post(NEW, form).status_code] * 3)
    assert answers == [302, 302, 302]
    assert together.alone(lambda: Request.objects.filter(token=form["token"]).count()) == 1


def test_a_correction_sent_twice_is_taken_once_with_its_files(cast: Cast, together: Together) -> None:
    def waiting() -> Request:
        request = requesting.handling(cast)
        by_day = clock.calendar().after(clock.today(), 10)
        return requesting.go(
            cast, request, "ask_correction", "officer", correction="请写明年度。", by_day=by_day
        )

    request = together.alone(waiting)

    def send() -> str:
        return actions.complete(
            request_id=request.pk,
            actor=actor_of(request),
            expected_version=request.version,
            text="2025年度",
            files=[actions.Upload(picture().file, "补正.png", "supplement")],
        ).state

    assert together.at_once(send, send) == ["registered", "registered"]
    kept = together.alone(
        lambda: (own_words.read(Request.objects.get(pk=request.pk), "supplement"), SealedFile.objects.count())
    )
    assert kept == ("2025年度", 1)


def test_many_guesses_at_once_are_no_more_than_one_after_another(cast: Cast, together: Together) -> None:
    request = together.alone(lambda: requesting.submitted(cast))
    most = house.number("tries")

    def guess() -> bool:
        answer = Client().post(FOLLOW, {"number": request.number, "code": "AAAAA-AAAAA"})
        return "不匹配" in answer.content.decode() or "do not belong" in answer.content.decode()

    looked_at = sum(together.at_once(*[guess] * (most + 4)))
    assert 0 < looked_at <= most
    locked = together.alone(lambda: Request.objects.get(pk=request.pk).locked_until)
    assert locked is not None
