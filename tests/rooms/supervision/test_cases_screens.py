"""What does each of them see of a case, and what happens with what cannot be taken?"""

from __future__ import annotations

import csv
import io
from typing import Any

import case_stage as stage
import finding_stage
import pytest
from case_desk import LIST, NEW, PUBLIC, REGISTER, move, one
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import everybody
import mattering
from cast import PARTS, Cast, make_cast
from desk import client_of, post, words_of
from gongkai.people.models import Post
from gongkai.supervision.models import Case
from gongkai.supervision.queries import cases
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
built = once_a_file(make_cast)

HOME = "/workspace/"
#: Who sees a case about the handler, in its states before and after they were told.
ALL = {"supervisor", "duty_leader"}
HEADS = {"section_head", "unit_head", "doer", "second_doer"}
REVIEWERS = {"leader", "overseer"}


@pytest.fixture
def cast(built: Cast) -> Cast:
    everybody.forget_actors()
    return on_stage(built)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("opened", ALL),
        ("looking", ALL),
        ("hearing", ALL | HEADS | {stage.CONCERNED}),
        ("closed", ALL | HEADS | {stage.CONCERNED}),
        ("reviewing", ALL | HEADS | REVIEWERS | {stage.CONCERNED}),
    ],
)
def test_who_sees_a_case_about_a_person(cast: Cast, state: str, expected: set[str]) -> None:
    case = stage.at(cast, state)
    seeing = {name for name in (*PARTS, "outsider") if cases.one(getattr(cast, name), case.pk) is not None}
    assert seeing == expected


@pytest.mark.parametrize(("state", "expected"), [("opened", ALL), ("hearing", ALL | HEADS)])
def test_who_sees_a_case_about_a_unit(cast: Cast, state: str, expected: set[str]) -> None:
    case = stage.at(cast, state, person="")
    seeing = {name for name in (*PARTS, "outsider") if cases.one(getattr(cast, name), case.pk) is not None}
    assert seeing == expected


def test_what_others_may_not_see_is_not_there(cast: Cast) -> None:
    case = stage.at(cast, "looking")
    for name in (stage.CONCERNED, "unit_head", "overseer", "neighbour", "outsider", "planner"):
        client = client_of(cast, name)
        assert client.get(one(case)).status_code == 404, name
        assert move(client, case, "drop", reason="不属实").status_code == 404, name
        assert stage.TITLE not in words_of(client.get(LIST)), name
        # The outsider is supervision too, of another agency.
        elsewhere = 200 if name == "outsider" else 404
        assert client.get(NEW).status_code == elsewhere, name
        assert client.get(REGISTER).status_code == elsewhere, name
    supervisor = client_of(cast, "supervisor")
    for nothing in (f"{LIST}0/", f"{LIST}{10**30}/", f"{LIST}{2**63}/"):
        assert supervisor.get(nothing).status_code == 404
    assert post(supervisor, one(case, "moves/nonsense/"), version=1).status_code == 404
    assert supervisor.get(one(case, "moves/drop/")).status_code == 405


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("supervisor", set(stage.SECRET)),
        ("duty_leader", set(stage.SECRET)),
        ("overseer", set(stage.SECRET)),
        (stage.CONCERNED, {"told", "statement", "decision", "talk", "result", "appeal", "review"}),
        ("unit_head", set()),
    ],
)
def test_whose_words_are_shown_to_whom(cast: Cast, name: str, reads: set[str]) -> None:
    case = stage.moved(cast, stage.at(cast, "closed"), "appeal", getattr(cast, stage.CONCERNED))
    case = stage.moved(cast, case, "uphold_done", cast.overseer)
    page = words_of(client_of(cast, name).get(one(case)))
    assert {part for part, words in stage.SECRET.items() if words in page} == reads
    assert stage.TITLE in page
    inside = "began to look into case" in words_of(client_of(cast, name).get(f"/en{one(case)}"))
    assert inside is (stage.SECRET["enquiry"] in page)


