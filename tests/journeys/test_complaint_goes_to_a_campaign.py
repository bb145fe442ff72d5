"""Does what somebody complained about reach a running campaign, with both numbers kept and nothing of the reporter?"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import mattering
from cast import Cast, make_cast
from gongkai.campaigns.models import Campaign, Clue
from gongkai.complaints import actions as complaints
from gongkai.complaints.models import Matter
from gongkai.complaints.queries.links import links_of, matter_for_journey
from gongkai.core import ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.journeys import complaint_to_campaign
from rooms.campaigns import campaigning
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Matter, Campaign]


def furnished() -> Stage:
    cast = make_cast()
    return cast, mattering.dispatched(cast), campaigning.running(cast)


built = once_a_file(furnished)


@pytest.fixture
def stage(built: Stage) -> Stage:
    return on_stage(built)


def passed_on(stage: Stage, who: str = "handler", **changes: Any) -> Clue:
    cast, matter, campaign = stage
    given = {
        "campaign_id": campaign.pk,
        "site_id": None,
        "text": "夜间出场车辆带泥，请查看冲洗设备。",
        "note": "该工地正在专项治理之中。",
        **changes,
    }
    return complaint_to_campaign.pass_on(matter_id=matter.pk, actor=getattr(cast, who), **given)


def test_campaign_and_matter_know_each_other(stage: Stage) -> None:
    _cast, matter, campaign = stage
    site = campaigning.listed(campaign).site
    made = passed_on(stage, site_id=site.pk)
    assert (made.campaign, made.number, made.site) == (campaign, matter.number, site)
    link = links_of(matter)[-1]
    assert (link.kind, link.number) == ("campaign", campaign.number)
    assert (link.system, link.note) == (matter.agency.short_name, "该工地正在专项治理之中。")
    told = {event.verb: event.data for event in Event.objects.order_by("-seq")[:2]}
    assert told["campaigns.campaign.clue"]["clue"] == matter.number
    assert told["complaints.link.made"]["link"] == campaign.number
    assert Matter.objects.get(pk=matter.pk).state == matter.state, "the matter goes on"
    assert ledger.verify()[1] is None


def test_only_those_who_handle_the_matter_pass_it_on(stage: Stage) -> None:
    for who in ("inspector", "organiser", "rival", "outsider"):
        with pytest.raises(NotAllowed):
            passed_on(stage, who)
    assert not Clue.objects.exists()


def test_it_is_passed_on_once_not_by_halves_and_without_names(stage: Stage) -> None:
    cast, matter, _campaign = stage
    found = matter_for_journey(matter.pk, cast.handler)
    assert found is not None
    elsewhere = campaigning.site(cast, "示例另一工地")
    for changes, field in (
        ({"note": " "}, "note"),
        ({"text": ""}, "text"),
        ({"text": "长" * 1001}, "text"),
        ({"text": "请找反映人，身份证号110101199001011237。"}, "text"),
        ({"text": f"{found[1].name}反映，工地带泥出场。"}, "text"),
        ({"campaign_id": 0}, "campaign"),
        ({"site_id": elsewhere.pk}, "site"),
    ):
        with pytest.raises(Invalid) as told:
            passed_on(stage, **changes)
        assert told.value.field == field
    assert not Clue.objects.exists()
    assert links_of(matter) == []
    passed_on(stage)
    with pytest.raises(Refusal, match="passed on before"):
        passed_on(stage)
    assert Clue.objects.count() == 1


def test_a_campaign_that_is_not_running_takes_no_clue(stage: Stage) -> None:
    cast, _matter, _campaign = stage
    with pytest.raises(Invalid, match="running"):
        passed_on(stage, campaign_id=campaigning.drafted(cast).pk)


def test_a_site_taken_out_of_the_campaign_is_none_of_it(stage: Stage) -> None:
    from gongkai.campaigns.actions import sites

    cast, _matter, campaign = stage
    row = campaigning.listed(campaign)
    sites.take_out(listed_id=row.pk, actor=cast.organiser, reason="完工")
    with pytest.raises(Invalid):
        passed_on(stage, site_id=row.site_id)


def test_a_report_against_somebody_stays_where_it_is(stage: Stage) -> None:
    cast, _matter, campaign = stage
    against = mattering.entered(cast, kind="report", against_unit_id=cast.units["other"].pk)
    with pytest.raises(Refusal, match="against somebody"):
        passed_on((cast, against, campaign), "chief")


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_page(stage: Stage, lead: str) -> None:
    cast, matter, campaign = stage
    client = Client()
    client.force_login(cast.person("handler"))
    url = f"{lead}/workspace/complaints/{matter.pk}/to-campaigns/"
    record = f"{lead}/workspace/complaints/{matter.pk}/?part=handling"
    assert url in client.get(record).content.decode()
    page = client.get(url).content.decode()
    assert campaigning.listed(campaign).site.code in page
    given = {"campaign": campaign.pk, "site": "", "text": "夜间带泥出场", "note": "有照片"}
    assert client.post(url, {**given, "text": ""}).status_code == 422
    assert client.post(url, {**given, "campaign": "x"}).status_code == 422
    refused = client.post(url, {**given, "note": "\x00"})
    assert refused.status_code == 422
    assert "夜间带泥出场" in refused.content.decode(), "what was typed stays"
    assert client.post(url, given).status_code == 302
    assert client.post(url, given).status_code == 422, "passed on before"
    assert f"{lead}/workspace/campaigns/by-number/{campaign.number}/" in client.get(record).content.decode()
    assert client.get(f"{lead}/workspace/complaints/999999/to-campaigns/").status_code == 404


def test_the_number_leads_to_the_campaign(stage: Stage) -> None:
    cast, matter, campaign = stage
    client = Client()
    url = f"/workspace/campaigns/by-number/{campaign.number}/"
    for who, leads_to in (
        ("organiser", f"/workspace/campaigns/{campaign.pk}/"),
        ("handler", f"/campaigns/{cast.agency.code}/{campaign.number}/"),
    ):
        client.force_login(cast.person(who))
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Location"]) == (302, leads_to)
    assert client.get("/workspace/campaigns/by-number/none/").status_code == 404
    draft = campaigning.drafted(cast)
    assert client.get(f"/workspace/campaigns/by-number/{draft.number}/").status_code == 404
    complaints.link(
        matter_id=matter.pk,
        actor=cast.handler,
        kind="campaign",
        number="外-1",
        note="外系统",
        system="市专班",
    )
    page = client.get(f"/workspace/complaints/{matter.pk}/?part=handling").content.decode()
    assert "外-1" in page
    assert "by-number" not in page, "a campaign of another system is only named"


def test_the_page_asks_no_more_with_more_sites(stage: Stage) -> None:
    cast, matter, _campaign = stage
    client = Client()
    client.force_login(cast.person("handler"))

    def asked() -> int:
        client.get(f"/workspace/complaints/{matter.pk}/to-campaigns/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/workspace/complaints/{matter.pk}/to-campaigns/")
        return len(queries)

    before = asked()
    campaigning.running(cast, *(campaigning.site(cast, f"示例工地{at}") for at in range(6)))
    assert asked() == before
