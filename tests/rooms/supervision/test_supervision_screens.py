"""Do the screens of supervision show what is wrong and until when, and lose nothing of what was typed?"""

from __future__ import annotations

import finding_stage as stage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from finding_desk import LIST, move, one

import mattering
from cast import Cast, make_cast
from desk import client_of, post, words_of
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.domain.supervision.course import PROCESS
from gongkai.domain.supervision.monitors import monitors
from gongkai.people.models import Unit
from gongkai.supervision.models import Finding, Look
from gongkai.supervision.queries import lists
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
HOME = "/workspace/"
built = once_a_file(make_cast)


@pytest.fixture
def cast(built: Cast) -> Cast:
    return on_stage(built)


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def shown(client: Client, query: str = "") -> list[str]:
    return [row["title"] for row in client.get(f"{LIST}{query}").context["rows"]]


def test_from_the_notice_to_its_end_on_the_screens(cast: Cast) -> None:
    row = stage.found(cast)
    supervisor, head = client_of(cast, "supervisor"), client_of(cast, "section_head")
    page = words_of(supervisor.get(one(row)))
    assert f'value="{stage.in_days(5).isoformat()}"' in page, "the finding's own day is offered"
    assert 'id="move-urge"' in page
    assert 'id="move-urge"' not in words_of(head.get(one(row)))
    day = stage.in_days(8).isoformat()
    assert move(supervisor, row, "urge", words="请补发并说明。", act_by=day).status_code == 302
    page = words_of(head.get(one(row)))
    assert "请补发并说明。" in page
    assert f'datetime="{day}"' in page
    assert move(head, row, "answer", words="已于今日公开。").status_code == 302
    page = words_of(supervisor.get(one(row)))
    assert "已于今日公开。" in page
    assert all(f"moves/{key}/" in page for key in ("settle", "not_enough", "dismiss"))
    assert move(supervisor, row, "not_enough", reason="附件缺失。", act_by=day).status_code == 302
    assert "附件缺失。" in words_of(head.get(one(row)))
    assert move(head, row, "answer", words="附件已补。").status_code == 302
    assert move(supervisor, row, "settle").status_code == 302
    page = words_of(supervisor.get(one(row)))
    assert "/moves/" not in page
    told = supervisor.get(one(row)).context["timeline"]
    assert len(told) == 1 + Event.objects.filter(subject_type="supervision.finding").count() == 6


def test_the_record_says_what_is_wrong_what_was_looked_for_and_where(cast: Cast) -> None:
    made = stage.found(cast)
    page = words_of(client_of(cast, "supervisor").get(f"/en{one(made)}"))
    assert "A document is past its limit and not published" in page
    assert "《政府信息公开条例》第二十六条" in page
    assert "configuration, not read in the original" not in page
    assert 'class="process"' in page
    unread = stage.found(cast, monitor="risk_review")
    page = words_of(client_of(cast, "supervisor").get(f"/en{one(unread)}"))
    assert "configuration, not read in the original" in page


def test_a_monitor_the_data_no_longer_know_is_shown_by_its_key(cast: Cast) -> None:
    row = stage.found(cast, monitor="gone_monitor", act_by=stage.in_days(-4))
    supervisor = client_of(cast, "supervisor")
    assert "gone_monitor" in words_of(supervisor.get(one(row)))
    assert "gone_monitor" in words_of(supervisor.get(LIST))


def test_the_way_to_the_record_is_shown_to_whom_it_opens(cast: Cast) -> None:
    matter = mattering.drafted(cast)
    row = stage.found(cast, address="workspace:complaint", address_args=[matter.pk])
    there = reverse("workspace:complaint", args=[matter.pk])
    for name in ("supervisor", "unit_head", "office", "planner"):
        client = client_of(cast, name)
        opens = client.get(there).status_code == 200
        assert (f'href="{there}"' in words_of(client.get(one(row)))) is opens, name
    assert client_of(cast, "supervisor").get(there).status_code == 200
    assert client_of(cast, "office").get(there).status_code == 404
    nowhere = stage.found(cast, address="workspace:no_such_page", address_args=["x"])
    assert client_of(cast, "supervisor").get(one(nowhere)).context["record_url"] == ""


