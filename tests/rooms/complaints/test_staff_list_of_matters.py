"""Is the list of matters narrowed, paged and done in bulk, at the same cost for one row and for many?"""

from __future__ import annotations

from datetime import timedelta

import mattering
from cast import Cast
from desk import client_of, words_of
from gongkai.complaints import actions
from gongkai.complaints.models import Matter
from gongkai.complaints.queries import register
from gongkai.core import clock
from gongkai.core.models import Event
from gongkai.domain.complaints.routing import Conditions, RoutingRule
from matter_stage import STANDS
from mattering import go
from matters_on_screen import LIST, cost, fresh


def rule(cast: Cast, unit: str = "waste", key: str = "waste", **when: tuple[str, ...]) -> None:
    made = RoutingRule(
        key=key,
        position=10,
        in_force_from=clock.today() - timedelta(days=300),
        in_force_until=None,
        when=Conditions(**when),  # type: ignore[arg-type]
        lead=unit,
    )
    actions.keep_rule(agency_id=cast.agency.pk, actor=cast.chief, rule=made, reason="测试")


def test_list_is_narrowed_by_each_filter(cast: Cast) -> None:
    mattering.handling(cast, title="在办的垃圾", district="dongcheng")
    mattering.entered(cast, title="紧急的井盖", urgent=True, category="C01-01")
    mattering.submitted(cast, title="网上的建议", kind="suggestion", category="E02-01")
    mattering.closed(cast, title="结了的噪声")
    waste, handler = cast.units["waste"].pk, cast.person("handler").pk
    client = client_of(cast, "taker")
    for question, there, gone in (
        ("state=handling", "在办的垃圾", "紧急的井盖"),
        ("state=open", "网上的建议", "结了的噪声"),
        ("kind=suggestion", "网上的建议", "在办的垃圾"),
        ("category=C01", "紧急的井盖", "在办的垃圾"),
        ("category=C01-01", "紧急的井盖", "网上的建议"),
        ("channel=web", "网上的建议", "紧急的井盖"),
        ("urgent=on", "紧急的井盖", "在办的垃圾"),
        ("district=dongcheng", "在办的垃圾", "紧急的井盖"),
        (f"unit={waste}", "在办的垃圾", "网上的建议"),
        ("unit=none", "网上的建议", "在办的垃圾"),
        (f"handler={handler}", "结了的噪声", "紧急的井盖"),
        ("text=井盖", "紧急的井盖", "在办的垃圾"),
    ):
        page = words_of(client.get(f"{LIST}?{question}"))
        assert there in page, question
        assert gone not in page, question
    for nonsense in (
        "state=x",
        "unit=abc",
        "handler=-1",
        "after=2026-01-01~x",
        "text=%00",
        "year=MM",
        "due=no",
    ):
        assert client.get(f"{LIST}?{nonsense}").status_code == 200, nonsense


def test_overdue_and_soon_go_by_the_moment(cast: Cast) -> None:
    mattering.handling(cast, title="先派的")
    client = client_of(cast, "taker")
    assert "先派的" not in words_of(client.get(f"{LIST}?due=overdue"))
    assert "先派的" in words_of(client.get(f"{LIST}?due=soon"))
    with clock.travel_to(clock.now() + timedelta(days=9)):
        page = words_of(client_of(cast, "taker").get(f"{LIST}?due=overdue"))
        assert "先派的" in page
        assert "due--overdue" in page


def test_repeated_at_one_place_are_found(cast: Cast) -> None:
    for number in range(3):
        mattering.entered(cast, title=f"同处第{number}件", grid="DC01", district="dongcheng")
    mattering.entered(cast, title="别处的一件", grid="XC01", district="xicheng")
    page = words_of(client_of(cast, "taker").get(f"{LIST}?repeated=on"))
    assert page.count("同处第") == 3 * page.count("同处第0件")
    assert "同处第0件" in page
    assert "别处的一件" not in page


