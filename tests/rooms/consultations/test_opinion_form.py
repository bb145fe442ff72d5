"""Does the form take an opinion as it was meant, once, from a person, lose nothing, and tie it to nobody?"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import consulting as stage
import pytest
from django.test import Client
from opinion_sheet import ANSWER, code_on, form_of, opened, refused

from cast import Cast
from desk import words_of
from gongkai.consultations.models import Document, Opinion
from gongkai.consultations.queries import opinions as reads
from gongkai.core import clock
from gongkai.core.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _light(settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 6
    settings.GONGKAI_EMAIL_URL = ""


def test_an_opinion_on_a_clause_is_taken_and_tied_to_nobody(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    answer = opened(made, f"?on={key}").send()
    reference, code = code_on(answer)
    kept = Opinion.objects.get()
    assert (kept.reference, kept.clause, kept.start, kept.author, kept.channel) == (
        reference,
        key,
        None,
        "",
        "web",
    )
    assert reads.words_of(kept) == "建议放宽行驶时间。"
    assert kept.received_on == clock.today()
    event = Event.objects.get(verb="consultations.opinion.given")
    assert (event.person, event.post) == (None, "")
    assert answer["Cache-Control"] == "no-store, private"
    assert set(answer.cookies) <= {"gongkai_csrf"}
    assert code not in str(event.data)


def test_marked_words_come_with_their_place(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    sheet = opened(made, f"?on={key}&start=7&end=11")
    assert (sheet.data["quote"], sheet.data["start"], sheet.data["on"]) == ("二十二时", 7, key)
    code_on(sheet.send())
    kept = Opinion.objects.get()
    assert (kept.clause, kept.start, kept.end, kept.quote) == (key, 7, 11, "二十二时")


def test_copied_words_are_found_without_scripts(cast: Cast) -> None:
    made = stage.consulting(cast)
    code_on(opened(made).send(quote="二十二时 至次日", start=""))
    kept = Opinion.objects.get()
    assert (kept.clause, kept.quote) == (stage.clause(made, "第四条"), "二十二时至次日")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": " "}, "Write your opinion."),
        ({"consent": ""}, "Please agree"),
        ({"quote": "罚款一万元"}, "These words are not in the text."),
        ({"quote": "建筑垃圾"}, "These words stand there 2 times."),
        ({"on": "nowhere"}, "Choose it from the list."),
        ({"proof": "1", "answer": ""}, "That is not the sum."),
        ({"proof": "", "answer": ""}, "Write what the two numbers add up to."),
        ({"nonce": "x"}, "The page had been open for too long"),
        ({"version": "7"}, "A newer text was put out while you were writing"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_is_lost(
    cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    made = stage.consulting(cast)
    sheet = opened(made)
    while changes.get("proof") == "1" and sheet.data["proof"] == "1":
        sheet = opened(made)
    answer = sheet.send(**changes)
    if changes.get("proof") == "1" and answer.status_code == 200:
        return  # the number happened to be a proof
    page = refused(answer, sentence)
    assert Opinion.objects.count() == 0
    if "words" not in changes:
        assert "建议放宽行驶时间。" in page
    assert changes.get("quote", "") in page
    assert f'name="token" value="{sheet.data["token"]}"' in page


def test_a_sum_in_words_is_as_good_as_a_script(cast: Cast) -> None:
    made = stage.consulting(cast)
    sheet = opened(made)
    page = refused(sheet.send(proof="", answer="", words=""), "Write what the two numbers add up to.")
    numbers = re.search(r"What do (\w+) and (\w+) add up to", page)
    assert numbers is not None
    from gongkai.core.challenge import _ENGLISH

    total = sum(_ENGLISH.index(word) for word in numbers.groups())
    nonce = re.search(r'name="nonce" value="([^"]*)"', page)
    assert nonce is not None
    # Solved once, it need not be solved again when something else is wrong.
    page = refused(sheet.send(proof="", nonce=nonce[1], answer=str(total), words=""), "Write your opinion.")
    assert f'name="nonce" value="{nonce[1]}"' in page
    code_on(sheet.send(proof="", nonce=nonce[1], answer=str(total)))


def test_without_tasks_nothing_is_asked(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_CHALLENGE_BITS = 0
    made = stage.consulting(cast)
    page = words_of(Client().get(form_of(made)))
    assert "add up to" not in page
    sheet = opened(made, nonce=None)
    code_on(sheet.send())


def test_a_second_click_is_the_same_opinion(cast: Cast) -> None:
    made = stage.consulting(cast)
    sheet = opened(made)
    assert code_on(sheet.send()) == code_on(sheet.send())
    other = sheet.send(words="别的话。")
    assert "This form had been sent before" in words_of(other)
    assert Opinion.objects.count() == 1


def test_the_very_same_text_again_is_taken_and_said_to_be(cast: Cast) -> None:
    made = stage.consulting(cast)
    assert "Somebody said the very same before" not in words_of(opened(made).send())
    assert "Somebody said the very same before" in words_of(opened(made).send())
    assert Opinion.objects.count() == 2


def test_what_was_written_can_be_copied_when_the_consultation_closed_meanwhile(cast: Cast) -> None:
    made = stage.consulting(cast)
    sheet = opened(made)
    Document.objects.filter(pk=made.pk).update(closes_on=clock.today() - timedelta(days=1))
    page = refused(sheet.send(), "This consultation is over")
    assert re.search(r"<textarea[^>]*readonly[^>]*>建议放宽行驶时间。</textarea>", page)
    assert Opinion.objects.count() == 0
    assert "This consultation is over" in words_of(Client().get(form_of(made)))


def test_a_newer_text_is_shown_and_what_was_written_stands(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    sheet = opened(made, f"?on={key}&start=7&end=11")
    stage.second_version(cast, made)
    page = refused(sheet.send(), "A newer text was put out while you were writing")
    assert "二十一时" in page
    assert "建议放宽行驶时间。" in page
    code_on(sheet.send(version="2", quote="", start=""))
    assert Opinion.objects.get().version.number == 2


def test_too_many_from_one_address_wait_and_lose_nothing(cast: Cast, settings: Any) -> None:
    settings.GONGKAI_OPINIONS_PER_MINUTE = 2
    made = stage.consulting(cast)
    for _ in range(2):
        code_on(opened(made).send())
    page = refused(opened(made).send(), "More than 2 opinions came from your address", 429)
    assert "建议放宽行驶时间。" in page


def test_nonsense_is_not_an_error(cast: Cast) -> None:
    made = stage.consulting(cast)
    for query in (
        "?on=%00",
        "?on=x&start=1&end=2",
        "?start=-1",
        f"?on={stage.clause(made, '第一条')}&start=9&end=2",
    ):
        assert Client().get(f"{form_of(made)}{query}").status_code == 200, query
    answer = Client().post(
        form_of(made), {"words": "7\x00", "on": "\x00", "token": "\x00", "nonce": "\x00", "start": "x"}
    )
    assert answer.status_code == 422
    assert Client().post(ANSWER, {"reference": "\x00", "code": "\x00"}).status_code == 422