@pytest.mark.parametrize(
    ("name", "status"),
    [("supervisor", 200), ("office", 200), ("section_head", 200), ("neighbour", 404), ("drafter", 404),
     ("outsider", 404)],
)  # fmt: skip
def test_who_opens_the_record(cast: Cast, name: str, status: int) -> None:
    row = stage.found(cast)
    client = client_of(cast, name)
    assert client.get(one(row)).status_code == status
    assert (row.title in words_of(client.get(LIST))) is (status == 200)
    # Who sees it may be refused; who does not see it is not told that it is there.
    made = 302 if name == "supervisor" else 403 if status == 200 else 404
    assert (
        move(client, row, "urge", words="请公开。", act_by=stage.in_days(3).isoformat()).status_code == made
    )


def test_what_is_not_there_and_what_is_no_move(cast: Cast) -> None:
    row = stage.found(cast)
    supervisor = client_of(cast, "supervisor")
    for nothing in (f"{LIST}0/", f"{LIST}{10**30}/", f"{LIST}{2**63}/"):
        assert supervisor.get(nothing).status_code == 404
    assert post(supervisor, one(row, "moves/nonsense/"), version=1).status_code == 404
    assert move(supervisor, row, "mend").status_code == 403
    assert supervisor.get(one(row, "moves/urge/")).status_code == 405
    assert supervisor.get(f"{LIST}look/").status_code == 405


@pytest.mark.parametrize(
    ("key", "given", "field"),
    [
        ("urge", {"words": "", "act_by": "2099-01-01"}, "words"),
        ("urge", {"words": "长" * 2001}, "words"),
        ("urge", {"words": "请公开。", "act_by": ""}, "act_by"),
        ("urge", {"words": "请公开。", "act_by": "昨天"}, "act_by"),
        ("urge", {"words": "请公开。", "act_by": "2020-01-01"}, "act_by"),
        ("urge", {"words": "请公开。", "act_by": "9999-12-31"}, "act_by"),
        ("urge", {"words": "请公开。", "act_by": "99999-12-31"}, "act_by"),
        ("dismiss", {"reason": " \n "}, "reason"),
        ("dismiss", {"reason": "长" * 90_000}, "reason"),
    ],
)
def test_what_cannot_be_taken_stands_at_its_field_and_is_kept(
    cast: Cast, key: str, given: dict[str, str], field: str
) -> None:
    row = stage.found(cast)
    given = {"act_by": stage.in_days(3).isoformat(), **given} if key == "urge" else given
    answer = move(client_of(cast, "supervisor"), row, key, **given)
    page = words_of(answer)
    assert answer.status_code == 422
    assert field in answer.context["tried"].form.errors
    assert f'href="#id_{key}-{field}"' in page
    assert f'id="id_{key}-{field}_error"' in page
    assert all(value in page for value in given.values())
    assert Finding.objects.get(pk=row.pk).state == "found"


def test_a_nul_is_left_out(cast: Cast) -> None:
    row = stage.found(cast)
    day = stage.in_days(3).isoformat()
    answer = move(client_of(cast, "supervisor"), row, "urge", words="请\x00公开。", act_by=day)
    assert answer.status_code == 302
    assert Finding.objects.get(pk=row.pk).asked == "请公开。"
    assert client_of(cast, "supervisor").get(f"{LIST}?monitor=%00&after=%00").status_code == 200


