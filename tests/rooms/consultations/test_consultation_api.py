"""Do programs get drafts and opinions page by page, with what became of them, and a sentence where they ask wrongly?"""

from __future__ import annotations

from typing import Any

import consulting as stage
import pytest
from django.test import Client

from cast import Cast
from gongkai.consultations.models import Document

pytestmark = pytest.mark.django_db
LIST = "/api/v1/consultations"


def one(found: Document) -> str:
    return f"{LIST}/{found.agency.code}/{found.number}"


def every_page(address: str) -> list[dict[str, Any]]:
    """The items of every page, following ``next``."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = Client().get(following.removeprefix("http://testserver")).json()
        assert page["items"]
        found += page["items"]
        following = page["next"]
        assert bool(following) is bool(page["cursor"])
    return found


def test_the_list_gives_each_draft_once(cast: Cast) -> None:
    made = [stage.consulting(cast, title=f"示例办法{at}") for at in range(5)]
    stage.drafted(cast)
    items = every_page(f"{LIST}?limit=2")
    assert [each["number"] for each in items] == [each.number for each in reversed(made)]
    assert (items[0]["open"], items[0]["version"], items[0]["state"]) == (True, 1, "consulting")
    assert items[0]["url"] == f"http://testserver/consultations/{cast.agency.code}/{made[-1].number}/"
    stage.ended(made[0])
    for state, count in (("open", 4), ("under_way", 1), ("decided", 0)):
        assert len(Client().get(f"{LIST}?state={state}&agency={cast.agency.code}").json()["items"]) == count
    assert Client().get(f"{LIST}?agency=nowhere").json()["items"] == []


def test_a_draft_comes_with_its_text_versions_and_files(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    stage.shown(cast, stage.opinion(made, clause=key).opinion)
    again = stage.second_version(cast, made)
    told = Client().get(one(again)).json()
    assert [each["number"] for each in told["versions"]] == [1, 2]
    fourth = next(each for each in told["provisions"] if each["key"] == key)
    assert (fourth["name"], fourth["opinions"]) == ("第四条", 1)
    assert "二十一时" in fourth["text"]
    assert (told["received"], told["shown"], told["report"], told["interpretation"]) == (1, 1, None, "")
    for address in told["files"]:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_opinions_come_where_their_words_are_and_without_answers_before_their_time(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    kept = [stage.opinion(made, f"建议{at}", clause=key, start=at, end=at + 3).opinion for at in range(4)]
    kept.append(stage.opinion(made, "整体赞成。").opinion)
    unseen = stage.opinion(made, "没有人看过").opinion
    stage.shown(cast, *kept)
    again = stage.second_version(cast, made)
    items = every_page(f"{one(again)}/opinions?limit=2")
    assert [each["reference"] for each in items] == [each.reference for each in kept]
    assert unseen.reference not in [each["reference"] for each in items]
    assert (items[1]["start"], items[1]["end"], items[1]["orphan"], items[1]["version"]) == (1, 4, False, 1)
    assert set(items[0]) & {"name", "contact", "author", "email", "code"} == set()
    asked = f"{one(again)}/opinions"
    assert len(Client().get(f"{asked}?clause=whole").json()["items"]) == 1
    assert len(Client().get(f"{asked}?clause={key}").json()["items"]) == 4
    stage.answered(cast, again)
    assert {each["verdict"] for each in every_page(asked)} == {""}
    assert Client().get(f"{asked}?verdict=not_adopted").json()["items"] == []
    stage.ended(again)
    assert {each["verdict"] for each in every_page(asked)} == {"not_adopted"}
    assert len(Client().get(f"{asked}?verdict=not_adopted").json()["items"]) == 5
    report = Client().get(one(again)).json()["report"]
    assert (report["opinions"], report["by_verdict"]["not_adopted"], report["hidden"]) == (6, 6, {})


def test_words_that_are_gone_are_said_to_be(cast: Cast) -> None:
    made = stage.consulting(cast)
    key = stage.clause(made, "第四条")
    stage.shown(cast, stage.opinion(made, clause=key, start=7, end=11).opinion)
    again = stage.second_version(cast, made)
    (item,) = Client().get(f"{one(again)}/opinions").json()["items"]
    assert (item["orphan"], item["start"], item["quote"], item["clause"]) == (True, None, "二十二时", key)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}?cursor=x~y", 422), (f"{LIST}?limit=0", 422), (f"{LIST}?state=secret", 422),
        (f"{LIST}/cgj/CGJ-JCGK-2026-999", 404), (f"{LIST}/cgj/%00", 404), (f"{LIST}/cgj/X/opinions", 404),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said_in_a_sentence(cast: Cast, address: str, status: int) -> None:
    for language in ("zh", "en"):
        answer = Client().get(address, headers={"Accept-Language": language})
        assert answer.status_code == status
        assert len(answer.json()["message"]) > 10


def test_a_wrong_cursor_of_the_opinions_is_said(cast: Cast) -> None:
    made = stage.consulting(cast)
    assert Client().get(f"{one(made)}/opinions?cursor=~").status_code == 422


def test_the_description_has_an_example_that_works(cast: Cast) -> None:
    made = stage.consulting(cast)
    page = Client().get("/api/v1/docs").content.decode()
    assert f"/api/v1/consultations/{cast.agency.code}/{made.number}" in page
