"""What does everybody read of plans, themes and bodies, and whose name is nowhere in it?"""

from __future__ import annotations

import csv
import io
import json

import planning as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast as people
from cast import BEGIN, Cast
from gongkai.core import clock
from gongkai.duties.actions import tasks
from gongkai.journeys import theme_of_documents
from gongkai.people.models import Membership
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()


def test_an_adopted_plan_is_read_by_everybody_and_a_draft_by_nobody(cast: Cast, client: Client) -> None:
    draft = stage.drafted(cast, title="尚未审定的方案")
    plan = stage.adopted(cast, "公布清单", person_id=cast.person("doer").pk)
    code = cast.agency.code
    assert "尚未审定的方案" not in page(client, "/plans/")
    assert plan.title in page(client, "/plans/")
    page(client, f"/plans/{code}/{draft.number}/", 404)
    page(client, f"/plans/{code}/{draft.number}/tasks.csv", 404)
    for address in (f"/plans/{code}/{plan.number}/", f"/en/plans/{code}/{plan.number}/"):
        shown = page(client, address)
        assert "公布清单" in shown
        assert "清单经审核并公布" in shown
        assert "doer-name" not in shown


def test_the_files_of_a_plan_name_nobody(cast: Cast, client: Client) -> None:
    plan = stage.adopted(cast, "=1+1", person_id=cast.person("doer").pk)
    here = f"/plans/{cast.agency.code}/{plan.number}/tasks"
    lines = list(csv.reader(io.StringIO(page(client, f"{here}.csv").lstrip("\ufeff"))))
    told = json.loads(page(client, f"{here}.json"))
    assert lines[0][:3] == ["目标", "举措", "任务"]
    assert lines[1][2] == "'=1+1"
    assert "doer" not in str(lines)
    assert (told["plan"], told["tasks"][0]["title"]) == (plan.number, "=1+1")
    assert "person" not in told["tasks"][0]
    page(client, f"{here}.xml", 404)


def test_what_was_taken_out_of_a_draft_is_not_public_and_what_was_dropped_is(
    cast: Cast, client: Client
) -> None:
    plan = stage.drafted(cast)
    gone = stage.put(cast, plan, "未列入的任务")
    stage.put(cast, plan, "列入的任务")
    stage.moved(gone, "strike", cast.planner)
    stage.plan_moved(plan, "submit", cast.planner)
    stage.plan_moved(plan, "adopt", cast.duty_leader)
    stage.moved(plan.tasks.get(title="列入的任务"), "drop", cast.duty_leader, "合并")
    shown = page(client, f"/plans/{cast.agency.code}/{plan.number}/")
    assert "未列入的任务" not in shown
    assert "列入的任务" in shown


def test_bodies_show_posts_and_no_names(cast: Cast, client: Client) -> None:
    body = stage.body(cast, "duty_leader", "doer")
    Membership.objects.create(
        body=body,
        seat="member",
        person=cast.person("planner"),
        begins_on=clock.today(),
        basis="城管〔2026〕3号",
    )
    Membership.objects.filter(body=body, post__title="doer").update(ends_on=BEGIN.replace(year=2020))
    shown = page(client, "/organisation/")
    assert "政务公开领导小组" in shown
    assert "局领导" in shown
    assert "城管〔2010〕1号" in shown
    assert "城管〔2026〕3号" in shown
    assert "planner-name" not in shown
    assert "duty-leader-name" not in shown


def test_the_special_meetings_of_the_year_are_counted_and_nothing_more(cast: Cast, client: Client) -> None:
    body = stage.body(cast)
    stage.held(cast, body_id=body.pk, title="不公开的会议题目")
    shown = page(client, "/en/organisation/")
    assert "1 special meeting held this year" in shown
    assert "不公开的会议题目" not in shown


def test_a_theme_shows_its_tasks_and_the_publications_that_are_still_public(
    cast: Cast, client: Client
) -> None:
    document = people.published(cast, title="权责清单公告")
    number = Document.objects.get(pk=document.pk).index_number
    theme = stage.theme(cast)
    task = stage.first(stage.adopted(cast, "公布清单"))
    tasks.tag_task(task_id=task.pk, actor=cast.planner, expected_revision=None, theme_id=theme.pk)
    theme_of_documents.put(theme_id=theme.pk, actor=cast.planner, index_number=number)
    here = f"/themes/{cast.agency.code}/{theme.number}/"
    page(client, here, 404)
    stage.theme_moved(theme, "open", cast.duty_leader)
    assert theme.title in page(client, "/themes/")
    shown = page(client, here)
    assert "公布清单" in shown
    assert "权责清单公告" in shown
    people.go(cast, document, "withdraw", "office", reason="数据有误")
    assert "权责清单公告" not in page(client, here)


def test_the_pages_ask_no_more_for_more_tasks(cast: Cast, client: Client) -> None:
    plan = stage.adopted(cast, "甲", co_units=(cast.units["other"].pk,))
    here = f"/plans/{cast.agency.code}/{plan.number}/"

    def asked() -> int:
        page(client, here)
        with CaptureQueriesContext(connection) as queries:
            page(client, here + "?x=1")
        return len(queries)

    before = asked()
    for title in ("乙", "丙", "丁"):
        stage.put(cast, plan, title, reason="新增", co_units=(cast.units["other"].pk,))
    assert asked() == before


def test_plans_and_themes_are_found_by_the_search_of_the_site(cast: Cast, client: Client) -> None:
    theme = stage.theme_moved(stage.theme(cast), "open", cast.duty_leader)
    plan = stage.adopted(cast, "编制渣土运输标准")
    assert theme.number in page(client, "/search/?q=深化年")
    assert plan.number in page(client, "/search/?q=渣土运输标准")
