"""Do the demonstration's campaigns show every stand of a site, in little time, and nobody of a site in public?"""

from __future__ import annotations

import random
import time
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.campaigns.models import Campaign, Inspection, InspectionPhoto, Notice
from gongkai.campaigns.queries import inspections, notices, public, sites
from gongkai.core import clock, ledger, sealed
from gongkai.demo import bureau, campaign_stage, campaign_texts, campaigns_2012, campaigns_year, cast
from gongkai.demo.stage import Stage
from gongkai.domain.campaigns import checklists
from gongkai.domain.campaigns.standing import STANDS
from gongkai.people.actor import actor_of
from gongkai.people.models import Appointment, Person
from gongkai.powers.models import Decision
from gongkai.publishing.actions import sync_catalogue
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 9, 16, 14, 20))
#: Seconds of the processor that both campaigns may take.
MOST = 8.0


def played() -> float:
    """Both campaigns without the other rooms; gives how long they took."""
    with clock.travel_to(bureau.BEGIN):
        sync_catalogue()
        bureau.found()
    with clock.travel_to(NOW):
        stage = Stage(random.Random(2012))
        begun = time.process_time()
        campaigns_2012.play(stage)
        scenes = campaigns_year.Course(stage, clock.today()).scenes()
        for _day, _order, scene in sorted(scenes, key=lambda each: (each[0], each[1])):
            scene()
        return time.process_time() - begun


built = once_a_file(played)


@pytest.fixture(autouse=True)
def took(built: float) -> float:
    return on_stage(built)


def the(state: str) -> Campaign:
    return Campaign.objects.get(state=state)


def test_it_takes_little_time(took: float) -> None:
    assert took < MOST


def test_2012_is_closed_with_its_results_and_every_letter_acknowledged() -> None:
    closed = the("closed")
    assert (closed.announced_on, closed.closed_on) == (date(2012, 4, 6), date(2012, 6, 28))
    assert closed.checklist == "six_in_place"
    found = public.figures(public.site_rows(closed))
    assert (found.sites, found.stands["passed"], found.inspections) == (4, 4, 13)
    assert f"现场检查{found.inspections}次" in closed.results
    tally = notices.tally(closed)
    assert tally.parties == tally.sent == tally.acknowledged > 8
    assert closed.notices.filter(reminders__gt=0).exists(), "one was reminded first"
    assert {row.site.unit.code for row in public.site_rows(closed)} == {"brigade3"}


def test_a_site_of_the_running_campaign_is_in_every_stand() -> None:
    running = the("running")
    with clock.travel_to(NOW):
        rows = list(running.listed.select_related("site__unit"))
        stands = {each.stand for each in sites.standings(rows).values()}
    assert stands == set(STANDS)
    assert len(rows) == len(campaign_texts.RUNNING) == 14
    assert {row.site.unit.code for row in rows} == {f"brigade{n}" for n in range(1, 6)}
    records = Inspection.objects.filter(listed__campaign=running)
    assert 50 <= records.count() <= 75
    states = set(records.values_list("state", flat=True))
    assert states == {"recorded", "returned", "published", "withheld", "withdrawn"}
    assert set(records.values_list("cause", flat=True)) >= {"plan", "follow_up"}
    assert public.figures(public.site_rows(running)).put_right > 5


def test_letters_are_acknowledged_some_late_some_never() -> None:
    running = the("running")
    with clock.travel_to(NOW):
        tally = notices.tally(running)
    assert tally.sent == tally.parties
    assert tally.sent * 0.7 < tally.acknowledged < tally.sent
    answered = running.notices.filter(acknowledged_at__isnull=False)
    assert set(answered.values_list("acknowledged_way", flat=True)) == {Notice.Way.CODE, Notice.Way.RECEIPT}
    assert answered.filter(reminders__gt=0).exists()
    assert running.notices.filter(acknowledged_at__isnull=True, reminders__gt=1).exists()


def test_the_rules_of_the_room_hold_under_the_clock_of_the_play() -> None:
    days = checklists.house("device")["days"]
    for record in Inspection.objects.select_related(
        "listed__campaign", "listed__site__unit", "inspector", "second"
    ):
        made_on = timezone.localtime(record.made_at).date()
        assert timedelta(0) <= record.received_at - record.made_at <= timedelta(days=days)
        assert record.received_at <= NOW
        announced = record.listed.campaign.announced_on
        assert announced is not None
        assert made_on >= announced
        assert record.published_on is None or record.published_on >= made_on
        assert record.inspector_id != record.second_id
        publishers = record.steps.filter(move="publish").values_list("person_id", flat=True)
        assert not {record.inspector_id, record.second_id} & set(publishers)
    later = [each for each in Inspection.objects.all() if each.received_at.date() > each.made_at.date()]
    assert later, "some came from a device without a net"
    assert ledger.verify()[1] is None


def test_photos_are_veiled_or_kept_back_before_anything_is_public() -> None:
    shown = InspectionPhoto.objects.filter(inspection__state="published")
    assert shown.exists()
    assert not shown.filter(veiled_key="", kept_back=False).exists()
    assert shown.filter(kept_back=True).exists()
    with_plate = shown.filter(item__in=("washing", "covering"), kept_back=False).first()
    assert with_plate is not None
    assert with_plate.boxes
    assert sealed.fetch(with_plate.veiled_key) != sealed.fetch(with_plate.key)


def test_what_was_still_wrong_became_a_case_and_a_second_campaign_is_drafted() -> None:
    case = Decision.objects.get(number__startswith="线索")
    assert case.state == "filed"
    draft = the("draft")
    assert draft.checklist == "advert_safety"
    assert draft.listed.count() == len(campaign_texts.ADVERTS)


def test_every_brigade_has_two_inspectors_and_no_site_has_nobody() -> None:
    for number in range(1, 6):
        people = Person.objects.filter(
            pk__in=Appointment.objects.filter(post__unit__code=f"brigade{number}").values("person_id")
        ).select_related("agency")
        inspecting = [each for each in people if actor_of(each).units_where("campaigns.inspector")]
        assert len(inspecting) >= 2
    assert campaign_stage.ORGANISER in {part.username for part in cast.PARTS}


def test_nobody_of_a_site_stands_in_public() -> None:
    for record in Inspection.objects.all():
        assert not inspections.personal(record)
    running, client = the("running"), Client()
    page = client.get(f"/campaigns/{running.agency.code}/{running.number}/")
    if page.status_code == 404:
        pytest.skip("the public pages of the room are not served")
    for name in ("示例甲", "示例乙", "示例丙", "0000-5559", "builder1@", "柏示例"):
        assert name not in page.content.decode()
