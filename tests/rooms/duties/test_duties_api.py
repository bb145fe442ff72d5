"""Do programs get plans, themes, publicity, examinations and bodies as the public pages show them, and no more?"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import planning as stage
import publicizing
import pytest
import training
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as people
from cast import BEGIN, Cast
from gongkai.core import clock
from gongkai.duties.models import Learner
from gongkai.journeys import theme_of_documents
from gongkai.people.models import Membership
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db
API = "/api/v1"


def ask(address: str, status: int = 200) -> dict[str, Any]:
    answer = Client().get(f"{API}/{address.removeprefix(f'http://testserver{API}/')}")
    assert answer.status_code == status, answer.content.decode()
    told: dict[str, Any] = json.loads(answer.content)
    return told


def every_page(address: str) -> list[dict[str, Any]]:
    """The items of every page, following ``next``."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = ask(following)
        assert page["items"]
        found += page["items"]
        following = page["next"]
        assert bool(following) is bool(page["cursor"])
    return found


def test_the_list_gives_each_adopted_plan_once_and_no_draft(cast: Cast) -> None:
    made = [stage.adopted(cast, "一", "二") for _ in range(5)]
    draft = stage.drafted(cast, title="尚未审定的方案")
    items = every_page("plans?limit=2")
    assert [each["number"] for each in items] == [each.number for each in reversed(made)]
    assert (items[0]["tasks"], items[0]["done"], items[0]["state"]) == (2, 0, "adopted")
    year = clock.today().year
    assert len(ask(f"plans?year={year}&agency={cast.agency.code}&state=adopted")["items"]) == 5
    for narrowed in (f"year={year - 1}", "state=closed", "agency=nowhere"):
        assert ask(f"plans?{narrowed}")["items"] == []
    assert "尚未审定" not in json.dumps(
        ask(f"plans/{cast.agency.code}/{draft.number}", 404), ensure_ascii=False
    )
    page = Client().get(items[0]["url"].removeprefix("http://testserver"))
    assert page.status_code == 200


def test_a_plan_comes_with_its_tasks_and_names_nobody(cast: Cast) -> None:
    plan = stage.adopted(cast, "一号", person_id=cast.person("doer").pk)
    task = stage.first(plan)
    stage.put(cast, plan, "二号", "other", reason="会议决定", co_units=(cast.units["office"].pk,))
    dropped = stage.put(cast, plan, "三号", reason="新增")
    stage.moved(dropped, "drop", cast.duty_leader, "不再需要")
    stage.reported(cast, task)
    stage.moved(task, "find_done", cast.planner)
    with clock.travel_to(clock.now() + timedelta(days=40)):
        told = ask(f"plans/{cast.agency.code}/{plan.number}")
    assert (told["tasks"], told["done"], told["by_state"]) == (2, 1, {"planned": 1, "done": 1, "dropped": 1})
    items = {each["title"]: each for each in told["items"]}
    assert (items["一号"]["unit"], items["一号"]["state"], items["一号"]["overdue"]) == (
        "waste",
        "done",
        False,
    )
    assert (items["二号"]["helping"], items["二号"]["overdue"]) == (["office"], True)
    assert items["二号"]["added_because"] == "会议决定"
    assert (items["一号"]["goal"], items["一号"]["measure"]) == ("权力公开透明运行", "清理权力事项")
    assert "doer" not in json.dumps(told, ensure_ascii=False)
    for address in told["files"]:
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_a_theme_comes_with_public_tasks_and_documents_alone(cast: Cast) -> None:
    draft = stage.theme(cast, title="还没有启动")
    theme = stage.theme(cast)
    open_task, given = stage.first(stage.adopted(cast)), stage.put(cast, stage.drafted(cast), "草稿里的任务")
    for each in (open_task, given):
        type(each).objects.filter(pk=each.pk).update(theme=theme)
    document = Document.objects.get(pk=people.published(cast).pk)
    theme_of_documents.put(theme_id=theme.pk, actor=cast.planner, index_number=document.index_number)
    stage.theme_moved(theme, "open", cast.duty_leader)
    assert [each["number"] for each in ask("themes")["items"]] == [theme.number]
    assert ask("themes?state=closed")["items"] == []
    ask(f"themes/{cast.agency.code}/{draft.number}", 404)
    told = ask(f"themes/{cast.agency.code}/{theme.number}")
    assert [each["number"] for each in told["items"]] == [open_task.number]
    assert [each["index_number"] for each in told["documents"]] == [document.index_number]
    people.go(cast, document, "withdraw", "office", reason="数据有误")
    assert ask(f"themes/{cast.agency.code}/{theme.number}")["documents"] == []


