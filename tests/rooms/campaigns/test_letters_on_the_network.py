"""Can whoever has the letter acknowledge it without an account or a script, and nobody else?"""

from __future__ import annotations

import re
from typing import Any

import campaigning as stage
import pytest
from django.test import Client

from cast import Cast
from desk import words_of
from gongkai.campaigns.models import Notice
from gongkai.campaigns.public import letters as page
from gongkai.campaigns.queries import notices

pytestmark = pytest.mark.django_db
HERE = "/campaigns/letters/"


@pytest.fixture
def sent(cast: Cast) -> Notice:
    return stage.written_to(cast, stage.running(cast))[0]


def given(sent: Notice, **changes: str) -> dict[str, str]:
    return {
        "reference": sent.reference,
        "code": stage.code_in(sent),
        "name": "示例丁",
        "function": "资料员",
        **changes,
    }


def value_of(html: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert found is not None
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def test_the_reference_is_filled_in_from_the_address_and_the_code_never(sent: Notice) -> None:
    answer = Client().get(f"{HERE}?reference={sent.reference}&code=K7MP3-XQRTH&name=x")
    html = words_of(answer)
    assert value_of(html, "reference") == sent.reference
    assert value_of(html, "code") == ""
    assert (
        "K7MP3-XQRTH"
        not in html.replace("such as K7MP3-XQRTH", "")
        .partition("<form class")[2]
        .partition('name="code"')[2]
        .partition(">")[0]
    )
    assert "no-store" in answer["Cache-Control"]
    for odd in ("%00", "长" * 500, "<b>", "ＨＺ－Ａ"):
        words_of(Client().get(f"{HERE}?reference={odd}"))


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_letter_is_acknowledged_and_the_page_says_which_without_a_name(
    sent: Notice, language: str
) -> None:
    client = Client()
    for _ in range(2):
        answer = client.post(f"{language}{HERE}", given(sent))
        assert answer.status_code == 200
        html = words_of(answer)
        assert sent.letter is not None
        for said in (sent.letter.number, sent.campaign.title, sent.party.site.name, sent.party.name):
            assert said in html
        for never in ("示例丁", "资料员", "示例甲", "0558-5550001", stage.code_in(sent)):
            assert never not in html
    found = Notice.objects.get(pk=sent.pk)
    assert notices.who_acknowledged(found) == ("示例丁", "资料员")
    assert found.acknowledged_way == Notice.Way.CODE


def test_what_is_typed_like_people_type_is_understood(sent: Notice) -> None:
    code = stage.code_in(sent).lower().replace("-", "－")
    answer = Client().post(HERE, given(sent, reference=f" {sent.reference.lower()} ", code=f" {code} "))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "changes",
    [{"code": "K7MP3-XQRTH"}, {"reference": "HZ-NONE2345"}, {"reference": "", "code": ""}, {"name": " "}],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(sent: Notice, changes: dict[str, str]) -> None:
    answer = Client().post(f"/en{HERE}", given(sent, **changes))
    assert answer.status_code == 422
    html = words_of(answer)
    assert 'class="error-summary"' in html
    assert "Copy reference and code from the same letter" in html
    for name, value in given(sent, **changes).items():
        assert value_of(html, name) == value.strip() or value == " "
    assert Notice.objects.get(pk=sent.pk).acknowledged_at is None


def test_unknown_reference_and_wrong_code_say_the_same(sent: Notice) -> None:
    said = [
        Client().post(HERE, given(sent, **wrong)).context["form"].non_field_errors()
        for wrong in ({"code": "K7MP3-XQRTH"}, {"reference": "HZ-NONE2345"})
    ]
    assert said[0] == said[1]
    assert said[0]


def test_whoever_guesses_has_to_wait(sent: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_A_CALLER", 3)
    answers: list[Any] = [Client().post(f"/en{HERE}", given(sent, code="K7MP3-XQRTH")) for _ in range(3)]
    assert [each.status_code for each in answers] == [422] * 3
    refused = Client().post(f"/en{HERE}", given(sent))
    assert refused.status_code == 429
    html = words_of(refused)
    assert "too many tries" in html
    assert value_of(html, "name") == "示例丁"
    assert Notice.objects.get(pk=sent.pk).acknowledged_at is None
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.post(HERE, given(sent)).status_code == 200


def test_a_letter_is_guarded_from_wherever_the_guesses_come(
    sent: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_A_LETTER", 2)
    codes = [
        Client(REMOTE_ADDR=f"203.0.113.{at}").post(HERE, given(sent, code="K7MP3-XQRTH")).status_code
        for at in range(3)
    ]
    assert codes == [422, 422, 429]
