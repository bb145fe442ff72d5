"""Does the record show where a matter stands, offer what may be done, and say why not?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions
from gongkai.complaints.actions import by_itself
from gongkai.complaints.models import Matter
from gongkai.complaints.queries import legs
from gongkai.core import clock, worktimes
from gongkai.core.models import Event
from gongkai.domain import worktime
from matter_stage import STANDS
from mattering import MARKERS, go
from matters_on_screen import LIST, PARTS, cost, deed, fresh, move, photo, record

SEEING = ("taker", "handler", "unit_head", "chief", "caller", "overseer", "supervisor")


@pytest.mark.parametrize("stand", ["received", "handling, returned", "closed"])
def test_every_part_is_shown_to_everybody_who_sees_it(cast: Cast, stand: str) -> None:
    matter = STANDS[stand](cast)
    for who in SEEING:
        client = client_of(cast, who)
        for part in PARTS:
            response = client.get(record(matter, part))
            if who in ("handler", "unit_head") and fresh(matter).unit_id is None:
                assert response.status_code == 404, "nothing was given to their unit yet"
                continue
            page = words_of(response)
            assert response.status_code == 200
            assert "no-store" in response.headers["Cache-Control"]
            assert matter.number in page
            assert not [marker for marker in MARKERS.values() if marker in page], "who reports stands nowhere"


def test_others_meet_no_such_page(cast: Cast) -> None:
    matter = mattering.handling(cast)
    actions.add_files(
        matter_id=matter.pk,
        actor=cast.handler,
        files=[actions.Upload(photo(), "a.jpg", "before")],  # type: ignore[arg-type]
    )
    number = matter.files.get().pk
    pages = [
        "",
        "merge/",
        "correct/",
        "reply/",
        "public/",
        f"files/{number}/small/",
        f"files/{number}/whole/",
    ]
    pages += [f"files/{number}/veil/", f"files/{number}/remove/"]
    for who in ("outsider", "drafter", "desk", "rival", "system_admin"):
        client = client_of(cast, who)
        for page in pages:
            assert client.get(f"{LIST}{matter.pk}/{page}").status_code == 404, (who, page)
        for page in (
            "reporter/",
            f"files/{number}/",
            "public/release/",
            "public/hide/",
            "reply/autosave/",
            "presence/",
        ):
            assert (
                client.post(f"{LIST}{matter.pk}/{page}", {"reveal-purpose": "想看看"}).status_code == 404
            ), (who, page)
        assert move(client, matter, "withdraw").status_code == 404
        assert deed(client, matter, "check", text="看过").status_code == 404
    taker = client_of(cast, "taker")
    for page in ("moves/no-such/", "moves/look_again/", "deeds/nothing/"):
        assert taker.post(f"{LIST}{matter.pk}/{page}").status_code == 404, page


def test_supervision_sees_all_and_changes_nothing(cast: Cast) -> None:
    matter = mattering.handling(cast)
    before = Event.objects.count()
    client = client_of(cast, "supervisor")
    page = words_of(client.get(record(matter)))
    for address in ("/moves/", "/deeds/", "/reporter/", "/reply/", "/correct/"):
        assert address not in page, address
    assert move(client, matter, "withdraw", reason="他来电话说的").status_code == 403
    assert client.post(f"{LIST}{matter.pk}/reporter/", {"reveal-purpose": "督查需要"}).status_code == 403
    assert client.get(f"{LIST}{matter.pk}/reply/").status_code == 403
    assert client.get(f"{LIST}{matter.pk}/correct/").status_code == 403
    assert deed(client, matter, "check", text="看过").status_code == 403
    assert Event.objects.count() == before


def test_the_whole_way_on_screen(cast: Cast) -> None:
    matter = mattering.submitted(cast)
    waste = cast.units["waste"].pk
    call = {
        "reached": "yes",
        "answered": "yes",
        "solved": "yes",
        "rating": "satisfied",
        "way": "telephone",
        "minutes": 3,
    }
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("register", "taker", {}),
        ("dispatch", "taker", {"unit": waste, "co_units": [cast.units["other"].pk]}),
        ("sign", "handler", {}),
        ("name_handler", "unit_head", {"officer": cast.person("second_handler").pk}),
        ("submit_reply", "handler", {}),
        ("agree_reply", "unit_head", {}),
        ("send_reply", "taker", {"way": "telephone"}),
        ("call_back", "caller", call),
        ("close", "caller", {}),
    ]
    for key, who, given in steps:
        if key == "submit_reply":
            actions.enter_check(matter_id=matter.pk, actor=cast.handler, text="现场已清理干净。")
            actions.write_reply(
                matter_id=matter.pk,
                actor=cast.handler,
                reply=actions.ReplyInput(text=mattering.REPLY, result="solved"),
            )
        client = client_of(cast, who)
        assert f"/moves/{key}/" in words_of(client.get(record(matter)))
        response = move(client, matter, key, **given)
        assert response.status_code == 302, words_of(response)
    assert fresh(matter).state == "closed"
    assert matter.co_units.get().unit == cast.units["other"]


def test_a_move_that_is_refused_now_says_why_and_leads_to_what_is_missing(cast: Cast) -> None:
    plain = mattering.submitted(cast, category="")
    page = words_of(client_of(cast, "taker").get(record(plain)))
    assert 'aria-describedby="why-register"' in page
    assert f'href="{LIST}{plain.pk}/correct/"' in page
    assert "/moves/register/" not in page
    page = words_of(client_of(cast, "handler").get(record(mattering.handling(cast))))
    assert 'aria-describedby="why-submit_reply"' in page
    assert "/reply/#id_text" in page, "what is missing leads to its field"
    assert 'id="move-dispute"' not in page, "what is no matter of this record is folded away, not offered"


def test_missing_fields_are_asked_for_in_place_and_conflicts_keep_what_was_typed(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    handler = client_of(cast, "handler")
    response = move(handler, matter, "return", article="", reason="应属市容科，写了很长的理由")
    page = words_of(response)
    assert response.status_code == 422
    assert 'id="move-return" open' in page
    assert 'id="id_return-article_error"' in page
    assert "写了很长的理由" in page
    itself = move(
        handler, matter, "return", article="第五条", reason="理由", suggested=cast.units["waste"].pk
    )
    assert 'id="id_return-suggested_error"' in words_of(itself), "a unit cannot say that it is its own"
    go(cast, matter, "sign", "second_handler")
    before = Event.objects.count()
    late = move(handler, matter, "return", version=matter.version, article="第五条", reason="写了很长的理由")
    assert late.status_code == 409
    assert "写了很长的理由" in words_of(late)
    assert Event.objects.count() == before
    assert fresh(matter).state == "handling"


def test_double_click_is_one_deed(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    handler = client_of(cast, "handler")
    for _ in range(2):
        assert move(handler, matter, "sign", version=matter.version).status_code == 302
    assert matter.steps.filter(move="sign").count() == 1


def test_a_matter_given_away_leads_home(cast: Cast) -> None:
    matter = mattering.dispatched(cast)
    response = move(client_of(cast, "handler"), matter, "return", article="第五条", reason="属市容科职责")
    assert response.status_code == 302
    assert response.headers["Location"] == "/workspace/"


def test_dispatching_shows_the_rule_its_trace_and_its_faults(cast: Cast) -> None:
    from test_staff_list_of_matters import rule

    matter = mattering.entered(cast)
    client = client_of(cast, "taker")
    assert "routing__fault" in words_of(client.get(record(matter))), "that there are no rules is said loudly"
    rule(cast, key="waste-rule")
    page = words_of(client.get(record(matter)))
    assert "waste-rule" in page
    assert f'<option value="{cast.units["waste"].pk}" selected>' in page
    assert move(client, matter, "dispatch", unit=cast.units["other"].pk).status_code == 302
    assert "routed_by" not in matter.steps.get(move="dispatch").data, "another unit was chosen by hand"


def test_who_held_it_how_long_sums_to_the_whole(cast: Cast) -> None:
    begin = clock.now()
    with clock.travel_to(begin):
        matter = mattering.entered(cast)
    waste, other = cast.units["waste"], cast.units["other"]
    way = (
        (1, "dispatch", "taker", {"unit": other.pk}),
        (3, "return", "rival", {"article": "第五条", "reason": "属渣土科"}),
        (5, "dispatch", "taker", {"unit": waste.pk}),
        (26, "sign", "handler", {}),
    )
    for hours, key, who, given in way:
        with clock.travel_to(begin + timedelta(hours=hours)):
            go(cast, matter, key, who, **given)
    with clock.travel_to(begin + timedelta(hours=50)):
        course = legs.course(fresh(matter))
        whole = worktime.elapsed(begin, clock.now(), clock.calendar(), worktimes.current())
    assert [(each.state.key, each.unit) for each in course.stays] == [
        ("registered", ""), ("dispatched", "other"), ("registered", ""), ("dispatched", "waste"), ("handling", "waste"),
    ]  # fmt: skip
    assert course.whole == whole == sum((each.time for each in course.held), timedelta())
    assert [each.unit for each in course.held] == ["", "other", "waste"]
    assert all(each.time > timedelta() for each in course.held)


def test_the_ladder_stands_on_the_record_and_on_my_work(cast: Cast) -> None:
    matter = mattering.handling(cast, title="拖了很久的事")
    with clock.travel_to(clock.now() + timedelta(days=13)):
        by_itself.climb()
        page = words_of(client_of(cast, "handler").get(record(matter, "course")))
        assert "红灯告警" in page
        assert "催办" in page
        assert "红灯告警" in words_of(client_of(cast, "handler").get("/workspace/"))
        assert "领导督办" in words_of(client_of(cast, "taker").get(LIST)), "a row shows the gravest alone"


def test_two_matters_are_looked_at_before_they_are_joined(cast: Cast) -> None:
    lead, matter = mattering.entered(cast, title="先来的一件"), mattering.entered(cast, title="后来的一件")
    client = client_of(cast, "taker")
    beside = words_of(client.get(record(matter, "beside")))
    assert f"{LIST}{matter.pk}/merge/?lead={lead.number}" in beside, (
        "the same class on the same day is suggested"
    )
    address = f"{LIST}{matter.pk}/merge/?lead={lead.number.lower()}"
    page = words_of(client.get(address))
    assert "先来的一件" in page
    assert f'name="merge-lead" value="{lead.number}"' in page
    assert 'id="id_lead_error"' in words_of(client.get(f"{LIST}{matter.pk}/merge/?lead={matter.number}"))
    assert move(client, matter, "merge", lead=lead.number).status_code == 302
    assert fresh(matter).lead == lead
    assert "后来的一件" in words_of(client.get(record(lead, "beside")))


def test_the_record_costs_the_same_however_much_has_happened(cast: Cast) -> None:
    matter = mattering.drafted(cast)
    clients = {who: client_of(cast, who) for who in ("taker", "handler", "chief")}

    def happen() -> None:
        actions.enter_check(matter_id=matter.pk, actor=cast.handler, text="又去看了一次。")
        actions.ask_reporter(matter_id=matter.pk, actor=cast.handler, question="在哪一侧？")
        actions.add_words(matter_id=matter.pk, actor=cast.handler, text="来电补充。")
        actions.instruct(
            matter_id=matter.pk,
            actor=cast.overseer,
            text="抓紧办理",
            due_on=clock.today() + timedelta(days=9),
        )
        actions.urge(matter_id=matter.pk, actor=cast.chief, text="请抓紧")
        actions.link(
            matter_id=matter.pk, actor=cast.handler, kind="campaign", number="专项1", note="同类较多"
        )
        file = actions.Upload(photo(), "a.jpg", "after")  # type: ignore[arg-type]
        actions.add_files(matter_id=matter.pk, actor=cast.handler, files=[file])
        go(cast, mattering.entered(cast, title="并入的"), "merge", "taker", lead=matter.number)

    happen()
    before = {
        (who, part): cost(client, record(matter, part)) for who, client in clients.items() for part in PARTS
    }
    happen()
    happen()
    for (who, part), queries in before.items():
        assert cost(clients[who], record(matter, part)) == queries, (who, part)
    assert max(before.values()) < 75


def test_those_on_one_record_see_each_other(cast: Cast) -> None:
    matter: Matter = mattering.handling(cast)
    address = f"{LIST}{matter.pk}/presence/"
    client_of(cast, "handler").post(address)
    assert client_of(cast, "taker").post(address).json() == {"people": ["handler-name"], "locked_by": None}
