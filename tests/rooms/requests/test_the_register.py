"""Is the register narrowed, paged and counted, at the same cost for one row and for many?"""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import requesting
from cast import Cast, make_cast
from desk import client_of, words_of
from gongkai.core import clock
from gongkai.requests.queries import desk as queries

pytestmark = pytest.mark.django_db
LIST = "/workspace/requests/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_list_is_narrowed_by_each_filter(cast: Cast) -> None:
    with clock.travel_to(date(2025, 3, 3)):
        requesting.closed(cast, subject="去年的名单")
    requesting.handling(cast, subject="在办的方案", channel="online")
    requesting.entered(cast, subject="窗口的申请")
    client = client_of(cast, "desk")
    for question, there, gone in (
        ("state=handling", "在办的方案", "窗口的申请"),
        ("state=open", "窗口的申请", "去年的名单"),
        ("state=closed", "去年的名单", "在办的方案"),
        ("text=方案", "在办的方案", "窗口的申请"),
        ("channel=in_person", "窗口的申请", "在办的方案"),
        ("outcome=refused_internal_affairs", "去年的名单", "在办的方案"),
        ("year=2025", "去年的名单", "在办的方案"),
        (f"unit={cast.units['waste'].pk}", "在办的方案", "窗口的申请"),
        (f"officer={cast.person('officer').pk}", "在办的方案", "窗口的申请"),
    ):
        page = words_of(client.get(f"{LIST}?{question}"))
        assert there in page, question
        assert gone not in page, question


