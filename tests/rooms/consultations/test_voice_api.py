"""Do programs get collections, what people said and problems, and never what was not shown or not told yet?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import collecting_stage as stage
import consulting
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from gongkai.consultations.actions import problems
from gongkai.consultations.models import Collection, Problem
from gongkai.core import clock

pytestmark = pytest.mark.django_db
LIST, PROBLEMS = "/api/v1/collections", "/api/v1/problems"


def one(found: Collection | Problem) -> str:
    return f"{LIST if isinstance(found, Collection) else PROBLEMS}/{found.agency.code}/{found.number}"


def ask(address: str) -> Any:
    answer = Client().get(address.removeprefix("http://testserver"))
    assert answer.status_code == 200, answer.content
    return answer.json()


def every_page(address: str) -> list[dict[str, Any]]:
    """The items of every page, following ``next``."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        page = ask(following)
        found += page["items"]
        following = page["next"]
        assert bool(following) is bool(page["cursor"])
    return found


def test_the_list_gives_each_collection_once(cast: Cast) -> None:
    made = [stage.opened(cast, title=f"意见箱{at}") for at in range(3)]
    made.append(stage.opened(cast, "survey"))
    stage.drafted(cast, title="尚未开放的意见箱")
    items = every_page(f"{LIST}?limit=2")
    assert [each["number"] for each in items] == [each.number for each in reversed(made)]
    assert (items[0]["open"], items[0]["state"], items[0]["kind"]) == (True, "open", "survey")
    assert items[0]["url"] == f"http://testserver/voice/{cast.agency.code}/{made[-1].number}/"
    stage.go(made[0], "close", cast.rule_publisher)
    code = cast.agency.code
    for asked, count in (("state=open", 3), ("state=closed", 1), ("kind=survey", 1), (f"agency={code}", 4)):
        assert len(ask(f"{LIST}?{asked}")["items"]) == count
    assert ask(f"{LIST}?agency=nowhere")["items"] == []


def test_results_and_figures_come_once_they_are_told(cast: Cast) -> None:
    made, _problem = stage.told(cast)
    found = ask(one(made))
    assert (found["state"], found["results"], found["minutes"]) == (
        "told",
        "将增开一个窗口。",
        "共收到问卷一份。",
    )
    assert (found["sheets"], found["invited"], found["response_rate"]) == (1, 40, 1 / 40)
    assert (found["remarks_received"], found["remarks_shown"], found["problems"]) == (1, 1, 1)
    first, second, third = found["figures"]
    assert first["counts"] == [{"place": 1, "count": 0}, {"place": 2, "count": 1}, {"place": 3, "count": 0}]
    assert (second["mean"], third["answered"], third["counts"]) == (4.0, 1, [])
    assert found["questions"][0]["options"] == ["满意", "一般", "不满意"]
    again = stage.go(made, "open_again", cast.rule_publisher, reason="补充征集")
    found = ask(one(again))
    assert (found["figures"], found["response_rate"], found["results"], found["minutes"]) == (
        None,
        None,
        "",
        "",
    )
    assert (found["sheets"], found["told_on"], found["closed_on"]) == (1, None, None)


def test_what_was_not_shown_and_free_answers_stay_inside(cast: Cast) -> None:
    made, problem = stage.told(cast)
    again = stage.go(made, "open_again", cast.rule_publisher, reason="补充征集")
    stage.remark(again, "没有人看过的话")
    hidden = stage.row(stage.remark(again, "不展示的话"))
    problems.hide_remark(collection_id=again.pk, actor=cast.rule_drafter, remark_id=hidden.pk, reason="spam")
    items = every_page(f"{one(again)}/remarks?limit=1")
    assert [(each["words"], each["problem"]) for each in items] == [("窗口排队时间长。", problem.number)]
    assert set(items[0]) == {"reference", "words", "channel", "received_on", "problem"}
    answers = "".join(
        Client().get(address).content.decode()
        for address in (LIST, one(again), f"{one(again)}/remarks", PROBLEMS, one(problem))
    )
    for words in ("没有人看过的话", "不展示的话", "示例某某说的话", "规章起草"):
        assert words not in answers


