"""Are numbers of publicity and shares written so that they can be understood, and the same way everywhere?"""

from __future__ import annotations

import csv
import io

import planning as stage
import publicizing
import pytest
import training
from django.test import Client
from django.utils import translation

from cast import Cast
from gongkai.consultations import collecting_words
from gongkai.core.text import percent
from gongkai.duties import learning_words, publicity_words
from gongkai.duties.models import Learner
from gongkai.powers import spread_words

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_copies_from_before_stand_beside_those_printed(cast: Cast, client: Client) -> None:
    made = publicizing.published(cast, printed=300, in_stock=60, given_out=340)
    client.force_login(cast.person("publicist"))
    for address in (f"/publicity/{cast.agency.code}/{made.number}/", f"/workspace/publicity/{made.pk}/"):
        shown = page(client, address)
        assert shown.count("原有存量") == 1, "told once, among the figures"
        figures = shown.split('class="figures"')[1]
        assert figures.index("300") < figures.index("60") < figures.index("340")
    (row,) = csv.DictReader(io.StringIO(page(Client(), "/publicity/activities.csv").lstrip("\ufeff")))
    assert (row["printed"], row["in_stock"], row["given_out"]) == ("300", "60", "340")
    assert "60" in publicity_words.figures(made)


def test_without_copies_from_before_none_are_spoken_of(cast: Cast, client: Client) -> None:
    made = publicizing.published(cast)
    assert "原有存量" not in page(client, f"/publicity/{cast.agency.code}/{made.number}/")
    assert [each["value"] for each in publicity_words.cards(made)] == ["500", "450", "23"]


@pytest.mark.parametrize(("language", "written"), [("zh-hans", "12.5%"), ("en", "12.5 %")])
def test_a_share_is_written_one_way_in_each_language(language: str, written: str) -> None:
    with translation.override(language):
        assert percent("12.5") == written
        assert learning_words.percent("12.5") == written
        assert collecting_words.share(0.125) == written
        assert spread_words.percent(0.12) == written.replace(".5", "")


def test_no_page_of_duties_writes_a_space_before_the_sign_in_chinese(cast: Cast, client: Client) -> None:
    plan = stage.adopted(cast)
    stage.moved(stage.first(plan), "take", cast.doer)
    training.people(cast, 2)
    training.confirmed(cast, dict(zip(Learner.objects.order_by("pk"), (90, 20), strict=True)))
    theme = stage.theme(cast)
    stage.theme_moved(theme, "open", cast.duty_leader)
    client.force_login(cast.person("planner"))
    code = cast.agency.code
    for address in (
        "/training/", f"/plans/{code}/{plan.number}/", f"/themes/{code}/{theme.number}/",
        f"/workspace/plans/{plan.pk}/", f"/workspace/themes/{theme.pk}/",
    ):  # fmt: skip
        shown = page(client, address)
        assert " %<" not in shown
        assert "{rate}" not in shown
    assert "50.00%" in page(client, "/training/")
    assert "50.00 %" in page(client, "/en/training/")
