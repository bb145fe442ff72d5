"""Does who sits in a body see what it meets about, and nothing else, and change nothing?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import planning as stage
import pytest
from django.test import Client

from cast import BEGIN, Cast
from everybody import EVERYBODY, actor_of_cast, who_may
from gongkai.core import clock
from gongkai.duties.actions import meetings as actions
from gongkai.duties.actions.meetings import DecisionInput, ItemInput, MeetingInput
from gongkai.duties.models import Meeting
from gongkai.duties.queries import meetings as reads
from gongkai.duties.queries import plan_lists, plan_worklists
from gongkai.people.models import Membership

pytestmark = pytest.mark.django_db

#: Whom the posts already show every meeting of the agency.
ALWAYS = {"planner", "duty_leader", "supervisor"}
MEMBERS = {"drafter", "case_leader", "rule_legal"}


def body(cast: Cast) -> Any:
    """Two sit by their posts, one by name; none of them has a post of duties."""
    made = stage.body(cast, "case_leader", "drafter")
    Membership.objects.create(body=made, seat="member", person=cast.person("rule_legal"), begins_on=BEGIN)
    return made


def seeing(cast: Cast, found: Meeting) -> set[str]:
    return {name for name in EVERYBODY if reads.meeting(actor_of_cast(cast, name), found.pk) is not None}


def page(cast: Cast, name: str, address: str, status: int = 200) -> str:
    client = Client()
    client.force_login(cast.person(name))
    answer = client.get(f"/workspace/{address}")
    assert answer.status_code == status, address
    return answer.content.decode()


def test_members_see_a_meeting_once_it_is_called_and_nobody_else_does(cast: Cast) -> None:
    found = stage.prepared(cast, body_id=body(cast).pk)
    assert seeing(cast, found) == ALWAYS
    stage.meeting_moved(found, "call", cast.planner)
    assert seeing(cast, found) == ALWAYS | MEMBERS
    other = stage.prepared(cast, body_id=stage.body(cast, "duty_leader", kind="supervision_group").pk)
    stage.meeting_moved(other, "call", cast.planner)
    assert seeing(cast, other) == ALWAYS


def test_who_left_keeps_what_they_were_called_to_and_who_came_reads_what_was(cast: Cast) -> None:
    sat = body(cast)
    before = stage.held(cast, body_id=sat.pk)
    Membership.objects.filter(post__title="drafter").update(ends_on=clock.today() - timedelta(days=1))
    Membership.objects.create(body=sat, seat="member", person=cast.person("desk"), begins_on=clock.today())
    after = stage.prepared(cast, body_id=sat.pk)
    stage.meeting_moved(after, "call", cast.planner)
    assert seeing(cast, before) == ALWAYS | MEMBERS | {"desk"}
    assert seeing(cast, after) == ALWAYS | MEMBERS - {"drafter"} | {"desk"}


@pytest.mark.parametrize(
    ("state", "key", "allowed"),
    [
        ("draft", "call", {"planner"}),
        ("draft", "cancel", {"planner"}),
        ("called", "hold", {"planner"}),
        ("called", "cancel", {"planner"}),
        ("held", "sign", {"duty_leader"}),
    ],
)
def test_members_make_no_move(cast: Cast, state: str, key: str, allowed: set[str]) -> None:
    found = stage.prepared(cast, body_id=body(cast).pk, begins_at=clock.now() - timedelta(hours=1))
    for step in ("call", "hold")[: ("draft", "called", "held").index(state)]:
        stage.meeting_moved(found, step, cast.planner)
    if state == "held":
        stage.minuted(cast, found)

    def move(actor: Any) -> Any:
        return actions.move_meeting(
            meeting_id=found.pk, key=key, actor=actor, expected_revision=None, reason="改期"
        )

    assert who_may(cast, move) == allowed


def test_members_write_nothing(cast: Cast) -> None:
    sat = body(cast)
    found = stage.prepared(cast, body_id=sat.pk, begins_at=clock.now() - timedelta(hours=1))
    stage.meeting_moved(found, "call", cast.planner)
    said = MeetingInput("另一个题目", sat.pk, clock.now(), "一楼", (ItemInput("别的"),))

    def write(actor: Any) -> Any:
        return actions.write_meeting(meeting_id=found.pk, actor=actor, expected_revision=None, given=said)

    def minute(actor: Any) -> Any:
        return actions.write_minutes(
            meeting_id=found.pk, actor=actor, expected_revision=None, minutes="好", presences={}, decisions=()
        )

    assert who_may(cast, write) == {"planner"}
    stage.meeting_moved(found, "hold", cast.planner)
    assert who_may(cast, minute) == {"planner"}
    for way in ("edit", "minutes"):
        page(cast, "drafter", f"meetings/{found.pk}/{way}/", 403)


def test_the_page_leads_a_member_to_no_task_they_cannot_open(cast: Cast) -> None:
    task = stage.put(cast, stage.adopted(cast), "内部任务", reason="新增")
    found = stage.held(cast, body_id=body(cast).pk, agenda=(ItemInput(task.title, task.pk),))
    due = clock.today() + timedelta(days=9)
    stage.minuted(cast, found, DecisionInput("抓紧办理", cast.units["waste"].pk, due))
    stage.meeting_moved(found, "sign", cast.duty_leader)
    seen = page(cast, "drafter", f"meetings/{found.pk}/")
    assert "内部任务" in seen
    assert "抓紧办理" in seen
    assert f"{found.number}-01" in seen
    assert "/workspace/tasks/" not in seen
    assert f"/workspace/tasks/{task.pk}/" in page(cast, "planner", f"meetings/{found.pk}/")
    page(cast, "drafter", f"tasks/{task.pk}/", 404)
    page(cast, "office", f"meetings/{found.pk}/", 404)


def test_the_invitation_stands_in_the_work_of_who_is_called_until_the_day_is_over(cast: Cast) -> None:
    found = stage.prepared(cast, body_id=body(cast).pk)
    assert plan_worklists.to_do_count(cast.drafter) == 0
    stage.meeting_moved(found, "call", cast.planner)
    for name in MEMBERS:
        assert plan_worklists.to_do_count(getattr(cast, name)) == 1
        seen = page(cast, name, "")
        assert f"/workspace/meetings/{found.pk}/" in seen
        assert "三楼会议室" in seen
    for name in ("office", "planner", "supervisor", "outsider"):
        assert not plan_worklists.my_work(getattr(cast, name)).invited
    with clock.travel_to(found.begins_at + timedelta(days=1)):
        assert plan_worklists.to_do_count(cast.drafter) == 0
    stage.meeting_moved(found, "cancel", cast.planner, "改期")
    assert plan_worklists.to_do_count(cast.drafter) == 0


def test_members_find_their_meetings_by_the_door_and_by_number(cast: Cast) -> None:
    found = stage.prepared(cast, body_id=body(cast).pk)
    assert "还没有会议" in page(cast, "drafter", "meetings/")
    stage.meeting_moved(found, "call", cast.planner)
    assert found.title in page(cast, "drafter", "meetings/")
    assert plan_lists.numbered(cast.drafter, found.number) == found
    assert plan_lists.numbered(cast.office, found.number) is None
    assert 'href="/workspace/meetings/"' in page(cast, "drafter", "")
    assert 'href="/workspace/meetings/"' not in page(cast, "office", "")