def test_a_problem_says_what_was_done_once_that_was_found_true(cast: Cast) -> None:
    _made, problem = stage.told(cast)
    unseen = stage.problem(cast, stage.opened(cast))
    assert Client().get(one(unseen)).status_code == 404
    done = stage.reported(cast, problem)
    found = ask(one(done))
    assert (found["state"], found["outcome"], found["evidence"], found["settled_on"]) == (
        "done",
        "",
        "",
        None,
    )
    assert (found["measure"], found["remarks"], found["unit"]) == ("增开一个窗口，错峰预约。", 1, "waste")
    settled = stage.problem_go(done, "settle", cast.rule_leader)
    found = ask(one(settled))
    assert (found["state"], found["outcome"]) == ("settled", "已增开窗口，平均等候8分钟。")
    assert found["settled_on"]
    assert found["evidence"] == "窗口排班表"
    assert [each["number"] for each in ask(f"{PROBLEMS}?state=settled")["items"]] == [problem.number]
    assert ask(f"{PROBLEMS}?state=planned")["items"] == []
    assert ask(f"{PROBLEMS}?agency={cast.agency.code}")["items"] == [found]


def test_a_draft_is_named_once_it_is_public(cast: Cast) -> None:
    rule = consulting.drafted(cast)
    made = stage.opened(cast, "survey", document_id=rule.pk)
    assert ask(one(made))["draft"] == ""
    public = consulting.consulting(cast, title="示例市另一办法")
    about = stage.opened(cast, "survey", document_id=public.pk)
    assert ask(one(about))["draft"] == public.number


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast) -> None:
    def asked() -> list[int]:
        counts = []
        for address in (LIST, one(made), f"{one(made)}/remarks", PROBLEMS, one(problem)):
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            counts.append(len(queries))
        return counts

    made, problem = stage.told(cast)
    asked()
    before = asked()
    for _ in range(3):
        stage.planned(cast, stage.problem(cast, stage.opened(cast)))
    again = stage.go(made, "open_again", cast.rule_publisher, reason="补充征集")
    for at in range(5):
        said = stage.row(stage.remark(again, f"第{at}条"))
        problems.show_remarks(collection_id=again.pk, actor=cast.rule_drafter, remark_ids=[said.pk])
        stage.sheet(again)
    stage.go(stage.go(again, "close", cast.rule_publisher), "tell", cast.rule_publisher)
    assert asked() == before
    assert max(before) <= 10


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{LIST}?cursor=x~y", 422), (f"{LIST}?limit=0", 422), (f"{LIST}?state=draft", 422),
        (f"{LIST}?kind=%00", 422), (f"{PROBLEMS}?state=found", 422), (f"{PROBLEMS}?cursor=~", 422),
        (f"{LIST}/cgj/CGJ-ZJ-2026-999", 404), (f"{LIST}/cgj/%00", 404), (f"{LIST}/cgj/X/remarks", 404),
        (f"{PROBLEMS}/cgj/X", 404), (f"{PROBLEMS}/cgj/%00", 404),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_of_collections_is_said(cast: Cast, address: str, status: int) -> None:
    for language in ("zh", "en"):
        answer = Client().get(address, headers={"Accept-Language": language})
        assert answer.status_code == status
        assert len(answer.json()["message"]) > 10


def test_a_draft_collection_is_nobodys_business(cast: Cast) -> None:
    assert Client().get(one(stage.drafted(cast))).status_code == 404


def test_the_page_for_people_has_examples_that_work(cast: Cast) -> None:
    made, problem = stage.told(cast)
    page = Client().get("/api/v1/docs").content.decode()
    for address in (one(made), f"{one(made)}/remarks", one(problem)):
        assert f'href="{address}"' in page
        ask(address)


@pytest.mark.parametrize("kind", ["meeting", "hearing"])
def test_what_one_may_sign_up_for_is_open(cast: Cast, kind: str) -> None:
    until = clock.today() + timedelta(days=2)
    made = stage.opened(cast, kind, begins_on=until + timedelta(days=3), sign_up_until=until)

    def told() -> bool:
        return bool(Client().get(f"/api/v1/collections/{cast.agency.code}/{made.number}").json()["open"])

    assert told()
    with clock.travel_to(clock.now() + timedelta(days=3)):
        assert not told()