def test_a_double_click_is_one_notice_and_who_was_slower_keeps_what_was_typed(cast: Cast) -> None:
    row = stage.found(cast)
    supervisor, day = client_of(cast, "supervisor"), stage.in_days(3).isoformat()
    for _ in range(2):
        assert move(supervisor, row, "urge", seen=1, words="请公开。", act_by=day).status_code == 302
    assert Event.objects.filter(verb="supervision.finding.urge").count() == 1
    slower = move(supervisor, row, "dismiss", seen=1, reason="已在别处说明。")
    page = words_of(slower)
    assert slower.status_code == 409
    assert "已在别处说明。" in page
    assert 'name="version" value="2"' in page, "a second press would send it"
    head = client_of(cast, "section_head")
    assert move(head, row, "answer", words="甲").status_code == 302
    late = move(client_of(cast, "doer"), row, "answer", seen=2, words="乙的答复")
    assert late.status_code == 409
    assert "乙的答复" in words_of(late), "the form is gone, what was typed is not"


def test_the_list_is_narrowed_by_state_monitor_unit_and_lateness(cast: Cast) -> None:
    a = stage.found(cast, monitor="dead_link")
    b = stage.found(cast, "other", act_by=stage.in_days(-1))
    c = stage.at(cast, "urged", "")
    d = stage.at(cast, "dismissed")
    supervisor = client_of(cast, "supervisor")
    for query, rows in (
        ("", {a, b, c}),
        ("?state=found", {a, b}),
        ("?state=urged", {c}),
        ("?state=dismissed", {d}),
        ("?state=settled", set()),
        ("?monitor=dead_link", {a}),
        ("?monitor=privacy", set()),
        (f"?unit={cast.units['other'].pk}", {b}),
        ("?unit=none", {c}),
        ("?late=on", {b}),
        ("?late=on&state=urged", set()),
        (f"?state=found&monitor=late_publication&unit={cast.units['other'].pk}", {b}),
        ("?state=nonsense&monitor=x&unit=y&after=z", {a, b, c}),
        (f"?unit={10**30}&after=2026-01-01~{'9' * 30}&late=", {a, b, c}),
    ):
        assert set(shown(supervisor, query)) == {row.title for row in rows}, query
    tabs = {each["label"]: each["count"] for each in supervisor.get(f"/en{LIST}").context["tabs"]}
    assert list(tabs.values()) == [3, 2, 1, 1]
    assert 'class="empty"' in words_of(supervisor.get(f"{LIST}?monitor=privacy"))


def test_the_list_is_paged_and_what_must_be_done_first_stands_in_front(cast: Cast) -> None:
    made = [stage.found(cast, act_by=stage.in_days(at % 4)) for at in range(lists.SIZE + 3)]
    supervisor = client_of(cast, "supervisor")
    first = supervisor.get(LIST)
    rest = supervisor.get(first.context["next_url"])
    titles = [row["title"] for page in (first, rest) for row in page.context["rows"]]
    assert titles == [row.title for row in sorted(made, key=lambda row: (row.act_by, row.pk))]
    assert len(first.context["rows"]) == lists.SIZE
    assert rest.context["next_url"] == ""


def test_queries_do_not_grow_with_the_findings(cast: Cast) -> None:
    supervisor, head = client_of(cast, "supervisor"), client_of(cast, "section_head")
    rows = [
        stage.at(cast, state, unit) for state in ("found", "urged", "answered") for unit in ("waste", "other")
    ]
    addresses = [
        (supervisor, LIST),
        (head, LIST),
        (supervisor, HOME),
        (head, HOME),
        (supervisor, one(rows[0])),
    ]
    before = [queries(client, address) for client, address in addresses]
    for at in range(12):
        unit = Unit.objects.create(
            agency=cast.agency, code=f"u{at}", name=f"科室{at}", opened_on=cast.units["waste"].opened_on
        )
        stage.found(cast, "", act_by=stage.in_days(at))
        Finding.objects.filter(unit__isnull=True).update(unit=unit)
        stage.at(cast, "urged")
        stage.at(cast, "answered")
        Look.objects.create(agency=cast.agency, monitor="dead_link", at=clock.now(), found=at)
    after = [queries(client, address) for client, address in addresses]
    assert after == before


