"""Who may draft, announce and close a campaign, and what stands in the way?"""

from __future__ import annotations

from datetime import timedelta

import campaigning as stage
import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast
from gongkai.campaigns.actions import sites, writing
from gongkai.campaigns.models import Campaign, CampaignStep, Listed, SiteParty
from gongkai.campaigns.queries import campaigns as reads
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal

pytestmark = pytest.mark.django_db


def deeds() -> list[str]:
    return [each.verb for each in Event.objects.order_by("seq") if each.verb.startswith("campaigns.")]


def test_a_campaign_goes_its_way_with_an_event_for_every_deed(cast: Cast) -> None:
    running = stage.running(cast)
    stage.published(cast, running)
    seen = Campaign.objects.get(pk=running.pk).revision
    writing.write_results(
        campaign_id=running.pk, actor=cast.organiser, expected_revision=seen, results="检查工地一处。"
    )
    closed = stage.moved(running, "close", cast.campaign_publisher)
    assert (closed.state, closed.announced_on, closed.closed_on) == ("closed", clock.today(), clock.today())
    assert deeds() == [
        "campaigns.campaign.drafted", "campaigns.site.added", "campaigns.campaign.listed",
        "campaigns.campaign.submit", "campaigns.campaign.announce", "campaigns.inspection.recorded",
        "campaigns.inspection.publish", "campaigns.campaign.results", "campaigns.campaign.close",
    ]  # fmt: skip
    assert ledger.verify()[1] is None


def test_numbers_have_no_gap_and_name_the_agency(cast: Cast) -> None:
    year = clock.today().year
    code = cast.agency.code.upper()
    assert [stage.drafted(cast).number for _ in range(2)] == [
        f"{code}-ZX-{year}-001",
        f"{code}-ZX-{year}-002",
    ]


@pytest.mark.parametrize("name", ["inspector", "campaign_publisher", "supervisor", "drafter", "outsider"])
def test_only_the_organiser_drafts(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        writing.draft_campaign(actor=getattr(cast, name), agency_id=cast.agency.pk, given=stage.said(cast))


@pytest.mark.parametrize(
    ("name", "draft", "running"),
    [
        ("organiser", True, True), ("campaign_publisher", True, True), ("supervisor", True, True),
        ("inspector", False, True), ("rival_inspector", False, True), ("drafter", False, False),
        ("case_handler", False, False), ("outsider", False, False),
    ],
)  # fmt: skip
def test_who_sees_a_campaign(cast: Cast, name: str, draft: bool, running: bool) -> None:
    actor = getattr(cast, name)
    one, two = stage.drafted(cast), stage.running(cast)
    assert (reads.campaign(actor, one.pk) is not None) is draft
    assert (reads.campaign(actor, two.pk) is not None) is running


@pytest.mark.parametrize("name", ["organiser", "inspector", "supervisor", "drafter", "outsider"])
def test_only_the_publisher_announces(cast: Cast, name: str) -> None:
    made = stage.drafted(cast)
    sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[stage.site(cast).pk])
    stage.moved(made, "submit", cast.organiser)
    with pytest.raises(NotAllowed):
        stage.moved(made, "announce", getattr(cast, name))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"aim": ""}, "aim"), ({"basis": " "}, "basis"), ({}, "sites"),
    ],
)  # fmt: skip
def test_an_incomplete_campaign_is_not_submitted(cast: Cast, changes: dict[str, str], field: str) -> None:
    made = stage.drafted(cast, **changes)
    if field != "sites":
        sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[stage.site(cast).pk])
    assert field in dict(reads.faults(made))
    with pytest.raises(Refusal):
        stage.moved(made, "submit", cast.organiser)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 121}, "title"),
        ({"ends_on": clock.today() - timedelta(days=1)}, "ends_on"),
        ({"ends_on": clock.today() + timedelta(days=800)}, "ends_on"),
        ({"checklist": "no_such_list"}, "checklist"),
        ({"unit_id": 0}, "unit"),
        ({"aim": "联系人示例甲，电话13800138000"}, "aim"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        stage.drafted(cast, **changes)
    assert refused.value.field == field


def test_what_was_announced_does_not_change(cast: Cast) -> None:
    running = stage.running(cast)
    with pytest.raises(NotAllowed):
        writing.write_campaign(
            campaign_id=running.pk,
            actor=cast.organiser,
            expected_revision=None,
            given=stage.said(cast, title="改"),
        )


def test_two_writers_do_not_overwrite_each_other(cast: Cast) -> None:
    made = stage.drafted(cast)
    changed = stage.said(cast, title="另一个名称")
    writing.write_campaign(campaign_id=made.pk, actor=cast.organiser, expected_revision=1, given=changed)
    with pytest.raises(Conflict):
        writing.write_campaign(campaign_id=made.pk, actor=cast.organiser, expected_revision=1, given=changed)


def test_a_second_click_changes_nothing(cast: Cast) -> None:
    made = stage.drafted(cast)
    sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[stage.site(cast).pk])
    from gongkai.campaigns.actions.moving import move_campaign

    for _ in range(2):
        again = move_campaign(campaign_id=made.pk, key="submit", actor=cast.organiser, expected_revision=1)
    assert again.state == "in_review"
    assert deeds().count("campaigns.campaign.submit") == 1


