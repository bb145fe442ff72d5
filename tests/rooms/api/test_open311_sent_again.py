"""Does a report that is sent again, because its answer was lost, stay one matter with one number?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

import cast as people
from gongkai.api.open311.retried import WINDOW
from gongkai.complaints.models import Matter, MatterFile
from gongkai.core import clock
from gongkai.core.models import Event
from rooms.api import open311_stage as stage
from rooms.api.open311_stage import NOW, Program, good

HEADER = {"HTTP_IDEMPOTENCY_KEY": '"7f3a-1"'}


def photo(colour: str) -> io.BytesIO:
    content = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(content, "PNG")
    content.seek(0)
    content.name = "a.png"
    return content


def identity(answer: Any) -> str:
    assert answer.status == 200, answer.said
    found: str = answer.said[0]["service_request_id"]
    return found


def test_the_same_token_is_the_same_matter_for_good(program: Program) -> None:
    first = program.send(good(client_token="a-1", account_id="42"))
    events = Event.objects.count()
    for later in (timedelta(), timedelta(minutes=1), timedelta(days=400)):
        with clock.travel_to(NOW + later):
            again = program.send(good(client_token="a-1", account_id="42"))
            assert again.said == first.said, "the same number, the same secret code"
    assert Matter.objects.count() == 1
    assert Event.objects.count() == events, "nothing was done, so nothing was told"
    assert identity(program.send(good(client_token="a-2"))) != identity(first)
    assert Matter.objects.count() == 2


def test_a_token_may_come_as_a_header(program: Program) -> None:
    first = identity(program.send(good(), **HEADER))
    with clock.travel_to(NOW + timedelta(hours=5)):
        assert identity(program.send(good(), **HEADER)) == first
        assert identity(program.send(good(client_token="7f3a-1"))) == first, "by whichever way it comes"
        assert identity(program.send(good(client_token="other"), **HEADER)) != first, "the field goes first"
    answer = program.client.options(f"{program.prefix}requests.{program.form}")
    assert "Idempotency-Key" in answer["Access-Control-Allow-Headers"]


def test_a_token_that_stood_for_another_report_is_refused_and_nothing_is_lost(program: Program) -> None:
    program.send(good(client_token="always"))
    for other in ({"description": "别的路灯"}, {"email": "a@example.org"}, {"media": photo("red")}):
        said = program.send(good(client_token="always", **other)).errors(400)
        assert len(said) == 1
        assert "another report" in said[0]
    assert Matter.objects.count() == 1


def test_keys_do_not_share_their_tokens(program: Program, office: people.Cast) -> None:
    other = Program(program.form, stage.key_for(office))
    tokens = [identity(each.send(good(client_token="1"))) for each in (program, other)]
    contents = [identity(each.send(good())) for each in (program, other)]
    assert len({*tokens, *contents}) == 4


@pytest.mark.parametrize(
    "began", [timedelta(), timedelta(minutes=3, seconds=7), WINDOW - timedelta(seconds=1)]
)
def test_the_same_content_is_the_same_matter_for_a_while(program: Program, began: timedelta) -> None:
    """From the first time on, wherever in the hour that was."""

    def sent(after: timedelta) -> str:
        with clock.travel_to(NOW + began + after):
            return identity(program.send(good()))

    first = sent(timedelta())
    assert {sent(after) for after in (timedelta(seconds=1), WINDOW / 2, WINDOW)} == {first}
    second = sent(WINDOW + timedelta(seconds=1))
    assert second != first
    assert sent(2 * WINDOW) == second
    assert Matter.objects.count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"description": "路灯不亮，已经四天了"},
        {"lat": "33.3013"},
        {"attribute[pole_number]": "7"},
        {"first_name": "小明"},
        {"phone": "0558-5550000"},
        {"email": "a@example.org"},
        {"account_id": "2"},
        {"device_id": "2"},
        {"address_string": "人民路"},
        {"media_url": "https://photos.example.org/1.jpg"},
        {"client_token": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_different_is_another_matter(program: Program, change: dict[str, str]) -> None:
    assert identity(program.send(good())) != identity(program.send(good(**change)))
    assert Matter.objects.count() == 2


def test_photos_count_as_content_and_are_kept_once(program: Program) -> None:
    first = identity(program.send(good(media=photo("red"))))
    assert identity(program.send(good(picture=photo("red")))) == first, "whatever their field is called"
    assert identity(program.send(good(media=photo("blue")))) != first
    assert [file.size > 0 for file in MatterFile.objects.all()] == [True, True]
    assert identity(program.send(good(media=photo("red"), client_token="t"))) != first


def test_form_and_language_make_no_other_report(office: people.Cast) -> None:
    key = stage.key_for(office)
    one, other = Program("xml", key), Program("json", key, prefix="/open311/v2/")
    assert identity(one.send(good(client_token="t"))) == identity(other.send(good(client_token="t")))
    assert identity(one.send(good())) == identity(other.send(good()))


def test_a_report_refused_may_be_mended_under_its_token(program: Program) -> None:
    program.send(good(client_token="t", email="nobody")).errors(400)
    program.report(client_token="t")


@pytest.mark.parametrize("token", ["\x00", "  ", ""])
def test_a_token_that_says_nothing_is_none(program: Program, token: str) -> None:
    first = identity(program.send(good(client_token=token)))
    with clock.travel_to(NOW + 2 * WINDOW):
        assert identity(program.send(good(client_token=token))) != first


def test_a_token_too_long_is_told(program: Program) -> None:
    assert "101 characters" in program.send(good(client_token="x" * 101)).errors(400)[0]
    assert "Idempotency-Key" in program.send(good(), HTTP_IDEMPOTENCY_KEY="x" * 101).errors(400)[0]
    assert "has 9" in program.send(good(client_token="令" * 9000)).errors(400)[0]
    program.report(client_token="令牌" * 50)
    assert not Matter.objects.exclude(token__regex="^[0-9a-f]{64}$").exists()


def test_a_repetition_costs_no_more_than_a_report(office: people.Cast) -> None:
    program = Program(key=stage.key_for(office))
    program.report(client_token="first")

    def cost(**changes: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            program.report(**changes)
        return len(queries)

    fresh = cost(client_token="t")
    assert cost(client_token="t") <= fresh
    assert cost() <= fresh
