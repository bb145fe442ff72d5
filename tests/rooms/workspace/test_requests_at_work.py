"""Do requests stand beside documents among my work, on the deadline board and in the doors, for whom they concern?"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

import requesting
from cast import Cast, draft, make_cast
from desk import client_of, words_of
from gongkai.core import clock, deadlines
from gongkai.requests import actions
from gongkai.requests.models import Consultation, Request
from gongkai.requests.queries import worklists

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def lists_of(cast: Cast, who: str, name: str = "") -> str:
    return words_of(client_of(cast, who).get(f"/workspace/?list={name}")).partition("<main")[2]


def waits_for(cast: Cast, request: Request) -> set[str]:
    everybody = ("desk", "officer", "second_officer", "legal", "head", "approver", "supervisor", "drafter")
    return {who for who in everybody if request.number in lists_of(cast, who)}


def test_request_waits_for_whoever_owes_the_next_step(cast: Cast) -> None:
    request = requesting.submitted(cast)
    assert waits_for(cast, request) == {"desk"}
    requesting.go(cast, request, "register", "desk")
    assert waits_for(cast, request) == {"desk"}
    unit, officer = cast.units["waste"].pk, cast.person("officer").pk
    requesting.go(cast, request, "accept", "desk", unit=unit)
    assert waits_for(cast, request) == {"officer", "second_officer"}, (
        "nobody was named: it waits for the unit"
    )
    requesting.go(cast, request, "reassign", "desk", unit=unit, officer=officer, reason="指定经办")
    assert waits_for(cast, request) == {"officer"}
    requesting.answered(cast, request)
    for key, who, then in (
        ("submit_answer", "officer", "legal"),
        ("legal_agree", "legal", "approver"),
        ("approve", "approver", "desk"),
        ("issue", "desk", "desk"),
    ):
        request = requesting.go(cast, request, key, who)
        assert waits_for(cast, request) == {then}
        assert request.number in lists_of(cast, "officer", "waiting")
    requesting.go(
        cast, request, "serve", "desk", way="electronic", day=clock.today(), evidence="网上查询系统"
    )
    assert waits_for(cast, request) == set()
    for who in ("desk", "officer", "legal", "approver"):
        assert request.number in lists_of(cast, who, "done")


def test_what_the_head_decides_waits_for_the_head(cast: Cast) -> None:
    request = requesting.handling(cast)
    assert "head" not in waits_for(cast, request)
    requesting.go(cast, request, "ask_extension", "officer", days=5, reason="材料较多")
    assert "head" in waits_for(cast, request)
    requesting.go(cast, request, "refuse_extension", "head", reason="不复杂")
    assert "head" not in waits_for(cast, request)
    version = Request.objects.get(pk=request.pk).version
    for count in (50, 80):
        actions.work_out_fee(
            request_id=request.pk, actor=cast.desk, expected_version=version, method="by_page", count=count
        )
        version += 1
    assert "head" in waits_for(cast, request)
    assert worklists.to_do_count(cast.head) == 1, "worked out twice it waits once"


def test_next_due_comes_first_whatever_room_it_is_of(cast: Cast) -> None:
    from gongkai.people.models import Appointment, Post

    post = Post.objects.create(
        unit=cast.units["waste"], title="兼任", roles=["publishing.drafter"], opened_on=date(2020, 1, 1)
    )
    Appointment.objects.create(person=cast.person("officer"), post=post, begins_on=date(2020, 1, 1))
    with clock.travel_to(date(2026, 3, 2)):
        late = draft(cast, title="后到期的文件", date_made=date(2026, 3, 16))
        request = requesting.handling(cast, subject="中间到期的申请")
        first = draft(cast, title="先到期的文件", date_made=date(2026, 2, 2))
        page = lists_of(cast, "officer")
    places = [page.index(each) for each in (first.index_number, request.number, late.index_number)]
    assert places == sorted(places)


def test_board_has_the_clocks_of_both_rooms_in_one_order(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        draft(cast, title="文件期限", date_made=date(2026, 3, 2))
        request = requesting.handling(cast, subject="申请期限")
        requesting.go(cast, request, "hear_third_party", "officer", party="示例公司", reason="商业秘密")
        page = words_of(client_of(cast, "supervisor").get("/workspace/deadlines/"))
        drafters = words_of(client_of(cast, "drafter").get("/workspace/deadlines/"))
        officers = words_of(client_of(cast, "officer").get("/workspace/deadlines/"))
    assert "文件期限" in page
    assert f'href="/workspace/requests/{request.pk}/"' in page, "a hearing leads to its request"
    assert "示例公司" not in page
    assert request.number not in drafters, "requests are not the drafters' business"
    assert request.number in officers
    with clock.travel_to(date(2026, 4, 30)):
        page = words_of(client_of(cast, "supervisor").get("/workspace/deadlines/"))
        assert worklists.overdue_count(cast.supervisor) == 1
    assert request.number in page


def test_why_this_date_is_told_to_those_who_see_the_matter(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        request = requesting.handling(cast)
        requesting.go(cast, request, "hear_third_party", "officer", party="示例公司", reason="商业秘密")
        (asked,) = Consultation.objects.all()
        rows = [
            *deadlines.of(("requests.request", request.pk)),
            *deadlines.of(("requests.consultation", asked.pk)),
        ]
        for row in rows:
            address = f"/workspace/deadlines/{row.pk}/"
            page = words_of(client_of(cast, "officer").get(address))
            assert f"/workspace/requests/{request.pk}/" in page
            for who in ("drafter", "office", "outsider"):
                assert client_of(cast, who).get(address).status_code == 404


@pytest.mark.parametrize(
    ("who", "doors"),
    [
        ("desk", "qv"),
        ("officer", "q"),
        ("legal", "qvx"),
        ("supervisor", "qv"),
        ("drafter", ""),
        ("system_admin", ""),
    ],
)
def test_doors_lead_to_no_refusal(cast: Cast, who: str, doors: str) -> None:
    client: Client = client_of(cast, who)
    page = words_of(client.get("/workspace/"))
    assert {key for key in "qvx" if f'data-go="{key}"' in page} == set(doors)
    for line in page.split('<a href="')[1:]:
        address, _, rest = line.partition('"')
        if rest.startswith(' data-go="') and rest[10] in doors:
            opened = words_of(client.get(address))
            marks = opened.partition("staff-nav--open")[2].partition("</nav>")[0]
            assert marks.count('aria-current="page"') == 1, "one door is the one one stands in"