def test_no_words_leave_the_case(cast: Cast) -> None:
    for state in ("closed", "reviewing", "dropped", "revoked"):
        stage.at(cast, state)
    names = {cast.person(stage.CONCERNED).name, *stage.SECRET.values(), stage.TITLE}
    for address in (PUBLIC, "/en/accountability/", "/processes/accountability/"):
        page = Client().get(address).content.decode()
        assert not [name for name in names if name in page], address
    answer = client_of(cast, "supervisor").get(REGISTER)
    text = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert not [words for words in (*stage.SECRET.values(), stage.TITLE) if words in text]
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == 4
    assert {row["人员"] for row in rows} == {cast.person(stage.CONCERNED).name}
    assert [row["处理结果"] for row in rows] == ["批评教育", "", "批评教育", "批评教育"]


def test_a_case_is_opened_on_the_screen(cast: Cast) -> None:
    client = client_of(cast, "supervisor")
    form = client.get(NEW).context["form"]
    given = {
        "token": form["token"].value(),
        "fault": "rudeness",
        "unit": cast.units["waste"].pk,
        "person": cast.person(stage.CONCERNED).pk,
        "title": "来访接待态度生硬",
        "facts": "接待时\x00没有说明理由。",
    }
    for _ in range(2):
        answer = post(client, NEW, **given)
        assert answer.status_code == 302
    case = Case.objects.get()
    assert answer.headers["Location"] == one(case)
    assert (case.facts, case.source, case.fault) == ("接待时没有说明理由。", "hand", "rudeness")
    assert case.title in words_of(client.get(LIST))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fault": ""}, "fault"),
        ({"fault": "nonsense"}, "fault"),
        ({"unit": ""}, "unit"),
        ({"unit": "甲"}, "unit"),
        ({"unit": 10**30}, "unit"),
        ({"person": 10**30}, "person"),
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"facts": ""}, "facts"),
        ({"facts": "长" * 100_000}, "facts"),
    ],
)
def test_what_cannot_be_opened_stands_at_its_field_and_is_kept(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    given = {"fault": "stale", "unit": cast.units["waste"].pk, "title": "一句话", "facts": "情况如下。"}
    answer = post(client_of(cast, "supervisor"), NEW, **{**given, **changes})
    page = words_of(answer)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert f'href="#id_{field}"' in page
    assert str({**given, **changes}["facts"]) in page
    assert not Case.objects.exists()


def test_a_person_of_another_unit_is_refused_at_the_person(cast: Cast) -> None:
    given = {"fault": "stale", "unit": cast.units["other"].pk, "title": "一句话", "facts": "情况如下。"}
    answer = post(client_of(cast, "supervisor"), NEW, **given, person=cast.person(stage.CONCERNED).pk)
    assert answer.status_code == 422
    assert "person" in answer.context["form"].errors
    words_of(answer)


def test_a_case_about_oneself_is_refused_in_a_sentence(cast: Cast) -> None:
    Post.objects.filter(appointments__person=cast.person("supervisor")).update(
        roles=["people.supervisor", "duties.doer"], unit=cast.units["waste"]
    )
    given = {"fault": "stale", "unit": cast.units["waste"].pk, "title": "一句话", "facts": "情况如下。"}
    answer = post(client_of(cast, "supervisor"), f"/en{NEW}", **given)
    assert answer.status_code == 403
    assert "would be about yourself" in words_of(answer)
    assert "情况如下。" in words_of(answer)


def test_a_case_is_begun_from_a_finding(cast: Cast) -> None:
    finding = finding_stage.found(cast, title="示例文件超期")
    client = client_of(cast, "supervisor")
    there = f"/workspace/supervision/{finding.pk}/"
    begin = f"{NEW}?finding={finding.pk}"
    assert f'href="{begin}"' in words_of(client.get(there))
    assert begin not in words_of(client_of(cast, "section_head").get(there))
    form = client.get(begin).context["form"]
    assert (form["title"].value(), form["fault"].value()) == ("示例文件超期", "late_publication")
    post(client, begin, fault="late_publication", unit=cast.units["waste"].pk, title="超期", facts="见问题。")
    case = Case.objects.get()
    assert (case.source, case.finding_id) == ("finding", finding.pk)
    assert f'href="{one(case)}"' in words_of(client.get(there))
    assert one(case) not in words_of(client_of(cast, "section_head").get(there))
    assert f'href="{there}"' in words_of(client.get(one(case)))


def test_a_case_is_begun_from_a_matter(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    client = client_of(cast, "supervisor")
    begin = f"{NEW}?matter={matter.pk}"
    there = f"/workspace/complaints/{matter.pk}/"
    assert f'href="{begin}"' in words_of(client.get(there))
    assert begin not in words_of(client_of(cast, "taker").get(there))
    page = words_of(client.get(begin))
    assert f'href="/workspace/complaints/{matter.pk}/"' in page
    post(client, begin, fault="passing_on", unit=cast.units["waste"].pk, title="推诿", facts="见诉求。")
    case = Case.objects.get()
    assert (case.source, case.matter_id) == ("matter", matter.pk)
    assert f'href="/workspace/complaints/{matter.pk}/"' in words_of(client.get(one(case)))


@pytest.mark.parametrize(
    "query", ["finding=0", "finding=x", f"finding={10**30}", "matter=1%00", "matter=9999"]
)
def test_what_a_case_cannot_be_begun_from_is_not_there(cast: Cast, query: str) -> None:
    assert client_of(cast, "supervisor").get(f"{NEW}?{query}").status_code == 404


@pytest.mark.parametrize(
    ("state", "key", "given", "field"),
    [
        ("looking", "tell", {"words": "", "until": "2099-01-01"}, "words"),
        ("looking", "tell", {"words": "请陈述", "until": ""}, "until"),
        ("looking", "tell", {"words": "请陈述", "until": "昨天"}, "until"),
        ("looking", "tell", {"words": "请陈述", "until": "2020-01-01"}, "until"),
        ("looking", "tell", {"words": "请陈述", "until": "9999-12-31"}, "until"),
        ("decided", "talk", {"on": "2099-01-01", "led_by": "甲", "held_with": "乙", "words": "丙"}, "on"),
        ("decided", "talk", {"on": "", "led_by": "甲", "held_with": "乙", "words": "丙"}, "on"),
        (
            "decided",
            "talk",
            {"on": "2026-01-01", "led_by": "长" * 121, "held_with": "乙", "words": "丙"},
            "led_by",
        ),
        ("heard", "propose", {"measure": "nonsense", "words": "建议"}, "measure"),
        ("opened", "drop", {"reason": "长" * 100_000}, "reason"),
    ],
)
def test_what_cannot_be_taken_stands_at_its_field_and_is_kept(
    cast: Cast, state: str, key: str, given: dict[str, str], field: str
) -> None:
    case = stage.at(cast, state)
    answer = move(client_of(cast, "supervisor"), case, key, **given)
    page = words_of(answer)
    assert answer.status_code == 422
    assert field in answer.context["tried"].form.errors
    assert f'href="#id_{key}-{field}"' in page
    kept = [value for name, value in given.items() if name != "measure"]
    assert all(value in page for value in kept)
    assert Case.objects.get(pk=case.pk).state == state


def test_two_leaders_at_once_one_is_told(cast: Cast) -> None:
    case = stage.at(cast, "proposed")
    client, seen = client_of(cast, "duty_leader"), case.revision
    words = {"measure": "reminder", "words": "提醒谈话即可。"}
    assert move(client, case, "decide", seen=seen, **words).status_code == 302
    assert move(client, case, "decide", seen=seen, **words).status_code == 302
    late = move(client, case, "decline", seen=seen, reason="另有想法")
    assert late.status_code == 409
    assert "另有想法" in words_of(late)
    assert Case.objects.get(pk=case.pk).measure == "reminder"


def test_what_waits_stands_in_my_work_with_its_day(cast: Cast) -> None:
    hearing, proposed, opened = (stage.at(cast, state) for state in ("hearing", "proposed", "opened"))
    for name, mine in ((stage.CONCERNED, hearing), ("duty_leader", proposed), ("supervisor", opened)):
        answer = client_of(cast, name).get(HOME)
        rows = {row["url"]: row for row in answer.context["rows"]}
        assert rows[one(mine)]["due_on"] == mine.act_by
        assert len([url for url in rows if url.startswith(LIST)]) == 1
        words_of(answer)
    Case.objects.filter(pk=hearing.pk).update(act_by=stage.in_days(-2))
    soon = client_of(cast, stage.CONCERNED).get(f"{HOME}?list=soon").context["rows"]
    assert one(hearing) in {row["url"] for row in soon}


def test_filters_narrow_the_list(cast: Cast) -> None:
    ours, theirs = (
        stage.opened(cast),
        stage.opened(cast, person="", unit="other", fault="stale", title="他科"),
    )
    done = stage.at(cast, "dropped", title="已撤")
    client = client_of(cast, "supervisor")

    def shown(query: str) -> set[int]:
        return {row["id"] for row in client.get(f"{LIST}{query}").context["rows"]}

    assert shown("") == {ours.pk, theirs.pk}
    assert shown("?state=all") == {ours.pk, theirs.pk, done.pk}
    assert shown("?state=dropped") == {done.pk}
    assert shown("?fault=stale") == {theirs.pk}
    assert shown(f"?unit={cast.units['waste'].pk}") == {ours.pk}
    assert shown("?late=on") == set()
    for bad in ("?state=nonsense&fault=%00&unit=x", f"?unit={10**30}&after=x", f"?after={10**30}"):
        assert shown(bad) == {ours.pk, theirs.pk}
    assert 'class="empty"' in words_of(client.get(f"{LIST}?state=revoked&fault=stale"))
    for name in ("drafter", "unit_head", "duty_leader", "overseer"):
        words_of(client_of(cast, name).get(LIST))


def test_the_list_goes_on_where_the_page_ends(cast: Cast) -> None:
    for _ in range(cases.SIZE + 2):
        stage.opened(cast)
    client = client_of(cast, "supervisor")
    first = client.get(LIST)
    second = client.get(first.context["next_url"])
    ids = [row["id"] for answer in (first, second) for row in answer.context["rows"]]
    assert len(ids) == len(set(ids)) == cases.SIZE + 2
    assert second.context["next_url"] == ""


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_ask_no_more_for_more_rows(cast: Cast) -> None:
    case = stage.at(cast, "closed")
    stage.at(cast, "hearing")
    asked = [
        (client_of(cast, "supervisor"), LIST),
        (client_of(cast, "supervisor"), HOME),
        (client_of(cast, "supervisor"), one(case)),
        (client_of(cast, stage.CONCERNED), one(case)),
        (client_of(cast, "supervisor"), REGISTER),
        (client_of(cast, "unit_head"), f"{LIST}?state=all"),
        (Client(), PUBLIC),
    ]
    before = [queries(client, address) for client, address in asked]
    for state in ("opened", "proposed", "closed", "reviewing", "hearing"):
        stage.at(cast, state)
    for _ in range(3):
        case = stage.moved(cast, stage.at(cast, "decided"), "talk", cast.supervisor)
    after = [queries(client, address) for client, address in asked]
    assert after == before


def test_the_door_marks_the_area(cast: Cast) -> None:
    page = words_of(client_of(cast, "supervisor").get(LIST))
    assert f'href="{LIST}" aria-current="page"' in page
    assert 'href="/workspace/supervision/"' in page
    assert f'href="{LIST}"' in words_of(client_of(cast, "supervisor").get("/workspace/supervision/"))
    assert 'class="empty"' in words_of(client_of(cast, "drafter").get(LIST))


def test_the_line_of_a_report_against_somebody_is_not_offered(cast: Cast) -> None:
    """Whom a case concerns reads its line; what is said against them must not reach them by it."""
    matter = mattering.dispatched(
        cast, title="举报某人", kind="report", against_person_id=cast.person("rival").pk
    )
    client = client_of(cast, "supervisor")
    assert client.get(f"{NEW}?matter={matter.pk}").context["form"]["title"].value() == ""
    about = {"person": "rival", "unit": "other", "matter_id": matter.pk, "source": "matter"}
    case = stage.at(cast, "hearing", speaker="rival", **about)
    assert matter.number in words_of(client.get(one(case)))
    page = words_of(client_of(cast, "rival").get(one(case)))
    assert matter.number not in page
    assert "举报某人" not in page
