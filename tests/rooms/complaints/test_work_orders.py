"""Do the city's work orders come in once each, and is it told back how they stand?"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

import mattering
from cast import Cast
from gongkai.complaints import orders
from gongkai.complaints.actions.orders import take_orders
from gongkai.complaints.identity import read
from gongkai.complaints.models import Matter, Reporter
from gongkai.complaints.queries.orders import FIELDS, progress
from gongkai.core import api_keys, ledger
from gongkai.core.refusals import Invalid, NotAllowed


def order(**changes: Any) -> dict[str, Any]:
    return {
        "工单编号": "SL202611230001",
        "诉求内容": "示范路路灯不亮，晚上看不清路。",
        "诉求类型": "求助",
        "姓名": mattering.MARKERS["name"],
        "电话": mattering.MARKERS["telephone"],
        "来电时间": "2026-11-23 09:30",
        "类别": "路灯",
        **changes,
    }


def take(cast: Cast, *values: Any) -> Any:
    found = orders.read_values(values)
    return found, take_orders(agency_id=cast.agency.pk, actor=None, orders=found.orders)


def test_an_order_makes_one_matter_however_often_it_is_handed_in(cast: Cast) -> None:
    _found, first = take(cast, order())
    _found, again = take(cast, order(), order(工单编号="SL2"))
    assert (len(first.new), len(again.known), len(again.new)) == (1, 1, 1)
    assert again.known == first.new
    matter = Matter.objects.get(outside_number="SL202611230001")
    assert (matter.kind, matter.category, matter.channel) == ("help", "C01-10", "hotline_12345")
    assert str(matter.received_on) == "2026-11-23"
    assert read(Reporter.objects.get(matter=matter)).telephone == mattering.MARKERS["telephone"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"工单编号": ""}, "number"),
        ({"诉求内容": "  "}, "text"),
        ({"诉求类型": "表扬"}, "kind"),
        ({"来电时间": "昨天"}, "received_at"),
        ({"来电时间": "2036-11-23 09:30"}, "received_at"),
        ({"纬度": "abc", "经度": "1"}, "lat"),
        ({"纬度": "10", "经度": "10"}, "lat"),
    ],
)
def test_a_bad_order_is_told_with_its_row_and_keeps_no_other_waiting(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    found, taken = take(cast, order(**changes), order(工单编号="SL9"))
    faults = [*found.faults, *taken.faults]
    assert [(each.row, each.field) for each in faults] == [(1, field)]
    assert [number for number, _matter in taken.new] == ["SL9"]


def test_the_same_number_twice_in_one_file_is_a_fault(cast: Cast) -> None:
    found, taken = take(cast, order(), order())
    assert [(each.row, each.field) for each in found.faults] == [(2, "number")]
    assert len(taken.new) == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe\x00", b'"text"', b"[" * 100_000, b'{"work_orders": 5}']
)
def test_what_is_no_list_of_orders_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"\."):
        orders.read_json(content)


def test_a_spreadsheet_in_its_own_encoding_is_read() -> None:
    content = "工单编号,诉求内容,纬度,经度,坐标系\r\nSL1,路面积水,33.25,116.7,GCJ-02\r\n\r\n".encode(
        "gb18030"
    )
    found = orders.read_csv(content)
    assert not found.faults
    ((row, read_order),) = found.orders
    assert (row, read_order.title) == (1, "路面积水")
    assert read_order.lat is not None
    assert 0 < abs(read_order.lat - 33.25) < 0.01, "the point was converted to WGS-84"
    with pytest.raises(Invalid, match="number"):
        orders.read_csv("标题\n路灯\n".encode())


def test_whoever_is_named_must_hold_the_desk(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take_orders(agency_id=cast.agency.pk, actor=cast.handler, orders=())


def test_it_is_told_back_how_an_order_stands_and_never_who_reported_it(cast: Cast) -> None:
    _found, taken = take(cast, order())
    matter = Matter.objects.get(number=taken.new[0][1])
    mattering.go(cast, matter, "register", "taker")
    mattering.go(cast, matter, "dispatch", "taker", unit=cast.units["waste"].pk)
    mattering.go(cast, matter, "sign", "handler")
    (line,) = progress(cast.agency.pk)
    assert set(line) == set(FIELDS)
    assert (line["number"], line["state"], line["unit"]) == ("SL202611230001", "handling", "渣土管理科")
    told = json.dumps(line, ensure_ascii=False)
    assert not [marker for marker in mattering.MARKERS.values() if marker in told]


def test_the_questions_do_not_grow_with_the_orders(cast: Cast, django_assert_num_queries: Any) -> None:
    take(cast, *(order(工单编号=f"SL{number}") for number in range(4)))
    with django_assert_num_queries(2):
        assert len(list(progress(cast.agency.pk))) == 4


def key(cast: Cast, scope: str = api_keys.WORK_ORDERS) -> dict[str, str]:
    _key, given = api_keys.create(
        name=f"12345 {scope}", actor=ledger.System(cast.agency.code), agency=cast.agency.code, scopes=[scope]
    )
    return {"Authorization": f"Bearer {given}"}


def test_a_program_hands_orders_in_and_asks_about_them(cast: Cast, client: Client) -> None:
    headers = key(cast)
    sent = client.post(
        "/api/v1/work-orders",
        json.dumps([order(), order(工单编号="")]),
        content_type="application/json",
        headers=headers,
    )
    assert sent.status_code == 200, sent.content
    answer = sent.json()
    assert [each["number"] for each in answer["new"]] == ["SL202611230001"]
    assert [(each["row"], each["field"]) for each in answer["refused"]] == [(2, "number")]
    asked = client.get("/api/v1/work-orders?number=SL202611230001,SLX", headers=headers).json()
    assert [(each["number"], each["state"]) for each in asked["work_orders"]] == [
        ("SL202611230001", "received")
    ]
    assert asked["complete"] is True
    for query in ("updated_after=gestern", "updated_after=2026-11-23", "updated_after=%00"):
        assert client.get(f"/api/v1/work-orders?{query}", headers=headers).status_code == 422
    later = client.get("/api/v1/work-orders?updated_after=2036-01-01T00:00:00%2B08:00", headers=headers)
    assert later.json()["work_orders"] == []


def test_without_the_right_key_nothing_is_taken_in(cast: Cast, client: Client) -> None:
    for headers in ({}, {"Authorization": "Bearer gk_nonsense"}, key(cast, api_keys.OPEN311_WRITE)):
        answer = client.post(
            "/api/v1/work-orders", json.dumps([order()]), content_type="application/json", headers=headers
        )
        assert answer.status_code == 403
        assert answer.json()["message"]
    assert not Matter.objects.exists()
