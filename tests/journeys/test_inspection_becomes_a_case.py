"""Does what an inspection found not met become one penalty case of the unit, with both numbers kept?"""

from __future__ import annotations

import pytest
from django.test import Client

from cast import Cast, make_cast
from gongkai.campaigns.models import Campaign, Inspection
from gongkai.campaigns.queries import passing
from gongkai.campaigns.staff import passing as staff_passing
from gongkai.core import clock, ledger
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.journeys import inspection_to_case
from gongkai.powers.models import Decision
from rooms.campaigns import campaigning
from stages import on_stage, once_a_file

pytestmark = pytest.mark.django_db
Stage = tuple[Cast, Campaign, Inspection]


def furnished() -> Stage:
    cast = make_cast()
    campaign = campaigning.running(cast)
    return cast, campaign, campaigning.recorded(cast, campaign, "washing", "sweeping")


built = once_a_file(furnished)


@pytest.fixture
def stage(built: Stage) -> Stage:
    return on_stage(built)


def begin(stage: Stage, who: str = "inspector", conduct: str = "车辆带泥出场") -> Decision:
    cast, _campaign, record = stage
    return inspection_to_case.begin(inspection_id=record.pk, actor=getattr(cast, who), conduct=conduct)


@pytest.mark.parametrize("who", ["inspector", "second_inspector", "campaign_publisher"])
def test_case_and_record_know_each_other(stage: Stage, who: str) -> None:
    cast, _campaign, record = stage
    made = begin(stage, who)
    assert (made.state, made.kind, made.unit, made.number) == (
        "filed",
        "penalty",
        cast.units["waste"],
        f"线索{record.number}",
    )
    assert made.conduct_on == clock.today()
    assert made.party_sealed == "", "nobody who was met on the site goes along"
    told = {event.verb: event.data for event in Event.objects.order_by("-seq")[:2]}
    assert told["powers.decision.from_clue"]["clue"] == record.number
    assert told["campaigns.inspection.case"]["case"] == made.number
    assert passing.case_of(record) == passing.Case(made.pk, made.number)
    assert Inspection.objects.get(pk=record.pk).revision == record.revision, "the record never changes"
    assert ledger.verify()[1] is None


@pytest.mark.parametrize("who", ["organiser", "rival_inspector", "supervisor", "case_handler", "outsider"])
def test_nobody_else_passes_it_on(stage: Stage, who: str) -> None:
    with pytest.raises(NotAllowed):
        begin(stage, who)
    assert not Decision.objects.exists()


def test_one_case_an_inspection_even_under_its_later_number(stage: Stage) -> None:
    made = begin(stage)
    Decision.objects.filter(pk=made.pk).update(number="测城管罚〔2026〕9号")
    with pytest.raises(Refusal, match=made.number):
        begin(stage, "campaign_publisher")
    assert Decision.objects.count() == 1


def test_where_everything_was_met_there_is_nothing_to_pursue(stage: Stage) -> None:
    cast, campaign, _record = stage
    passed = campaigning.recorded(cast, campaign)
    with pytest.raises(Refusal, match="in order"):
        begin((cast, campaign, passed))
    assert staff_passing.of(passed, cast.inspector) is None


def test_a_withdrawn_record_is_passed_on_no_more(stage: Stage) -> None:
    cast, campaign, record = stage
    for photo in record.photos.all():
        campaigning.preparing.veil_photo(photo_id=photo.pk, actor=cast.campaign_publisher, boxes=[])
    campaigning.record_moved(record, "publish", cast.campaign_publisher)
    campaigning.record_moved(record, "withdraw", cast.campaign_publisher, "对象有误")
    with pytest.raises(Refusal, match="withdrawn"):
        begin((cast, campaign, record))


def test_what_is_personal_is_refused_at_its_field(stage: Stage) -> None:
    for conduct in ("", "长" * 301, "负责人身份证号110101199001011237"):
        with pytest.raises(Invalid) as told:
            begin(stage, conduct=conduct)
        assert told.value.field == "conduct"
    assert not Decision.objects.exists()


@pytest.mark.parametrize("lead", ["", "/en"])
def test_the_page_of_a_record_to_be_passed_on(stage: Stage, lead: str) -> None:
    cast, _campaign, record = stage
    client = Client()
    client.force_login(cast.person("inspector"))
    url = f"{lead}/workspace/campaigns/inspections/{record.pk}/to-cases/"
    its_page = f"{lead}/workspace/campaigns/inspections/{record.pk}/"
    assert url in client.get(its_page).content.decode()
    page = client.get(url)
    assert page.status_code == 200
    assert "冲洗到位不符：出口有带泥" in page.content.decode()
    assert client.post(url, {"conduct": ""}).status_code == 422
    assert client.post(url, {"conduct": "\x00"}).status_code == 422
    assert client.post(url, {"conduct": "车辆带泥出场"}).status_code == 302
    assert client.post(url, {"conduct": "车辆带泥出场"}).status_code == 422, "passed on before"
    assert f"线索{record.number}" in client.get(its_page).content.decode()
    assert client.get(url).headers["Location"] == its_page
    assert client.get(f"{lead}/workspace/campaigns/inspections/999999/to-cases/").status_code == 404


def test_who_may_not_pass_it_on_is_told_so(stage: Stage) -> None:
    cast, _campaign, record = stage
    client = Client()
    for who, status in (("organiser", 403), ("supervisor", 403), ("rival_inspector", 404), ("outsider", 404)):
        client.force_login(cast.person(who))
        url = f"/workspace/campaigns/inspections/{record.pk}/to-cases/"
        assert client.get(url).status_code == status
        assert client.post(url, {"conduct": "车辆带泥出场"}).status_code == status
    assert not Decision.objects.exists()


def test_the_record_says_what_came_of_it(stage: Stage) -> None:
    cast, _campaign, record = stage
    offered = staff_passing.of(record, cast.inspector)
    assert offered is not None
    assert offered["case"] is None
    assert offered["url"].endswith(f"/inspections/{record.pk}/to-cases/")
    assert staff_passing.of(record, cast.supervisor) is None
    number = begin(stage).number
    for who, leads in (("inspector", True), ("supervisor", False)):
        told = staff_passing.of(record, getattr(cast, who))
        assert told is not None
        assert (told["case"].number, bool(told["url"])) == (number, leads)
