"""Does the desk take a call in on one page, with what is known of the caller beside it, and lose nothing?"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions, secret
from gongkai.complaints.identity import read
from gongkai.complaints.models import Asset, Matter, MatterFile, Reply, Reporter
from gongkai.core import clock, ledger
from gongkai.domain.complaints.routing import Conditions, RoutingRule
from mattering import CATEGORY, MARKERS, closed, entered

pytestmark = pytest.mark.django_db

NEW = "/workspace/complaints/new/"
BESIDE = "/workspace/complaints/new/beside/"
TOKEN = "t" * 32
CODE = r"<dd>([2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5})</dd>"


def call(**changes: Any) -> dict[str, Any]:
    values = {
        "do": "take",
        "telephone": MARKERS["telephone"],
        "name": MARKERS["name"],
        "text": "小区东门外的路边堆了很多建筑垃圾。",
        "kind": "complaint",
        "category": CATEGORY,
        "channel": "telephone",
        "received_at": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        "token": TOKEN,
    }
    return {**values, **changes}


def rule(cast: Cast, lead: str = "waste", co: tuple[str, ...] = ("other",)) -> None:
    actions.keep_rule(
        agency_id=cast.agency.pk,
        actor=cast.chief,
        rule=RoutingRule("waste", 10, clock.today(), None, Conditions(categories=("E01",)), lead, co),
        reason="测试",
    )


def test_a_call_becomes_a_registered_matter_with_number_code_and_proof(cast: Cast) -> None:
    response = client_of(cast, "taker").post(NEW, call(address="秘密巷", title="建筑垃圾"))
    page = words_of(response)
    assert response.status_code == 200
    matter = Matter.objects.get()
    (code,) = re.findall(CODE, page)
    assert secret.fits(matter.number, code, matter.code_digest)
    event = next(iter(ledger.events_of([("complaints.matter", matter.pk)])))
    assert event.digest in page
    assert str(event.seq) in page
    assert MARKERS["name"] not in page, "the receipt may be left lying about"
    assert (matter.state, matter.channel, matter.title) == ("registered", "telephone", "建筑垃圾")
    assert read(Reporter.objects.get(matter=matter)).telephone == MARKERS["telephone"]
    for sign in code.replace("-", ""):
        assert f"<strong>{sign}</strong>" in page, "it is spelled for reading out"


def test_sent_twice_it_is_one_matter_with_one_code(cast: Cast) -> None:
    client = client_of(cast, "taker")
    codes = {re.findall(CODE, words_of(client.post(NEW, call())))[0] for _ in range(2)}
    assert len(codes) == 1
    assert Matter.objects.count() == 1


def test_without_a_class_it_waits_to_be_registered_and_is_named_after_its_kind(cast: Cast) -> None:
    client_of(cast, "taker").post(NEW, call(category="", title=""))
    matter = Matter.objects.get()
    assert (matter.state, matter.title) == ("received", "投诉")


def test_an_unnamed_caller_leaves_no_trace(cast: Cast) -> None:
    client_of(cast, "taker").post(NEW, call(anonymous="on", email="a@b.example", by_email="on"))
    reporter = Reporter.objects.get()
    assert (reporter.anonymous, reporter.mark, reporter.sealed, reporter.by_email) == (True, "", "", False)


def test_taken_in_and_dispatched_by_the_rule(cast: Cast) -> None:
    rule(cast)
    words_of(client_of(cast, "taker").post(NEW, call(do="dispatch")))
    matter = Matter.objects.get()
    assert (matter.state, matter.unit_id) == ("dispatched", cast.units["waste"].pk)
    assert [each.unit_id for each in matter.co_units.all()] == [cast.units["other"].pk]
    assert matter.steps.get(move="dispatch").data["routed_by"] == "waste"


def test_a_second_click_on_dispatch_changes_nothing(cast: Cast) -> None:
    rule(cast)
    client = client_of(cast, "taker")
    for _ in range(2):
        assert client.post(NEW, call(do="dispatch")).status_code == 200
    assert Matter.objects.get().steps.filter(move="dispatch").count() == 1


def test_the_desk_may_choose_another_unit_than_the_rule(cast: Cast) -> None:
    rule(cast)
    client_of(cast, "taker").post(NEW, call(do="dispatch", unit=cast.units["other"].pk))
    assert Matter.objects.get().unit_id == cast.units["other"].pk


def test_an_enquiry_is_answered_at_once(cast: Cast) -> None:
    answered = call(
        do="answer", kind="enquiry", answer="办公时间为工作日上午八点至十二点，下午两点半至五点半。"
    )
    words_of(client_of(cast, "taker").post(NEW, answered))
    matter = Matter.objects.get()
    reply = Reply.objects.get(matter=matter)
    assert (matter.state, reply.result, reply.way) == ("replied", "explained", "telephone")
    assert reply.sent_at is not None


def test_the_same_matter_is_joined_and_the_caller_keeps_a_number(cast: Cast) -> None:
    first = entered(cast, lat=33.3204, lon=116.8134)
    page = words_of(client_of(cast, "taker").post(NEW, call(do=f"join:{first.number}")))
    second = Matter.objects.exclude(pk=first.pk).get()
    assert (second.state, second.lead_id) == ("merged", first.pk)
    assert re.findall(CODE, page)


def test_what_cannot_follow_undoes_nothing(cast: Cast) -> None:
    page = words_of(client_of(cast, "taker").post(NEW, call(do="join:CGJ-T-2020-00001")))
    assert Matter.objects.get().state == "registered"
    assert re.findall(CODE, page)
    assert "notice--warning" in page


def test_session_is_prefilled_and_kept(cast: Cast) -> None:
    session = actions.hold_session(
        agency_id=cast.agency.pk,
        actor=cast.taker,
        session=actions.SessionInput(programme="政风行风热线", on=clock.today()),
    )
    client = client_of(cast, "taker")
    page = words_of(client.get(f"{NEW}?session={session.pk}"))
    assert f'<option value="{session.pk}" selected>' in page
    assert '<option value="broadcast" selected>' in page
    page = words_of(client.post(NEW, call(channel="broadcast", session=session.pk)))
    assert Matter.objects.get().session_id == session.pk
    assert f"?session={session.pk}" in page, "the next caller is of the same session"


def test_every_way_the_desk_enters_is_offered(cast: Cast) -> None:
    page = words_of(client_of(cast, "taker").get(NEW))
    for key in ("telephone", "broadcast", "letter", "visit", "leader_mailbox", "transfer", "email"):
        assert f'<option value="{key}"' in page
    for key in ("web", "open311", "hotline_12345"):
        assert f'<option value="{key}"' not in page


def test_the_telephone_comes_first_and_the_keys_are_told(cast: Cast) -> None:
    page = words_of(client_of(cast, "taker").get(NEW))
    (focused,) = re.findall(r"<input [^>]*autofocus[^>]*>", page)
    assert 'name="telephone"' in focused
    keys = re.findall(r'accesskey="(\w)"', page)
    assert sorted(keys) == sorted(set(keys)), "no key means two things"
    assert {"t", "w", "c", "p", "s", "g", "a"} <= set(keys)


def test_a_letter_that_came_yesterday_with_its_scan(cast: Cast, settings: Any) -> None:
    scan = io.BytesIO("来信扫描件".encode())
    scan.name = "letter.txt"
    came = timezone.localtime(clock.now()) - timedelta(days=1)
    client_of(cast, "taker").post(
        NEW, {**call(channel="letter", received_at=came.strftime("%Y-%m-%dT%H:%M")), "scans": [scan]}
    )
    matter = Matter.objects.get()
    assert matter.received_on == came.date()
    assert MatterFile.objects.get(matter=matter).kind == "reported"


def test_what_is_against_a_person_is_hidden_from_them(cast: Cast) -> None:
    person = cast.person("handler").pk
    client_of(cast, "taker").post(NEW, call(kind="report", against_person=person))
    matter = Matter.objects.get()
    assert matter.against_person_id == person
    assert client_of(cast, "handler").get(f"/workspace/complaints/{matter.pk}/").status_code == 404


def test_an_asset_gives_the_place(cast: Cast) -> None:
    asset = Asset.objects.create(
        agency=cast.agency, code="LD-1001", category="C01-10", name="路灯", lat=33.3204, lon=116.8134
    )
    client_of(cast, "taker").post(NEW, call(asset="ld-1001"))
    matter = Matter.objects.get()
    assert (matter.asset_id, matter.lat, matter.lon) == (asset.pk, 33.3204, 116.8134)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"text": " "}, "text"),
    ({"telephone": "12"}, "telephone"),
    ({"kind": "riddle"}, "kind"),
    ({"channel": "web"}, "channel"),
    ({"channel": "broadcast"}, "session"),
    ({"received_at": "2030-01-01T09:00"}, "received_at"),
    ({"received_at": "早上"}, "received_at"),
    ({"email": "no address"}, "email"),
    ({"by_email": "on"}, "email"),
    ({"asset": "NOWHERE"}, "asset"),
    ({"do": "dispatch", "category": ""}, "category"),
    ({"do": "dispatch"}, "unit"),
    ({"do": "answer", "answer": "这是一个足够长的当场答复内容。"}, "kind"),
    ({"do": "answer", "kind": "enquiry", "answer": "短"}, "answer"),
    ({"do": "answer", "kind": "help", "answer": "已经告知值班人员前去处理。"}, "evidence"),
]


def test_wrong_input_is_said_at_its_field_and_nothing_is_lost(cast: Cast) -> None:
    client = client_of(cast, "taker")
    for changes, field in WRONG:
        response = client.post(NEW, call(home="秘密巷八十八号", **changes))
        assert response.status_code == 422, field
        page = words_of(response)
        assert f'id="id_{field}_error"' in page, changes
        assert 'value="秘密巷八十八号"' in page, field
        assert MARKERS["telephone"] in page or field == "telephone"
    assert not Matter.objects.exists()


def test_danger_is_asked_before_anything_is_written(cast: Cast) -> None:
    client = client_of(cast, "taker")
    burning = call(text="隔壁小区着火了，浓烟很大")
    response = client.post(NEW, burning)
    page = words_of(response)
    assert response.status_code == 422
    assert "119" in page
    assert not Matter.objects.exists()
    keys = re.findall(r'name="safe" value="(\w+)"', page)
    assert client.post(NEW, {**burning, "safe": keys}).status_code == 200
    assert Matter.objects.get().steps.get(move="entered").data["warned"] == keys


def test_looked_up_without_script_shows_the_caller_and_keeps_what_was_typed(cast: Cast) -> None:
    old = closed(cast)
    unhappy = entered(cast, title="第二件")
    response = client_of(cast, "taker").post(NEW, call(do="look", text="", home="秘密巷八十八号"))
    page = words_of(response)
    assert response.status_code == 200
    for shown in (old.number, old.title, unhappy.number, "第二件", "秘密****", 'value="秘密巷八十八号"'):
        assert shown in page
    assert "field--error" not in page


def test_beside_shows_class_likeness_and_route(cast: Cast) -> None:
    rule(cast)
    near = entered(cast, lat=33.3204, lon=116.8134, contact={"telephone": "13900000000"})
    data = call(lat="33.3205", lon="116.8135", text="路边堆了很多建筑垃圾没人清理")
    page = client_of(cast, "taker").post(BESIDE, data).content.decode()
    assert f'value="pick:{CATEGORY}"' in page
    assert near.number in page
    assert f'value="join:{near.number}"' in page
    assert "渣土管理科" in page
    assert "市容科" in page


def test_picking_a_class_needs_no_script(cast: Cast) -> None:
    page = words_of(client_of(cast, "taker").post(NEW, call(do=f"pick:{CATEGORY}", category="")))
    assert f'<option value="{CATEGORY}" selected>' in page


def test_a_broken_rule_is_loud_beside(cast: Cast) -> None:
    rule(cast)
    unit = cast.units["waste"]
    unit.closed_on = clock.today() - timedelta(days=1)
    unit.save()
    page = client_of(cast, "taker").post(BESIDE, call()).content.decode()
    assert "notice--danger" in page


def test_what_is_against_the_clerk_stands_nowhere_beside(cast: Cast) -> None:
    shown = entered(cast, title="第一件")
    hidden = entered(cast, title="第二件")
    Matter.objects.filter(pk=hidden.pk).update(against_person=cast.person("taker"))
    page = client_of(cast, "taker").post(BESIDE, call()).content.decode()
    assert shown.number in page
    assert hidden.number not in page


def test_only_the_desk_takes_in(cast: Cast) -> None:
    for who in ("handler", "unit_head", "chief", "caller", "overseer", "supervisor", "drafter"):
        client = client_of(cast, who)
        assert client.get(NEW).status_code == 403, who
        assert client.post(NEW, call()).status_code == 403, who
        assert client.post(BESIDE, call()).status_code == 403, who
    assert not Matter.objects.exists()


def test_another_agency_finds_nothing_of_this_caller(cast: Cast) -> None:
    mine = entered(cast)
    page = words_of(client_of(cast, "outsider").post(NEW, call(do="look")))
    assert mine.number not in page


def test_queries_beside_do_not_grow_with_the_matters(cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = client_of(cast, "taker")
    data = call(lat="33.3205", lon="116.8135")
    entered(cast, lat=33.3204, lon=116.8134)
    client.post(BESIDE, data)
    with django_assert_max_num_queries(60) as first:
        client.post(BESIDE, data)
    before = len(first.captured_queries)
    for _ in range(4):
        entered(cast, lat=33.3204, lon=116.8134)
    with django_assert_max_num_queries(before):
        client.post(BESIDE, data)
