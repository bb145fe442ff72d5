"""Do the screens of inspections let the right people fill in, read, prepare and move records, and lose nothing?"""

from __future__ import annotations

import re
import uuid
from typing import Any

import campaigning as stage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import Cast
from desk import client_of, words_of
from gongkai.campaigns.models import Campaign, Inspection, InspectionPhoto
from gongkai.core import clock

pytestmark = pytest.mark.django_db
LIST = "/workspace/campaigns/inspections/"


def form_of(cast: Cast, *unmet: str, **changes: Any) -> dict[str, Any]:
    """The check-list as a browser sends it."""
    said: dict[str, Any] = {
        "device_key": str(uuid.uuid4()),
        "made_at": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        "cause": "plan",
        "second": cast.person("second_inspector").pk,
        "days": "3",
        "present": "现场负责人示例丙",
        "remark": "现场已告知。",
        **{f"verdict_{key}": "unmet" if key in unmet else "met" for key in stage.ITEMS},
        **{f"note_{key}": "出口有带泥" for key in unmet},
        **{f"photos_{key}": photo_file() for key in unmet},
    }
    return {**said, **changes}


def photo_file(content: bytes | None = None, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or stage.picture().getvalue(), "image/jpeg")


def inspect_url(campaign: Campaign) -> str:
    return f"/workspace/campaigns/inspect/{stage.listed(campaign).pk}/"


def record_url(made: Inspection) -> str:
    return f"{LIST}{made.pk}/"


# ------------------------------------------------------------------------------------------------ the ordinary form
def test_the_form_shows_the_whole_check_list_without_a_script(cast: Cast) -> None:
    html = words_of(client_of(cast, "inspector").get(inspect_url(stage.running(cast))))
    assert html.count('type="radio"') == 3 * len(stage.ITEMS) + 3
    assert html.count('capture="environment"') == len(stage.ITEMS)
    assert "multiple" in html
    assert "second-inspector-name" in html


def test_a_filled_in_form_is_a_record_with_its_photo(cast: Cast) -> None:
    url = inspect_url(stage.running(cast))
    response = client_of(cast, "inspector").post(url, form_of(cast, "washing"))
    made = Inspection.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, record_url(made))
    assert (made.result, made.inspector_id) == ("to_correct", cast.person("inspector").pk)
    assert made.answers["washing"] == {"verdict": "unmet", "note": "出口有带泥"}
    assert made.photos.get().item == "washing"


def test_the_same_form_sent_twice_is_one_record(cast: Cast) -> None:
    url, client = inspect_url(stage.running(cast)), client_of(cast, "inspector")
    said = form_of(cast)
    places = {client.post(url, said).headers["Location"] for _ in range(2)}
    assert len(places) == Inspection.objects.count() == 1