def test_monitors_stand_above_with_what_is_open_and_how_they_looked(cast: Cast) -> None:
    stage.found(cast, monitor="dead_link")
    stage.at(cast, "dismissed", monitor="privacy")
    for number in range(60):
        Look.objects.create(agency=cast.agency, monitor="dead_link", at=clock.now(), found=number)
    Look.objects.create(agency=cast.agency, monitor="wrong_number", at=clock.now(), error="ValueError: 甲")
    Look.objects.create(agency=cast.outside_agency, monitor="privacy", at=clock.now(), error="乙")
    answer = client_of(cast, "supervisor").get(LIST)
    found = answer.context["monitors"]
    assert [card["open"] for card in found["busy"]] == [1, 0]
    assert [bool(card["error"]) for card in found["busy"]] == [False, True]
    assert len(found["busy"]) + len(found["quiet"]) == len(monitors())
    page = words_of(answer)
    assert "ValueError: 甲" in page
    assert "乙" not in page
    assert f'href="{LIST}?monitor=dead_link"' in page
    assert 'class="monitors"' not in words_of(client_of(cast, "section_head").get(LIST))


def test_only_supervision_lets_the_monitors_look_now(cast: Cast) -> None:
    for name in ("office", "section_head", "drafter"):
        client = client_of(cast, name)
        assert f"{LIST}look/" not in words_of(client.get(LIST))
        assert post(client, f"{LIST}look/").status_code == 403
    assert not Look.objects.exists()
    supervisor = client_of(cast, "supervisor")
    assert f'action="{LIST}look/"' in words_of(supervisor.get(LIST))
    assert post(supervisor, f"{LIST}look/").status_code == 302
    looks = Look.objects.all()
    assert looks
    assert {each.agency_id for each in looks} == {cast.agency.pk}
    assert all(str(card["looked"]) for card in supervisor.get(LIST).context["monitors"]["busy"])


def test_what_waits_stands_in_my_work_with_its_day(cast: Cast) -> None:
    urged, answered = stage.at(cast, "urged"), stage.at(cast, "answered")
    fresh = stage.found(cast)
    for name, mine, others in (
        ("section_head", urged, (answered, fresh)),
        ("supervisor", answered, (urged, fresh)),
    ):
        client = client_of(cast, name)
        answer = client.get(HOME)
        rows = {row["url"]: row for row in answer.context["rows"]}
        assert rows[one(mine)]["due_on"] == mine.act_by
        assert not {one(each) for each in others} & set(rows)
        assert f'href="{LIST}"' in words_of(answer)
    Finding.objects.filter(pk=urged.pk).update(act_by=stage.in_days(-2))
    soon = client_of(cast, "section_head").get(f"{HOME}?list=soon").context["rows"]
    assert one(urged) in {row["url"] for row in soon}


def test_the_door_is_shown_to_whom_it_opens(cast: Cast) -> None:
    for name, there in (("supervisor", True), ("doer", True), ("office", True), ("drafter", False)):
        page = words_of(client_of(cast, name).get(HOME))
        assert (f'href="{LIST}"' in page) is there, name
    assert 'class="empty"' in words_of(client_of(cast, "drafter").get(LIST))
    assert 'class="empty"' in words_of(client_of(cast, "section_head").get(LIST))


def test_the_process_is_public_with_its_numbers_and_nothing_else(cast: Cast) -> None:
    row = stage.at(cast, "urged")
    page = words_of(Client().get("/processes/finding/"))
    assert row.title not in page
    response = Client().get("/en/processes/finding/")
    by_step = {cells[0]: cells[2] for cells in response.context["table"]["rows"]}
    assert len(by_step) == len(PROCESS.states)
    assert sorted(by_step.values(), reverse=True)[0] == "1"