def test_cursor_leads_through_every_matter_once(cast: Cast) -> None:
    made = {mattering.entered(cast).number for _ in range(2)}
    with clock.travel_to(clock.now() + timedelta(days=1)):
        made |= {mattering.submitted(cast).number for _ in range(3)}
    query = register.matters_for_staff(cast.taker)
    seen: list[str] = []
    after = ""
    while True:
        page = register.page_of(query, after, size=2)
        seen += [each.number for each in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(made)
    assert set(seen) == made


def test_every_list_shows_what_waits_for_it(cast: Cast) -> None:
    for stand in ("received", "registered", "to_send", "replied", "deciding", "disputed", "shelved"):
        matter = STANDS[stand](cast)
        Matter.objects.filter(pk=matter.pk).update(title=f"候办·{stand}")
    client = client_of(cast, "chief")
    for name, states in register.LISTS.items():
        page = words_of(client.get(f"{LIST}lists/{name}/"))
        assert f"候办·{states[0]}" in page, name
        assert page.count("候办·") == 1, name
    assert "2026年12月25日" in words_of(client.get(f"{LIST}lists/shelved/")), "the day to look at it again"
    assert client.get(f"{LIST}lists/nothing/").status_code == 404


def test_pages_cost_the_same_for_one_row_and_for_many(cast: Cast) -> None:
    rule(cast)

    def rows() -> None:
        for make in (mattering.submitted, mattering.entered, mattering.handling, mattering.closed):
            make(cast)

    rows()
    pages = (LIST, f"{LIST}lists/register/", f"{LIST}lists/dispatch/", "/workspace/", "/workspace/deadlines/")
    clients = {who: client_of(cast, who) for who in ("taker", "handler")}
    before = {(who, page): cost(client, page) for who, client in clients.items() for page in pages}
    rows()
    rows()
    for (who, page), queries in before.items():
        assert cost(clients[who], page) == queries, (who, page)


def test_ticked_rows_are_registered_one_by_one(cast: Cast) -> None:
    good, plain, stale = (
        mattering.submitted(cast),
        mattering.submitted(cast, category=""),
        mattering.submitted(cast),
    )
    hidden = mattering.submitted(cast, against_person_id=cast.person("taker").pk)
    client = client_of(cast, "taker")
    chosen = [f"{each.pk}:{each.version}" for each in (good, plain)]
    chosen += [f"{stale.pk}:{stale.version + 5}", f"{hidden.pk}:{hidden.version}", "x:y"]
    before = Event.objects.count()
    response = client.post(f"{LIST}lists/register/done/", {"chosen": chosen})
    assert response.status_code == 409
    page = words_of(response)
    assert [fresh(each).state for each in (good, plain, stale, hidden)] == [
        "registered", "received", "received", "received",
    ]  # fmt: skip
    assert page.count(plain.number) == 2, "in the list and among what was not done"
    assert f'value="{plain.pk}:1" aria-label="选择' in page or f'value="{plain.pk}:1"' in page
    assert hidden.number not in page
    assert Event.objects.count() == before + 1, "each deed its own event"
    assert client.post(f"{LIST}lists/register/done/", {}).status_code == 422
    assert client.post(f"{LIST}lists/shelved/done/", {"chosen": chosen}).status_code == 404
    again = client.post(f"{LIST}lists/register/done/", {"chosen": [f"{good.pk}:{good.version}"]})
    assert again.status_code == 302, "a second click is no error"
    assert Event.objects.count() == before + 1


def test_ticked_rows_go_where_the_rules_propose(cast: Cast) -> None:
    rule(cast, categories=(mattering.CATEGORY,))
    one, other = mattering.entered(cast), mattering.entered(cast, category="C01-01", title="没有规则的")
    waste = cast.units["waste"]
    client = client_of(cast, "taker")
    page = words_of(client.get(f"{LIST}lists/dispatch/"))
    assert f'value="{one.pk}:{one.version}:{waste.pk}"' in page
    assert f'value="{other.pk}:{other.version}:0"' in page
    address = f"{LIST}lists/dispatch/done/"
    changed = client.post(address, {"chosen": f"{one.pk}:{one.version}:{cast.units['other'].pk}"})
    assert changed.status_code == 409, "what was not shown is not done"
    assert fresh(one).state == "registered"
    chosen = [f"{one.pk}:{one.version}:{waste.pk}", f"{other.pk}:{other.version}:0"]
    assert client.post(address, {"chosen": chosen}).status_code == 409
    assert (fresh(one).state, fresh(one).unit) == ("dispatched", waste)
    assert fresh(other).state == "registered"
    step = one.steps.get(move="dispatch")
    assert step.data["routed_by"] == "waste"


def test_a_ruling_stands_beside_the_proposal_and_among_the_precedents(cast: Cast) -> None:
    rule(cast, unit="other", key="street")
    ruled = go(
        cast,
        STANDS["disputed"](cast),
        "rule",
        "chief",
        unit=cast.units["waste"].pk,
        article="第六条",
        reason="渣土归渣土科",
    )
    matter = mattering.entered(cast)
    page = words_of(client_of(cast, "taker").get(f"{LIST}lists/dispatch/"))
    assert "渣土归渣土科" in page
    assert f'value="{matter.pk}:{matter.version}:{cast.units["other"].pk}"' in page, "the rule goes before"
    rulings = words_of(client_of(cast, "chief").get(f"{LIST}precedents/"))
    assert ruled.number in rulings
    assert "第六条" in rulings


def test_others_see_no_list_and_no_door(cast: Cast) -> None:
    mattering.handling(cast, title="渣土科的诉求")
    mattering.submitted(cast, title="未派的诉求")
    for who, sees in (("handler", (True, False)), ("rival", (False, False)), ("supervisor", (True, True))):
        page = words_of(client_of(cast, who).get(LIST))
        assert ("渣土科的诉求" in page, "未派的诉求" in page) == sees, who
    for who in ("drafter", "desk", "system_admin", "outsider"):
        page = words_of(client_of(cast, who).get(LIST))
        assert "渣土科的诉求" not in page, who
        assert "未派的诉求" not in page, who
        assert ('data-go="h"' in page) is (who == "outsider"), "the door is there for whom it opens"
        assert client_of(cast, who).post(f"{LIST}lists/register/done/", {"chosen": "1:1"}).status_code in (
            302,
            422,
        )