def test_a_campaign_is_not_closed_over_a_record_that_waits(cast: Cast) -> None:
    running = stage.running(cast)
    stage.recorded(cast, running)
    writing.write_results(
        campaign_id=running.pk, actor=cast.organiser, expected_revision=None, results="检查工地一处。"
    )
    with pytest.raises(Refusal):
        stage.moved(running, "close", cast.campaign_publisher)


def test_sites_go_in_once_and_out_again_while_nothing_happened_there(cast: Cast) -> None:
    made, place = stage.drafted(cast), stage.site(cast)
    assert sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[place.pk]) == 1
    assert sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[place.pk]) == 0
    row = Listed.objects.get(campaign=made)
    sites.take_out(listed_id=row.pk, actor=cast.organiser, reason="已完工")
    assert not reads.listed(made).exists()
    assert sites.put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[place.pk]) == 1


def test_a_site_that_was_inspected_stays(cast: Cast) -> None:
    running = stage.running(cast)
    stage.recorded(cast, running)
    with pytest.raises(Refusal):
        sites.take_out(listed_id=stage.listed(running).pk, actor=cast.organiser, reason="已完工")


def test_a_party_that_changes_ends_and_the_new_one_begins(cast: Cast) -> None:
    place = stage.site(cast)
    other = sites.PartyInput("另一家建筑工程有限公司")
    given = stage.site_said(cast, parties={"contractor": other})
    sites.write_site(site_id=place.pk, actor=cast.organiser, expected_revision=1, given=given)
    rows = SiteParty.objects.filter(site=place, role="contractor").order_by("pk")
    assert [(row.name, row.until) for row in rows] == [
        ("示例建筑工程有限公司", clock.today()),
        ("另一家建筑工程有限公司", None),
    ]


def test_contacts_are_sealed_and_masked_for_whoever_does_not_need_them(cast: Cast) -> None:
    from gongkai.campaigns.queries.sites import contact, parties

    place = stage.site(cast)
    party = parties(place)[0]
    assert "0558" not in party.contact
    assert contact(party, cast.organiser, place).telephone == "0558-5550001"
    assert contact(party, cast.inspector, place).person == "示例甲"
    for name in ("supervisor", "rival_inspector", "campaign_publisher"):
        seen = contact(party, getattr(cast, name), place)
        assert seen.telephone != "0558-5550001"
        assert seen.person != "示例甲"


def test_the_database_keeps_the_steps_and_deletes_nothing(cast: Cast) -> None:
    made = stage.drafted(cast)
    for statement in (
        "UPDATE campaigns_campaignstep SET move = 'other'",
        f"DELETE FROM campaigns_campaignstep WHERE campaign_id = {made.pk}",
        f"DELETE FROM campaigns_campaign WHERE id = {made.pk}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert CampaignStep.objects.filter(campaign=made).count() == 1