def test_every_fault_stands_at_its_item_and_nothing_typed_is_lost(cast: Cast) -> None:
    url = inspect_url(stage.running(cast))
    said = form_of(cast, "washing", "fence", note_fence="", verdict_papers="", second="")
    del said["photos_washing"]
    response = client_of(cast, "inspector").post(url, said)
    html = words_of(response)
    assert response.status_code == 422
    assert not Inspection.objects.exists()
    for item, sentence in {"papers": "Say whether", "washing": "photo", "fence": "Write what"}.items():
        assert response.context["form"].errors[f"verdict_{item}"], sentence
        assert f'href="#id_verdict_{item}_0"' in html
    assert "现场负责人示例丙" in html
    assert said["device_key"] in html
    assert re.search(r'value="met" checked', html)
    again = {row["key"]: row["again"] for row in response.context["items"]}
    assert again == {key: key == "fence" for key in stage.ITEMS}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"photos_washing": photo_file(b"no photo", "a.txt")}, "photos_washing"),
        ({"photos_washing": [photo_file() for _ in range(7)]}, "photos_washing"),
        ({"second": "999999"}, "second"),
        ({"cause": "whim"}, "cause"),
        ({"days": "31"}, "days"),
        ({"days": "many"}, "days"),
        ({"made_at": "2050-01-01T09:00"}, "made_at"),
        ({"made_at": "yesterday"}, "made_at"),
        ({"remark": "长" * 1001}, "remark"),
        ({"note_washing": "长" * 501}, "note_washing"),
        ({"lat": "nan", "lon": "1"}, "lat"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(cast: Cast, changes: dict[str, Any], field: str) -> None:
    url = inspect_url(stage.running(cast))
    response = client_of(cast, "inspector").post(url, form_of(cast, "washing", **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    words_of(response)
    assert not Inspection.objects.exists()


def test_a_photo_larger_than_what_is_taken_is_told(cast: Cast, settings: Any) -> None:
    url = inspect_url(stage.running(cast))
    settings.GONGKAI_MAX_UPLOAD = 1000
    response = client_of(cast, "inspector").post(url, form_of(cast, "washing"))
    assert "photos_washing" in response.context["form"].errors


def test_a_key_somebody_meddled_with_is_replaced(cast: Cast) -> None:
    url = inspect_url(stage.running(cast))
    client_of(cast, "inspector").post(url, form_of(cast, device_key="0; drop"))
    assert Inspection.objects.count() == 1


def test_nothing_placed_without_both_numbers(cast: Cast) -> None:
    client_of(cast, "inspector").post(inspect_url(stage.running(cast)), form_of(cast, lat="33.1"))
    assert Inspection.objects.get().lat is None


@pytest.mark.parametrize(
    "name", ["organiser", "campaign_publisher", "rival_inspector", "supervisor", "case_handler", "outsider"]
)
def test_only_inspectors_of_the_unit_reach_the_form(cast: Cast, name: str) -> None:
    url = inspect_url(stage.running(cast))
    client = client_of(cast, name)
    assert client.get(url).status_code == 404
    assert client.post(url, form_of(cast)).status_code == 404
    assert not Inspection.objects.exists()


# ------------------------------------------------------------------------------------------------------- the records
SEES = {
    "inspector": 200,
    "second_inspector": 200,
    "organiser": 200,
    "campaign_publisher": 200,
    "supervisor": 200,
    "rival_inspector": 404,
    "case_handler": 404,
    "outsider": 404,
}


@pytest.mark.parametrize(("name", "status"), SEES.items())
def test_who_sees_a_record_its_photos_and_who_was_there(cast: Cast, name: str, status: int) -> None:
    made = stage.recorded(cast, stage.running(cast), "washing")
    client, photo = client_of(cast, name), made.photos.get()
    page = client.get(record_url(made))
    assert page.status_code == status
    assert client.get(f"/workspace/campaigns/photos/{photo.pk}.jpg").status_code == status
    assert ("示例丙" in page.content.decode()) is (
        name in {"inspector", "second_inspector", "campaign_publisher"}
    )
    listed = client.get(LIST).content.decode()
    assert (made.number in listed) is (status == 200)
    if status == 200:
        words_of(page)


def test_the_list_is_narrowed_by_its_filters(cast: Cast) -> None:
    running = stage.running(cast)
    one, two = stage.recorded(cast, running, "washing"), stage.recorded(cast, running)
    client = client_of(cast, "campaign_publisher")
    asked = {
        "result=passed": {two.number},
        "result=to_correct": {one.number},
        "state=published": set(),
        f"unit={cast.units['waste'].pk}": {one.number, two.number},
        f"unit={cast.units['other'].pk}": set(),
        f"campaign={running.pk}": {one.number, two.number},
        f"text={one.number}": {one.number},
        "unit=nonsense&after=1~2~3": {one.number, two.number},
        "text=%00": {one.number, two.number},
    }
    for question, expected in asked.items():
        html = words_of(client.get(f"{LIST}?{question}"))
        assert {number for number in (one.number, two.number) if f">{number}<" in html} == expected, question


def test_the_list_goes_on_behind_its_last_row(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.campaigns.queries import inspection_lists

    monkeypatch.setattr(inspection_lists, "SIZE", 2)
    running = stage.running(cast)
    made = [stage.recorded(cast, running).number for _ in range(3)]
    client = client_of(cast, "organiser")
    first = client.get(LIST)
    assert [row["number"] for row in first.context["rows"]] == made[:0:-1]
    rest = client.get(first.context["next_url"])
    assert [row["number"] for row in rest.context["rows"]] == made[:1]


def test_lists_and_record_ask_no_more_for_more_rows(cast: Cast) -> None:
    running = stage.running(cast)
    made = stage.recorded(cast, running, "washing")
    client = client_of(cast, "campaign_publisher")
    for url in (LIST, record_url(made)):
        client.get(url)  # what is read once

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    before = asked(LIST), asked(record_url(made))
    more = stage.recorded(cast, running, "washing", "fence", "paving")
    stage.recorded(cast, running)
    assert (asked(LIST), asked(record_url(more))) == before


def test_a_record_is_returned_amended_and_published_on_its_page(cast: Cast) -> None:
    made = stage.recorded(cast, stage.running(cast), "washing")
    publisher, inspector = client_of(cast, "campaign_publisher"), client_of(cast, "inspector")
    photo = made.photos.get()

    def go(client: Client, key: str, **said: str) -> Any:
        made.refresh_from_db()
        return client.post(f"{record_url(made)}moves/{key}/", {"version": made.revision, **said})

    assert go(publisher, "publish").status_code == 409  # nobody looked at the photo yet
    assert go(publisher, "return_to").status_code == 422
    assert go(publisher, "return_to", **{"return_to-reason": "请补充车牌以外的情况"}).status_code == 302
    assert go(inspector, "amend", **{"amend-reason": "已补充"}).status_code == 302
    veil = f"/workspace/campaigns/photos/{photo.pk}/veil/"
    assert "data-redact" in words_of(publisher.get(veil))
    assert publisher.post(veil, {"boxes": "1 10 10 20 20 face", "do": "veil"}).status_code == 302
    assert go(inspector, "publish").status_code == 403
    assert go(publisher, "publish").status_code == 302
    made.refresh_from_db()
    assert made.state == "published"
    assert "已补充" in words_of(publisher.get(record_url(made)))


def test_a_refused_move_keeps_what_was_typed(cast: Cast) -> None:
    made = stage.recorded(cast, stage.running(cast))
    client = client_of(cast, "campaign_publisher")
    said = {"version": "77", "withhold-reason": "与案件有关"}
    response = client.post(f"{record_url(made)}moves/withhold/", said)
    assert response.status_code == 409
    assert "与案件有关" in words_of(response)
    assert client.post(f"{record_url(made)}moves/nonsense/").status_code == 404


def test_a_photo_is_veiled_or_kept_back_by_who_prepares_it(cast: Cast) -> None:
    made = stage.recorded(cast, stage.running(cast), "washing")
    photo = made.photos.get()
    url, picture = (f"/workspace/campaigns/photos/{photo.pk}{end}" for end in ("/veil/", ".jpg"))
    organiser, inspector = client_of(cast, "organiser"), client_of(cast, "inspector")
    assert organiser.get(url).status_code == 403
    assert organiser.post(url, {"do": "keep_back"}).status_code == 403
    assert client_of(cast, "rival_inspector").post(url, {"do": "keep_back"}).status_code == 404
    assert inspector.get(f"{picture}?veiled=1").status_code == 404
    assert inspector.post(url, {"boxes": "nonsense", "do": "veil"}).status_code == 422
    assert inspector.post(url, {"boxes": "", "do": "veil"}).status_code == 302
    answer = inspector.get(f"{picture}?veiled=1")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "image/jpeg",
        "no-store, private",
    )
    assert len(inspector.get(f"{picture}?small=1").content) <= len(answer.content) + 2000
    assert inspector.post(url, {"do": "keep_back"}).status_code == 302
    photo.refresh_from_db()
    assert (photo.kept_back, photo.veiled_key) == (True, "")


def test_what_is_published_keeps_its_photos(cast: Cast) -> None:
    made = stage.published(cast, stage.running(cast), "washing")
    url = f"/workspace/campaigns/photos/{made.photos.get().pk}/veil/"
    assert client_of(cast, "campaign_publisher").post(url, {"do": "keep_back"}).status_code == 403
    assert not InspectionPhoto.objects.filter(kept_back=True).exists()
