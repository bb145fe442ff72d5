"""In which order do tasks stand in the staff's list, and which are shown at first?"""

from __future__ import annotations

from datetime import timedelta

import planning as stage
import pytest
from django.test import Client

from cast import Cast
from gongkai.core import clock
from gongkai.duties.queries import plan_lists, tasks

pytestmark = pytest.mark.django_db

SOON, LATE = timedelta(days=5), timedelta(days=40)


def several(cast: Cast) -> None:
    """Two open tasks, two finished on different days, one dropped last of all."""
    today = clock.today()
    plan = stage.adopted(cast, "早先完成", "后来完成", due_on=today + SOON)
    for title, due in (("远期", LATE), ("近期", SOON), ("撤销", SOON)):
        stage.put(cast, plan, title, reason="新增", due_on=today + due)
    found = {each.title: each for each in tasks.for_staff(cast.planner)}
    for day, title in ((1, "早先完成"), (2, "后来完成")):
        with clock.travel_to(clock.now() + timedelta(days=day)):
            stage.reported(cast, found[title])
            stage.moved(found[title], "find_done", cast.planner)
    with clock.travel_to(clock.now() + timedelta(days=3)):
        stage.moved(found["撤销"], "drop", cast.duty_leader, "不再需要")


def titles(cast: Cast, after: str = "") -> tuple[list[str], str]:
    page = plan_lists.task_page(tasks.for_staff(cast.planner), after)
    return [each.title for each in page.rows], page.after


def page(cast: Cast, query: str = "") -> str:
    client = Client()
    client.force_login(cast.person("planner"))
    answer = client.get(f"/workspace/tasks/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_open_tasks_stand_first_and_the_last_finished_before_older_ones(cast: Cast) -> None:
    several(cast)
    assert titles(cast)[0] == ["近期", "远期", "撤销", "后来完成", "早先完成"]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_next_page_goes_on_where_the_last_one_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    several(cast)
    monkeypatch.setattr(plan_lists, "SIZE", size)
    seen: list[str] = []
    after, pages = "", 0
    while pages < 9:
        rows, after = titles(cast, after)
        seen, pages = seen + rows, pages + 1
        if not after:
            break
    assert seen == ["近期", "远期", "撤销", "后来完成", "早先完成"]


@pytest.mark.parametrize(
    "after", ["x", "0", "2~2026-01-01~1", "0~never~1", "1~2026-01-01~", "1~2026-01-01~9" + "9" * 40]
)
def test_a_cursor_that_is_none_begins_at_the_beginning(cast: Cast, after: str) -> None:
    several(cast)
    assert titles(cast, after)[0][0] == "近期"


def test_the_list_shows_what_is_open_and_leads_to_what_is_finished(cast: Cast) -> None:
    several(cast)
    first = page(cast)
    assert "近期" in first
    assert "早先完成" not in first
    assert "?state=finished" in first
    finished = page(cast, "?state=finished")
    assert "早先完成" in finished
    assert "近期" not in finished
    every = page(cast, "?state=all")
    assert "早先完成" in every
    assert "近期" in every
    assert "state=finished" in page(cast, "?text=早先")
    assert "state=finished" not in page(cast, "?overdue=on")


def test_a_plan_shows_all_its_tasks_finished_ones_too(cast: Cast) -> None:
    several(cast)
    client = Client()
    client.force_login(cast.person("planner"))
    plan = tasks.for_staff(cast.planner)[0].plan
    assert plan is not None
    shown = client.get(f"/workspace/plans/{plan.pk}/").content.decode()
    assert "早先完成" in shown
    assert '<option value="open"' not in shown
    assert '<option value="finished"' not in shown
