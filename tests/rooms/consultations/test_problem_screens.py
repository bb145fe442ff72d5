"""Does a problem go its way on the staff's screens, assigned by one, put right by another, and checked by a third?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import collecting_stage as stage
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from desk import client_of, post, words_of
from gongkai.consultations.models import Collection, Problem
from gongkai.consultations.queries import collection_lists as lists
from gongkai.core import clock

pytestmark = pytest.mark.django_db
BASE = "/workspace/problems/"


def at(found: Problem, rest: str = "") -> str:
    return f"{BASE}{found.pk}/{rest}"


def now(found: Problem) -> Problem:
    return Problem.objects.get(pk=found.pk)


def raised(cast: Cast) -> tuple[Collection, Problem]:
    made = stage.opened(cast)
    return made, stage.problem(cast, made, stage.row(stage.remark(made)))


def measure(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "plan-unit": cast.units["waste"].pk,
        "plan-measure": "增开一个窗口。",
        "plan-due_on": (clock.today() + timedelta(days=9)).isoformat(),
        **changes,
    }


def test_a_problem_goes_its_way(cast: Cast) -> None:
    _made, found = raised(cast)
    publisher, drafter = client_of(cast, "rule_publisher"), client_of(cast, "rule_drafter")
    leader = client_of(cast, "rule_leader")
    early = post(publisher, at(found, "moves/assign/"), version=found.revision)
    assert early.status_code == 409
    assert post(publisher, at(found, "plan/"), version=found.revision, **measure(cast)).status_code == 302
    assert post(publisher, at(found, "moves/assign/"), version=now(found).revision).status_code == 302
    assert lists.my_work(cast.rule_drafter).problems[0].pk == found.pk
    row = words_of(drafter.get("/workspace/"))
    assert found.number in row
    done = {"report-outcome": "已增开窗口。", "report-evidence": "排班表"}
    assert post(drafter, at(found, "report/"), version=now(found).revision, **done).status_code == 302
    assert post(drafter, at(found, "moves/finish/"), version=now(found).revision).status_code == 302
    assert post(drafter, at(found, "moves/settle/"), version=now(found).revision).status_code == 403
    reason = {"not_enough-reason": "请补照片"}
    bare = post(leader, at(found, "moves/not_enough/"), version=now(found).revision)
    assert bare.status_code == 422
    back = post(leader, at(found, "moves/not_enough/"), version=now(found).revision, **reason)
    assert back.status_code == 302
    assert post(drafter, at(found, "moves/finish/"), version=now(found).revision).status_code == 302
    seen = now(found).revision
    for _ in range(2):
        assert post(leader, at(found, "moves/settle/"), version=seen).status_code == 302
    assert now(found).state == "settled"
    assert "已增开窗口" in words_of(leader.get(at(found)))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("rule_drafter", 200), ("rule_publisher", 200), ("rule_leader", 200), ("supervisor", 200),
        ("rival_rule_drafter", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_sees_a_problem_and_who_plans(cast: Cast, who: str, status: int) -> None:
    _made, found = raised(cast)
    client = client_of(cast, who)
    assert client.get(at(found)).status_code == status
    assert client.get(BASE).status_code == 200
    plans = 302 if who == "rule_publisher" else 403 if status == 200 else 404
    assert post(client, at(found, "plan/"), version=found.revision, **measure(cast)).status_code == plans
    assert post(client, at(found, "report/"), version=1).status_code == (403 if status == 200 else 404)
    assert post(client, at(found, "moves/nonsense/"), version=1).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"plan-measure": ""},
        {"plan-measure": "找张三13800138000"},
        {"plan-due_on": "2001-01-01"},
        {"plan-due_on": "soon"},
        {"plan-unit": "999999"},
        {"plan-unit": "x"},
    ],
)
def test_a_plan_with_a_fault_is_kept_in_the_form(cast: Cast, changes: dict[str, str]) -> None:
    _made, found = raised(cast)
    said = measure(cast, **{"plan-measure": "增开窗口甲", **changes})
    response = post(client_of(cast, "rule_publisher"), at(found, "plan/"), version=found.revision, **said)
    page = words_of(response)
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert said["plan-measure"] in page
    assert now(found).measure == ""


def test_two_at_once_lose_nothing(cast: Cast) -> None:
    _made, found = raised(cast)
    client, seen = client_of(cast, "rule_publisher"), found.revision
    assert post(client, at(found, "plan/"), version=seen, **measure(cast)).status_code == 302
    late = post(client, at(found, "plan/"), version=seen, **measure(cast, **{"plan-measure": "后来写的"}))
    page = words_of(late)
    assert late.status_code == 409
    assert "后来写的" in page
    assert f'name="version" value="{now(found).revision}"' in page


def test_a_problem_is_named_without_a_remark(cast: Cast) -> None:
    made = stage.opened(cast, "survey")
    client = client_of(cast, "rule_drafter")
    address = f"/workspace/collections/{made.pk}/problem/"
    bare = post(client, f"/en{address}", title="")
    assert (bare.status_code, "Write what is wrong." in words_of(bare)) == (422, True)
    assert "(optional)" not in words_of(client.get(f"/en{address}"))
    assert post(client, address, title="等候时间长").status_code == 302
    found = Problem.objects.get()
    assert "等候时间长" in words_of(client.get(at(found)))


def test_the_list_asks_as_often_however_many_there_are(cast: Cast) -> None:
    made, _found = raised(cast)
    client = client_of(cast, "rule_publisher")

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(BASE).status_code == 200
        return len(caught)

    before = asked()
    for n in range(6):
        stage.problem(cast, made, stage.row(stage.remark(made, f"意见{n}")))
    assert asked() == before
    for query in ("?state=going", "?state=x&after=y", "?text=%00", "?unit=1"):
        assert client.get(BASE + query).status_code == 200