def test_overdue_and_due_soon_are_found_by_the_clock(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        requesting.handling(cast, subject="先到的")
    with clock.travel_to(date(2026, 3, 30)):
        requesting.handling(cast, subject="后到的")
        client = client_of(cast, "head")
        assert "先到的" not in words_of(client.get(f"{LIST}?due=overdue"))
    with clock.travel_to(date(2026, 3, 26)):
        assert "先到的" in words_of(client.get(f"{LIST}?due=soon"))
    with clock.travel_to(date(2026, 3, 31)):
        page = words_of(client.get(f"{LIST}?due=overdue"))
        assert "先到的" in page
        assert "后到的" not in page


def test_set_aside_is_shown_only_where_it_is_asked_for(cast: Cast) -> None:
    request = requesting.submitted(cast, subject="不是申请的来信")
    requesting.go(cast, request, "void", "head", reason="只是咨询")
    client = client_of(cast, "desk")
    assert "不是申请的来信" not in words_of(client.get(LIST))
    assert "不是申请的来信" in words_of(client.get(f"{LIST}?state=void"))
    assert "不是申请的来信" in words_of(client.get(f"{LIST}?text={request.number}"))


@pytest.mark.parametrize(
    "question",
    ["state=nowhere", "unit=abc", "unit=99999999999999999999", "after=garbage", "after=2026-01-01~x", "after=~9",
     "officer=-1", "due=never", "year=MMXX", "text=%F0%9F%98%80", "outcome=%00"],
)  # fmt: skip
def test_nonsense_in_the_address_is_no_error(cast: Cast, question: str) -> None:
    requesting.handling(cast)
    assert client_of(cast, "desk").get(f"{LIST}?{question}").status_code == 200


def test_cursor_leads_through_every_request_once(cast: Cast) -> None:
    made = {requesting.submitted(cast, subject=f"第{number}件").number for number in range(3)}
    for day in (2, 2, 3):
        with clock.travel_to(date(2026, 3, day)):
            made.add(requesting.handling(cast).number)
    query = queries.requests_for_staff(cast.desk)
    seen: list[str] = []
    after = ""
    while True:
        page = queries.page_of(query, after, size=2)
        seen += [each.number for each in page.rows]
        after = page.after
        if not after:
            break
    assert sorted(seen) == sorted(made)
    received = [each.received_on for each in query]
    assert received[:3] == [None, None, None], "what is still to be confirmed stands on top"
    assert received[3:] == sorted(received[3:], reverse=True)  # type: ignore[type-var]


def test_everybody_sees_what_their_posts_give(cast: Cast) -> None:
    requesting.handling(cast, subject="渣土科的申请")
    requesting.submitted(cast, subject="未分办的申请")
    for who in ("desk", "legal", "head", "approver", "supervisor"):
        page = words_of(client_of(cast, who).get(LIST))
        assert "渣土科的申请" in page
        assert "未分办的申请" in page
    page = words_of(client_of(cast, "officer").get(LIST))
    assert "渣土科的申请" in page
    assert "未分办的申请" not in page
    for who in ("outsider", "drafter", "office", "secrecy", "system_admin"):
        page = words_of(client_of(cast, who).get(LIST))
        assert "渣土科的申请" not in page
        assert "未分办的申请" not in page
        assert ('data-go="q"' in page) is (who == "outsider"), "the door is there for whom it opens"


def test_who_asks_stands_in_no_list(cast: Cast) -> None:
    requesting.handling(cast)
    for address in (LIST, f"{LIST}load/", "/workspace/", "/workspace/deadlines/", f"{LIST}repeated/"):
        page = words_of(client_of(cast, "desk").get(address))
        assert not [marker for marker in requesting.MARKERS.values() if marker in page]


def test_every_number_of_the_load_leads_to_what_it_counts(cast: Cast) -> None:
    with clock.travel_to(date(2026, 3, 2)):
        for _ in range(2):
            requesting.handling(cast)
    with clock.travel_to(date(2026, 5, 6)):
        requesting.handling(cast)
        requesting.submitted(cast)
        client = client_of(cast, "head")
        page = words_of(client.get(f"{LIST}load/"))
        for question, count in re.findall(r'href="/workspace/requests/\?([^"]+)">(?:<[^>]+>|\s)*(\d+)', page):
            listed = words_of(client.get(f"{LIST}?{question.replace('&amp;', '&')}"))
            rows = listed.count("work-row__title")
            assert rows == int(count), question
        unit = queries.load(cast.head)[1]
        assert (unit.overdue, unit.open) == (2, 3)


def test_lists_cost_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    desk, officer = client_of(cast, "desk"), client_of(cast, "officer")
    pages = [(desk, LIST), (desk, f"{LIST}load/"), (desk, "/workspace/"), (desk, "/workspace/deadlines/")]
    pages += [
        (officer, LIST),
        (officer, "/workspace/"),
        (desk, f"{LIST}repeated/"),
        (desk, "/workspace/disputes/"),
    ]
    requesting.handling(cast)
    requesting.submitted(cast)
    requesting.closed(cast)
    before = [cost(client, address) for client, address in pages]
    for number in range(4):
        requesting.handling(cast, subject=f"在办{number}")
        requesting.submitted(cast, subject=f"新到{number}")
        requesting.closed(cast, subject=f"办结{number}")
    assert [cost(client, address) for client, address in pages] == before


def test_search_in_the_header_leads_to_the_record(cast: Cast) -> None:
    request = requesting.handling(cast)
    found = client_of(cast, "desk").get(f"/workspace/search/?q={request.number.lower()}")
    assert found.headers["Location"] == f"{LIST}{request.pk}/"
    listed = client_of(cast, "desk").get("/workspace/search/?q=渣土", follow=True)
    assert request.number in words_of(listed)
    hidden = client_of(cast, "drafter").get(f"/workspace/search/?q={request.number}", follow=True)
    assert "CGJ" not in words_of(hidden).partition("<main")[2]
    assert f"{LIST}{request.pk}/" not in words_of(hidden)


def test_number_among_the_complaints_finds_the_request(cast: Cast) -> None:
    request = requesting.entered(cast, from_complaint="12345-2026-77", from_system="12345")
    found = client_of(cast, "desk").get("/workspace/search/?q=12345-2026-77")
    assert found.headers["Location"] == f"{LIST}{request.pk}/"
