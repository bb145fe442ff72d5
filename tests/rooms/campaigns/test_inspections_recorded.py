"""Is what was seen on the street kept once, whole, by two officers, and only what is a record?"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import campaigning as stage
import pytest

from cast import Cast
from gongkai.campaigns.actions import inspecting, preparing
from gongkai.campaigns.actions.inspecting import Snap
from gongkai.campaigns.models import Inspection, InspectionPhoto
from gongkai.campaigns.queries import inspections, sites
from gongkai.core import clock, sealed
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.domain.campaigns import checklists

pytestmark = pytest.mark.django_db


def test_a_record_keeps_what_was_seen_and_starts_its_clock(cast: Cast) -> None:
    running = stage.running(cast)
    made = stage.recorded(cast, running, "washing")
    assert (made.result, made.state) == ("to_correct", "recorded")
    assert made.correct_by == clock.today() + timedelta(days=checklists.house("correction")["days"])
    assert made.answers["washing"] == {"verdict": "unmet", "note": "出口有带泥"}
    assert InspectionPhoto.objects.filter(inspection=made, item="washing").count() == 1
    clocked = inspections.clock_of(made)
    assert clocked is not None
    assert clocked.rule == "publication.general"
    assert "示例丙" not in made.present


def test_the_ledger_names_nobody_of_the_site(cast: Cast) -> None:
    stage.recorded(cast, stage.running(cast), "washing")
    event = Event.objects.get(verb="campaigns.inspection.recorded")
    assert event.data["unmet"] == 1
    assert "示例丙" not in str(event.data)


def test_the_same_record_sent_twice_is_one(cast: Cast) -> None:
    running, key, now = stage.running(cast), uuid.uuid4(), clock.now()
    one = stage.recorded(cast, running, "washing", device_key=key, made_at=now)
    two = stage.recorded(cast, running, "washing", device_key=key, made_at=now)
    assert one.pk == two.pk
    assert Inspection.objects.count() == 1
    assert Event.objects.filter(verb="campaigns.inspection.recorded").count() == 1


def test_another_content_under_the_same_key_is_refused(cast: Cast) -> None:
    running, key, now = stage.running(cast), uuid.uuid4(), clock.now()
    made = stage.recorded(cast, running, "washing", device_key=key, made_at=now)
    with pytest.raises(Refusal, match=made.number):
        stage.recorded(cast, running, "fence", device_key=key, made_at=now)


def test_nobody_sends_what_somebody_else_wrote(cast: Cast) -> None:
    running, key, now = stage.running(cast), uuid.uuid4(), clock.now()
    stage.recorded(cast, running, device_key=key, made_at=now)
    given = stage.found(cast, device_key=key, made_at=now, second_id=cast.person("inspector").pk)
    with pytest.raises(NotAllowed):
        inspecting.record_inspection(
            listed_id=stage.listed(running).pk, actor=cast.second_inspector, given=given
        )


@pytest.mark.parametrize(
    "name", ["organiser", "campaign_publisher", "rival_inspector", "supervisor", "case_handler", "outsider"]
)
def test_only_inspectors_of_the_unit_record(cast: Cast, name: str) -> None:
    running = stage.running(cast)
    with pytest.raises(NotAllowed):
        inspecting.record_inspection(
            listed_id=stage.listed(running).pk, actor=getattr(cast, name), given=stage.found(cast)
        )
    assert not Inspection.objects.exists()


def test_the_second_officer_is_another_inspector_of_the_unit(cast: Cast) -> None:
    running = stage.running(cast)
    for name in ("inspector", "rival_inspector", "organiser"):
        with pytest.raises(Invalid) as refused:
            stage.recorded(cast, running, second_id=cast.person(name).pk)
        assert refused.value.field == "second"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answers": {"papers": ("met", "")}}, "item:fence"),
        ({"answers": dict.fromkeys(stage.ITEMS, ("unmet", "不符")), "photos": []}, "item:papers"),
        ({"cause": "whim"}, "cause"),
        ({"made_at": clock.now() + timedelta(hours=1)}, "made_at"),
        ({"made_at": clock.now() - timedelta(days=9)}, "made_at"),
        ({"remark": "长" * 1001}, "remark"),
    ],
)
def test_what_is_no_record_is_refused_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        stage.recorded(cast, stage.running(cast), **changes)
    assert refused.value.field == field
    assert not Inspection.objects.exists()


def test_too_many_days_to_put_it_right_are_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        stage.recorded(cast, stage.running(cast), "washing", days=31)
    assert refused.value.field == "days"


def test_a_refused_record_leaves_no_photo_on_disk(cast: Cast) -> None:
    running = stage.running(cast)
    folder = sealed._folder()
    before = sorted(folder.rglob("*")) if folder.exists() else []
    bad = Snap("washing", __import__("io").BytesIO(b"no photo"))
    with pytest.raises(Invalid):
        stage.recorded(cast, running, "washing", photos=[Snap("washing", stage.picture()), bad])
    assert [path for path in sorted(folder.rglob("*")) if path.is_file()] == [
        path for path in before if path.is_file()
    ]


def test_a_site_is_inspected_by_plan_only_so_often_a_year(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = checklists.house

    def fewer(table: str) -> dict[str, Any]:
        return {**known(table), "count": 1} if table == "most_a_year" else known(table)

    monkeypatch.setattr(checklists, "house", fewer)
    running = stage.running(cast)
    stage.recorded(cast, running)
    with pytest.raises(Invalid) as refused:
        stage.recorded(cast, running)
    assert refused.value.field == "cause"
    assert stage.recorded(cast, running, cause="complaint", cause_number="T-1").cause == "complaint"


def test_nothing_is_inspected_before_the_campaign_is_announced(cast: Cast) -> None:
    from gongkai.campaigns.actions.sites import put_sites

    made = stage.drafted(cast)
    put_sites(campaign_id=made.pk, actor=cast.organiser, site_ids=[stage.site(cast).pk])
    with pytest.raises(Refusal):
        stage.recorded(cast, made)


def test_neither_officer_publishes_their_record_and_photos_are_looked_at_first(cast: Cast) -> None:
    running = stage.running(cast)
    made = stage.recorded(cast, running, "washing")
    with pytest.raises(NotAllowed):
        stage.record_moved(made, "publish", cast.inspector)
    with pytest.raises(Refusal):
        stage.record_moved(made, "publish", cast.campaign_publisher)
    photo = made.photos.get()
    preparing.keep_photo_back(photo_id=photo.pk, actor=cast.campaign_publisher)
    assert stage.record_moved(made, "publish", cast.campaign_publisher).published_on == clock.today()
    clocked = inspections.clock_of(made)
    assert clocked is not None
    assert clocked.stopped_on == clock.today()


def test_something_personal_in_a_note_keeps_it_from_the_public(cast: Cast) -> None:
    made = stage.recorded(cast, stage.running(cast), remark="现场负责人电话13800138000")
    with pytest.raises(Refusal):
        stage.record_moved(made, "publish", cast.campaign_publisher)
    stage.record_moved(made, "return_to", cast.campaign_publisher, "请删去电话")
    assert Inspection.objects.get(pk=made.pk).state == "returned"


@pytest.mark.parametrize("name", ["rival_inspector", "organiser", "supervisor", "outsider"])
def test_only_inspector_and_publisher_prepare_the_photos(cast: Cast, name: str) -> None:
    photo = stage.recorded(cast, stage.running(cast), "washing").photos.get()
    with pytest.raises(NotAllowed):
        preparing.veil_photo(photo_id=photo.pk, actor=getattr(cast, name), boxes=[])


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("organiser", True), ("campaign_publisher", True), ("supervisor", True), ("inspector", True),
        ("second_inspector", True), ("rival_inspector", False), ("drafter", False), ("outsider", False),
    ],
)  # fmt: skip
def test_who_sees_a_record(cast: Cast, name: str, sees: bool) -> None:
    made = stage.recorded(cast, stage.running(cast))
    assert (inspections.inspection(getattr(cast, name), made.pk) is not None) is sees


def test_a_site_stands_at_its_newest_record(cast: Cast) -> None:
    running = stage.running(cast)
    row = stage.listed(running)
    assert sites.standings([row])[row.pk].stand == "unseen"
    stage.recorded(cast, running, "washing", made_at=clock.now() - timedelta(minutes=5))
    assert sites.standings([row])[row.pk].stand == "to_correct"
    late = clock.today() + timedelta(days=9)
    assert sites.standings([row], today=late)[row.pk].stand == "overdue"
    stage.recorded(cast, running, cause="follow_up")
    stood = sites.standings([row])[row.pk]
    assert (stood.stand, stood.turn.put_right, stood.correct_by) == ("passed", 1, None)
