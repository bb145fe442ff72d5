"""Do programs get the campaigns and their sites page by page, and a sentence where they ask wrongly?"""

from __future__ import annotations

from typing import Any

import campaigning as stage
import pytest
from django.test import Client

from cast import Cast
from gongkai.campaigns.models import Campaign

pytestmark = pytest.mark.django_db
LIST = "/api/v1/campaigns"


def sites_of(found: Campaign) -> str:
    return f"{LIST}/{found.agency.code}/{found.number}/sites"


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


def test_the_list_gives_each_campaign_once(cast: Cast) -> None:
    place = stage.site(cast)
    made = [stage.running(cast, place, title=f"专项治理{at}") for at in range(5)]
    stage.drafted(cast)
    items = every_page(f"{LIST}?limit=2")
    assert [each["number"] for each in items] == [each.number for each in reversed(made)]
    assert items[0]["url"] == f"http://testserver/campaigns/{cast.agency.code}/{made[-1].number}/"
    assert (items[0]["sites"], items[0]["inspections"], items[0]["state"]) == (1, 0, "running")
    assert len(Client().get(f"{LIST}?agency={cast.agency.code}&state=running").json()["items"]) == 5
    assert Client().get(f"{LIST}?state=closed").json()["items"] == []
    assert Client().get(f"{LIST}?agency=nowhere").json()["items"] == []


def test_a_campaign_has_its_check_list_with_counts(cast: Cast) -> None:
    running = stage.running(cast)
    stage.published(cast, running, "washing", "fence")
    found = Client().get(f"{LIST}/{cast.agency.code}/{running.number}?language=en").json()
    assert found["checklist_verified"] is False
    assert found["checklist_source"] == "《本机关规定》"
    assert [each["unmet"] for each in found["requirements"]] == [0, 1, 0, 1, 0, 0]
    assert found["requirements"][3]["label"] == "Wheel washing in place"
    assert found["stands"] == {"overdue": 0, "to_correct": 1, "unseen": 0, "passed": 0}
    assert (found["inspections"], found["found_wrong"], found["put_right"]) == (1, 1, 0)
    assert found["records"][0].endswith("/records.csv")


def test_the_results_stand_there_once_it_is_closed(cast: Cast) -> None:
    running = stage.running(cast)
    Campaign.objects.filter(pk=running.pk).update(results="尚未公开的结果")
    assert Client().get(f"{LIST}/{cast.agency.code}/{running.number}").json()["results"] == ""
    Campaign.objects.filter(pk=running.pk).update(state="closed")
    assert Client().get(f"{LIST}/{cast.agency.code}/{running.number}").json()["results"] == "尚未公开的结果"


def test_the_sites_come_by_code_page_by_page(cast: Cast) -> None:
    places = [stage.site(cast, f"示例工地{at}") for at in range(5)]
    running = stage.running(cast, *places)
    made = stage.published(cast, running, "washing")
    items = every_page(f"{sites_of(running)}?limit=2")
    assert [each["code"] for each in items] == sorted(each.code for each in places)
    first = next(each for each in items if each["code"] == made.listed.site.code)
    assert (first["stand"], first["record"], first["inspections"]) == ("to_correct", made.number, 1)
    assert first["correct_by"] == made.correct_by.isoformat() if made.correct_by else None
    assert {each["name"] for each in first["organisations"]} == {
        "示例建设开发有限公司",
        "示例建筑工程有限公司",
    }
    narrowed = every_page(f"{sites_of(running)}?limit=3&stand=unseen")
    assert len(narrowed) == 4


@pytest.mark.parametrize(
    "query", ["cursor=x", "state=draft", "limit=0", "limit=x", "agency=%00", "nothing=1", "limit=201"]
)
def test_the_list_refuses_with_a_sentence(cast: Cast, query: str) -> None:
    answer = Client().get(f"{LIST}?{query}")
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize("query", ["cursor=x", "stand=none", "limit=0", "nothing=1"])
def test_the_sites_refuse_with_a_sentence(cast: Cast, query: str) -> None:
    answer = Client().get(f"{sites_of(stage.running(cast))}?{query}")
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize("cursor", ["~", "x~y", "2026-01-01~" + "9" * 30, "2026-99-01~1"])
def test_an_unreadable_cursor_begins_anew(cast: Cast, cursor: str) -> None:
    stage.running(cast)
    assert len(Client().get(LIST, {"cursor": cursor}).json()["items"]) == 1


def test_what_is_not_announced_is_not_there(cast: Cast) -> None:
    draft = stage.drafted(cast)
    for address in (
        f"{LIST}/{cast.agency.code}/{draft.number}",
        f"{LIST}/{cast.agency.code}/{draft.number}/sites",
        f"{LIST}/nowhere/X-1",
        f"{LIST}/{cast.agency.code}/%00",
        f"{LIST}/{cast.agency.code}/%00/sites",
    ):
        answer = Client().get(address)
        assert answer.status_code == 404, address
        assert "/api/v1/campaigns" in answer.json()["message"]