def test_activities_come_as_published_and_a_withdrawn_one_is_gone(cast: Cast) -> None:
    made = [publicizing.published(cast, photos=at == 0, in_stock=60) for at in range(3)]
    draft = publicizing.drafted(cast, title="没有公布的活动")
    items = every_page("activities?limit=2")
    assert [each["number"] for each in items] == [each.number for each in reversed(made)]
    first = items[-1]
    assert (first["printed"], first["in_stock"], first["given_out"]) == (500, 60, 450)
    assert [Client().get(each.removeprefix("http://testserver")).status_code for each in first["photos"]] == [
        200
    ]
    assert len(ask(f"activities?kind=law_day&year={clock.today().year}")["items"]) == 3
    assert ask("activities?kind=lecture")["items"] == []
    one = f"activities/{cast.agency.code}/{made[0].number}"
    assert ask(one)["number"] == made[0].number
    ask(f"activities/{cast.agency.code}/{draft.number}", 404)
    publicizing.moved(made[0], "withdraw", cast.duty_leader, "照片未经同意")
    gone = ask(one, 410)
    assert (gone["number"], gone["reason"]) == (made[0].number, "照片未经同意")
    assert "words" not in gone
    assert made[0].number not in [each["number"] for each in ask("activities")["items"]]


def test_examinations_are_numbers_of_confirmed_results(cast: Cast) -> None:
    training.people(cast, 3)
    marks: dict[Learner, int | None] = dict(zip(Learner.objects.order_by("pk"), (90, 20, None), strict=True))
    training.confirmed(cast, marks)
    training.examination(cast, title="还没有举行的考试")
    told = ask("examinations")
    (item,) = told["items"]
    assert (item["enrolled"], item["candidates"], item["passed"], item["rate"]) == (3, 2, 1, 50.0)
    assert (told["candidates"], told["passed"], told["year"]) == (2, 1, clock.today().year)
    said = json.dumps(told, ensure_ascii=False)
    assert "示例1" not in said
    assert "还没有举行" not in said
    assert ask("examinations?year=2000")["items"] == []
    ask("examinations?agency=nowhere", 404)


def test_bodies_are_told_by_post_and_name_nobody(cast: Cast) -> None:
    made = stage.body(cast)
    Membership.objects.create(body=made, seat="member", person=cast.person("desk"), begins_on=BEGIN)
    told = ask(f"bodies?agency={cast.agency.code}")
    (body,) = told["items"]
    assert [(each["seat"], each["post"]) for each in body["seats"]] == [
        ("head", "duty-leader"), ("member", "doer"), ("member", ""),
    ]  # fmt: skip
    assert body["changes"][-1]["what"] == "founded"
    assert "-name" not in json.dumps(told)
    ask("bodies?agency=nowhere", 404)


def test_without_anything_the_lists_are_empty(cast: Cast) -> None:
    for address in ("plans", "themes", "activities", "examinations", "bodies"):
        assert ask(address)["items"] == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("plans?cursor=x", 422), ("themes?cursor=~", 422), ("activities?cursor=7", 422), ("plans?limit=0", 422),
        ("plans?state=draft", 422), ("examinations?year=1", 422), ("activities?kind=%00", 422), ("plans?what=1", 422),
        ("plans/cgj/CGJ-FA-1900-01", 404), ("plans/cgj/%00", 404), ("themes/cgj/%00", 404), ("activities/cgj/%00", 404),
        ("plans?cursor=" + "9" * 20, 422), ("bodies?agency=%00", 422),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said_in_a_sentence(cast: Cast, address: str, status: int) -> None:
    for language in ("zh", "en"):
        answer = Client().get(f"{API}/{address}", headers={"Accept-Language": language})
        assert answer.status_code == status
        assert len(answer.json()["message"]) > 9


def test_the_queries_do_not_grow_with_the_rows(cast: Cast) -> None:
    plan, theme = stage.adopted(cast), stage.theme(cast)
    stage.theme_moved(theme, "open", cast.duty_leader)
    publicizing.published(cast, photos=1)
    sat = stage.body(cast)
    training.people(cast, 1)
    training.confirmed(cast, {Learner.objects.get(): 90})
    code = cast.agency.code
    addresses = (
        "plans", f"plans/{code}/{plan.number}", "themes", f"themes/{code}/{theme.number}", "activities",
        "examinations", "bodies",
    )  # fmt: skip

    def asked() -> list[int]:
        found = []
        for address in addresses:
            ask(address)
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            found.append(len(queries))
        return found

    for title in ("甲", "乙"):
        stage.put(cast, plan, title, reason="新增", co_units=(cast.units["other"].pk,))
    type(stage.first(plan)).objects.filter(plan=plan).update(theme=theme)
    before = asked()
    for title in ("丙", "丁", "戊"):
        stage.put(cast, plan, title, reason="新增", co_units=(cast.units["other"].pk,))
        publicizing.published(cast, photos=1)
        Membership.objects.create(body=sat, seat="member", person=cast.person("desk"), begins_on=BEGIN)
    type(stage.first(plan)).objects.filter(plan=plan).update(theme=theme)
    stage.adopted(cast)
    training.confirmed(cast, {Learner.objects.get(): 90})
    assert asked() == before


def test_the_description_has_examples_that_work(cast: Cast) -> None:
    plan = stage.adopted(cast)
    activity = publicizing.published(cast)
    page = Client().get("/api/v1/docs").content.decode()
    assert f"/api/v1/plans/{cast.agency.code}/{plan.number}" in page
    assert f"/api/v1/activities/{cast.agency.code}/{activity.number}" in page
